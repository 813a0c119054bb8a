//! What a request says is what is decided on, and what is wrong with it is named all at once.

use griffie::domain::dossier::entry::ConsentDecision;
use griffie::domain::dossier::view::{Recorded, View};
use griffie::domain::dossier::{
    Changes, Command, Commission, Content, EntryKind, Regime, Relation, Resource,
};
use griffie::domain::id::EntryId;
use griffie::domain::practice;
use griffie::domain::provenance::{Happened, Informant, Moment, Provenance};
use griffie::domain::violation::Violations;
use griffie::domain::{Event, provenance};
use griffie::grpc::convert::{self, Reader};
use griffie::grpc::pb;

use crate::given::*;
use crate::sample::*;

pub fn read<T>(read: impl FnOnce(&mut Reader) -> Option<T>) -> Result<T, Violations> {
    let mut reader = Reader::default();
    let value = read(&mut reader);
    reader.finish(value)
}

pub fn new_entry() -> EntryId {
    entry(200)
}

#[track_caller]
pub fn refused<T, const N: usize>(result: Result<T, Violations>, expected: [&str; N]) {
    let violations = result.err().expect("it was read");
    let mut found: Vec<String> = violations
        .into_vec()
        .into_iter()
        .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
        .collect();
    found.sort();
    let mut expected = expected.map(str::to_owned).to_vec();
    expected.sort();
    assert_eq!(found, expected);
}

pub fn wire_draft(number: u8, provenance: &Provenance, content: &Content) -> pb::EntryDraft {
    pb::EntryDraft {
        entry_id: entry(number).to_string(),
        provenance: Some(provenance.into()),
        content: Some(content.into()),
    }
}

fn every_content() -> Vec<Content> {
    let mut contents: Vec<Content> =
        every_matter("Gezien.").into_iter().map(Content::Fields).collect();
    let kind = EntryKind::Intake;
    contents.push(Content::Text { kind, text: text("Gezien.") });
    let resource = Resource::try_from("{ \"resourceType\": \"Basic\" }").unwrap();
    contents.push(Content::Fhir { kind, resource });
    contents.push(consent(ConsentDecision::Refused));
    contents.push(consent(ConsentDecision::Withdrawn { consent: Some(entry(3)) }));
    contents.push(consent(ConsentDecision::Withdrawn { consent: None }));
    contents
}

fn every_provenance() -> Vec<Provenance> {
    let informants = [
        Informant::Client,
        Informant::Parent { name: None },
        Informant::Representative { name: Some(line("Aart")) },
        Informant::Referrer { name: None },
        Informant::OwnFinding,
        Informant::Other { name: line("buurvrouw") },
    ];
    let mut all: Vec<Provenance> =
        informants.map(|informant| Provenance { informant, ..told_in_full("Aart") }).to_vec();
    let at = instant("2026-05-01T09:30:00.000000001Z");
    all.push(times(Happened::At(at), Moment::At(at)));
    all.push(on("2026-05-01"));
    all
}

#[test]
fn an_entry_of_every_kind_and_origin_comes_over_the_wire_unchanged() {
    for content in every_content() {
        for provenance in every_provenance() {
            let request = pb::RecordEntriesRequest {
                dossier_id: dossier_id(1).to_string(),
                entries: vec![wire_draft(1, &provenance, &content)],
                ..pb::RecordEntriesRequest::default()
            };
            let (dossier, command) =
                read(|reader| convert::record_entries(request, new_entry, reader)).unwrap();
            let Command::Record { entries } = command else { panic!() };
            assert_eq!(dossier, dossier_id(1));
            assert_eq!(entries[0].entry, entry(1));
            assert_eq!(entries[0].provenance, provenance);
            assert_eq!(
                serde_json::to_string(&entries[0].content).unwrap(),
                serde_json::to_string(&content).unwrap()
            );
        }
    }
}

#[test]
fn a_client_comes_over_the_wire_unchanged() {
    for regime in [Regime::Wgbo, Regime::Wmo, Regime::Jeugdwet] {
        let command = open_under(regime);
        let Command::Open { client, provenance, .. } = &command else { unreachable!() };
        let request = pb::OpenDossierRequest {
            regime: regime.into(),
            client: Some(client.into()),
            provenance: Some(provenance.into()),
            ..pb::OpenDossierRequest::default()
        };
        let read = read(|reader| convert::open_dossier(request, reader)).unwrap();
        assert_eq!(read, command);
    }
}

#[test]
fn a_practice_comes_over_the_wire_unchanged() {
    let version = described("2026-01-01", "Praktijk Zilvermeeuw");
    let wire = convert::practice::version(&version, None);
    let request = pb::DescribePracticeRequest {
        from: wire.from,
        learned: wire.learned,
        author: wire.author,
        practice: wire.practice,
        ..pb::DescribePracticeRequest::default()
    };
    let command = read(|reader| convert::describe_practice(request, reader)).unwrap();
    assert_eq!(command, practice::Command::Describe(version));
}

