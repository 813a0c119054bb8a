//! Duties as they are shown: a table, with the reasons below each day if they were asked for, or a line of JSON each.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::failure::Failure;
use crate::cli::input::writing;
use crate::cli::output::{Form as Shape, Output};
use crate::grpc::pb;

const COLUMNS: &[&str] =
    &["day", "status", "what", "law", "promise", "rule", "article", "basis", "register", "case"];

/// Shows them.
pub fn show(
    out: &mut impl Write,
    output: Output,
    items: &[pb::AgendaItem],
    english: bool,
) -> Result<(), Failure> {
    if output.output == Shape::Json {
        for item in items {
            writeln!(out, "{}", writing::shown(item))?;
        }
        return Ok(());
    }
    let rows: Vec<Vec<Value>> = items.iter().map(|item| row(item, english)).collect();
    output.many(out, COLUMNS, &rows)?;
    for item in items {
        for clock in &item.clocks {
            let words = if english { &clock.explanation_english } else { &clock.explanation_dutch };
            if !words.is_empty() {
                writeln!(
                    out,
                    "\n{} {} ({}, {})",
                    item.day,
                    title(item, english),
                    clock.rule,
                    item.case_id
                )?;
            }
            for sentence in words {
                writeln!(out, "  {sentence}")?;
            }
        }
    }
    Ok(())
}

/// Shows what the owner must see to, below the duties: it has no day.
pub fn show_operations(
    out: &mut impl Write,
    output: Output,
    operations: &[pb::AgendaOperation],
    english: bool,
) -> Result<(), Failure> {
    for operation in operations {
        if output.output == Shape::Json {
            writeln!(out, "{}", writing::shown(operation))?;
            continue;
        }
        let (title, what_to_do) = if english {
            (&operation.title_english, &operation.what_to_do_english)
        } else {
            (&operation.title_dutch, &operation.what_to_do_dutch)
        };
        writeln!(out, "\n{title}\n  {what_to_do}")?;
    }
    Ok(())
}

/// One duty on one line.
pub fn line(item: &pb::AgendaItem, english: bool) -> String {
    let cells = row(item, english);
    let texts = cells.iter().filter_map(Value::as_str).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("  ")
}

fn title(item: &pb::AgendaItem, english: bool) -> &str {
    if english { &item.title_english } else { &item.title_dutch }
}

fn row(item: &pb::AgendaItem, english: bool) -> Vec<Value> {
    let word = |name: &str, prefix: &str| name.trim_start_matches(prefix).to_ascii_lowercase();
    let clock = item.clocks.first().cloned().unwrap_or_default();
    vec![
        json!(item.day),
        json!(word(item.status().as_str_name(), "CLOCK_STATUS_")),
        json!(title(item, english)),
        json!(item.legal_end),
        json!(item.promised_end),
        json!(clock.rule),
        json!(clock.article),
        json!(clock.basis),
        json!(word(item.register().as_str_name(), "CASE_REGISTER_")),
        json!(item.case_id),
    ]
}
