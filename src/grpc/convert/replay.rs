//! What is asked of a replay, and its steps as they are shown.

use super::{Reader, clock, write};
use crate::access::{Role, may_open};
use crate::chain::StreamId;
use crate::domain::provenance::Moment as Told;
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::{case, pb};
use crate::replay::{ClocksThen, Effect, Said, Step, Time};

/// The matter that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Its stream.
    pub stream: StreamId,
    /// With what the kinds of its facts begin.
    pub prefix: &'static str,
    /// The reason if there is none.
    pub missing: &'static str,
}

impl Selected {
    /// Whether a role may see it: the same walls as everywhere else.
    pub fn is_open_to(&self, role: Role) -> bool {
        may_open(role, self.prefix)
    }
}

/// A moment as it is asked for; when a position was recorded is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AskedMoment {
    /// A position.
    Position(u64),
    /// A day or an instant.
    Told(Told),
}

/// Reads which matter is meant.
pub fn selected(selection: Option<pb::ReplaySelection>, reader: &mut Reader) -> Option<Selected> {
    use pb::replay_selection::Selection;
    let Some(selection) = selection.and_then(|it| it.selection) else {
        reader.note(&FieldPath::whole(), "selection", Reason::Missing);
        return None;
    };
    let (field, id, prefix, missing) = match &selection {
        Selection::DossierId(id) => ("dossier_id", id, "dossier.", "NO_SUCH_DOSSIER"),
        Selection::ComplaintId(id) => ("complaint_id", id, "complaint.", "NO_SUCH_COMPLAINT"),
        Selection::BreachId(id) => ("breach_id", id, "breach.", "NO_SUCH_BREACH"),
        Selection::IncidentId(id) => ("incident_id", id, "incident.", "NO_SUCH_INCIDENT"),
        Selection::MeasureId(id) => ("measure_id", id, "measure.", "NO_SUCH_MEASURE"),
        Selection::ClientRequestId(id) => ("client_request_id", id, "request.", "NO_SUCH_REQUEST"),
    };
    let stream = case::stream(reader, &format!("selection.{field}"), id)?;
    Some(Selected { stream, prefix, missing })
}

/// Reads in which time; not said means recorded.
pub fn time(number: i32, reader: &mut Reader) -> Option<Time> {
    match pb::ReplayTime::try_from(number) {
        Ok(pb::ReplayTime::Unspecified | pb::ReplayTime::Recorded) => Some(Time::Recorded),
        Ok(pb::ReplayTime::Happened) => Some(Time::Happened),
        Err(_) => {
            reader.note(&FieldPath::whole(), "time", Reason::Unspecified);
            None
        }
    }
}

/// Reads a moment that may be absent.
pub fn moment(
    moment: Option<pb::ReplayMoment>,
    field: &str,
    time: Option<Time>,
    reader: &mut Reader,
) -> Option<Option<AskedMoment>> {
    use pb::replay_moment::Moment;
    let at = FieldPath::new(field);
    match moment.and_then(|it| it.moment) {
        None => Some(None),
        Some(Moment::Position(_)) if time == Some(Time::Happened) => {
            reader.note(&at, "position", Reason::PositionOfRecordedTime);
            None
        }
        Some(Moment::Position(position)) => Some(Some(AskedMoment::Position(position))),
        Some(Moment::At(instant)) => {
            let told = pb::Moment { moment: Some(pb::moment::Moment::At(instant)) };
            let told = reader.message(&FieldPath::whole(), field, Some(told))?;
            Some(Some(AskedMoment::Told(told)))
        }
        Some(Moment::Day(day)) => {
            let day = reader.optional_day(&at, "day", day)?;
            if day.is_none() {
                reader.note(&at, "day", Reason::Missing);
            }
            Some(Some(AskedMoment::Told(Told::On(day?))))
        }
    }
}

/// Reads a moment that must be there.
pub fn required_moment(
    given: Option<pb::ReplayMoment>,
    field: &str,
    time: Option<Time>,
    reader: &mut Reader,
) -> Option<AskedMoment> {
    if given.as_ref().is_none_or(|it| it.moment.is_none()) {
        reader.note(&FieldPath::whole(), field, Reason::Missing);
        return None;
    }
    moment(given, field, time, reader)?
}

/// A step as it is shown.
pub fn step(step: &Step<'_>) -> pb::ReplayStep {
    let record = step.record;
    let content = match record.said {
        Said::Fact(_) => pb::ReplayContent::Whole,
        Said::Left(_) => pb::ReplayContent::Left,
        Said::Lost => pb::ReplayContent::Lost,
        Said::Destroyed => pb::ReplayContent::Destroyed,
    };
    let effect = match step.effect {
        Effect::Adds => pb::ReplayEffect::Adds,
        Effect::Corrects => pb::ReplayEffect::Corrects,
        Effect::Withdraws => pb::ReplayEffect::Withdraws,
    };
    pb::ReplayStep {
        place: Some((&record.place).into()),
        happened: step.times.and_then(|times| write::message(&times.happened)),
        learned: step.times.and_then(|times| write::message(&times.learned)),
        kind: record.kind.clone(),
        body: record.event().and_then(crate::domain::Event::to_body).unwrap_or_default(),
        content: content.into(),
        effect: effect.into(),
        decision: step.decision,
        corrected_by: step.corrected_by.clone(),
        standing: step.then.standing.to_owned(),
        clocks: clocks(&step.then.clocks),
    }
}

/// Clocks as they stood then.
pub fn clocks(then: &ClocksThen) -> Vec<pb::Clock> {
    then.iter().map(|running| clock::clock(running, &then.all, then.now)).collect()
}
