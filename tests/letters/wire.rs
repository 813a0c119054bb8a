//! Requests about letters as they come in: every field read, everything wrong told at once.

use griffie::domain::letter::{Capacity, Language, LetterKind, Means};
use griffie::grpc::convert::{Reader, letter};
use griffie::grpc::pb;

use crate::office::provenance;

const CASE: &str = "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a";

fn violations<T: std::fmt::Debug>(reader: Reader, read: Option<T>) -> Vec<String> {
    let violations = reader.finish(read).unwrap_err().into_vec().into_iter();
    violations.map(|it| format!("{}: {}", it.field, it.reason.code())).collect()
}

#[test]
fn a_draft_is_read_whole() {
    for (number, kind) in LetterKind::ALL.iter().enumerate() {
        for (tag, language) in [(1, Language::Dutch), (2, Language::English)] {
            let value = pb::LetterValue { name: "due".to_owned(), value: "2026-03-05".to_owned() };
            let kind_number = i32::try_from(number).unwrap() + 1;
            let said = (kind_number, tag, vec![value], provenance());
            let mut reader = Reader::default();
            let read = letter::draft("complaint_id", CASE, said, &mut reader);
            let (stream, draft) = reader.finish(read).unwrap();
            assert_eq!(stream.to_string(), CASE);
            assert_eq!((draft.kind, draft.language), (*kind, language));
            assert_eq!(draft.values[0].name, "due");
            assert_eq!(draft.values[0].value.as_str(), "2026-03-05");
        }
    }
}

#[test]
fn everything_wrong_with_a_draft_is_told_at_once() {
    let value = |name: &str, value: &str| pb::LetterValue {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let values = vec![value("", "x"), value("reason", ""), value("reason", "\u{0}")];
    let mut reader = Reader::default();
    let read = letter::draft("breach_id", "", (99, 0, values, None), &mut reader);
    assert_eq!(
        violations(reader, read),
        [
            "breach_id: MISSING",
            "kind: UNSPECIFIED",
            "language: UNSPECIFIED",
            "values[0].name: MISSING",
            "values[1].value: MISSING",
            "values[2].value: CONTROL_CHARACTER",
            "provenance: MISSING",
        ]
    );
}

#[test]
fn a_sending_is_read_whole() {
    let capacities = [
        Capacity::Client,
        Capacity::Representative,
        Capacity::NextOfKin,
        Capacity::DataSubject,
        Capacity::Other,
    ];
    let means = [Means::Electronic, Means::Post, Means::HandedOver];
    for (to_number, to) in (1..).zip(capacities) {
        for (means_number, means) in (1..).zip(means) {
            let sending = pb::LetterSending {
                to: to_number,
                means: means_number,
                sent_on: "2026-03-05".to_owned(),
                received_on: String::new(),
                provenance: provenance(),
            };
            let mut reader = Reader::default();
            let read = letter::sent("incident_id", CASE, "0b".repeat(16), sending, &mut reader);
            let (_, sent) = reader.finish(read).unwrap();
            assert_eq!((sent.to, sent.means, sent.received_on), (to, means, None));
            assert_eq!(sent.sent_on.to_string(), "2026-03-05");
        }
    }
}

#[test]
fn everything_wrong_with_a_sending_is_told_at_once() {
    let sending =
        pb::LetterSending { received_on: "gisteren".to_owned(), ..pb::LetterSending::default() };
    let mut reader = Reader::default();
    let read = letter::sent("incident_id", "x", "y".to_owned(), sending, &mut reader);
    assert_eq!(
        violations(reader, read),
        [
            "incident_id: NOT_AN_IDENTIFIER",
            "letter_id: NOT_AN_IDENTIFIER",
            "to: UNSPECIFIED",
            "means: UNSPECIFIED",
            "sent_on: MISSING",
            "received_on: NOT_A_DATE",
            "provenance: MISSING",
        ]
    );
}
