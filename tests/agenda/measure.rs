//! A measure from the deviation to its closing, over the wire; its own day on the agenda; and the walls around it.

use griffie::grpc::pb;
use pb::record_measure_step_request::Step;
use tonic::{Code, Status};

use crate::register_given::Given;
use crate::served::*;
use crate::walls::refusal;

fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
fn provenance(day: &str) -> Option<pb::Provenance> {
    let author =
        pb::Practitioner { actor_id: "0b".repeat(16), name: "Sietske Verdicht".to_owned() };
    Some(pb::Provenance {
        happened: Some(pb::Happened { happened: Some(pb::happened::Happened::On(day.to_owned())) }),
        learned: Some(pb::Moment { moment: Some(pb::moment::Moment::On(day.to_owned())) }),
        originally_recorded_on: String::new(),
        author: Some(author.clone()),
        responsible: Some(author),
        informant: Some(pb::Informant {
            kind: pb::InformantKind::OwnFinding.into(),
            name: String::new(),
        }),
    })
}

fn open(role: pb::Role) -> pb::OpenMeasureRequest {
    pb::OpenMeasureRequest {
        request_id: request_id(),
        access_context: as_role(role),
        validate_only: false,
        provenance: provenance("2026-10-20"),
        source: pb::MeasureSource::Audit.into(),
        plan: Some(pb::MeasurePlan {
            deviation: "Geen bewijs van ijking.".to_owned(),
            occurrence: pb::MeasureOccurrence::Structural.into(),
            corrective: "Laten ijken.".to_owned(),
            owner: "Sietske Verdicht".to_owned(),
            due: "2026-11-10".to_owned(),
            ..pb::MeasurePlan::default()
        }),
    }
}

fn opened(served: &Served) -> String {
    let mut client = served.connection.measure();
    let answer = served.given.wait(client.open_measure(open(pb::Role::Owner))).unwrap();
    answer.into_inner().measure_id
}

fn step(
    served: &Served,
    role: pb::Role,
    measure: &str,
    day: &str,
    step: Step,
) -> Result<pb::Acknowledgement, Status> {
    let request = pb::RecordMeasureStepRequest {
        request_id: request_id(),
        access_context: as_role(role),
        expected_revision: None,
        validate_only: false,
        measure_id: measure.to_owned(),
        provenance: provenance(day),
        step: Some(step),
    };
    let mut client = served.connection.measure();
    let answer = served.given.wait(client.record_measure_step(request))?;
    Ok(answer.into_inner().acknowledgement.unwrap())
}

fn get(served: &Served, role: pb::Role, id: &str) -> Result<pb::GetMeasureResponse, Status> {
    let request = pb::GetMeasureRequest {
        access_context: as_role(role),
        measure_id: id.to_owned(),
        as_of: None,
    };
    let mut client = served.connection.measure();
    served.given.wait(client.get_measure(request)).map(tonic::Response::into_inner)
}

fn list(served: &Served, request: pb::ListMeasuresRequest) -> Vec<String> {
    let request = pb::ListMeasuresRequest { access_context: as_role(pb::Role::Owner), ..request };
    let mut client = served.connection.measure();
    let listed = served.given.wait(client.list_measures(request)).unwrap().into_inner();
    listed.measures.into_iter().map(|measure| measure.measure_id).collect()
}

fn done() -> Step {
    Step::CarryOut(pb::CarryOutMeasure::default())
}

fn reviewed(outcome: pb::MeasureOutcome) -> Step {
    Step::Review(pb::ReviewMeasure { outcome: outcome.into(), findings: "Nagelopen.".to_owned() })
}

fn closed() -> Step {
    Step::Close(pb::CloseMeasure::default())
}

#[test]
fn a_measure_goes_from_the_deviation_to_its_closing_and_its_review_stands_on_the_agenda() {
    let served = served(Given::a_solo_ledger());
    let owner = pb::Role::Owner;
    let measure = opened(&served);
    // Its own day is on the agenda, as what it is: a plan, under no rule.
    let planned = &served.agenda(owner, "")[0];
    assert_eq!((planned.day.as_str(), planned.duty, planned.clocks.len()), ("2026-11-10", None, 0));
    assert_eq!((planned.legal_end.as_str(), planned.promised_end.as_str()), ("", "2026-11-10"));
    assert_eq!(served.agenda(owner, "2026-11-11")[0].status(), pb::ClockStatus::Overdue);

    served.days_pass(2);
    step(&served, owner, &measure, "2026-11-03", done()).unwrap();
    let early = step(&served, owner, &measure, "2026-11-03", closed()).unwrap_err();
    assert_eq!(refusal(&early), (Code::FailedPrecondition, "EFFECT_NOT_REVIEWED".to_owned()));
    let agenda = served.agenda(owner, "");
    let shown: Vec<(&str, pb::ClockStatus)> =
        agenda.iter().map(|item| (item.day.as_str(), item.status())).collect();
    assert_eq!(shown, [("2026-11-10", pb::ClockStatus::Met), ("2027-05-03", pb::ClockStatus::Due)]);
    step(&served, owner, &measure, "2026-11-04", reviewed(pb::MeasureOutcome::Effective)).unwrap();
    step(&served, owner, &measure, "2026-11-04", closed()).unwrap();

    let shown = get(&served, owner, &measure).unwrap();
    assert_eq!(shown.measure.unwrap().standing(), pb::MeasureStanding::Closed);
    assert_eq!(shown.clocks[0].status(), pb::ClockStatus::Met);
    // Opened, carried out and its clock started, reviewed and its clock met, closed.
    assert_eq!((shown.revision, shown.records.len()), (6, 6));
    let kinds: Vec<&str> = shown.records.iter().map(|record| record.kind.as_str()).collect();
    assert_eq!(kinds[1..3], ["measure.carried_out/1", "clock.started/1"]);
}

