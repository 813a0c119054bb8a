//! The walls of Wkkgz 9: whoever is not the incident officer finds nothing, not by content, error, count or stale revision; and
//! the dossier shows the note and nothing else.

use griffie::domain::dossier::Regime::Wgbo;
use griffie::domain::dossier::entry::{IncidentNote, Means};
use griffie::domain::dossier::{Content, Matter};
use griffie::domain::id::{DossierId, EntryId};
use griffie::domain::incident::IncidentClass::Calamity;
use griffie::domain::incident::*;
use griffie::domain::provenance::Happened;
use griffie::grpc::pb;
use tokio_stream::StreamExt as _;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::practice::*;
use crate::sample::*;

/// A word that stands in the report and nowhere else.
const SECRET: &str = "Zwaluwstaart";
/// Where a header holds its actor and its request (docs/format.md §2).
const ACTOR: std::ops::Range<usize> = 60..76;
const REQUEST: std::ops::Range<usize> = 76..92;

fn care() -> Option<pb::AccessContext> {
    as_role(pb::Role::Owner)
}

/// Everything a refusal tells.
fn told(status: &Status) -> (Code, String, Vec<(String, String)>) {
    let details = status.get_error_details();
    let info = details.error_info().cloned().unwrap();
    let mut metadata: Vec<(String, String)> = info.metadata.into_iter().collect();
    metadata.sort();
    (status.code(), format!("{}: {}", info.reason, status.message()), metadata)
}

/// Reports a calamity with [`SECRET`] in it.
async fn a_calamity(practice: &Practice) -> String {
    let mut incidents = practice.client().await.incident();
    let report = Report {
        nature: text(SECRET),
        reporter: Reporter { name: Some(line(SECRET)), position: ReporterPosition::Witness },
        ..a_report(Wgbo)
    };
    let request = wire_report(&report, &on("2026-03-02"));
    let id = incidents.report_incident(request).await.unwrap().into_inner().incident_id;
    for command in [classify(Calamity, "2026-03-03"), notify(Means::Website, "2026-03-04")] {
        let Command::Record { step, provenance } = command else { panic!() };
        incidents.record_incident_step(wire_request(&id, &step, &provenance)).await.unwrap();
    }
    id
}

async fn a_dossier(practice: &Practice) -> String {
    let names = pb::Names {
        given: "Fenna".to_owned(),
        surname: "Verzonnen".to_owned(),
        name_use: pb::NameUse::Own.into(),
        ..pb::Names::default()
    };
    let sex = pb::Sex::Female.into();
    let identity = pb::Identity { names: Some(names), sex, ..pb::Identity::default() };
    let own = pb::commission::Commission::OwnClient(pb::OwnClient {});
    let client = pb::Client {
        identity: Some(identity),
        commission: Some(pb::Commission { commission: Some(own) }),
        ..pb::Client::default()
    };
    let request = pb::OpenDossierRequest {
        request_id: request_id(),
        access_context: care(),
        validate_only: false,
        regime: pb::Regime::Wgbo.into(),
        client: Some(client),
        provenance: Some((&on("2026-03-01")).into()),
    };
    let mut dossiers = practice.client().await.dossier();
    dossiers.open_dossier(request).await.unwrap().into_inner().dossier_id
}

