//! The access log (logging; NEN 7513): who looked at what, when and why, on the disk before it leaves the house. A stream a calendar
//! year, under the year's own key, with ids only; the year goes as a whole when it is over for five years.
//!
//! While the ledger cannot be written, what is read in an emergency is put aside in a file (`pending`) and recorded first afterwards.

mod pending;

pub(super) use pending::WholeLines;

use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

use crate::access::AccessContext;
use crate::chain::{ActorId, KeyId, StreamId, Visibility};
use crate::vault::{KeyError, Purpose};

use super::execute::ExecuteError;
use super::payload::{self, MalformedPayload};
use super::proposal::{Draft, Proposal, SubmitError};
use super::{ReadFailure, Register};

/// What a line says, by the kind of its record. Sealed; the header names who.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Somebody looked.
    Read = 0,
    /// Somebody was refused.
    Refused = 1,
}

impl Kind {
    /// The kind of its record.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Read => "access.read/1",
            Kind::Refused => "access.refused/1",
        }
    }

    const fn of_byte(byte: u8) -> Option<Kind> {
        match byte {
            0 => Some(Kind::Read),
            1 => Some(Kind::Refused),
            _ => None,
        }
    }
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// One thing was read.
    Read,
    /// Things were listed or looked for.
    Search,
    /// Content left in bulk: records, a bundle, a copy, a letter.
    Export,
    /// The log itself was read.
    ReadLog,
    /// It was refused.
    Refuse,
}

/// One line: what NEN 7513 asks for beside the header (who, when) and the context (role, purpose, ground, on whose behalf).
/// Ids only: never a name, never what was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The call, by its name on the wire.
    pub operation: String,
    /// What was done.
    pub action: Action,
    /// Dossiers and cases of which something was given.
    pub about: Vec<StreamId>,
    /// The entry, attachment or letter that was asked for, by id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// For a search: which fields were searched, never for what.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub searched: Vec<String>,
    /// How often, where refusals share a line.
    #[serde(skip_serializing_if = "is_one", default = "one")]
    pub times: u32,
    /// The organisation: its ledger.
    pub organisation: String,
    /// The program that answered.
    pub source: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "called by the serializer")]
fn is_one(times: &u32) -> bool {
    *times == 1
}

fn one() -> u32 {
    1
}

/// A line sealed, not yet on record.
struct SealedLine {
    kind: Kind,
    stream: StreamId,
    actor: ActorId,
    draft: Draft,
}

impl Register {
    /// Writes a line down and waits until it is on the disk. Only then may what it is about leave the house.
    ///
    /// `emergency`: where the ledger cannot be written it is put aside, synced, and that is enough.
    pub async fn log_access(
        &self,
        actor: ActorId,
        context: Option<&AccessContext>,
        kind: Kind,
        line: &Line,
        emergency: bool,
    ) -> Result<(), ExecuteError> {
        let sealed = self.seal_line(actor, context, kind, line).await?;
        let mut unique = [0; 16];
        getrandom::fill(&mut unique).map_err(|_| ReadFailure::Unavailable)?;
        let request = self.vault().request_id(LINE_GRANT, &unique, sealed.stream);
        let drafts = vec![sealed.draft.clone()];
        let proposal = Proposal { request, actor, reads: vec![], after: None, drafts };
        match self.submit(proposal).await {
            Ok(_) => Ok(()),
            Err(
                SubmitError::Damaged { .. }
                | SubmitError::DiskFull
                | SubmitError::Stopped
                | SubmitError::Clock(_),
            ) if emergency => {
                let register = self.clone();
                let put = tokio::task::spawn_blocking(move || register.put_aside(&sealed));
                match put.await {
                    Ok(Ok(())) => Ok(()),
                    _ => Err(SubmitError::Stopped.into()),
                }
            }
            Err(error) => Err(error.into()),
        }
    }

    async fn seal_line(
        &self,
        actor: ActorId,
        context: Option<&AccessContext>,
        kind: Kind,
        line: &Line,
    ) -> Result<SealedLine, ExecuteError> {
        let now = DateTime::<Utc>::from_timestamp_micros(self.now()).unwrap_or_default();
        let stream = self.vault().access_stream(now.year())?;
        let key = self.year_key(stream).await?;
        let body = serde_json::to_string(line).map_err(|_| MalformedPayload)?;
        let payload = payload::write(&body, context, None)?;
        let sealed = self.vault().seal(key, stream, &payload)?;
        let draft = Draft {
            stream,
            kind: kind.as_str().parse().map_err(|_| MalformedPayload)?,
            visibility: Visibility::Sealed,
            commitment: sealed.commitment,
            sealed: sealed.box_bytes,
            fact: None,
        };
        Ok(SealedLine { kind, stream, actor, draft })
    }

    async fn year_key(&self, stream: StreamId) -> Result<KeyId, KeyError> {
        match self.vault().data_key_id(stream) {
            Some(key) => Ok(key),
            None => self.make_key(Purpose::Year, stream).await,
        }
    }
}

/// In place of a grant in the request ids of lines.
const LINE_GRANT: &[u8; 16] = b"access.line.....";
