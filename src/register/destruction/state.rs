//! What all holds and destructions on record come to: what is gone, what is about to go, what may not go. Pure; in memory,
//! folded anew from the records at every start.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::chain::{ActorId, KeyId, StreamId};

use super::fact::{DestructionDecided, DestructionExecuted, Fact};
use super::order::Order;
use crate::register::damage::ranges;

/// A fact with what it comes to in the ledger, as far as the fact itself leaves that open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The fact.
    pub fact: Fact,
    /// For a decision: all positions it names, as ranges, ascending.
    pub positions: Vec<(u64, u64)>,
    /// For a decision: the streams they are in.
    pub touched: Vec<StreamId>,
    /// Who recorded it: for a proposal, who decides.
    pub actor: ActorId,
}

impl Resolved {
    /// A fact that names no positions.
    pub fn plain(fact: Fact) -> Resolved {
        Resolved { fact, positions: Vec::new(), touched: Vec::new(), actor: ActorId::ZERO }
    }
}

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Nothing yet.
    Open,
    /// It was refused.
    Refused {
        /// Where.
        at: u64,
    },
    /// It was approved.
    Approved {
        /// Position of the decision.
        decided: u64,
    },
}

/// A proposal on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What is to go.
    pub order: Order,
    /// Who proposed it: the decider.
    pub decider: ActorId,
    /// What became of it.
    pub answer: Answer,
}

impl Proposal {
    /// Whether a decision is just what this proposes.
    fn proposes(&self, decided: &DestructionDecided) -> bool {
        let order = &self.order;
        let mut streams = order.streams.clone();
        streams.sort_unstable();
        streams.dedup();
        let parts = order.parts.iter().map(|it| it.position);
        let mut positions: Vec<u64> = order.positions.iter().copied().chain(parts).collect();
        positions.sort_unstable();
        self.decider == decided.decider
            && order.ground == decided.ground
            && order.request == decided.request
            && order.parts.len() == decided.replacements.len()
            && streams.iter().eq(decided.streams.iter().map(|it| &it.stream))
            && ranges(&positions) == decided.positions
    }
}

/// A decision on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub fact: DestructionDecided,
    /// All positions it names.
    pub positions: Vec<(u64, u64)>,
    /// The streams they are in.
    pub touched: Vec<StreamId>,
    /// Where and how it was carried out.
    pub executed: Option<(u64, DestructionExecuted)>,
}

impl Decision {
    /// Every position it names.
    pub fn each_position(&self) -> impl Iterator<Item = u64> + '_ {
        self.positions.iter().flat_map(|(first, last)| *first..=*last)
    }
}

/// A position that was decided upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gone {
    /// Position of the decision.
    pub decided: u64,
    /// Whether it was carried out: *destroyed*; else *destroying*.
    pub executed: bool,
}

/// Holds and destructions, as they stand.
#[derive(Clone, Debug, Default)]
pub struct Destructions {
    decisions: BTreeMap<u64, Decision>,
    /// First position of a range to its last, and the decision.
    gone: BTreeMap<u64, (u64, u64)>,
    replaced_by: HashMap<u64, u64>,
    replacements: HashSet<u64>,
    proposals: BTreeMap<u64, Proposal>,
    /// The dossier of each hold, and where it was placed.
    holds: BTreeMap<StreamId, (StreamId, u64)>,
    solo: bool,
    whole: HashMap<StreamId, u64>,
    fenced: HashMap<StreamId, u64>,
    shredded: HashSet<KeyId>,
}

