//! The stored form of every fact ever released. Lines are added, never changed.

use std::collections::BTreeSet;
use std::path::Path;

use griffie::domain::Event;
use griffie::domain::body::BODY_BYTES_MAX;
use griffie::domain::dossier::entry::ConsentDecision;
use griffie::domain::dossier::event::{self, Event as Fact, *};
use griffie::domain::dossier::view::{ClientQuery, SearchQuery};
use griffie::domain::dossier::*;
use griffie::domain::event::is_raw;
use griffie::domain::practice;
use griffie::domain::provenance::{Happened, Informant, Moment, Provenance};
use griffie::domain::violation::Reason;
use serde::{Deserialize, Serialize};

use griffie::domain::dossier::rights::{DisclosureGround, Restricted, RestrictionGround};

use crate::given::*;
use crate::properties::assert_i_json;
use crate::rights::{disclosed, lifted, restricted, statement};
use crate::sample::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    what: String,
    kind: String,
    body: String,
}

/// One line for each shape that is written, each with a name.
fn every_shape() -> Vec<(String, Event)> {
    let mut shapes = vec![(
        "practice in full".to_owned(),
        Event::Practice(Box::new(practice::Event::Described(described(
            "2026-01-01",
            "Praktijk Zilvermeeuw",
        )))),
    )];
    let mut add = |what: &str, fact: Fact| shapes.push((what.to_owned(), fact.into_event()));
    add("opened", opened());
    add("opened for an own client about whom little is known", little_known());
    for matter in every_matter("Gezien, \"besproken\"\nen afgesproken.") {
        let what = format!("entry in fields: {}", matter.kind().as_str());
        add(&what, recorded(1, "2026-05-01", Content::Fields(matter)));
    }
    let kind = EntryKind::Anamnesis;
    add("entry as text", recorded(2, "2026-05-01", Content::Text { kind, text: text("Zoë") }));
    let resource = Resource::try_from("{\n \"resourceType\": \"Observation\"\n}").unwrap();
    let content = Content::Fhir { kind: EntryKind::Measurement, resource };
    add("entry as a resource", recorded(3, "2026-05-01", content));
    let withdrawal = ConsentDecision::Withdrawn { consent: Some(entry(4)) };
    add("consent withdrawn", recorded(5, "2026-05-02", consent(withdrawal)));
    for (what, provenance) in provenances() {
        let Fact::EntryRecorded(fact) = recorded(6, "2026-05-01", advice("rust")) else { panic!() };
        add(what, Fact::EntryRecorded(EntryRecorded { provenance, ..fact }));
    }
    add("corrected", corrected(1, "2026-05-01", advice("rechts")));
    add("withdrawn", withdrawn(1, true));
    add("statement beside an entry", statement(Some(1), "2026-05-02").into());
    add("statement beside the dossier", statement(None, "2026-05-02").into());
    for ground in [
        RestrictionGround::AccuracyDisputed,
        RestrictionGround::UnlawfulButKept,
        RestrictionGround::NeededForClaim,
        RestrictionGround::ObjectionPending,
    ] {
        add(&format!("restricted: {ground:?}"), Restricted { ground, ..restricted() }.into());
    }
    add("restriction lifted", lifted("2026-05-12", "2026-05-14").into());
    add("disclosed on consent", disclosed(DisclosureGround::Consent, Some(4)).into());
    for ground in [
        DisclosureGround::DirectlyInvolved,
        DisclosureGround::Locum,
        DisclosureGround::StatutoryDuty,
        DisclosureGround::ConflictOfDuties,
    ] {
        add(&format!("disclosed: {ground:?}"), disclosed(ground, None).into());
    }
    let extended = RetentionExtended {
        until: day("2050-01-01"),
        reason: text("Erfelijke aandoening."),
        review_on: day("2040-01-01"),
        provenance: on("2026-05-02"),
    };
    add("retention extended", extended.into());
    add("client changed", changed());
    add("linked", linked(2, Relation::MotherOf));
    add("unlinked", unlinked());
    add("closed", closed("2026-05-01"));
    add("reopened", reopened("2026-05-01"));
    add("attachment", attached(9, Some(1)));
    add("attachment withdrawn", attachment_withdrawn());
    shapes
}

