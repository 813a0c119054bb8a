//! Whether a destruction takes no more than a request was granted: of its own dossier, what was asked and not withheld.

use std::collections::BTreeMap;

use super::right::{PartNamed, Right, Scope};
use super::state::{Request, Standing};
use crate::domain::id::{DossierId, EntryId};
use crate::domain::part::Cut;

/// What a destruction takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// The dossiers it touches.
    pub dossiers: Vec<DossierId>,
    /// Whether it takes one of them whole.
    pub whole: bool,
    /// Records it takes whole, by position.
    pub positions: Vec<u64>,
    /// Places in records.
    pub parts: Vec<PartNamed>,
}

/// The records of the dossier's entries, by position: a request names an entry, a destruction its records.
pub type RecordsOfEntries = BTreeMap<EntryId, Vec<u64>>;

impl Request {
    /// The entries this request names, in what is asked to be destroyed and in what is withheld.
    pub fn entries_to_destroy(&self) -> impl Iterator<Item = EntryId> {
        let granted = self.granted_destructions();
        let scopes = granted.flat_map(|(asked, withheld)| [Some(asked), withheld]);
        scopes.flatten().flat_map(|scope| scope.entries.iter().copied())
    }

    /// Whether all that is taken was granted. One that was taken back grants nothing any more.
    pub fn grants(&self, taken: &Taken, entries: &RecordsOfEntries) -> bool {
        let own = self.received.dossier;
        self.standing != Standing::Withdrawn
            && taken.dossiers.iter().all(|dossier| Some(*dossier) == own)
            && (!taken.whole
                || self.any_grants(|asked, withheld| asked.is_whole() && withheld.is_none()))
            && taken.positions.iter().all(|position| {
                self.any_grants(|asked, withheld| {
                    asked.takes_record(*position, entries)
                        && withheld.is_none_or(|it| !it.touches(*position, entries))
                })
            })
            && taken.parts.iter().all(|part| {
                self.any_grants(|asked, withheld| {
                    asked.takes_part(part, entries)
                        && withheld.is_none_or(|it| !it.overlaps(part, entries))
                })
            })
    }

    fn any_grants(&self, grants: impl Fn(&Scope, Option<&Scope>) -> bool) -> bool {
        self.granted_destructions().any(|(asked, withheld)| grants(asked, withheld))
    }

    /// What was asked to be destroyed and granted, each with what of it is withheld.
    fn granted_destructions(&self) -> impl Iterator<Item = (&Scope, Option<&Scope>)> {
        self.each()
            .filter(|(item, state)| item.right == Right::Destruction && state.is_granted())
            .map(|(item, state)| {
                let withheld = state.decided.as_ref().and_then(|decided| decided.withheld.as_ref());
                (&item.scope, withheld)
            })
    }
}

impl Scope {
    fn names_record(&self, position: u64, entries: &RecordsOfEntries) -> bool {
        let of_entry = |entry| entries.get(entry).is_some_and(|of| of.contains(&position));
        self.positions.contains(&position) || self.entries.iter().any(of_entry)
    }

    fn cuts(&self, position: u64) -> impl Iterator<Item = &Cut> {
        self.parts.iter().filter(move |it| it.position == position).flat_map(|it| &it.cuts)
    }

    fn takes_record(&self, position: u64, entries: &RecordsOfEntries) -> bool {
        self.is_whole() || self.names_record(position, entries)
    }

    /// Everywhere the part takes something, this does too.
    fn takes_part(&self, part: &PartNamed, entries: &RecordsOfEntries) -> bool {
        let within = |cut: &Cut| self.cuts(part.position).any(|wide| cut.is_within(wide));
        self.takes_record(part.position, entries) || part.cuts.iter().all(within)
    }

    fn touches(&self, position: u64, entries: &RecordsOfEntries) -> bool {
        self.takes_record(position, entries) || self.cuts(position).next().is_some()
    }

    fn overlaps(&self, part: &PartNamed, entries: &RecordsOfEntries) -> bool {
        let kept = |cut: &Cut| self.cuts(part.position).any(|other| cut.overlaps(other));
        self.takes_record(part.position, entries) || part.cuts.iter().any(kept)
    }
}
