//! What a request says is what is decided on, and what is wrong with it is named all at once.

use griffie::chain::StreamId;
use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::domain::violation::Violations;
use griffie::grpc::convert::{Reader, complaint};
use griffie::grpc::pb;

use crate::sample::*;

const STREAM: StreamId = StreamId::from_bytes([0xc0; 16]);

fn read<T>(read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Violations> {
    let mut reader = Reader::default();
    let value = read(&mut reader);
    reader.finish(value)
}

#[track_caller]
fn refused<T, const N: usize>(result: Result<T, Violations>, expected: [&str; N]) {
    let violations = result.err().expect("it was read");
    let found = violations.into_vec().into_iter();
    let mut found: Vec<String> =
        found.map(|it| format!("{}: {}", it.field, it.reason.code())).collect();
    found.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_step_comes_over_the_wire_unchanged() {
    let measures = ("judge", Step::Judge(with_measures("2026-06-01", &["2026-05-01"])));
    let named = RouteNoted { route: Route::Other, named: Some(line("x")), note: Some(text("y")) };
    let more =
        [measures, ("route", Step::NoteRoute(named)), ("close", Step::Close(closing(Some(3))))];
    for (words, step) in every_step().into_iter().chain(more) {
        let request = pb::RecordComplaintStepRequest {
            complaint_id: STREAM.to_string(),
            provenance: Some((&on("2026-03-03")).into()),
            step: Some((&step).into()),
            ..pb::RecordComplaintStepRequest::default()
        };
        let (stream, command) = read(|reader| complaint::step(request, reader)).unwrap();
        assert_eq!(stream, STREAM);
        let Command::Take(read, provenance) = command else { panic!("{words}") };
        assert!(read == step && provenance == on("2026-03-03"), "{words}");
    }
}

#[test]
fn every_beginning_comes_over_the_wire_unchanged() {
    let provenance = || Some((&on("2026-03-03")).into());
    let dissatisfaction = Some((&voiced()).into());
    let asked = pb::VoiceDissatisfactionRequest {
        provenance: provenance(),
        dissatisfaction,
        ..Default::default()
    };
    let command = read(|reader| complaint::voice(asked, reader)).unwrap();
    assert_eq!(command, Command::Begin(Beginning::Voice(voiced()), on("2026-03-03")));

    let filing = Filing {
        scheme: Some(scheme(4)),
        oral_at: Some(moment("2026-03-01")),
        ..filing(&[Regime::Wgbo, Regime::Wmo, Regime::Jeugdwet])
    };
    let asked = pb::FileComplaintRequest {
        provenance: provenance(),
        filing: Some((&filing).into()),
        ..Default::default()
    };
    let command = read(|reader| complaint::file(asked, reader)).unwrap();
    assert_eq!(command, Command::Begin(Beginning::File(filing), on("2026-03-03")));

    let dispute = direct_dispute(Ground::InterestOrganisation);
    let asked = pb::SubmitDisputeRequest {
        provenance: provenance(),
        dispute: Some((&dispute).into()),
        ..Default::default()
    };
    let command = read(|reader| complaint::dispute(asked, reader)).unwrap();
    assert_eq!(command, Command::Begin(Beginning::Dispute(dispute), on("2026-03-03")));
}

#[test]
fn a_correction_comes_over_the_wire_unchanged() {
    let to = moment("2026-03-02T08:00:00Z");
    let corrected = DateCorrected { which: WhichDate::Submission, to, reason: text("typefout") };
    let request = pb::CorrectComplaintDateRequest {
        complaint_id: STREAM.to_string(),
        provenance: Some((&on("2026-03-03")).into()),
        correction: Some((&corrected).into()),
        ..Default::default()
    };
    let read = read(|reader| complaint::correction(request, reader)).unwrap();
    assert_eq!(read, (STREAM, Command::Correct(corrected, on("2026-03-03"))));
}

#[test]
fn all_that_is_missing_is_named_at_once() {
    let request = pb::RecordComplaintStepRequest::default();
    refused(
        read(|reader| complaint::step(request, reader)),
        ["complaint_id: MISSING", "provenance: MISSING", "step: MISSING"],
    );
    let judgement = pb::ComplaintJudgement::default();
    let request = pb::RecordComplaintStepRequest {
        complaint_id: "C0".to_owned(),
        provenance: Some((&on("2026-03-03")).into()),
        step: Some(pb::record_complaint_step_request::Step::Judgement(judgement)),
        ..Default::default()
    };
    refused(
        read(|reader| complaint::step(request, reader)),
        [
            "complaint_id: NOT_AN_IDENTIFIER",
            "judgement.conclusion: MISSING",
            "judgement.decisions: MISSING",
            "judgement.execution: MISSING",
            "judgement.means: UNSPECIFIED",
        ],
    );
}

#[test]
fn a_dispute_without_a_ground_and_numbers_below_zero_are_refused() {
    let dispute =
        pb::ComplaintDispute { body: "x".to_owned(), ..(&dispute(Ground::RulesBroken)).into() };
    let dispute = pb::ComplaintDispute { ground: 0, ..dispute };
    let request = pb::SubmitDisputeRequest {
        provenance: Some((&on("2026-03-03")).into()),
        dispute: Some(dispute),
        ..Default::default()
    };
    refused(read(|reader| complaint::dispute(request, reader)), ["dispute.ground: UNSPECIFIED"]);
    let closing = pb::ComplaintClosing { keep_years: -1, note: String::new() };
    let request = pb::RecordComplaintStepRequest {
        complaint_id: STREAM.to_string(),
        provenance: Some((&on("2026-03-03")).into()),
        step: Some(pb::record_complaint_step_request::Step::Closing(closing)),
        ..Default::default()
    };
    refused(
        read(|reader| complaint::step(request, reader)),
        ["closing.keep_years: NUMBER_OUT_OF_BOUNDS"],
    );
}
