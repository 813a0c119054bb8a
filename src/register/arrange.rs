//! The order of a batch: which proposals fit the log as it stands, and the records they become. Pure: the disk comes after.

use std::collections::HashMap;

use crate::chain::tree::leaf_hash;
use crate::chain::{Broken, Facts, Head, LedgerId, RequestId, SealedBox, StreamId, TreeHash};
use crate::store::NewRecord;

use super::destruction::{Destructions, Resolved};
use super::index::{Index, Row};
use super::proposal::{Draft as Sealed, Proposal, Read, Recorded, SubmitError};

/// A batch arranged: what is appended, and the answer to each proposal once it is on the disk.
#[derive(Debug)]
pub struct Arrangement {
    /// Records in order.
    pub records: Vec<NewRecord>,
    /// Their rows for the index, and their leaves.
    pub rows: Vec<(Row, TreeHash)>,
    /// One answer a proposal, in order.
    pub answers: Vec<Result<Vec<Recorded>, SubmitError>>,
    /// What was said of holds and destructions, with the position that says it.
    pub facts: Vec<(u64, Resolved)>,
    /// The head afterwards.
    pub head: Head,
}

/// Arranges proposals after `head`, all stamped with the same time. Later ones see the earlier ones' records.
pub fn arrange(
    ledger: LedgerId,
    head: Head,
    stamp: i64,
    (index, destructions): (&Index, &Destructions),
    proposals: Vec<Proposal>,
) -> Result<Arrangement, Broken> {
    let mut draft = Draft {
        index,
        destructions,
        revisions: HashMap::new(),
        requests: HashMap::new(),
        out: Arrangement {
            records: Vec::new(),
            rows: Vec::new(),
            answers: Vec::new(),
            facts: Vec::new(),
            head,
        },
    };
    for proposal in proposals {
        let answer = match draft.refuse(&proposal) {
            Some(refusal) => Err(refusal),
            None => Ok(draft.accept(ledger, stamp, proposal)?),
        };
        draft.out.answers.push(answer);
    }
    Ok(draft.out)
}

struct Draft<'a> {
    index: &'a Index,
    destructions: &'a Destructions,
    revisions: HashMap<StreamId, u64>,
    requests: HashMap<RequestId, u64>,
    out: Arrangement,
}

