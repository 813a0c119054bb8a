//! Requests about incidents, each read into what it asks.

use chrono::NaiveDate;

use crate::chain::StreamId;
use crate::domain::incident::{Command, IncidentStage, State, Step};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::case;
use crate::grpc::convert::Reader;
use crate::grpc::pb;

/// Which incidents are asked for.
#[derive(Clone, Copy, Debug)]
pub struct Period {
    /// Whether they are closed.
    pub closed: Option<bool>,
    /// How far they have come.
    pub stage: Option<IncidentStage>,
    /// Received on this day or later.
    pub from: Option<NaiveDate>,
    /// Received on this day or earlier.
    pub until: Option<NaiveDate>,
}

impl Period {
    /// Whether an incident is one of them.
    pub fn holds(&self, state: &State) -> bool {
        let Some(incident) = state.incident() else { return false };
        let received = incident.received.day();
        self.closed.is_none_or(|closed| closed == state.is_closed())
            && self.stage.is_none_or(|stage| stage == incident.stage)
            && self.from.is_none_or(|from| received >= from)
            && self.until.is_none_or(|until| received <= until)
    }
}

/// Reports an incident.
pub fn report(request: pb::ReportIncidentRequest, reader: &mut Reader) -> Option<Command> {
    let at = FieldPath::whole();
    let provenance = reader.message(&at, "provenance", request.provenance);
    let report = reader.message(&at, "report", request.report);
    Some(Command::Report { report: report?, provenance: provenance? })
}

/// Records a step.
pub fn record(
    request: pb::RecordIncidentStepRequest,
    reader: &mut Reader,
) -> Option<(StreamId, Command)> {
    use pb::record_incident_step_request::Step as Wire;
    let at = FieldPath::whole();
    let stream = case::stream(reader, "incident_id", &request.incident_id);
    let provenance = reader.message(&at, "provenance", request.provenance);
    macro_rules! step {
        ($($wire:ident => $field:literal),*) => {
            match request.step {
                $(Some(Wire::$wire(given)) => {
                    reader.message(&at, $field, Some(given)).map(Step::$wire)
                })*
                None => {
                    reader.note(&at, "step", Reason::Missing);
                    None
                }
            }
        };
    }
    let step = step!(
        Assess => "assess", Classify => "classify", Notify => "notify",
        RecordReply => "record_reply", AskExtension => "ask_extension",
        SendReport => "send_report", TellClient => "tell_client", LinkNote => "link_note",
        Evaluate => "evaluate", ListMeasures => "list_measures", Close => "close",
        Reopen => "reopen"
    );
    Some((stream?, Command::Record { step: step?, provenance: provenance? }))
}

/// Corrects a date.
pub fn correct(
    request: pb::CorrectIncidentRequest,
    reader: &mut Reader,
) -> Option<(StreamId, Command)> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, "incident_id", &request.incident_id);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let correction = reader.message(&at, "correction", request.correction);
    Some((stream?, Command::Correct { correction: correction?, provenance: provenance? }))
}

/// Asks for a list.
pub fn list(request: &pb::ListIncidentsRequest, reader: &mut Reader) -> Option<Period> {
    let at = FieldPath::whole();
    let closed = match request.standing() {
        pb::Standing::Unspecified => None,
        pb::Standing::Open => Some(false),
        pb::Standing::Closed => Some(true),
    };
    let stage = reader.optional_choice(&at, "stage", request.stage);
    let from = reader.optional_day(&at, "received_from", request.received_from.clone());
    let until = reader.optional_day(&at, "received_until", request.received_until.clone());
    let (from, until) = (from?, until?);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        reader.note(&at, "received_until", Reason::PeriodReversed);
    }
    Some(Period { closed, stage: stage?, from, until })
}
