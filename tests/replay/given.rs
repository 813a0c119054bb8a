//! The course of a complaint, decided as the register decides and recorded when the test says.

use griffie::chain::RequestId;
use griffie::domain::clock::Clocks;
use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::domain::dossier::view::Recorded;
use griffie::domain::{Context, Event};
use griffie::law::RuleId;
use griffie::replay::{Moment, Record, Replay, Said, Then, Time, Window};

use crate::sample::*;

/// A complaint and every record of it.
#[derive(Clone, Default)]
pub struct History {
    state: State,
    clocks: Clocks,
    pub records: Vec<Record>,
    commands: u8,
}

impl History {
    /// Records a command's facts and what its clocks do; nothing if it is refused.
    pub fn tries(&mut self, command: Command, recorded: &str) -> bool {
        let context = Context::at(instant(recorded));
        let Ok(decided) = decide(&self.state, &self.clocks, command, &context) else {
            return false;
        };
        self.commands += 1;
        for fact in decided.facts {
            evolve(&mut self.state, &fact);
            self.add(Event::Complaint(Box::new(fact)), recorded);
        }
        for fact in decided.clocks {
            self.clocks.evolve(&fact);
            self.add(Event::Clock(Box::new(fact)), recorded);
        }
        true
    }

    fn add(&mut self, event: Event, recorded: &str) {
        let revision = self.records.len() as u64;
        // Other matters are recorded in between.
        let place = Recorded { position: 100 + 3 * revision, revision, at: instant(recorded) };
        self.records.push(Record {
            place,
            kind: event.kind().to_owned(),
            command: RequestId::from_bytes([self.commands; 16]),
            said: Said::Fact(event),
        });
    }

    /// Position of the only record of a kind.
    pub fn position(&self, kind: &str) -> u64 {
        self.records.iter().find(|it| it.kind == kind).unwrap().place.position
    }

    /// Kinds of the steps up to a moment, with the day on which each happened.
    pub fn steps(&self, time: Time, until: Option<Moment>) -> Vec<(String, String)> {
        let replay = Replay::new(&self.records, time);
        let steps = replay.steps(Window { from: None, until });
        let shown = steps.map(|step| {
            let happened = step.times.unwrap().happened.first_day().to_string();
            (step.record.kind.clone(), happened)
        });
        shown.collect()
    }

    /// How it stood at a moment.
    pub fn then(&self, time: Time, moment: Moment) -> Then {
        Replay::new(&self.records, time).then(Some(moment), instant("2027-01-01T00:00:00Z"))
    }
}

/// Received on 3 March 2026 and entered as received on 5 March; taken up on the 9th, which was entered on the 20th; the date was set
/// right on the 25th; judged on 10 April.
pub fn a_complaint() -> History {
    let mut history = History::default();
    let step = |step, on: &str| Command::Take(step, self::on(on));
    let file = Command::Begin(Beginning::File(filing(&[Regime::Wgbo])), on("2026-03-05"));
    assert!(history.tries(file, "2026-03-06T09:00:00Z"));
    assert!(history.tries(step(Step::TakeUp(taking_up()), "2026-03-09"), "2026-03-20T09:00:00Z"));
    let reason = text("De brief droeg een ontvangststempel.");
    let right = DateCorrected { which: WhichDate::Receipt, to: moment("2026-03-03"), reason };
    assert!(history.tries(Command::Correct(right, on("2026-03-25")), "2026-03-25T09:00:00Z"));
    let judge = step(Step::Judge(judgement(Means::Electronic)), "2026-04-10");
    assert!(history.tries(judge, "2026-04-10T09:00:00Z"));
    history
}

pub fn on_day(day: &str) -> Moment {
    Moment::Day(self::day(day))
}

/// The end of the judgement's term as it stood, and how the clock looked.
pub fn judgement_clock(then: &Then) -> Option<(String, String)> {
    let clock = then.clocks.all.newest(RuleId::WkkgzJudgement)?;
    let clock = then.clocks.of(clock.started.clock)?;
    let status = format!("{:?}", clock.status(then.clocks.now));
    Some((clock.due().unwrap().day().to_string(), status))
}
