//! What a decision does to a case's clocks, gathered as events: computed with the rule book that is given, applied at once, so that
//! one command may start a clock and meet it. Knows no case.

use chrono::NaiveDate;

use super::event::{
    Corrected, Event, Extended, Form, Met, Paused, Resumed, Started, StopReason, Stopped,
};
use super::running::{Clocks, Running, Standing};
use super::when::When;
use crate::law::clock::Terms;
use crate::law::{Book, Clock, ClockError, End, Pause, RuleId, RuleName, Start};

/// Changes to the clocks of one stream.
#[derive(Clone, Debug)]
pub struct Plan {
    book: Book<'static>,
    clocks: Clocks,
    events: Vec<Event>,
}

/// Why a clock cannot do what is asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefusal {
    /// No clock of that rule is running.
    #[error("no clock of rule {rule} is running")]
    NotRunning {
        /// The rule.
        rule: RuleId,
    },
    /// It was extended before, and that can be done once.
    #[error("the term was extended already ({article})")]
    AlreadyExtended {
        /// Where the rule is found.
        article: &'static str,
    },
    /// Notice of the extension was sent after the first end.
    #[error("notice of an extension must be sent on {latest} at the latest ({article})")]
    NoticeTooLate {
        /// The last day for it.
        latest: NaiveDate,
        /// Where the rule is found.
        article: &'static str,
    },
    /// A later end that is not later.
    #[error("the later end does not lie after the start")]
    NotLater,
    /// It stands still already, or does not.
    #[error("the clock of rule {rule} stands still already, or does not stand still")]
    Pausing {
        /// The rule.
        rule: RuleId,
    },
    /// The law gives no end.
    #[error(transparent)]
    Law(#[from] ClockError),
}

impl ClockRefusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            ClockRefusal::NotRunning { .. } => "CLOCK_NOT_RUNNING",
            ClockRefusal::AlreadyExtended { .. } => "ALREADY_EXTENDED",
            ClockRefusal::NoticeTooLate { .. } => "NOTICE_TOO_LATE",
            ClockRefusal::NotLater => "END_NOT_LATER",
            ClockRefusal::Pausing { .. } => "CLOCK_PAUSING",
            ClockRefusal::Law(_) => "NO_TERM",
        }
    }

    /// Articles and days an integrator may show.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            ClockRefusal::NotRunning { rule } | ClockRefusal::Pausing { rule } => {
                vec![("rule", rule.to_string())]
            }
            ClockRefusal::AlreadyExtended { article } => vec![("article", (*article).to_owned())],
            ClockRefusal::NoticeTooLate { latest, article } => {
                vec![("article", (*article).to_owned()), ("latest", latest.to_string())]
            }
            ClockRefusal::NotLater => Vec::new(),
            ClockRefusal::Law(error) => vec![("explanation", error.to_string())],
        }
    }
}

/// Ends as they are recorded.
struct Ends {
    nominal: Option<NaiveDate>,
    due: Option<When>,
    target: Option<When>,
}

impl From<&Clock<'_>> for Ends {
    fn from(clock: &Clock<'_>) -> Ends {
        let (nominal, due, target) = match clock.end {
            End::Day { nominal, due } => (Some(nominal), Some(When::Day(due)), None),
            End::Moment { due } => (None, Some(When::At(due)), None),
            End::Earliest { day } => (None, Some(When::Day(day)), None),
            End::NoNumber { target } => (None, None, target.map(When::At)),
        };
        Ends { nominal, due, target }
    }
}

impl Plan {
    /// Changes to these clocks, computed with this book.
    pub fn new(book: Book<'static>, clocks: &Clocks) -> Plan {
        Plan { book, clocks: clocks.clone(), events: Vec::new() }
    }

    /// The clocks as they are by now.
    pub fn clocks(&self) -> &Clocks {
        &self.clocks
    }

    /// What is to be recorded, in order.
    pub fn into_events(self) -> Vec<Event> {
        self.events
    }

    /// Starts the clock of a rule, and beside it that of the promise for the same duty, if the rule has one.
    pub fn start(&mut self, rule: RuleId, start: When) -> Result<u16, ClockRefusal> {
        self.start_with(rule, start, None)
    }

