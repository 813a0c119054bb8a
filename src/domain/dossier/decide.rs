//! The rules of a dossier, all of them. What is a choice may be refused; what is a fact that
//! came late is recorded, also in a closed dossier.

use std::collections::HashSet;

use chrono::{DateTime, Utc};

use super::attachment::Attachment;
use super::client::{ChangeCause, Changes, Client};
use super::command::{Command, ENTRIES_MAX, Refusal};
use super::entry::{Content, Draft, EntryKind};
use super::event::{
    AttachmentRecorded, AttachmentWithdrawn, ClientChanged, Closed, ClosingReason, Correction,
    EntryCorrected, EntryRecorded, EntryWithdrawn, Event, Linked, Opened, Reopened, Unlinked,
    Withdrawal, WithdrawalReason,
};
use super::recording::{Recording, RecordingGround};
use super::regime::Regime;
use super::state::{Dossier, Standing, State};
use crate::domain::Context;
use crate::domain::body::BODY_BYTES_MAX;
use crate::domain::id::{AttachmentId, EntryId};
use crate::domain::provenance::{Happened, Provenance};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Judges a command against the dossier as it stands. The only place with its rules.
///
/// A closed dossier takes corrections, withdrawals, changes of the client's details, links, and
/// whatever happened on or before the day of its closing and was learned later. It refuses care
/// that happened after that day: open it again first. Letters are never refused, since they
/// come in when they come in.
pub fn decide(state: &State, command: Command, context: &Context) -> Result<Vec<Event>, Refusal> {
    let now = context.now;
    match (state, command) {
        (State::Unopened, Command::Open { regime, client, provenance }) => {
            open(regime, client, provenance, now)
        }
        (State::Unopened, _) => Err(Refusal::NoSuchDossier),
        (State::Opened(_), Command::Open { .. }) => Err(Refusal::AlreadyOpened),
        (State::Opened(dossier), Command::Record { entries }) => {
            record(dossier.as_ref(), entries, now)
        }
        (State::Opened(dossier), Command::Correct { entry, provenance, content, correction }) => {
            correct(dossier, entry, provenance, content, correction, now)
        }
        (State::Opened(dossier), Command::Withdraw { entry, withdrawal }) => {
            withdraw(dossier, entry, withdrawal, now)
        }
        (State::Opened(dossier), Command::ChangeClient { cause, changes, provenance }) => {
            change_client(dossier, cause, changes, provenance, now)
        }
        (State::Opened(dossier), Command::Link { this, other, relation, provenance }) => {
            if this == other {
                return Err(Refusal::LinkToItself);
            }
            if dossier.links.contains(&(other, relation)) {
                return Err(Refusal::AlreadyLinked);
            }
            sound(Linked { other, relation, provenance }, now)
        }
        (State::Opened(dossier), Command::Unlink { other, relation, reason, provenance }) => {
            if !dossier.links.contains(&(other, relation)) {
                return Err(Refusal::NotLinked);
            }
            sound(Unlinked { other, relation, reason, provenance }, now)
        }
        (State::Opened(dossier), Command::Close { reason, note, provenance }) => {
            close(dossier, reason, note, provenance, now)
        }
        (State::Opened(dossier), Command::Reopen { reason, provenance }) => {
            if dossier.standing == Standing::Open {
                return Err(Refusal::NotClosed);
            }
            sound(Reopened { reason, provenance }, now)
        }
        (State::Opened(dossier), Command::Attach { attachment, provenance }) => {
            attach(dossier, attachment, provenance, now)
        }
        (State::Opened(dossier), Command::AddStatement(fact)) => {
            if let Some(entry) = fact.entry.filter(|it| !dossier.entries.contains_key(it)) {
                return Err(Refusal::NoSuchEntry { entry });
            }
            let mut violations = Violations::default();
            fact.check(now, &mut violations);
            sound_after(violations, fact, now)
        }
        (State::Opened(dossier), Command::Restrict(fact)) => {
            if dossier.restriction.is_some() {
                return Err(Refusal::AlreadyRestricted);
            }
            sound(fact, now)
        }
        (State::Opened(dossier), Command::LiftRestriction(fact)) => {
            if dossier.restriction.is_none() {
                return Err(Refusal::NotRestricted);
            }
            let mut violations = Violations::default();
            fact.check(now, &mut violations);
            sound_after(violations, fact, now)
        }
        (State::Opened(_), Command::ExtendRetention(fact)) => {
            let mut violations = Violations::default();
            fact.check(&mut violations);
            sound_after(violations, fact, now)
        }
        (State::Opened(dossier), Command::Disclose(fact)) => {
            let mut violations = Violations::default();
            fact.check(dossier, &mut violations);
            sound_after(violations, fact, now)
        }
        (State::Opened(dossier), Command::WithdrawAttachment { attachment, withdrawal }) => {
            withdraw_attachment(dossier, attachment, withdrawal, now)
        }
    }
}

