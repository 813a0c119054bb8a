//! Who may do what: callers, roles, the policy table and tokens. Knows no protobuf and no store.

mod caller;
mod context;
pub mod giving;
mod grants;
mod operation;
mod policy;
mod reach;
mod token;

pub use caller::{Caller, Role, Roles};
pub use context::{AccessContext, Ground, OnBehalfOf, Purpose};
pub use grants::{Grant, Granted, Grants, Issued};
pub use operation::Operation;
pub use policy::{Scope, allowed, may_open, table};
pub use reach::{Only, Reach};
pub use token::{MalformedToken, Token, TokenHash};
