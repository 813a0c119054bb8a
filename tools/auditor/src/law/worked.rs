//! The worked examples of `tests/vectors/clocks.json`: the same ends as the program that sets the clocks gives.

use std::path::Path;

use serde_json::Value;

use super::day::{Day, When};
use super::pause::Pauses;
use super::rule::{Form, Rule};
use super::term::Asked;

/// `YYYY-MM-DD`, or an RFC 3339 instant with `Z` or a numeric offset.
fn when(text: &str) -> When {
    let day = Day::try_from(text[..10].to_owned()).unwrap();
    let Some(clock) = text.get(11..19) else { return When::Day(day) };
    let part = |text: &str| text.parse::<i64>().unwrap();
    let [hours, minutes, seconds] = [&clock[..2], &clock[3..5], &clock[6..]].map(part);
    let offset = match &text[19..] {
        "Z" => 0,
        offset => part(&offset[..3]) * 60 + part(&offset[4..]),
    };
    let days = i64::from(day.days_since(Day::since_1970(0)));
    let minutes = (days * 24 + hours) * 60 + minutes - offset;
    When::Instant((minutes * 60 + seconds) * 1_000_000)
}

#[test]
fn every_worked_example_ends_as_written() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/clocks.json");
    let examples: Vec<Value> = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let mut ended = 0;
    for example in examples.iter().filter(|example| example.get("dates").is_none()) {
        let name = example["rule"].as_str().unwrap();
        let (id, form) =
            name.strip_suffix("-EXT").map_or((name, Form::Plain), |id| (id, Form::Extended));
        let rule = Rule::of(id).unwrap();
        let told = |field: &str| example.get(field).map(|text| when(text.as_str().unwrap()));
        let start = told("start_given").or(told("start")).unwrap();
        let count =
            example.get("count").map(|count| u16::try_from(count.as_u64().unwrap()).unwrap());
        let asked = Asked { form, start, count, pauses: Pauses::default() };
        let end = rule.end(asked).unwrap();
        assert_eq!(told("due"), end.due, "{example}");
        assert_eq!(told("target"), end.target, "{example}");
        if let Some(nominal) = told("nominal") {
            assert_eq!(Some(nominal), end.nominal.map(When::Day), "{example}");
        }
        if let Some(notice) = told("notice_latest") {
            let plain = rule.end(Asked { form: Form::Plain, ..asked }).unwrap();
            assert_eq!(Some(notice), plain.due, "{example}");
        }
        ended += 1;
    }
    assert!(ended > 100, "{ended}");
}

#[test]
fn what_a_rule_does_not_allow_has_no_end() {
    let ask = |id: &str, form, start: &str, count| {
        let pauses = Pauses::default();
        Rule::of(id).unwrap().end(Asked { form, start: when(start), count, pauses })
    };
    for (id, form, start, count) in [
        ("AVG-BREACH-AP", Form::Plain, "2026-03-03", None),
        ("AVG-REQUEST", Form::Plain, "2026-03-03", Some(2)),
        ("LOG-RETAIN", Form::Plain, "2026-03-03", Some(4)),
        ("LOG-RETAIN", Form::Plain, "2026-03-03", Some(21)),
        ("WMO-CALAMITY", Form::Plain, "2026-03-03", Some(0)),
        ("WMO-CALAMITY", Form::Plain, "2026-03-03", Some(u16::MAX)),
        ("WGBO-STATEMENT", Form::Extended, "2026-03-03", None),
        ("WMOQ-NOSHOW", Form::Plain, "2026-03-03", None),
        ("WMOQ-COUNCIL", Form::Plain, "2026-03-03", None),
        ("WMOQ-CONTRACT", Form::Plain, "2100-12-31T23:00:00Z", None),
    ] {
        assert_eq!(ask(id, form, start, count), None, "{id} {start} {count:?}");
    }
    assert!(ask("WMOQ-CONTRACT", Form::Plain, "2100-12-31T22:59:59Z", None).is_some());
    let extended = ask("SCHEME-JUDGEMENT", Form::Extended, "2026-03-16", Some(8)).unwrap();
    assert_eq!(extended.due, Some(when("2026-05-25")), "ten weeks, whatever the practice chose");
}

#[test]
fn pauses_fit_between_the_start_and_the_end_reached() {
    let day = |text: &str| Day::try_from(text.to_owned()).unwrap();
    let moved = |pauses: &[(&str, &str)]| {
        let all = pauses
            .iter()
            .try_fold(Pauses::default(), |all, (from, until)| all.with(day(from), day(until)));
        all?.move_on(day("2026-06-10"), day("2026-07-10"))
    };
    assert_eq!(moved(&[]), Some(day("2026-07-10")));
    assert_eq!(moved(&[("2026-06-10", "2026-06-20")]), Some(day("2026-07-20")));
    assert_eq!(
        moved(&[("2026-06-12", "2026-06-14"), ("2026-06-14", "2026-06-14")]),
        Some(day("2026-07-12"))
    );
    assert_eq!(
        moved(&[("2026-07-01", "2026-07-11"), ("2026-07-20", "2026-08-01")]),
        Some(day("2026-08-01"))
    );
    for impossible in [
        &[("2026-06-09", "2026-06-20")][..],
        &[("2026-06-12", "2026-06-11")],
        &[("2026-06-12", "2026-06-14"), ("2026-06-13", "2026-06-15")],
        &[("2026-07-11", "2026-07-12")],
        &[("2026-07-01", "2026-07-11"), ("2026-07-21", "2026-08-01")],
    ] {
        assert_eq!(moved(impossible), None, "{impossible:?}");
    }
}
