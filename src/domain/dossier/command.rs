//! What one may ask of a dossier, and why it may be refused.

use super::attachment::Attachment;
use super::client::{ChangeCause, Changes, Client};
use super::entry::{Content, Draft};
use super::event::{ClosingReason, Correction, Withdrawal};
use super::link::Relation;
use super::regime::Regime;
use super::rights::{Disclosed, Restricted, RestrictionLifted, RetentionExtended, StatementAdded};
use crate::domain::id::{AttachmentId, DossierId, EntryId};
use crate::domain::provenance::Provenance;
use crate::domain::text::Text;
use crate::domain::violation::Violations;

/// Entries that one command may record.
pub const ENTRIES_MAX: usize = 500;

/// What one may ask of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open the dossier.
    Open {
        /// The act under which it is kept.
        regime: Regime,
        /// The client.
        client: Client,
        /// Where this comes from.
        provenance: Provenance,
    },
    /// Record entries, all or none of them, at most [`ENTRIES_MAX`].
    Record {
        /// The entries.
        entries: Vec<Draft>,
    },
    /// Correct an entry: say how it reads from now on.
    Correct {
        /// The entry.
        entry: EntryId,
        /// Where it comes from, as it should read.
        provenance: Provenance,
        /// What it says, as it should read; of the same kind.
        content: Content,
        /// Why.
        correction: Correction,
    },
    /// Withdraw an entry as recorded in error.
    Withdraw {
        /// The entry.
        entry: EntryId,
        /// Why.
        withdrawal: Withdrawal,
    },
    /// Replace sections of what is known of the client.
    ChangeClient {
        /// Whether the old values were right in their time.
        cause: ChangeCause,
        /// The new values.
        changes: Changes,
        /// Where they come from.
        provenance: Provenance,
    },
    /// Link to another dossier. The other one records the inverse, in the same commit.
    Link {
        /// This dossier.
        this: DossierId,
        /// The other one.
        other: DossierId,
        /// What this client is to the other.
        relation: Relation,
        /// Where this comes from.
        provenance: Provenance,
    },
    /// End a link.
    Unlink {
        /// The other dossier.
        other: DossierId,
        /// The relation that ends.
        relation: Relation,
        /// Why.
        reason: Text,
        /// Where this comes from.
        provenance: Provenance,
    },
    /// Close the dossier; it happened on the last day of care in it.
    Close {
        /// Why.
        reason: ClosingReason,
        /// In words.
        note: Option<Text>,
        /// Where this comes from.
        provenance: Provenance,
    },
    /// Open a closed dossier again.
    Reopen {
        /// Why.
        reason: Text,
        /// Where this comes from.
        provenance: Provenance,
    },
    /// Record an attachment of which all parts are there.
    Attach {
        /// The attachment.
        attachment: Attachment,
        /// Where it comes from.
        provenance: Provenance,
    },
    /// Put the client's own statement beside an entry or the dossier.
    AddStatement(StatementAdded),
    /// Restrict its use.
    Restrict(Restricted),
    /// Lift the restriction.
    LiftRestriction(RestrictionLifted),
    /// Data went to somebody else.
    Disclose(Disclosed),
    /// Keep it longer than its term.
    ExtendRetention(RetentionExtended),
    /// Withdraw an attachment as recorded in error.
    WithdrawAttachment {
        /// The attachment.
        attachment: AttachmentId,
        /// Why.
        withdrawal: Withdrawal,
    },
}

/// Why a command on a dossier is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// No dossier was opened under this id.
    #[error("there is no such dossier")]
    NoSuchDossier,
    /// A dossier was opened under this id already.
    #[error("the dossier is open already")]
    AlreadyOpened,
    /// The dossier is closed, and what is asked belongs to care after its closing.
    #[error("the dossier is closed: open it again first")]
    DossierClosed,
    /// The dossier is not closed.
    #[error("the dossier is not closed")]
    NotClosed,
    /// The id was given to an entry before.
    #[error("an entry with id {entry} was recorded already")]
    EntryExists {
        /// The id.
        entry: EntryId,
    },
    /// The dossier has no such entry.
    #[error("there is no entry {entry} in this dossier")]
    NoSuchEntry {
        /// The id.
        entry: EntryId,
    },
    /// The entry was withdrawn.
    #[error("entry {entry} was withdrawn")]
    EntryWithdrawn {
        /// The id.
        entry: EntryId,
    },
    /// The id was given to an attachment before.
    #[error("an attachment with id {attachment} was recorded already")]
    AttachmentExists {
        /// The id.
        attachment: AttachmentId,
    },
    /// The dossier has no such attachment.
    #[error("there is no attachment {attachment} in this dossier")]
    NoSuchAttachment {
        /// The id.
        attachment: AttachmentId,
    },
    /// The attachment was withdrawn.
    #[error("attachment {attachment} was withdrawn")]
    AttachmentWithdrawn {
        /// The id.
        attachment: AttachmentId,
    },
    /// A dossier cannot be linked to itself.
    #[error("a dossier cannot be linked to itself")]
    LinkToItself,
    /// The dossiers are linked so already.
    #[error("the dossiers are linked so already")]
    AlreadyLinked,
    /// The dossiers are not linked so.
    #[error("the dossiers are not linked so")]
    NotLinked,
    /// Its use is restricted already.
    #[error("the use of the dossier is restricted already")]
    AlreadyRestricted,
    /// Its use is not restricted.
    #[error("the use of the dossier is not restricted")]
    NotRestricted,
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::NoSuchDossier => "NO_SUCH_DOSSIER",
            Refusal::AlreadyOpened => "DOSSIER_ALREADY_OPENED",
            Refusal::DossierClosed => "DOSSIER_CLOSED",
            Refusal::NotClosed => "DOSSIER_NOT_CLOSED",
            Refusal::EntryExists { .. } => "ENTRY_EXISTS",
            Refusal::NoSuchEntry { .. } => "NO_SUCH_ENTRY",
            Refusal::EntryWithdrawn { .. } => "ENTRY_WITHDRAWN",
            Refusal::AttachmentExists { .. } => "ATTACHMENT_EXISTS",
            Refusal::NoSuchAttachment { .. } => "NO_SUCH_ATTACHMENT",
            Refusal::AttachmentWithdrawn { .. } => "ATTACHMENT_WITHDRAWN",
            Refusal::LinkToItself => "LINK_TO_ITSELF",
            Refusal::AlreadyLinked => "ALREADY_LINKED",
            Refusal::NotLinked => "NOT_LINKED",
            Refusal::AlreadyRestricted => "ALREADY_RESTRICTED",
            Refusal::NotRestricted => "NOT_RESTRICTED",
        }
    }
}
