//! What must be done before the end of which day, over all cases: folded from the records of clocks and of cases, kept in the order
//! of working dates so that a question touches only what it shows. In memory only. Knows no roles: who may see a register is told.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use crate::chain::StreamId;
use crate::domain::Event;
use crate::domain::clock::{Running, Standing, Status};

use super::cases::{Case, CaseRegister, TASK, Task};
use super::difference;

/// Where a duty stands: its day, its case by number, its number in the case.
type Key = (NaiveDate, u32, u16);

/// Every duty of every case.
#[derive(Debug, Default)]
pub struct Agenda {
    next: u64,
    cases: Vec<Case>,
    numbers: HashMap<StreamId, u32>,
    running: BTreeSet<Key>,
    ended: BTreeSet<Key>,
    changes: Vec<(u64, u32, u16)>,
}

/// Which duties are asked for.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to and including this day.
    pub until: Option<NaiveDate>,
    /// Standing so; none: however they stand.
    pub statuses: Vec<Status>,
}

/// One duty: a clock and what stands beside it, or the task of a measure.
#[derive(Clone, Copy, Debug)]
pub struct Duty<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its number in the case.
    pub number: u16,
    /// The day under which it stands: its working date; where it has none ("without delay"), the day on which it started.
    pub day: NaiveDate,
}

impl Agenda {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind changes the agenda.
    pub fn concerns(kind: &str) -> bool {
        kind.starts_with("clock.") || CaseRegister::of_kind(kind).is_some()
    }

    /// Folds a fact of a case in. One seen before is ignored.
    pub fn apply(
        &mut self,
        position: u64,
        recorded_at: i64,
        stream: StreamId,
        register: CaseRegister,
        event: &Event,
    ) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        let number = self.number(stream, register, recorded_at);
        let index = usize::try_from(number).unwrap_or(usize::MAX);
        let Some(case) = self.cases.get_mut(index) else { return };
        let before = case.duty_of(event).and_then(|duty| place(case, number, duty));
        case.evolve(recorded_at, event);
        let duty = case.duty_of(event);
        let after = duty.and_then(|duty| place(case, number, duty));
        if let Some((runs, key)) = before {
            self.set(runs).remove(&key);
        }
        if let Some((runs, key)) = after {
            self.set(runs).insert(key);
        }
        self.changes.extend(duty.map(|duty| (position, number, duty)));
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Agenda) -> Option<u64> {
        let by_list = difference::of_lists(&self.changes, &rebuilt.changes, |(at, ..)| *at);
        let longest = self.cases.len().max(rebuilt.cases.len());
        let unlike = (0..longest).find(|at| self.cases.get(*at) != rebuilt.cases.get(*at));
        let of_case = unlike.map(|case| {
            let both = self.changes.iter().chain(&rebuilt.changes);
            let its = both.filter(|(_, number, _)| usize::try_from(*number) == Ok(case));
            its.map(|(at, ..)| *at).min().unwrap_or(0)
        });
        let of_days = (self.running != rebuilt.running || self.ended != rebuilt.ended).then_some(0);
        by_list.into_iter().chain(of_case).min().or(of_days)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Duties in the order of their days, of the registers that may be seen.
    pub fn list<'a>(
        &'a self,
        query: &'a Query,
        now: DateTime<Utc>,
        may_see: impl Fn(CaseRegister) -> bool + 'a,
    ) -> impl Iterator<Item = Duty<'a>> {
        let runs =
            |status: &Status| matches!(status, Status::Due | Status::Paused | Status::Overdue);
        let any = query.statuses.is_empty();
        let running = (any || query.statuses.iter().any(runs)).then_some(&self.running);
        let ended = (any || !query.statuses.iter().all(runs)).then_some(&self.ended);
        let first = (query.from.unwrap_or(NaiveDate::MIN), 0, 0);
        let last = (query.until.unwrap_or(NaiveDate::MAX), u32::MAX, u16::MAX);
        // A period that ends before it begins holds nothing.
        let within = move |keys: &'a BTreeSet<Key>| {
            (first <= last).then(|| keys.range(first..=last)).into_iter().flatten()
        };
        let running = running.into_iter().flat_map(within);
        let ended = ended.into_iter().flat_map(within);
        in_order(running, ended)
            .filter_map(|key| self.duty(*key))
            .filter(move |duty| may_see(duty.case.register))
            .filter(move |duty| any || query.statuses.contains(&duty.status(now)))
    }

    /// The duties that changed from a position on, each once, as they stand now.
    pub fn changed_since(&self, position: u64) -> impl Iterator<Item = Duty<'_>> {
        let first = self.changes.partition_point(|(at, _, _)| *at < position);
        let changed: BTreeSet<(u32, u16)> =
            self.changes.iter().skip(first).map(|(_, case, duty)| (*case, *duty)).collect();
        changed.into_iter().filter_map(|(number, duty)| {
            let (_, key) = place(self.case(number)?, number, duty)?;
            self.duty(key)
        })
    }

    /// All cases, in the order in which they began.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.cases.iter()
    }

    fn number(&mut self, stream: StreamId, register: CaseRegister, recorded_at: i64) -> u32 {
        let next = u32::try_from(self.cases.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(stream).or_insert(next);
        if number == next {
            self.cases.push(Case::new(stream, register, recorded_at));
        }
        number
    }

    fn case(&self, number: u32) -> Option<&Case> {
        self.cases.get(usize::try_from(number).ok()?)
    }

    fn duty(&self, (day, number, duty): Key) -> Option<Duty<'_>> {
        Some(Duty { case: self.case(number)?, number: duty, day })
    }

    fn set(&mut self, runs: bool) -> &mut BTreeSet<Key> {
        if runs { &mut self.running } else { &mut self.ended }
    }
}

