//! The agenda as of the last day: its lines, two dates with their reasons, and the calendar file held against it. As a practice of
//! one sees it: asked in every role, each duty once.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::super::agenda::{calendars_together, items_together};
use super::super::super::connect::Connection;
use super::super::super::failure::{Exit, Failure};
use super::super::desk::in_role;
use crate::grpc::pb;
use crate::private_file;

/// The roles of a practice of one.
const ROLES: [pb::Role; 4] = [
    pb::Role::Owner,
    pb::Role::ComplaintsOfficer,
    pb::Role::IncidentOfficer,
    pb::Role::PrivacyOfficer,
];
/// What is still to be done, and what should have been.
const PENDING: [pb::ClockStatus; 3] =
    [pb::ClockStatus::Due, pb::ClockStatus::Paused, pb::ClockStatus::Overdue];
/// How many duties are shown.
const SHOWN: usize = 8;
/// The rules of the two dates that are explained: the judgement of a complaint, the notification of a breach.
const EXPLAINED: [&str; 2] = ["WKKGZ-JUDGEMENT", "AVG-BREACH-AP"];

/// What stands in the agenda.
pub async fn pending(connection: &Connection) -> Result<Vec<pb::AgendaItem>, Failure> {
    let mut answers = Vec::new();
    for role in ROLES {
        let mut request = pb::GetAgendaRequest {
            access_context: Some(in_role(role)),
            statuses: PENDING.map(Into::into).to_vec(),
            explain: true,
            page_size: 200,
            ..pb::GetAgendaRequest::default()
        };
        loop {
            let page = connection.agenda().get_agenda(request.clone()).await?.into_inner();
            answers.push(page.items);
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                break;
            }
        }
    }
    Ok(items_together(answers))
}

/// How many duties there are, and the first of them, a line each.
pub fn told(items: &[pb::AgendaItem]) -> Result<(String, Vec<String>), Failure> {
    let overdue = items.iter().filter(|item| item.status() == pb::ClockStatus::Overdue).count();
    if items.is_empty() {
        return Err(Failure::new(Exit::Failed, "the agenda is empty"));
    }
    let mut lines: Vec<String> = items.iter().take(SHOWN).map(line).collect();
    if items.len() > SHOWN {
        lines.push(format!("and {} more", items.len() - SHOWN));
    }
    Ok((format!("{} duties stand, {overdue} of them overdue", items.len()), lines))
}

fn line(item: &pb::AgendaItem) -> String {
    let status = item.status().as_str_name().trim_start_matches("CLOCK_STATUS_");
    let found = item.clocks.first().map(|clock| format!(" ({}, {})", clock.rule, clock.article));
    let status = status.to_ascii_lowercase();
    format!("{}  {status:<8} {}{}", item.day, item.title_english, found.unwrap_or_default())
}

/// Two dates and why they fall where they fall, in the agenda's own words.
pub fn explained(items: &[pb::AgendaItem]) -> Result<(String, Vec<String>), Failure> {
    let mut lines = Vec::new();
    let mut days = Vec::new();
    for rule in EXPLAINED {
        let clocks =
            items.iter().flat_map(|item| item.clocks.iter().map(move |clock| (item, clock)));
        let found = clocks.into_iter().find(|(_, clock)| clock.rule == rule);
        let reasons = found.filter(|(_, clock)| !clock.explanation_english.is_empty());
        let Some((item, clock)) = reasons else {
            let message = format!("the agenda does not explain a date of {rule}");
            return Err(Failure::new(Exit::Failed, message));
        };
        days.push(format!("{} ({rule})", item.day));
        lines.push(format!("{} {}: {}", item.day, clock.name_english, clock.article));
        lines.extend(clock.explanation_english.iter().map(|sentence| format!("  {sentence}")));
    }
    Ok((days.join(" and "), lines))
}

/// Writes the calendar file, and fails unless it has every duty of the agenda once, on the same day.
pub async fn feed(
    connection: &Connection,
    items: &[pb::AgendaItem],
    file: &Path,
) -> Result<String, Failure> {
    let mut calendars = Vec::new();
    for role in ROLES {
        let request = pb::GetCalendarFeedRequest {
            access_context: Some(in_role(role)),
            language: pb::CalendarLanguage::Dutch.into(),
        };
        calendars.push(connection.agenda().get_calendar_feed(request).await?.into_inner().calendar);
    }
    let (calendar, _) = calendars_together(&calendars);
    private_file::write(file, calendar.as_bytes())?;
    let written = std::fs::read_to_string(file)?;
    let events = compare(items, &written)?;
    Ok(format!("{events} events in {}: each duty of the agenda once, on its day", file.display()))
}

/// Compares day by day; says how many events there are.
fn compare(items: &[pb::AgendaItem], calendar: &str) -> Result<usize, Failure> {
    let mut wanted: BTreeMap<&str, String> =
        items.iter().map(|item| (item.calendar_uid.as_str(), item.day.replace('-', ""))).collect();
    let events = events(calendar);
    for (uid, day) in &events {
        if wanted.remove(uid.as_str()).as_ref() != Some(day) {
            let message = "the calendar has an event twice, on another day than the agenda, or that is not in it";
            return Err(Failure::new(Exit::Failed, message));
        }
    }
    if wanted.is_empty() {
        return Ok(events.len());
    }
    let message = format!("{} duties of the agenda are not in the calendar", wanted.len());
    Err(Failure::new(Exit::Failed, message))
}

/// Id and day of every event, read as a calendar program reads them: a line that begins with a space goes on with the last one.
fn events(calendar: &str) -> Vec<(String, String)> {
    let unfolded = calendar.replace("\r\n ", "");
    let (mut events, mut uid) = (Vec::new(), String::new());
    for line in unfolded.lines() {
        if let Some(found) = line.strip_prefix("UID:") {
            found.clone_into(&mut uid);
        } else if let Some(day) = line.strip_prefix("DTSTART;VALUE=DATE:") {
            events.push((uid.clone(), day.to_owned()));
        }
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(uid: &str, day: &str) -> pb::AgendaItem {
        let (calendar_uid, day) = (uid.to_owned(), day.to_owned());
        pb::AgendaItem { calendar_uid, day, ..pb::AgendaItem::default() }
    }

    const CALENDAR: &str = "BEGIN:VEVENT\r\nUID:one@a-fol\r\n ded-line\r\nDTSTART;VALUE=DATE:20260301\r\nEND:VEVENT\r\n";

    #[test]
    fn a_calendar_with_every_duty_on_its_day_agrees() {
        assert_eq!(compare(&[item("one@a-folded-line", "2026-03-01")], CALENDAR).ok(), Some(1));
    }

    #[test]
    fn another_day_a_missing_a_foreign_and_a_double_event_do_not_agree() {
        let good = item("one@a-folded-line", "2026-03-01");
        assert!(compare(&[item("one@a-folded-line", "2026-03-02")], CALENDAR).is_err());
        assert!(compare(&[good.clone(), item("two", "2026-03-01")], CALENDAR).is_err());
        assert!(compare(&[], CALENDAR).is_err());
        assert!(compare(&[good], &CALENDAR.repeat(2)).is_err());
    }
}
