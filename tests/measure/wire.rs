//! What a request says is what is decided on, and what is wrong with it is named all at once.

use griffie::chain::StreamId;
use griffie::domain::measure::Command;
use griffie::domain::measure::event::{CarriedOut, Closed, Outcome, WithdrawalCause, WrongDay};
use griffie::domain::violation::Violations;
use griffie::grpc::convert::{Reader, measure};
use griffie::grpc::pb;
use pb::record_measure_step_request::Step;

use crate::given::*;

fn read<T>(read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Violations> {
    let mut reader = Reader::default();
    let value = read(&mut reader);
    reader.finish(value)
}

#[track_caller]
fn refused<T, const N: usize>(result: Result<T, Violations>, expected: [&str; N]) {
    let violations = result.err().expect("it was read");
    let found: Vec<String> = violations
        .into_vec()
        .into_iter()
        .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
        .collect();
    assert_eq!(found, expected);
}

fn request(step: Option<Step>) -> pb::RecordMeasureStepRequest {
    pb::RecordMeasureStepRequest {
        measure_id: "0d".repeat(16),
        provenance: Some((&on("2026-03-01")).into()),
        step,
        ..pb::RecordMeasureStepRequest::default()
    }
}

fn steps() -> Vec<(Step, Command)> {
    let words = || "Vijf wegingen nagelopen.".to_owned();
    let Command::Revise(mut revised) = revise("2026-03-01") else { panic!() };
    revised.plan.repair = None;
    let plan = Some((&revised.plan).into());
    let reason = revised.reason.as_str().to_owned();
    let account = "Twee laten ijken.".to_owned();
    let carried_out = CarriedOut { account: Some(text(&account)), provenance: on("2026-03-01") };
    vec![
        (Step::Revise(pb::ReviseMeasure { plan, reason }), Command::Revise(revised)),
        (Step::CarryOut(pb::CarryOutMeasure::default()), carry_out("2026-03-01")),
        (Step::CarryOut(pb::CarryOutMeasure { account }), Command::CarryOut(carried_out)),
        (
            Step::Review(pb::ReviewMeasure {
                outcome: pb::MeasureOutcome::PartlyEffective.into(),
                findings: words(),
            }),
            review("2026-03-01", Outcome::PartlyEffective),
        ),
        (
            Step::Close(pb::CloseMeasure { remark: words() }),
            Command::Close(Closed { remark: Some(text(&words())), provenance: on("2026-03-01") }),
        ),
        (
            Step::Withdraw(pb::WithdrawMeasure {
                cause: pb::MeasureWithdrawalCause::Replaced.into(),
                reason: "Weegschaal vervangen.".to_owned(),
            }),
            withdraw("2026-03-01", WithdrawalCause::Replaced),
        ),
    ]
}

#[test]
fn every_step_is_read_as_it_was_sent() {
    for (step, command) in steps() {
        let expected = (StreamId::from_bytes([0x0d; 16]), command);
        assert_eq!(read(|reader| measure::step(request(Some(step)), reader)).unwrap(), expected);
    }
}

#[test]
fn the_beginning_and_the_correction_are_read_as_they_were_sent() {
    let Command::Open(opened) = open("2026-01-10") else { panic!() };
    let request = pb::OpenMeasureRequest {
        provenance: Some((&opened.provenance).into()),
        source: pb::MeasureSource::Incident.into(),
        plan: Some((&opened.plan).into()),
        ..pb::OpenMeasureRequest::default()
    };
    assert_eq!(read(|reader| measure::open(request, reader)).unwrap(), Command::Open(opened));
    let request = pb::CorrectMeasureRequest {
        measure_id: "0d".repeat(16),
        provenance: Some((&on("2026-11-20")).into()),
        which: pb::MeasureDay::LastReview.into(),
        day: "2026-02-01".to_owned(),
        reason: "Verkeerd overgenomen.".to_owned(),
        ..pb::CorrectMeasureRequest::default()
    };
    let (_, command) = read(|reader| measure::correct(request, reader)).unwrap();
    assert_eq!(command, correct(WrongDay::LastReview, "2026-02-01"));
}

#[test]
fn what_is_wrong_is_named_all_at_once() {
    let empty =
        pb::OpenMeasureRequest { plan: Some(pb::MeasurePlan::default()), ..Default::default() };
    refused(
        read(|reader| measure::open(empty, reader)),
        [
            "source: UNSPECIFIED",
            "plan.deviation: MISSING",
            "plan.occurrence: UNSPECIFIED",
            "plan.owner: MISSING",
            "plan.due: MISSING",
            "provenance: MISSING",
        ],
    );
    let empty = pb::RecordMeasureStepRequest::default();
    refused(
        read(|reader| measure::step(empty, reader)),
        ["measure_id: MISSING", "provenance: MISSING", "step: MISSING"],
    );
    let step = Some(Step::Review(pb::ReviewMeasure { outcome: 9, findings: String::new() }));
    refused(
        read(|reader| measure::step(request(step), reader)),
        ["review.outcome: UNSPECIFIED", "review.findings: MISSING"],
    );
    refused(
        read(|reader| measure::correct(pb::CorrectMeasureRequest::default(), reader)),
        [
            "measure_id: MISSING",
            "which: UNSPECIFIED",
            "day: MISSING",
            "reason: MISSING",
            "provenance: MISSING",
        ],
    );
}
