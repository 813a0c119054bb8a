//! A sentence, a whole dossier, and one that is held: what goes is gone from every file, what stays reads as before.

use std::path::PathBuf;

use super::super::connect::Connection;
use super::super::failure::{Exit, Failure};
use super::super::folder::Folders;
use super::desk::{care, request_id};
use super::script::Whose;
use super::search::{Found, Needles};
use super::year::Year;
use crate::grpc::pb;

/// Bytes of a slot in the vault's key file (docs/vault.md); the wrapped key lies in the second half.
const SLOT: usize = 128;
const WRAPPED: std::ops::Range<usize> = 60..108;
/// Slots begin here.
const SLOTS_AT: usize = 8_192;
/// Most entries looked at to find one in running text.
const PAGE: i32 = 200;

/// An order that names nothing yet.
fn order(ground: pb::DestructionGround) -> pb::DestructionOrder {
    pb::DestructionOrder { ground: ground.into(), ..pb::DestructionOrder::default() }
}

/// Proposes and approves; the practice is one person.
async fn destroy(
    connection: &Connection,
    order: pb::DestructionOrder,
) -> Result<pb::ApproveDestructionResponse, Failure> {
    let request = pb::ProposeDestructionRequest {
        request_id: request_id(),
        access_context: Some(care()),
        order: Some(order),
        validate_only: false,
    };
    let proposed = connection.destruction().propose_destruction(request).await?;
    let proposal = proposed.into_inner().proposal;
    let request = pb::ApproveDestructionRequest {
        request_id: request_id(),
        access_context: Some(care()),
        proposal,
        validate_only: false,
    };
    let approved = connection.destruction().approve_destruction(request).await?;
    let done = approved.into_inner();
    if done.executed.is_none() {
        return Err(Failure::new(Exit::Failed, "it was decided and not carried out"));
    }
    Ok(done)
}

async fn entries(connection: &Connection, dossier: &str) -> Result<Vec<pb::Entry>, Failure> {
    let request = pb::ListEntriesRequest {
        access_context: Some(care()),
        dossier_id: dossier.to_owned(),
        page_size: PAGE,
        ..pb::ListEntriesRequest::default()
    };
    Ok(connection.dossier().list_entries(request).await?.into_inner().entries)
}

fn text_of(entry: &pb::Entry) -> Option<&str> {
    let content = entry.current.as_ref()?.content.as_ref()?;
    match content.content.as_ref()? {
        pb::content::Content::Text(text) => Some(text.text.as_str()),
        _ => None,
    }
}

/// Takes the first words out of an entry in running text; every other entry of the dossier stays what it was.
pub async fn a_part(connection: &Connection, year: &Year) -> Result<String, Failure> {
    let none = || Failure::new(Exit::Failed, "no entry is in running text");
    let (dossier, before, number) = in_text(connection, year).await?.ok_or_else(none)?;
    let chosen = before.get(number).ok_or_else(none)?;
    let (text, place) = (text_of(chosen).ok_or_else(none)?, chosen.current.as_ref());
    let position = place.and_then(|it| it.place.as_ref()).map_or(0, |it| it.position);
    let until = text.find(' ').map_or(0, |at| text.get(..=at).unwrap_or_default().chars().count());
    let left: String = text.chars().skip(until).collect();
    let span = pb::CharacterSpan { from: 0, until: u32::try_from(until).unwrap_or(0) };
    let cut = pb::Cut {
        pointer: "/content/text/text".to_owned(),
        what: Some(pb::cut::What::Characters(span)),
    };
    let part = pb::DestroyedPart { position, cuts: vec![cut] };
    let order = order(pb::DestructionGround::RecordedUnlawfully);
    destroy(connection, pb::DestructionOrder { parts: vec![part], ..order }).await?;
    let after = entries(connection, &dossier).await?;
    let others = |list: &[pb::Entry]| -> Vec<pb::Entry> {
        list.iter().filter(|it| it.entry_id != chosen.entry_id).cloned().collect()
    };
    let now = after.iter().find(|it| it.entry_id == chosen.entry_id);
    let holds = now.is_some_and(|it| it.part_destroyed && text_of(it) == Some(left.as_str()))
        && others(&before) == others(&after);
    if holds {
        return Ok(format!(
            "{until} characters of one entry are gone, {} other entries of the dossier read as before",
            after.len().saturating_sub(1)
        ));
    }
    Err(Failure::new(Exit::Failed, "the dossier does not read as it should"))
}

