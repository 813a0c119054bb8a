//! `griffie agenda feed`: the agenda as a calendar file, of every role the caller holds put together.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::Errand;
use crate::grpc::pb;

const BEGIN: &str = "BEGIN:VEVENT\r\n";
const END: &str = "END:VEVENT\r\n";

/// `griffie agenda feed`
#[derive(Debug, Args)]
pub struct Feed {
    /// Write it to this file.
    #[arg(long, value_name = "FILE.ics")]
    to: PathBuf,
    /// In English, not in Dutch.
    #[arg(long)]
    english: bool,
    #[command(flatten)]
    errand: Errand,
}

impl Feed {
    /// Writes the file.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("language", if self.english { "english" } else { "dutch" });
        let asked = self.errand.ask_in_each_role(
            &form,
            async |connection, request: pb::GetCalendarFeedRequest| {
                Ok(connection.agenda().get_calendar_feed(request).await?.into_inner().calendar)
            },
        );
        let (calendar, events) = together(&asked.await?);
        let unwritten = |error| Failure::because(&self.to.display().to_string(), &error);
        std::fs::write(&self.to, calendar).map_err(unwritten)?;
        writeln!(out, "{events} duties written to {}", self.to.display())?;
        Ok(())
    }
}

/// Calendars as one: the first one's own lines, and the events of all, each once. Also how many those are.
pub fn together(calendars: &[String]) -> (String, usize) {
    let (mut known, mut events) = (HashSet::new(), String::new());
    for calendar in calendars {
        for event in calendar.split_inclusive(END).filter_map(event) {
            // The same duty seen in two roles is the same text.
            if known.insert(event) {
                events.push_str(event);
            }
        }
    }
    let first = calendars.first().map_or("", String::as_str);
    let head = first.find(BEGIN).and_then(|at| first.get(..at));
    let tail = first.rfind(END).and_then(|at| first.get(at + END.len()..));
    let own = head.zip(tail).or_else(|| first.split_at_checked(first.find("END:VCALENDAR")?));
    let (head, tail) = own.unwrap_or_default();
    (format!("{head}{events}{tail}"), known.len())
}

/// The event at the end of a part of a calendar.
fn event(part: &str) -> Option<&str> {
    part.find(BEGIN).and_then(|at| part.get(at..)).filter(|event| event.ends_with(END))
}

#[cfg(test)]
mod tests {
    use super::together;

    fn calendar(events: &[&str]) -> String {
        let events: Vec<String> = events
            .iter()
            .map(|uid| format!("BEGIN:VEVENT\r\nUID:{uid}\r\nEND:VEVENT\r\n"))
            .collect();
        format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.concat())
    }

    #[test]
    fn the_calendars_of_several_roles_are_one_with_each_event_once() {
        let none = calendar(&[]);
        let (both, count) = together(&[none.clone(), calendar(&["a", "b"]), calendar(&["b", "c"])]);
        assert_eq!((both, count), (calendar(&["a", "b", "c"]), 3));
        let (one, count) = together(&[calendar(&["a", "b"]), none.clone()]);
        assert_eq!((one, count), (calendar(&["a", "b"]), 2));
        assert_eq!(together(&[none.clone(), none.clone()]), (none, 0));
    }
}
