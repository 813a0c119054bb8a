//! A client's request (verzoek) about their own data: see, copy, correct, add a statement, destroy, restrict, carry away, object, know
//! who looked, and access after death (BW 7:454-458b, Jw 7.3, Wmo 5.3, AVG 12-21). One request may ask several things.
//!
//! It names records and places in them, never their text: what is to be destroyed must not be written down once more.

mod authority;
mod command;
mod decide;
pub mod event;
mod evolve;
mod granted;
mod ground;
mod received;
mod refusal;
mod right;
mod state;
mod step;
mod term;

pub use authority::{About, Lack, NotEntitled, entitled};
pub use command::{Command, Correction, Step};
pub use decide::decide;
pub use event::Event;
pub use evolve::evolve;
pub use granted::{RecordsOfEntries, Taken};
pub use ground::RefusalGround;
pub use received::{
    AfterDeath, AfterDeathGround, Capacity, Channel, Incapacity, Received, Requester,
};
pub use refusal::Refusal;
pub use right::{Item, PartNamed, Right, Scope};
pub use state::{Identity, ItemState, Request, Standing, State};
pub use step::{
    Answer, AnswerReceived, Closing, Decision, Extension, Fulfilment, IdentityAsked,
    IdentityChecked, Outcome, RecipientsTold, Withdrawal,
};
