//! The vocabulary of the specification: given what was recorded, when this is asked, then that.

use griffie::domain::Context;
use griffie::domain::dossier::command::{Command, Refusal};
use griffie::domain::dossier::event::*;
use griffie::domain::dossier::{
    ClosingReason, Content, Draft, Regime, Relation, State, decide, evolve,
};
use griffie::domain::provenance::{Happened, Informant, Moment, Provenance};

use crate::sample::*;

pub struct Given {
    state: State,
}

pub struct Then(Result<Vec<Event>, Refusal>);

pub fn given(events: impl IntoIterator<Item = Event>) -> Given {
    let mut state = State::default();
    events.into_iter().for_each(|event| evolve(&mut state, &event));
    Given { state }
}

impl Given {
    pub fn when(self, command: Command) -> Then {
        Then(decide(&self.state, command, &Context::at(instant(NOW))))
    }
}

impl Then {
    #[track_caller]
    pub fn then(self, expected: impl IntoIterator<Item = Event>) {
        let expected: Vec<Event> = expected.into_iter().collect();
        let bodies = |events: &[Event]| events.iter().map(Event::to_body).collect::<Vec<_>>();
        let events = self.0.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        assert_eq!(bodies(&events), bodies(&expected));
        assert_eq!(events, expected);
    }

    #[track_caller]
    pub fn accepted(self) {
        self.0.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
    }

    #[track_caller]
    pub fn refused(self, reason: &str) {
        assert_eq!(self.0.expect_err("it was accepted").reason(), reason);
    }

    /// Refused for exactly these fields and reasons, each as `field: REASON`, in any order.
    #[track_caller]
    pub fn invalid<const N: usize>(self, expected: [&str; N]) {
        let Err(Refusal::Invalid(violations)) = self.0 else { panic!("{:?}", self.0) };
        let mut found: Vec<String> = violations
            .into_vec()
            .into_iter()
            .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
            .collect();
        found.sort();
        let mut expected = expected.map(str::to_owned).to_vec();
        expected.sort();
        assert_eq!(found, expected);
    }
}

pub fn opened() -> Event {
    opened_under(Regime::Wgbo)
}

pub fn opened_under(regime: Regime) -> Event {
    let mut client = client("Berkel");
    if regime != Regime::Wgbo {
        client.identity.bsn = None;
    }
    Event::Opened(Opened { regime, client, provenance: on("2026-03-01") })
}

pub fn open_under(regime: Regime) -> Command {
    let Event::Opened(opened) = opened_under(regime) else { unreachable!() };
    Command::Open { regime, client: opened.client, provenance: opened.provenance }
}

pub fn open() -> Command {
    open_under(Regime::Wgbo)
}

pub fn draft(number: u8, date: &str, content: Content) -> Draft {
    Draft { entry: entry(number), provenance: on(date), content }
}

pub fn record(entries: impl IntoIterator<Item = Draft>) -> Command {
    Command::Record { entries: entries.into_iter().collect() }
}

pub fn recorded(number: u8, date: &str, content: Content) -> Event {
    let substantive = content.kind().substantive();
    let provenance = on(date);
    Event::EntryRecorded(EntryRecorded { entry: entry(number), substantive, provenance, content })
}

pub fn correct(number: u8, date: &str, content: Content) -> Command {
    Command::Correct {
        entry: entry(number),
        provenance: on(date),
        content,
        correction: correction_on("2026-05-19"),
    }
}

pub fn corrected(number: u8, date: &str, content: Content) -> Event {
    Event::EntryCorrected(EntryCorrected {
        entry: entry(number),
        substantive: content.kind().substantive(),
        provenance: on(date),
        content,
        correction: correction_on("2026-05-19"),
    })
}

pub fn withdraw(number: u8) -> Command {
    Command::Withdraw { entry: entry(number), withdrawal: withdrawal_on("2026-05-19") }
}

pub fn withdrawn(number: u8, substantive: bool) -> Event {
    let withdrawal = withdrawal_on("2026-05-19");
    Event::EntryWithdrawn(EntryWithdrawn { entry: entry(number), substantive, withdrawal })
}

pub fn close(date: &str) -> Command {
    Command::Close { reason: ClosingReason::CareEnded, note: None, provenance: on(date) }
}

pub fn closed(date: &str) -> Event {
    let provenance = on(date);
    Event::Closed(Closed { reason: ClosingReason::CareEnded, note: None, provenance })
}

pub fn reopen(date: &str) -> Command {
    Command::Reopen { reason: text("nieuwe klachten"), provenance: on(date) }
}

pub fn reopened(date: &str) -> Event {
    Event::Reopened(Reopened { reason: text("nieuwe klachten"), provenance: on(date) })
}

pub fn link(this: u8, other: u8, relation: Relation) -> Command {
    let provenance = on("2026-04-01");
    Command::Link { this: dossier_id(this), other: dossier_id(other), relation, provenance }
}

pub fn linked(other: u8, relation: Relation) -> Event {
    Event::Linked(Linked { other: dossier_id(other), relation, provenance: on("2026-04-01") })
}

pub fn attached(number: u8, to: Option<u8>) -> Event {
    let attachment = file(number, to.map(entry));
    Event::AttachmentRecorded(AttachmentRecorded { attachment, provenance: on("2026-04-01") })
}

pub fn attach(number: u8, to: Option<u8>, date: &str) -> Command {
    Command::Attach { attachment: file(number, to.map(entry)), provenance: on(date) }
}

pub fn times(happened: Happened, learned: Moment) -> Provenance {
    Provenance { happened, learned, informant: Informant::Client, ..on("2026-05-01") }
}