trait IntoEvent {
    fn into_event(self) -> Event;
}

impl IntoEvent for Fact {
    fn into_event(self) -> Event {
        Event::Dossier(Box::new(self))
    }
}

fn little_known() -> Fact {
    let Fact::Opened(mut opened) = opened_under(Regime::Wmo) else { panic!() };
    let Names { surname, .. } = names("Berkel");
    opened.client = Client {
        identity: Identity {
            names: Names {
                initials: None,
                given: None,
                called: None,
                prefix: None,
                surname,
                partner_prefix: None,
                partner_surname: None,
                name_use: NameUse::Own,
            },
            born_on: None,
            sex: Sex::Unknown,
            bsn: None,
            died_on: None,
        },
        contact: ContactDetails::default(),
        network: CareNetwork::default(),
        representatives: vec![],
        commission: Commission::OwnClient,
    };
    Fact::Opened(opened)
}

fn provenances() -> Vec<(&'static str, Provenance)> {
    let by = |informant| Provenance { informant, ..on("2026-05-01") };
    vec![
        ("told by a parent over days, imported", told_in_full("Aart")),
        (
            "at an instant, told by the client",
            times(
                Happened::At(instant("2026-05-01T09:30:00Z")),
                Moment::At(instant("2026-05-01T09:45:00.5Z")),
            ),
        ),
        ("told by a representative", by(Informant::Representative { name: None })),
        ("told by the referrer", by(Informant::Referrer { name: Some(line("dr. Ploeg")) })),
        ("told by someone else", by(Informant::Other { name: line("buurvrouw") })),
    ]
}

fn changed() -> Fact {
    Fact::ClientChanged(ClientChanged {
        cause: ChangeCause::Corrected,
        changes: Changes { commission: Some(Commission::OwnClient), ..Changes::default() },
        provenance: on("2026-05-01"),
    })
}

fn unlinked() -> Fact {
    Fact::Unlinked(Unlinked {
        other: dossier_id(2),
        relation: Relation::SiblingOf,
        reason: text("geen tweeling"),
        provenance: on("2026-05-01"),
    })
}

fn attachment_withdrawn() -> Fact {
    let withdrawal = Withdrawal {
        reason: WithdrawalReason::Other,
        explanation: Some(text("onscherp")),
        provenance: on("2026-05-01"),
    };
    Fact::AttachmentWithdrawn(AttachmentWithdrawn { attachment: attachment_id(9), withdrawal })
}

fn golden_path() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/payloads.json"))
}

fn golden() -> Vec<Golden> {
    serde_json::from_str(&std::fs::read_to_string(golden_path()).unwrap()).unwrap()
}

/// Old lines are read for ever; so is what they mean.
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
    let known: BTreeSet<String> = lines.iter().map(|line| line.what.clone()).collect();
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
    assert_eq!(missing, [], "known: {known:?}");
}

#[test]
fn every_kind_has_a_line_and_the_form_of_a_kind() {
    let kinds: BTreeSet<String> = golden().into_iter().map(|line| line.kind).collect();
    let written = || event::KINDS.iter().chain([&practice::event::DESCRIBED]);
    assert_eq!(kinds, written().map(|kind| (*kind).to_owned()).collect());
    for kind in written().chain([&event::ATTACHMENT_PART_STORED]) {
        let (name, version) = kind.split_once('/').unwrap();
        let (aggregate, fact) = name.split_once('.').unwrap();
        for word in [aggregate, fact] {
            assert!(word.starts_with(|char: char| char.is_ascii_lowercase()), "{kind}");
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{kind}");
        }
        assert!((1..=999).contains(&version.parse::<u16>().unwrap()), "{kind}");
        assert!(!version.starts_with('0') && (5..=63).contains(&kind.len()), "{kind}");
    }
    assert!(is_raw("dossier.attachment_part_stored/1"));
    assert!(written().all(|kind| !is_raw(kind)));
}

