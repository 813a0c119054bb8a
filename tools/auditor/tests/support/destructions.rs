//! Bundles of ledgers in which something was destroyed: soundly, and in every way in which it must not be.

use super::bundle::{Given, bundle};
use super::cases::Case;
use super::ledger::Ledger;

/// Five entries: 1, 2 and 4 of one dossier, 3 and 5 of another.
fn dossiers() -> Ledger {
    let mut ledger = Ledger::create(1);
    for stream in [0xa0, 0xa0, 0xb0, 0xa0, 0xb0] {
        ledger.entry(stream);
    }
    ledger
}

/// A decision in the making: what is not said is as in a sound one.
struct Decided<'a> {
    ground: &'a str,
    streams: &'a [(u8, u64)],
    positions: &'a str,
    replacements: &'a str,
    decider: u8,
    approver: u8,
    request: Option<u8>,
}

const WHOLE: Decided<'static> = Decided {
    ground: "recorded_unlawfully",
    streams: &[(0xa0, 2)],
    positions: "[]",
    replacements: "[]",
    decider: 1,
    approver: 2,
    request: None,
};

const RECORD: Decided<'static> = Decided { streams: &[], positions: "[[2,2]]", ..WHOLE };

fn id(byte: u8) -> String {
    hex::encode([byte; 16])
}