/// Whether a duty runs, and where it stands.
fn place(case: &Case, number: u32, duty: u16) -> Option<(bool, Key)> {
    if duty == TASK {
        let task = case.task?;
        let runs = task.done.is_none() && !task.given_up;
        return Some((runs, (task.due, number, duty)));
    }
    let first = case.clocks_of(duty).next()?;
    let runs = case.clocks_of(duty).any(|clock| clock.standing == Standing::Running);
    let day = case.clocks.working_day(first).unwrap_or_else(|| first.started.start.day());
    Some((runs, (day, number, duty)))
}

/// Two sorted rows as one.
fn in_order<'a>(
    one: impl Iterator<Item = &'a Key>,
    other: impl Iterator<Item = &'a Key>,
) -> impl Iterator<Item = &'a Key> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if second < first => other.next(),
        (None, _) => other.next(),
        _ => one.next(),
    })
}

impl<'a> Duty<'a> {
    /// Its clocks: what the law asks first, what was promised beside it. None of a task.
    pub fn clocks(&self) -> impl Iterator<Item = &'a Running> + use<'a> {
        self.case.clocks_of(self.number)
    }

    /// The task, if it is one.
    pub fn task(&self) -> Option<Task> {
        self.case.task.filter(|_| self.number == TASK)
    }

    /// The day on which somebody must have acted; nothing for "without delay".
    pub fn working_day(&self) -> Option<NaiveDate> {
        match self.task() {
            Some(task) => Some(task.due),
            None => self.clocks().next().and_then(|clock| self.case.clocks.working_day(clock)),
        }
    }

    /// How it looks at a moment: as long as one of its clocks runs, as the most pressing of these; after that as the worst of all.
    /// Each clock says for itself how it stands.
    pub fn status(&self, now: DateTime<Utc>) -> Status {
        if let Some(task) = self.task() {
            return task.status(now);
        }
        let has = |status| self.clocks().any(|clock| clock.status(now) == status);
        let order = [Status::Overdue, Status::Due, Status::Paused, Status::Missed, Status::Met];
        order.into_iter().find(|status| has(*status)).unwrap_or(Status::Stopped)
    }

    /// How often its ends were changed: what tells a calendar that it has an old one.
    pub fn changes(&self) -> usize {
        let of_clock = |clock: &Running| {
            clock.ends.len().saturating_sub(1) + usize::from(clock.agreed.is_some())
        };
        match self.task() {
            Some(task) => usize::try_from(task.revisions).unwrap_or(usize::MAX),
            None => self.clocks().map(of_clock).sum(),
        }
    }
}
