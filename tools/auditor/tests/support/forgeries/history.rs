//! Records altered and linked anew, formats and kinds nobody knows yet, other keys and other histories.

use super::super::base64;
use super::super::bundle::{EVERYTHING, Given, USUAL, bundle, files};
use super::super::cases::{Case, PRACTICE, practice};
use super::super::ledger::{Header, Ledger, Record};
use super::{changed, replace_line};

type Change<T> = fn(&mut T);

/// The practice's ledger, changed at position 5 and linked anew by the operator.
fn relinked(change: Change<Header>) -> Ledger {
    let mut ledger = practice();
    change(&mut ledger.records[5].header);
    ledger.relink();
    ledger
}

pub fn headers() -> Vec<Case> {
    let changes: [(&str, Change<Header>, &str); 13] = [
        ("position", |header| header.position = 6, "position_gap"),
        ("ledger", |header| header.ledger = [9; 16], "ledger_differs"),
        ("time", |header| header.recorded_at -= 1_001, "time_decreases"),
        ("revision", |header| header.revision += 1, "revision_gap"),
        ("revision_back", |header| header.revision -= 1, "revision_gap"),
        ("other_stream", |header| header.stream = [0xb0; 16], "revision_gap"),
        ("visibility", |header| header.visibility = 2, "header_malformed"),
        ("negative_time", |header| header.recorded_at = 1 << 63, "header_malformed"),
        ("huge_revision", |header| header.revision = 1 << 63, "header_malformed"),
        ("kind_upper_case", |header| header.kind = "Dossier.x/1".into(), "header_malformed"),
        ("kind_without_version", |header| header.kind = "dossier.x".into(), "header_malformed"),
        ("created_twice", |header| header.kind = "ledger.created/1".into(), "first_record"),
        ("sealed_grant", |header| header.kind = "grant.given/1".into(), "open_payload_malformed"),
    ];
    let mut cases: Vec<Case> = changes
        .into_iter()
        .map(|(name, change, code)| {
            let ledger = relinked(change);
            let given = Given { keys: &|position| [3, 6].contains(&position), ..PRACTICE };
            Case::wrong(&format!("header_{name}"), &ledger, bundle(&ledger, &given), 3, code)
        })
        .collect();
    let mut cut = practice();
    cut.records[5].header.previous = [0; 32];
    cases.push(Case::wrong("link", &cut, bundle(&cut, &PRACTICE), 3, "previous_differs"));
    let mut removed = practice();
    removed.records.remove(5);
    cases.push(Case::wrong("removed", &removed, bundle(&removed, &USUAL), 3, "position_gap"));
    let mut first = practice();
    first.records[0].header.kind = "calendar.adopted/1".into();
    first.relink();
    cases.push(Case::wrong("first_kind", &first, bundle(&first, &USUAL), 3, "first_record"));
    // Breaks at the seam of two files of headers, which different hands judge.
    let seams: [(&str, Change<Record>, &str); 3] = [
        ("seam_time", |record| record.header.recorded_at = 5, "time_decreases"),
        ("seam_ledger", |record| record.header.ledger = [9; 16], "ledger_differs"),
        ("seam_link", |record| record.header.previous = [9; 32], "previous_differs"),
    ];
    for (name, change, code) in seams {
        let mut ledger = Ledger::create(1);
        (1..300).for_each(|number| ledger.entry(u8::try_from(number % 5).unwrap()));
        change(&mut ledger.records[256]);
        if name != "seam_link" {
            ledger.relink();
        }
        cases.push(Case::wrong(name, &ledger, bundle(&ledger, &USUAL), 3, code));
    }
    cases
}

