//! The days a clock stood still (rules.md §6), kept as sums: judging one more pause costs the same however many there were.
//! Knows no rule.

use super::day::Day;

/// All pauses of a clock so far: in order, not overlapping.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pauses {
    days: i32,
    /// Where the first begins and the last ends.
    span: Option<(Day, Day)>,
    /// The earliest nominal end, by count alone, that lets every pause begin while the clock still ran.
    reach: Option<Day>,
}

impl Pauses {
    /// With one more, which ends on the day of the answer; `None` if it ends before it begins or begins before the last ended.
    pub fn with(self, from: Day, until: Day) -> Option<Self> {
        let in_order = self.span.is_none_or(|(_, last)| from >= last);
        if until < from || !in_order {
            return None;
        }
        let first = self.span.map_or(from, |(first, _)| first);
        let reach = from.plus_days(-self.days);
        Some(Self {
            days: self.days + until.days_since(from),
            span: Some((first, until)),
            reach: self.reach.max(Some(reach)),
        })
    }

    /// Whether the clock never stood still.
    pub fn are_none(self) -> bool {
        self.span.is_none()
    }

    /// The nominal end moved on; `None` if a pause begins before the start, or after the end reached by then.
    pub fn move_on(self, start: Day, nominal: Day) -> Option<Day> {
        let begun = self.span.is_none_or(|(first, _)| first >= start);
        let running = self.reach.is_none_or(|reach| reach <= nominal);
        (begun && running).then(|| nominal.plus_days(self.days))
    }
}