impl Destructions {
    /// Follows a fact recorded at a position.
    pub fn apply(&mut self, position: u64, resolved: &Resolved) {
        match &resolved.fact {
            Fact::HoldPlaced(fact) => {
                self.holds.insert(fact.hold, (fact.dossier, position));
            }
            Fact::HoldLifted(fact) => {
                self.holds.remove(&fact.hold);
            }
            Fact::SoloDeclared(fact) => self.solo = fact.solo,
            Fact::Proposed(fact) => {
                let proposal = Proposal {
                    order: fact.order.clone(),
                    decider: resolved.actor,
                    answer: Answer::Open,
                };
                self.proposals.insert(position, proposal);
            }
            Fact::Refused(fact) => {
                if let Some(proposal) = self.proposals.get_mut(&fact.proposed) {
                    proposal.answer = Answer::Refused { at: position };
                }
            }
            Fact::Decided(fact) => self.decide(position, fact, resolved),
            Fact::Executed(fact) => {
                let Some(decision) = self.decisions.get_mut(&fact.decided) else { return };
                decision.executed = Some((position, fact.as_ref().clone()));
                self.fenced.retain(|_, decided| *decided != fact.decided);
            }
        }
    }

    fn decide(&mut self, position: u64, fact: &DestructionDecided, resolved: &Resolved) {
        for (first, last) in &resolved.positions {
            self.gone.insert(*first, (*last, position));
        }
        for (old, new) in &fact.replacements {
            self.replaced_by.insert(*old, *new);
            self.replacements.insert(*new);
        }
        for stream in &resolved.touched {
            let fence = if fact.streams.is_empty() { &mut self.fenced } else { &mut self.whole };
            fence.insert(*stream, position);
        }
        self.shredded.extend(&fact.keys);
        // A decision does not name its proposal, which is nobody's business outside: it is the one that proposes just this.
        let answered = |it: &&mut Proposal| it.answer == Answer::Open && it.proposes(fact);
        if let Some(proposal) = self.proposals.values_mut().find(answered) {
            proposal.answer = Answer::Approved { decided: position };
        }
        let decision = Decision {
            fact: fact.clone(),
            positions: resolved.positions.clone(),
            touched: resolved.touched.clone(),
            executed: None,
        };
        self.decisions.insert(position, decision);
    }

    /// Whether a position was decided upon.
    pub fn gone(&self, position: u64) -> Option<Gone> {
        let (_, (last, decided)) = self.gone.range(..=position).next_back()?;
        if position > *last {
            return None;
        }
        let executed = self.decisions.get(decided).is_some_and(|it| it.executed.is_some());
        Some(Gone { decided: *decided, executed })
    }

    /// The position that stands for one that went in part, through all replacements.
    pub fn replacement_of(&self, position: u64) -> Option<u64> {
        let mut found = None;
        let mut at = position;
        while let Some(next) = self.replaced_by.get(&at) {
            at = *next;
            found = Some(at);
        }
        found.filter(|it| self.gone(*it).is_none())
    }

    /// Whether a position stands for another.
    pub fn is_replacement(&self, position: u64) -> bool {
        self.replacements.contains(&position)
    }

    /// Where it was decided that the whole stream goes.
    pub fn whole(&self, stream: StreamId) -> Option<u64> {
        self.whole.get(&stream).copied()
    }

    /// The decision that keeps a stream from being written.
    pub fn fence(&self, stream: StreamId) -> Option<u64> {
        self.whole.get(&stream).or_else(|| self.fenced.get(&stream)).copied()
    }

    /// Whether a key was to go: nothing sealed with it may come into the log any more.
    pub fn is_shredded(&self, key: KeyId) -> bool {
        self.shredded.contains(&key)
    }

