//! Clocks and the records of a case as they are shown.

use chrono::{DateTime, Utc};

use super::provenance::timestamp;
use super::write;
use crate::domain::Event;
use crate::domain::clock::{Clocks, Running, Standing, Status, When};
use crate::domain::dossier::view::Recorded;
use crate::grpc::pb;
use crate::law::clock::Terms;
use crate::law::explain::explain;
use crate::law::{Book, Language, RuleName};

impl From<When> for pb::When {
    fn from(when: When) -> pb::When {
        use pb::when::When as Which;
        let which = match when {
            When::Day(day) => Which::Day(day.to_string()),
            When::At(instant) => Which::At(timestamp(instant)),
        };
        pb::When { when: Some(which) }
    }
}

/// The clocks of a case, by number.
pub fn clocks(clocks: &Clocks, now: DateTime<Utc>) -> Vec<pb::Clock> {
    clocks.iter().map(|running| clock(running, clocks, now)).collect()
}

/// One clock among those of its case.
pub fn clock(running: &Running, clocks: &Clocks, now: DateTime<Utc>) -> pb::Clock {
    let started = &running.started;
    let book = Book::at(started.table, started.calendar);
    let rule = started.rule_id();
    let row = book.zip(rule).and_then(|(book, rule)| book.rule(rule, started.start.day()));
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let (met, met_assumed) = match running.standing {
        Standing::Met { on, assumed } => (Some(on.into()), assumed),
        _ => (None, false),
    };
    let ends = running.ends.iter().map(|end| pb::ClockEnd {
        start: Some(end.start.into()),
        nominal: write::optional_day(&end.nominal),
        due: end.due.map(Into::into),
    });
    pb::Clock {
        number: started.clock.into(),
        rule: started.rule.clone(),
        name_dutch: text(row.map(|row| row.dutch)),
        name_english: text(row.map(|row| row.english)),
        article: text(row.map(|row| row.article)),
        basis: text(row.map(|row| row.basis.label())),
        start: Some(started.start.into()),
        nominal: write::optional_day(&running.ends.last().and_then(|end| end.nominal)),
        due: running.due().map(Into::into),
        agreed_due: running.agreed.map(|(_, due)| due.into()),
        target: started.target.map(Into::into),
        working_day: write::optional_day(&clocks.working_day(running)),
        beside: started.beside.map(Into::into),
        extended: running.extended,
        status: status(running.status(now)).into(),
        met,
        met_assumed,
        ends: ends.collect(),
        explanation_dutch: explanation(running, Language::Dutch),
        explanation_english: explanation(running, Language::English),
    }
}

/// Why its end falls where it falls, by the rules it was computed with; nothing where this release does not know them.
pub fn explanation(running: &Running, language: Language) -> Vec<String> {
    let started = &running.started;
    let book = Book::at(started.table, started.calendar);
    let Some((book, id)) = book.zip(started.rule_id()) else { return Vec::new() };
    let name = RuleName { id, extended: running.extended };
    let count = started.count.filter(|_| !running.extended);
    let terms = Terms { count, pauses: &running.pauses };
    let clock = book.clock_with(name, started.start.start(), terms);
    clock.map_or_else(|_| Vec::new(), |clock| explain(&clock, language))
}

/// How a clock looks.
pub(super) fn status(status: Status) -> pb::ClockStatus {
    match status {
        Status::Due => pb::ClockStatus::Due,
        Status::Paused => pb::ClockStatus::Paused,
        Status::Overdue => pb::ClockStatus::Overdue,
        Status::Met => pb::ClockStatus::Met,
        Status::Missed => pb::ClockStatus::Missed,
        Status::Stopped => pb::ClockStatus::Stopped,
    }
}

/// The records of a case, in order; what is lost has none.
pub fn history(history: &[(Recorded, Event)]) -> Vec<pb::CaseRecord> {
    let shown = history.iter().map(|(place, event)| pb::CaseRecord {
        place: Some(place.into()),
        kind: event.kind().to_owned(),
        body: event.to_body().unwrap_or_default(),
    });
    shown.collect()
}
