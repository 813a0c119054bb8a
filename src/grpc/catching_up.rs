//! Catching read models up with the ledger: which records each of them folds, and how. One way for all, so that what serves and what
//! is rebuilt to compare with it cannot part.

use crate::domain::Event;
use crate::projection::access_lines::AccessLines;
use crate::projection::agenda::Agenda;
use crate::projection::breaches::Breaches;
use crate::projection::cases::CaseRegister;
use crate::projection::complaints::Complaints;
use crate::projection::dossiers::Dossiers;
use crate::projection::incidents::Incidents;
use crate::projection::measures::Measures;
use crate::projection::people::People;
use crate::projection::requests::Requests;
use crate::projection::retention::{Recorded, Retention};
use crate::register::access_log::Line;
use crate::register::payload::{self, MalformedPayload};
use crate::register::{PayloadRead, ReadFailure, Record, Register};

/// Records read at once.
const READ_AT_ONCE: usize = 1024;

/// A read model: a fold over the records of some kinds.
pub trait ReadModel: Default {
    /// Every record below this position is folded in.
    fn next(&self) -> u64;
    /// Whether records of a kind change it.
    fn concerns(kind: &str) -> bool;
    /// Folds one in that was not lost or destroyed, given its payload.
    fn fold(
        &mut self,
        register: &Register,
        record: &Record,
        payload: &[u8],
    ) -> Result<(), MalformedPayload>;
    /// Everything below this position was looked at.
    fn seen(&mut self, next: u64);
    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    fn first_difference(&self, rebuilt: &Self) -> Option<u64>;
}

/// Folds in what was recorded since. Blocks.
pub fn catch_up<M: ReadModel>(register: &Register, known: &mut M) -> Result<(), ReadFailure> {
    catch_up_below(register, known, register.size().max(known.next()))
}

/// The same, of the ledger's first `below` records. Blocks.
pub fn catch_up_below<M: ReadModel>(
    register: &Register,
    known: &mut M,
    below: u64,
) -> Result<(), ReadFailure> {
    let positions = register.with_index(|index| {
        index.positions_of_kinds_from(known.next(), below, |kind| M::concerns(kind.as_str()))
    });
    for positions in positions.chunks(READ_AT_ONCE) {
        for record in register.records(positions, true)? {
            let header = &record.header;
            // What is lost changes nothing any more; a part of an attachment says nothing.
            let PayloadRead::Given(opened) = &record.payload else { continue };
            if header.kind.is_raw() {
                continue;
            }
            let damaged = |_| ReadFailure::Damaged { position: header.position };
            known.fold(register, &record, opened.payload()).map_err(damaged)?;
        }
    }
    known.seen(below);
    Ok(())
}

/// What a read model has of its own, whatever it folds; then how it folds a record.
macro_rules! read_model {
    ($model:ident, |$known:ident, $register:ident, $record:ident, $payload:ident| $fold:expr) => {
        impl ReadModel for $model {
            fn next(&self) -> u64 {
                $model::next(self)
            }

            fn concerns(kind: &str) -> bool {
                $model::concerns(kind)
            }

            fn fold(
                &mut self,
                $register: &Register,
                $record: &Record,
                $payload: &[u8],
            ) -> Result<(), MalformedPayload> {
                let $known = self;
                $fold;
                Ok(())
            }

            fn seen(&mut self, next: u64) {
                $model::seen(self, next);
            }

            fn first_difference(&self, rebuilt: &Self) -> Option<u64> {
                $model::first_difference(self, rebuilt)
            }
        }
    };
}

/// A list of things that each have a stream, folded from facts of one aggregate.
macro_rules! list_of {
    ($($model:ident: $event:ident;)*) => {$(
        read_model!($model, |known, _register, record, bytes| {
            if let Event::$event(fact) = payload::event(&record.header, bytes)? {
                known.apply(record.header.position, record.header.stream, &fact);
            }
        });
    )*};
}

list_of! {
    Incidents: Incident;
    Measures: Measure;
    Requests: Request;
    People: Person;
}

read_model!(Complaints, |known, _register, record, bytes| {
    let event = payload::event(&record.header, bytes)?;
    known.apply(record.header.position, record.header.stream, &event);
});

read_model!(Breaches, |known, _register, record, bytes| {
    let event = payload::event(&record.header, bytes)?;
    known.apply(record.header.position, record.header.stream, &event);
});

read_model!(Dossiers, |known, _register, record, bytes| {
    let header = &record.header;
    if let Event::Dossier(fact) = payload::event(header, bytes)? {
        known.apply(header.position, header.recorded_at, header.stream, &fact);
    }
});

read_model!(Retention, |known, _register, record, bytes| {
    let header = &record.header;
    // Decision 11: what stands for a record of which a part went keeps the date of that one.
    let replaced = payload::read(bytes)?.part_destroyed;
    known.apply(Recorded {
        position: header.position,
        stream: header.stream,
        recorded_at: replaced.map_or(header.recorded_at, |it| it.recorded_at),
        event: &payload::event(header, bytes)?,
    });
});

read_model!(AccessLines, |known, _register, record, bytes| {
    let body = payload::read(bytes)?.body;
    // A line of a later version says what it is about in a form of its own; it is passed over here.
    if let Ok(line) = serde_json::from_str::<Line>(body.get()) {
        known.apply(record.header.position, record.header.actor, &line.about);
    }
});

read_model!(Agenda, |known, register, record, bytes| {
    let header = &record.header;
    // Clocks of other matters than cases are none of the agenda's.
    if let Some(case) = register_of(register, header.stream) {
        let event = payload::event(header, bytes)?;
        known.apply(header.position, header.recorded_at, header.stream, case, &event);
    }
});

/// The register of a stream, told by the kind of its first record.
fn register_of(register: &Register, stream: crate::chain::StreamId) -> Option<CaseRegister> {
    register.with_index(|index| {
        let first = index.position_of(stream, 0)?;
        CaseRegister::of_kind(index.kind(first)?.as_str())
    })
}
