//! What lies between two moments of a matter: what was added, set right and taken back, and which clocks stand otherwise.

use chrono::{DateTime, Utc};

use super::account::Effect;
use super::moment::{Moment, Time};
use super::unfold::{Replay, Step, Then};
use super::{Record, Window};
use crate::domain::clock::Running;

/// What lies between two moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference<'a> {
    /// Steps after the earlier moment, up to the later one, in their order; each says what it does.
    pub steps: Vec<Step<'a>>,
    /// How it stood at the earlier moment.
    pub before: Then,
    /// How it stood at the later moment.
    pub after: Then,
}

/// A clock that stands otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockChange<'a> {
    /// At the earlier moment; nothing if it had not been started.
    pub before: Option<&'a Running>,
    /// At the later moment; nothing if it turned out never to have run.
    pub after: Option<&'a Running>,
}

/// Compares two moments of a matter; `end` is the instant after which nothing is known.
pub fn compare(
    records: &[Record],
    time: Time,
    earlier: Moment,
    later: Moment,
    end: DateTime<Utc>,
) -> Difference<'_> {
    let replay = Replay::new(records, time);
    let until = |moment| Window { from: None, until: Some(moment) };
    let before: Vec<u64> =
        replay.steps(until(earlier)).map(|step| step.record.place.position).collect();
    let steps = replay.steps(until(later));
    let steps = steps.filter(|step| !before.contains(&step.record.place.position)).collect();
    let then = |moment: Moment| replay.then(Some(moment), end);
    Difference { steps, before: then(earlier), after: then(later) }
}

impl Difference<'_> {
    /// Positions of the steps that do this.
    pub fn positions(&self, effect: Effect) -> Vec<u64> {
        let steps = self.steps.iter().filter(|step| step.effect == effect);
        steps.map(|step| step.record.place.position).collect()
    }

    /// Clocks that stand otherwise, by number; one that only came nearer to its end does not, one that passed it does.
    pub fn clocks(&self) -> Vec<ClockChange<'_>> {
        let (before, after) = (&self.before.clocks, &self.after.clocks);
        let mut numbers: Vec<u16> =
            before.iter().chain(after.iter()).map(|it| it.started.clock).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
            .into_iter()
            .map(|number| ClockChange { before: before.of(number), after: after.of(number) })
            .filter(|change| {
                change.before != change.after
                    || change.before.map(|it| it.status(before.now))
                        != change.after.map(|it| it.status(after.now))
            })
            .collect()
    }
}
