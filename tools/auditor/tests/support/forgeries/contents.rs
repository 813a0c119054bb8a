//! Payloads that are not what their kind must say, and boxes that hold something else.

use super::super::bundle::{EVERYTHING, bundle, files};
use super::super::cases::{Case, PRACTICE, practice};
use super::super::ledger::{self, Ledger};
use super::super::{Files, base64};
use super::{changed, replace_line};

/// Name of the case, kind, visibility, payload, and what is found.
type Forged = (&'static str, &'static str, u8, String, &'static str);

/// Grants, ends of grants, and what of them must be sealed.
fn grants() -> Vec<Forged> {
    let (open, id) = ("open_payload_malformed", "0a".repeat(16));
    let second = "0b".repeat(16);
    let names = format!(r#"["{id}","{second}"]"#);
    let many: Vec<String> = (0..201).map(|number| format!(r#""{number:032x}""#)).collect();
    let many = format!("[{}]", many.join(","));
    let given = format!(
        r#"{{"grant":"{id}","actor":"{id}","role":"locum","streams":{names},"from":"2026-01-01","until":null}}"#
    );
    vec![
        ("given_role", "grant.given/2", 0, given.replace("locum", "guest"), open),
        ("given_actor", "grant.given/2", 0, given.replacen("0a", "0A", 1), open),
        ("given_member", "grant.given/2", 0, given.replace("streams", "scope"), open),
        ("given_less", "grant.given/2", 0, given.replace(r#","until":null"#, ""), open),
        ("given_twice", "grant.given/2", 0, given.replace(&second, &id), open),
        ("given_order", "grant.given/2", 0, given.replace(&second, &"01".repeat(16)), open),
        ("given_many", "grant.given/2", 0, given.replace(&names, &many), open),
        ("given_day", "grant.given/2", 0, given.replace("null", r#""2026-02-30""#), open),
        ("given_far", "grant.given/2", 0, given.replace("null", r#""2101-01-01""#), open),
        ("given_back", "grant.given/2", 0, given.replace("null", r#""2025-12-31""#), open),
        ("ended_id", "grant.ended/1", 0, r#"{"grant":"0A"}"#.into(), open),
        ("ended_more", "grant.ended/1", 0, format!(r#"{{"grant":"{id}","x":1}}"#), open),
        ("open_token_until", "grant.token_issued/2", 0, r#"{"body":{}}"#.into(), open),
        ("open_revocation", "grant.token_revoked/1", 0, r#"{"body":{}}"#.into(), open),
        ("open_emergency", "grant.emergency_taken/1", 0, r#"{"body":{}}"#.into(), open),
    ]
}

pub fn payloads() -> Vec<Case> {
    let id = "0a".repeat(16);
    let grant = format!(r#"{{"grant":"{id}","actor":"{id}","role":"owner","scope":"ledger"}}"#);
    let damage = format!(r#"{{"positions":[[3,3]],"cause":"box_missing","approver":"{id}"}}"#);
    let weak = {
        let mut public = [0; 32];
        public[0] = 1;
        ledger::verifier_key(&practice().origin(), 1, &public)
    };
    let stranger = Ledger::create(9).verifier_key(0);
    let again = practice().verifier_key(0);
    let rotation = |key: &str| format!(r#"{{"verifier_key":"{key}","reason":"scheduled"}}"#);
    let (open, sealed) = ("open_payload_malformed", "payload_malformed");
    let mut table: Vec<Forged> = vec![
        ("double_name", "calendar.adopted/1", 0, r#"{"a":1,"\u0061":1}"#.into(), sealed),
        ("fraction", "calendar.adopted/1", 0, r#"{"a":1.0}"#.into(), sealed),
        ("exponent", "calendar.adopted/1", 0, r#"{"a":1e3}"#.into(), sealed),
        ("large", "calendar.adopted/1", 0, r#"{"a":9007199254740992}"#.into(), sealed),
        ("minus_zero", "calendar.adopted/1", 0, r#"{"a":-0}"#.into(), sealed),
        ("not_a_number", "calendar.adopted/1", 0, r#"{"a":NaN}"#.into(), sealed),
        ("infinite", "calendar.adopted/1", 0, r#"{"a":-Infinity}"#.into(), sealed),
        ("surrogate", "calendar.adopted/1", 0, r#"{"a":"\udead"}"#.into(), sealed),
        ("noncharacter", "calendar.adopted/1", 0, "{\"a\":\"\u{1ffff}\"}".into(), sealed),
        ("control", "calendar.adopted/1", 0, "{\"a\":\"\t\"}".into(), sealed),
        ("byte_order_mark", "calendar.adopted/1", 0, "\u{feff}{}".into(), sealed),
        ("array", "calendar.adopted/1", 0, "[]".into(), sealed),
        ("nothing", "calendar.adopted/1", 0, " ".into(), sealed),
        ("two_values", "calendar.adopted/1", 0, "{}{}".into(), sealed),
        ("deep", "calendar.adopted/1", 0, deep(65), sealed),
        ("very_deep", "calendar.adopted/1", 0, deep(30_000), sealed),
        ("sealed_without_body", "dossier.x/1", 1, "{}".into(), sealed),
        ("sealed_with_more", "dossier.x/1", 1, r#"{"body":{},"more":{}}"#.into(), sealed),
        ("sealed_context", "dossier.x/1", 1, r#"{"body":{},"context":null}"#.into(), sealed),
        ("sealed_digest", "dossier.x/1", 1, r#"{"body":{},"request_digest":"0A"}"#.into(), sealed),
        ("grant_role", "grant.given/1", 0, grant.replace("owner", "guest"), open),
        ("grant_actor", "grant.given/1", 0, grant.replacen("0a", "0A", 1), open),
        ("grant_member", "grant.given/1", 0, grant.replace("\"scope\"", "\"scop\""), open),
        ("grant_more", "grant.given/1", 0, grant.replacen('{', r#"{"x":1,"#, 1), open),
        ("mirror_id", "ledger.mirror_followed/1", 0, r#"{"mirror":"0A","epoch":1}"#.into(), open),
        (
            "mirror_epoch",
            "ledger.mirror_followed/1",
            0,
            format!(r#"{{"mirror":"{id}","epoch":-1}}"#),
            open,
        ),
        (
            "mirror_more",
            "ledger.mirror_followed/1",
            0,
            format!(r#"{{"mirror":"{id}","epoch":1,"x":1}}"#),
            open,
        ),
        ("open_token", "grant.token_issued/1", 0, r#"{"body":{}}"#.into(), open),
        ("clock", "ledger.clock_accepted/1", 0, clock(5), open),
        ("damage_cause", "damage.recorded/1", 0, damage.replace("missing", "gone"), open),
        ("damage_shape", "damage.recorded/1", 0, damage.replace("[[3,3]]", "[[3]]"), open),
        ("damage_flag", "damage.recorded/1", 0, damage.replace("[[3,3]]", "[[false,3]]"), open),
        (
            "damage_none",
            "damage.recorded/1",
            0,
            damage.replace("[[3,3]]", "[]"),
            "damage_malformed",
        ),
        ("damage_self", "damage.recorded/1", 0, damage.replace("3]]", "10]]"), "damage_malformed"),
        (
            "damage_touching",
            "damage.recorded/1",
            0,
            damage.replace("3]]", "4],[5,5]]"),
            "damage_malformed",
        ),
        (
            "damage_reversed",
            "damage.recorded/1",
            0,
            damage.replace("3]]", "2]]"),
            "damage_malformed",
        ),
        ("weak_key", "ledger.key_rotated/1", 0, rotation(&weak), open),
        ("foreign_key", "ledger.key_rotated/1", 0, rotation(&stranger), open),
        ("same_key", "ledger.key_rotated/1", 0, rotation(&again), open),
    ];
    table.extend(grants());
    let mut cases: Vec<Case> = table
        .into_iter()
        .map(|(name, kind, visibility, payload, code)| {
            let (ledger, files) = with_payload(kind, visibility, payload.as_bytes());
            Case::wrong(&format!("payload_{name}"), &ledger, files, 3, code)
        })
        .collect();
    cases.extend(sizes());
    cases
}

/// Payloads too long, too short, raw, and as long and deep as they may be.
fn sizes() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, payload) in
        [("long", vec![b' '; 65_537]), ("utf8", b"{\"a\":\"\xc0\x80\"}".to_vec())]
    {
        let (ledger, files) = with_payload("calendar.adopted/1", 0, &payload);
        let name = format!("payload_{name}");
        cases.push(Case::wrong(&name, &ledger, files, 3, "payload_malformed"));
    }
    for (name, payload) in [("empty", &b""[..]), ("too_long", &vec![0; 65_537])] {
        let (ledger, files) = with_payload("incident.attachment_part_stored/1", 0, payload);
        let name = format!("payload_part_{name}");
        cases.push(Case::wrong(&name, &ledger, files, 3, "payload_malformed"));
    }
    let (ledger, files) = with_payload("clock.attachment_part_stored/1", 0, b"\xff");
    cases.push(Case::wrong("payload_part_of_clock", &ledger, files, 6, "kind_unknown"));
    let (ledger, files) = with_payload("calendar.adopted/1", 0, deep(64).as_bytes());
    cases.push(Case::sound("payload_deep_enough", &ledger, files));
    let longest = format!("{{\"a\":\"{}\"}}", "a".repeat(65_536 - 8));
    let (ledger, files) = with_payload("calendar.adopted/1", 0, longest.as_bytes());
    cases.push(Case::sound("payload_longest", &ledger, files));
    let mut format = practice();
    format.records[0].payload = String::from_utf8(format.records[0].payload.clone())
        .unwrap()
        .replace("GRF1", "GRF2")
        .into();
    format.relink();
    let files = bundle(&format, &PRACTICE);
    cases.push(Case::wrong("payload_format", &format, files, 3, "open_payload_malformed"));
    cases
}

fn deep(depth: usize) -> String {
    format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1))
}

fn clock(last: u64) -> String {
    format!(r#"{{"accepted_at":1,"last_recorded_at":{last}}}"#)
}

/// The practice's ledger with the payload of one more record, committed to all right.
fn with_payload(kind: &str, visibility: u8, payload: &[u8]) -> (Ledger, Files) {
    let mut ledger = practice();
    ledger.record([0xcc; 16], kind, visibility, payload);
    let given = bundle(&ledger, &EVERYTHING);
    (ledger, given)
}

pub fn boxes() -> Vec<Case> {
    let ledger = practice();
    let record = &ledger.records[3];
    let with_box = |sealed: &[u8]| {
        let line = format!("3 {}\n", base64(sealed));
        changed(&ledger, files(&ledger, &PRACTICE), "boxes/000", |content| {
            replace_line(content, 3, &line);
        })
    };
    let good = record.sealed_box();
    let mut tag = good.clone();
    *tag.last_mut().unwrap() ^= 1;
    let mut version = good.clone();
    version[0] = 2;
    let mut other = record.clone();
    other.payload = br#"{"body":{"text":"something else"}}"#.to_vec();
    let mut cases: Vec<Case> = [
        ("box_tag", tag, 3, "box_does_not_open"),
        ("box_version", version.clone(), 6, "box_version_unknown"),
        ("box_of_version_zero", [&[0], &good[1..]].concat(), 6, "box_version_unknown"),
        ("box_short", good[..77].to_vec(), 3, "box_malformed"),
        ("box_long", [&good[..], &vec![0; 65_536]].concat(), 3, "box_malformed"),
        ("box_empty", vec![], 3, "box_malformed"),
        // Opens with the right key, and holds another content than was committed to.
        ("box_content", other.sealed_box(), 3, "commitment_differs"),
        ("box_of_another", ledger.records[5].sealed_box(), 3, "box_does_not_open"),
    ]
    .into_iter()
    .map(|(name, sealed, exit, code)| Case::wrong(name, &ledger, with_box(&sealed), exit, code))
    .collect();
    cases[1].states = Some([0, 2, 4, 2, 2, 0]);
    let wrong_key = format!("3 {}\n", base64(&[7; 32]));
    let files_ = changed(&ledger, files(&ledger, &PRACTICE), "keys/000", |content| {
        replace_line(content, 3, &wrong_key);
    });
    cases.push(Case::wrong("box_key", &ledger, files_, 3, "box_does_not_open"));
    let unopened = changed(&ledger, files(&ledger, &PRACTICE), "boxes/000", |content| {
        replace_line(content, 4, &format!("4 {}\n", base64(&version)));
    });
    cases.push(Case::sound("box_version_unopened", &ledger, unopened));
    cases
}
