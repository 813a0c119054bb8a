//! Clocks as their records make them: running, met or stopped, with every end they ever had. Total: history is never refused.

use chrono::{DateTime, NaiveDate, Utc};

use super::event::{Event, Form, Started, StopReason};
use super::when::When;
use crate::domain::provenance::local_day;
use crate::law::{Pause, RuleId};

/// The clocks of one stream, by number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clocks {
    clocks: Vec<Running>,
}

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// As it was started, with the start and the revisions of its last correction.
    pub started: Started,
    /// Every end it had, the first one first; the last one counts. Old ends stay visible.
    pub ends: Vec<End>,
    /// Whether it runs in the extended form of its rule.
    pub extended: bool,
    /// A later end that was agreed or set; the end of the law stays beside it.
    pub agreed: Option<(Form, When)>,
    /// When it stood still.
    pub pauses: Vec<Pause>,
    /// Since when it stands still.
    pub paused_since: Option<NaiveDate>,
    /// What became of it.
    pub standing: Standing,
}

/// An end, and from which start it was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// The start.
    pub start: When,
    /// The end by count alone.
    pub nominal: Option<NaiveDate>,
    /// The end; nothing for "without delay".
    pub due: Option<When>,
}

/// What became of a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits.
    Running,
    /// What it waited for happened.
    Met {
        /// When.
        on: When,
        /// Whether receipt is assumed from the day of sending.
        assumed: bool,
    },
    /// It ended without being met.
    Stopped {
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: StopReason,
    },
}

/// How a clock looks at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It runs, and its end lies ahead.
    Due,
    /// It stands still.
    Paused,
    /// It runs, and its end has passed.
    Overdue,
    /// Met in time, or without a term.
    Met,
    /// Met after its end.
    Missed,
    /// Ended without being met.
    Stopped,
}

impl Clocks {
    /// Applies a recorded fact. One about a clock that was never started is nothing to it.
    pub fn evolve(&mut self, event: &Event) {
        if let Event::Started(started) = event {
            self.clocks.push(Running::new(started.clone()));
            return;
        }
        if let Some(clock) = self.clocks.get_mut(usize::from(event.clock())) {
            clock.evolve(event);
        }
    }

    /// All of them, by number.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Running> {
        self.clocks.iter()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.clocks.is_empty()
    }

    /// How many there are: the number of the next one.
    pub fn len(&self) -> usize {
        self.clocks.len()
    }

    /// A clock by its number.
    pub fn get(&self, number: u16) -> Option<&Running> {
        self.clocks.get(usize::from(number))
    }

    /// The newest clock of a rule, whatever became of it.
    pub fn newest(&self, rule: RuleId) -> Option<&Running> {
        self.iter().rev().find(|clock| clock.started.rule == rule.as_str())
    }

    /// The clock of a rule that still waits.
    pub fn running(&self, rule: RuleId) -> Option<&Running> {
        self.newest(rule).filter(|clock| clock.standing == Standing::Running)
    }

    /// The day on which somebody must have acted: the earliest end of this clock and those beside it.
    pub fn working_day(&self, clock: &Running) -> Option<NaiveDate> {
        let duty = clock.duty();
        self.iter().filter(|other| other.duty() == duty).filter_map(Running::due_day).min()
    }
}

impl Running {
    fn new(started: Started) -> Running {
        let end = End { start: started.start, nominal: started.nominal, due: started.due };
        Running {
            started,
            ends: vec![end],
            extended: false,
            agreed: None,
            pauses: Vec::new(),
            paused_since: None,
            standing: Standing::Running,
        }
    }

    fn evolve(&mut self, event: &Event) {
        let start = self.started.start;
        match event {
            Event::Started(_) => {}
            Event::Corrected(fact) => {
                self.started.table = fact.table;
                self.started.calendar = fact.calendar;
                self.started.start = fact.start;
                self.started.target = fact.target;
                self.ends.push(End { start: fact.start, nominal: fact.nominal, due: fact.due });
            }
            Event::Extended(fact) if fact.form == Form::Rule => {
                self.extended = true;
                self.ends.push(End { start, nominal: fact.nominal, due: Some(fact.due) });
            }
            Event::Extended(fact) => self.agreed = Some((fact.form, fact.due)),
            Event::Paused(fact) => self.paused_since = Some(fact.from),
            Event::Resumed(fact) => {
                if let Some(from) = self.paused_since.take() {
                    self.pauses.push(Pause { from, until: fact.until });
                }
                let nominal = Some(fact.nominal);
                self.ends.push(End { start, nominal, due: Some(fact.due) });
            }
            Event::Met(fact) => {
                self.standing = Standing::Met { on: fact.on, assumed: fact.assumed };
            }
            Event::Stopped(fact) => {
                self.standing = Standing::Stopped { on: fact.on, reason: fact.reason };
            }
        }
    }

    /// The number of the duty: of the clock it stands beside, or its own.
    pub fn duty(&self) -> u16 {
        self.started.beside.unwrap_or(self.started.clock)
    }

    /// The end of the rule that counts now; nothing for "without delay".
    pub fn due(&self) -> Option<When> {
        self.ends.last().and_then(|end| end.due)
    }

    /// The end somebody may rely on: a date an authority set takes the place of the rule's, an agreed one does not.
    pub fn due_in_force(&self) -> Option<When> {
        match self.agreed {
            Some((Form::Authority, due)) => Some(due),
            _ => self.due(),
        }
    }

    /// The day of that end; of the practice's own target where there is no end.
    pub fn due_day(&self) -> Option<NaiveDate> {
        self.due_in_force().or(self.started.target).map(When::day)
    }

    /// How it looks at a moment.
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        let due = self.due_in_force();
        match self.standing {
            Standing::Stopped { .. } => Status::Stopped,
            Standing::Met { on, .. } if due.is_some_and(|due| on.is_after(due)) => Status::Missed,
            Standing::Met { .. } => Status::Met,
            Standing::Running if self.paused_since.is_some() => Status::Paused,
            Standing::Running => match due {
                Some(When::At(due)) if now > due => Status::Overdue,
                Some(When::Day(due)) if local_day(now) > due => Status::Overdue,
                _ => Status::Due,
            },
        }
    }
}
