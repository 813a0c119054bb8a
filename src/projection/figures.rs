//! Counts over cases: how many, of which kind, in time or not, how long it took. Takes cases, a period and a moment; keeps nothing.
//! Small numbers can be hidden, so that nobody is found by being the only one.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use crate::domain::clock::{Running, Standing, Status};

use super::cases::Case;

/// A count below this one is small.
pub const SMALL: u64 = 5;

/// A year or half of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    /// The calendar year.
    pub year: i32,
    /// Its first or second half; the whole of it otherwise.
    pub half: Option<u8>,
}

impl Period {
    /// Whether a day lies in it.
    pub fn holds(self, day: NaiveDate) -> bool {
        let half = if day.month() <= 6 { 1 } else { 2 };
        day.year() == self.year && self.half.is_none_or(|wanted| wanted == half)
    }
}

/// The cases that began in a period. A count that is not there was hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many.
    pub cases: Option<u64>,
    /// How many by kind; a case may be of several.
    pub kinds: BTreeMap<&'static str, Option<u64>>,
    /// What became of their clocks, by rule.
    pub rules: BTreeMap<String, Outcomes>,
}

/// What became of the clocks of one rule. Started = met in time + met late + waiting + overdue + stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// How many started.
    pub started: Option<u64>,
    /// Met in time, or without a term.
    pub met: Option<u64>,
    /// Met after their end.
    pub missed: Option<u64>,
    /// Waiting, their end lying ahead.
    pub waiting: Option<u64>,
    /// Waiting, their end having passed.
    pub overdue: Option<u64>,
    /// Ended without being met.
    pub stopped: Option<u64>,
    /// Got a later end, by the rule, by consent or by an authority, whatever became of them.
    pub extended: Option<u64>,
    /// Whole days from start to meeting: the middle one of all, the mean of the two in the middle rounded up.
    pub median_days: Option<u64>,
}

/// Counts while they are counted.
#[derive(Default)]
struct Tally {
    by_status: BTreeMap<u8, u64>,
    extended: u64,
    days: Vec<i64>,
}

/// Counts the cases that began in a period, as their clocks look at a moment.
pub fn figures<'a>(
    cases: impl Iterator<Item = &'a Case>,
    period: Period,
    now: DateTime<Utc>,
) -> Figures {
    let (mut count, mut kinds) = (0, BTreeMap::new());
    let mut rules: BTreeMap<&str, Tally> = BTreeMap::new();
    for case in cases.filter(|case| period.holds(case.opened_on())) {
        count += 1;
        for kind in case.kinds() {
            *kinds.entry(*kind).or_insert(0) += 1;
        }
        for clock in case.clocks.iter() {
            rules.entry(clock.started.rule.as_str()).or_default().add(clock, now);
        }
    }
    let rules = rules.into_iter().map(|(rule, tally)| (rule.to_owned(), tally.outcomes()));
    Figures {
        cases: Some(count),
        kinds: kinds.into_iter().map(|(kind, count)| (kind, Some(count))).collect(),
        rules: rules.collect(),
    }
}

/// The row of a status in a tally.
fn row(status: Status) -> u8 {
    match status {
        Status::Met => 0,
        Status::Missed => 1,
        Status::Due | Status::Paused => 2,
        Status::Overdue => 3,
        Status::Stopped => 4,
    }
}

impl Tally {
    fn add(&mut self, clock: &Running, now: DateTime<Utc>) {
        *self.by_status.entry(row(clock.status(now))).or_insert(0) += 1;
        self.extended += u64::from(clock.extended || clock.agreed.is_some());
        if let Standing::Met { on, .. } = clock.standing {
            self.days.push((on.day() - clock.started.start.day()).num_days());
        }
    }

    fn outcomes(self) -> Outcomes {
        let of = |status| Some(self.by_status.get(&row(status)).copied().unwrap_or(0));
        Outcomes {
            started: Some(self.by_status.values().sum()),
            met: of(Status::Met),
            missed: of(Status::Missed),
            waiting: of(Status::Due),
            overdue: of(Status::Overdue),
            stopped: of(Status::Stopped),
            extended: Some(self.extended),
            median_days: median(self.days),
        }
    }
}

/// The middle of a row of days; of two in the middle their mean, rounded up. What was met before it started took no day.
fn median(mut days: Vec<i64>) -> Option<u64> {
    days.sort_unstable();
    let upper = *days.get(days.len() / 2)?;
    let lower = *days.get(days.len().saturating_sub(1) / 2)?;
    Some(u64::try_from((upper + lower + 1).div_euclid(2)).unwrap_or(0))
}

impl Figures {
    /// The same with small numbers hidden, and with each number from which a hidden one could be reckoned.
    #[must_use]
    pub fn suppressed(mut self) -> Figures {
        let mut kinds: Vec<&mut Option<u64>> = self.kinds.values_mut().collect();
        hide(&mut self.cases, &mut kinds);
        if self.cases.is_none() {
            return Figures::default();
        }
        for outcomes in self.rules.values_mut() {
            outcomes.suppress();
        }
        self
    }
}

impl Outcomes {
    fn suppress(&mut self) {
        let met = self.met.unwrap_or(0) + self.missed.unwrap_or(0);
        if met < SMALL {
            self.median_days = None;
        }
        if self.extended.is_some_and(is_small) {
            self.extended = None;
        }
        let parts = &mut [
            &mut self.met,
            &mut self.missed,
            &mut self.waiting,
            &mut self.overdue,
            &mut self.stopped,
        ];
        hide(&mut self.started, parts);
    }
}

fn is_small(count: u64) -> bool {
    (1..SMALL).contains(&count)
}

/// Hides small numbers. One hidden number alone is the total less the others, so the smallest of these is hidden with it, or the
/// total where there is none.
fn hide(total: &mut Option<u64>, parts: &mut [&mut Option<u64>]) {
    if total.is_some_and(is_small) {
        *total = None;
        for part in parts.iter_mut() {
            **part = None;
        }
        return;
    }
    for part in parts.iter_mut().filter(|part| part.is_some_and(is_small)) {
        **part = None;
    }
    let hidden = parts.iter().filter(|part| part.is_none()).count();
    if hidden == 1 {
        let others = parts.iter_mut().filter(|part| part.is_some_and(|count| count > 0));
        match others.min_by_key(|part| part.unwrap_or(0)) {
            Some(other) => **other = None,
            None => *total = None,
        }
    }
}
