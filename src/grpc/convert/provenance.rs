//! Times, persons who say so, and points in the history of the ledger.

use chrono::{DateTime, Utc};

use super::reader::{Read, Reader};

use super::write;
use crate::domain::dossier::view::Recorded;
use crate::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;

/// A point in the history of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// Now.
    Now,
    /// Up to and including this position.
    Position(u64),
    /// Up to and including this recorded time.
    Time(DateTime<Utc>),
}

impl Read<pb::AsOf> for AsOf {
    fn read(message: pb::AsOf, at: &FieldPath, reader: &mut Reader) -> Option<AsOf> {
        match message.as_of {
            None => Some(AsOf::Now),
            Some(pb::as_of::AsOf::Position(position)) => Some(AsOf::Position(position)),
            Some(pb::as_of::AsOf::RecordedTime(time)) => {
                instant(time, &at.join("recorded_time"), reader).map(AsOf::Time)
            }
        }
    }
}

impl AsOf {
    /// Reads the field `as_of` of a request; absent means now.
    pub fn read_from(as_of: Option<pb::AsOf>, reader: &mut Reader) -> Option<AsOf> {
        let read = reader.optional_message(&FieldPath::whole(), "as_of", as_of)?;
        Some(read.unwrap_or(AsOf::Now))
    }
}

impl Read<pb::Provenance> for Provenance {
    fn read(message: pb::Provenance, at: &FieldPath, reader: &mut Reader) -> Option<Provenance> {
        let happened = reader.message(at, "happened", message.happened);
        let learned = reader.message(at, "learned", message.learned);
        let original = message.originally_recorded_on;
        let originally_recorded_on = reader.optional_day(at, "originally_recorded_on", original);
        let author: Option<Practitioner> = reader.message(at, "author", message.author);
        let responsible = reader.optional_message(at, "responsible", message.responsible);
        let informant = reader.message(at, "informant", message.informant);
        let author = author?;
        Some(Provenance {
            happened: happened?,
            learned: learned?,
            originally_recorded_on: originally_recorded_on?,
            responsible: responsible?.unwrap_or_else(|| author.clone()),
            author,
            informant: informant?,
        })
    }
}

impl From<&Provenance> for pb::Provenance {
    fn from(provenance: &Provenance) -> pb::Provenance {
        pb::Provenance {
            happened: write::message(&provenance.happened),
            learned: write::message(&provenance.learned),
            originally_recorded_on: write::optional_day(&provenance.originally_recorded_on),
            author: write::message(&provenance.author),
            responsible: write::message(&provenance.responsible),
            informant: write::message(&provenance.informant),
        }
    }
}

impl Read<pb::Happened> for Happened {
    fn read(message: pb::Happened, at: &FieldPath, reader: &mut Reader) -> Option<Happened> {
        match message.happened {
            Some(pb::happened::Happened::At(time)) => {
                instant(time, &at.join("at"), reader).map(Happened::At)
            }
            Some(pb::happened::Happened::On(day)) => reader.day(at, "on", day).map(Happened::On),
            Some(pb::happened::Happened::During(period)) => {
                let at = at.join("during");
                let from = reader.day(&at, "from", period.from);
                let until = reader.day(&at, "until", period.until);
                Some(Happened::During { from: from?, until: until? })
            }
            None => {
                reader.note(at, "happened", Reason::Missing);
                None
            }
        }
    }
}

impl From<&Happened> for pb::Happened {
    fn from(happened: &Happened) -> pb::Happened {
        use pb::happened::Happened as Which;
        let which = match happened {
            Happened::At(instant) => Which::At(timestamp(*instant)),
            Happened::On(day) => Which::On(day.to_string()),
            Happened::During { from, until } => {
                Which::During(pb::Period { from: from.to_string(), until: until.to_string() })
            }
        };
        pb::Happened { happened: Some(which) }
    }
}

impl Read<pb::Moment> for Moment {
    fn read(message: pb::Moment, at: &FieldPath, reader: &mut Reader) -> Option<Moment> {
        match message.moment {
            Some(pb::moment::Moment::At(time)) => {
                instant(time, &at.join("at"), reader).map(Moment::At)
            }
            Some(pb::moment::Moment::On(day)) => reader.day(at, "on", day).map(Moment::On),
            None => {
                reader.note(at, "moment", Reason::Missing);
                None
            }
        }
    }
}

