//! The messages the load is made of. Invented people only.

use griffie::grpc::pb;

use super::care;

fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

fn provenance() -> pb::Provenance {
    let day = || "2026-03-05".to_owned();
    let author =
        pb::Practitioner { actor_id: "0b".repeat(16), name: "Tjitske Verzonnen".to_owned() };
    pb::Provenance {
        happened: Some(pb::Happened { happened: Some(pb::happened::Happened::On(day())) }),
        learned: Some(pb::Moment { moment: Some(pb::moment::Moment::On(day())) }),
        originally_recorded_on: String::new(),
        author: Some(author),
        responsible: None,
        informant: Some(pb::Informant {
            kind: pb::InformantKind::OwnFinding.into(),
            name: String::new(),
        }),
    }
}

fn entry(text: &str) -> pb::EntryDraft {
    let text = pb::TextContent { kind: pb::EntryKind::Advice.into(), text: text.to_owned() };
    pb::EntryDraft {
        entry_id: String::new(),
        provenance: Some(provenance()),
        content: Some(pb::Content { content: Some(pb::content::Content::Text(text)) }),
    }
}

/// Opens a dossier of an invented client.
pub fn open_dossier(surname: &str) -> pb::OpenDossierRequest {
    let names = pb::Names {
        surname: surname.to_owned(),
        name_use: pb::NameUse::Own.into(),
        ..pb::Names::default()
    };
    let identity =
        pb::Identity { names: Some(names), sex: pb::Sex::Female.into(), ..pb::Identity::default() };
    let commission = pb::Commission {
        commission: Some(pb::commission::Commission::OwnClient(pb::OwnClient {})),
    };
    pb::OpenDossierRequest {
        request_id: request_id(),
        access_context: Some(care()),
        validate_only: false,
        regime: pb::Regime::Wgbo.into(),
        client: Some(pb::Client {
            identity: Some(identity),
            commission: Some(commission),
            ..pb::Client::default()
        }),
        provenance: Some(provenance()),
    }
}

/// One entry in one request.
pub fn record_entry(dossier: &str, revision: u64, text: &str) -> pb::RecordEntryRequest {
    pb::RecordEntryRequest {
        request_id: request_id(),
        access_context: Some(care()),
        dossier_id: dossier.to_owned(),
        expected_revision: Some(revision),
        validate_only: false,
        entry: Some(entry(text)),
    }
}

/// Many entries in one request.
pub fn record_entries(
    dossier: &str,
    revision: u64,
    text: &str,
    count: usize,
) -> pb::RecordEntriesRequest {
    pb::RecordEntriesRequest {
        request_id: request_id(),
        access_context: Some(care()),
        dossier_id: dossier.to_owned(),
        expected_revision: Some(revision),
        validate_only: false,
        entries: (0..count).map(|_| entry(text)).collect(),
    }
}

/// Many entries in a stream, over a client's dossiers in turn, each at the revision it will have.
pub fn stream_entries(
    dossiers: &mut [(String, u64)],
    text: &str,
    count: usize,
) -> Vec<pb::StreamEntriesRequest> {
    let mut messages = Vec::with_capacity(count);
    while messages.len() < count && !dossiers.is_empty() {
        for (dossier, revision) in dossiers.iter_mut().take(count - messages.len()) {
            messages.push(pb::StreamEntriesRequest {
                request_id: request_id(),
                access_context: Some(care()),
                dossier_id: dossier.clone(),
                expected_revision: Some(*revision),
                entry: Some(entry(text)),
            });
            *revision += 1;
        }
    }
    messages
}
