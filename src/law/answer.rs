//! A question about a rule and its answer in named fields: what the command line, a batch and an
//! outside check speak. Holds the public field names; computes nothing itself.

use super::clock::{Terms, asked_term};
use super::explain::{Language, explain, explain_no_shows};
use super::moment::{self, NotAMoment, local_text, utc_text};
use super::rule::{RuleName, UnknownRule};
use super::{Book, Clock, ClockError, End, NoShows, Rule, Start, Term};
use chrono::NaiveDate;
use serde::Serialize;
use thiserror::Error;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The rule, plain or extended.
    pub name: RuleName,
    /// When it starts; several for a rule that watches a row of days.
    pub starts: Vec<Start>,
    /// Another number, where the rule is a setting.
    pub count: Option<u16>,
}

/// Why a question has no answer.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum QuestionError {
    /// The rule does not exist.
    #[error(transparent)]
    UnknownRule(#[from] UnknownRule),
    /// A start is no date and no instant.
    #[error(transparent)]
    NotAMoment(#[from] NotAMoment),
    /// The wrong number of starts.
    #[error("rule {rule} starts from one moment; {given} were given")]
    OneStart {
        /// The rule.
        rule: RuleName,
        /// How many there were.
        given: usize,
    },
    /// The rule gives no end from this.
    #[error(transparent)]
    Clock(#[from] ClockError),
}

/// The answer; fields that do not apply are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The rule, with `-EXT` if extended.
    pub rule: String,
    /// The start: the local day, or for hours the instant on Amsterdam's clocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// The days of a rule that watches several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<NaiveDate>,
    /// The end by count alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nominal: Option<NaiveDate>,
    /// The end: a day, or for hours an instant on Amsterdam's clocks. Counted back: the first day
    /// that is good enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<String>,
    /// An end by the hour, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_utc: Option<String>,
    /// The first instant after the last day, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_end_utc_exclusive: Option<String>,
    /// The last day for notice of an extension.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub notice_latest: Option<NaiveDate>,
    /// The first day on which destruction is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destroy_from: Option<NaiveDate>,
    /// What the practice promised for the same duty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice_promise: Option<NaiveDate>,
    /// The same where the promise is three calendar days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub practice_promise_3_calendar_days: Option<NaiveDate>,
    /// The earlier of rule and promise, where there is a promise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_due: Option<NaiveDate>,
    /// The day by which to report if doubt remains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report_if_doubt: Option<NaiveDate>,
    /// The softer reading of Regulation 1182/71, a remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest_reading_1182_71: Option<String>,
    /// The practice's own target where the law has no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The first day on which what is done each period is overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overdue_from: Option<NaiveDate>,
    /// The end of the period after this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_due: Option<NaiveDate>,
    /// Whether several days together oblige.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triggered: Option<bool>,
    /// The day that obliges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub triggered_on: Option<NaiveDate>,
    /// Where the rule is found.
    pub article: &'static str,
    /// Who can be held to it.
    pub basis: &'static str,
    /// Stable names of what a reader should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<&'static str>,
    /// Why, in Dutch.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why_nl: Vec<String>,
    /// Why, in English.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub why_en: Vec<String>,
}

impl Question {
    /// Reads a question from text, as it comes from a command line or a file.
    pub fn parse<'t>(
        rule: &str,
        starts: impl IntoIterator<Item = &'t str>,
        extended: bool,
        count: Option<u16>,
    ) -> Result<Self, QuestionError> {
        let mut name: RuleName = rule.to_ascii_uppercase().parse()?;
        name.extended |= extended;
        let starts = starts.into_iter().map(Start::parse).collect::<Result<_, _>>()?;
        Ok(Self { name, starts, count })
    }
}

/// Answers a question from a book. `explained` adds the reasons in words, which cost most of the
/// time.
pub fn answer(
    book: &Book<'_>,
    question: &Question,
    explained: bool,
) -> Result<Answer, QuestionError> {
    let name = question.name;
    let last = question.starts.iter().map(|start| start.local_day()).max().unwrap_or_default();
    let rule = book.rule(name.id, last).ok_or(ClockError::NoRow { rule: name.id })?;
    if matches!(rule.term, Term::MoreThan { .. }) {
        if question.starts.is_empty() {
            return Err(ClockError::WatchesSeveral { rule: name.id }.into());
        }
        asked_term(rule, name.extended, question.count)?;
        let days: Vec<NaiveDate> = question.starts.iter().map(|s| s.local_day()).collect();
        return Ok(watched(rule, days, explained));
    }
    let [start] = question.starts.as_slice() else {
        return Err(QuestionError::OneStart { rule: name, given: question.starts.len() });
    };
    let terms = Terms { count: question.count, pauses: &[] };
    let clock = book.clock_with(name, *start, terms)?;
    Ok(from_clock(&clock, explained))
}

/// The fields of a computed clock.
pub fn from_clock(clock: &Clock<'_>, explained: bool) -> Answer {
    let rule = clock.rule;
    let promised = clock.promised();
    let three_days = promised.filter(|_| rule.promise == Some(super::RuleId::HandbookCalamity3D));
    let mut answer = Answer {
        rule: clock.name().to_string(),
        start: Some(clock.start.local_day().to_string()),
        notice_latest: clock.notice_latest(),
        destroy_from: clock.destroy_from(),
        practice_promise: promised.filter(|_| three_days.is_none()),
        practice_promise_3_calendar_days: three_days,
        working_due: promised.and_then(|_| clock.working_day()),
        report_if_doubt: clock.then_due(),
        latest_reading_1182_71: clock.latest_reading_1182_71().map(local_text),
        article: rule.article,
        basis: rule.basis.label(),
        warnings: clock.warnings().into_iter().map(super::Warning::label).collect(),
        ..Answer::default()
    };
    let instant = match clock.start {
        Start::Instant(at) => Some(local_text(at)),
        Start::Day(_) => None,
    };
    match clock.end {
        End::Day { nominal, due } => {
            answer.nominal = Some(nominal);
            answer.due = Some(due.to_string());
            answer.due_end_utc_exclusive = Some(utc_text(moment::end_of_day(due)));
            answer.next_due = clock.next_due();
            answer.overdue_from = answer.next_due.and(due.succ_opt());
        }
        End::Moment { due } => {
            answer.start = instant;
            answer.due = Some(local_text(due));
            answer.due_utc = Some(utc_text(due));
        }
        End::Earliest { day } => answer.due = Some(day.to_string()),
        End::NoNumber { target } => {
            answer.start = instant.or(answer.start);
            answer.target = target.map(local_text);
        }
    }
    if explained {
        answer.why_nl = explain(clock, Language::Dutch);
        answer.why_en = explain(clock, Language::English);
    }
    answer
}

/// The fields of a rule that watches several days.
fn watched(rule: &Rule, dates: Vec<NaiveDate>, explained: bool) -> Answer {
    let outcome = NoShows::judge(rule, &dates).unwrap_or(NoShows { triggered_on: None });
    let mut answer = Answer {
        rule: rule.id.to_string(),
        dates,
        triggered: Some(outcome.triggered()),
        triggered_on: outcome.triggered_on,
        article: rule.article,
        basis: rule.basis.label(),
        ..Answer::default()
    };
    if explained {
        answer.why_nl = explain_no_shows(rule, outcome, Language::Dutch);
        answer.why_en = explain_no_shows(rule, outcome, Language::English);
    }
    answer
}