#[test]
fn a_correction_and_a_withdrawal_come_over_the_wire_unchanged() {
    let Command::Correct { provenance, content, correction, .. } =
        correct(4, "2026-05-01", advice("rechts"))
    else {
        unreachable!()
    };
    let request = pb::CorrectEntryRequest {
        dossier_id: dossier_id(1).to_string(),
        entry_id: entry(4).to_string(),
        provenance: Some((&provenance).into()),
        content: Some((&content).into()),
        correction: Some((&correction).into()),
        ..pb::CorrectEntryRequest::default()
    };
    let command = read(|reader| convert::correct_entry(request, reader)).unwrap();
    assert_eq!(command, (dossier_id(1), correct(4, "2026-05-01", advice("rechts"))));

    let request = pb::WithdrawEntryRequest {
        dossier_id: dossier_id(1).to_string(),
        entry_id: entry(4).to_string(),
        withdrawal: Some((&withdrawal_on("2026-05-19")).into()),
        ..pb::WithdrawEntryRequest::default()
    };
    let command = read(|reader| convert::withdraw_entry(request, reader)).unwrap();
    assert_eq!(command, (dossier_id(1), withdraw(4)));
}

#[test]
fn an_entry_without_an_id_gets_one_and_without_a_responsible_has_its_author() {
    let mut draft = wire_draft(1, &on("2026-05-01"), &advice("rust"));
    draft.entry_id.clear();
    draft.provenance.as_mut().unwrap().responsible = None;
    let request = pb::RecordEntryRequest {
        dossier_id: dossier_id(1).to_string(),
        entry: Some(draft),
        ..pb::RecordEntryRequest::default()
    };
    let (_, command) = read(|reader| convert::record_entry(request, new_entry, reader)).unwrap();
    let Command::Record { entries } = command else { panic!() };
    assert_eq!(entries[0].entry, entry(200));
    assert_eq!(entries[0].provenance, on("2026-05-01"));
}

#[test]
fn a_link_asks_both_dossiers() {
    let request = pb::LinkDossiersRequest {
        dossier_id: dossier_id(1).to_string(),
        other_dossier_id: dossier_id(2).to_string(),
        relation: Relation::MotherOf.into(),
        provenance: Some((&on("2026-04-01")).into()),
        ..pb::LinkDossiersRequest::default()
    };
    let commands = read(|reader| convert::link_dossiers(request, reader)).unwrap();
    let mother = link(1, 2, Relation::MotherOf);
    let child = link(2, 1, Relation::ChildOf);
    assert_eq!(commands, [(dossier_id(1), mother), (dossier_id(2), child)]);
}

#[test]
fn sections_that_are_absent_stay_and_a_list_is_emptied_on_purpose() {
    let changes = |changes| {
        let request = pb::ChangeClientRequest {
            dossier_id: dossier_id(1).to_string(),
            cause: pb::ChangeCause::Changed.into(),
            changes: Some(changes),
            provenance: Some((&on("2026-05-01")).into()),
            ..pb::ChangeClientRequest::default()
        };
        let (_, command) = read(|reader| convert::change_client(request, reader))?;
        let Command::ChangeClient { changes, .. } = command else { panic!() };
        Ok::<Changes, Violations>(changes)
    };
    let client = pb::Client::from(&client("Berkel"));
    let none = pb::ClientChanges::default();
    assert_eq!(changes(none.clone()).unwrap(), Changes::default());
    let commission = Some((&Commission::OwnClient).into());
    let own = Changes { commission: Some(Commission::OwnClient), ..Changes::default() };
    assert_eq!(changes(pb::ClientChanges { commission, ..none.clone() }).unwrap(), own);
    let emptied = pb::ClientChanges { clear_representatives: true, ..none };
    assert_eq!(changes(emptied.clone()).unwrap().representatives, Some(vec![]));
    let both = pb::ClientChanges { representatives: client.representatives, ..emptied };
    refused(changes(both), ["changes.clear_representatives: CONTRADICTION"]);
}

#[test]
fn a_shown_entry_carries_its_marks_and_places_and_old_values_only_where_asked_for() {
    let mut view = View::default();
    let facts = [
        opened(),
        recorded(1, "2026-05-01", advice("links")),
        corrected(1, "2026-05-01", advice("rechts")),
        withdrawn(1, true),
    ];
    for (revision, fact) in (0..).zip(facts) {
        let recorded = Recorded { position: 10 + revision, revision, at: instant(NOW) };
        view.apply(recorded, &Event::Dossier(Box::new(fact)));
    }
    let found = view.entry(entry(1)).unwrap();
    let shown = convert::entry::entry(dossier_id(1), &view, &found, &[attachment_id(9)], false);
    assert!(shown.corrected && shown.earlier.is_empty());
    assert_eq!(shown.attachment_ids, ["09".repeat(16)]);
    let current = shown.current.unwrap();
    assert_eq!(current.content, Some((&advice("rechts")).into()));
    assert_eq!(current.place.unwrap().position, 12);
    assert_eq!(shown.withdrawal, Some((&withdrawal_on("2026-05-19")).into()));
    assert_eq!(shown.withdrawn_place.unwrap().revision, 3);
    let all = convert::entry::entry(dossier_id(1), &view, &found, &[], true);
    assert_eq!(all.earlier[0].content, Some((&advice("links")).into()));

    let dossier = convert::dossier::dossier(dossier_id(1), &view).unwrap();
    assert_eq!((dossier.entry_count, dossier.revision), (0, 4));
    assert_eq!(dossier.client, Some((&client("Berkel")).into()));
    let summary = convert::dossier::summary(dossier_id(1), &view).unwrap();
    assert_eq!(summary.client_name, "Zoë van der Berkel - Oeverzicht");
    let row = convert::dossier::row(&view.timeline()[2]);
    assert_eq!((row.entry_id, row.entry_kind), ("01".repeat(16), pb::EntryKind::Advice.into()));
    assert_eq!(convert::timestamp(instant(NOW)).seconds, instant(NOW).timestamp());
    assert_eq!(provenance::local_day(instant("2026-05-01T22:30:00Z")), day("2026-05-02"));
}