fn open(
    regime: Regime,
    client: Client,
    provenance: Provenance,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let mut violations = Violations::default();
    Changes::from(&client).check(regime, now, &FieldPath::new("client"), &mut violations);
    sound_after(violations, Opened { regime, client, provenance }, now)
}

/// Judges entries against the little that is kept of a dossier: says what [`decide`] says of [`Command::Record`].
pub fn decide_recording(
    recording: &Recording,
    entries: Vec<Draft>,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    record(recording, entries, context.now)
}

fn record(
    dossier: &impl RecordingGround,
    entries: Vec<Draft>,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let path = FieldPath::new("entries");
    let mut violations = Violations::default();
    if entries.is_empty() {
        violations.add(path.clone(), Reason::Empty);
    }
    if entries.len() > ENTRIES_MAX {
        violations.add(path.clone(), Reason::TooMany);
        return Err(Refusal::Invalid(violations));
    }
    let mut ids = HashSet::new();
    let mut consents = HashSet::new();
    let mut events = Vec::with_capacity(entries.len());
    for (index, draft) in entries.into_iter().enumerate() {
        let path = path.index(index);
        if !ids.insert(draft.entry) {
            violations.add(path.join("entry_id"), Reason::Duplicate);
        }
        draft.provenance.check(now, &path.join("provenance"), &mut violations);
        draft.content.check(now, &path.join("content"), &mut violations);
        let withdraws = draft.content.withdraws();
        if withdraws.is_some_and(|id| !consents.contains(&id) && !dossier.has_consent(id)) {
            violations.add(consent_field(&path), Reason::NoSuchConsent);
        }
        if draft.content.kind() == EntryKind::Consent {
            consents.insert(draft.entry);
        }
        let event = Event::EntryRecorded(EntryRecorded {
            entry: draft.entry,
            substantive: draft.content.kind().substantive(),
            provenance: draft.provenance,
            content: draft.content,
        });
        check_size(&event, path.join("content"), &mut violations);
        events.push(event);
    }
    if let Some(entry) = ids.into_iter().filter(|id| dossier.has_entry(*id)).min() {
        return Err(Refusal::EntryExists { entry });
    }
    refuse_invalid(violations)?;
    for event in &events {
        if event.entry_kind() != Some(EntryKind::Letter) {
            refuse_after_closing(dossier, event.provenance().happened)?;
        }
    }
    Ok(events)
}

fn correct(
    dossier: &Dossier,
    entry: EntryId,
    provenance: Provenance,
    content: Content,
    correction: Correction,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let known = dossier.entries.get(&entry).ok_or(Refusal::NoSuchEntry { entry })?;
    if known.withdrawn.is_some() {
        return Err(Refusal::EntryWithdrawn { entry });
    }
    let mut violations = Violations::default();
    let whole = FieldPath::whole();
    provenance.check(now, &whole.join("provenance"), &mut violations);
    content.check(now, &whole.join("content"), &mut violations);
    if content.kind() != known.kind() {
        violations.add(whole.join("content"), Reason::KindChanges);
    }
    let withdraws = content.withdraws();
    if withdraws.is_some_and(|consent| consent == entry || !dossier.has_consent(consent)) {
        violations.add(consent_field(&whole), Reason::NoSuchConsent);
    }
    if content == known.current().content && provenance == known.current().provenance {
        violations.add(whole.join("content"), Reason::NothingChanges);
    }
    let substantive = content.kind().substantive();
    let fact = EntryCorrected { entry, substantive, provenance, content, correction };
    sound_after(violations, fact, now)
}

fn withdraw(
    dossier: &Dossier,
    entry: EntryId,
    withdrawal: Withdrawal,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let known = dossier.entries.get(&entry).ok_or(Refusal::NoSuchEntry { entry })?;
    if known.withdrawn.is_some() {
        return Err(Refusal::EntryWithdrawn { entry });
    }
    let substantive = known.current().substantive;
    let violations = unexplained(&withdrawal);
    sound_after(violations, EntryWithdrawn { entry, substantive, withdrawal }, now)
}

fn change_client(
    dossier: &Dossier,
    cause: ChangeCause,
    changes: Changes,
    provenance: Provenance,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let mut violations = Violations::default();
    let path = FieldPath::new("changes");
    changes.check(dossier.regime, now, &path, &mut violations);
    if dossier.client.with(&changes) == dossier.client {
        violations.add(path, Reason::NothingChanges);
    }
    sound_after(violations, ClientChanged { cause, changes, provenance }, now)
}

