//! FHIR resources from a folder, each recorded as an entry and read back byte for byte.

use std::path::{Path, PathBuf};

use super::super::failure::{Exit, Failure};
use super::chance::Chance;
use super::desk::{Desk, care, request_id};
use super::people;
use super::script::Draft;
use super::words;
use crate::grpc::pb;

/// A resource as it lies in its file.
struct Resource {
    file: PathBuf,
    text: String,
}

/// Records every `*.json` file of the folder in a dossier of its own, on a day, and reads each back.
pub async fn record(desk: &Desk, folder: &Path, day: u16) -> Result<String, Failure> {
    let resources = read(folder)?;
    let client = people::family(&mut Chance::of(desk.seed, u64::MAX), 9_999, 0, String::new());
    let request = pb::OpenDossierRequest {
        request_id: request_id(),
        access_context: Some(care()),
        regime: pb::Regime::Wgbo.into(),
        client: Some(client.mother),
        provenance: Some(desk.on(day)),
        ..pb::OpenDossierRequest::default()
    };
    let opened = desk.line.send(0, |connection| {
        let (mut service, request) = (connection.dossier(), request.clone());
        async move { service.open_dossier(request).await }
    });
    let dossier = opened.await?.dossier_id;
    for resource in &resources {
        let kept = record_one(desk, day, &dossier, resource).await;
        kept.map_err(|failure| {
            let file = resource.file.display();
            Failure::new(failure.exit(), format!("{file}: {}", failure.message()))
        })?;
    }
    Ok(format!("{} resources recorded and read back byte for byte", resources.len()))
}

async fn record_one(
    desk: &Desk,
    day: u16,
    dossier: &str,
    resource: &Resource,
) -> Result<(), Failure> {
    let content = words::resource(kind(&resource.text), resource.text.clone());
    let informant = pb::InformantKind::Referrer;
    let draft = Draft { day, minute: 60, informant, content, mark: None };
    let request = pb::RecordEntryRequest {
        request_id: request_id(),
        access_context: Some(care()),
        dossier_id: dossier.to_owned(),
        entry: Some(pb::EntryDraft {
            entry_id: String::new(),
            provenance: Some(desk.provenance(day, &draft)),
            content: Some(draft.content),
        }),
        ..pb::RecordEntryRequest::default()
    };
    let recorded = desk.line.send(0, |connection| {
        let (mut service, request) = (connection.dossier(), request.clone());
        async move { service.record_entry(request).await }
    });
    let request = pb::GetEntryRequest {
        access_context: Some(care()),
        dossier_id: dossier.to_owned(),
        entry_id: recorded.await?.entry_id,
        ..pb::GetEntryRequest::default()
    };
    let reading = desk.line.with(|connection| {
        let mut service = connection.dossier();
        async move { service.get_entry(request).await }
    })?;
    let entry = reading.await?.into_inner().entry.unwrap_or_default();
    let content = entry.current.and_then(|version| version.content).and_then(|it| it.content);
    match content {
        Some(pb::content::Content::Fhir(read)) if read.resource == resource.text => Ok(()),
        _ => Err(Failure::new(Exit::ChainBroken, "it does not read back as it was recorded")),
    }
}

fn read(folder: &Path) -> Result<Vec<Resource>, Failure> {
    let mut resources = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(&file)?;
            resources.push(Resource { file, text });
        }
    }
    resources.sort_by(|one, other| one.file.cmp(&other.file));
    Ok(resources)
}

/// The kind of entry that a type of resource comes closest to.
fn kind(resource: &str) -> pb::EntryKind {
    let parsed: Option<serde_json::Value> = serde_json::from_str(resource).ok();
    let named = parsed.as_ref().and_then(|it| it.get("resourceType")).and_then(|it| it.as_str());
    match named.unwrap_or_default() {
        "Observation" => pb::EntryKind::Measurement,
        "CarePlan" | "Goal" | "CareTeam" => pb::EntryKind::Plan,
        "Communication" | "DocumentReference" => pb::EntryKind::Letter,
        "Encounter" | "Procedure" => pb::EntryKind::ConsultReport,
        "Flag" | "AllergyIntolerance" => pb::EntryKind::RiskAndMeasures,
        _ => pb::EntryKind::Anamnesis,
    }
}
