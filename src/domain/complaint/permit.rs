//! Which step may be taken where a complaint stands. Choices are refused when it is not their time; facts that came late are
//! recorded, and of an ended complaint whatever happened before it ended.

use super::command::{Beginning, Step};
use super::dispute::{Dispute, Ground};
use super::grievance::Grievance;
use super::refusal::Refusal;
use super::state::{Complaint, Ended, Standing};
use crate::domain::dossier::Regime;
use crate::domain::provenance::Provenance;

/// Whether a case may begin so.
pub(super) fn beginning(beginning: &Beginning) -> Result<(), Refusal> {
    match beginning {
        Beginning::Voice(_) | Beginning::File(_) => Ok(()),
        Beginning::Dispute(dispute) => ground(dispute, dispute.grievance.as_ref(), false),
    }
}

/// Whether a step may be taken.
pub(super) fn step(
    complaint: &Complaint,
    step: &Step,
    provenance: &Provenance,
) -> Result<(), Refusal> {
    if let Some(ended) = complaint.ended {
        return after_the_end(complaint, ended, step, provenance);
    }
    let standing = complaint.standing();
    match step {
        Step::Close(_) => match standing {
            Standing::DisputeSubmitted => Err(Refusal::DisputePending),
            Standing::Filed
            | Standing::InHandling
            | Standing::Extended
            | Standing::ExtendedByConsent => Err(Refusal::JudgementOwed),
            _ => Ok(()),
        },
        Step::Reopen(_) => Err(Refusal::NotEnded),
        Step::Withdraw(_) | Step::Settle(_) => Ok(()),
        Step::File(_) => refuse_if(complaint.filed.is_some(), Refusal::AlreadyFiled),
        Step::Extend(_) | Step::Agree(_) => {
            refuse_if(complaint.filed.is_none(), Refusal::NotFiled)?;
            refuse_if(complaint.judgement.is_some(), Refusal::AlreadyJudged)
        }
        Step::Judge(_) => {
            refuse_if(complaint.filed.is_none(), Refusal::NotFiled)?;
            let done = complaint.judgement.is_some() && !complaint.reopened;
            refuse_if(done, Refusal::AlreadyJudged)
        }
        Step::SubmitDispute(dispute) => {
            refuse_if(complaint.dispute.is_some(), Refusal::AlreadyDisputed)?;
            ground(dispute, complaint.grievance(), complaint.judgement.is_some())
        }
        Step::Rule(_) => match &complaint.dispute {
            None => Err(Refusal::NoDispute),
            Some(dispute) => refuse_if(dispute.ruled.is_some(), Refusal::AlreadyRuled),
        },
        Step::Converse(_)
        | Step::TakeUp(_)
        | Step::AskOfficer(_)
        | Step::ContactOfficer(_)
        | Step::ConcludeOfficer(_)
        | Step::TellProgress(_)
        | Step::ReceiveJudgement(_)
        | Step::NoteRoute(_) => fact(complaint, step),
    }
}

/// An ended complaint takes the facts that were late, and the choice to open it again.
fn after_the_end(
    complaint: &Complaint,
    ended: Ended,
    step: &Step,
    provenance: &Provenance,
) -> Result<(), Refusal> {
    let refusal = Refusal::Ended { on: ended.on };
    match step {
        Step::Reopen(_) => Ok(()),
        // What was withdrawn or settled is still to be put away.
        Step::Close(_) => refuse_if(ended.standing == Standing::Closed, refusal),
        // Others' acts: they do not wait for the practice, and change nothing that ended.
        Step::ReceiveJudgement(_) | Step::NoteRoute(_) => fact(complaint, step),
        Step::Converse(_)
        | Step::TakeUp(_)
        | Step::AskOfficer(_)
        | Step::ContactOfficer(_)
        | Step::ConcludeOfficer(_)
        | Step::TellProgress(_) => {
            refuse_if(provenance.happened.first_day() > ended.on, refusal)?;
            fact(complaint, step)
        }
        Step::File(_)
        | Step::Extend(_)
        | Step::Agree(_)
        | Step::Judge(_)
        | Step::SubmitDispute(_)
        | Step::Rule(_)
        | Step::Withdraw(_)
        | Step::Settle(_) => Err(refusal),
    }
}

/// A fact is recorded, late or not, if what it is about is there.
fn fact(complaint: &Complaint, step: &Step) -> Result<(), Refusal> {
    match step {
        Step::TakeUp(_) => {
            refuse_if(complaint.filed.is_none(), Refusal::NotFiled)?;
            refuse_if(complaint.taken_up.is_some(), Refusal::AlreadyTakenUp)
        }
        Step::AskOfficer(_) => refuse_if(complaint.officer, Refusal::OfficerAtWork),
        Step::ContactOfficer(_) | Step::ConcludeOfficer(_) => {
            refuse_if(!complaint.officer, Refusal::NoOfficer)
        }
        Step::ReceiveJudgement(_) => match &complaint.judgement {
            None => Err(Refusal::NotJudged),
            Some(judged) => refuse_if(judged.known_received().is_some(), Refusal::AlreadyReceived),
        },
        _ => Ok(()),
    }
}

/// The dispute body stands open for care under the Wkkgz; without a step at the provider only on a ground of Wkkgz 21(1) that does
/// not need one.
fn ground(dispute: &Dispute, grievance: Option<&Grievance>, judged: bool) -> Result<(), Refusal> {
    let elsewhere = grievance.is_some_and(|grievance| !grievance.concerns(Regime::Wgbo));
    refuse_if(elsewhere, Refusal::NotUnderWkkgz)?;
    let short = dispute.ground == Ground::JudgementInsufficient;
    refuse_if(short && !judged, Refusal::GroundNeedsJudgement)
}

fn refuse_if(refused: bool, refusal: Refusal) -> Result<(), Refusal> {
    if refused { Err(refusal) } else { Ok(()) }
}