fn close(
    dossier: &Dossier,
    reason: ClosingReason,
    note: Option<crate::domain::text::Text>,
    provenance: Provenance,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    if dossier.standing != Standing::Open {
        return Err(Refusal::DossierClosed);
    }
    let mut violations = Violations::default();
    if reason == ClosingReason::Other && note.is_none() {
        violations.add(FieldPath::new("note"), Reason::Missing);
    }
    sound_after(violations, Closed { reason, note, provenance }, now)
}

fn attach(
    dossier: &Dossier,
    attachment: Attachment,
    provenance: Provenance,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    if dossier.attachments.contains_key(&attachment.id) {
        return Err(Refusal::AttachmentExists { attachment: attachment.id });
    }
    match attachment.entry.map(|entry| (entry, dossier.entries.get(&entry))) {
        Some((entry, None)) => return Err(Refusal::NoSuchEntry { entry }),
        Some((entry, Some(known))) if known.withdrawn.is_some() => {
            return Err(Refusal::EntryWithdrawn { entry });
        }
        // It belongs to an entry that was let in, so it is let in as well.
        Some(_) => {}
        None => refuse_after_closing(dossier, provenance.happened)?,
    }
    let mut violations = Violations::default();
    attachment.check(&FieldPath::new("attachment"), &mut violations);
    sound_after(violations, AttachmentRecorded { attachment, provenance }, now)
}

fn withdraw_attachment(
    dossier: &Dossier,
    attachment: AttachmentId,
    withdrawal: Withdrawal,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let known = dossier.attachments.get(&attachment);
    let known = known.ok_or(Refusal::NoSuchAttachment { attachment })?;
    if known.withdrawn.is_some() {
        return Err(Refusal::AttachmentWithdrawn { attachment });
    }
    sound_after(unexplained(&withdrawal), AttachmentWithdrawn { attachment, withdrawal }, now)
}

fn unexplained(withdrawal: &Withdrawal) -> Violations {
    let mut violations = Violations::default();
    if withdrawal.reason == WithdrawalReason::Other && withdrawal.explanation.is_none() {
        violations.add(FieldPath::new("withdrawal").join("explanation"), Reason::Missing);
    }
    violations
}

/// Care after the closing is a choice to go on, and going on means opening the dossier again.
fn refuse_after_closing(dossier: &impl RecordingGround, happened: Happened) -> Result<(), Refusal> {
    match dossier.standing() {
        Standing::Closed { on } if happened.last_day() > on => Err(Refusal::DossierClosed),
        Standing::Open | Standing::Closed { .. } => Ok(()),
    }
}

fn sound(fact: impl Into<Event>, now: DateTime<Utc>) -> Result<Vec<Event>, Refusal> {
    sound_after(Violations::default(), fact, now)
}

/// The fact, if nothing is wrong with it beyond what was found already.
fn sound_after(
    mut violations: Violations,
    fact: impl Into<Event>,
    now: DateTime<Utc>,
) -> Result<Vec<Event>, Refusal> {
    let event = fact.into();
    let (path, largest) = match event {
        Event::EntryCorrected(_) => (FieldPath::new("correction"), "content"),
        Event::EntryWithdrawn(_) | Event::AttachmentWithdrawn(_) => {
            (FieldPath::new("withdrawal"), "withdrawal")
        }
        Event::Opened(_) => (FieldPath::whole(), "client"),
        Event::ClientChanged(_) => (FieldPath::whole(), "changes"),
        Event::Closed(_) => (FieldPath::whole(), "note"),
        Event::StatementAdded(_) => (FieldPath::whole(), "text"),
        Event::Disclosed(_) => (FieldPath::whole(), "categories"),
        _ => (FieldPath::whole(), "reason"),
    };
    event.provenance().check(now, &path.join("provenance"), &mut violations);
    check_size(&event, FieldPath::new(largest), &mut violations);
    refuse_invalid(violations)?;
    Ok(vec![event])
}

/// The last word on length: what the limits of single fields leave may still not fit together.
fn check_size(event: &Event, field: FieldPath, violations: &mut Violations) {
    if event.to_body().len() > BODY_BYTES_MAX {
        violations.add(field, Reason::TooLarge);
    }
}

fn refuse_invalid(violations: Violations) -> Result<(), Refusal> {
    if violations.is_empty() { Ok(()) } else { Err(Refusal::Invalid(violations)) }
}

fn consent_field(path: &FieldPath) -> FieldPath {
    path.join("content").join("consent").join("withdrawn_consent_id")
}