impl Draft<'_> {
    fn next_revision(&self, stream: StreamId) -> u64 {
        self.revisions.get(&stream).copied().unwrap_or_else(|| self.index.next_revision(stream))
    }

    fn refuse(&self, proposal: &Proposal) -> Option<SubmitError> {
        let recorded = self.requests.get(&proposal.request).copied();
        if let Some(first) = recorded.or_else(|| self.index.request(proposal.request)) {
            return Some(SubmitError::Duplicate { first });
        }
        let is_recorded =
            |it: RequestId| self.requests.contains_key(&it) || self.index.request(it).is_some();
        let too_early = proposal.after.is_some_and(|earlier| !is_recorded(earlier));
        let current: Vec<Read> = proposal
            .reads
            .iter()
            .map(|read| Read { next_revision: self.next_revision(read.stream), ..*read })
            .collect();
        if too_early || current != proposal.reads {
            return Some(SubmitError::Stale { current });
        }
        self.refuse_gone(proposal, current)
    }

    /// Nothing comes into a stream that is going or gone, and nothing under a key that went while it was being sealed.
    fn refuse_gone(&self, proposal: &Proposal, current: Vec<Read>) -> Option<SubmitError> {
        let fenced = |stream: StreamId| {
            self.destructions.fence(stream).map(|_| {
                let whole = self.destructions.whole(stream).is_some();
                SubmitError::Fenced { stream, whole }
            })
        };
        if let Some(refusal) = proposal.drafts.iter().find_map(|draft| fenced(draft.stream)) {
            return Some(refusal);
        }
        let under_a_gone_key = |draft: &Sealed| {
            SealedBox::parse(&draft.sealed)
                .is_ok_and(|sealed| self.destructions.is_shredded(sealed.key_id))
        };
        let gone = proposal.drafts.iter().any(under_a_gone_key);
        gone.then_some(SubmitError::Stale { current })
    }

    fn accept(
        &mut self,
        ledger: LedgerId,
        stamp: i64,
        proposal: Proposal,
    ) -> Result<Vec<Recorded>, Broken> {
        self.requests.insert(proposal.request, self.out.head.size);
        let mut recorded = Vec::with_capacity(proposal.drafts.len());
        for draft in proposal.drafts {
            let position = self.out.head.size;
            let revision = self.next_revision(draft.stream);
            let row =
                Row { stream: draft.stream, request: proposal.request, kind: draft.kind.clone() };
            let facts = Facts {
                ledger,
                recorded_at: stamp,
                stream: draft.stream,
                revision,
                actor: proposal.actor,
                request: proposal.request,
                visibility: draft.visibility,
                commitment: draft.commitment,
                kind: draft.kind,
            };
            let access = super::destruction::order::is_access_line(facts.kind.as_str());
            let (header, head) = self.out.head.extend(facts)?;
            self.out.rows.push((row, leaf_hash(&header)));
            self.out.records.push(NewRecord { header, sealed: draft.sealed, access });
            self.out.facts.extend(draft.fact.map(|fact| (position, *fact)));
            self.out.head = head;
            self.revisions.insert(draft.stream, revision + 1);
            recorded.push(Recorded {
                stream: draft.stream,
                revision,
                position,
                recorded_at: stamp,
                hash: head.hash,
            });
        }
        Ok(recorded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::{ActorId, Commitment, Visibility};

    const STREAM: StreamId = StreamId::from_bytes([0xd1; 16]);

    fn request(number: u8) -> RequestId {
        RequestId::from_bytes([number; 16])
    }

    /// A command of one record that expects its stream to have so many.
    fn command(number: u8, next_revision: u64, after: Option<u8>) -> Proposal {
        let draft = Sealed {
            stream: STREAM,
            kind: "dossier.entry_recorded/1".parse().unwrap(),
            visibility: Visibility::Sealed,
            commitment: Commitment::from_bytes([0xc0; 32]),
            sealed: vec![0xb0],
            fact: None,
        };
        Proposal {
            request: request(number),
            actor: ActorId::from_bytes([0xa0; 16]),
            reads: vec![Read { stream: STREAM, next_revision }],
            after: after.map(request),
            drafts: vec![draft],
        }
    }

    fn arranged(index: &Index, proposals: Vec<Proposal>) -> Vec<Result<Vec<u64>, SubmitError>> {
        let ledger = LedgerId::from_bytes([0x1e; 16]);
        // The record with which a ledger begins is another story.
        let head = Head { ledger: Some(ledger), size: 1, ..Head::EMPTY };
        let done =
            arrange(ledger, head, 1_000, (index, &Destructions::default()), proposals).unwrap();
        let revisions = |it: Vec<Recorded>| it.iter().map(|record| record.revision).collect();
        done.answers.into_iter().map(|answer| answer.map(revisions)).collect()
    }

    fn stale(next_revision: u64) -> Result<Vec<u64>, SubmitError> {
        Err(SubmitError::Stale { current: vec![Read { stream: STREAM, next_revision }] })
    }

    #[test]
    fn a_run_is_recorded_in_its_order() {
        let run = vec![command(1, 0, None), command(2, 1, Some(1)), command(3, 2, Some(2))];
        assert_eq!(arranged(&Index::default(), run), [Ok(vec![0]), Ok(vec![1]), Ok(vec![2])]);
    }

    /// A record of somebody else's takes the place of the first, so that the second meets the revision it expects.
    #[test]
    fn no_command_of_a_run_is_recorded_when_the_one_ahead_of_it_was_not() {
        let other = command(9, 0, None);
        let run = [command(1, 0, None), command(2, 1, Some(1)), command(3, 2, Some(2))];
        let batch = [vec![other], run.to_vec()].concat();
        let answers = arranged(&Index::default(), batch);
        assert_eq!(answers, [Ok(vec![0]), stale(1), stale(1), stale(1)]);
    }

    #[test]
    fn the_command_ahead_may_have_been_recorded_in_an_earlier_batch() {
        let mut index = Index::default();
        let kind = "dossier.entry_recorded/1".parse().unwrap();
        index.push(&Row { stream: STREAM, request: request(1), kind });
        assert_eq!(arranged(&index, vec![command(2, 1, Some(1))]), [Ok(vec![1])]);
        assert_eq!(arranged(&index, vec![command(2, 1, Some(7))]), [stale(1)]);
    }
}
