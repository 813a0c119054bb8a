//! A question about the course of a matter: parsed, allowed, written down, and the records it is answered from.

use chrono::{DateTime, Utc};
use tonic::Status;

use super::playing::decisions_on;
use crate::access::Purpose;
use crate::chain::StreamId;
use crate::domain::dossier::view::Recorded as Place;
use crate::domain::provenance::Moment as Told;
use crate::domain::violation::FieldPath;
use crate::grpc::convert::replay::{
    AskedMoment, Selected, moment, required_moment, selected, time,
};
use crate::grpc::convert::{AsOf, Reader};
use crate::grpc::fields::stated_role;
use crate::grpc::gate::Admitted;
use crate::grpc::reading::accounts_for_the_past;
use crate::grpc::reading_log::{self, Told as LogLine, written_down};
use crate::grpc::record::may_read;
use crate::grpc::view::{as_of_size, not_destroyed, not_restricted};
use crate::grpc::{case, pb, status};
use crate::register::{self, PayloadRead, ReadFailure, Register, payload};
use crate::replay::{Moment, Record, Said, Time};

/// What every question about the course of a matter says.
pub struct Question {
    /// Why it is asked.
    pub access_context: Option<pb::AccessContext>,
    /// Which matter.
    pub selection: Option<pb::ReplaySelection>,
    /// By what was recorded until when.
    pub as_of: Option<pb::AsOf>,
    /// In which time.
    pub time: i32,
    /// Two moments by their fields, and whether they must be there.
    pub moments: [(&'static str, Option<pb::ReplayMoment>, bool); 2],
}

/// A question that may be answered.
pub struct Asked {
    /// The stream.
    pub stream: StreamId,
    /// In which time.
    pub time: Time,
    /// Its two moments.
    pub moments: [Option<Moment>; 2],
    /// How many records the ledger had at the point that is asked for.
    pub below: u64,
    /// The instant after which nothing is known.
    pub end: DateTime<Utc>,
    /// How many decisions to destroy touched it before its records were read.
    pub decisions: usize,
    /// The records of the matter below that point.
    pub records: Vec<Record>,
}

impl Asked {
    /// Reads a question, judges it, writes it down, and only then reads what answers it.
    pub async fn read(admitted: &Admitted, question: Question) -> Result<Asked, Status> {
        let mut reader = Reader::default();
        let given = question.access_context;
        let context = reader.access_context(&FieldPath::whole(), given);
        let selected = selected(question.selection, &mut reader);
        let as_of = AsOf::read_from(question.as_of, &mut reader);
        let time = time(question.time, &mut reader);
        let [one, other] = question.moments.map(|(field, given, required)| {
            if required {
                required_moment(given, field, time, &mut reader).map(Some)
            } else {
                moment(given, field, time, &mut reader)
            }
        });
        let read = context.zip(selected).zip(as_of.zip(time)).zip(one.zip(other));
        let read = reader.finish(read).map_err(status::invalid)?;
        let (((context, selected), (as_of, time)), (one, other)) = read;
        let role = stated_role(given.as_ref(), admitted)?;
        // Before anything is looked up: a wall says the same of what is there and of what is not.
        if !selected.is_open_to(role) {
            let (hosted, actor) = (&admitted.hosted, admitted.caller.actor);
            reading_log::refused(hosted, actor, admitted.operation);
            return Err(status::not_allowed());
        }
        // What was not given to the caller is not there, by the reason of its own register.
        let missing = |_| status::not_found(selected.missing);
        admitted.within_reach(role, &[selected.stream]).map_err(missing)?;
        let register = &admitted.hosted.register;
        may_read(register, context)?;
        let dossier = selected.prefix == "dossier.";
        if dossier && time == Time::Recorded && !accounts_for_the_past(context.purpose) {
            return Err(status::purpose_needed());
        }
        written_down(admitted, context, LogLine::of(selected.stream)).await?;
        let decisions = decisions_on(register, selected.stream);
        let below = as_of_size(register, as_of)?;
        allowed_now(register, selected, below, context.purpose).await?;
        let moments = [resolved(register, one)?, resolved(register, other)?];
        let end = match as_of {
            AsOf::Position(position) => recorded_at(register, position)?,
            AsOf::Time(_) | AsOf::Now => case::now(register, as_of),
        };
        let stream = selected.stream;
        let reading = register.clone();
        let records = tokio::task::spawn_blocking(move || records(&reading, stream, below));
        let records = records.await.unwrap_or(Err(ReadFailure::Unavailable))?;
        Ok(Asked { stream, time, moments, below, end, decisions, records })
    }
}

/// Whether the matter is there, is what it is asked for as, and may be read now.
async fn allowed_now(
    register: &Register,
    selected: Selected,
    below: u64,
    purpose: Purpose,
) -> Result<(), Status> {
    let begun = register.with_index(|index| {
        let first = *index.positions(selected.stream, 0, below).first()?;
        Some(index.kind(first)?.as_str().starts_with(selected.prefix))
    });
    if begun != Some(true) {
        return Err(status::not_found(selected.missing));
    }
    not_destroyed(register, selected.stream)?;
    if selected.prefix == "dossier." {
        not_restricted(register, selected.stream, purpose).await?;
    }
    Ok(())
}

fn resolved(register: &Register, moment: Option<AskedMoment>) -> Result<Option<Moment>, Status> {
    let Some(moment) = moment else { return Ok(None) };
    Ok(Some(match moment {
        AskedMoment::Told(Told::At(instant)) => Moment::At(instant),
        AskedMoment::Told(Told::On(day)) => Moment::Day(day),
        AskedMoment::Position(position) => {
            Moment::Position { position, at: recorded_at(register, position)? }
        }
    }))
}

fn recorded_at(register: &Register, position: u64) -> Result<DateTime<Utc>, Status> {
    if position >= register.size() {
        return Err(status::not_found("NO_SUCH_POSITION"));
    }
    let record = register.records(&[position], false)?.pop();
    let at = record.map(|record| instant(record.header.recorded_at));
    at.ok_or_else(|| status::not_found("NO_SUCH_POSITION"))
}

fn instant(micros: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(micros).unwrap_or_default()
}

/// The records of a stream as a replay takes them. Blocks.
fn records(register: &Register, stream: StreamId, below: u64) -> Result<Vec<Record>, ReadFailure> {
    let records = register.records_as_they_stand(stream, below)?;
    records.iter().map(record).collect()
}

fn record(record: &register::Record) -> Result<Record, ReadFailure> {
    let header = &record.header;
    let damaged = || ReadFailure::Damaged { position: header.position };
    let fact = |opened: &crate::vault::Opened| {
        payload::event(header, opened.payload()).map_err(|_| damaged())
    };
    let said = match &record.payload {
        PayloadRead::Given(opened) => Said::Fact(fact(opened)?),
        PayloadRead::Replaced(opened) => Said::Left(fact(opened)?),
        PayloadRead::Lost => Said::Lost,
        PayloadRead::Destroyed(_) => Said::Destroyed,
        PayloadRead::NotRequested | PayloadRead::Replacement | PayloadRead::Unreadable(_) => {
            return Err(damaged());
        }
    };
    let place = Place {
        position: header.position,
        revision: header.revision,
        at: instant(header.recorded_at),
    };
    Ok(Record { place, kind: header.kind.to_string(), command: header.request, said })
}
