//! The acting identity every call carries once its token was checked.

use crate::chain::{ActorId, StreamId};

/// What somebody is to the practice. Grants name roles; the policy table gives them their reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Owner of the practice (praktijkhouder).
    Owner,
}

impl Role {
    /// Every role, in the order of the policy table.
    pub const ALL: &'static [Role] = &[Role::Owner];

    /// The word used in records and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Owner => "owner",
        }
    }
}

/// Who is calling, as proven by a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The pseudonym that stands in the records.
    pub actor: ActorId,
    /// The grant that lets them in; part of the key of their request ids.
    pub grant: StreamId,
    /// The role of that grant.
    pub role: Role,
}
