//! The vocabulary: given what was recorded, when this is asked, then that is recorded and these clocks run.

use griffie::domain::clock::{Clocks, Running, Standing, Status, When};
use griffie::domain::incident::{Command, Event, Refusal, State, decide, evolve};
use griffie::domain::{Context, Decided};

use crate::sample::*;

#[derive(Clone, Default)]
pub struct Given {
    pub state: State,
    pub clocks: Clocks,
}

pub struct Then {
    given: Given,
    decided: Result<Decided<Event>, Refusal>,
}

/// What these commands left, each of which was accepted.
#[track_caller]
pub fn given(commands: impl IntoIterator<Item = Command>) -> Given {
    commands.into_iter().fold(Given::default(), |given, command| given.when(command).accepted())
}

impl Given {
    pub fn when(self, command: Command) -> Then {
        self.when_seen(NOW, command)
    }

    /// The same, asked at another moment than the usual one.
    pub fn when_seen(self, now: &str, command: Command) -> Then {
        let decided = decide(&self.state, &self.clocks, command, &Context::at(instant(now)));
        Then { given: self, decided }
    }

    /// These clocks, each in words, and no others.
    #[track_caller]
    pub fn clocks<const N: usize>(&self, expected: [&str; N]) {
        let found: Vec<String> = self.clocks.iter().map(in_words).collect();
        assert_eq!(found, expected);
    }
}

impl Then {
    #[track_caller]
    pub fn accepted(self) -> Given {
        let Then { mut given, decided } = self;
        let decided = decided.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        decided.facts.iter().for_each(|fact| evolve(&mut given.state, fact));
        decided.clocks.iter().for_each(|fact| given.clocks.evolve(fact));
        given
    }

    /// Accepted, and then these clocks stand.
    #[track_caller]
    pub fn clocks<const N: usize>(self, expected: [&str; N]) -> Given {
        let given = self.accepted();
        given.clocks(expected);
        given
    }

    /// Refused for a reason, with an article where `article` is not empty.
    #[track_caller]
    pub fn refused(self, reason: &str, article: &str) {
        let refusal = self.decided.expect_err("it was accepted");
        let facts = refusal.facts();
        let found = facts.iter().find(|(name, _)| *name == "article");
        let found = found.map_or("", |(_, article)| article.as_str());
        assert_eq!((refusal.reason(), found), (reason, article));
        assert!(refusal.to_string().starts_with(|char: char| char.is_ascii_lowercase()));
    }

    /// Refused for exactly these fields and reasons, in any order.
    #[track_caller]
    pub fn invalid<const N: usize>(self, expected: [&str; N]) {
        let Err(Refusal::Invalid(violations)) = self.decided else { panic!("{:?}", self.decided) };
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

    /// What was decided, or why not, in words: for the table.
    pub fn in_words(self) -> String {
        match self.decided {
            Err(refusal) => refusal.reason().to_owned(),
            Ok(decided) => {
                let facts = decided.facts.iter().map(|fact| fact.kind().to_owned());
                let clocks = decided.clocks.iter().map(|fact| fact.kind().to_owned());
                let names = facts.chain(clocks).map(|kind| kind.replace("/1", ""));
                names.collect::<Vec<_>>().join(" + ")
            }
        }
    }
}

fn moment(when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::At(instant) => instant.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
    }
}

/// A clock in words.
pub fn in_words(clock: &Running) -> String {
    let started = &clock.started;
    let due = match (clock.due(), started.target) {
        (Some(due), _) => format!("due {}", moment(due)),
        (None, Some(target)) => format!("without delay, aim {}", moment(target)),
        (None, None) => "without delay".to_owned(),
    };
    let set = clock.agreed.map_or(String::new(), |(_, due)| format!(", set to {}", moment(due)));
    let late = clock.status(instant(NOW)) == Status::Missed;
    let standing = match clock.standing {
        Standing::Running => "runs".to_owned(),
        Standing::Stopped { reason, .. } => format!("stopped: {reason:?}"),
        Standing::Met { on, assumed } => {
            let (late, assumed) =
                (if late { " late" } else { "" }, if assumed { ", assumed" } else { "" });
            format!("met{late} {}{assumed}", moment(on))
        }
    };
    format!("{} from {} {due}{set}: {standing}", started.rule, moment(started.start))
}
