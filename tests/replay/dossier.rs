//! Entries in both times: corrected, withdrawn, entered late.

use griffie::chain::RequestId;
use griffie::domain::Event;
use griffie::domain::dossier::view::Recorded;
use griffie::replay::{Effect, Record, Replay, Said, Time, Window};

use crate::sample::instant;

/// A fact about an entry, from its JSON with the day on which the entry happened.
fn entry_fact(kind: &str, entry: u8, on: &str, words: &str) -> Event {
    let id = hex::encode([entry; 16]);
    let provenance = |on: &str| {
        format!(
            r#"{{"happened":{{"on":"{on}"}},"learned":{{"on":"{on}"}},"author":{{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"}},"responsible":{{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"}},"informant":"own_finding"}}"#
        )
    };
    let correction = match kind {
        "dossier.entry_corrected/1" => {
            let provenance = provenance("2026-03-20");
            format!(r#","correction":{{"reason":"Verschreven.","provenance":{provenance}}}"#)
        }
        _ => String::new(),
    };
    let body = if kind == "dossier.entry_withdrawn/1" {
        let provenance = provenance("2026-03-20");
        format!(
            r#"{{"entry":"{id}","substantive":true,"withdrawal":{{"reason":"recorded_twice","provenance":{provenance}}}}}"#
        )
    } else {
        let provenance = provenance(on);
        format!(
            r#"{{"entry":"{id}","substantive":true,"provenance":{provenance},"content":{{"text":{{"kind":"advice","text":"{words}"}}}}{correction}}}"#
        )
    };
    Event::from_body(kind, &body).unwrap()
}

/// An entry of the 9th; one of the 5th, entered later; the first set right: it was the 4th; a third, withdrawn as entered twice.
fn records() -> Vec<Record> {
    let recorded = "dossier.entry_recorded/1";
    let facts = [
        entry_fact(recorded, 1, "2026-03-09", "Acht keer."),
        entry_fact(recorded, 2, "2026-03-05", "Vaker aanleggen."),
        entry_fact("dossier.entry_corrected/1", 1, "2026-03-04", "Negen keer."),
        entry_fact(recorded, 3, "2026-03-06", "Vaker aanleggen."),
        entry_fact("dossier.entry_withdrawn/1", 3, "", ""),
    ];
    (0..)
        .zip(facts)
        .map(|(revision, event)| Record {
            place: Recorded { position: revision, revision, at: instant("2026-03-21T09:00:00Z") },
            kind: event.kind().to_owned(),
            command: RequestId::from_bytes([u8::try_from(revision).unwrap() + 1; 16]),
            said: Said::Fact(event),
        })
        .collect()
}

#[test]
fn what_was_said_before_a_correction_is_shown_in_recorded_time_alone() {
    let records = records();
    let positions = |time| -> Vec<u64> {
        let replay = Replay::new(&records, time);
        replay.steps(Window::default()).map(|step| step.record.place.position).collect()
    };
    assert_eq!(positions(Time::Recorded), [0, 1, 2, 3, 4]);
    // The corrected entry stands on its right day; what was entered twice never was.
    assert_eq!(positions(Time::Happened), [2, 1]);
    let recorded = Replay::new(&records, Time::Recorded);
    let effects: Vec<Effect> = recorded.steps(Window::default()).map(|it| it.effect).collect();
    let (adds, corrects, withdraws) = (Effect::Adds, Effect::Corrects, Effect::Withdraws);
    assert_eq!(effects, [adds, adds, corrects, adds, withdraws]);
}