#[test]
fn a_day_entered_wrongly_is_corrected_and_the_review_falls_due_on_another_day() {
    let served = served(Given::a_solo_ledger());
    let measure = opened(&served);
    step(&served, pb::Role::Owner, &measure, "2026-11-01", done()).unwrap();
    let request = pb::CorrectMeasureRequest {
        request_id: request_id(),
        access_context: as_role(pb::Role::Owner),
        measure_id: measure.clone(),
        provenance: provenance("2026-11-02"),
        which: pb::MeasureDay::CarriedOut.into(),
        day: "2026-10-25".to_owned(),
        reason: "Verkeerd overgenomen.".to_owned(),
        ..pb::CorrectMeasureRequest::default()
    };
    let mut client = served.connection.measure();
    served.given.wait(client.correct_measure(request)).unwrap();
    let shown = get(&served, pb::Role::Owner, &measure).unwrap();
    assert_eq!(shown.measure.unwrap().carried_out_on, "2026-10-25");
    assert_eq!(shown.clocks[0].working_day, "2027-04-25");
    assert_eq!(shown.clocks[0].ends.len(), 2, "the end that was counted wrongly stays visible");
    assert_eq!(served.agenda(pb::Role::Owner, "").last().unwrap().day, "2027-04-25");
}

#[test]
fn measures_are_listed_by_standing_and_by_the_day_they_were_decided_upon() {
    let served = served(Given::a_solo_ledger());
    let (first, second) = (opened(&served), opened(&served));
    step(&served, pb::Role::Owner, &second, "2026-11-01", done()).unwrap();
    let standing = |standing: pb::MeasureStanding| {
        list(&served, pb::ListMeasuresRequest { standing: standing.into(), ..Default::default() })
    };
    assert_eq!(standing(pb::MeasureStanding::Unspecified), [first.clone(), second.clone()]);
    assert_eq!(standing(pb::MeasureStanding::Planned), [first]);
    assert_eq!(standing(pb::MeasureStanding::CarriedOut), [second]);
    let within = |from: &str, until: &str| {
        let (from, until) = (from.to_owned(), until.to_owned());
        list(&served, pb::ListMeasuresRequest { from, until, ..Default::default() }).len()
    };
    assert_eq!((within("2026-10-20", "2026-10-20"), within("2026-10-21", "")), (2, 0));
    assert_eq!(within("", "2026-10-19"), 0);
}

#[test]
fn measures_are_the_owners_alone() {
    let served = served(Given::a_solo_ledger());
    let measure = opened(&served);
    let refused = (Code::PermissionDenied, "NOT_ALLOWED".to_owned());
    for role in [pb::Role::ComplaintsOfficer, pb::Role::IncidentOfficer, pb::Role::PrivacyOfficer] {
        assert_eq!(refusal(&get(&served, role, &measure).unwrap_err()), refused);
        assert_eq!(refusal(&get(&served, role, &"0e".repeat(16)).unwrap_err()), refused);
        let stepped = step(&served, role, &measure, "2026-11-01", done());
        assert_eq!(refusal(&stepped.unwrap_err()), refused);
        let mut client = served.connection.measure();
        assert_eq!(
            refusal(&served.given.wait(client.open_measure(open(role))).unwrap_err()),
            refused
        );
        let request =
            pb::ListMeasuresRequest { access_context: as_role(role), ..Default::default() };
        assert_eq!(
            refusal(&served.given.wait(client.list_measures(request)).unwrap_err()),
            refused
        );
    }
}

#[test]
fn a_measure_is_nothing_to_a_call_on_a_dossier_nor_a_case_of_another_register_to_a_call_on_a_measure()
 {
    use griffie::projection::cases::CaseRegister;
    let served = served(Given::a_solo_ledger());
    let measure = opened(&served);
    let missing = "0e".repeat(16);
    let dossier = |id: &str| {
        let request = pb::GetDossierRequest {
            access_context: as_role(pb::Role::Owner),
            dossier_id: id.to_owned(),
            as_of: None,
        };
        let mut client = served.connection.dossier();
        refusal(&served.given.wait(client.get_dossier(request)).unwrap_err())
    };
    assert_eq!(dossier(&measure), dossier(&missing));
    let incident = served.case(CaseRegister::Incident, 1).stream.to_string();
    for id in [&incident, &missing] {
        let found = refusal(&get(&served, pb::Role::Owner, id).unwrap_err());
        assert_eq!(found, (Code::NotFound, "NO_SUCH_MEASURE".to_owned()));
        // Not by a stale revision either: for a call on a measure it has no records.
        let mut request = pb::RecordMeasureStepRequest {
            request_id: request_id(),
            access_context: as_role(pb::Role::Owner),
            expected_revision: Some(1),
            measure_id: id.clone(),
            provenance: provenance("2026-11-01"),
            step: Some(done()),
            ..pb::RecordMeasureStepRequest::default()
        };
        let mut client = served.connection.measure();
        let stale = served.given.wait(client.record_measure_step(request.clone())).unwrap_err();
        assert_eq!(refusal(&stale), (Code::Aborted, "STALE_REVISION".to_owned()));
        request.expected_revision = Some(0);
        let found = served.given.wait(client.record_measure_step(request)).unwrap_err();
        assert_eq!(refusal(&found), (Code::NotFound, "NO_SUCH_MEASURE".to_owned()));
    }
}
