//! Which key signs at which size (format.md §5), as the ledger's own records name them.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Code, Findings};
use crate::payload::{Fact, Reason};
use crate::verifier_key::VerifierKey;

/// The ledger's keys, as its own records name them.
#[derive(Debug, Default)]
pub struct SigningKeys {
    first: Option<VerifierKey>,
    rotations: BTreeMap<u64, (VerifierKey, Reason)>,
}

impl SigningKeys {
    /// Takes in what the record at `position` states about keys. A record may state it twice: openly and in its box.
    pub fn learn(&mut self, position: u64, fact: Fact) {
        match fact {
            Fact::Created(key) => self.first = Some(key),
            Fact::Rotated(key, reason) => {
                self.rotations.insert(position, (key, reason));
            }
            Fact::ClockAccepted(_)
            | Fact::Clock(_)
            | Fact::Destruction(_)
            | Fact::Damage(_)
            | Fact::Restored(_)
            | Fact::MirrorFollowed => {}
        }
    }

    /// No two keys may share a key id: a signature line would leave open which of them signed.
    pub fn check_ids(&self, findings: &mut Findings) {
        let mut ids: BTreeSet<_> = self.first.iter().map(VerifierKey::id).collect();
        for (position, (key, _)) in &self.rotations {
            if !ids.insert(key.id()) {
                findings.at(Code::OpenPayloadMalformed, *position);
            }
        }
    }

    /// The key named last below position `size`.
    pub fn in_force(&self, size: u64) -> Option<&VerifierKey> {
        self.rotations.range(..size).next_back().map(|(_, (key, _))| key).or(self.first.as_ref())
    }

    /// All keys that sign a checkpoint of `size`: one, or two where a rotation is the last record.
    pub fn at(&self, size: u64) -> Vec<&VerifierKey> {
        let before = size.checked_sub(1).filter(|last| self.rotations.contains_key(last));
        before.and_then(|last| self.in_force(last)).into_iter().chain(self.in_force(size)).collect()
    }

    /// Whether `key` is any of the ledger's keys. One is as good as another: checkpoints that two keys signed lead from
    /// each to the next.
    pub fn knows(&self, key: &VerifierKey) -> bool {
        self.first.iter().chain(self.rotations.values().map(|(key, _)| key)).any(|own| own == key)
    }

    /// Positions of rotations, with their reasons.
    pub fn rotations(&self) -> impl Iterator<Item = (u64, Reason)> {
        self.rotations.iter().map(|(position, (_, reason))| (*position, *reason))
    }
}
