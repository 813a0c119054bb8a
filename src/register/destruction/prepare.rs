//! Looks up what an order names, and derives what takes the place of what goes in part.

use crate::chain::{Header, StreamId, Visibility};
use crate::domain::dossier::event::{ATTACHMENT_PART_STORED, ATTACHMENT_RECORDED};
use crate::domain::{Event, part};
use crate::register::payload::{self, PartDestroyed};
use crate::register::proposal::Read;
use crate::register::read::{PayloadRead, ReadFailure};
use crate::register::{Register, index::Index};

use super::order::{Named, Objection, Order, Part};

/// What takes the place of a position that goes in part.
pub(super) struct Replacement {
    pub(super) old: Header,
    pub(super) payload: zeroize::Zeroizing<Vec<u8>>,
}

/// What an order comes to in this ledger.
#[derive(Default)]
pub(super) struct Prepared {
    /// What is at the positions that go.
    pub(super) named: Vec<Named>,
    /// Positions named singly that are gone or lost already.
    pub(super) gone: Vec<u64>,
    pub(super) replacements: Vec<Replacement>,
    /// What was found against it on the way.
    pub(super) objections: Vec<Objection>,
}

impl Register {
    /// `wholes` are the streams that go whole, as they were read before anything else: what comes into them later is not
    /// looked at here, and makes the decision stale.
    pub(super) fn prepare(&self, order: &Order, wholes: &[Read]) -> Result<Prepared, ReadFailure> {
        let mut prepared = Prepared::default();
        let size = self.size();
        let mut positions = Vec::new();
        for Read { stream, next_revision } in wholes {
            if !self.with_index(|index| index.knows(*stream)) {
                prepared.objections.push(Objection::NoSuchStream(*stream));
            } else if self.with_destructions(|state| state.whole(*stream).is_some()) {
                prepared.objections.push(Objection::StreamAlreadyGone(*stream));
            } else {
                let all = self.with_index(|index| index.positions(*stream, 0, u64::MAX));
                let read = usize::try_from(*next_revision).unwrap_or(usize::MAX);
                let left = all.into_iter().take(read).filter(|it| !self.is_gone(*it));
                let before = positions.len();
                positions.extend(left);
                if positions.len() == before {
                    // Everything in it went singly: a decision that names nothing would be none.
                    prepared.objections.push(Objection::StreamAlreadyGone(*stream));
                }
            }
        }
        let singly = order.positions.iter().chain(order.parts.iter().map(|it| &it.position));
        for position in singly {
            if *position >= size {
                prepared.objections.push(Objection::NoSuchPosition(*position));
            } else if self.is_gone(*position) {
                prepared.gone.push(*position);
            } else {
                positions.push(*position);
            }
        }
        positions.sort_unstable();
        positions.dedup();
        for record in self.records(&positions, false)? {
            prepared.named.push(Named {
                position: record.header.position,
                stream: record.header.stream,
                kind: record.header.kind.as_str().to_owned(),
                recorded_at: record.header.recorded_at,
            });
        }
        let split = self.with_index(|index| split_attachments(index, &positions));
        prepared.objections.extend(split.into_iter().map(Objection::AttachmentNotWhole));
        for part in order.parts.iter().filter(|it| positions.contains(&it.position)) {
            match self.derive(part)? {
                Ok(replacement) => prepared.replacements.push(replacement),
                Err(objections) => prepared.objections.extend(objections),
            }
        }
        prepared.replacements.sort_by_key(|it| it.old.position);
        Ok(prepared)
    }

    /// Whether a position was decided upon, or is lost.
    pub(super) fn is_gone(&self, position: u64) -> bool {
        self.with_destructions(|state| state.gone(position).is_some())
            || self.shared.lost.read().contains(position)
    }

    /// The old payload without the parts, with nothing added but that it stands for the old one.
    fn derive(&self, part: &Part) -> Result<Result<Replacement, Vec<Objection>>, ReadFailure> {
        let position = part.position;
        let Some(record) = self.records(&[position], true)?.into_iter().next() else {
            return Ok(Err(vec![Objection::NoSuchPosition(position)]));
        };
        let opened = match &record.payload {
            PayloadRead::Given(opened) if record.header.visibility == Visibility::Sealed => opened,
            PayloadRead::Given(_) => return Ok(Err(vec![Objection::NotDivisible(position)])),
            _ => return Err(ReadFailure::Damaged { position }),
        };
        let kind = record.header.kind.as_str();
        let Ok(old) = payload::read(opened.payload()) else {
            return Ok(Err(vec![Objection::NotDivisible(position)]));
        };
        if part.cuts.is_empty() || record.header.kind.is_raw() {
            return Ok(Err(vec![Objection::NotDivisible(position)]));
        }
        let body = match part::without(old.body.get(), &part.cuts) {
            Ok(body) => zeroize::Zeroizing::new(body),
            Err(faults) => {
                let found = faults.into_iter();
                return Ok(Err(found
                    .map(|(cut, error)| Objection::Part { position, cut, error })
                    .collect()));
            }
        };
        // What is left must be a fact of its kind: it will be read as one for as long as the dossier lives.
        match Event::from_body(kind, &body) {
            Ok(Event::Unknown { .. }) | Err(_) => {
                return Ok(Err(vec![Objection::NothingLeft(position)]));
            }
            Ok(_) => {}
        }
        let recorded_at = old.part_destroyed.map_or(record.header.recorded_at, |it| it.recorded_at);
        let mark = PartDestroyed { replaces: position, recorded_at };
        let written = payload::write_replacement(&body, old.context.as_ref(), mark);
        Ok(match written {
            Ok(payload) => {
                Ok(Replacement { old: record.header, payload: zeroize::Zeroizing::new(payload) })
            }
            Err(_) => Err(vec![Objection::NotDivisible(position)]),
        })
    }
}

/// Positions of attachments of which something that belongs to them is not named. Parts and closing record are of one command and
/// lie side by side.
fn split_attachments(index: &Index, positions: &[u64]) -> Vec<u64> {
    let of_attachment = |position: u64| {
        index.kind(position).is_some_and(|kind| {
            [ATTACHMENT_PART_STORED, ATTACHMENT_RECORDED].contains(&kind.as_str())
        })
    };
    let closes = |position: u64| {
        index.kind(position).is_some_and(|kind| kind.as_str() == ATTACHMENT_RECORDED)
    };
    let named = |position: u64| positions.binary_search(&position).is_ok();
    let mut split = Vec::new();
    for position in positions.iter().copied().filter(|it| of_attachment(*it)) {
        let before = position.checked_sub(1).filter(|it| of_attachment(*it) && !closes(*it));
        let after = (!closes(position)).then_some(position + 1).filter(|it| of_attachment(*it));
        if before.is_some_and(|it| !named(it)) || after.is_some_and(|it| !named(it)) {
            split.push(position);
        }
    }
    split
}

/// The streams an order names whole, each once, in order.
pub(super) fn whole_streams(order: &Order) -> Vec<StreamId> {
    let mut streams = order.streams.clone();
    streams.sort_unstable();
    streams.dedup();
    streams
}
