//! Lists of entries by kind and period. Normal lists leave out what was withdrawn.

use chrono::NaiveDate;

use super::{EntryView, View};
use crate::domain::dossier::entry::EntryKind;

/// Which entries one wants to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryFilter {
    /// Of these kinds; of every kind if empty.
    pub kinds: Vec<EntryKind>,
    /// That happened on this day or later.
    pub from: Option<NaiveDate>,
    /// That happened on this day or earlier.
    pub until: Option<NaiveDate>,
    /// Also those withdrawn as recorded in error, for whoever must account for them.
    pub withdrawn_too: bool,
}

impl EntryFilter {
    fn takes(&self, view: &EntryView<'_>) -> bool {
        let happened = view.entry.current().provenance.happened;
        (self.withdrawn_too || view.entry.withdrawn.is_none())
            && (self.kinds.is_empty() || self.kinds.contains(&view.entry.kind()))
            && self.from.is_none_or(|from| happened.last_day() >= from)
            && self.until.is_none_or(|until| happened.first_day() <= until)
    }
}

impl View {
    /// The entries that pass, in the order in which they were first recorded, so that a page
    /// can go on where the one before it ended.
    pub fn entries<'a>(&'a self, filter: &'a EntryFilter) -> impl Iterator<Item = EntryView<'a>> {
        let dossier = self.state.dossier();
        let ids = dossier.into_iter().flat_map(|dossier| dossier.order.iter());
        ids.filter_map(|id| self.entry(*id)).filter(|view| filter.takes(view))
    }
}