    /// The same with the practice's own number.
    pub fn start_with(
        &mut self,
        rule: RuleId,
        start: When,
        count: Option<u16>,
    ) -> Result<u16, ClockRefusal> {
        let number = self.start_one(rule, start, count, None)?;
        let promise = self.book.rule(rule, start.day()).and_then(|row| row.promise);
        if let Some(promise) = promise {
            self.start_one(promise, start, None, Some(number))?;
        }
        Ok(number)
    }

    /// Starts the clock of a rule for the same duty as another.
    pub fn start_beside(
        &mut self,
        rule: RuleId,
        start: When,
        beside: u16,
    ) -> Result<u16, ClockRefusal> {
        self.start_one(rule, start, None, Some(beside))
    }

    fn start_one(
        &mut self,
        rule: RuleId,
        start: When,
        count: Option<u16>,
        beside: Option<u16>,
    ) -> Result<u16, ClockRefusal> {
        let clock = u16::try_from(self.clocks.len()).unwrap_or(u16::MAX);
        let Ends { nominal, due, target } = self.ends(rule.into(), start.start(), count, &[])?;
        self.record(Started {
            clock,
            rule: rule.as_str().to_owned(),
            table: self.book.revision,
            calendar: self.book.calendars.revision,
            count,
            start,
            nominal,
            due,
            target,
            beside,
        });
        Ok(clock)
    }

    /// What the clocks of these rules waited for happened; those that do not run are passed over.
    pub fn meet(&mut self, rules: &[RuleId], on: When, assumed: bool) {
        for number in self.running(rules) {
            self.record(Met { clock: number, on, assumed });
        }
    }

    /// The clocks of these rules end without being met; those that do not run are passed over.
    pub fn stop(&mut self, rules: &[RuleId], on: NaiveDate, reason: StopReason) {
        for number in self.running(rules) {
            self.record(Stopped { clock: number, on, reason });
        }
    }

    /// Every clock that still runs ends without being met.
    pub fn stop_all(&mut self, on: NaiveDate, reason: StopReason) {
        let running = self.clocks.iter().filter(|clock| clock.standing == Standing::Running);
        let numbers: Vec<u16> = running.map(|clock| clock.started.clock).collect();
        for clock in numbers {
            self.record(Stopped { clock, on, reason });
        }
    }

    /// The newest clocks of these rules are taken back as recorded in error, also those that were met: another one tells what is
    /// right. Nothing else may follow on a clock that was met (docs/format.md §7).
    pub fn take_back(&mut self, rules: &[RuleId], on: NaiveDate) {
        let reason = StopReason::RecordedInError;
        for rule in rules {
            let Some(clock) = self.clocks.newest(*rule) else { continue };
            if !matches!(clock.standing, Standing::Stopped { .. }) {
                let clock = clock.started.clock;
                self.record(Stopped { clock, on, reason });
            }
        }
    }

    /// The extension the rule itself has, once; `notice` is the day on which notice of it was sent.
    pub fn extend(&mut self, rule: RuleId, notice: NaiveDate) -> Result<(), ClockRefusal> {
        let clock = self.one_not_standing_still(rule)?.clone();
        let row = self.book.rule(rule, clock.started.start.day());
        let row = row.ok_or(ClockError::NoRow { rule })?;
        let extension =
            row.extension.ok_or(ClockError::NoExtension { rule, article: row.article })?;
        if clock.extended {
            return Err(ClockRefusal::AlreadyExtended { article: extension.article });
        }
        let latest = clock.due().map(When::day).filter(|_| extension.notice);
        if let Some(latest) = latest.filter(|latest| notice > *latest) {
            return Err(ClockRefusal::NoticeTooLate { latest, article: extension.article });
        }
        let start = clock.started.start.start();
        let Ends { nominal, due, .. } = self.ends(rule.extended(), start, None, &clock.pauses)?;
        let due = due.ok_or(ClockRefusal::NotLater)?;
        let notice = extension.notice.then_some(notice);
        self.record(Extended {
            clock: clock.started.clock,
            form: Form::Rule,
            notice,
            nominal,
            due,
        });
        Ok(())
    }

    /// A later end that was agreed with the client or set by an authority. The end of the rule stays what it was.
    pub fn agree(&mut self, rule: RuleId, form: Form, due: When) -> Result<(), ClockRefusal> {
        let clock = self.one_not_standing_still(rule)?;
        if !due.is_after(clock.started.start) {
            return Err(ClockRefusal::NotLater);
        }
        let clock = clock.started.clock;
        self.record(Extended { clock, form, notice: None, nominal: None, due });
        Ok(())
    }

