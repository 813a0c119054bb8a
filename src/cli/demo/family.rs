//! One family as a client of the practice records it: turns the acts of a script into calls, and keeps the ids they need later.

use std::collections::HashMap;

use super::super::failure::{Exit, Failure};
use super::content::file_chance;
use super::desk::{Desk, care, request_id};
use super::files;
use super::script::{Act, Draft, File, Mark, Whose};
use crate::grpc::pb;

/// Bytes in a part of an upload.
const PART: usize = 64 * 1024;

/// Sends one request, again and again under its own id until it is answered.
macro_rules! send {
    ($desk:ident, $family:ident, $service:ident.$call:ident($request:ident)) => {
        $desk
            .line
            .send($family.number, |connection| {
                let (mut service, request) = (connection.$service(), $request.clone());
                async move { service.$call(request).await }
            })
            .await
    };
}

/// Ids of a family's dossiers and entries.
#[derive(Clone, Debug, Default)]
pub struct Family {
    number: usize,
    dossiers: HashMap<Whose, String>,
    marks: HashMap<(Whose, Mark), String>,
    last: Option<pb::RecordEntryRequest>,
}

impl Whose {
    fn name(self) -> String {
        match self {
            Whose::Mother => "the mother".to_owned(),
            Whose::Child(index) => format!("child {index}"),
        }
    }
}

impl Family {
    /// A family nothing is recorded of yet.
    pub fn new(number: usize) -> Family {
        Family { number, ..Family::default() }
    }

    /// The id of a dossier.
    pub fn dossier(&self, whose: Whose) -> Result<String, Failure> {
        let missing = || Failure::new(Exit::Failed, format!("{} has no dossier", whose.name()));
        self.dossiers.get(&whose).cloned().ok_or_else(missing)
    }

    /// The id of an entry.
    pub fn entry(&self, whose: Whose, mark: Mark) -> Result<String, Failure> {
        let missing = || Failure::new(Exit::Failed, format!("{mark:?} was not recorded"));
        self.marks.get(&(whose, mark)).cloned().ok_or_else(missing)
    }

    /// Sends the last single entry that was acknowledged once more, under the same request id. Says whether there was one, and fails
    /// unless it is answered as before.
    pub async fn repeat(&self, desk: &Desk) -> Result<bool, Failure> {
        let Some(request) = &self.last else { return Ok(false) };
        let answer = send!(desk, self, dossier.record_entry(request))?;
        if answer.acknowledgement.is_some_and(|it| it.replayed) {
            return Ok(true);
        }
        Err(Failure::new(Exit::ChainBroken, "a repeated request was recorded a second time"))
    }

    /// Does one act on a day.
    pub async fn act(&mut self, desk: &Desk, day: u16, act: &Act) -> Result<(), Failure> {
        match act {
            Act::Open { whose, client } => self.open(desk, day, *whose, client).await,
            Act::Link { one, other, relation } => {
                self.link(desk, day, (*one, *other), *relation).await
            }
            Act::Record { whose, entries } => self.record(desk, day, *whose, entries).await,
            Act::Stream { whose, entries } => self.stream(desk, day, *whose, entries).await,
            Act::Attach { whose, mark, file, size } => {
                self.attach(desk, day, (*whose, *mark), (*file, *size)).await
            }
            Act::Correct { whose, mark, entry, reason } => {
                self.correct(desk, day, (*whose, *mark), entry, reason).await
            }
            Act::Withdraw { whose, mark } => self.withdraw(desk, day, *whose, *mark).await,
            Act::Move { contact } => self.change_contact(desk, day, contact).await,
            Act::Close { whose, reason } => self.close(desk, day, *whose, *reason).await,
            Act::Reopen { whose } => self.reopen(desk, day, *whose).await,
        }
    }

    async fn open(
        &mut self,
        desk: &Desk,
        day: u16,
        whose: Whose,
        client: &pb::Client,
    ) -> Result<(), Failure> {
        let request = pb::OpenDossierRequest {
            request_id: request_id(),
            access_context: Some(care()),
            regime: pb::Regime::Wgbo.into(),
            client: Some(client.clone()),
            provenance: Some(desk.on(day)),
            ..pb::OpenDossierRequest::default()
        };
        let answer = send!(desk, self, dossier.open_dossier(request));
        self.dossiers.insert(whose, answer?.dossier_id);
        Ok(())
    }

