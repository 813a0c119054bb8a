//! What one may ask of a request's file: begin it, take a step, correct the moment of receipt. Judges nothing.

use super::authority::About;
use super::event::{Event, RightReceipt};
use super::received::Received;
use super::step::{
    Answer, AnswerReceived, Closing, Decision, Extension, Fulfilment, IdentityAsked,
    IdentityChecked, RecipientsTold, Withdrawal,
};
use crate::domain::provenance::Provenance;
use crate::domain::told::Told;

/// What is corrected.
pub type Correction = RightReceipt;

/// What one may ask of a request's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A request came in.
    Receive(Box<Received>, Provenance),
    /// Take a step in one. What the dossier says of the client is handed in: whether who asks is entitled is judged by it.
    Take(Step, Provenance, Option<Box<About>>),
    /// Correct the moment of receipt.
    Correct(Correction, Provenance),
}

macro_rules! steps {
    ($($(#[$documentation:meta])* $variant:ident($fact:ty);)*) => {
        /// A step in a request.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Step {
            $($(#[$documentation])* $variant($fact),)*
        }

        impl Step {
            /// The fact that is recorded of it: what was said, word for word.
            pub(super) fn into_event(self, provenance: Provenance) -> Event {
                match self {
                    $(Step::$variant(what) => Told { what, provenance }.into(),)*
                }
            }
        }
    };
}

steps! {
    /// Ask who they are.
    AskIdentity(IdentityAsked);
    /// They answered.
    CheckIdentity(IdentityChecked);
    /// Lengthen the term.
    Extend(Extension);
    /// Decide one thing asked.
    Decide(Decision);
    /// What was granted was done.
    Fulfil(Fulfilment);
    /// The answer was sent.
    Answer(Answer);
    /// It was received.
    ReceiveAnswer(AnswerReceived);
    /// Recipients were told.
    TellRecipients(RecipientsTold);
    /// It was taken back.
    Withdraw(Withdrawal);
    /// Close the file.
    Close(Closing);
}
