//! Who may do what: callers, roles, the policy table and tokens. Knows no protobuf and no store.

mod caller;
mod context;
mod grants;
mod operation;
mod policy;
mod token;

pub use caller::{Caller, Role, Roles};
pub use context::{AccessContext, Ground, OnBehalfOf, Purpose};
pub use grants::Grants;
pub use operation::Operation;
pub use policy::{Scope, allowed, may_open, table};
pub use token::{MalformedToken, Token, TokenHash};