impl Decided<'_> {
    fn write(&self, ledger: &mut Ledger) -> usize {
        let streams = self.streams.iter();
        let streams: Vec<String> = streams
            .map(|(stream, through)| {
                format!(r#"{{"stream":"{}","through":{through}}}"#, id(*stream))
            })
            .collect();
        let request = self.request.map_or("null".to_owned(), |byte| format!(r#""{}""#, id(byte)));
        let payload = format!(
            r#"{{"ground":"{}","streams":[{}],"positions":{},"replacements":{},"keys":["{}"],"decider":"{}","approver":"{}","request":{request}}}"#,
            self.ground,
            streams.join(","),
            self.positions,
            self.replacements,
            id(0xee),
            id(self.decider),
            id(self.approver),
        );
        ledger.open("destruction.decided/1", &payload);
        ledger.records.len() - 1
    }
}

fn execute(ledger: &mut Ledger, decided: usize) {
    let mirror = id(0x33);
    ledger.open(
        "destruction.executed/1",
        &format!(
            r#"{{"decided":{decided},"epoch":2,"technique":"key_destruction","mirrors":[{{"mirror":"{mirror}","state":"current"}}],"key_backups_until":"2026-12-10"}}"#
        ),
    );
}

fn hold(ledger: &mut Ledger, dossier: u8, hold: u8) {
    let payload = format!(r#"{{"dossier":"{}","hold":"{}"}}"#, id(dossier), id(hold));
    ledger.open("hold.placed/1", &payload);
}

fn lift(ledger: &mut Ledger, hold: u8) {
    ledger.open("hold.lifted/1", &format!(r#"{{"hold":"{}"}}"#, id(hold)));
}

fn solo(ledger: &mut Ledger, solo: bool) {
    ledger.open("ledger.solo_declared/1", &format!(r#"{{"solo":{solo}}}"#));
}

/// Everything that is not gone, opened with its key.
fn without(ledger: &Ledger, gone: &[usize]) -> super::Files {
    let there = |position: usize| !gone.contains(&position);
    bundle(ledger, &Given { held: &there, boxes: &there, keys: &there, open: &there })
}

fn sound(name: &str, gone: &[usize], states: [u64; 2], make: impl FnOnce(&mut Ledger)) -> Case {
    let mut ledger = dossiers();
    make(&mut ledger);
    let files = without(&ledger, gone);
    Case { gone: Some(states), ..Case::sound(&format!("destroyed_{name}"), &ledger, files) }
}

fn wrong(name: &str, gone: &[usize], code: &'static str, make: impl FnOnce(&mut Ledger)) -> Case {
    let mut ledger = dossiers();
    make(&mut ledger);
    let files = without(&ledger, gone);
    Case::wrong(&format!("destroyed_{name}"), &ledger, files, 3, code)
}

fn whole(decided: &Decided<'_>) -> impl FnOnce(&mut Ledger) {
    let decided = Decided { ..*decided };
    move |ledger: &mut Ledger| {
        let at = decided.write(ledger);
        execute(ledger, at);
    }
}

/// The replacement of position 2, at position 6.
fn replacement(ledger: &mut Ledger, kind: &str) {
    let payload = r#"{"body":{"text":"wiegt meer"},"part_destroyed":{"replaces":2,"recorded_at":1793491200002000}}"#;
    ledger.record([0xa0; 16], kind, 1, payload.as_bytes());
}

const ENTRY: &str = "dossier.entry_recorded/1";

pub fn all() -> Vec<Case> {
    let mut cases = soundly();
    cases.extend(without_authority());
    cases.extend(malformed());
    cases.extend(contradicted());
    cases
}

fn soundly() -> Vec<Case> {
    let part = Decided { replacements: "[[2,6]]", ..RECORD };
    vec![
        sound("whole", &[1, 2, 4], [3, 0], whole(&WHOLE)),
        sound("and_not_carried_out", &[1, 2, 4], [0, 3], |ledger| {
            WHOLE.write(ledger);
        }),
        sound("a_record", &[2], [1, 0], whole(&RECORD)),
        sound("in_part", &[2], [1, 0], |ledger| {
            replacement(ledger, ENTRY);
            let at = part.write(ledger);
            execute(ledger, at);
            ledger.entry(0xa0);
        }),
        sound("after_a_hold", &[1, 2, 4], [3, 0], |ledger| {
            hold(ledger, 0xa0, 7);
            hold(ledger, 0xb0, 8);
            lift(ledger, 7);
            whole(&WHOLE)(ledger);
        }),
        sound("by_one_person", &[1, 2, 4], [3, 0], |ledger| {
            solo(ledger, true);
            whole(&Decided { approver: 1, ..WHOLE })(ledger);
        }),
        sound("on_request", &[1, 2, 4], [3, 0], |ledger| {
            whole(&Decided { ground: "client_request", request: Some(5), ..WHOLE })(ledger);
        }),
        sound("and_the_rest_later", &[1, 2, 4], [3, 0], |ledger| {
            whole(&RECORD)(ledger);
            whole(&WHOLE)(ledger);
        }),
        sound("a_year_of_the_log", &[6, 7], [2, 0], |ledger| {
            for _ in 0..2 {
                ledger.record([0xc0; 16], "access.read/1", 1, br#"{"body":{}}"#);
            }
            let years = Decided { ground: "log_year_ended", streams: &[(0xc0, 1)], ..WHOLE };
            let at = years.write(ledger);
            execute(ledger, at);
            // Five calendar years after the last line: from 1 November 2026 to 1 November 2031.
            let line = ledger.records[7].header.recorded_at;
            for record in &mut ledger.records[8..] {
                record.header.recorded_at = line + 1_826 * 86_400_000_000;
            }
            ledger.relink();
        }),
    ]
}

fn without_authority() -> Vec<Case> {
    let code = "destruction_unauthorised";
    let one = |name: &str, decided: Decided<'_>| wrong(name, &[1, 2, 4], code, whole(&decided));
    vec![
        one("on_no_ground", Decided { ground: "untidy", ..WHOLE }),
        one("by_one_of_two", Decided { approver: 1, ..WHOLE }),
        one("on_no_request", Decided { ground: "client_request", ..WHOLE }),
        one("for_age_on_request", Decided { ground: "retention_ended", request: Some(5), ..WHOLE }),
        one("as_if_a_log", Decided { ground: "log_year_ended", ..WHOLE }),
        wrong("under_a_hold", &[1, 2, 4], code, |ledger| {
            hold(ledger, 0xa0, 7);
            whole(&WHOLE)(ledger);
        }),
        wrong("a_record_under_a_hold", &[2], code, |ledger| {
            hold(ledger, 0xa0, 7);
            whole(&RECORD)(ledger);
        }),
        wrong("by_one_no_more_alone", &[1, 2, 4], code, |ledger| {
            solo(ledger, true);
            solo(ledger, false);
            whole(&Decided { approver: 1, ..WHOLE })(ledger);
        }),
        wrong("the_proof", &[6], code, |ledger| {
            hold(ledger, 0xa0, 7);
            lift(ledger, 7);
            whole(&Decided { positions: "[[6,6]]", ..RECORD })(ledger);
        }),
        wrong("a_log_too_early", &[6], code, |ledger| {
            ledger.record([0xc0; 16], "access.read/1", 1, br#"{"body":{}}"#);
            let decided = Decided { ground: "log_year_ended", streams: &[(0xc0, 0)], ..WHOLE };
            let at = decided.write(ledger);
            execute(ledger, at);
            let line = ledger.records[6].header.recorded_at;
            for record in &mut ledger.records[7..] {
                record.header.recorded_at = line + 1_826 * 86_400_000_000 - 1;
            }
            ledger.relink();
        }),
        wrong("a_log_as_if_unlawful", &[6], code, |ledger| {
            ledger.record([0xc0; 16], "access.read/1", 1, br#"{"body":{}}"#);
            whole(&Decided { streams: &[(0xc0, 0)], ..WHOLE })(ledger);
        }),
    ]
}

fn malformed() -> Vec<Case> {
    let code = "destruction_malformed";
    let one = |name: &str, decided: Decided<'_>| wrong(name, &[], code, whole(&decided));
    let part = Decided { replacements: "[[2,6]]", ..RECORD };
    vec![
        one("nothing", Decided { streams: &[], ..WHOLE }),
        one("whole_and_part", Decided { positions: "[[3,3]]", ..WHOLE }),
        one("beyond_the_stream", Decided { streams: &[(0xa0, 3)], ..WHOLE }),
        one("nobodys_stream", Decided { streams: &[(0x99, 0)], ..WHOLE }),
        one("streams_in_disorder", Decided { streams: &[(0xb0, 1), (0xa0, 2)], ..WHOLE }),
        one("ranges_that_touch", Decided { positions: "[[1,1],[2,2]]", ..RECORD }),
        one("itself", Decided { positions: "[[2,6]]", ..RECORD }),
        one("replaced_by_nothing", Decided { replacements: "[[2,5]]", ..RECORD }),
        wrong("twice", &[2], code, |ledger| {
            whole(&RECORD)(ledger);
            whole(&RECORD)(ledger);
        }),
        wrong("after_its_loss", &[2], code, |ledger| {
            ledger.damage("[[2,2]]");
            whole(&RECORD)(ledger);
        }),
        wrong("in_part_by_another_kind", &[2], code, |ledger| {
            replacement(ledger, "dossier.client_changed/1");
            let at = part.write(ledger);
            execute(ledger, at);
        }),
        wrong("in_part_from_elsewhere", &[2], code, |ledger| {
            replacement(ledger, ENTRY);
            let at =
                Decided { replacements: "[[3,6]]", positions: "[[3,3]]", ..part }.write(ledger);
            execute(ledger, at);
        }),
        wrong("carried_out_twice", &[1, 2, 4], code, |ledger| {
            let at = WHOLE.write(ledger);
            execute(ledger, at);
            execute(ledger, at);
        }),
        wrong("carried_out_undecided", &[], code, |ledger| execute(ledger, 3)),
        wrong("hold_twice", &[], "hold_malformed", |ledger| {
            hold(ledger, 0xa0, 7);
            hold(ledger, 0xb0, 7);
        }),
        wrong("hold_of_nobody", &[], "hold_malformed", |ledger| lift(ledger, 7)),
        wrong("without_a_member", &[], "open_payload_malformed", |ledger| {
            ledger.open("hold.lifted/1", r#"{"hold":"07","why":"x"}"#);
        }),
    ]
}

fn contradicted() -> Vec<Case> {
    let mut cases = vec![
        wrong("and_written_on", &[1, 2, 4], "fence_broken", |ledger| {
            whole(&WHOLE)(ledger);
            ledger.entry(0xa0);
        }),
        wrong("while_written_on", &[2], "fence_broken", |ledger| {
            let at = RECORD.write(ledger);
            ledger.entry(0xa0);
            execute(ledger, at);
        }),
        wrong("and_one_box_more_is_gone", &[1, 2, 4, 5], "unexplained", whole(&WHOLE)),
    ];
    // Its box, its key or both are still in the bundle.
    let mut ledger = dossiers();
    whole(&WHOLE)(&mut ledger);
    let held = |position: usize| ![1, 4].contains(&position);
    let keys = |position: usize| ![1, 2, 4].contains(&position);
    for (name, keys) in [("box", &keys as &dyn Fn(usize) -> bool), ("content", &held)] {
        let files = bundle(&ledger, &Given { held: &held, boxes: &held, keys, open: &held });
        let name = format!("destroyed_and_given_as_{name}");
        cases.push(Case::wrong(&name, &ledger, files, 3, "destroyed_given"));
    }
    // What the decision says is withheld: a newer auditor will not help, but the verdict needs it.
    let decided = 6;
    let there = |position: usize| ![1, 2, 4].contains(&position);
    let said = |position: usize| position != decided;
    let files =
        bundle(&ledger, &Given { held: &there, boxes: &|_| false, keys: &|_| false, open: &said });
    cases.push(Case::wrong("destroyed_by_who_knows_what", &ledger, files, 3, "payload_not_given"));
    cases
}
