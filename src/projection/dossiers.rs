//! Which dossiers there are, and whose: folded from the records that open, change, close or reopen one. In memory only, since it
//! holds names; nothing of it is ever written.

use std::collections::BTreeMap;

use crate::chain::StreamId;
use crate::domain::dossier::view::ClientQuery;
use crate::domain::dossier::{Event as Fact, Identity, Regime};

use super::difference;

/// One dossier in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its stream.
    pub dossier: StreamId,
    /// The act under which it is kept.
    pub regime: Regime,
    /// Who the client is.
    pub identity: Identity,
    /// Whether it is closed.
    pub closed: bool,
    /// When it was opened, microseconds UTC.
    pub opened_at: i64,
}

/// All dossiers, by the position that opened them.
#[derive(Debug, Default)]
pub struct Dossiers {
    next: u64,
    rows: BTreeMap<u64, Row>,
    opened: std::collections::HashMap<StreamId, u64>,
}

impl Dossiers {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind changes the list.
    pub fn concerns(kind: &str) -> bool {
        use crate::domain::dossier::event::{CLIENT_CHANGED, CLOSED, OPENED, REOPENED};
        [OPENED, CLIENT_CHANGED, CLOSED, REOPENED].contains(&kind)
    }

    /// Folds a fact in. One seen before is ignored.
    pub fn apply(&mut self, position: u64, recorded_at: i64, dossier: StreamId, fact: &Fact) {
        if position < self.next {
            return;
        }
        self.next = position + 1;
        if let Fact::Opened(opened) = fact {
            let row = Row {
                dossier,
                regime: opened.regime,
                identity: opened.client.identity.clone(),
                closed: false,
                opened_at: recorded_at,
            };
            self.opened.insert(dossier, position);
            self.rows.insert(position, row);
            return;
        }
        let row = self.opened.get(&dossier).and_then(|position| self.rows.get_mut(position));
        let Some(row) = row else { return };
        match fact {
            Fact::ClientChanged(changed) => {
                if let Some(identity) = &changed.changes.identity {
                    row.identity = identity.clone();
                }
            }
            Fact::Closed(_) => row.closed = true,
            Fact::Reopened(_) => row.closed = false,
            _ => {}
        }
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Dossiers) -> Option<u64> {
        difference::of_rows(&self.rows, &rebuilt.rows)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Dossiers opened at `from` or later and below `below`, in the order in which they were opened.
    pub fn list(&self, from: u64, below: u64) -> impl Iterator<Item = (u64, &Row)> {
        self.rows.range(from..below.max(from)).map(|(position, row)| (*position, row))
    }

    /// Dossiers of clients who may be the one looked for.
    pub fn find<'a>(&'a self, query: &'a ClientQuery) -> impl Iterator<Item = (u64, &'a Row)> {
        self.list(0, u64::MAX).filter(|(_, row)| query.matches(&row.identity))
    }
}
