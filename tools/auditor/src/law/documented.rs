//! Compares the tables with `docs/rules.md`, row by row, as that page spells them.

use std::path::Path;

use super::calendar::{DECREE_DAYS, FEASTS};
use super::rows::RULES;
use super::rule::Rule;
use super::term::{Term, Unit};

/// The cells of every row between two marks of the page.
fn table(name: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/rules.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (_, rest) = page.split_once(&format!("<!-- {name} -->\n")).unwrap();
    let (table, _) = rest.split_once(&format!("<!-- /{name} -->")).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with("|---"));
    rows.map(|line| line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

fn date((year, month, day): (i32, i32, i32)) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Hours => "hours",
        Unit::Days => "days",
        Unit::Weeks => "weeks",
        Unit::Months => "months",
        Unit::Years => "years",
        Unit::WorkingDays => "working days",
    }
}

/// The term as the page spells it; of a number of events or heads only the first word tells.
fn term(term: Term) -> String {
    match term {
        Term::After(n, of) => format!("{n} {}", unit(of)),
        Term::AfterBookYear(n) => format!("{n} years after 31 December"),
        Term::Back(n, of) => format!("{n} {} back", unit(of)),
        Term::EachPeriod(period) => format!("once each {period:?}"),
        Term::ThatDay => "that day".to_owned(),
        Term::WithoutDelay(hours) => format!("without delay (own target {hours} hours)"),
        Term::Events => "more".to_owned(),
        Term::Number => "from".to_owned(),
    }
}

/// Length and notice of the extended form; the article that stands between is no part of the arithmetic.
fn extended(cell: &str) -> String {
    let Some((length, rest)) = cell.split_once(" in all (") else { return cell.to_owned() };
    let notice = rest.ends_with("), notice before the first end");
    format!("{length}{}", if notice { ", notice" } else { "" })
}

fn spelled(rule: &Rule) -> [String; 7] {
    let extension = rule.extension.map_or_else(String::new, |extension| {
        let notice = if extension.notice { ", notice" } else { "" };
        format!("{} {}{notice}", extension.count, unit(extension.unit))
    });
    let setting = match rule.setting {
        None => String::new(),
        Some((1, u16::MAX)) => "any".to_owned(),
        Some((least, most)) => format!("{least}-{most}"),
    };
    [
        rule.id.to_owned(),
        term(rule.term),
        format!("{:?}", rule.calendar).to_uppercase(),
        extension,
        setting,
        if rule.pausable { "pausable" } else { "" }.to_owned(),
        date(rule.first_day) + if rule.and_before { " and before" } else { "" },
    ]
}

#[test]
fn every_rule_is_the_one_of_the_page() {
    let rows = table("rules");
    let (head, rows) = rows.split_first().unwrap();
    let column = |name: &str| head.iter().position(|cell| cell == name).unwrap();
    let names = ["id", "term", "calendar", "extended", "setting", "more", "first day"];
    let columns = names.map(column);
    assert!(rows.len() > 60);
    let documented: Vec<[String; 7]> = rows
        .iter()
        .map(|row| {
            let mut cells = columns.map(|column| row[column].clone());
            if cells[1].starts_with("more than ") || cells[1].starts_with("from ") {
                cells[1].truncate(4);
            }
            cells[2] = cells[2].to_uppercase();
            cells[3] = extended(&cells[3]);
            let pausable = cells[5].split(", ").any(|more| more == "pausable");
            cells[5] = if pausable { "pausable" } else { "" }.to_owned();
            cells
        })
        .collect();
    let own: Vec<_> = RULES.iter().map(spelled).collect();
    for (own, documented) in own.iter().zip(&documented) {
        assert_eq!(own, documented);
    }
    assert_eq!(own.len(), documented.len());
}

#[test]
fn every_feast_and_decree_day_is_the_one_of_the_page() {
    let yes = |holds| if holds { "yes" } else { "no" }.to_owned();
    let own = FEASTS.map(|(name, falls, (first, last), european, work)| {
        let years = format!("{first}-{last}");
        let european = format!("{european:?}");
        vec![name.to_owned(), format!("{falls:?}"), years, yes(true), european, yes(work)]
    });
    assert_eq!(table("feasts")[1..], own);
    let decrees = DECREE_DAYS.map(date).join(", ");
    assert_eq!(table("decrees"), [[decrees]]);
}