#[tokio::test(flavor = "multi_thread")]
async fn no_other_role_of_the_same_person_reaches_an_rpc_of_the_register() {
    let practice = Practice::solo();
    let id = a_calamity(&practice).await;
    let mut incidents = practice.client().await.incident();
    for role in [pb::Role::Owner, pb::Role::ComplaintsOfficer, pb::Role::PrivacyOfficer] {
        let access_context = as_role(role);
        let refusals = [
            {
                let request = wire_report(&a_report(Wgbo), &on("2026-03-02"));
                let request = pb::ReportIncidentRequest { access_context, ..request };
                incidents.report_incident(request).await.unwrap_err()
            },
            {
                let request = wire_request(&id, &Step::LinkNote(note()), &on("2026-03-05"));
                let request = pb::RecordIncidentStepRequest { access_context, ..request };
                incidents.record_incident_step(request).await.unwrap_err()
            },
            {
                let Command::Correct { correction, provenance } =
                    correct(IncidentDate::Received, "2026-03-03", "2026-03-05")
                else {
                    panic!()
                };
                let request = pb::CorrectIncidentRequest {
                    request_id: request_id(),
                    access_context,
                    incident_id: id.clone(),
                    provenance: Some((&provenance).into()),
                    correction: Some((&correction).into()),
                    ..pb::CorrectIncidentRequest::default()
                };
                incidents.correct_incident(request).await.unwrap_err()
            },
            {
                let incident_id = id.clone();
                let request = pb::GetIncidentRequest { access_context, incident_id, as_of: None };
                incidents.get_incident(request).await.unwrap_err()
            },
            {
                let default = pb::ListIncidentsRequest::default();
                let request = pb::ListIncidentsRequest { access_context, ..default };
                incidents.list_incidents(request).await.unwrap_err()
            },
        ];
        for refusal in refusals {
            let (code, reason, facts) = told(&refusal);
            assert_eq!(code, Code::PermissionDenied, "{role:?}");
            assert!(reason.starts_with("NOT_ALLOWED") && facts.is_empty(), "{reason}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_who_is_not_the_officer_is_let_in_by_no_stated_role() {
    let practice = Practice::of_an_owner();
    let mut incidents = practice.client().await.incident();
    let request = pb::ListIncidentsRequest {
        access_context: as_officer(),
        ..pb::ListIncidentsRequest::default()
    };
    let refusal = incidents.list_incidents(request).await.unwrap_err();
    assert!(told(&refusal).1.starts_with("NOT_ALLOWED"), "{refusal:?}");
    let request = wire_report(&a_report(Wgbo), &on("2026-03-02"));
    let refusal = incidents.report_incident(request).await.unwrap_err();
    assert_eq!(refusal.code(), Code::PermissionDenied);
}

#[tokio::test(flavor = "multi_thread")]
async fn other_registers_say_of_an_incident_what_they_say_of_nothing() {
    let practice = Practice::solo();
    let id = a_calamity(&practice).await;
    let nothing = "0e".repeat(16);
    let connection = practice.client().await;
    let mut pairs = Vec::new();
    for id in [&id, &nothing] {
        let (because, id) = (care(), id.clone());
        let mut refusals = Vec::new();
        let request = pb::GetDossierRequest {
            access_context: because,
            dossier_id: id.clone(),
            ..pb::GetDossierRequest::default()
        };
        refusals.push(told(&connection.dossier().get_dossier(request).await.unwrap_err()));
        for expected_revision in [None, Some(0), Some(3)] {
            let advice =
                pb::TextContent { kind: pb::EntryKind::Advice.into(), text: "rust".to_owned() };
            let content = pb::Content { content: Some(pb::content::Content::Text(advice)) };
            let request = pb::RecordEntryRequest {
                request_id: request_id(),
                access_context: because,
                dossier_id: id.clone(),
                expected_revision,
                validate_only: false,
                entry: Some(pb::EntryDraft {
                    entry_id: String::new(),
                    provenance: Some((&on("2026-03-05")).into()),
                    content: Some(content),
                }),
            };
            refusals.push(told(&connection.dossier().record_entry(request).await.unwrap_err()));
        }
        let request = pb::GetComplaintRequest {
            access_context: because,
            complaint_id: id.clone(),
            ..pb::GetComplaintRequest::default()
        };
        refusals.push(told(&connection.complaint().get_complaint(request).await.unwrap_err()));
        let request = pb::GetBreachRequest {
            access_context: because,
            breach_id: id.clone(),
            ..pb::GetBreachRequest::default()
        };
        refusals.push(told(&connection.breach().get_breach(request).await.unwrap_err()));
        let request = pb::GetMeasureRequest {
            access_context: because,
            measure_id: id.clone(),
            ..pb::GetMeasureRequest::default()
        };
        refusals.push(told(&connection.measure().get_measure(request).await.unwrap_err()));
        pairs.push(refusals);
    }
    assert_eq!(pairs[0], pairs[1]);
    assert_eq!(pairs[0].len(), 7);
    // And the register says of a dossier what it says of nothing.
    let dossier = a_dossier(&practice).await;
    let mut answers = Vec::new();
    for id in [dossier, nothing] {
        let request = pb::GetIncidentRequest {
            access_context: as_officer(),
            incident_id: id.clone(),
            as_of: None,
        };
        let read = connection.incident().get_incident(request).await.unwrap_err();
        let mut request = wire_request(&id, &Step::LinkNote(note()), &on("2026-03-05"));
        request.expected_revision = Some(1);
        let wrote = connection.incident().record_incident_step(request).await.unwrap_err();
        answers.push([told(&read), told(&wrote)]);
    }
    assert_eq!(answers[0], answers[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_of_the_ledger_and_bundles_hold_no_content_of_an_incident() {
    let practice = Practice::solo();
    a_dossier(&practice).await;
    a_calamity(&practice).await;
    let mut ledger = practice.client().await.ledger();
    let status = ledger.get_status(pb::GetStatusRequest {}).await.unwrap().into_inner();
    let read = pb::ReadRecordsRequest {
        access_context: care(),
        include_payloads: true,
        ..pb::ReadRecordsRequest::default()
    };
    let mut records = Vec::new();
    let mut answers = ledger.read_records(read).await.unwrap().into_inner();
    while let Some(answer) = answers.next().await {
        records.extend(answer.unwrap().records);
    }
    let follow = pb::SubscribeRequest {
        access_context: care(),
        include_payloads: true,
        ..pb::SubscribeRequest::default()
    };
    let mut followed = ledger.subscribe(follow).await.unwrap().into_inner();
    let mut subscribed = Vec::new();
    while (subscribed.len() as u64) < status.size {
        if let Some(pb::subscribe_response::Message::Record(record)) =
            followed.next().await.unwrap().unwrap().message
        {
            subscribed.push(record);
        }
    }
    // What was there before anybody looked; each look is on record after it.
    records.truncate(subscribed.len());
    assert_eq!(records, subscribed);
    let of_incidents: Vec<&pb::LedgerRecord> =
        records.iter().filter(|record| record.kind.starts_with("incident.")).collect();
    assert_eq!(of_incidents.len(), 3);
    for record in &of_incidents {
        assert!(record.payload.is_empty(), "{}", record.kind);
        assert_eq!(record.payload_state(), pb::PayloadState::NotRequested);
        // Nor who reported or handles it.
        assert_ne!(hex::encode(&record.header[ACTOR]), status.actor_id);
    }
    let opened = records.iter().find(|record| record.kind == "dossier.opened/1").unwrap();
    assert!(!opened.payload.is_empty());
    let holds =
        |record: &pb::LedgerRecord| String::from_utf8_lossy(&record.payload).contains(SECRET);
    assert!(!records.iter().any(holds));

    let request = pb::ExportBundleRequest {
        access_context: care(),
        sealed_content: pb::SealedContent::Opened.into(),
    };
    let mut pieces = ledger.export_bundle(request).await.unwrap().into_inner();
    let mut given = std::collections::BTreeSet::new();
    let mut lines = String::new();
    while let Some(piece) = pieces.next().await {
        let piece = piece.unwrap();
        if piece.path.starts_with("boxes") || piece.path.starts_with("keys") {
            lines.push_str(std::str::from_utf8(&piece.content).unwrap());
        }
    }
    for line in lines.lines() {
        given.insert(line.split(' ').next().unwrap().parse::<u64>().unwrap());
    }
    assert!(given.contains(&opened.position));
    assert!(of_incidents.iter().all(|record| !given.contains(&record.position)));
    for role in [pb::Role::ComplaintsOfficer, pb::Role::PrivacyOfficer, pb::Role::IncidentOfficer] {
        let request = pb::ReadRecordsRequest {
            access_context: as_role(role),
            include_payloads: true,
            ..pb::ReadRecordsRequest::default()
        };
        let refusal = ledger.read_records(request).await.unwrap_err();
        assert!(told(&refusal).1.starts_with("NOT_ALLOWED"), "{role:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dossier_shows_the_note_and_nothing_else() {
    let practice = Practice::solo();
    let dossier = a_dossier(&practice).await;
    let id = a_calamity(&practice).await;
    let connection = practice.client().await;
    let note = Content::Fields(Matter::IncidentNote(IncidentNote {
        nature: text("Verkeerde voeding gegeven."),
        cause: text("Etiketten verwisseld."),
        took_place: Happened::On(day("2026-03-01")),
        involved: vec![line("Fenna Verzonnen"), line("Mirthe Lindeboom")],
        told_to: vec![],
        limiting: None,
    }));
    let request = pb::RecordEntryRequest {
        request_id: request_id(),
        access_context: care(),
        dossier_id: dossier.clone(),
        entry: Some(pb::EntryDraft {
            entry_id: String::new(),
            provenance: Some((&on("2026-03-05")).into()),
            content: Some((&note).into()),
        }),
        ..pb::RecordEntryRequest::default()
    };
    let noted = connection.dossier().record_entry(request).await.unwrap().into_inner();
    let link = NoteLink {
        dossier: DossierId::try_from(dossier.as_str()).unwrap(),
        entry: EntryId::try_from(noted.entry_id.as_str()).unwrap(),
    };
    let request = wire_request(&id, &Step::LinkNote(link), &on("2026-03-05"));
    connection.incident().record_incident_step(request).await.unwrap();

    let request =
        pb::GetTimelineRequest { access_context: care(), dossier_id: dossier.clone(), as_of: None };
    let mut rows = Vec::new();
    let mut timeline = connection.dossier().get_timeline(request).await.unwrap().into_inner();
    while let Some(part) = timeline.next().await {
        rows.extend(part.unwrap().rows);
    }
    let kinds: Vec<&str> = rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["dossier.opened/1", "dossier.entry_recorded/1"]);
    let request = pb::ListEntriesRequest {
        access_context: care(),
        dossier_id: dossier,
        ..pb::ListEntriesRequest::default()
    };
    let entries = connection.dossier().list_entries(request).await.unwrap().into_inner().entries;
    assert_eq!(entries.len(), 1);
    assert!(!format!("{entries:?}").contains(&id));
    let request = pb::SearchEntriesRequest {
        access_context: care(),
        query: SECRET.to_owned(),
        ..pb::SearchEntriesRequest::default()
    };
    let found = connection.dossier().search_entries(request).await.unwrap().into_inner();
    assert_eq!(found.entries, []);

    // Two commands, so that no header ties the note to the register.
    let mut ledger = connection.ledger();
    let read = pb::ReadRecordsRequest::default();
    let mut answers = ledger.read_records(read).await.unwrap().into_inner();
    let mut records = Vec::new();
    while let Some(answer) = answers.next().await {
        records.extend(answer.unwrap().records);
    }
    let of = |kind: &str| records.iter().find(|record| record.kind == kind).unwrap();
    let (note, link) = (of("dossier.entry_recorded/1"), of("incident.note_linked/1"));
    for part in [ACTOR, REQUEST] {
        assert_ne!(note.header[part.clone()], link.header[part]);
    }
    assert_ne!(note.stream_id, link.stream_id);
}
