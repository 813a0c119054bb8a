//! Where two folds over the same records part: the first position at which they do not say the same. Knows no read model.

use std::collections::{BTreeMap, BTreeSet};

/// Of two read models with a row under the position that began it.
pub(super) fn of_rows<V: PartialEq>(
    one: &BTreeMap<u64, V>,
    other: &BTreeMap<u64, V>,
) -> Option<u64> {
    let positions: BTreeSet<&u64> = one.keys().chain(other.keys()).collect();
    positions.into_iter().copied().find(|position| one.get(position) != other.get(position))
}

/// Of two lists that grow with the ledger.
pub(super) fn of_lists<T: PartialEq>(
    one: &[T],
    other: &[T],
    position: impl Fn(&T) -> u64,
) -> Option<u64> {
    let longest = one.len().max(other.len());
    let unlike = (0..longest).find(|at| one.get(*at) != other.get(*at))?;
    let both = [one.get(unlike), other.get(unlike)];
    both.into_iter().flatten().map(position).min()
}
