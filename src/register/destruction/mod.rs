//! Destruction (vernietiging) and what stands in its way: holds, four eyes, fences. From the order to the moment nothing can be
//! read any more, whatever happens in between (docs/format.md §7; docs/vault.md, "Rotation").
//!
//! `fact` is what is recorded, `state` what it comes to, `order` what speaks against an order; `prepare` looks up what an order
//! names, `destroy` records the decision, `carry` carries it out, now or at the next start.

mod carry;
mod case_hold;
mod destroy;
pub mod fact;
mod fault;
mod hold;
mod load;
pub mod order;
mod prepare;
mod propose;
pub mod state;

pub use carry::CarryError;
pub use destroy::{DestroyError, Destroyed};
pub use fact::{Fact, Ground};
pub use fault::FaultPoint;
pub use hold::HoldError;
pub use order::{Objection, Order, Part, is_access_line};
pub use propose::ProposalError;
pub use state::{Answer, Decision, Destructions, Gone, Resolved};