    async fn link(
        &self,
        desk: &Desk,
        day: u16,
        (one, other): (Whose, Whose),
        relation: pb::Relation,
    ) -> Result<(), Failure> {
        let request = pb::LinkDossiersRequest {
            request_id: request_id(),
            access_context: Some(care()),
            dossier_id: self.dossier(one)?,
            other_dossier_id: self.dossier(other)?,
            relation: relation.into(),
            provenance: Some(desk.on(day)),
            ..pb::LinkDossiersRequest::default()
        };
        let answer = send!(desk, self, dossier.link_dossiers(request));
        answer.map(drop)
    }

    async fn record(
        &mut self,
        desk: &Desk,
        day: u16,
        whose: Whose,
        entries: &[Draft],
    ) -> Result<(), Failure> {
        let dossier_id = self.dossier(whose)?;
        let mut drafts = entries
            .iter()
            .map(|entry| self.draft(desk, day, whose, entry))
            .collect::<Result<Vec<_>, _>>()?;
        let ids = if drafts.len() == 1 {
            let request = pb::RecordEntryRequest {
                request_id: request_id(),
                access_context: Some(care()),
                dossier_id,
                entry: drafts.pop(),
                ..pb::RecordEntryRequest::default()
            };
            let answer = send!(desk, self, dossier.record_entry(request));
            self.last = Some(request);
            vec![answer?.entry_id]
        } else {
            let request = pb::RecordEntriesRequest {
                request_id: request_id(),
                access_context: Some(care()),
                dossier_id,
                entries: drafts,
                ..pb::RecordEntriesRequest::default()
            };
            let answer = send!(desk, self, dossier.record_entries(request));
            answer?.entry_ids
        };
        for (entry, id) in entries.iter().zip(ids) {
            if let Some(mark) = entry.mark {
                self.marks.insert((whose, mark), id);
            }
        }
        Ok(())
    }

    async fn stream(
        &self,
        desk: &Desk,
        day: u16,
        whose: Whose,
        entries: &[Draft],
    ) -> Result<(), Failure> {
        let mut requests = Vec::with_capacity(entries.len());
        for entry in entries {
            requests.push(pb::StreamEntriesRequest {
                request_id: request_id(),
                access_context: Some(care()),
                dossier_id: self.dossier(whose)?,
                entry: Some(self.draft(desk, day, whose, entry)?),
                ..pb::StreamEntriesRequest::default()
            });
        }
        let answer = desk.line.send(self.number, |connection| {
            let (mut service, requests) = (connection.dossier(), requests.clone());
            async move { service.stream_entries(tokio_stream::iter(requests)).await }
        });
        answer.await.map(drop)
    }

    async fn attach(
        &self,
        desk: &Desk,
        day: u16,
        (whose, mark): (Whose, Mark),
        (file, size): (File, u32),
    ) -> Result<(), Failure> {
        let built = files::build(file, size, &mut file_chance(desk.seed, self.number, day));
        let start = pb::AddAttachmentStart {
            request_id: request_id(),
            access_context: Some(care()),
            dossier_id: self.dossier(whose)?,
            entry_id: self.entry(whose, mark)?,
            name: built.name.to_owned(),
            media_type: built.media_type.to_owned(),
            size_bytes: built.bytes.len() as u64,
            blake3: blake3::hash(&built.bytes).to_hex().to_string(),
            provenance: Some(desk.on(day)),
            ..pb::AddAttachmentStart::default()
        };
        let start = pb::add_attachment_request::Piece::Start(start);
        let parts = built.bytes.chunks(PART).map(<[u8]>::to_vec);
        let pieces: Vec<_> = std::iter::once(start)
            .chain(parts.map(pb::add_attachment_request::Piece::Part))
            .map(|piece| pb::AddAttachmentRequest { piece: Some(piece) })
            .collect();
        // Closed only when the line itself is dropped.
        let _place = desk.line.uploads.acquire().await;
        let answer = desk.line.send(self.number, |connection| {
            let (mut service, pieces) = (connection.attachment(), pieces.clone());
            async move { service.add_attachment(tokio_stream::iter(pieces)).await }
        });
        answer.await.map(drop)
    }