    /// The clocks of these rules stand still from a day on.
    pub fn pause(&mut self, rules: &[RuleId], from: NaiveDate) -> Result<(), ClockRefusal> {
        for number in self.running(rules) {
            let clock = self.numbered(number)?;
            let rule = known(clock)?;
            if clock.paused_since.is_some() {
                return Err(ClockRefusal::Pausing { rule });
            }
            let pauses = [clock.pauses.as_slice(), &[Pause { from, until: from }]].concat();
            let name = RuleName { id: rule, extended: clock.extended };
            self.ends(name, clock.started.start.start(), plain_count(clock), &pauses)?;
            self.record(Paused { clock: number, from });
        }
        Ok(())
    }

    /// The clocks of these rules run again from a day on.
    pub fn resume(&mut self, rules: &[RuleId], until: NaiveDate) -> Result<(), ClockRefusal> {
        for number in self.running(rules) {
            let clock = self.numbered(number)?;
            let rule = known(clock)?;
            let from = clock.paused_since.ok_or(ClockRefusal::Pausing { rule })?;
            let pauses = [clock.pauses.as_slice(), &[Pause { from, until }]].concat();
            let name = RuleName { id: rule, extended: clock.extended };
            let start = clock.started.start.start();
            let ends = self.ends(name, start, plain_count(clock), &pauses)?;
            let (nominal, due) = ends.nominal.zip(ends.due).ok_or(ClockRefusal::NotLater)?;
            self.record(Resumed { clock: number, until, nominal, due });
        }
        Ok(())
    }

    /// The newest clocks of these rules were started from a wrong moment: counts them again from the right one. Also those that
    /// were met: whether they were missed may change.
    pub fn correct(&mut self, rules: &[RuleId], start: When) -> Result<(), ClockRefusal> {
        for rule in rules {
            let Some(clock) = self.clocks.newest(*rule) else { continue };
            if matches!(clock.standing, Standing::Stopped { .. }) || clock.started.start == start {
                continue;
            }
            let number = clock.started.clock;
            let name = RuleName { id: *rule, extended: clock.extended };
            let Ends { nominal, due, target } =
                self.ends(name, start.start(), plain_count(clock), &clock.pauses)?;
            self.record(Corrected {
                clock: number,
                table: self.book.revision,
                calendar: self.book.calendars.revision,
                start,
                nominal,
                due,
                target,
            });
        }
        Ok(())
    }

    fn ends(
        &self,
        name: RuleName,
        start: Start,
        count: Option<u16>,
        pauses: &[Pause],
    ) -> Result<Ends, ClockError> {
        self.book.clock_with(name, start, Terms { count, pauses }).map(|clock| Ends::from(&clock))
    }

    fn running(&self, rules: &[RuleId]) -> Vec<u16> {
        let of = |clock: &&Running| {
            clock.standing == Standing::Running
                && rules.iter().any(|rule| clock.started.rule == rule.as_str())
        };
        self.clocks.iter().filter(of).map(|clock| clock.started.clock).collect()
    }

    fn one(&self, rule: RuleId) -> Result<&Running, ClockRefusal> {
        self.clocks.running(rule).ok_or(ClockRefusal::NotRunning { rule })
    }

    /// While it stands still nobody knows its end, so none can be moved.
    fn one_not_standing_still(&self, rule: RuleId) -> Result<&Running, ClockRefusal> {
        let clock = self.one(rule)?;
        if clock.paused_since.is_some() { Err(ClockRefusal::Pausing { rule }) } else { Ok(clock) }
    }

    fn numbered(&self, number: u16) -> Result<&Running, ClockRefusal> {
        let nobody = ClockRefusal::NotRunning { rule: RuleId::AvgRequest };
        self.clocks.get(number).ok_or(nobody)
    }

    fn record(&mut self, event: impl Into<Event>) {
        let event = event.into();
        self.clocks.evolve(&event);
        self.events.push(event);
    }
}

/// The practice's own number counts for the plain form only.
fn plain_count(clock: &Running) -> Option<u16> {
    clock.started.count.filter(|_| !clock.extended)
}

fn known(clock: &Running) -> Result<RuleId, ClockRefusal> {
    clock.started.rule_id().ok_or(ClockRefusal::Law(ClockError::NoRow { rule: RuleId::AvgRequest }))
}
