//! A forger at work on a copy of a bundle: one due date of a clock lies a day later than it did.

use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};

use super::super::failure::{Exit, Failure};
use super::outside::list;
use crate::chain::spelling::{base64, parse_base64};

/// Before a due date in the record of a clock; a day follows.
const DUE: &[u8] = b"\"due\":\"";
/// Length of a day, YYYY-MM-DD.
const DAY: usize = 10;

/// Moves the first due date in the open payloads of this folder; says which and where to.
pub fn move_a_due_date(open: &Path) -> Result<String, Failure> {
    let mut files = Vec::new();
    list(open, &mut files)?;
    files.sort();
    for file in files {
        let text = fs::read_to_string(&file)?;
        for line in text.lines() {
            let Some((altered, told)) = alter(line) else { continue };
            fs::write(&file, text.replacen(line, &altered, 1))?;
            return Ok(told);
        }
    }
    Err(Failure::new(Exit::Failed, "the bundle has no due date"))
}

/// The line with a later due date, if it has one: position, salt and payload.
fn alter(line: &str) -> Option<(String, String)> {
    let mut parts = line.split(' ');
    let (position, salt, payload) = (parts.next()?, parts.next()?, parts.next()?);
    let mut payload = parse_base64(payload)?;
    let at = payload.windows(DUE.len()).position(|window| window == DUE)? + DUE.len();
    let day = payload.get_mut(at..at + DAY)?;
    let due: NaiveDate = std::str::from_utf8(day).ok()?.parse().ok()?;
    let later = due + Days::new(1);
    let told = format!("due date {due} at position {position} made {later} in a copy");
    day.copy_from_slice(later.to_string().as_bytes());
    Some((format!("{position} {salt} {}", base64(&payload)), told))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(payload: &str) -> String {
        format!("17 c2FsdA== {}", base64(payload.as_bytes()))
    }

    #[test]
    fn a_due_date_is_moved_over_the_end_of_a_month_and_nothing_else_is() {
        let before = line(r#"{"clock":0,"due":"2026-02-28","nominal":"2026-02-28"}"#);
        let (after, told) = alter(&before).unwrap();
        assert_eq!(after, line(r#"{"clock":0,"due":"2026-03-01","nominal":"2026-02-28"}"#));
        assert!(told.contains("2026-02-28 at position 17 made 2026-03-01"), "{told}");
    }

    #[test]
    fn a_line_without_a_due_date_stays() {
        assert_eq!(alter(&line(r#"{"clock":0,"due":null}"#)), None);
        assert_eq!(alter("17 c2FsdA=="), None);
    }
}
