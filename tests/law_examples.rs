//! Worked examples: every vector of `vectors/clocks.json`, and the rule book's own examples where
//! they lie beside the repository. The vectors are golden: they are added to, never changed.
#![allow(clippy::unwrap_used, clippy::panic)]

use griffie::law::answer::{Question, answer};
use griffie::law::{Book, RuleId};
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// Fields of an example that say something about the example, not about the answer.
const NOT_ANSWERED: [&str; 4] = ["why", "note", "start_given", "count"];

#[test]
fn every_golden_vector_is_answered_as_written() {
    let vectors = read("tests/vectors/clocks.json").unwrap();
    assert!(vectors.len() >= 100, "the vectors have shrunk to {}", vectors.len());
    assert_eq!(differences(&vectors), Vec::<String>::new());
}

#[test]
fn every_example_of_the_rule_book_is_answered_as_written() {
    // Beside the package, or one folder up for a second work tree.
    let lying = ["../shared/law/examples.json", "../../shared/law/examples.json"];
    let Some(examples) = lying.into_iter().find_map(read) else { return };
    assert!(!examples.is_empty());
    assert_eq!(differences(&examples), Vec::<String>::new());
}

#[test]
fn every_rule_with_dates_has_a_vector_in_both_its_forms() {
    let seen: BTreeSet<String> = read("tests/vectors/clocks.json")
        .unwrap()
        .iter()
        .map(|example| text(example, "rule").to_owned())
        .collect();
    let missing: Vec<String> = Book::CURRENT
        .rules()
        .flat_map(|rule| {
            let extended = rule.extension.map(|_| rule.id.extended().to_string());
            std::iter::once(rule.id.to_string()).chain(extended)
        })
        .filter(|name| !seen.contains(name) && !without_dates(name))
        // The extended month is the same arithmetic for all requests; two rules show it.
        .filter(|name| !name.ends_with("-EXT") || name.starts_with("WKKGZ"))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn the_ext_form_and_the_extended_flag_give_the_same_answer() {
    for rule in Book::CURRENT.rules().filter(|rule| rule.extension.is_some()) {
        let ask = |name: &str, extended| {
            let question = Question::parse(name, ["2026-03-03"], extended, None).unwrap();
            answer(&Book::CURRENT, &question, true).unwrap()
        };
        let by_name = ask(&format!("{}-EXT", rule.id), false);
        assert_eq!(by_name, ask(rule.id.as_str(), true));
        assert_ne!(by_name, ask(rule.id.as_str(), false));
    }
}

/// What differs between the examples' fields and the answers, in words.
fn differences(examples: &[Map<String, Value>]) -> Vec<String> {
    let mut differences = Vec::new();
    for example in examples {
        let rule = text(example, "rule");
        let start = example.get("start_given").or_else(|| example.get("start"));
        let dates = example.get("dates").and_then(Value::as_array).into_iter().flatten();
        let starts = start.into_iter().chain(dates).map(|start| start.as_str().unwrap());
        let count = example.get("count").map(|n| u16::try_from(n.as_u64().unwrap()).unwrap());
        let answered = Question::parse(rule, starts, false, count)
            .and_then(|question| answer(&Book::CURRENT, &question, false))
            .map_or_else(
                |error| panic!("{rule}: {error}"),
                |answer| serde_json::to_value(answer).unwrap(),
            );
        for (field, wanted) in
            example.iter().filter(|(field, _)| !NOT_ANSWERED.contains(&field.as_str()))
        {
            let given = answered.get(field).unwrap_or(&Value::Null);
            if given != wanted {
                differences.push(format!("{rule} {start:?}: {field} is {given}, not {wanted}"));
            }
        }
        if example.get("why").is_some() && example.get("warnings").is_none() {
            let warned = answered.get("warnings").unwrap_or(&Value::Null);
            if !warned.is_null() {
                differences.push(format!("{rule} {start:?}: unexpected warnings {warned}"));
            }
        }
    }
    differences
}

fn without_dates(name: &str) -> bool {
    [RuleId::WmoqCouncil, RuleId::WmoqDocs].iter().any(|id| id.as_str() == name)
}

fn text<'e>(example: &'e Map<String, Value>, field: &str) -> &'e str {
    example.get(field).and_then(Value::as_str).unwrap()
}

fn read(path: &str) -> Option<Vec<Map<String, Value>>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_json::from_str(&text).unwrap())
}
