//! Every kind of record that this program writes and reads, all aggregates and the ledger's own facts together. What another kind
//! says, nobody here knows; whether the verdict over a ledger needs it, its name tells (docs/format.md §7).

use crate::domain;
use crate::domain::dossier::event::ATTACHMENT_PART_STORED;

use super::access_log::Kind as AccessKind;
use super::damage::DAMAGE_RECORDED;
use super::destruction::fact as destruction;
use super::{backups, facts, grants};

/// Facts of which a holder of the ledger must know every one: what may go, who may come in, which key signs, when a term ends.
const NEEDED: &[&str] = &["ledger.", "damage.", "destruction.", "hold.", "grant.", "clock."];

/// Every kind this program knows.
pub fn known() -> impl Iterator<Item = &'static str> {
    let of_domain = domain::event::KINDS.iter().copied().flatten().copied();
    let of_ledger =
        [facts::KINDS, grants::KINDS, destruction::KINDS, backups::KINDS].into_iter().flatten();
    let single = [
        ATTACHMENT_PART_STORED,
        DAMAGE_RECORDED,
        AccessKind::Read.as_str(),
        AccessKind::Refused.as_str(),
    ];
    of_domain.chain(of_ledger.copied()).chain(single)
}

/// Whether this program knows a kind, in this very version of it.
pub fn is_known(kind: &str) -> bool {
    known().any(|it| it == kind)
}

/// Whether a ledger must not be written by a program that does not know this kind: it may be a hold, a destruction or a grant.
pub fn is_needed(kind: &str) -> bool {
    NEEDED.iter().any(|prefix| kind.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_is_named_once_and_is_a_kind() {
        let mut seen = std::collections::BTreeSet::new();
        for kind in known() {
            assert!(seen.insert(kind), "{kind} is there twice");
            assert!(kind.parse::<crate::chain::Kind>().is_ok(), "{kind}");
        }
    }

    #[test]
    fn a_later_version_of_a_known_kind_is_not_known() {
        assert!(is_known("hold.placed/1") && !is_known("hold.placed/2"));
        assert!(is_needed("hold.placed/2") && !is_needed("dossier.entry_recorded/2"));
    }
}
