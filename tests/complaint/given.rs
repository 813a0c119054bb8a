//! The vocabulary of the specification: given what was recorded, when this is asked, then that.

use griffie::domain::Context;
use griffie::domain::clock::{Clocks, Running, Standing as ClockStanding, Status, When};
use griffie::domain::complaint::*;
use griffie::domain::provenance::Provenance;
use griffie::law::{Book, RuleId};

use crate::sample::*;

/// Later than every date in these tests.
pub const NOW: &str = "2027-12-30T10:00:00Z";

/// A case with its clocks, as the register folds it.
#[derive(Clone, Debug)]
pub struct Case {
    pub state: State,
    pub clocks: Clocks,
    pub context: Context,
}

/// What became of a command.
pub struct Then {
    case: Case,
    answer: Result<griffie::domain::Decided<Event>, Refusal>,
}

pub fn nothing() -> Case {
    let context = Context::at(instant(NOW));
    Case { state: State::default(), clocks: Clocks::default(), context }
}

/// A written complaint about care under the Wgbo, received then.
pub fn filed(when: &str) -> Case {
    nothing().begun(Beginning::File(filing(&[griffie::domain::dossier::Regime::Wgbo])), when)
}

/// Dissatisfaction, voiced then.
pub fn dissatisfied(when: &str) -> Case {
    nothing().begun(Beginning::Voice(voiced()), when)
}

/// A complaint that was filed on 3 March and judged, electronically, on 1 April 2026.
pub fn judged() -> Case {
    filed("2026-03-03").and(Step::Judge(judgement(Means::Electronic)), "2026-04-01")
}

impl Case {
    pub fn when(&self, command: Command) -> Then {
        let answer = decide(&self.state, &self.clocks, command, &self.context);
        Then { case: self.clone(), answer }
    }

    pub fn step(&self, step: Step, when: &str) -> Then {
        self.when(Command::Take(step, on(when)))
    }

    pub fn step_from(&self, step: Step, provenance: Provenance) -> Then {
        self.when(Command::Take(step, provenance))
    }

    pub fn correct(&self, which: WhichDate, to: &str) -> Then {
        let what = DateCorrected { which, to: moment(to), reason: text("verkeerd overgenomen") };
        self.when(Command::Correct(what, on("2026-09-01")))
    }

    #[track_caller]
    pub fn begun(&self, beginning: Beginning, when: &str) -> Case {
        self.when(Command::Begin(beginning, on(when))).accepted()
    }

    /// A step that must be accepted.
    #[track_caller]
    pub fn and(&self, step: Step, when: &str) -> Case {
        self.step(step, when).accepted()
    }

    /// The newest clock of a rule.
    #[track_caller]
    pub fn clock(&self, rule: RuleId) -> &Running {
        self.clocks.newest(rule).unwrap_or_else(|| panic!("no clock of {rule}"))
    }

    pub fn has_clock(&self, rule: RuleId) -> bool {
        self.clocks.newest(rule).is_some()
    }

    /// The end of the rule, as a date.
    #[track_caller]
    pub fn due(&self, rule: RuleId) -> String {
        self.clock(rule).due().unwrap().day().to_string()
    }

    /// On which day it was met, with `?` where that is assumed.
    #[track_caller]
    pub fn met(&self, rule: RuleId) -> String {
        match self.clock(rule).standing {
            ClockStanding::Met { on, assumed } => {
                format!("{}{}", on.day(), if assumed { "?" } else { "" })
            }
            other => panic!("{rule}: {other:?}"),
        }
    }

    pub fn runs(&self, rule: RuleId) -> bool {
        self.clocks.running(rule).is_some()
    }

    pub fn status(&self, rule: RuleId, at: &str) -> Status {
        self.clock(rule).status(instant(at))
    }

    pub fn standing(&self) -> Standing {
        self.state.complaint().unwrap().standing()
    }

    /// Every rule that has a clock, with the numbers of the clocks they stand beside.
    pub fn rules(&self) -> Vec<(String, Option<u16>)> {
        self.clocks.iter().map(|it| (it.started.rule.clone(), it.started.beside)).collect()
    }

    pub fn under(&self, book: Book<'static>) -> Case {
        Case { context: Context { book, ..self.context }, ..self.clone() }
    }
}

impl Then {
    /// The case after it.
    #[track_caller]
    pub fn accepted(self) -> Case {
        let mut case = self.case;
        let decided = self.answer.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        decided.facts.iter().for_each(|fact| evolve(&mut case.state, fact));
        decided.clocks.iter().for_each(|fact| case.clocks.evolve(fact));
        case
    }

    #[track_caller]
    pub fn refused(self, reason: &str) -> Refusal {
        let refusal = self.answer.expect_err("it was accepted");
        assert_eq!(refusal.reason(), reason);
        refusal
    }

    /// Refused for exactly these fields and reasons, each as `field: REASON`, in any order.
    #[track_caller]
    pub fn invalid<const N: usize>(self, expected: [&str; N]) {
        let Err(Refusal::Invalid(violations)) = self.answer else { panic!("{:?}", self.answer) };
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

    /// What it would be answered, in words.
    pub fn in_words(&self) -> String {
        use griffie::domain::clock::Event as Clock;
        let mut clocks = self.case.clocks.clone();
        if let Ok(decided) = &self.answer {
            decided.clocks.iter().for_each(|fact| clocks.evolve(fact));
        }
        let rule = |clock: u16| clocks.get(clock).unwrap().started.rule.clone();
        match &self.answer {
            Err(refusal) => format!("refused: {}", refusal.reason()),
            Ok(decided) => {
                let clocks = decided.clocks.iter().map(|fact| match fact {
                    Clock::Started(fact) => format!("starts {}", fact.rule),
                    Clock::Met(fact) => format!("meets {}", rule(fact.clock)),
                    Clock::Extended(fact) => format!("extends {}", rule(fact.clock)),
                    Clock::Stopped(fact) => format!("stops {}", rule(fact.clock)),
                    Clock::Corrected(fact) => format!("corrects {}", rule(fact.clock)),
                    other => other.kind().to_owned(),
                });
                let clocks: Vec<String> = clocks.collect();
                let facts: Vec<&str> = decided.facts.iter().map(Event::kind).collect();
                let facts = facts.join(", ");
                if clocks.is_empty() { facts } else { format!("{facts}; {}", clocks.join(", ")) }
            }
        }
    }
}

/// A day as a clock has it.
pub fn whole(day: &str) -> When {
    When::Day(crate::sample::day(day))
}