/// A dossier with an entry in running text of more than one word, and which it is.
async fn in_text(
    connection: &Connection,
    year: &Year,
) -> Result<Option<(String, Vec<pb::Entry>, usize)>, Failure> {
    for number in 1.. {
        let Ok(family) = year.family(number) else { break };
        let Ok(dossier) = family.dossier(Whose::Mother) else { continue };
        let found = entries(connection, &dossier).await?;
        let in_words = |entry: &pb::Entry| text_of(entry).is_some_and(|text| text.contains(' '));
        if let Some(at) = found.iter().position(in_words) {
            return Ok(Some((dossier, found, at)));
        }
    }
    Ok(None)
}

/// What was destroyed whole, and how its keys lay wrapped before.
pub struct Gone {
    needles: Needles,
    control: Vec<u8>,
    told: String,
}

/// A hold refuses; lifted, the dossier of the last family's child goes whole.
pub async fn a_dossier(
    connection: &Connection,
    year: &Year,
    folders: &Folders,
    families: usize,
) -> Result<Gone, Failure> {
    let dossier = year.family(families - 1)?.dossier(Whose::Mother)?;
    let count = entries(connection, &dossier).await?.len();
    let request = pb::PlaceHoldRequest {
        request_id: request_id(),
        access_context: Some(care()),
        dossier_id: dossier.clone(),
        validate_only: false,
    };
    let hold = connection.destruction().place_hold(request).await?;
    let hold_id = hold.into_inner().hold_id;
    let order = order(pb::DestructionGround::RecordedUnlawfully);
    let order = pb::DestructionOrder { stream_ids: vec![dossier.clone()], ..order };
    if destroy(connection, order.clone()).await.is_ok() {
        return Err(Failure::new(Exit::Failed, "a dossier under a hold was destroyed"));
    }
    let request = pb::LiftHoldRequest {
        request_id: request_id(),
        access_context: Some(care()),
        hold_id,
        validate_only: false,
    };
    connection.destruction().lift_hold(request).await?;
    let control = std::fs::read(keys_file(folders))?;
    let done = destroy(connection, order).await?;
    let keys = keys_of(connection, done.decision).await?;
    let mut needles = Needles::default();
    for key in &keys {
        if let Some(wrapped) = wrapped(&control, key) {
            needles.add(wrapped);
        }
    }
    if needles.count() != keys.len() || keys.is_empty() {
        return Err(Failure::new(Exit::Failed, "the keys were not where the search looks"));
    }
    let told = format!("refused under a hold; then {count} entries gone, with {} keys", keys.len());
    Ok(Gone { needles, control, told })
}

fn keys_file(folders: &Folders) -> PathBuf {
    folders.vault.join("keys")
}

/// The wrapped key in the slot of an id.
fn wrapped<'a>(file: &'a [u8], id: &[u8]) -> Option<&'a [u8]> {
    let slots = file.get(SLOTS_AT..)?.chunks_exact(SLOT);
    slots.into_iter().find(|slot| slot.starts_with(id)).and_then(|slot| slot.get(WRAPPED))
}

/// The keys that a decision names, from its open record.
async fn keys_of(connection: &Connection, decision: u64) -> Result<Vec<Vec<u8>>, Failure> {
    let request = pb::ReadRecordsRequest {
        access_context: Some(care()),
        from_position: decision,
        limit: 1,
        include_payloads: true,
    };
    let mut records = connection.ledger().read_records(request).await?;
    let malformed = || Failure::new(Exit::Failed, "the decision cannot be read");
    let answer = records.get_mut().message().await?.ok_or_else(malformed)?;
    let record = answer.records.first().ok_or_else(malformed)?;
    let payload: serde_json::Value =
        serde_json::from_slice(&record.payload).map_err(|_| malformed())?;
    let keys = payload.get("keys").and_then(serde_json::Value::as_array).ok_or_else(malformed)?;
    keys.iter()
        .map(|key| key.as_str().and_then(|key| hex::decode(key).ok()).ok_or_else(malformed))
        .collect()
}

impl Gone {
    /// What was done, in words.
    pub fn told(&self) -> String {
        self.told.clone()
    }

    /// Looks for the wrapped keys in every file of data folder and vault; the search finds them in the key file of before.
    pub fn search(&self, folders: &Folders) -> Result<String, Failure> {
        let count = self.needles.count();
        let seen = self.needles.occurring(&self.control);
        if seen != count {
            let message = format!("the search itself finds only {seen} of {count} keys");
            return Err(Failure::new(Exit::Failed, message));
        }
        let mut found = Found::default();
        for folder in [&folders.data, &folders.vault] {
            self.needles.search(folder, &mut found)?;
        }
        match found.hits.first() {
            None => Ok(format!(
                "{count} destroyed keys looked for in {} files, found in the key file of before: none there",
                found.files
            )),
            Some((file, _)) => {
                let message = format!("a destroyed key lies in {}", file.display());
                Err(Failure::new(Exit::Failed, message))
            }
        }
    }
}
