//! Standing still: the days a clock does not run while the client's identity is being asked for
//! (AVG 12(6)). Knows no rules.

use chrono::{Days, NaiveDate};
use thiserror::Error;

/// The clock stands still from the day of asking until the day of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pause {
    /// The day the question was asked. As with any term, that day itself still runs.
    pub from: NaiveDate,
    /// The day the answer came, the last day that does not run.
    pub until: NaiveDate,
}

/// A pause that cannot be.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum PauseError {
    /// It ends before it begins.
    #[error("a pause ends on {until}, before it begins on {from}")]
    EndsBeforeItBegins {
        /// Begin.
        from: NaiveDate,
        /// End.
        until: NaiveDate,
    },
    /// It begins before the clock started, or before the pause before it ended.
    #[error("a pause begins on {from}, before {earliest}")]
    TooEarly {
        /// Begin.
        from: NaiveDate,
        /// The first day on which it could.
        earliest: NaiveDate,
    },
    /// It begins after the term, moved on by the pauses before it, had run out.
    #[error("a pause begins on {from}, after the term ended on {end}")]
    AfterTheEnd {
        /// Begin.
        from: NaiveDate,
        /// The nominal end by then.
        end: NaiveDate,
    },
}

/// Moves a nominal end on by the days of the pauses, which are in order of time.
pub(super) fn moved_on(
    start: NaiveDate,
    nominal: NaiveDate,
    pauses: &[Pause],
) -> Result<NaiveDate, PauseError> {
    let (mut earliest, mut end) = (start, nominal);
    for &Pause { from, until } in pauses {
        if until < from {
            return Err(PauseError::EndsBeforeItBegins { from, until });
        }
        if from < earliest {
            return Err(PauseError::TooEarly { from, earliest });
        }
        if from > end {
            return Err(PauseError::AfterTheEnd { from, end });
        }
        let stood_still = u64::try_from((until - from).num_days()).unwrap_or(0);
        end = end.checked_add_days(Days::new(stood_still)).unwrap_or(NaiveDate::MAX);
        earliest = until;
    }
    Ok(end)
}
