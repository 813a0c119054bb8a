//! Named bundles with what an auditor must say of them. The Rust tests and the comparison with the second auditor both run
//! over [`all`].

use super::Files;
use super::bundle::{EVERYTHING, Given, USUAL, bundle, files, reseal};
use super::clocks;
use super::destructions;
use super::forgeries;
use super::ledger::Ledger;
use super::restores;

/// One bundle, what the auditor is given besides, and what it must answer.
pub struct Case {
    pub name: String,
    pub files: Files,
    pub key: Option<String>,
    pub also: Vec<(String, String)>,
    pub exit: u8,
    /// A code that must be among the findings.
    pub code: Option<&'static str>,
    pub reservations: Vec<&'static str>,
    /// Lost, opened, open, sealed and unexamined, withheld, unexplained.
    pub states: Option<[u64; 6]>,
    /// Destroyed, being destroyed.
    pub gone: Option<[u64; 2]>,
    /// Clocks recomputed, stated, not recomputed.
    pub clocks: Option<[u64; 3]>,
}

impl Case {
    /// A sound bundle of `ledger`, with its key and its newest checkpoint at hand.
    pub fn sound(name: &str, ledger: &Ledger, files: Files) -> Self {
        let checkpoint = ledger.checkpoint(ledger.records.len());
        Self {
            name: name.to_owned(),
            files,
            key: Some(ledger.verifier_key(ledger.keys.len() - 1)),
            also: vec![("checkpoint".to_owned(), checkpoint)],
            exit: 0,
            code: None,
            reservations: vec![],
            states: None,
            gone: None,
            clocks: None,
        }
    }

    /// The same, but it must be found broken or unsupported.
    pub fn wrong(name: &str, ledger: &Ledger, files: Files, exit: u8, code: &'static str) -> Self {
        let mut case = Self::sound(name, ledger, files);
        // A forger shows only what fits his history; what others kept has cases of its own.
        case.also.clear();
        Self { exit, code: Some(code), ..case }
    }

    pub fn states(mut self, states: [u64; 6]) -> Self {
        self.states = Some(states);
        self
    }

    pub fn also(mut self, name: &str, content: String) -> Self {
        self.also.push((name.to_owned(), content));
        self
    }

