//! The facts of a dossier and every stored version of them. A stored struct is never edited:
//! a new shape gets a new struct, a new kind number and a line in `tests/vectors/payloads.json`.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::attachment::Attachment;
use super::client::{ChangeCause, Changes, Client};
use super::entry::{Content, EntryKind};
use super::link::Relation;
use super::regime::Regime;
pub use super::rights::{
    Disclosed, Restricted, RestrictionLifted, RetentionExtended, StatementAdded,
};
use crate::domain::facts::facts;
use crate::domain::id::{AttachmentId, DossierId, EntryId};
use crate::domain::provenance::Provenance;
use crate::domain::text::{Line, Text};

/// The parts of an attachment: raw bytes, without a fact of their own.
pub const ATTACHMENT_PART_STORED: &str = "dossier.attachment_part_stored/1";

facts! {
    "A fact about one dossier.";
    /// The dossier was opened.
    Opened = OPENED, "dossier.opened/1";
    /// An entry was recorded.
    EntryRecorded = ENTRY_RECORDED, "dossier.entry_recorded/1";
    /// An entry was corrected: this is how it reads from now on.
    EntryCorrected = ENTRY_CORRECTED, "dossier.entry_corrected/1";
    /// An entry was withdrawn as recorded in error.
    EntryWithdrawn = ENTRY_WITHDRAWN, "dossier.entry_withdrawn/1";
    /// What is known of the client beside the care changed.
    ClientChanged = CLIENT_CHANGED, "dossier.client_changed/1";
    /// The dossier was linked to another.
    Linked = LINKED, "dossier.linked/1";
    /// A link was ended.
    Unlinked = UNLINKED, "dossier.unlinked/1";
    /// The dossier was closed.
    Closed = CLOSED, "dossier.closed/1";
    /// The dossier was opened again.
    Reopened = REOPENED, "dossier.reopened/1";
    /// An attachment is complete; its parts lie just before this record.
    AttachmentRecorded = ATTACHMENT_RECORDED, "dossier.attachment_recorded/1";
    /// An attachment was withdrawn as recorded in error.
    AttachmentWithdrawn = ATTACHMENT_WITHDRAWN, "dossier.attachment_withdrawn/1";
    /// The client's own statement was put beside an entry or the dossier.
    StatementAdded = STATEMENT_ADDED, "dossier.statement_added/1";
    /// Its use was restricted.
    Restricted = RESTRICTED, "dossier.restricted/1";
    /// The restriction was lifted.
    RestrictionLifted = RESTRICTION_LIFTED, "dossier.restriction_lifted/1";
    /// Data went to somebody else.
    Disclosed = DISCLOSED, "dossier.disclosed/1";
    /// It is kept longer than its term.
    RetentionExtended = RETENTION_EXTENDED, "dossier.retention_extended/1";
}

/// The dossier was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The act under which it is kept.
    pub regime: Regime,
    /// The client.
    pub client: Client,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// An entry was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryRecorded {
    /// The entry.
    pub entry: EntryId,
    /// Whether it has care in it; kept here, so that a later rule does not move an old term.
    pub substantive: bool,
    /// Where it comes from.
    pub provenance: Provenance,
    /// What it says.
    pub content: Content,
}

/// An entry was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryCorrected {
    /// The entry.
    pub entry: EntryId,
    /// Whether it has care in it.
    pub substantive: bool,
    /// Where the entry comes from, as it reads now.
    pub provenance: Provenance,
    /// What it says, as it reads now.
    pub content: Content,
    /// Why.
    pub correction: Correction,
}

/// Why an entry was corrected (rule AVG-RECTIFY).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// The reason.
    pub reason: Text,
    /// What proof was seen.
    pub proof: Option<Line>,
    /// When it was asked for and learned; its informant asked, its responsible decided.
    pub provenance: Provenance,
}

/// Why something was withdrawn as recorded in error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WithdrawalReason {
    /// It is about another client; it is recorded anew in the right dossier, and neither
    /// dossier names the other.
    WrongClient,
    /// It was recorded twice.
    RecordedTwice,
    /// It should not have been recorded for another reason, told in the explanation.
    Other,
}

/// That something was withdrawn.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why.
    pub reason: WithdrawalReason,
    /// In words.
    pub explanation: Option<Text>,
    /// Where the decision comes from.
    pub provenance: Provenance,
}

