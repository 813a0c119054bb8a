//! Following a ledger: everything from a position on, then what is recorded from now on, resumable by position.
//! A slow follower holds up nobody but itself.

use std::collections::HashSet;

use tokio::sync::mpsc;

use crate::chain::{Kind, StreamId};

use super::open::SCAN;
use super::read::{ReadFailure, Record};
use super::{Condition, Register};

/// What a follower wants to see.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these streams; none: all.
    pub streams: HashSet<StreamId>,
    /// Only these kinds; none: all.
    pub kinds: HashSet<Kind>,
    /// Whether payloads come along.
    pub payloads: bool,
}

/// What a follower is told.
#[derive(Debug)]
pub enum Message {
    /// A record that fits the filter.
    Record(Box<Record>),
    /// Everything below was looked at.
    PositionMark {
        /// The next position.
        next: u64,
    },
    /// Everything recorded so far was sent; live from here.
    CaughtUp {
        /// The next position.
        next: u64,
    },
    /// The ledger can no longer be followed.
    Failed(ReadFailure),
}

impl Register {
    /// Sends what follows `from` until the follower leaves or the register stops.
    pub async fn follow(self, from: u64, filter: Filter, follower: mpsc::Sender<Message>) {
        let mut synced = self.shared.synced.subscribe();
        let mut next = from;
        let mut caught_up = false;
        loop {
            let size = synced.borrow_and_update().size;
            while next < size {
                let end = size.min(next + SCAN as u64);
                if !self.send_range(next, end, &filter, &follower).await {
                    return;
                }
                next = end;
            }
            if !caught_up {
                caught_up = true;
                if follower.send(Message::CaughtUp { next }).await.is_err() {
                    return;
                }
            }
            let stopped = *self.shared.condition.read() == Condition::Stopped;
            tokio::select! {
                changed = synced.changed() => if changed.is_err() || stopped { return },
                () = follower.closed() => return,
            }
        }
    }

    /// `false` when there is nobody left to send to, or nothing that can be read.
    async fn send_range(
        &self,
        from: u64,
        end: u64,
        filter: &Filter,
        follower: &mpsc::Sender<Message>,
    ) -> bool {
        let register = self.clone();
        let filter = filter.clone();
        let read = tokio::task::spawn_blocking(move || {
            let positions = register.with_index(|index| index.matching(from, end, &filter));
            register.records(&positions, filter.payloads)
        });
        let message = match read.await {
            Ok(Ok(records)) => {
                for record in records {
                    if follower.send(Message::Record(Box::new(record))).await.is_err() {
                        return false;
                    }
                }
                Message::PositionMark { next: end }
            }
            Ok(Err(failure)) => Message::Failed(failure),
            Err(_) => Message::Failed(ReadFailure::Unavailable),
        };
        let failed = matches!(message, Message::Failed(_));
        follower.send(message).await.is_ok() && !failed
    }
}

impl super::index::Index {
    /// Positions of a range that fit a filter.
    fn matching(&self, from: u64, end: u64, filter: &Filter) -> Vec<u64> {
        let wanted = |position: &u64| {
            filter.kinds.is_empty()
                || self.kind(*position).is_some_and(|kind| filter.kinds.contains(kind))
        };
        if filter.streams.is_empty() {
            return (from..end).filter(wanted).collect();
        }
        let mut positions: Vec<u64> = filter
            .streams
            .iter()
            .flat_map(|stream| self.positions(*stream, 0, end))
            .filter(|position| *position >= from)
            .filter(wanted)
            .collect();
        positions.sort_unstable();
        positions
    }
}
