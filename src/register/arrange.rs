//! The order of a batch: which proposals fit the log as it stands, and the records they become. Pure: the disk comes after.

use std::collections::HashMap;

use crate::chain::tree::leaf_hash;
use crate::chain::{Broken, Facts, Head, LedgerId, RequestId, StreamId, TreeHash};
use crate::store::NewRecord;

use super::index::{Index, Row};
use super::proposal::{Proposal, Read, Recorded, SubmitError};

/// A batch arranged: what is appended, and the answer to each proposal once it is on the disk.
#[derive(Debug)]
pub struct Arrangement {
    /// Records in order.
    pub records: Vec<NewRecord>,
    /// Their rows for the index, and their leaves.
    pub rows: Vec<(Row, TreeHash)>,
    /// One answer a proposal, in order.
    pub answers: Vec<Result<Vec<Recorded>, SubmitError>>,
    /// The head afterwards.
    pub head: Head,
}

/// Arranges proposals after `head`, all stamped with the same time. Later ones see the earlier ones' records.
pub fn arrange(
    ledger: LedgerId,
    head: Head,
    stamp: i64,
    index: &Index,
    proposals: Vec<Proposal>,
) -> Result<Arrangement, Broken> {
    let mut draft = Draft {
        index,
        revisions: HashMap::new(),
        requests: HashMap::new(),
        out: Arrangement { records: Vec::new(), rows: Vec::new(), answers: Vec::new(), head },
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
        let current: Vec<Read> = proposal
            .reads
            .iter()
            .map(|read| Read { next_revision: self.next_revision(read.stream), ..*read })
            .collect();
        (current != proposal.reads).then_some(SubmitError::Stale { current })
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
            let (header, head) = self.out.head.extend(facts)?;
            self.out.rows.push((row, leaf_hash(&header)));
            let access = false;
            self.out.records.push(NewRecord { header, sealed: draft.sealed, access });
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
