//! What each fact changes in a dossier. Total: history is never refused, also when a record it
//! builds on was destroyed.

use std::collections::{BTreeMap, BTreeSet};

use super::event::{EntryCorrected, EntryRecorded, Event, Opened};
use super::state::{AttachmentOnRecord, Dossier, Entry, Standing, State, Version};

/// Applies a recorded fact. Never consults a clock or the law: what was decided is in the fact.
pub fn evolve(state: &mut State, event: &Event) {
    if let Event::Opened(opened) = event {
        *state = State::Opened(Box::new(Dossier::from(opened)));
        return;
    }
    let State::Opened(dossier) = state else { return };
    match event {
        Event::EntryRecorded(fact) => dossier.record(fact.clone()),
        Event::EntryCorrected(fact) => dossier.correct(fact.clone()),
        Event::EntryWithdrawn(fact) => {
            if let Some(entry) = dossier.entries.get_mut(&fact.entry) {
                entry.withdrawn = Some(fact.withdrawal.clone());
            }
        }
        Event::ClientChanged(fact) => dossier.client = dossier.client.with(&fact.changes),
        Event::Linked(fact) => {
            dossier.links.insert((fact.other, fact.relation));
        }
        Event::Unlinked(fact) => {
            dossier.links.remove(&(fact.other, fact.relation));
        }
        Event::Closed(fact) => {
            dossier.standing = Standing::Closed { on: fact.provenance.happened.last_day() };
        }
        Event::Reopened(_) => dossier.standing = Standing::Open,
        Event::AttachmentRecorded(fact) => {
            let on_record = AttachmentOnRecord {
                attachment: fact.attachment.clone(),
                provenance: fact.provenance.clone(),
                withdrawn: None,
            };
            dossier.attachments.insert(fact.attachment.id, on_record);
        }
        Event::Restricted(fact) => dossier.restriction = Some(fact.clone()),
        Event::RestrictionLifted(_) => dossier.restriction = None,
        // The first is taken above; the others are kept by the view, which shows them.
        Event::Opened(_)
        | Event::StatementAdded(_)
        | Event::Disclosed(_)
        | Event::RetentionExtended(_) => {}
        Event::AttachmentWithdrawn(fact) => {
            if let Some(known) = dossier.attachments.get_mut(&fact.attachment) {
                known.withdrawn = Some(fact.withdrawal.clone());
            }
        }
    }
}

impl From<&Opened> for Dossier {
    fn from(opened: &Opened) -> Dossier {
        Dossier {
            regime: opened.regime,
            client: opened.client.clone(),
            standing: Standing::Open,
            opened: opened.provenance.clone(),
            entries: BTreeMap::new(),
            order: Vec::new(),
            attachments: BTreeMap::new(),
            links: BTreeSet::new(),
            restriction: None,
        }
    }
}

impl Dossier {
    fn record(&mut self, fact: EntryRecorded) {
        let id = fact.entry;
        if self.entries.insert(id, Entry::new(Version::from(fact))).is_none() {
            self.order.push(id);
        }
    }

    /// Where the entry itself was destroyed and its correction was not, the correction is all
    /// there is, and still shows that it is one.
    fn correct(&mut self, fact: EntryCorrected) {
        let version = Version {
            provenance: fact.provenance,
            content: fact.content,
            substantive: fact.substantive,
            correction: Some(fact.correction),
        };
        if let Some(entry) = self.entries.get_mut(&fact.entry) {
            entry.correct(version);
        } else {
            self.entries.insert(fact.entry, Entry::new(version));
            self.order.push(fact.entry);
        }
    }
}
