//! The rule table as a whole: complete, in order, and the same in `docs/rules.md`. A row that
//! changes shows up here, where a lawyer can read it.
#![allow(clippy::unwrap_used)]

use chrono::NaiveDate;
use griffie::law::calendar::{DECREE_DAYS, FEASTS};
use griffie::law::representation::{Decides, ROWS as REPRESENTATION};
use griffie::law::retention::{Keep, ROWS as RETENTION, retention};
use griffie::law::rule::{Rule, RuleId, Setting, TABLE_REVISION, Term};
use griffie::law::{Book, Calendar, Length};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const BOOK: Book<'static> = Book::CURRENT;

#[test]
fn every_rule_has_a_row_and_no_row_is_without_its_words() {
    for id in RuleId::ALL {
        let row = BOOK.rule(*id, NaiveDate::MAX).unwrap_or_else(|| panic!("{id} has no row"));
        for text in [row.dutch, row.english, row.field, row.article] {
            assert!(!text.trim().is_empty(), "{id}");
        }
        assert!((1..=TABLE_REVISION).contains(&row.revision), "{id}");
    }
}

#[test]
fn no_two_rows_of_a_rule_begin_on_the_same_day_in_the_same_revision() {
    let mut seen = BTreeSet::new();
    for row in BOOK.rules() {
        assert!(seen.insert((row.id, row.first_day, row.revision)), "{} twice", row.id);
    }
}

/// Rules of the book without a number, a date or a cadence: an aggregate checks them.
const NOT_COUNTED: [&str; 19] = [
    "HANDBOOK-BACKUP-AWAY",
    "WMOQ-PLAN-SIGN",
    "WMOQ-PLAN-ROLES",
    "WMOQ-EVAL-SIGN",
    "WMOQ-HANDOVER",
    "WMOQ-CONTINUITY",
    "WMOQ-RISK",
    "WMOQ-NETWORK",
    "WMOQ-TRANSPORT",
    "WMOQ-MEDICATION",
    "WMOQ-COMPLAINT",
    "WMOQ-CALAMITY",
    "WMOQ-ADMIN",
    "WMOQ-DELIVERED",
    "WMOQ-CLIENTDEF",
    // Not ids: heads of columns and one row that points to section 10.
    "id",
    "start",
    "dates",
    "HANDBOOK-… cadences",
];

#[test]
fn every_counted_rule_of_the_rule_book_has_a_row() {
    // Beside the package, or one folder up for a second work tree.
    let lying = ["../shared/law/rules.md", "../../shared/law/rules.md"];
    let read = |path| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        std::fs::read_to_string(path).ok()
    };
    let Some(book) = lying.into_iter().find_map(read) else { return };
    let master = section(&book, "### MASTER", "\n---");
    let handbook = section(&book, "## 10.", "### Fields per record type");
    let framework = section(&book, "### framework", "### policy");
    let mut found = 0;
    for line in [master, handbook, framework].into_iter().flat_map(str::lines) {
        let Some(cell) = line.strip_prefix("| ").and_then(|rest| rest.split(" | ").next()) else {
            continue;
        };
        // "WKKGZ-VIOLENCE / -DISMISSAL" names two rules of one family.
        let family = cell.split(" / ").next().unwrap_or_default();
        let stem = family.rsplit_once('-').map_or("", |(stem, _)| stem);
        for id in cell.split(" / ").map(|id| match id.strip_prefix('-') {
            Some(end) => format!("{stem}-{end}"),
            None => id.to_owned(),
        }) {
            let is_date = id.starts_with("Mon ") || id.chars().any(|c| c.is_ascii_lowercase());
            if NOT_COUNTED.contains(&id.as_str()) || is_date || id.starts_with("20") {
                continue;
            }
            assert!(id.parse::<RuleId>().is_ok(), "{id} has no row");
            found += 1;
        }
    }
    assert!(found >= 70, "only {found} rules were read from the book");
}

fn section<'b>(book: &'b str, from: &str, to: &str) -> &'b str {
    let (_, rest) = book.split_once(from).unwrap();
    rest.split_once(to).map_or(rest, |(section, _)| section)
}

#[test]
fn a_rule_id_is_read_back_from_its_text() {
    for id in RuleId::ALL {
        assert_eq!(id.as_str().parse::<RuleId>().unwrap(), *id);
    }
    let texts: BTreeSet<&str> = RuleId::ALL.iter().map(|id| id.as_str()).collect();
    assert_eq!(texts.len(), RuleId::ALL.len());
}

