//! The steps of a matter, one after the other, each with the clocks and the standing as they were by then.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::account::{Effect, is_decision};
use super::fact::{Fact, known, recorded};
use super::moment::{Moment, Time, Window};
use super::standing::word;
use super::{Record, times::Times};
use crate::domain::clock::{self, Clocks, Running, StopReason, When};
use crate::domain::dossier::event::{CLOSED, OPENED, REOPENED};
use crate::domain::provenance::local_day;
use crate::projection::matter::Matter;

/// A matter, ready to be played.
#[derive(Clone, Debug)]
pub struct Replay<'a> {
    time: Time,
    /// In the order of the time that is played.
    facts: Vec<Fact<'a>>,
    /// The places of those that move how it stands, in the order in which they were recorded.
    folded: Vec<usize>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<'a> {
    /// The record.
    pub record: &'a Record,
    /// When it happened and was learned; nothing if it does not say.
    pub times: Option<Times>,
    /// What it does to what was there.
    pub effect: Effect,
    /// Whether somebody decided something by it.
    pub decision: bool,
    /// Where it was set right since; in happened time alone.
    pub corrected_by: Vec<u64>,
    /// How the matter stood from here on.
    pub then: Then,
}

/// How a matter stood at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Then {
    /// In the word of its register; empty where there was nothing yet.
    pub standing: &'static str,
    /// Its clocks.
    pub clocks: ClocksThen,
}

/// Clocks as they stood at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClocksThen {
    /// All of them, by number.
    pub all: Clocks,
    /// The moment at which they are looked at.
    pub now: DateTime<Utc>,
    hidden: BTreeSet<u16>,
}

impl ClocksThen {
    /// Those that had been started by then.
    pub fn iter(&self) -> impl Iterator<Item = &Running> {
        self.all.iter().filter(|it| !self.hidden.contains(&it.started.clock))
    }

    /// The one of this number, if it had been started by then.
    pub fn of(&self, number: u16) -> Option<&Running> {
        self.iter().find(|it| it.started.clock == number)
    }
}

impl<'a> Replay<'a> {
    /// The matter these records make, in the order of their stream.
    pub fn new(records: &'a [Record], time: Time) -> Replay<'a> {
        let mut facts = match time {
            Time::Recorded => recorded(records),
            Time::Happened => known(records),
        };
        if time == Time::Happened {
            in_order_of_happening(&mut facts);
        }
        // Of a dossier only these move how it stands; it has no clocks.
        let moves = |kind: &str| {
            !kind.starts_with("dossier.") || [OPENED, CLOSED, REOPENED].contains(&kind)
        };
        let folded = facts.iter().enumerate().filter(|(_, it)| moves(&it.record.kind));
        let mut folded: Vec<usize> = folded.map(|(place, _)| place).collect();
        folded.sort_by_key(|place| facts.get(*place).map(|it| it.record.place.revision));
        Replay { time, facts, folded }
    }

    /// The steps within a window, in order.
    pub fn steps(&self, window: Window) -> impl Iterator<Item = Step<'a>> {
        self.steps_after(None, window)
    }

