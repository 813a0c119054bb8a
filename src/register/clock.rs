//! What the register asks of time, and when it refuses to stamp. Reads no clock itself: the shell brings one.

use std::time::Duration;

/// Where the register's time comes from.
pub trait Clock: Send + Sync {
    /// Wall-clock time, microseconds UTC since 1970.
    fn now(&self) -> i64;
    /// Time that only goes forward, from any start.
    fn monotonic(&self) -> Duration;
}

/// The clock is not believable; nothing is written until somebody accepts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockRefusal {
    /// The clock stands before the last record.
    #[error("the clock is {seconds} s behind the last record")]
    Behind {
        /// By how much.
        seconds: i64,
    },
    /// The clock jumped ahead, at start against the last record, while running against elapsed time.
    #[error("the clock is {seconds} s ahead of where it should be")]
    Ahead {
        /// By how much.
        seconds: i64,
    },
}

/// A clock may be this much behind the last stamp: small steps back are ordinary clock discipline.
const BEHIND_MAX: i64 = 5_000_000;
/// A practice may be closed for a month; a longer gap is more likely a wrong clock.
const AHEAD_AT_START_MAX: i64 = 31 * 24 * 3600 * 1_000_000;
/// While running, wall time may run ahead of elapsed time by this much.
const AHEAD_WHILE_RUNNING_MAX: i64 = 60_000_000;

/// Judges readings of the clock against the last stamp and against elapsed time.
#[derive(Debug)]
pub struct TimeRules {
    last: Option<i64>,
    anchor: Option<(i64, Duration)>,
    behind_max: i64,
}

impl TimeRules {
    /// Starts from the stamp of the last record, if there is one.
    pub fn new(last: Option<i64>) -> Self {
        TimeRules { last, anchor: None, behind_max: BEHIND_MAX }
    }

    /// The stamp for a batch: `max(now, last + 1 µs)`, or why the clock is not believed.
    pub fn stamp(&mut self, now: i64, monotonic: Duration) -> Result<i64, ClockRefusal> {
        if let Some(last) = self.last
            && last.saturating_sub(now) > self.behind_max
        {
            return Err(ClockRefusal::Behind { seconds: last.saturating_sub(now) / 1_000_000 });
        }
        if self.last.is_none_or(|last| now >= last) {
            self.behind_max = BEHIND_MAX;
        }
        let (expected, bound) = match (self.anchor, self.last) {
            (Some((wall, started)), _) => {
                let elapsed = monotonic.saturating_sub(started).as_micros();
                let elapsed = i64::try_from(elapsed).unwrap_or(i64::MAX);
                (wall.saturating_add(elapsed), AHEAD_WHILE_RUNNING_MAX)
            }
            (None, Some(last)) => (last, AHEAD_AT_START_MAX),
            (None, None) => (now, 0),
        };
        let ahead = now.saturating_sub(expected);
        if ahead > bound {
            return Err(ClockRefusal::Ahead { seconds: ahead / 1_000_000 });
        }
        // The anchor follows, so that slow drift corrected by the system is not taken for a jump.
        self.anchor = Some((now, monotonic));
        let stamp = self.last.map_or(now, |last| now.max(last.saturating_add(1))).max(0);
        self.last = Some(stamp);
        Ok(stamp)
    }

    /// Somebody looked at the clock and says it is right. If it stands behind the last record, stamps creep
    /// forward by a microsecond each until it has caught up.
    pub fn accept(&mut self, now: i64, monotonic: Duration) {
        self.anchor = Some((now, monotonic));
        let behind = self.last.map_or(0, |last| last.saturating_sub(now)).max(0);
        self.behind_max = behind.saturating_add(BEHIND_MAX);
    }

    /// The last stamp given, if any.
    pub fn last(&self) -> Option<i64> {
        self.last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i64 = 1_000_000;
    const DAY: i64 = 24 * 3600 * SECOND;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn two_batches_in_the_same_microsecond_get_two_stamps() {
        let mut rules = TimeRules::new(None);
        assert_eq!(rules.stamp(DAY, at(1)), Ok(DAY));
        assert_eq!(rules.stamp(DAY, at(1)), Ok(DAY + 1));
    }

    #[test]
    fn a_clock_five_seconds_behind_is_followed_and_six_is_refused() {
        let mut rules = TimeRules::new(Some(DAY));
        assert_eq!(rules.stamp(DAY - 5 * SECOND, at(1)), Ok(DAY + 1));
        let refusal = rules.stamp(DAY - 6 * SECOND, at(1));
        assert_eq!(refusal, Err(ClockRefusal::Behind { seconds: 6 }));
    }

    #[test]
    fn a_clock_set_back_an_hour_is_usable_once_accepted_and_stamps_still_grow() {
        let mut rules = TimeRules::new(Some(DAY));
        assert!(rules.stamp(DAY - 3600 * SECOND, at(0)).is_err());
        rules.accept(DAY - 3600 * SECOND, at(0));
        assert_eq!(rules.stamp(DAY - 3600 * SECOND, at(0)), Ok(DAY + 1));
        assert_eq!(rules.stamp(DAY - 3599 * SECOND, at(1)), Ok(DAY + 2));
    }

    #[test]
    fn at_start_a_month_of_silence_is_believed_and_more_is_not() {
        assert!(TimeRules::new(Some(DAY)).stamp(32 * DAY, at(0)).is_ok());
        let refusal = TimeRules::new(Some(DAY)).stamp(32 * DAY + SECOND, at(0));
        assert_eq!(refusal, Err(ClockRefusal::Ahead { seconds: 31 * 86_400 + 1 }));
    }

    #[test]
    fn while_running_a_jump_of_more_than_a_minute_is_refused_until_accepted() {
        let mut rules = TimeRules::new(None);
        assert!(rules.stamp(DAY, at(0)).is_ok());
        assert!(rules.stamp(DAY + 3600 * SECOND, at(3600)).is_ok(), "an hour passed on both");
        let jumped = DAY + 7200 * SECOND;
        assert!(matches!(rules.stamp(jumped, at(3601)), Err(ClockRefusal::Ahead { .. })));
        rules.accept(jumped, at(3602));
        assert_eq!(rules.stamp(jumped + SECOND, at(3603)), Ok(jumped + SECOND));
    }
}
