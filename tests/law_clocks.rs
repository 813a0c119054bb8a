//! Clocks as a practice meets them: local days, summer time, pauses, settings, amendments, and
//! what is refused. Properties over all rules stand at the end.
#![allow(clippy::unwrap_used)]

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use griffie::law::answer::{Question, answer};
use griffie::law::clock::{ClockError, Terms};
use griffie::law::moment::{end_of_day, local_day};
use griffie::law::receipt::{Means, assumed_receipt};
use griffie::law::rule::{Rule, RuleId, Term};
use griffie::law::{Book, Calendars, End, Length, Pause, Start, Warning};
use proptest::prelude::*;

const BOOK: Book<'static> = Book::CURRENT;

// Local days and summer time.

#[test]
fn what_comes_in_at_half_past_midnight_counts_for_that_local_day() {
    // In winter Amsterdam is one hour ahead of UTC, in summer two.
    for (instant, local) in [
        ("2026-03-02T23:30:00Z", "2026-03-03"),
        ("2026-03-03T00:30:00+01:00", "2026-03-03"),
        ("2026-07-01T22:30:00Z", "2026-07-02"),
        ("2026-07-01T21:59:59Z", "2026-07-01"),
        ("2025-12-31T23:00:00Z", "2026-01-01"),
        ("2025-12-31T22:59:59Z", "2025-12-31"),
    ] {
        assert_eq!(Start::parse(instant).unwrap().local_day(), date(local), "{instant}");
    }
}

#[test]
fn half_past_midnight_counts_for_the_local_day_on_both_changes_of_the_clocks() {
    // 29 March 2026 begins in winter time and has 23 hours, 25 October begins in summer time
    // and has 25.
    for (instant, local) in [
        ("2026-03-28T23:30:00Z", "2026-03-29"),
        ("2026-03-29T22:30:00Z", "2026-03-30"),
        ("2026-10-24T22:30:00Z", "2026-10-25"),
        ("2026-10-25T22:30:00Z", "2026-10-25"),
        ("2026-10-25T23:30:00Z", "2026-10-26"),
    ] {
        assert_eq!(Start::parse(instant).unwrap().local_day(), date(local), "{instant}");
    }
}

#[test]
fn a_day_ends_at_the_next_local_midnight() {
    for (day, end) in [
        ("2026-03-28", "2026-03-28T23:00:00Z"),
        ("2026-03-29", "2026-03-29T22:00:00Z"),
        ("2026-10-24", "2026-10-24T22:00:00Z"),
        ("2026-10-25", "2026-10-25T23:00:00Z"),
        ("1950-07-01", "1950-07-01T23:00:00Z"),
        ("2026-12-31", "2026-12-31T23:00:00Z"),
        // Beyond the compiled time zone table: dossiers of the eighties are kept that long.
        ("2100-07-01", "2100-07-01T22:00:00Z"),
        ("2100-03-27", "2100-03-27T23:00:00Z"),
        ("2100-03-28", "2100-03-28T22:00:00Z"),
        ("2104-10-26", "2104-10-26T23:00:00Z"),
        ("2119-07-01", "2119-07-01T22:00:00Z"),
        ("2119-12-31", "2119-12-31T23:00:00Z"),
    ] {
        assert_eq!(end_of_day(date(day)), instant(end), "{day}");
    }
}

#[test]
fn hours_are_elapsed_hours_over_both_changes_of_the_clocks() {
    for start in ["2026-03-27T10:20:00+01:00", "2026-10-23T10:20:00+02:00"] {
        let clock = BOOK.clock(RuleId::AvgBreachAp, Start::parse(start).unwrap()).unwrap();
        assert_eq!(clock.end_utc_exclusive(), Some(instant(start) + TimeDelta::hours(72)));
    }
}

// Pauses and settings.

#[test]
fn a_pause_moves_the_nominal_end_on_and_the_calendar_shifts_once() {
    // Asked on 10 June for proof of identity, answered on 15 June: five days stood still.
    let pauses = [pause("2026-06-12", "2026-06-17")];
    let terms = Terms { pauses: &pauses, count: None };
    let clock = BOOK.clock_with(RuleId::AvgRequest, on("2026-06-10"), terms).unwrap();
    // 10 July and five days is 15 July, a Wednesday.
    assert_eq!(clock.end, ends("2026-07-15", "2026-07-15"));
    let pauses = [pause("2026-06-12", "2026-06-13"), pause("2026-06-20", "2026-06-27")];
    let terms = Terms { pauses: &pauses, count: None };
    let clock = BOOK.clock_with(RuleId::AvgRequest, on("2026-06-10"), terms).unwrap();
    assert_eq!(clock.end, ends("2026-07-18", "2026-07-20"));
}