#[test]
fn a_field_that_the_version_does_not_know_is_an_error_that_quotes_nothing() {
    for line in golden() {
        let body = line.body.replacen('{', r#"{"geheim":"Berkel","#, 1);
        let error = Event::from_body(&line.kind, &body).unwrap_err();
        assert_eq!((error.kind.as_str(), error.line, error.column), (line.kind.as_str(), 1, 9));
        assert!(!format!("{error} {error:?}").contains("Berkel"), "{error}");
    }
}

#[test]
fn a_name_that_stands_twice_is_an_error() {
    let line = golden().into_iter().find(|line| line.kind == event::CLOSED).unwrap();
    let body = line.body.replacen('{', r#"{"reason":"care_ended","#, 1);
    assert!(Event::from_body(&line.kind, &body).is_err());
}

#[test]
fn stored_text_takes_the_same_gate_as_new_text() {
    let line = golden().into_iter().find(|line| line.kind == event::OPENED).unwrap();
    assert!(line.body.contains("999990019"));
    let body = line.body.replace("999990019", "999990018");
    let error = Event::from_body(&line.kind, &body).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("999990018"));
}

#[test]
fn an_unknown_kind_or_version_is_kept_and_is_no_error() {
    for kind in ["dossier.entry_recorded/2", "feeding.measured/1", "dossier.opened"] {
        let event = Event::from_body(kind, "{}").unwrap();
        assert_eq!(event, Event::Unknown { kind: kind.to_owned() });
        assert_eq!((event.kind(), event.to_body()), (kind, None));
    }
}

#[test]
fn nothing_about_a_person_is_printed_by_debug() {
    let private = ["Berkel", "Zoë", "999990019", "1994", "Oeverzicht", "Gezien", "Wilgenpad"];
    let mut state = State::default();
    for (what, event) in every_shape() {
        if let Event::Dossier(fact) = &event {
            evolve(&mut state, fact);
        }
        for printed in [format!("{event:?}"), format!("{event:#?}"), format!("{state:?}")] {
            for word in private {
                assert!(!printed.contains(word), "{what} prints {word}");
            }
        }
    }
    let father = representative(RepresentationGround::ParentWithAuthority);
    let parts = [
        format!("{:?}", open()),
        format!("{:?}", names("Berkel")),
        format!("{:?}", identity("Berkel")),
        format!("{father:?}"),
        format!("{:?}", every_matter("Gezien, Berkel")),
        format!("{:?}", advice("Gezien, Berkel")),
        format!("{:?}", bsn()),
        format!("{:?}", ClientQuery::new("Berkel", None)),
        format!("{:?}", SearchQuery::new("Berkel")),
    ];
    for part in parts {
        assert!(private.iter().all(|word| !part.contains(word)), "{part}");
    }
}

#[test]
fn reasons_are_stable_codes_of_which_each_stands_for_one_thing() {
    let codes: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    assert_eq!(codes.len(), Reason::ALL.len());
    for code in codes {
        assert!(code.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'), "{code}");
    }
}

/// Real resources of the Dutch profiles, where this computer has them beside the project.
#[test]
fn every_nl_core_example_is_recorded_byte_for_byte() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/nl-core"));
    let Ok(files) = std::fs::read_dir(folder) else { return };
    let mut count = 0;
    for path in files.map(|file| file.unwrap().path()) {
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let json = std::fs::read_to_string(&path).unwrap();
        let resource = Resource::try_from(json.as_str()).unwrap();
        let content = Content::Fhir { kind: EntryKind::ConsultReport, resource };
        given([opened()]).when(record([draft(1, "2026-05-01", content.clone())])).then([recorded(
            1,
            "2026-05-01",
            content.clone(),
        )]);
        let body = recorded(1, "2026-05-01", content).to_body();
        assert_i_json(&body);
        assert!(body.len() <= BODY_BYTES_MAX);
        let read = Fact::from_body(event::ENTRY_RECORDED, &body).unwrap().unwrap();
        let Fact::EntryRecorded(EntryRecorded { content, .. }) = read else { panic!() };
        let Content::Fhir { resource, .. } = content else { panic!() };
        assert_eq!(resource.as_str(), json, "{}", path.display());
        count += 1;
    }
    assert_eq!(count, 87);
}
