//! Until when everything is kept: the rule book's examples over the facts that start, move and lengthen a term.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use chrono::{NaiveDate, NaiveTime};
use griffie::chain::StreamId;
use griffie::domain::Event;
use griffie::projection::retention::{Recorded, Retention};

const STREAM: StreamId = StreamId::from_bytes([0xd1; 16]);
const WHO: &str = r#"{"actor":"07070707070707070707070707070707","name":"Mirthe Lindeboom"}"#;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn provenance(on: &str, originally: Option<&str>) -> String {
    let originally =
        originally.map_or(String::new(), |it| format!(r#""originally_recorded_on":"{it}","#));
    format!(
        r#""provenance":{{"happened":{{"on":"{on}"}},"learned":{{"on":"{on}"}},{originally}"author":{WHO},"responsible":{WHO},"informant":"own_finding"}}"#
    )
}

fn opened(regime: &str, on: &str) -> (&'static str, String) {
    let client = r#"{"identity":{"names":{"surname":"Zeldenthuis","name_use":"own"},"sex":"unknown"},"contact":{"telephones":[],"emails":[]},"network":{},"representatives":[],"commission":"own_client"}"#;
    let body = format!(r#"{{"regime":"{regime}","client":{client},{}}}"#, provenance(on, None));
    ("dossier.opened/1", body)
}

fn entry(number: u8, on: &str, originally: Option<&str>) -> (&'static str, String) {
    let id = hex::encode([number; 16]);
    let from = provenance(on, originally);
    let content = r#""content":{"text":{"kind":"advice","text":"Rust."}}"#;
    let body = format!(r#"{{"entry":"{id}","substantive":true,{from},{content}}}"#);
    ("dossier.entry_recorded/1", body)
}

fn told(kind: &'static str, what: &str, on: &str) -> (&'static str, String) {
    (kind, format!(r#"{{"what":{what},{}}}"#, provenance(on, None)))
}

/// Facts, each recorded at noon of a day; the first day on which it all may go.
fn destroy_from(facts: &[(&str, (&'static str, String))]) -> Option<NaiveDate> {
    let mut retention = Retention::default();
    for (position, (recorded, (kind, body))) in (0..).zip(facts) {
        let noon = day(recorded).and_time(NaiveTime::from_hms_opt(11, 0, 0).unwrap()).and_utc();
        let event = Event::from_body(kind, body).unwrap();
        retention.apply(Recorded {
            position,
            stream: STREAM,
            recorded_at: noon.timestamp_micros(),
            event: &event,
        });
    }
    retention.of(STREAM).unwrap().destroy_from()
}

#[test]
fn a_wgbo_dossier_is_kept_for_twenty_years_from_its_last_substantive_change() {
    let facts = |more: &[(&'static str, (&'static str, String))]| {
        let mut facts = vec![
            ("2026-03-01", opened("wgbo", "2026-03-01")),
            ("2026-05-12", entry(1, "2026-05-10", None)),
        ];
        facts.extend_from_slice(more);
        destroy_from(&facts)
    };
    // From the day it was recorded, not the day it happened.
    assert_eq!(facts(&[]), Some(day("2046-05-13")));
    // What is no care moves nothing.
    let disclosed = format!(
        r#"{{"recipient":"De Linde","categories":["verslag"],"ground":"locum",{}}}"#,
        provenance("2027-01-01", None)
    );
    assert_eq!(
        facts(&[("2027-01-01", ("dossier.disclosed/1", disclosed))]),
        Some(day("2046-05-13"))
    );
    // The client's own statement does.
    let statement = format!(
        r#"{{"text":"Zo was het niet.","received_on":"2027-01-01",{}}}"#,
        provenance("2027-01-01", None)
    );
    let moved = facts(&[("2027-01-01", ("dossier.statement_added/1", statement))]);
    assert_eq!(moved, Some(day("2047-01-02")));
    // What was imported counts from when it was first written down, and never moves a term back.
    let imported = facts(&[("2027-01-01", entry(2, "2001-02-03", Some("2001-02-03")))]);
    assert_eq!(imported, Some(day("2046-05-13")));
    // Longer for good care; shorter is not possible.
    let extended = |until: &str| {
        let body = format!(
            r#"{{"until":"{until}","reason":"Erfelijk.","review_on":"2040-01-01",{}}}"#,
            provenance("2027-01-01", None)
        );
        facts(&[("2027-01-01", ("dossier.retention_extended/1", body))])
    };
    assert_eq!(extended("2060-12-31"), Some(day("2061-01-01")));
    assert_eq!(extended("2040-12-31"), Some(day("2046-05-13")));
}

#[test]
fn the_regime_decides_the_term_and_a_dossier_without_care_counts_from_its_opening() {
    let of = |regime| destroy_from(&[("2026-07-01", opened(regime, "2026-06-30"))]);
    assert_eq!(of("wgbo"), Some(day("2046-07-02")));
    assert_eq!(of("jeugdwet"), Some(day("2046-07-02")));
    assert_eq!(of("wmo"), Some(day("2041-07-02")));
}

#[test]
fn a_request_is_kept_for_five_years_from_its_closing_and_one_that_is_open_has_no_end() {
    let received = told(
        "request.received/1",
        r#"{"channel":"email","requesters":[],"items":[]}"#,
        "2026-06-10",
    );
    let open = [("2026-06-10", received.clone())];
    assert_eq!(destroy_from(&open), None);
    let closed = [open[0].clone(), ("2026-07-01", told("request.closed/1", "{}", "2026-07-01"))];
    assert_eq!(destroy_from(&closed), Some(day("2031-07-02")));
}

#[test]
fn a_complaint_is_kept_for_two_years_or_as_many_as_were_set_and_counts_anew_when_opened_again() {
    let closed = |what: &str| told("complaint.closed/1", what, "2026-04-14");
    assert_eq!(destroy_from(&[("2026-04-14", closed("{}"))]), Some(day("2028-04-15")));
    let five = closed(r#"{"keep_years":5}"#);
    assert_eq!(destroy_from(&[("2026-04-14", five)]), Some(day("2031-04-15")));
    let again = told("complaint.reopened/1", r#"{"reason":"Toch."}"#, "2026-05-01");
    let reopened = [("2026-04-14", closed("{}")), ("2026-05-01", again)];
    assert_eq!(destroy_from(&reopened), None);
}
