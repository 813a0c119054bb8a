//! Measures: requests read into commands, a measure written as it stands.

mod choice;

pub use choice::standing;

use super::reader::Reader;
use super::table::message;
use super::write;
use crate::chain::StreamId;
use crate::domain::measure::event::{
    CarriedOut, Closed, Corrected, Opened, Reviewed, Revised, Withdrawn,
};
use crate::domain::measure::{Command, Plan, Review, State};
use crate::domain::provenance::Provenance;
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::case;
use crate::grpc::pb;
use crate::projection::measures::Row;

message!(MeasurePlan => Plan {
    deviation: text,
    repair: optional_text,
    occurrence: choice,
    corrective: optional_text,
    preventive: optional_text,
    owner: text,
    due: day,
});

/// A measure was decided upon.
pub fn open(request: pb::OpenMeasureRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let source = reader.choice(&at, "source", request.source);
    let plan = reader.message(&at, "plan", request.plan);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let (source, plan) = (source?, plan?);
    Some(Command::Open(Opened { source, plan, provenance: provenance? }))
}

/// One step of a measure.
pub fn step(
    request: pb::RecordMeasureStepRequest,
    reader: &mut Reader,
) -> Option<(StreamId, Command)> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, "measure_id", &request.measure_id);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let Some(step) = request.step else {
        reader.note(&at, "step", Reason::Missing);
        return None;
    };
    let command = what_happened(step, provenance, reader);
    Some((stream?, command?))
}

fn what_happened(
    step: pb::record_measure_step_request::Step,
    provenance: Option<Provenance>,
    reader: &mut Reader,
) -> Option<Command> {
    use pb::record_measure_step_request::Step;
    let at = |field| FieldPath::new(field);
    Some(match step {
        Step::Revise(step) => {
            let plan = reader.message(&at("revise"), "plan", step.plan);
            let reason = reader.text(&at("revise"), "reason", step.reason);
            let (plan, reason) = (plan?, reason?);
            Command::Revise(Revised { plan, reason, provenance: provenance? })
        }
        Step::CarryOut(step) => {
            let account = reader.optional_text(&at("carry_out"), "account", step.account)?;
            Command::CarryOut(CarriedOut { account, provenance: provenance? })
        }
        Step::Review(step) => {
            let outcome = reader.choice(&at("review"), "outcome", step.outcome);
            let findings = reader.text(&at("review"), "findings", step.findings);
            let (outcome, findings) = (outcome?, findings?);
            Command::Review(Reviewed { outcome, findings, provenance: provenance? })
        }
        Step::Close(step) => {
            let remark = reader.optional_text(&at("close"), "remark", step.remark)?;
            Command::Close(Closed { remark, provenance: provenance? })
        }
        Step::Withdraw(step) => {
            let cause = reader.choice(&at("withdraw"), "cause", step.cause);
            let reason = reader.text(&at("withdraw"), "reason", step.reason);
            let (cause, reason) = (cause?, reason?);
            Command::Withdraw(Withdrawn { cause, reason, provenance: provenance? })
        }
    })
}

/// A day was entered wrongly.
pub fn correct(
    request: pb::CorrectMeasureRequest,
    reader: &mut Reader,
) -> Option<(StreamId, Command)> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, "measure_id", &request.measure_id);
    let which = reader.choice(&at, "which", request.which);
    let day = reader.day(&at, "day", request.day);
    let reason = reader.text(&at, "reason", request.reason);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let (which, day, reason) = (which?, day?, reason?);
    let provenance = provenance?;
    Some((stream?, Command::Correct(Corrected { which, day, reason, provenance })))
}

/// A measure as it stands, if there is one.
pub fn measure(state: &State) -> Option<pb::Measure> {
    let measure = state.measure()?;
    Some(pb::Measure {
        standing: standing(state).into(),
        source: measure.opened.source.into(),
        plan: write::message(&measure.plan),
        carried_out_on: write::optional_day(&measure.carried_out),
        reviews: measure.reviews.iter().map(Into::into).collect(),
    })
}

impl From<&Review> for pb::MeasureReviewed {
    fn from(review: &Review) -> pb::MeasureReviewed {
        pb::MeasureReviewed { on: review.on.to_string(), outcome: review.outcome.into() }
    }
}

/// A measure in a list; nothing of one that was never opened.
pub fn summary(row: &Row) -> Option<pb::MeasureSummary> {
    let measure = row.state.measure()?;
    Some(pb::MeasureSummary {
        measure_id: row.measure.to_string(),
        standing: standing(&row.state).into(),
        source: measure.opened.source.into(),
        opened_on: measure.opened.provenance.happened.first_day().to_string(),
        owner: write::text(&measure.plan.owner),
        due: measure.plan.due.to_string(),
        carried_out_on: write::optional_day(&measure.carried_out),
    })
}
