//! The stored form of every fact about letters ever released. Lines are added, never changed.

use std::collections::BTreeSet;
use std::path::Path;

use griffie::domain::Event;
use griffie::domain::letter::Event as LetterEvent;
use griffie::domain::letter::*;
use griffie::domain::practice::{self, LetterTemplateSet, event::LETTER_TEMPLATE_SET};
use serde::{Deserialize, Serialize};

use crate::given::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    what: String,
    kind: String,
    body: String,
}

fn drafted(kind: LetterKind, language: Language, template: Option<u64>) -> Event {
    let html = "<!doctype html>\n<html lang=\"nl\"><p>Beste mevrouw Zonnedauw</p></html>\n";
    let fact = Drafted {
        letter: letter_id(1),
        kind,
        language,
        template,
        html: html.to_owned().try_into().unwrap(),
        provenance: on("2026-03-10"),
    };
    Event::Letter(Box::new(LetterEvent { register: kind.register(), fact: Fact::Drafted(fact) }))
}

fn went(register: Register, fact: Sent) -> Event {
    Event::Letter(Box::new(LetterEvent { register, fact: Fact::Sent(fact) }))
}

fn template(words: Option<&str>) -> Event {
    let author = practitioner("Mirthe Lindeboom");
    let (letter, language) = (LetterKind::ComplaintReceipt, Language::Dutch);
    let set = LetterTemplateSet { letter, language, text: words.map(text), author };
    Event::Practice(Box::new(practice::Event::LetterTemplateSet(set)))
}

/// One line for each shape that is written, each with a name.
fn every_shape() -> Vec<(String, Event)> {
    let mut shapes = vec![
        ("template set".to_owned(), template(Some("# Klacht\n\nBeste {{complainant}},"))),
        ("template set back to the built-in one".to_owned(), template(None)),
        (
            "drafted from the practice's own template".to_owned(),
            drafted(LetterKind::ComplaintReceipt, Language::English, Some(12)),
        ),
    ];
    for kind in LetterKind::ALL {
        shapes.push((format!("{kind:?} drafted"), drafted(*kind, Language::Dutch, None)));
    }
    for register in [Register::Complaint, Register::Breach, Register::Incident] {
        shapes
            .push((format!("letter of {register:?} sent"), went(register, sent(1, "2026-03-11"))));
    }
    for (to, means) in [
        (Capacity::Representative, Means::Electronic),
        (Capacity::NextOfKin, Means::HandedOver),
        (Capacity::DataSubject, Means::Post),
        (Capacity::Other, Means::Post),
    ] {
        let received_on = Some(day("2026-03-12"));
        let fact = Sent { to, means, received_on, ..sent(1, "2026-03-11") };
        shapes
            .push((format!("sent to {to:?} by {means:?}, received"), went(Register::Breach, fact)));
    }
    shapes
}

fn golden_path() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/payloads_letters.json"))
}

fn golden() -> Vec<Golden> {
    let text = std::fs::read_to_string(golden_path()).unwrap_or_else(|_| "[]".to_owned());
    serde_json::from_str(&text).unwrap()
}

#[test]
fn every_line_ever_released_is_still_read_and_written_the_same() {
    for line in golden() {
        let event = Event::from_body(&line.kind, &line.body).unwrap();
        assert!(!matches!(event, Event::Unknown { .. }), "{}", line.what);
        assert_eq!(event.kind(), line.kind);
        assert_eq!(event.to_body().unwrap(), line.body, "{}", line.what);
    }
}

/// `GRIFFIE_ADD_VECTORS=1 cargo test` adds lines for new shapes; it never touches an old line.
#[test]
fn every_shape_that_is_written_has_a_line() {
    let mut lines = golden();
    let mut missing = Vec::new();
    for (what, event) in every_shape() {
        let body = event.to_body().unwrap();
        match lines.iter().find(|line| line.what == what) {
            Some(line) => assert_eq!((&line.body, line.kind.as_str()), (&body, event.kind())),
            None => missing.push(Golden { what, kind: event.kind().to_owned(), body }),
        }
    }
    if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() {
        lines.append(&mut missing);
        let json = serde_json::to_string_pretty(&lines).unwrap();
        std::fs::write(golden_path(), json + "\n").unwrap();
    }
    assert_eq!(missing, []);
}

#[test]
fn every_kind_has_a_line() {
    let kinds: BTreeSet<String> = golden().into_iter().map(|line| line.kind).collect();
    let written = event::KINDS.iter().chain([&LETTER_TEMPLATE_SET]);
    assert_eq!(kinds, written.map(|kind| (*kind).to_owned()).collect());
}

#[test]
fn a_field_that_the_version_does_not_know_is_an_error_that_quotes_nothing() {
    for line in golden() {
        let body = line.body.replacen('{', r#"{"geheim":"Zonnedauw","#, 1);
        let error = Event::from_body(&line.kind, &body).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("Zonnedauw"), "{error}");
    }
}

#[test]
fn nothing_about_a_person_is_printed_by_debug() {
    let asked = draft(LetterKind::ComplaintReceipt, Language::Dutch, &receipt_values());
    let value = Value::Words("mevrouw Zonnedauw".to_owned());
    let mut printed = vec![format!("{asked:?}"), format!("{value:?}")];
    printed.extend(every_shape().iter().map(|(_, event)| format!("{event:?} {event:#?}")));
    for printed in printed {
        assert!(!printed.contains("Zonnedauw") && !printed.contains("afspraak"), "{printed}");
    }
}