    /// The holds on a dossier.
    pub fn holds_on(&self, dossier: StreamId) -> impl Iterator<Item = StreamId> + '_ {
        self.holds.iter().filter(move |(_, held)| held.0 == dossier).map(|(hold, _)| *hold)
    }

    /// Every hold that stands, its dossier, and where it was placed.
    pub fn holds(&self) -> impl Iterator<Item = (StreamId, StreamId, u64)> + '_ {
        self.holds.iter().map(|(hold, (dossier, placed))| (*hold, *dossier, *placed))
    }

    /// Every proposal, by its position.
    pub fn proposals(&self) -> &BTreeMap<u64, Proposal> {
        &self.proposals
    }

    /// The dossier of a hold that stands.
    pub fn held_by(&self, hold: StreamId) -> Option<StreamId> {
        self.holds.get(&hold).map(|(dossier, _)| *dossier)
    }

    /// Whether one person may approve what she decided.
    pub fn solo(&self) -> bool {
        self.solo
    }

    /// Every decision, by its position.
    pub fn decisions(&self) -> &BTreeMap<u64, Decision> {
        &self.decisions
    }

    /// Decisions not carried out yet.
    pub fn pending(&self) -> Vec<u64> {
        let open = self.decisions.iter().filter(|(_, decision)| decision.executed.is_none());
        open.map(|(position, _)| *position).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fact::{Ground, HoldLifted, HoldPlaced, TECHNIQUE};
    use super::*;

    const DOSSIER: StreamId = StreamId::from_bytes([0xd1; 16]);

    fn decided(positions: &[(u64, u64)], replacements: &[(u64, u64)]) -> Resolved {
        let fact = DestructionDecided {
            ground: Ground::RecordedUnlawfully,
            streams: vec![],
            positions: positions.to_vec(),
            replacements: replacements.to_vec(),
            keys: vec![],
            decider: ActorId::ZERO,
            approver: ActorId::ZERO,
            request: None,
        };
        Resolved {
            fact: Fact::Decided(Box::new(fact)),
            positions: positions.to_vec(),
            touched: vec![DOSSIER],
            actor: ActorId::ZERO,
        }
    }

    fn executed(decided: u64) -> Resolved {
        Resolved::plain(Fact::Executed(Box::new(DestructionExecuted {
            decided,
            epoch: 2,
            technique: TECHNIQUE.to_owned(),
            mirrors: vec![],
            key_backups_until: None,
        })))
    }

    #[test]
    fn a_position_is_being_destroyed_until_that_is_done() {
        let mut state = Destructions::default();
        state.apply(20, &decided(&[(4, 6), (9, 9)], &[]));
        let found: Vec<u64> = (0..20).filter(|it| state.gone(*it).is_some()).collect();
        assert_eq!(found, [4, 5, 6, 9]);
        assert_eq!(state.gone(5), Some(Gone { decided: 20, executed: false }));
        assert_eq!((state.fence(DOSSIER), state.pending()), (Some(20), vec![20]));
        state.apply(21, &executed(20));
        assert_eq!(state.gone(5), Some(Gone { decided: 20, executed: true }));
        assert_eq!((state.fence(DOSSIER), state.pending()), (None, vec![]));
    }

    #[test]
    fn a_part_that_goes_twice_is_replaced_by_the_last() {
        let mut state = Destructions::default();
        state.apply(11, &decided(&[(4, 4)], &[(4, 10)]));
        state.apply(12, &executed(11));
        assert_eq!(state.replacement_of(4), Some(10));
        state.apply(21, &decided(&[(10, 10)], &[(10, 20)]));
        assert_eq!(state.replacement_of(4), Some(20));
        // And when that goes without another, nothing stands for it any more.
        state.apply(31, &decided(&[(20, 20)], &[]));
        assert_eq!(state.replacement_of(4), None);
    }

    #[test]
    fn a_hold_stands_until_it_is_lifted() {
        let mut state = Destructions::default();
        let hold = StreamId::from_bytes([1; 16]);
        state.apply(3, &Resolved::plain(Fact::HoldPlaced(HoldPlaced { dossier: DOSSIER, hold })));
        assert_eq!(state.holds_on(DOSSIER).collect::<Vec<_>>(), [hold]);
        state.apply(4, &Resolved::plain(Fact::HoldLifted(HoldLifted { hold })));
        assert_eq!(state.holds_on(DOSSIER).count(), 0);
    }
}