#[test]
fn a_calendar_is_only_named_where_it_has_something_to_say() {
    for row in BOOK.rules() {
        let lengths = row.length().into_iter().chain(row.extension.map(|longer| longer.whole));
        for length in lengths {
            let fits = match row.calendar {
                // Atw 4(a): longer terms are not covered, so naming the Atw would mislead.
                Calendar::Atw => matches!(length, Length::Weeks(..=12) | Length::Months(..=3)),
                Calendar::Eu => matches!(length, Length::Months(_)),
                Calendar::Work => matches!(length, Length::WorkingDays(_)),
                Calendar::Plain => !matches!(length, Length::WorkingDays(_)),
            };
            assert!(fits, "{} counts {length:?} by {:?}", row.id, row.calendar);
        }
        // Atw 1(2): a term counted back is never moved.
        if matches!(row.term, Term::Before(_)) {
            assert_eq!(row.calendar, Calendar::Plain, "{}", row.id);
        }
    }
}

#[test]
fn promises_and_what_follows_lead_to_rules_with_a_day() {
    let start = griffie::law::Start::Day(NaiveDate::from_ymd_opt(2026, 3, 3).unwrap());
    for row in BOOK.rules() {
        for other in [row.promise, row.then].into_iter().flatten() {
            assert!(BOOK.clock(other, start).unwrap().due_day().is_some(), "{} {other}", row.id);
        }
    }
}

#[test]
fn a_retention_class_and_its_rule_say_the_same() {
    for row in RETENTION {
        assert_eq!(retention(row.class).unwrap().article, row.article, "{:?} twice", row.class);
        let Some(rule) = row.rule.map(|id| BOOK.rule(id, NaiveDate::MAX).unwrap()) else {
            continue;
        };
        let same = match (row.keep, rule.term) {
            (Keep::For(kept), Term::After(length))
            | (Keep::ForAfterYear(kept), Term::AfterBookYear(length)) => kept == length,
            _ => false,
        };
        assert!(same && rule.retention, "{:?} and {}", row.class, rule.id);
        assert_eq!(row.setting, rule.setting, "{:?} and {}", row.class, rule.id);
    }
}

#[test]
fn a_council_is_asked_from_twenty_six_staff_and_an_alternative_from_five() {
    let council = BOOK.rule(RuleId::WmoqCouncil, NaiveDate::MAX).unwrap();
    let asked = |staff| council.headcount(staff).map(|step| step.from);
    assert_eq!([asked(4), asked(5), asked(25), asked(26)], [None, Some(5), Some(5), Some(26)]);
    let policies = BOOK.rule(RuleId::WmoqDocs, NaiveDate::MAX).unwrap();
    assert!(policies.headcount(7).is_none() && policies.headcount(8).is_some());
}

#[test]
fn all_rules() {
    insta::assert_snapshot!(rule_table());
}

#[test]
fn the_document_states_every_row() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/rules.md");
    let document = std::fs::read_to_string(path).unwrap();
    let stated = [rule_table(), feast_table(), decree_table(), retention_table(), age_table()];
    for (name, table) in
        ["rules", "feasts", "decrees", "retention", "representation"].into_iter().zip(stated)
    {
        let written = between(&document, name).unwrap_or_else(|| panic!("no table {name}"));
        // A row that is missing, extra or different fails with the whole table, ready to paste.
        assert!(written.trim() == table.trim(), "docs/rules.md, table {name}, must be:\n{table}");
    }
}

/// What stands between `<!-- name -->` and `<!-- /name -->`.
fn between<'d>(document: &'d str, name: &str) -> Option<&'d str> {
    let (_, rest) = document.split_once(&format!("<!-- {name} -->"))?;
    rest.split_once(&format!("<!-- /{name} -->")).map(|(table, _)| table)
}

fn rule_table() -> String {
    let mut table = String::from(
        "| id | Dutch | English | field | article | basis | regime | starts when | term | calendar | extended | setting | more | first day |\n\
         |---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for id in RuleId::ALL {
        for row in BOOK.rules().filter(|row| row.id == *id) {
            let Rule { dutch, english, field, article, .. } = row;
            let regime = match row.regimes {
                [_, _, _] => "all".to_owned(),
                some => some.iter().map(|regime| regime.label()).collect::<Vec<_>>().join(", "),
            };
            let back = if row.reaches_back { " and before" } else { "" };
            writeln!(
                table,
                "| {id} | {dutch} | {english} | `{field}` | {article} | {} | {regime} | {} | {} | {} | {} | {} | {} | {}{back} |",
                row.basis.label(),
                row.trigger.english(),
                term(row.term),
                calendar(row.calendar),
                extended(row),
                setting(row.setting),
                more(row),
                row.first_day,
            )
            .unwrap();
        }
    }
    table
}

