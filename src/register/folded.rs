//! A stream folded into its aggregate: what decisions and reads look at. Disposable; knows one stream and no other.

use std::sync::LazyLock;

use chrono::DateTime;

use crate::domain::clock::Clocks;
use crate::domain::dossier::view::{Recorded as Place, View};
use crate::domain::letter::Letters;
use crate::domain::{Event, breach, complaint, incident, measure, practice};

use super::Command;
use super::payload;
use super::read::{PayloadRead, ReadFailure, Record};

/// One stream, folded up to a revision.
#[derive(Debug, Default)]
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
}

/// What a stream is about, told by its first fact.
#[derive(Debug, Default)]
pub enum Matter {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The practice.
    Practice(practice::State),
    /// A dossier.
    Dossier(Box<View>),
    /// A complaint.
    Complaint(complaint::State),
    /// A breach.
    Breach(breach::State),
    /// An incident.
    Incident(incident::State),
    /// A measure.
    Measure(measure::State),
}

/// What is looked at where there is nothing of the kind: a stream of one register is nothing to another.
macro_rules! matter {
    ($($(#[$documentation:meta])* $name:ident: $variant:ident($state:ty);)*) => {
        impl Folded {$(
            $(#[$documentation])*
            pub fn $name(&self) -> &$state {
                static NOTHING: LazyLock<$state> = LazyLock::new(Default::default);
                match &self.matter {
                    Matter::$variant(state) => state,
                    _ => &NOTHING,
                }
            }
        )*}
    };
}

matter! {
    /// The practice, if the stream is its.
    practice: Practice(practice::State);
    /// The dossier, if the stream is one.
    dossier: Dossier(View);
    /// The complaint, if the stream is one.
    complaint: Complaint(complaint::State);
    /// The breach, if the stream is one.
    breach: Breach(breach::State);
    /// The incident, if the stream is one.
    incident: Incident(incident::State);
    /// The measure, if the stream is one.
    measure: Measure(measure::State);
}

impl Folded {
    /// Folds a record in; it must be the next one.
    pub fn apply(&mut self, record: &Record) -> Result<(), ReadFailure> {
        let header = &record.header;
        match &record.payload {
            PayloadRead::Given(_) if header.kind.is_raw() => {}
            PayloadRead::Given(opened) => {
                let event = payload::event(header, opened.payload())
                    .map_err(|_| ReadFailure::Damaged { position: header.position })?;
                self.apply_event(header.position, header.recorded_at, &event);
                return Ok(());
            }
            PayloadRead::Lost => self.lost.push(header.position),
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

    /// The revision a command on some matter is to know: a stream about another one does not exist for it, nor does one of which
    /// nothing can be told (every record lost, or written by a newer release).
    pub fn next_revision_for(&self, command: &Command) -> u64 {
        if let Command::Letter(command) = command {
            let same =
                matches!(self.matter, Matter::Nothing) || self.case(command.register).is_some();
            return if same { self.next_revision } else { 0 };
        }
        let same = matches!(
            (&self.matter, command),
            (Matter::Practice(_), Command::Practice(_))
                | (Matter::Dossier(_), Command::Dossier(_))
                | (Matter::Complaint(_), Command::Complaint(_))
                | (Matter::Breach(_), Command::Breach(_))
                | (Matter::Incident(_), Command::Incident(_))
                | (Matter::Measure(_), Command::Measure(_))
        );
        if same { self.next_revision } else { 0 }
    }
}

impl Matter {
    fn evolve(&mut self, place: Place, event: &Event) {
        if matches!(self, Matter::Nothing) {
            *self = Matter::begun_by(event);
        }
        match (self, event) {
            (Matter::Dossier(view), event) => view.apply(place, event),
            (Matter::Practice(state), Event::Practice(fact)) => practice::evolve(state, fact),
            (Matter::Complaint(state), Event::Complaint(fact)) => complaint::evolve(state, fact),
            (Matter::Breach(state), Event::Breach(fact)) => breach::evolve(state, fact),
            (Matter::Incident(state), Event::Incident(fact)) => incident::evolve(state, fact),
            (Matter::Measure(state), Event::Measure(fact)) => measure::evolve(state, fact),
            // Facts of clocks and letters are folded beside; a fact that belongs elsewhere changes nothing here.
            _ => {}
        }
    }

    fn begun_by(event: &Event) -> Matter {
        match event {
            Event::Practice(_) => Matter::Practice(practice::State::default()),
            Event::Dossier(_) => Matter::Dossier(Box::default()),
            Event::Complaint(_) => Matter::Complaint(complaint::State::default()),
            Event::Breach(_) => Matter::Breach(breach::State::default()),
            Event::Incident(_) => Matter::Incident(incident::State::default()),
            Event::Measure(_) => Matter::Measure(measure::State::default()),
            Event::Letter(_) | Event::Clock(_) | Event::Unknown { .. } => Matter::Nothing,
        }
    }

    fn is_case(&self) -> bool {
        matches!(
            self,
            Matter::Complaint(_) | Matter::Breach(_) | Matter::Incident(_) | Matter::Measure(_)
        )
    }
}