impl From<&Moment> for pb::Moment {
    fn from(moment: &Moment) -> pb::Moment {
        use pb::moment::Moment as Which;
        let which = match moment {
            Moment::At(instant) => Which::At(timestamp(*instant)),
            Moment::On(day) => Which::On(day.to_string()),
        };
        pb::Moment { moment: Some(which) }
    }
}

impl Read<pb::Practitioner> for Practitioner {
    fn read(
        message: pb::Practitioner,
        at: &FieldPath,
        reader: &mut Reader,
    ) -> Option<Practitioner> {
        let actor = reader.text(at, "actor_id", message.actor_id);
        let name = reader.text(at, "name", message.name);
        Some(Practitioner { actor: actor?, name: name? })
    }
}

impl From<&Practitioner> for pb::Practitioner {
    fn from(practitioner: &Practitioner) -> pb::Practitioner {
        pb::Practitioner {
            actor_id: practitioner.actor.to_string(),
            name: write::text(&practitioner.name),
        }
    }
}

impl Read<pb::Informant> for Informant {
    fn read(message: pb::Informant, at: &FieldPath, reader: &mut Reader) -> Option<Informant> {
        use pb::InformantKind as Kind;
        let name = message.name;
        let kind = Kind::try_from(message.kind).unwrap_or(Kind::Unspecified);
        if matches!(kind, Kind::Client | Kind::OwnFinding) && !name.is_empty() {
            reader.note(at, "name", Reason::Contradiction);
        }
        match kind {
            Kind::Client => Some(Informant::Client),
            Kind::OwnFinding => Some(Informant::OwnFinding),
            Kind::Parent => {
                Some(Informant::Parent { name: reader.optional_text(at, "name", name)? })
            }
            Kind::Representative => {
                Some(Informant::Representative { name: reader.optional_text(at, "name", name)? })
            }
            Kind::Referrer => {
                Some(Informant::Referrer { name: reader.optional_text(at, "name", name)? })
            }
            Kind::Other => Some(Informant::Other { name: reader.text(at, "name", name)? }),
            Kind::Unspecified => {
                reader.note(at, "kind", Reason::Unspecified);
                None
            }
        }
    }
}

impl From<&Informant> for pb::Informant {
    fn from(informant: &Informant) -> pb::Informant {
        use pb::InformantKind as Kind;
        let (kind, name) = match informant {
            Informant::Client => (Kind::Client, None),
            Informant::OwnFinding => (Kind::OwnFinding, None),
            Informant::Parent { name } => (Kind::Parent, name.clone()),
            Informant::Representative { name } => (Kind::Representative, name.clone()),
            Informant::Referrer { name } => (Kind::Referrer, name.clone()),
            Informant::Other { name } => (Kind::Other, Some(name.clone())),
        };
        pb::Informant { kind: kind.into(), name: write::optional_text(&name) }
    }
}

impl From<&Recorded> for pb::RecordPlace {
    fn from(recorded: &Recorded) -> pb::RecordPlace {
        pb::RecordPlace {
            position: recorded.position,
            revision: recorded.revision,
            recorded_time: Some(timestamp(recorded.at)),
        }
    }
}

/// An instant as a message.
pub fn timestamp(instant: DateTime<Utc>) -> prost_types::Timestamp {
    prost_types::Timestamp {
        seconds: instant.timestamp(),
        // Below 2^30, save in a leap second, which the wire has no form for.
        nanos: instant.timestamp_subsec_nanos().min(999_999_999).cast_signed(),
    }
}

fn instant(
    time: prost_types::Timestamp,
    at: &FieldPath,
    reader: &mut Reader,
) -> Option<DateTime<Utc>> {
    let nanos = u32::try_from(time.nanos).ok().filter(|nanos| *nanos < 1_000_000_000);
    let instant = nanos.and_then(|nanos| DateTime::from_timestamp(time.seconds, nanos));
    // The wire ends with the year 9999; so does the text form in a body.
    let instant =
        instant.filter(|instant| (-62_135_596_800..253_402_300_800).contains(&instant.timestamp()));
    if instant.is_none() {
        reader.refuse(at.clone(), Reason::NotAnInstant);
    }
    instant
}
