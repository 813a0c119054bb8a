//! Two dossiers with invented content, and ways to look for it byte by byte.

use std::path::Path;

use griffie::chain::{ActorId, Commitment, StreamId};
use griffie::register::destruction::{DestroyError, Destroyed, Ground, Objection, Order, Part};
use griffie::register::{Call, PayloadRead};

use crate::register_given::{Given, LEDGER_STREAM, dossier, files};

/// Somebody else than the owner, who proposed what the owner approves.
pub const COLLEAGUE: ActorId = ActorId::from_bytes([0x0c; 16]);

/// The words of the entry of which a sentence goes. The sentence in the middle is the one.
pub const WORDS: &str = "Kind drinkt goed. Moeder vertelde over zilverreiger. Gewicht neemt toe.";
/// The sentence, with the blank that follows it.
pub const SENTENCE: &str = "Moeder vertelde over zilverreiger. ";

const PROVENANCE: &str = r#""provenance":{"happened":{"on":"2026-03-01"},"learned":{"on":"2026-03-01"},"author":{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"},"responsible":{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"},"informant":"own_finding"}"#;

/// The payload that opens a dossier of somebody of that name.
pub fn opened(surname: &str) -> Vec<u8> {
    format!(
        r#"{{"body":{{"regime":"wgbo","client":{{"identity":{{"names":{{"surname":"{surname}","name_use":"own"}},"sex":"unknown"}},"contact":{{"telephones":[],"emails":[]}},"network":{{}},"representatives":[],"commission":"own_client"}},{PROVENANCE}}}}}"#
    )
    .into_bytes()
}

/// The payload of an entry in words.
pub fn entry(number: u8, words: &str) -> Vec<u8> {
    let id = hex::encode([number; 16]);
    format!(
        r#"{{"body":{{"entry":"{id}","substantive":true,{PROVENANCE},"content":{{"text":{{"kind":"advice","text":"{words}"}}}}}}}}"#
    )
    .into_bytes()
}

/// A ledger with two dossiers of four records each, side by side: positions 3, 5, 7, 9 and 4, 6, 8, 10.
pub fn two_dossiers() -> Given {
    let given = Given::a_ledger();
    let (one, other) = (dossier(1), dossier(2));
    let recorded = "dossier.entry_recorded/1";
    for (number, words) in [(0, ""), (1, WORDS), (2, "Advies over aanleggen."), (3, "Afspraak.")] {
        let of = |stream: StreamId, surname: &str, words: &str| {
            if number == 0 {
                (stream, "dossier.opened/1", opened(surname))
            } else {
                (stream, recorded, entry(number, words))
            }
        };
        given.record_sealed(&[of(one, "Zeldenthuis", words)]);
        given.record_sealed(&[of(
            other,
            "Bovenkamp",
            &words.replace("zilverreiger", "kwikstaart"),
        )]);
    }
    given
}

/// An order for whole streams.
pub fn whole(streams: &[StreamId]) -> Order {
    Order {
        ground: Ground::RecordedUnlawfully,
        streams: streams.to_vec(),
        positions: vec![],
        parts: vec![],
        request: None,
    }
}

/// An order for records.
pub fn records(positions: &[u64]) -> Order {
    Order { streams: vec![], positions: positions.to_vec(), ..whole(&[]) }
}

/// An order for parts.
pub fn parts(parts: Vec<Part>) -> Order {
    Order { parts, ..whole(&[]) }
}

/// The owner approves what the colleague decided.
pub fn destroy(given: &Given, order: &Order) -> Result<Destroyed, DestroyError> {
    destroy_by(given, &given.call(LEDGER_STREAM), order)
}

/// The same, by a call of the test's own.
pub fn destroy_by(given: &Given, call: &Call, order: &Order) -> Result<Destroyed, DestroyError> {
    given.clock.advance(1_000);
    given.wait(given.register.destroy(call, COLLEAGUE, order)).map(Option::unwrap)
}

/// Why an order is refused.
pub fn objections(given: &Given, order: &Order) -> Vec<&'static str> {
    match destroy(given, order) {
        Err(DestroyError::Refused(found)) => found.into_iter().map(Objection::reason).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

/// What every record of the ledger reads as.
pub fn read_all(given: &Given) -> Vec<String> {
    let positions: Vec<u64> = (0..given.register.size()).collect();
    let records = given.register.records(&positions, true).unwrap();
    let shown = |payload: &PayloadRead| match payload {
        PayloadRead::Given(opened) => String::from_utf8(opened.payload().to_vec()).unwrap(),
        other => format!("{other:?}"),
    };
    records.iter().map(|record| shown(&record.payload)).collect()
}

/// The commitment in each header: what a destruction may never touch.
pub fn commitments(given: &Given) -> Vec<Commitment> {
    let positions: Vec<u64> = (0..given.register.size()).collect();
    let records = given.register.records(&positions, false).unwrap();
    records.iter().map(|record| record.header.commitment).collect()
}

/// Whether any file below a folder holds these bytes.
pub fn holds(folder: &Path, bytes: &[u8]) -> bool {
    files(folder).iter().any(|file| {
        std::fs::read(folder.join(file)).unwrap().windows(bytes.len()).any(|it| it == bytes)
    })
}
