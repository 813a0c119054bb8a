//! What a request says is what is decided on, and what is wrong with it is named all at once.

use griffie::domain::breach::assessment::Risk;
use griffie::domain::breach::notice::Phase;
use griffie::domain::breach::report::Role;
use griffie::domain::breach::{Command, Step};
use griffie::domain::violation::Violations;
use griffie::grpc::convert::{Reader, breach as convert};
use griffie::grpc::pb;
use griffie::grpc::pb::record_breach_step_request::Step as Asked;

use crate::payloads::{full_assessment, full_report};
use crate::sample::*;

const WHEN: &str = "2026-03-11T10:00:00+01:00";

fn read<T>(read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Violations> {
    let mut reader = Reader::default();
    let value = read(&mut reader);
    reader.finish(value)
}

#[track_caller]
fn refused<T, const N: usize>(result: Result<T, Violations>, expected: [&str; N]) {
    let violations = result.err().expect("it was read");
    let mut found: Vec<String> = violations
        .into_vec()
        .into_iter()
        .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
        .collect();
    found.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

fn taking(step: Asked) -> pb::RecordBreachStepRequest {
    pb::RecordBreachStepRequest {
        provenance: Some((&at(WHEN)).into()),
        step: Some(step),
        ..pb::RecordBreachStepRequest::default()
    }
}

/// Each step as a command and as it is asked.
fn every_step() -> Vec<(Command, Asked)> {
    let commands = vec![
        aware(WHEN),
        step(Step::Assess(full_assessment()), WHEN),
        assess(Risk::None, WHEN),
        approve(WHEN),
        notify_late(WHEN),
        notify(Phase::FollowUp, WHEN),
        answered(WHEN),
        decline(WHEN),
        tell_persons(WHEN),
        exempt(WHEN),
        tell_principal(WHEN),
        dismiss(WHEN),
        close(WHEN),
        reopen(WHEN),
    ];
    commands.into_iter().map(|command| (command.clone(), asked(command))).collect()
}

fn asked(command: Command) -> Asked {
    let Command::Take { step, .. } = command else { panic!("no step") };
    match step {
        Step::BecomeAware { by, certain_because } => Asked::BecomeAware(pb::BreachBecomeAware {
            by: by.into(),
            certain_because: certain_because.into(),
        }),
        Step::Assess(it) => Asked::Assessment((&it).into()),
        Step::Approve(it) => Asked::Approval((&it).into()),
        Step::NotifyAuthority(it) => Asked::AuthorityNotice((&it).into()),
        Step::AuthorityAnswered(it) => Asked::AuthorityAnswer((&it).into()),
        Step::DeclineNotification(it) => Asked::NoNotice((&it).into()),
        Step::TellPersons(it) => Asked::NoticeToPersons((&it).into()),
        Step::ExemptPersons(it) => Asked::Exemption((&it).into()),
        Step::TellPrincipal(it) => Asked::NoticeToPrincipal((&it).into()),
        Step::Dismiss(it) => Asked::Dismissal((&it).into()),
        Step::Close(it) => Asked::Closing((&it).into()),
        Step::Reopen(reasons) => Asked::Reopening(pb::BreachReopening { reasons: reasons.into() }),
    }
}

#[test]
fn every_step_comes_through_the_wire_unchanged() {
    for (command, asked) in every_step() {
        assert_eq!(read(|reader| convert::step(taking(asked), reader)), Ok(command));
    }
}

#[test]
fn a_report_comes_through_the_wire_unchanged_with_and_without_awareness() {
    for (report, awareness) in
        [(full_report(), Some(awareness(WHEN))), (the_report(Role::Controller), None)]
    {
        let request = pb::ReportBreachRequest {
            provenance: Some((&at(WHEN)).into()),
            report: Some((&report).into()),
            awareness: awareness.as_ref().map(Into::into),
            ..pb::ReportBreachRequest::default()
        };
        let command = Command::Report { report, awareness, provenance: at(WHEN) };
        assert_eq!(read(|reader| convert::report(request, reader)), Ok(command));
    }
}

#[test]
fn a_correction_is_of_the_report_or_of_awareness() {
    use pb::correct_breach_request::Corrected;
    let correction: pb::BreachCorrection = (&correction(WHEN)).into();
    let report = Corrected::Report((&the_report(Role::Controller)).into());
    let request = pb::CorrectBreachRequest {
        correction: Some(correction),
        provenance: Some((&at(WHEN)).into()),
        corrected: Some(report),
        ..pb::CorrectBreachRequest::default()
    };
    let command = correct_report(Role::Controller, WHEN, WHEN);
    assert_eq!(read(|reader| convert::correct(request.clone(), reader)), Ok(command));
    let awareness = Corrected::Awareness((&awareness(WHEN)).into());
    let both = pb::CorrectBreachRequest { corrected: Some(awareness), ..request };
    refused(read(|reader| convert::correct(both.clone(), reader)), ["provenance: CONTRADICTION"]);
    let request = pb::CorrectBreachRequest { provenance: None, ..both };
    let command = correct_awareness(WHEN, WHEN);
    assert_eq!(read(|reader| convert::correct(request, reader)), Ok(command));
}

#[test]
fn an_empty_request_is_told_everything_it_lacks() {
    refused(
        read(|reader| convert::report(pb::ReportBreachRequest::default(), reader)),
        ["provenance: MISSING", "report: MISSING"],
    );
    refused(
        read(|reader| convert::step(pb::RecordBreachStepRequest::default(), reader)),
        ["provenance: MISSING", "step: MISSING"],
    );
    refused(
        read(|reader| convert::correct(pb::CorrectBreachRequest::default(), reader)),
        ["correction: MISSING", "corrected: MISSING"],
    );
    let nameless = taking(Asked::BecomeAware(pb::BreachBecomeAware::default()));
    refused(
        read(|reader| convert::step(nameless, reader)),
        ["become_aware.by: MISSING", "become_aware.certain_because: MISSING"],
    );
}

#[test]
fn a_notification_without_means_is_refused_with_the_article() {
    let notice = pb::BreachAuthorityNotice::default();
    refused(
        read(|reader| convert::step(taking(Asked::AuthorityNotice(notice)), reader)),
        ["authority_notice.phase: UNSPECIFIED", "authority_notice.means: NOTICE_MEANS_MISSING"],
    );
    let clauses = [
        griffie::domain::violation::Reason::NoticeMeansMissing,
        griffie::domain::violation::Reason::NoticeMomentMissing,
    ];
    assert!(clauses.iter().all(|reason| reason.clause().contains("AVG 33")));
}

#[test]
fn a_number_that_a_record_could_not_hold_exactly_is_refused() {
    let mut report: pb::BreachReport = (&the_report(Role::Controller)).into();
    report.persons = Some(pb::BreachCount { number: 1 << 32, approximate: true });
    let request = pb::ReportBreachRequest {
        provenance: Some((&at(WHEN)).into()),
        report: Some(report),
        ..pb::ReportBreachRequest::default()
    };
    refused(
        read(|reader| convert::report(request, reader)),
        ["report.persons.number: NUMBER_TOO_LARGE"],
    );
}
