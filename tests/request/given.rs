//! The vocabulary: given a request on which this was recorded, when this is asked, then that. Everybody in it is invented.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::domain::clock::{Clocks, Event as ClockFact};
use griffie::domain::dossier::Regime;
use griffie::domain::dossier::representative::{RepresentationGround, Representative};
use griffie::domain::id::{ActorId, DossierId};
use griffie::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use griffie::domain::request::*;
use griffie::domain::sending::Means;
use griffie::domain::text::{Line, Text};
use griffie::domain::{Context, Decided};

pub const NOW: &str = "2026-11-20T10:00:00Z";

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn text(text: &str) -> Text {
    Text::try_from(text).unwrap()
}

pub fn line(text: &str) -> Line {
    Line::try_from(text).unwrap()
}

/// Happened and learned on one day, told by the client.
pub fn on(date: &str) -> Provenance {
    let author = Practitioner {
        actor: ActorId::from_bytes([7; 16]).unwrap(),
        name: line("Sietske Verdicht"),
    };
    Provenance {
        happened: Happened::On(day(date)),
        learned: Moment::On(day(date)),
        originally_recorded_on: None,
        author: author.clone(),
        responsible: author,
        informant: Informant::Client,
    }
}

pub fn dossier() -> DossierId {
    DossierId::from_bytes([0xd1; 16]).unwrap()
}

pub fn whole(right: Right) -> Item {
    Item { right, scope: Scope::default() }
}

pub fn client() -> Requester {
    Requester { name: line("Wende Oosterling"), capacity: Capacity::Client {} }
}

pub fn representative(name: &str, ground: RepresentationGround) -> Requester {
    Requester { name: line(name), capacity: Capacity::Representative { ground } }
}

/// A request of the client herself, by e-mail, about her Wgbo dossier.
pub fn asked(rights: &[Right]) -> Received {
    Received {
        dossier: Some(dossier()),
        regime: Some(Regime::Wgbo),
        channel: Channel::Email,
        requesters: vec![client()],
        incapacity: None,
        after_death: None,
        items: rights.iter().copied().map(whole).collect(),
    }
}

pub fn receive(received: Received, date: &str) -> Command {
    Command::Receive(Box::new(received), on(date))
}

/// A client of 41 who understands, in a Wgbo dossier.
pub fn adult() -> About {
    About {
        regime: Regime::Wgbo,
        born_on: Some(day("1985-05-05")),
        died_on: None,
        representatives: vec![],
        access_after_death: None,
    }
}

/// In the dossier from a day to a day.
pub fn acting(
    name: &str,
    ground: RepresentationGround,
    from: &str,
    until: Option<&str>,
) -> Representative {
    Representative {
        name: line(name),
        relation: None,
        ground,
        from: day(from),
        until: until.map(day),
        proof_seen: None,
        limits: None,
        capacity: None,
        telephone: None,
        email: None,
    }
}

pub fn take(step: Step, date: &str) -> Command {
    Command::Take(step, on(date), Some(Box::new(adult())))
}

pub fn decision(item: u16, outcome: Outcome) -> Decision {
    Decision { item, outcome, grounds: vec![], withheld: None, explanation: None }
}

pub fn grant(item: u16, date: &str) -> Command {
    take(Step::Decide(decision(item, Outcome::Granted)), date)
}

pub fn refuse(item: u16, ground: RefusalGround, date: &str) -> Command {
    let explanation = Some(text("De uitleg staat in de brief."));
    let refused = decision(item, Outcome::Refused);
    take(Step::Decide(Decision { grounds: vec![ground], explanation, ..refused }), date)
}

pub fn fulfil(item: u16, date: &str) -> Command {
    take(Step::Fulfil(Fulfilment { item, position: None }), date)
}

pub fn answer(means: Means, date: &str) -> Command {
    take(Step::Answer(Answer { means, received: None }), date)
}

pub fn ask_identity(date: &str) -> Command {
    take(Step::AskIdentity(IdentityAsked { method: line("Videogesprek") }), date)
}

pub fn check_identity(established: bool, date: &str) -> Command {
    let method = line("Videogesprek");
    take(Step::CheckIdentity(IdentityChecked { method, established }), date)
}

pub fn extend(date: &str) -> Command {
    take(Step::Extend(Extension { reasons: text("Het dossier is omvangrijk.") }), date)
}

pub fn close(date: &str) -> Command {
    take(Step::Close(Closing { remark: None }), date)
}

/// A request and its clocks, as the commands so far made them.
#[derive(Clone, Default)]
pub struct Given {
    pub state: State,
    pub clocks: Clocks,
}

pub struct Then(Given, Result<Decided<Event>, Refusal>);

/// Commands that are accepted, one after the other.
#[track_caller]
pub fn given(commands: impl IntoIterator<Item = Command>) -> Given {
    let mut given = Given::default();
    for command in commands {
        given = given.when(command).accepted();
    }
    given
}

impl Given {
    pub fn when(self, command: Command) -> Then {
        let context = Context::at(NOW.parse::<DateTime<Utc>>().unwrap());
        let decided = decide(&self.state, &self.clocks, command, &context);
        Then(self, decided)
    }

    pub fn standing(&self) -> Standing {
        self.state.request().unwrap().standing
    }
}

impl Then {
    #[track_caller]
    pub fn accepted(self) -> Given {
        let Then(mut given, decided) = self;
        let decided = decided.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        decided.facts.iter().for_each(|fact| evolve(&mut given.state, fact));
        decided.clocks.iter().for_each(|fact| given.clocks.evolve(fact));
        given
    }

    /// It is accepted, and the clocks do exactly this.
    #[track_caller]
    pub fn clocks<const N: usize>(self, expected: [&str; N]) -> Given {
        let told: Vec<String> =
            self.1.iter().flat_map(|decided| decided.clocks.iter().map(clock_in_words)).collect();
        let given = self.accepted();
        assert_eq!(told, expected);
        given
    }

    #[track_caller]
    pub fn refused(self, reason: &str) {
        assert_eq!(self.1.expect_err("it was accepted").reason(), reason);
    }

    #[track_caller]
    pub fn invalid<const N: usize>(self, expected: [&str; N]) {
        let Err(Refusal::Invalid(violations)) = self.1 else { panic!("{:?}", self.1) };
        let found: Vec<String> = violations
            .into_vec()
            .into_iter()
            .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
            .collect();
        assert_eq!(found, expected);
    }
}

/// What a clock did, in words.
pub fn clock_in_words(fact: &ClockFact) -> String {
    let body: serde_json::Value = serde_json::from_str(&fact.to_body()).unwrap();
    let word = |name: &str| body[name].as_str().unwrap_or("-").to_owned();
    let clock = fact.clock();
    match fact {
        ClockFact::Started(_) => {
            format!("{clock} {} from {} to {}", word("rule"), word("start"), word("due"))
        }
        ClockFact::Corrected(_) => format!("{clock} counted again to {}", word("due")),
        ClockFact::Extended(_) => format!("{clock} extended to {}", word("due")),
        ClockFact::Paused(_) => format!("{clock} paused from {}", word("from")),
        ClockFact::Resumed(_) => {
            format!("{clock} resumed on {} to {}", word("until"), word("due"))
        }
        ClockFact::Met(_) => {
            let assumed = if body["assumed"] == true { "?" } else { "" };
            format!("{clock} met on {}{assumed}", word("on"))
        }
        ClockFact::Stopped(_) => format!("{clock} stopped: {}", word("reason")),
    }
}
