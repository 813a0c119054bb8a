//! Breaches: what a request asks, and how a breach is shown.

mod choice;
mod part;
pub mod shown;

use super::Reader;
use crate::domain::breach::{Command, Step};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;

/// Enters a breach.
pub fn report(request: pb::ReportBreachRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let provenance = reader.message(&at, "provenance", request.provenance);
    let report = reader.message(&at, "report", request.report);
    let awareness = reader.optional_message(&at, "awareness", request.awareness);
    Some(Command::Report { report: report?, awareness: awareness?, provenance: provenance? })
}

/// Takes a step.
pub fn step(request: pb::RecordBreachStepRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let provenance = reader.message(&at, "provenance", request.provenance);
    let step = if let Some(step) = request.step {
        taken(step, &at, reader)
    } else {
        reader.note(&at, "step", Reason::Missing);
        None
    };
    Some(Command::Take { step: step?, provenance: provenance? })
}

fn taken(
    step: pb::record_breach_step_request::Step,
    at: &FieldPath,
    reader: &mut Reader,
) -> Option<Step> {
    use pb::record_breach_step_request::Step as Asked;
    match step {
        Asked::BecomeAware(asked) => {
            let at = at.join("become_aware");
            let by = reader.text(&at, "by", asked.by);
            let because = reader.text(&at, "certain_because", asked.certain_because);
            Some(Step::BecomeAware { by: by?, certain_because: because? })
        }
        Asked::Assessment(asked) => reader.message(at, "assessment", Some(asked)).map(Step::Assess),
        Asked::Approval(asked) => reader.message(at, "approval", Some(asked)).map(Step::Approve),
        Asked::AuthorityNotice(asked) => {
            reader.message(at, "authority_notice", Some(asked)).map(Step::NotifyAuthority)
        }
        Asked::AuthorityAnswer(asked) => {
            reader.message(at, "authority_answer", Some(asked)).map(Step::AuthorityAnswered)
        }
        Asked::NoNotice(asked) => {
            reader.message(at, "no_notice", Some(asked)).map(Step::DeclineNotification)
        }
        Asked::NoticeToPersons(asked) => {
            reader.message(at, "notice_to_persons", Some(asked)).map(Step::TellPersons)
        }
        Asked::Exemption(asked) => {
            reader.message(at, "exemption", Some(asked)).map(Step::ExemptPersons)
        }
        Asked::NoticeToPrincipal(asked) => {
            reader.message(at, "notice_to_principal", Some(asked)).map(Step::TellPrincipal)
        }
        Asked::Dismissal(asked) => reader.message(at, "dismissal", Some(asked)).map(Step::Dismiss),
        Asked::Closing(asked) => reader.message(at, "closing", Some(asked)).map(Step::Close),
        Asked::Reopening(asked) => {
            let at = at.join("reopening");
            reader.text(&at, "reasons", asked.reasons).map(Step::Reopen)
        }
    }
}

/// Corrects what was entered wrongly.
pub fn correct(request: pb::CorrectBreachRequest, reader: &mut Reader) -> Option<Command> {
    use pb::correct_breach_request::Corrected;
    let at = FieldPath::whole();
    let correction = reader.message(&at, "correction", request.correction);
    match request.corrected {
        Some(Corrected::Report(report)) => {
            let report = reader.message(&at, "report", Some(report));
            let provenance = reader.message(&at, "provenance", request.provenance);
            let (report, provenance) = (report?, provenance?);
            Some(Command::CorrectReport { report, provenance, correction: correction? })
        }
        Some(Corrected::Awareness(awareness)) => {
            // Awareness has its own; a second one would say another time of the same thing.
            if request.provenance.is_some() {
                reader.note(&at, "provenance", Reason::Contradiction);
            }
            let awareness = reader.message(&at, "awareness", Some(awareness));
            Some(Command::CorrectAwareness { awareness: awareness?, correction: correction? })
        }
        None => {
            reader.note(&at, "corrected", Reason::Missing);
            None
        }
    }
}
