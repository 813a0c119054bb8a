//! "More than three no-shows within three months" (municipal framework): a rule that watches a
//! row of events instead of counting from one.

use super::rule::{Rule, Term};
use chrono::NaiveDate;

/// What a row of no-shows leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoShows {
    /// The no-show that was one too many, if there was one: the day that obliges.
    pub triggered_on: Option<NaiveDate>,
}

impl NoShows {
    /// Judges days in any order under a rule that allows so many in a window. The window of a day
    /// opens after the day the length before it, so that day itself is outside. Two no-shows on
    /// one day are two. `None` for a rule of another kind.
    pub fn judge(rule: &Rule, days: &[NaiveDate]) -> Option<Self> {
        let Term::MoreThan { allowed, within } = rule.term else { return None };
        let mut days = days.to_vec();
        days.sort_unstable();
        let triggered_on = days
            .iter()
            .enumerate()
            .find(|(position, day)| {
                // The no-show that many places earlier must lie within the window.
                position
                    .checked_sub(allowed.into())
                    .and_then(|earlier| days.get(earlier))
                    .is_some_and(|first| within.before(**day).is_some_and(|opens| *first > opens))
            })
            .map(|(_, day)| *day);
        Some(Self { triggered_on })
    }

    /// Whether the municipality must be told.
    pub fn triggered(self) -> bool {
        self.triggered_on.is_some()
    }
}