    async fn correct(
        &self,
        desk: &Desk,
        day: u16,
        (whose, mark): (Whose, Mark),
        entry: &Draft,
        reason: &str,
    ) -> Result<(), Failure> {
        let draft = self.draft(desk, day, whose, entry)?;
        let request = pb::CorrectEntryRequest {
            request_id: request_id(),
            access_context: Some(care()),
            dossier_id: self.dossier(whose)?,
            entry_id: self.entry(whose, mark)?,
            provenance: draft.provenance,
            content: draft.content,
            correction: Some(pb::Correction {
                reason: reason.to_owned(),
                provenance: Some(desk.on(day)),
                ..pb::Correction::default()
            }),
            ..pb::CorrectEntryRequest::default()
        };
        let answer = send!(desk, self, dossier.correct_entry(request));
        answer.map(drop)
    }

    async fn withdraw(
        &self,
        desk: &Desk,
        day: u16,
        whose: Whose,
        mark: Mark,
    ) -> Result<(), Failure> {
        let request = pb::WithdrawEntryRequest {
            request_id: request_id(),
            access_context: Some(care()),
            dossier_id: self.dossier(whose)?,
            entry_id: self.entry(whose, mark)?,
            withdrawal: Some(pb::Withdrawal {
                reason: pb::WithdrawalReason::RecordedTwice.into(),
                provenance: Some(desk.on(day)),
                ..pb::Withdrawal::default()
            }),
            ..pb::WithdrawEntryRequest::default()
        };
        let answer = send!(desk, self, dossier.withdraw_entry(request));
        answer.map(drop)
    }

    async fn change_contact(
        &self,
        desk: &Desk,
        day: u16,
        contact: &pb::ContactDetails,
    ) -> Result<(), Failure> {
        let changes =
            pb::ClientChanges { contact: Some(contact.clone()), ..pb::ClientChanges::default() };
        let request = pb::ChangeClientRequest {
            request_id: request_id(),
            access_context: Some(care()),
            dossier_id: self.dossier(Whose::Mother)?,
            cause: pb::ChangeCause::Changed.into(),
            changes: Some(changes),
            provenance: Some(desk.on(day)),
            ..pb::ChangeClientRequest::default()
        };
        let answer = send!(desk, self, dossier.change_client(request));
        answer.map(drop)
    }

    async fn close(
        &self,
        desk: &Desk,
        day: u16,
        whose: Whose,
        reason: pb::ClosingReason,
    ) -> Result<(), Failure> {
        let request = pb::CloseDossierRequest {
            request_id: request_id(),
            access_context: Some(care()),
            dossier_id: self.dossier(whose)?,
            reason: reason.into(),
            provenance: Some(desk.on(day)),
            ..pb::CloseDossierRequest::default()
        };
        let answer = send!(desk, self, dossier.close_dossier(request));
        answer.map(drop)
    }

    async fn reopen(&self, desk: &Desk, day: u16, whose: Whose) -> Result<(), Failure> {
        let request = pb::ReopenDossierRequest {
            request_id: request_id(),
            access_context: Some(care()),
            dossier_id: self.dossier(whose)?,
            reason: "Nieuwe hulpvraag".to_owned(),
            provenance: Some(desk.on(day)),
            ..pb::ReopenDossierRequest::default()
        };
        let answer = send!(desk, self, dossier.reopen_dossier(request));
        answer.map(drop)
    }

    /// An entry as it goes over the wire, with the ids that were not known when the script was written.
    fn draft(
        &self,
        desk: &Desk,
        day: u16,
        whose: Whose,
        draft: &Draft,
    ) -> Result<pb::EntryDraft, Failure> {
        let mut content = draft.content.clone();
        if let Some(pb::content::Content::Consent(consent)) = &mut content.content
            && consent.decision() == pb::ConsentDecision::Withdrawn
        {
            consent.withdrawn_consent_id = self.entry(whose, Mark::Images)?;
        }
        Ok(pb::EntryDraft {
            entry_id: String::new(),
            provenance: Some(desk.provenance(day, draft)),
            content: Some(content),
        })
    }
}
