//! What was recorded of holds and destructions, read back; and questions to it.

use crate::chain::{StreamId, Visibility};
use crate::register::damage::ranges;
use crate::register::read::{PayloadRead, ReadFailure};
use crate::register::{Register, payload};

use super::fact::{DestructionDecided, Fact};
use super::state::{Destructions, Resolved};

impl Register {
    /// Looks at holds and destructions as they stand.
    pub fn with_destructions<T>(&self, look: impl FnOnce(&Destructions) -> T) -> T {
        look(&self.shared.destructions.read())
    }

    /// Position of the latest decision, if there is one.
    pub fn last_decision(&self) -> Option<u64> {
        self.with_destructions(|state| state.decisions().keys().next_back().copied())
    }

    /// Whether it was decided that a position goes.
    pub fn is_decided_upon(&self, position: u64) -> bool {
        self.with_destructions(|state| state.gone(position).is_some())
    }

    /// Reads what was recorded of them; done once, at open, after what was lost is known.
    pub(in crate::register) fn load_destructions(&self) -> Result<(), ReadFailure> {
        let size = self.size();
        let positions = self.with_index(|index| {
            index.positions_of_kinds(size, |kind| Fact::is_kind(kind.as_str()))
        });
        for record in self.records(&positions, true)? {
            let position = record.header.position;
            let PayloadRead::Given(opened) = &record.payload else { continue };
            let damaged = |_| ReadFailure::Damaged { position };
            let body = match record.header.visibility {
                Visibility::Open => opened.payload(),
                Visibility::Sealed => {
                    payload::read(opened.payload()).map_err(damaged)?.body.get().as_bytes()
                }
            };
            let fact = Fact::from_body(record.header.kind.as_str(), body).map_err(damaged)?;
            let Some(fact) = fact else { continue };
            let resolved = Resolved { actor: record.header.actor, ..self.resolve(position, fact)? };
            self.shared.destructions.write().apply(position, &resolved);
        }
        Ok(())
    }

    /// What a fact recorded at a position comes to, given all before it.
    fn resolve(&self, position: u64, fact: Fact) -> Result<Resolved, ReadFailure> {
        let Fact::Decided(decided) = &fact else { return Ok(Resolved::plain(fact)) };
        let positions = self.positions_decided(position, decided);
        let touched = self.streams_of(decided, &positions)?;
        Ok(Resolved { positions, touched, ..Resolved::plain(fact) })
    }

    /// All positions a decision names, as ranges.
    fn positions_decided(&self, below: u64, decided: &DestructionDecided) -> Vec<(u64, u64)> {
        if decided.streams.is_empty() {
            return decided.positions.clone();
        }
        let mut all = Vec::new();
        for whole in &decided.streams {
            let of_stream = self.with_index(|index| index.positions(whole.stream, 0, below));
            let last = usize::try_from(whole.through).unwrap_or(usize::MAX).saturating_add(1);
            all.extend(of_stream.into_iter().take(last).filter(|it| !self.is_gone(*it)));
        }
        all.sort_unstable();
        ranges(&all)
    }

    fn streams_of(
        &self,
        decided: &DestructionDecided,
        positions: &[(u64, u64)],
    ) -> Result<Vec<StreamId>, ReadFailure> {
        if !decided.streams.is_empty() {
            return Ok(decided.streams.iter().map(|whole| whole.stream).collect());
        }
        let each: Vec<u64> = positions.iter().flat_map(|(first, last)| *first..=*last).collect();
        let mut streams: Vec<StreamId> =
            self.records(&each, false)?.into_iter().map(|it| it.header.stream).collect();
        streams.sort_unstable();
        streams.dedup();
        Ok(streams)
    }
}