#[test]
fn an_impossible_pause_is_refused() {
    let refused = |rule, pauses: &[Pause]| {
        BOOK.clock_with(rule, on("2026-06-10"), Terms { pauses, count: None })
            .unwrap_err()
            .to_string()
    };
    insta::assert_snapshot!([
        refused(RuleId::AvgRequest, &[pause("2026-06-17", "2026-06-12")]),
        refused(RuleId::AvgRequest, &[pause("2026-06-09", "2026-06-12")]),
        refused(
            RuleId::AvgRequest,
            &[pause("2026-06-12", "2026-06-17"), pause("2026-06-16", "2026-06-18")]
        ),
        refused(RuleId::AvgRequest, &[pause("2026-07-11", "2026-07-12")]),
        refused(RuleId::WkkgzJudgement, &[pause("2026-06-12", "2026-06-17")]),
    ]
    .join("\n"), @r"
a pause ends on 2026-06-12, before it begins on 2026-06-17
a pause begins on 2026-06-09, before 2026-06-10
a pause begins on 2026-06-16, before 2026-06-17
a pause begins on 2026-07-11, after the term ended on 2026-07-10
the clock of rule WKKGZ-JUDGEMENT cannot be paused
");
}

#[test]
fn a_setting_stays_within_its_bounds_and_the_law_is_no_setting() {
    let with = |rule, count| {
        let terms = Terms { count: Some(count), pauses: &[] };
        BOOK.clock_with(rule, on("2026-02-28"), terms).map(|clock| clock.due_day().unwrap())
    };
    assert_eq!(with(RuleId::ComplaintRetain, 2), Ok(date("2028-02-28")));
    assert_eq!(with(RuleId::ComplaintRetain, 5), Ok(date("2031-02-28")));
    let outside =
        ClockError::NumberOutOfBounds { rule: RuleId::ComplaintRetain, least: 2, most: 5 };
    assert_eq!(with(RuleId::ComplaintRetain, 1), Err(outside));
    assert_eq!(with(RuleId::ComplaintRetain, 6), Err(outside));
    let fixed = ClockError::FixedNumber { rule: RuleId::WkkgzJudgement, article: "Wkkgz 17(1)" };
    assert_eq!(with(RuleId::WkkgzJudgement, 7), Err(fixed));
}

#[test]
fn what_was_posted_counts_as_received_two_working_days_later() {
    let received = |sent, means| assumed_receipt(&Calendars::CURRENT, date(sent), means).unwrap();
    assert_eq!(received("2026-04-02", Means::Electronic), date("2026-04-02"));
    // Good Friday is a working day, Easter Monday is not.
    assert_eq!(received("2026-04-02", Means::Post), date("2026-04-07"));
    assert_eq!(received("2026-03-03", Means::Post), date("2026-03-05"));
}

// Amendments.

#[test]
fn an_amended_rule_changes_no_clock_that_was_started_before_its_first_day() {
    // From 1 January 2030 a judgement would be due in eight weeks.
    let amended = Rule {
        term: Term::After(Length::Weeks(8)),
        first_day: date("2030-01-01"),
        revision: 2,
        ..*BOOK.rule(RuleId::WkkgzJudgement, date("2026-03-03")).unwrap()
    };
    let added = [amended];
    let tables: Vec<&[Rule]> = BOOK.tables.iter().copied().chain([&added[..]]).collect();
    let book = Book { tables: &tables, revision: 2, ..BOOK };

    let first = date("2016-01-01");
    for start in first.iter_days().take_while(|day| *day < date("2030-01-01")) {
        let start = Start::Day(start);
        for name in [RuleId::WkkgzJudgement.into(), RuleId::WkkgzJudgement.extended()] {
            let now = BOOK.clock(name, start).unwrap();
            assert_eq!(book.clock(name, start).unwrap().end, now.end);
        }
    }
    let later = book.clock(RuleId::WkkgzJudgement, on("2030-01-01")).unwrap();
    assert_eq!(later.length, Some(Length::Weeks(8)));
    // The order in which rows stand in the tables makes no difference.
    let reversed: Vec<&[Rule]> = tables.iter().rev().copied().collect();
    let reversed = Book { tables: &reversed, ..book };
    for start in [on("2016-01-01"), on("2029-12-31"), on("2030-01-01")] {
        let same = reversed.clock(RuleId::WkkgzJudgement, start).unwrap().length;
        assert_eq!(same, book.clock(RuleId::WkkgzJudgement, start).unwrap().length);
    }
    // Before any row was in force, the earliest speaks.
    let before = reversed.clock(RuleId::WkkgzJudgement, on("2010-01-01")).unwrap();
    assert_eq!(before.length, Some(Length::Weeks(6)));
    // Whoever recomputes with the old revision gets the old end, even for later starts.
    let old = Book { revision: 1, ..book };
    let recomputed = old.clock(RuleId::WkkgzJudgement, on("2030-01-01")).unwrap();
    assert_eq!(recomputed.length, Some(Length::Weeks(6)));
}

#[test]
fn a_row_with_immediate_effect_governs_what_was_triggered_before() {
    let clock = BOOK.clock(RuleId::WgboRetain, on("2003-03-01")).unwrap();
    assert_eq!(clock.end, ends("2023-03-01", "2023-03-01"));
    assert_eq!(clock.warnings(), vec![]);
    let before = BOOK.clock(RuleId::AvgRequest, on("2018-05-24")).unwrap();
    let first_day = date("2018-05-25");
    assert_eq!(before.warnings(), vec![Warning::BeforeFirstDay { first_day }]);
}

#[test]
fn a_term_that_ends_beyond_the_known_decree_days_carries_a_warning() {
    let warned = |rule: RuleId, start| {
        let warnings = BOOK.clock(rule, on(start)).unwrap().warnings();
        warnings.iter().any(|warning| matches!(warning, Warning::DecreeDaysUnknown { .. }))
    };
    assert!(!warned(RuleId::WkkgzJudgement, "2028-11-17")); // Ends on 29 December 2028.
    assert!(warned(RuleId::WkkgzJudgement, "2028-11-19")); // 31 December, moved into 2029.
    assert!(warned(RuleId::WkkgzJudgement, "2021-03-01"));
    // Decree days do nothing to European, contract and working-day terms, nor to long ones.
    assert!(!warned(RuleId::AvgRequest, "2030-03-01"));
    assert!(!warned(RuleId::WmoqPlan, "2030-03-01"));
    assert!(!warned(RuleId::WkkgzCalamity, "2030-03-01"));
    assert!(!warned(RuleId::WkkgzDispute, "2030-03-01"));
}

#[test]
fn only_known_revisions_make_a_book() {
    assert!(Book::at(1, 1).is_some());
    assert!(Book::at(0, 1).is_none());
    assert!(Book::at(1, 0).is_none());
    assert!(Book::at(2, 1).is_none());
    assert!(Book::at(1, 2).is_none());
}

// What is refused, and how it is said.

#[test]
fn a_question_that_has_no_answer_says_what_would_have_one() {
    let refused = |rule: &str, starts: &[&str], extended| {
        Question::parse(rule, starts.iter().copied(), extended, None)
            .and_then(|question| answer(&BOOK, &question, false))
            .unwrap_err()
            .to_string()
    };
    insta::assert_snapshot!([
        refused("WKKGZ-JUDGMENT", &["2026-03-03"], false),
        refused("WMO-DESTROY", &["2026-03-03"], true),
        refused("WMO-DESTROY-EXT", &["2026-03-03"], false),
        refused("WMOQ-NOSHOW", &["2026-03-03"], true),
        refused("WMOQ-NOSHOW", &[], false),
        refused("WMOQ-COUNCIL", &["2026-03-03"], false),
        refused("AVG-REQUEST", &["2026-02-30"], false),
        refused("AVG-REQUEST", &["2026-2-3"], false),
        refused("AVG-REQUEST", &["2026-03-10T09:30:00"], false),
        refused("AVG-REQUEST", &[], false),
        refused("AVG-REQUEST", &["2026-03-03", "2026-03-04"], false),
        refused("AVG-BREACH-AP", &["2026-03-03"], false),
        refused("AVG-REQUEST", &["1949-12-31"], false),
        refused("WKKGZ-JUDGEMENT", &["2100-12-25"], false),
    ]
    .join("\n"), @r"
`WKKGZ-JUDGMENT` is no rule; the rules are: WKKGZ-JUDGEMENT, WKKGZ-DISPUTE, SCHEME-JUDGEMENT, HANDBOOK-COMPLAINT-5WD, HANDBOOK-COMPLAINT-6W, AVG-REQUEST, UAVG-DECISION, UAVG-COURT, WGBO-DESTROY, WGBO-ACCESS, WGBO-STATEMENT, WMO-DESTROY, WMO-ACCESS, JW-DESTROY, JW-ACCESS, HANDBOOK-RETAIN-3M, WGBO-RETAIN, JW-RETAIN, WMO-RETAIN, LOG-RETAIN, TAX-RETAIN, COMPLAINT-RETAIN, HANDBOOK-RETAIN-20Y, HANDBOOK-RETAIN-7Y, AVG-BREACH-AP, AVG-BREACH-SUBJECT, HANDBOOK-BREACH-24H, HANDBOOK-BREACH-72H, HANDBOOK-BREACH-SUBJECT, WKKGZ-CALAMITY, WKKGZ-VIOLENCE, WKKGZ-DISMISSAL, WKKGZ-CALAMITY-FACTS, WKKGZ-CALAMITY-REPORT, WKKGZ-INCIDENT-CLIENT, WMO-CALAMITY, JW-CALAMITY, HANDBOOK-MIC-3D, HANDBOOK-CALAMITY-3D, HANDBOOK-CALAMITY-6W, HANDBOOK-CALAMITY-8W, HANDBOOK-CLIENT-TOLD, WMO-VOG, WMO-VOG-SOLO, WMO-VOG-SUSPICION, WMOQ-CONTRACT, WMOQ-PLAN, WMOQ-EVAL, WMOQ-NOSHOW, WMOQ-CHANGE, WMOQ-VOG, WMOQ-TRAINING, WMOQ-AUDIT, WMOQ-RISKORG, WMOQ-SATISFACTION, WMOQ-COUNCIL, WMOQ-CERT, WMOQ-DOCS, HANDBOOK-PLAN-GOALS, HANDBOOK-PLAN-Q, HANDBOOK-SELFEVAL, HANDBOOK-INFO, HANDBOOK-CALIBRATE, HANDBOOK-BACKUP, HANDBOOK-RESTORE, HANDBOOK-STAKEHOLDER, HANDBOOK-PROTOCOL, HANDBOOK-REPORTS-2Y, HANDBOOK-EFFECT, HANDBOOK-INTERVISION, HANDBOOK-INFO-BEFORE
rule WMO-DESTROY (Wmo 5.3.5) cannot be extended; these can: WKKGZ-JUDGEMENT, SCHEME-JUDGEMENT, AVG-REQUEST, UAVG-DECISION, UAVG-COURT, WGBO-DESTROY, WGBO-ACCESS, WMO-ACCESS, JW-DESTROY, JW-ACCESS, TAX-RETAIN
rule WMO-DESTROY (Wmo 5.3.5) cannot be extended; these can: WKKGZ-JUDGEMENT, SCHEME-JUDGEMENT, AVG-REQUEST, UAVG-DECISION, UAVG-COURT, WGBO-DESTROY, WGBO-ACCESS, WMO-ACCESS, JW-DESTROY, JW-ACCESS, TAX-RETAIN
rule WMOQ-NOSHOW (municipal Wmo quality framework) cannot be extended; these can: WKKGZ-JUDGEMENT, SCHEME-JUDGEMENT, AVG-REQUEST, UAVG-DECISION, UAVG-COURT, WGBO-DESTROY, WGBO-ACCESS, WMO-ACCESS, JW-DESTROY, JW-ACCESS, TAX-RETAIN
rule WMOQ-NOSHOW has no end of its own: it watches several days, give them all
rule WMOQ-COUNCIL is a number of people or documents, it has no dates
`2026-02-30` is not a moment: give a date that exists, like 2026-03-03, or an RFC 3339 instant, like 2026-03-10T09:30:00+01:00
`2026-2-3` is not a moment: give a date that exists, like 2026-03-03, or an RFC 3339 instant, like 2026-03-10T09:30:00+01:00
`2026-03-10T09:30:00` is not a moment: give a date that exists, like 2026-03-03, or an RFC 3339 instant, like 2026-03-10T09:30:00+01:00
rule AVG-REQUEST starts from one moment; 0 were given
rule AVG-REQUEST starts from one moment; 2 were given
rule AVG-BREACH-AP counts hours: give the instant, like 2026-03-10T09:30:00+01:00, not a date
the calendars reach from 1950-01-01 through 2100-12-31; 1949-12-31 and its term do not fit
the calendars reach from 1950-01-01 through 2100-12-31; 2100-12-25 and its term do not fit
");
}

#[test]
fn a_rule_is_read_in_small_letters_too() {
    let question = Question::parse("avg-request-ext", ["2026-06-10"], false, None).unwrap();
    assert_eq!(answer(&BOOK, &question, false).unwrap().rule, "AVG-REQUEST-EXT");
}

// Properties over all rules.

/// The end of a clock as one number that can be compared, whatever kind of end it is.
fn position(end: End) -> Option<DateTime<Utc>> {
    match end {
        End::Day { due, .. } => Some(end_of_day(due)),
        End::Moment { due } => Some(due),
        End::Earliest { day } => Some(end_of_day(day)),
        End::NoNumber { target } => target,
    }
}

prop_compose! {
    /// An instant from 1950 through 2099.
    fn any_instant()(second in -631_152_000_i64..4_102_444_800) -> DateTime<Utc> {
        DateTime::from_timestamp(second, 0).unwrap_or_default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_later_start_never_gives_an_earlier_end(
        row in 0..BOOK.rules().count(),
        start in any_instant(),
        later in 0_i64..200 * 86_400,
    ) {
        let rule = BOOK.rules().nth(row).unwrap();
        prop_assume!(rule.is_monotone());
        let earlier = BOOK.clock(rule.id, Start::Instant(start)).unwrap().end;
        let later = Start::Instant(start + TimeDelta::seconds(later));
        let later = BOOK.clock(rule.id, later).unwrap().end;
        prop_assert!(position(earlier) <= position(later), "{} {}", rule.id, start);
    }

    #[test]
    fn an_end_lies_on_or_after_its_count_and_within_a_week_of_it(
        row in 0..BOOK.rules().count(),
        start in any_instant(),
    ) {
        let rule = BOOK.rules().nth(row).unwrap();
        if let Ok(End::Day { nominal, due }) =
            BOOK.clock(rule.id, Start::Instant(start)).map(|clock| clock.end)
        {
            prop_assert!(nominal <= due && due <= nominal + Days::new(7));
            prop_assert!(nominal == due || BOOK.calendars.is_free(rule.calendar, nominal));
            prop_assert!(nominal == due || !BOOK.calendars.is_free(rule.calendar, due));
        }
    }

    #[test]
    fn an_end_depends_on_nothing_but_the_local_day(start in any_instant()) {
        for rule in BOOK.rules().filter(|rule| !matches!(rule.length(), Some(Length::Hours(_)))) {
            let by_day = BOOK.clock(rule.id, Start::Day(local_day(start))).map(|clock| clock.end);
            let by_instant = BOOK.clock(rule.id, Start::Instant(start)).map(|clock| clock.end);
            if !matches!(rule.term, Term::WithoutDelay { .. }) {
                prop_assert_eq!(by_day, by_instant);
            }
        }
    }

    #[test]
    fn an_extension_never_shortens_a_term(start in any_instant()) {
        for rule in BOOK.rules().filter(|rule| rule.extension.is_some()) {
            let plain = BOOK.clock(rule.id, Start::Instant(start)).unwrap();
            let extended = BOOK.clock(rule.id.extended(), Start::Instant(start)).unwrap();
            prop_assert!(position(plain.end) <= position(extended.end));
            if let Some(notice) = extended.notice_latest() {
                prop_assert_eq!(Some(notice), plain.due_day());
            }
        }
    }

    #[test]
    fn the_end_of_a_day_is_the_first_instant_of_the_next(start in any_instant()) {
        let day = local_day(start);
        let end = end_of_day(day);
        prop_assert_eq!(local_day(end), day.succ_opt().unwrap());
        prop_assert_eq!(local_day(end - TimeDelta::nanoseconds(1)), day);
    }
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc)
}

fn on(text: &str) -> Start {
    Start::Day(date(text))
}

fn pause(from: &str, until: &str) -> Pause {
    Pause { from: date(from), until: date(until) }
}

fn ends(nominal: &str, due: &str) -> End {
    End::Day { nominal: date(nominal), due: date(due) }
}