/// An entry was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryWithdrawn {
    /// The entry.
    pub entry: EntryId,
    /// Whether the entry had care in it: taking it out is then a correction of care data.
    pub substantive: bool,
    /// Why.
    pub withdrawal: Withdrawal,
}

/// Sections of what is known of the client were replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientChanged {
    /// Whether the old values were right in their time.
    pub cause: ChangeCause,
    /// The new values.
    pub changes: Changes,
    /// Where they come from.
    pub provenance: Provenance,
}

/// The dossier was linked to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linked {
    /// The other one.
    pub other: DossierId,
    /// What this client is to the other.
    pub relation: Relation,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// A link was ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unlinked {
    /// The other dossier.
    pub other: DossierId,
    /// The relation that ends.
    pub relation: Relation,
    /// Why.
    pub reason: Text,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Why a dossier was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingReason {
    /// The care ended.
    CareEnded,
    /// The request for care was declined or taken back.
    NoCare,
    /// Another provider goes on.
    HandedOver,
    /// The client died.
    ClientDied,
    /// Another reason, told in the note.
    Other,
}

/// The dossier was closed; it happened on the last day of care in it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closed {
    /// Why.
    pub reason: ClosingReason,
    /// In words.
    pub note: Option<Text>,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// The dossier was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopened {
    /// Why.
    pub reason: Text,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// An attachment is complete.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentRecorded {
    /// The attachment.
    pub attachment: Attachment,
    /// Where it comes from.
    pub provenance: Provenance,
}

/// An attachment was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttachmentWithdrawn {
    /// The attachment.
    pub attachment: AttachmentId,
    /// Why.
    pub withdrawal: Withdrawal,
}

impl Event {
    /// Whether it moves the start of the retention term (rule WGBO-RETAIN, decision 1): care
    /// recorded, corrected or taken out, and files of care do; the client's address, links and
    /// the closing itself do not.
    pub fn substantive(&self) -> bool {
        match self {
            Event::EntryRecorded(fact) => fact.substantive,
            Event::EntryCorrected(fact) => fact.substantive,
            Event::EntryWithdrawn(fact) => fact.substantive,
            Event::AttachmentRecorded(_)
            | Event::AttachmentWithdrawn(_)
            | Event::StatementAdded(_) => true,
            Event::Opened(_)
            | Event::ClientChanged(_)
            | Event::Linked(_)
            | Event::Unlinked(_)
            | Event::Closed(_)
            | Event::Reopened(_)
            | Event::Restricted(_)
            | Event::RestrictionLifted(_)
            | Event::Disclosed(_)
            | Event::RetentionExtended(_) => false,
        }
    }

    /// Where the fact comes from; for a correction or withdrawal, where that decision does.
    pub fn provenance(&self) -> &Provenance {
        match self {
            Event::Opened(fact) => &fact.provenance,
            Event::EntryRecorded(fact) => &fact.provenance,
            Event::EntryCorrected(fact) => &fact.correction.provenance,
            Event::EntryWithdrawn(fact) => &fact.withdrawal.provenance,
            Event::ClientChanged(fact) => &fact.provenance,
            Event::Linked(fact) => &fact.provenance,
            Event::Unlinked(fact) => &fact.provenance,
            Event::Closed(fact) => &fact.provenance,
            Event::Reopened(fact) => &fact.provenance,
            Event::AttachmentRecorded(fact) => &fact.provenance,
            Event::AttachmentWithdrawn(fact) => &fact.withdrawal.provenance,
            Event::StatementAdded(fact) => &fact.provenance,
            Event::Restricted(fact) => &fact.provenance,
            Event::RestrictionLifted(fact) => &fact.provenance,
            Event::Disclosed(fact) => &fact.provenance,
            Event::RetentionExtended(fact) => &fact.provenance,
        }
    }

    /// The entry it is about, if it is about one.
    pub fn entry(&self) -> Option<EntryId> {
        match self {
            Event::EntryRecorded(fact) => Some(fact.entry),
            Event::EntryCorrected(fact) => Some(fact.entry),
            Event::EntryWithdrawn(fact) => Some(fact.entry),
            Event::AttachmentRecorded(fact) => fact.attachment.entry,
            Event::StatementAdded(fact) => fact.entry,
            _ => None,
        }
    }

    /// The kind of entry it records or corrects.
    pub fn entry_kind(&self) -> Option<EntryKind> {
        match self {
            Event::EntryRecorded(fact) => Some(fact.content.kind()),
            Event::EntryCorrected(fact) => Some(fact.content.kind()),
            _ => None,
        }
    }
}