fn length(length: Length) -> String {
    format!("{} {}", length.count(), length.unit())
}

fn term(term: Term) -> String {
    match term {
        Term::After(counted) => length(counted),
        Term::AfterBookYear(counted) => format!("{} after 31 December", length(counted)),
        Term::Before(counted) => format!("{} back", length(counted)),
        Term::Each(period) => format!("once each {period:?}"),
        Term::OnTheDay => "that day".to_owned(),
        Term::WithoutDelay { target_hours: Some(hours) } => {
            format!("without delay (own target {hours} hours)")
        }
        Term::WithoutDelay { target_hours: None } => "without delay".to_owned(),
        Term::MoreThan { allowed, within } => {
            format!("more than {allowed} within {}", length(within))
        }
        Term::Headcount(steps) => steps
            .iter()
            .map(|step| format!("from {}: {}", step.from, step.english))
            .collect::<Vec<_>>()
            .join("; "),
    }
}

fn calendar(calendar: Calendar) -> &'static str {
    match calendar {
        Calendar::Plain => "none",
        Calendar::Atw => "ATW",
        Calendar::Eu => "EU",
        Calendar::Work => "WORK",
    }
}

fn extended(row: &Rule) -> String {
    row.extension.map_or_else(String::new, |longer| {
        let notice = if longer.notice { ", notice before the first end" } else { "" };
        let from = longer
            .trigger
            .map_or_else(String::new, |trigger| format!(", from the moment {}", trigger.english()));
        format!("{} in all ({}){notice}{from}", length(longer.whole), longer.article)
    })
}

fn setting(setting: Setting) -> String {
    match setting {
        Setting::Fixed => String::new(),
        Setting::Between(least, most) => format!("{least}-{most}"),
        Setting::Free => "any".to_owned(),
    }
}

fn more(row: &Rule) -> String {
    let pause = row.pausable.then(|| "pausable".to_owned());
    let retention = row.retention.then(|| "retention".to_owned());
    let promise = row.promise.map(|id| format!("promise {id}"));
    let then = row.then.map(|id| format!("then {id}"));
    [pause, retention, promise, then].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn feast_table() -> String {
    let mut table =
        String::from("| feast | falls on | years | ATW | EU | WORK |\n|---|---|---|---|---|---|\n");
    for row in FEASTS {
        let (first, last) = row.years;
        let work = if row.work { "yes" } else { "no" };
        let (feast, when, eu) = (row.feast, row.when, row.eu);
        writeln!(table, "| {feast:?} | {when:?} | {first}-{last} | yes | {eu:?} | {work} |")
            .unwrap();
    }
    table
}

fn decree_table() -> String {
    let days: Vec<String> = DECREE_DAYS.iter().map(|row| row.day.to_string()).collect();
    days.join(", ")
}

fn retention_table() -> String {
    let mut table = String::from(
        "| class | kept | starts | setting | basis | article | rule |\n|---|---|---|---|---|---|---|\n",
    );
    for row in RETENTION {
        let kept = match row.keep {
            Keep::For(kept) => length(kept),
            Keep::ForAfterYear(kept) => format!("{} after 31 December", length(kept)),
            other => format!("{other:?}"),
        };
        let rule = row.rule.map_or("", RuleId::as_str);
        writeln!(
            table,
            "| {:?} | {kept} | {} | {} | {} | {} | {rule} |",
            row.class,
            row.starts,
            setting(row.setting),
            row.basis.label(),
            row.article
        )
        .unwrap();
    }
    table
}

fn age_table() -> String {
    let mut table = String::from(
        "| act | rights | ages | understands | decides | article | but | first day |\n|---|---|---|---|---|---|---|---|\n",
    );
    for row in REPRESENTATION {
        let understands = match row.understands {
            Some(true) => "yes",
            Some(false) => "no",
            None => "either",
        };
        let decides = match row.decides {
            Decides::FirstOf(order) => {
                let order: Vec<String> = order.iter().map(|who| format!("{who:?}")).collect();
                format!("the first of {}", order.join(", "))
            }
            other => format!("{other:?}"),
        };
        writeln!(
            table,
            "| {:?} | {} | {} | {understands} | {decides} | {} | {} | {} |",
            row.act,
            words(row.rights),
            words(row.ages),
            row.article,
            row.proviso,
            row.first_day
        )
        .unwrap();
    }
    table
}

fn words<T: std::fmt::Debug>(items: &[T]) -> String {
    items.iter().map(|item| format!("{item:?}")).collect::<Vec<_>>().join(", ")
}