    pub fn reserved(mut self, reservations: &[&'static str]) -> Self {
        self.exit = 4;
        self.reservations = reservations.to_vec();
        self
    }
}

/// Ten records of every sort.
pub fn practice() -> Ledger {
    let mut ledger = Ledger::create(1);
    let id = "0a".repeat(16);
    ledger.open(
        "grant.given/1",
        &format!(r#"{{"grant":"{id}","actor":"{id}","role":"owner","scope":"ledger"}}"#),
    );
    ledger.record([0x11; 16], "grant.token_issued/1", 1, br#"{"body":{"token":"x"}}"#);
    ledger.entry(0xa0);
    ledger.entry(0xb0);
    ledger.entry(0xa0);
    ledger.record([0xa0; 16], "dossier.attachment_part_stored/1", 1, b"\xff\xd8\xff\0");
    ledger.entry(0xa0);
    ledger.accept_clock();
    ledger.open("calendar.adopted/1", r#"{"year":2026,"days":["Koningsdag 👑",{"a":[-1,null]}]}"#);
    ledger
}

/// What the exporter of [`practice`] gives.
pub const PRACTICE: Given<'static> = Given {
    held: &|_| true,
    boxes: &|position| [3, 4, 5, 6].contains(&position),
    keys: &|position| [3, 5, 6].contains(&position),
    open: &|_| true,
};

fn sound() -> Vec<Case> {
    let ledger = practice();
    let given = bundle(&ledger, &PRACTICE);
    let everything = bundle(&ledger, &EVERYTHING);
    let mut cases = vec![
        Case::sound("practice", &ledger, given.clone()).states([0, 3, 4, 1, 2, 0]),
        Case::sound("everything", &ledger, everything).states([0, 6, 4, 0, 0, 0]),
    ];
    let boxed = Given { open: &|position| position == 0, ..EVERYTHING };
    cases.push(
        Case::sound("open_records_by_their_boxes", &ledger, bundle(&ledger, &boxed))
            .states([0, 9, 1, 0, 0, 0]),
    );
    let closed = Given { open: &|_| false, ..EVERYTHING };
    cases.push(
        Case::sound("ledger_records_by_their_boxes", &ledger, bundle(&ledger, &closed))
            .states([0, 10, 0, 0, 0, 0]),
    );
    let mut cosigned = files(&ledger, &PRACTICE);
    let line = "— witness.example/w AAAAAAAAAAA=\n";
    cosigned.get_mut("checkpoint").unwrap().extend(line.bytes());
    cases.push(Case::sound("cosigned", &ledger, reseal(cosigned, &ledger)));
    cases.push(grants());
    for size in [1usize, 2, 8, 255, 256, 257, 300] {
        let mut ledger = Ledger::create(1);
        (1..size).for_each(|number| ledger.entry(u8::try_from(number % 7).unwrap()));
        let case = Case::sound(&format!("size_{size}"), &ledger, bundle(&ledger, &USUAL));
        cases.push(case.states([0, 0, 1, 0, size as u64 - 1, 0]));
    }
    cases
}

/// Roles given over some dossiers, from a day to a day, and ended; tokens and an emergency beside them.
fn grants() -> Case {
    let mut ledger = practice();
    let (id, second) = ("0a".repeat(16), "0b".repeat(16));
    for (role, streams, days) in [
        ("practitioner", format!(r#""{id}","{second}""#), r#""from":null,"until":null"#),
        ("locum", String::new(), r#""from":"2026-01-01","until":"2026-01-01""#),
        ("system", String::new(), r#""from":"1950-01-01","until":"2100-12-31""#),
        ("auditor", String::new(), r#""from":null,"until":"2026-02-28""#),
        ("client", format!(r#""{id}""#), r#""from":"2024-02-29","until":null"#),
        ("privacy_officer", String::new(), r#""from":null,"until":null"#),
    ] {
        let given = format!(
            r#"{{"grant":"{id}","actor":"{id}","role":"{role}","streams":[{streams}],{days}}}"#
        );
        ledger.open("grant.given/2", &given);
    }
    ledger.open("grant.ended/1", &format!(r#"{{"grant":"{id}"}}"#));
    for kind in ["grant.token_issued/2", "grant.token_revoked/1", "grant.emergency_taken/1"] {
        ledger.record([0x12; 16], kind, 1, br#"{"body":{}}"#);
    }
    let files = bundle(&ledger, &EVERYTHING);
    Case::sound("grants", &ledger, files).states([0, 9, 11, 0, 0, 0])
}

fn reserved() -> Vec<Case> {
    let ledger = practice();
    let given = bundle(&ledger, &PRACTICE);
    let case = |name: &str| Case::sound(name, &ledger, given.clone());
    let mut cases = vec![
        Case { also: vec![], ..case("nothing_outside") }.reserved(&["nothing_outside_attests"]),
        Case { key: None, ..case("no_key") }.reserved(&["key_unproven"]),
        Case { key: None, also: vec![], ..case("alone") }
            .reserved(&["key_unproven", "nothing_outside_attests"]),
        Case { also: vec![("old".into(), ledger.checkpoint(5))], ..case("older") }
            .reserved(&["outside_older_than_bundle"]),
        Case { also: vec![("empty".into(), ledger.checkpoint(0))], ..case("empty_tree") }
            .reserved(&["outside_older_than_bundle"]),
    ];
    let mut longer = practice();
    longer.entry(0xa0);
    cases.push(
        case("beyond")
            .also("new", longer.checkpoint(11))
            .also("receipt", longer.receipt(3, 11))
            .reserved(&["outside_beyond_bundle"]),
    );
    let mut damaged = practice();
    damaged.entry(0xa0);
    damaged.damage("[[3,4],[10,10]]");
    let but_ten = Given { held: &|position| position != 10, ..PRACTICE };
    cases.push(
        Case::sound("lost", &damaged, bundle(&damaged, &but_ten))
            .states([3, 2, 5, 0, 2, 0])
            .reserved(&["lost"]),
    );
    let mut followed = practice();
    followed.open(
        "ledger.mirror_followed/1",
        r#"{"mirror":"0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b","epoch":3}"#,
    );
    cases.push(Case::sound("mirror_followed", &followed, bundle(&followed, &PRACTICE)));
    let mut restored = practice();
    restored.rotate(2, "restored");
    restored.entry(0xa0);
    cases.push(
        Case::sound("restored", &restored, bundle(&restored, &PRACTICE)).reserved(&["restored"]),
    );
    cases
}

/// Every case.
pub fn all() -> Vec<Case> {
    let mut cases = sound();
    cases.extend(reserved());
    cases.extend(outside());
    cases.extend(rotated());
    cases.extend(restores::all());
    cases.extend(clocks::all());
    cases.extend(destructions::all());
    cases.extend(forgeries::all());
    cases
}

fn outside() -> Vec<Case> {
    let ledger = practice();
    let given = bundle(&ledger, &PRACTICE);
    let case = |name: &str, content: String| {
        Case::sound(name, &ledger, given.clone()).also("other", content)
    };
    let wrong = |name: &str, content: String, code| Case {
        exit: 3,
        code: Some(code),
        ..case(name, content)
    };
    let mut cases = vec![
        case("three_lines", ledger.three_lines(7)),
        case("old_checkpoint", ledger.checkpoint(7)),
        case("receipts", ledger.receipt(3, 10)).also("more", ledger.receipt(0, 1)),
    ];
    let mut other = Ledger::create(7);
    other.entry(0xa0);
    cases.push(wrong("of_another_ledger", other.checkpoint(2), "outside_ledger"));
    cases.push(wrong("receipt_of_another_ledger", other.receipt(1, 2), "outside_ledger"));
    for (name, content) in [
        ("empty_file", String::new()),
        ("two_lines", ledger.three_lines(7).lines().take(2).collect()),
        ("no_line_break", ledger.three_lines(7).trim_end().to_owned()),
        ("carriage_returns", ledger.three_lines(7).replace('\n', "\r\n")),
        ("leading_zero", ledger.three_lines(7).replace("\n7\n", "\n07\n")),
        ("too_long", "x".repeat(70_000)),
        ("cut_receipt", ledger.receipt(3, 10).replace("index 3\n", "")),
        ("receipt_of_other_place", ledger.receipt(3, 10).replace("index 3", "index 2")),
    ] {
        cases.push(wrong(name, content, "outside_malformed"));
    }
    let receipt = ledger.receipt(3, 10);
    let hashes: Vec<&str> = receipt.lines().skip(3).take_while(|line| !line.is_empty()).collect();
    let one_less = receipt.replacen(&format!("{}\n", hashes[1]), "", 1);
    let swapped = receipt.replacen(hashes[0], hashes[1], 1);
    cases.push(wrong("short_proof", one_less, "outside_malformed"));
    cases.push(wrong("wrong_proof", swapped, "outside_malformed"));
    // The same key, another history: only what others kept tells.
    let mut rewritten = practice();
    rewritten.records[3].payload = br#"{"body":{"text":"nothing happened"}}"#.to_vec();
    rewritten.relink();
    cases.push(wrong("another_history", rewritten.checkpoint(7), "outside_inconsistent"));
    cases.push(wrong("another_history_noted", rewritten.three_lines(10), "outside_inconsistent"));
    cases.push(wrong("another_record", rewritten.receipt(3, 7), "outside_header_differs"));
    let mut longer = rewritten.clone();
    longer.entry(0xa0);
    cases.push(wrong("another_record_beyond", longer.receipt(3, 11), "outside_header_differs"));
    let stranger = Ledger { keys: Ledger::create(9).keys, ..ledger.clone() };
    cases.push(wrong("signed_by_another", stranger.checkpoint(7), "outside_signature"));
    cases
}

/// Rotations: every key of the ledger vouches for the newest, and nobody else's does.
fn rotated() -> Vec<Case> {
    let mut ledger = practice();
    ledger.rotate(2, "scheduled");
    let at_rotation = ledger.clone();
    ledger.entry(0xa0);
    let first = Some(ledger.verifier_key(0));
    let given = bundle(&ledger, &PRACTICE);
    let case = |name: &str| Case::sound(name, &ledger, given.clone());
    let mut cases = vec![
        case("rotated"),
        Case { key: first.clone(), ..case("first_key") },
        case("old_checkpoint_by_the_old_key").also("old", ledger.checkpoint(10)),
        Case::sound("rotation_last", &at_rotation, bundle(&at_rotation, &PRACTICE)),
    ];
    // The old key goes on signing after its end, or the new one did not sign where both must.
    let old_key = Ledger { rotated_at: vec![], ..ledger.clone() };
    for (name, size) in [("old_key_too_late", 12), ("crossing_by_one_key", 11)] {
        let late = case(name).also("late", old_key.checkpoint(size));
        cases.push(Case { exit: 3, code: Some("outside_signature"), ..late });
    }
    let base = files(&ledger, &PRACTICE);
    let with = |name: &str, path: &str, content: Option<String>, code| {
        let mut files = base.clone();
        files.remove(path);
        files.extend(content.map(|content| (path.to_owned(), content.into_bytes())));
        Case::wrong(&format!("rotation_{name}"), &ledger, reseal(files, &ledger), 3, code)
    };
    let crossing = "rotation/11";
    let signature = "checkpoint_signature";
    cases.extend([
        with("absent", crossing, None, "rotation_set"),
        with("too_many", "rotation/10", Some(ledger.checkpoint(10)), "rotation_set"),
        with("beyond", "rotation/13", Some(ledger.checkpoint(11)), "rotation_set"),
        with("of_size_zero", "rotation/0", Some(ledger.checkpoint(0)), "rotation_set"),
        with("by_old_key_only", crossing, Some(old_key.checkpoint(11)), signature),
        with("of_another_size", crossing, Some(ledger.checkpoint(12)), "checkpoint_malformed"),
        with("unsigned", crossing, Some(ledger.three_lines(11)), "checkpoint_malformed"),
        with("spelling", "rotation/011", Some(ledger.checkpoint(11)), "manifest_malformed"),
    ]);
    let mut other = ledger.clone();
    other.records[3].payload = br#"{"body":{"text":"nothing happened"}}"#.to_vec();
    other.relink();
    cases.push(with("of_another_history", crossing, Some(other.checkpoint(11)), "root_differs"));
    // Position 0 is public: a usurper copies it and rotates to a key of his own, which alone can sign.
    let mut usurper = Ledger::create(1);
    usurper.rotate(66, "scheduled");
    (0..8).for_each(|_| usurper.entry(0xa0));
    let own_key =
        Ledger { keys: vec![usurper.keys[1].clone()], rotated_at: vec![], ..usurper.clone() };
    let mut forged = files(&usurper, &USUAL);
    forged.insert("rotation/2".to_owned(), own_key.checkpoint(2).into_bytes());
    let forged = reseal(forged, &usurper);
    let wrong = Case::wrong("usurper", &usurper, forged, 3, signature);
    cases.push(Case { key: first, ..wrong });
    ledger.rotate(3, "suspected");
    ledger.entry(0xa0);
    let middle = Some(ledger.verifier_key(1));
    let twice = Case::sound("middle_key", &ledger, bundle(&ledger, &PRACTICE));
    cases.push(Case { key: middle, ..twice });
    cases.push(Case {
        key: Some(usurper.verifier_key(1)),
        ..Case::wrong("key_of_nobody", &ledger, bundle(&ledger, &PRACTICE), 3, "key_mismatch")
    });
    cases
}
