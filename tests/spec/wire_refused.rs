//! What is wrong with a request is named all at once, by the paths of the wire contract.

use griffie::domain::dossier::{Content, EntryKind};

use griffie::domain::dossier::entry::{Agreed, ConsentDecision, Matter};
use griffie::domain::dossier::view::EntryFilter;
use griffie::grpc::convert::{self, AsOf};
use griffie::grpc::pb;

use crate::sample::*;
use crate::wire::{new_entry, read, refused, wire_draft};

#[test]
fn everything_that_is_wrong_with_a_request_is_named_by_its_path() {
    let mut good = wire_draft(1, &on("2026-05-01"), &advice("rust"));
    good.entry_id = "ABCD".to_owned();
    let provenance = good.provenance.as_mut().unwrap();
    provenance.happened = Some(pb::Happened { happened: None });
    provenance.learned = None;
    provenance.originally_recorded_on = "2026-2-1".to_owned();
    provenance.author.as_mut().unwrap().actor_id = "0".repeat(32);
    provenance.informant =
        Some(pb::Informant { kind: pb::InformantKind::Client.into(), name: "Zoë".to_owned() });
    let plan = Matter::Plan(signed_plan());
    let mut second = wire_draft(2, &on("2026-05-01"), &Content::Fields(plan));
    let Some(pb::content::Content::Plan(plan)) = &mut second.content.as_mut().unwrap().content
    else {
        panic!()
    };
    plan.goals = vec!["goed".to_owned(), String::new()];
    plan.actions = "x".repeat(50_001);
    plan.roles[0].task = "wegen\u{7}".to_owned();
    plan.agreed.as_mut().unwrap().signatures =
        vec![pb::Signature { by: 99, name: String::new(), on: "2026-02-30".to_owned() }];
    let third = pb::EntryDraft { provenance: None, content: None, ..good.clone() };
    let request = pb::RecordEntriesRequest {
        dossier_id: String::new(),
        entries: vec![good, second, third],
        ..pb::RecordEntriesRequest::default()
    };
    refused(
        read(|reader| convert::record_entries(request, new_entry, reader)),
        [
            "dossier_id: MISSING",
            "entries[0].entry_id: NOT_AN_IDENTIFIER",
            "entries[0].provenance.happened.happened: MISSING",
            "entries[0].provenance.learned: MISSING",
            "entries[0].provenance.originally_recorded_on: NOT_A_DATE",
            "entries[0].provenance.author.actor_id: NOT_AN_IDENTIFIER",
            "entries[0].provenance.informant.name: CONTRADICTION",
            "entries[1].content.plan.goals[1]: EMPTY",
            "entries[1].content.plan.actions: TOO_LONG",
            "entries[1].content.plan.roles[0].task: CONTROL_CHARACTER",
            "entries[1].content.plan.agreed.signatures[0].by: UNSPECIFIED",
            "entries[1].content.plan.agreed.signatures[0].on: NOT_A_DATE",
            "entries[2].entry_id: NOT_AN_IDENTIFIER",
            "entries[2].provenance: MISSING",
            "entries[2].content: MISSING",
        ],
    );
}

fn signed_plan() -> griffie::domain::dossier::entry::Plan {
    let all = every_matter("x").into_iter();
    let Some(Matter::Plan(mut plan)) = all.into_iter().find(|m| m.kind() == EntryKind::Plan) else {
        panic!()
    };
    plan.agreed = Some(Agreed::Signed(vec![]));
    plan
}

#[test]
fn contradictions_within_a_consent_or_a_signing_are_refused() {
    let mut draft = wire_draft(1, &on("2026-05-01"), &consent(ConsentDecision::Given));
    let Some(pb::content::Content::Consent(consent)) = &mut draft.content.as_mut().unwrap().content
    else {
        panic!()
    };
    consent.withdrawn_consent_id = entry(2).to_string();
    consent.scope = 0;
    let mut plan = pb::Plan::from(&signed_plan());
    plan.agreed = Some(pb::Agreed {
        signatures: vec![(&signature()).into()],
        not_signed_because: "moe".to_owned(),
    });
    let mut second = draft.clone();
    second.content = Some(pb::Content { content: Some(pb::content::Content::Plan(plan)) });
    let request = pb::RecordEntriesRequest {
        dossier_id: dossier_id(1).to_string(),
        entries: vec![draft, second],
        ..pb::RecordEntriesRequest::default()
    };
    refused(
        read(|reader| convert::record_entries(request, new_entry, reader)),
        [
            "entries[0].content.consent.scope: UNSPECIFIED",
            "entries[0].content.consent.withdrawn_consent_id: CONTRADICTION",
            "entries[1].content.plan.agreed.not_signed_because: CONTRADICTION",
        ],
    );
}

