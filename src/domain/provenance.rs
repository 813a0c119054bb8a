//! Where a fact comes from: when it happened and was learned, who says so, who wrote it down and
//! who answers for it. The third time, when it was recorded, is the chain's and not in here.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::id::ActorId;
use super::text::Line;
use super::violation::{FieldPath, Reason, Violations};

/// A moment known as an instant, or only as a calendar day in the Netherlands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// An instant.
    At(DateTime<Utc>),
    /// A day, the hour not being known.
    On(NaiveDate),
}

/// When a fact happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Happened {
    /// At an instant.
    At(DateTime<Utc>),
    /// On a day, the hour not being known.
    On(NaiveDate),
    /// On the days of a period, the first and the last included.
    During {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        until: NaiveDate,
    },
}

/// Someone who works for the practice, as this fact names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practitioner {
    /// The pseudonym by which record headers know them.
    pub actor: ActorId,
    /// Their name, so that the dossier reads without any register of staff.
    pub name: Line,
}

/// Who said so (herkomst van de informatie; WGBO-FILE).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Informant {
    /// The client.
    Client,
    /// A parent.
    Parent {
        /// Which of them.
        name: Option<Line>,
    },
    /// A representative (vertegenwoordiger).
    Representative {
        /// Which of them.
        name: Option<Line>,
    },
    /// Whoever referred the client (verwijzer).
    Referrer {
        /// Their name or organisation.
        name: Option<Line>,
    },
    /// The author's own finding (eigen bevinding).
    OwnFinding,
    /// Someone else.
    Other {
        /// Who that was.
        name: Line,
    },
}

/// When a fact happened and was learned, and on whose word it stands.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// When it happened.
    pub happened: Happened,
    /// When the practice learned of it.
    pub learned: Moment,
    /// For an imported fact: the day on which it was first written down, as the importer states.
    pub originally_recorded_on: Option<NaiveDate>,
    /// Who wrote it down.
    pub author: Practitioner,
    /// Who answers for it (verantwoordelijke).
    pub responsible: Practitioner,
    /// Who said so.
    pub informant: Informant,
}

/// The calendar day of an instant in the Netherlands (rule TIME-ZONE).
pub fn local_day(instant: DateTime<Utc>) -> NaiveDate {
    instant.with_timezone(&chrono_tz::Europe::Amsterdam).date_naive()
}

impl Moment {
    /// Its day in the Netherlands.
    pub fn day(self) -> NaiveDate {
        match self {
            Moment::At(instant) => local_day(instant),
            Moment::On(day) => day,
        }
    }

    /// Whether it certainly lies more than a day after `now`: the tolerance is for clocks that
    /// differ, not for facts to come.
    fn is_beyond(self, now: DateTime<Utc>) -> bool {
        match self {
            Moment::At(instant) => instant - now > TimeDelta::days(1),
            Moment::On(day) => is_beyond_tomorrow(day, now),
        }
    }
}

impl Happened {
    /// The day on which it began.
    pub fn first_day(self) -> NaiveDate {
        match self {
            Happened::At(instant) => local_day(instant),
            Happened::On(day) => day,
            Happened::During { from, .. } => from,
        }
    }

    /// The day on which it ended.
    pub fn last_day(self) -> NaiveDate {
        match self {
            Happened::During { until, .. } => until,
            other => other.first_day(),
        }
    }

    /// Whether it certainly lies after `moment`; a day is compared with a day.
    fn is_after(self, moment: Moment) -> bool {
        match (self, moment) {
            (Happened::At(happened), Moment::At(learned)) => happened > learned,
            _ => self.last_day() > moment.day(),
        }
    }
}

impl Provenance {
    /// Notes every impossible time: a fact must have happened before it was learned, and have
    /// been learned before it is recorded (one day of tolerance). Late is never a violation.
    pub fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        let early = is_before_1900;
        if early(self.happened.first_day()) {
            violations.add(path.join("happened"), Reason::TimeOutOfRange);
        }
        if self.happened.last_day() < self.happened.first_day() {
            violations.add(path.join("happened"), Reason::PeriodReversed);
        }
        if self.happened.is_after(self.learned) {
            violations.add(path.join("happened"), Reason::HappenedAfterLearned);
        }
        if early(self.learned.day()) {
            violations.add(path.join("learned"), Reason::TimeOutOfRange);
        }
        if self.learned.is_beyond(now) {
            violations.add(path.join("learned"), Reason::LearnedAfterRecorded);
        }
        if let Some(original) = self.originally_recorded_on {
            let field = path.join("originally_recorded_on");
            if early(original) {
                violations.add(field.clone(), Reason::TimeOutOfRange);
            }
            if original > local_day(now) {
                violations.add(field, Reason::InTheFuture);
            }
            if self.happened.first_day() > original {
                violations.add(path.join("happened"), Reason::HappenedAfterOriginalRecording);
            }
        }
    }
}

/// Whether a day lies after tomorrow, as seen from `now` in the Netherlands.
pub(crate) fn is_beyond_tomorrow(day: NaiveDate, now: DateTime<Utc>) -> bool {
    local_day(now).checked_add_days(Days::new(1)).is_some_and(|tomorrow| day > tomorrow)
}

/// Before 1900 nothing can have happened that a practice of today still answers for.
pub(crate) fn is_before_1900(day: NaiveDate) -> bool {
    day.year() < 1900
}

/// Notes a day that lies in the future or before 1900, for facts that name a day of their own.
pub(crate) fn check_past_day(
    day: NaiveDate,
    now: DateTime<Utc>,
    field: FieldPath,
    violations: &mut Violations,
) {
    if is_before_1900(day) {
        violations.add(field, Reason::TimeOutOfRange);
    } else if is_beyond_tomorrow(day, now) {
        violations.add(field, Reason::InTheFuture);
    }
}
