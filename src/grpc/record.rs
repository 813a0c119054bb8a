//! What every answer about records has in common: acknowledgements, times, and whether content may be read right now.

use tonic::Status;

use crate::access::{AccessContext, Purpose};
use crate::register::{Acknowledgement, Condition, Register};

use super::{pb, status};

/// An instant on the wire.
pub fn timestamp(microseconds: i64) -> prost_types::Timestamp {
    let nanos = microseconds.rem_euclid(1_000_000) * 1_000;
    prost_types::Timestamp {
        seconds: microseconds.div_euclid(1_000_000),
        nanos: i32::try_from(nanos).unwrap_or_default(),
    }
}

/// What the caller keeps of a write, with the latest published checkpoint.
pub fn acknowledgement(register: &Register, of: &Acknowledgement) -> pb::Acknowledgement {
    pb::Acknowledgement {
        records: of
            .records
            .iter()
            .map(|recorded| pb::RecordedPosition {
                position: recorded.position,
                hash: recorded.hash.as_bytes().to_vec(),
                stream_id: recorded.stream.to_string(),
                revision: recorded.revision,
                recorded_time: Some(timestamp(recorded.recorded_at)),
            })
            .collect(),
        replayed: of.replayed,
        checkpoint: checkpoint(register),
    }
}

/// The acknowledgement of a call that was only to be judged.
pub fn judged_only(register: &Register) -> pb::Acknowledgement {
    pb::Acknowledgement { records: vec![], replayed: false, checkpoint: checkpoint(register) }
}

fn checkpoint(register: &Register) -> String {
    register.published().map_or_else(String::new, |published| published.note.to_string())
}

/// While the ledger is damaged it cannot write down who reads, so personal data is served in an emergency only.
pub fn may_read(register: &Register, context: AccessContext) -> Result<(), Status> {
    let emergency = context.purpose == Purpose::Emergency;
    match register.condition() {
        Condition::Damaged { position } if !emergency => {
            Err(status::damaged_emergency_only(position))
        }
        _ => Ok(()),
    }
}