#[test]
fn an_instant_that_no_calendar_has_is_refused() {
    let with = |seconds, nanos| {
        let time = prost_types::Timestamp { seconds, nanos };
        let as_of = pb::AsOf { as_of: Some(pb::as_of::AsOf::RecordedTime(time)) };
        read(|reader| AsOf::read_from(Some(as_of), reader))
    };
    let at = instant("2026-05-01T09:30:00.25Z");
    assert_eq!(with(at.timestamp(), 250_000_000).unwrap(), AsOf::Time(at));
    for (seconds, nanos) in [(0, -1), (0, 1_000_000_000), (253_402_300_800, 0), (i64::MIN, 0)] {
        refused(with(seconds, nanos), ["as_of.recorded_time: NOT_AN_INSTANT"]);
    }
    assert_eq!(read(|reader| AsOf::read_from(None, reader)).unwrap(), AsOf::Now);
}

#[test]
fn an_upload_is_judged_before_its_first_byte() {
    let good = pb::AddAttachmentStart {
        dossier_id: dossier_id(1).to_string(),
        name: "houding.jpg".to_owned(),
        media_type: "image/jpeg".to_owned(),
        size_bytes: 25 * 1024 * 1024,
        blake3: "ab".repeat(32),
        provenance: Some((&on("2026-05-01")).into()),
        ..pb::AddAttachmentStart::default()
    };
    let begin = |start| read(|reader| convert::add_attachment(start, || attachment_id(5), reader));
    let (dossier, upload) = begin(good.clone()).unwrap();
    assert_eq!((dossier, upload.id, upload.entry), (dossier_id(1), attachment_id(5), None));
    let bad = pb::AddAttachmentStart {
        media_type: "text/html".to_owned(),
        size_bytes: 25 * 1024 * 1024 + 1,
        blake3: "AB".repeat(32),
        name: "a\nb".to_owned(),
        ..good.clone()
    };
    refused(
        begin(bad),
        [
            "start.media_type: MEDIA_TYPE_NOT_ALLOWED",
            "start.size_bytes: ATTACHMENT_TOO_LARGE",
            "start.blake3: HASH_INVALID",
            "start.name: CONTROL_CHARACTER",
        ],
    );
    refused(begin(pb::AddAttachmentStart { size_bytes: 0, ..good }), ["start.size_bytes: EMPTY"]);
}

#[test]
fn questions_are_read_with_all_their_fields() {
    let request = pb::ListEntriesRequest {
        dossier_id: dossier_id(1).to_string(),
        kinds: vec![EntryKind::Advice.into(), 0],
        from: "gisteren".to_owned(),
        ..pb::ListEntriesRequest::default()
    };
    let expected = ["kinds[1]: UNSPECIFIED", "from: NOT_A_DATE"];
    refused(read(|reader| convert::list_entries(&request, reader)), expected);
    let none = pb::FindDossiersRequest::default();
    refused(read(|reader| convert::find_dossiers(&none, reader)), ["name: EMPTY"]);
    let none = pb::SearchEntriesRequest::default();
    refused(read(|reader| convert::search_entries(&none, reader)), ["query: EMPTY"]);
    let kinds: Vec<i32> = EntryKind::ALL.iter().map(|kind| (*kind).into()).collect();
    let request = pb::ListEntriesRequest { kinds, from: String::new(), ..request };
    let (_, filter) = read(|reader| convert::list_entries(&request, reader)).unwrap();
    assert_eq!(filter, EntryFilter { kinds: EntryKind::ALL.to_vec(), ..EntryFilter::default() });
}
