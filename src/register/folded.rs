//! A stream folded into its aggregate: what decisions and reads look at. Disposable; knows one stream and no other.

use chrono::DateTime;

use crate::domain::Event;
use crate::domain::clock::Clocks;
use crate::domain::dossier::view::Recorded as Place;
use crate::domain::letter::Letters;

use super::matter::Matter;
use super::payload;
use super::read::{PayloadRead, ReadFailure, Record};

/// One stream, folded up to a revision.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The revision the next record gets.
    pub next_revision: u64,
    /// What the stream is about.
    pub matter: Matter,
    /// The clocks that run in it.
    pub clocks: Clocks,
    /// The letters of a case.
    pub letters: Letters,
    /// What was recorded of a case, in order; a dossier keeps its own.
    pub history: Vec<(Place, Event)>,
    /// Records whose payload is lost: they are shown as such, never skipped in silence.
    pub lost: Vec<u64>,
    /// Records that were destroyed, by position.
    pub destroyed: Vec<u64>,
    /// Records of which a part was destroyed, by position.
    pub part_destroyed: Vec<u64>,
}

impl Folded {
    /// Folds a record in; it must be the next one.
    pub fn apply(&mut self, record: &Record) -> Result<(), ReadFailure> {
        let header = &record.header;
        match &record.payload {
            PayloadRead::Given(_) if header.kind.is_raw() => {}
            PayloadRead::Given(opened) | PayloadRead::Replaced(opened) => {
                if matches!(record.payload, PayloadRead::Replaced(_)) {
                    self.part_destroyed.push(header.position);
                }
                let event = payload::event(header, opened.payload())
                    .map_err(|_| ReadFailure::Damaged { position: header.position })?;
                self.apply_event(header.position, header.recorded_at, &event);
                return Ok(());
            }
            PayloadRead::Lost => self.lost.push(header.position),
            PayloadRead::Destroyed(_) => self.destroyed.push(header.position),
            PayloadRead::Replacement => {}
            PayloadRead::NotRequested | PayloadRead::Unreadable(_) => {
                return Err(ReadFailure::Damaged { position: header.position });
            }
        }
        self.next_revision += 1;
        Ok(())
    }

    /// Folds a fact in as the next record.
    pub fn apply_event(&mut self, position: u64, recorded_at: i64, event: &Event) {
        let at = DateTime::from_timestamp_micros(recorded_at).unwrap_or(DateTime::UNIX_EPOCH);
        let place = Place { position, revision: self.next_revision, at };
        self.matter.evolve(place, event);
        if let Event::Clock(fact) = event {
            self.clocks.evolve(fact);
        }
        if let Event::Letter(fact) = event {
            self.letters.evolve(fact);
        }
        if self.matter.is_case() {
            self.history.push((place, event.clone()));
        }
        self.next_revision += 1;
    }

    /// A record without a body (a part of an attachment) was recorded.
    pub fn pass(&mut self) {
        self.next_revision += 1;
    }
}
