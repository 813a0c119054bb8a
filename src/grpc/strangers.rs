//! Callers with a token nobody knows: those of one second share a line of the access log, so that guessing fills no disk, and wait the
//! longer the more of them there are. Knows seconds, no clock.

use std::time::Duration;

use parking_lot::Mutex;

/// What a guess waits for each one before it in the same second.
const DELAY: Duration = Duration::from_millis(10);
/// What it waits at most.
const DELAY_MAX: Duration = Duration::from_secs(1);

/// How many there were.
#[derive(Debug, Default)]
pub struct Strangers(Mutex<Counted>);

#[derive(Debug, Default)]
struct Counted {
    second: i64,
    /// In that second.
    guesses: u32,
    /// Since the last line.
    unwritten: u32,
}

/// What to do about a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// How many a line is to say there were, if one is to be written: at the first of each second.
    pub write: Option<u32>,
    /// How long to wait before it is refused.
    pub delay: Duration,
}

impl Strangers {
    /// Counts one of a second.
    pub fn guess(&self, second: i64) -> Answer {
        let mut counted = self.0.lock();
        let first = counted.second != second;
        if first {
            (counted.second, counted.guesses) = (second, 0);
        }
        let delay = DELAY.saturating_mul(counted.guesses).min(DELAY_MAX);
        counted.guesses = counted.guesses.saturating_add(1);
        counted.unwritten = counted.unwritten.saturating_add(1);
        let write = first.then(|| std::mem::take(&mut counted.unwritten));
        Answer { write, delay }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_a_second_is_written_with_all_that_came_since_the_last_line() {
        let strangers = Strangers::default();
        let writes = [7, 7, 7, 8, 8, 30].map(|second| strangers.guess(second).write);
        assert_eq!(writes, [Some(1), None, None, Some(3), None, Some(2)]);
    }

    #[test]
    fn a_guess_waits_the_longer_the_more_there_were_in_its_second_and_never_long() {
        let strangers = Strangers::default();
        let delays: Vec<Duration> = (0..200).map(|_| strangers.guess(7).delay).collect();
        assert_eq!(delays.first(), Some(&Duration::ZERO));
        assert!(delays.windows(2).all(|two| two[0] < two[1] || two[1] == DELAY_MAX));
        assert_eq!(delays.last(), Some(&DELAY_MAX));
        assert_eq!(strangers.guess(8).delay, Duration::ZERO);
    }
}