    /// The same, going on after the step of a position.
    pub fn steps_after(
        &self,
        after: Option<u64>,
        window: Window,
    ) -> impl Iterator<Item = Step<'a>> {
        let mut reached = after.is_none();
        let shown = self.facts.iter().enumerate().filter(|(_, it)| it.shown);
        let later = shown.filter(move |(_, it)| {
            let was_reached = reached;
            reached |= after == Some(it.record.place.position);
            was_reached
        });
        let within = later.filter(move |(_, it)| window.holds(&it.lies(self.time)));
        within.map(|(place, fact)| self.step(place, fact))
    }

    /// Whether the record at a position is a step.
    pub fn has_step(&self, position: u64) -> bool {
        self.facts.iter().any(|it| it.shown && it.record.place.position == position)
    }

    fn step(&self, place: usize, fact: &Fact<'a>) -> Step<'a> {
        let record = fact.record;
        let effect = match self.time {
            Time::Recorded => Effect::of(&record.kind, record.event()),
            // What sets something right stands in its place.
            Time::Happened if fact.corrected_by.is_empty() => {
                Effect::of(&record.kind, record.event())
            }
            Time::Happened => Effect::Adds,
        };
        Step {
            record,
            times: fact.times,
            effect,
            decision: is_decision(&record.kind),
            corrected_by: fact.corrected_by.clone(),
            then: self.folded_by(fact.lies(self.time).at, |at| at <= place),
        }
    }

    /// How the matter stood at a moment; nothing is the end of it, looked at then.
    pub fn then(&self, moment: Option<Moment>, end: DateTime<Utc>) -> Then {
        let reached = |place: usize| {
            let lies = self.facts.get(place).map(|it| it.lies(self.time));
            moment.is_none_or(|moment| lies.is_some_and(|lies| moment.reaches(&lies)))
        };
        self.folded_by(moment.map_or(end, Moment::instant), reached)
    }

    /// Folds, in the order in which they were recorded, the facts that had been reached, and looks at their clocks at that instant.
    fn folded_by(&self, now: DateTime<Utc>, reached: impl Fn(usize) -> bool) -> Then {
        let (mut matter, mut all) = (Matter::default(), Clocks::default());
        let mut hidden = BTreeSet::new();
        for place in &self.folded {
            let Some(fact) = self.facts.get(*place).filter(|it| !it.in_error) else { continue };
            let reached = reached(*place);
            if let Some(event) = fact.record.event().filter(|_| reached) {
                matter.evolve(fact.record.place, event);
            }
            for clock in &fact.clocks {
                if self.time == Time::Recorded {
                    if reached {
                        all.evolve(clock);
                    }
                    continue;
                }
                // All that is known now counts, as far as it had happened.
                match clock {
                    clock::Event::Started(_) => {
                        if !reached {
                            hidden.insert(clock.clock());
                        }
                        all.evolve(clock);
                    }
                    clock::Event::Corrected(_) => all.evolve(clock),
                    clock::Event::Stopped(stopped)
                        if stopped.reason == StopReason::RecordedInError =>
                    {
                        hidden.insert(clock.clock());
                    }
                    _ if reached && own_day(clock).is_none_or(|when| is_past(when, now)) => {
                        all.evolve(clock);
                    }
                    _ => {}
                }
            }
        }
        if self.time == Time::Happened {
            let later = all.iter().filter(|it| !is_past(it.started.start, now));
            hidden.extend(later.map(|it| it.started.clock));
        }
        Then { standing: word(&matter), clocks: ClocksThen { all, now, hidden } }
    }
}

/// Sorts facts by when they happened. Of one day those whose hour is not known follow the one that was recorded before them, and
/// else begin the day.
fn in_order_of_happening(facts: &mut [Fact<'_>]) {
    let mut hours: HashMap<NaiveDate, DateTime<Utc>> = HashMap::new();
    let mut keys = HashMap::new();
    for fact in facts.iter() {
        let lies = fact.lies(Time::Happened);
        let day = local_day(lies.at);
        let at = if lies.whole_day {
            hours.get(&day).copied().unwrap_or(DateTime::<Utc>::MIN_UTC)
        } else {
            hours.insert(day, lies.at);
            lies.at
        };
        keys.insert(lies.position, (day, at, fact.number));
    }
    facts.sort_by_key(|fact| keys.get(&fact.record.place.position).copied());
}

/// The day or instant a fact of a clock names as its own.
fn own_day(clock: &clock::Event) -> Option<When> {
    match clock {
        clock::Event::Started(_) | clock::Event::Corrected(_) => None,
        clock::Event::Extended(fact) => fact.notice.map(When::Day),
        clock::Event::Paused(fact) => Some(When::Day(fact.from)),
        clock::Event::Resumed(fact) => Some(When::Day(fact.until)),
        clock::Event::Met(fact) => Some(fact.on),
        clock::Event::Stopped(fact) => Some(When::Day(fact.on)),
    }
}

/// Whether something had come by an instant; a day is compared with a day.
fn is_past(when: When, now: DateTime<Utc>) -> bool {
    match when {
        When::Day(day) => day <= local_day(now),
        When::At(instant) => instant <= now,
    }
}
