//! The agenda as a calendar any program can subscribe to (RFC 5545): one all-day event for each running duty, on the day before whose
//! end somebody must have acted. Titles are those of the rules; there is nobody's name and no content in it. Knows no roles.

use chrono::{DateTime, NaiveDate};

use crate::chain::LedgerId;
use crate::domain::clock::Running;
use crate::law::explain::Language;
use crate::law::{Book, Rule};
use crate::projection::agenda::Duty;

/// Octets in a line at most, its end not counted (RFC 5545, section 3.1).
const LINE_OCTETS_MAX: usize = 75;

/// The calendar of these duties, as a text with CRLF line ends.
pub fn calendar<'a>(
    ledger: LedgerId,
    duties: impl Iterator<Item = Duty<'a>>,
    language: Language,
) -> String {
    let mut lines = Lines::default();
    lines.put("BEGIN", "VCALENDAR");
    lines.put("VERSION", "2.0");
    lines.put("PRODID", "-//griffie//agenda//NL");
    lines.put("CALSCALE", "GREGORIAN");
    lines.put("METHOD", "PUBLISH");
    for duty in duties {
        event(&mut lines, ledger, &duty, language);
    }
    lines.put("END", "VCALENDAR");
    lines.0
}

/// What stands for a duty in every calendar it was ever given to: the ledger, the case's stream, its number in there.
pub fn uid(ledger: LedgerId, duty: &Duty<'_>) -> String {
    let number = duty.task().map_or_else(|| duty.number.to_string(), |_| "task".to_owned());
    format!("{ledger}-{}-{number}@griffie", duty.case.stream)
}

/// What a duty is called: by its rule, or as the task of a measure. A rule this release does not know is named by its id.
pub fn title(duty: &Duty<'_>, language: Language) -> String {
    if duty.task().is_some() {
        return match language {
            Language::Dutch => "maatregel uitvoeren",
            Language::English => "carry out a measure",
        }
        .to_owned();
    }
    duty.clocks().next().map_or_else(String::new, |clock| name(clock, language))
}

fn event(lines: &mut Lines, ledger: LedgerId, duty: &Duty<'_>, language: Language) {
    let changed = DateTime::from_timestamp_micros(duty.case.changed_at).unwrap_or_default();
    let written: Vec<String> = duty.clocks().map(|clock| described(clock, language)).collect();
    lines.put("BEGIN", "VEVENT");
    lines.put("UID", &uid(ledger, duty));
    lines.put("DTSTAMP", &changed.format("%Y%m%dT%H%M%SZ").to_string());
    lines.put("SEQUENCE", &duty.changes().to_string());
    lines.put("DTSTART;VALUE=DATE", &spelled(duty.day));
    // The end of an event of whole days is the day after it. Only the calendar's very last day has none.
    lines.put("DTEND;VALUE=DATE", &spelled(duty.day.succ_opt().unwrap_or(duty.day)));
    lines.put("SUMMARY", &escaped(&title(duty, language)));
    if !written.is_empty() {
        lines.put("DESCRIPTION", &escaped(&written.join("\n")));
    }
    lines.put("CLASS", "PRIVATE");
    lines.put("TRANSP", "TRANSPARENT");
    lines.put("END", "VEVENT");
}

/// One end of a duty in words: what must be done, when it ends, where that is found.
fn described(clock: &Running, language: Language) -> String {
    let end = match (clock.due_in_force(), clock.started.target, language) {
        (Some(due), _, _) => due.day().to_string(),
        (None, Some(target), Language::Dutch) => format!("onverwijld, streefdag {}", target.day()),
        (None, Some(target), Language::English) => {
            format!("without delay, own target {}", target.day())
        }
        (None, None, Language::Dutch) => "onverwijld".to_owned(),
        (None, None, Language::English) => "without delay".to_owned(),
    };
    let found = row(clock).map(|rule| format!(" ({}, {})", rule.article, rule.basis.label()));
    format!("{}: {end}{}", name(clock, language), found.unwrap_or_default())
}

fn name(clock: &Running, language: Language) -> String {
    match (row(clock), language) {
        (Some(rule), Language::Dutch) => rule.dutch.to_owned(),
        (Some(rule), Language::English) => rule.english.to_owned(),
        (None, _) => clock.started.rule.clone(),
    }
}

/// The row a clock was computed with.
fn row(clock: &Running) -> Option<&'static Rule> {
    let started = &clock.started;
    let book = Book::at(started.table, started.calendar)?;
    book.rule(started.rule_id()?, started.start.day())
}

fn spelled(day: NaiveDate) -> String {
    day.format("%Y%m%d").to_string()
}

/// A text value (RFC 5545, section 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '\\' | ';' | ',' => escaped.extend(['\\', char]),
            '\n' => escaped.push_str("\\n"),
            char if char.is_control() => {}
            char => escaped.push(char),
        }
    }
    escaped
}

/// Content lines, folded.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A line too long goes on in the next one after a space, never within a character.
    fn put(&mut self, name: &str, value: &str) {
        let mut octets = 0;
        for char in name.chars().chain([':']).chain(value.chars()) {
            if octets + char.len_utf8() > LINE_OCTETS_MAX {
                self.0.push_str("\r\n ");
                octets = 1;
            }
            self.0.push(char);
            octets += char.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_is_folded_within_75_octets_and_never_within_a_character() {
        for value in ["é".repeat(200), "x".repeat(200), format!("x{}", "€".repeat(99))] {
            let mut lines = Lines::default();
            lines.put("SUMMARY", &value);
            let text = lines.0;
            assert!(text.ends_with("\r\n"));
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
            assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
    }

    #[test]
    fn what_means_something_in_a_line_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\rf"), "a\\,b\\;c\\\\d\\nef");
    }
}