pub fn unsupported() -> Vec<Case> {
    let magic = relinked(|header| header.magic = *b"GRF2");
    let mut magic_first = practice();
    magic_first.records[0].header.magic = *b"ABCD";
    let mut earlier = relinked(|header| header.magic = *b"GRF2");
    earlier.records[3].header.recorded_at = 0;
    earlier.relink();
    let given = Given { keys: &|_| false, ..PRACTICE };
    let mut cases = vec![
        Case::wrong("magic", &magic, bundle(&magic, &given), 6, "magic_unknown"),
        Case::wrong("magic_first", &magic_first, bundle(&magic_first, &USUAL), 6, "magic_unknown"),
        Case::wrong("broken_before_magic", &earlier, bundle(&earlier, &given), 3, "time_decreases"),
    ];
    let tile = |content: &mut Vec<u8>| content[40] ^= 1;
    let broken_tile = changed(&magic, files(&magic, &given), "tile/0/000.p/10", tile);
    cases.push(Case::wrong("magic_and_broken_tile", &magic, broken_tile, 3, "tile_differs"));
    // What a line says of a record below the unknown one is judged, and the form of all lines.
    let salt = base64(&[7; 32]);
    for (name, position, line, exit, code) in [
        ("below", 1, format!("1 {salt} e30=\n"), 3, "commitment_differs"),
        ("above", 9, format!("9 {salt} e30=\n"), 6, "magic_unknown"),
        ("form", 9, "9 A\n".to_owned(), 3, "line_malformed"),
    ] {
        let files = changed(&magic, files(&magic, &given), "open/000", |content| {
            replace_line(content, position, &line);
        });
        cases.push(Case::wrong(&format!("magic_line_{name}"), &magic, files, exit, code));
    }
    let unheld = Given { held: &|position| position != 7, ..given };
    let files_ = bundle(&magic, &unheld);
    cases.push(Case::wrong("magic_unexplained", &magic, files_, 6, "magic_unknown").states([0; 6]));
    let outside =
        Case::wrong("magic_outside", &magic, bundle(&magic, &given), 3, "outside_inconsistent");
    cases.push(outside.also("kept", practice().checkpoint(10)));
    let stranger = Ledger { keys: Ledger::create(9).keys, ..magic.clone() };
    let files_ = bundle(&stranger, &given);
    cases.push(Case::wrong("magic_signature", &stranger, files_, 6, "magic_unknown"));
    for kind in ["destruction.decided/2", "hold.placed/2", "clock.set/1", "grant.given/3"] {
        let mut ledger = practice();
        ledger.open(kind, "{}");
        let unheld = Given { held: &|position| position != 7, ..PRACTICE };
        let name = format!("kind_{}", kind.replace(['.', '/'], "_"));
        let files = bundle(&ledger, &unheld);
        cases
            .push(Case::wrong(&name, &ledger, files, 6, "kind_unknown").states([0, 3, 5, 1, 1, 1]));
    }
    let mut keyed = practice();
    keyed.open("ledger.moved/1", "{}");
    let strange = Ledger { keys: Ledger::create(9).keys, ..keyed.clone() };
    let files = bundle(&strange, &PRACTICE);
    cases.push(Case::wrong("kind_of_ledger", &strange, files, 6, "kind_unknown"));
    let mut lost = practice();
    lost.damage("[[0,0]]");
    let unheld =
        Given { held: &|position| position != 0, open: &|position| position != 0, ..USUAL };
    let files = bundle(&lost, &unheld);
    cases.push(
        Case::wrong("created_lost", &lost, files, 6, "payload_not_given")
            .states([1, 0, 4, 0, 6, 0]),
    );
    let closed = Given { open: &|position| position != 8, ..USUAL };
    let ledger = practice();
    let files = bundle(&ledger, &closed);
    cases.push(Case::wrong("clock_withheld", &ledger, files, 6, "payload_not_given"));
    cases
}

pub fn keys() -> Vec<Case> {
    let ledger = practice();
    // Another key, the same ledger id, a history of its own: sound in itself.
    let mut forger = Ledger::create_as(66, ledger.id);
    (0..9).for_each(|_| forger.entry(0xa0));
    let fabricated = bundle(&forger, &EVERYTHING);
    let alone = Case {
        key: None,
        also: vec![],
        ..Case::sound("forger_alone", &forger, fabricated.clone())
    };
    let mut cases = vec![
        alone.reserved(&["key_unproven", "nothing_outside_attests"]),
        Case {
            key: Some(ledger.verifier_key(0)),
            ..Case::wrong("forger_and_key", &forger, fabricated.clone(), 3, "key_mismatch")
        },
        Case {
            key: None,
            ..Case::wrong("forger_and_receipt", &forger, fabricated, 3, "outside_signature")
        }
        .also("receipt", ledger.receipt(3, 10)),
    ];
    // The real key, and a history written anew: only what others kept tells.
    let mut rewritten = practice();
    rewritten.records[3].payload = br#"{"body":{"text":"nothing happened"}}"#.to_vec();
    rewritten.relink();
    let files = bundle(&rewritten, &PRACTICE);
    cases.push(
        Case { also: vec![], ..Case::sound("rewritten", &rewritten, files.clone()) }
            .reserved(&["nothing_outside_attests"]),
    );
    for (name, kept, code) in [
        ("rewritten_and_checkpoint", ledger.checkpoint(10), "outside_inconsistent"),
        ("rewritten_and_old_checkpoint", ledger.checkpoint(4), "outside_inconsistent"),
        ("rewritten_and_receipt", ledger.receipt(3, 4), "outside_header_differs"),
    ] {
        cases.push(Case::wrong(name, &rewritten, files.clone(), 3, code).also("kept", kept));
    }
    cases
}
