//! The facts of a request and every stored version of them. Versions are added, never edited. Kinds say which step it was, never
//! what was asked: anyone may read them in the headers.

use serde::{Deserialize, Serialize};

use super::received;
use super::step;
use crate::domain::facts::facts;
use crate::domain::provenance::Moment;
use crate::domain::text::Text;
use crate::domain::told::Told;

facts! {
    "A fact about one request.";
    /// It came in.
    Received = RECEIVED, "request.received/1";
    /// Who asks was asked to show who they are.
    IdentityAsked = IDENTITY_ASKED, "request.identity_asked/1";
    /// They answered.
    IdentityChecked = IDENTITY_CHECKED, "request.identity_checked/1";
    /// The term was lengthened.
    Extended = EXTENDED, "request.extended/1";
    /// One thing asked was decided.
    Decided = DECIDED, "request.decided/1";
    /// What was granted was done.
    Fulfilled = FULFILLED, "request.fulfilled/1";
    /// The answer was sent.
    Answered = ANSWERED, "request.answered/1";
    /// It was received.
    AnswerReceived = ANSWER_RECEIVED, "request.answer_received/1";
    /// Recipients of the data were told.
    RecipientsTold = RECIPIENTS_TOLD, "request.recipients_told/1";
    /// It was taken back.
    Withdrawn = WITHDRAWN, "request.withdrawn/1";
    /// It was closed.
    Closed = CLOSED, "request.closed/1";
    /// The moment of its receipt had been entered wrongly.
    ReceiptCorrected = RECEIPT_CORRECTED, "request.receipt_corrected/1";
}

/// The moment of receipt had been entered wrongly; this is the right one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RightReceipt {
    /// The right moment.
    pub to: Moment,
    /// Why.
    pub reason: Text,
}

/// It came in.
pub type Received = Told<received::Received>;
/// Who asks was asked to show who they are.
pub type IdentityAsked = Told<step::IdentityAsked>;
/// They answered.
pub type IdentityChecked = Told<step::IdentityChecked>;
/// The term was lengthened.
pub type Extended = Told<step::Extension>;
/// One thing asked was decided.
pub type Decided = Told<step::Decision>;
/// What was granted was done.
pub type Fulfilled = Told<step::Fulfilment>;
/// The answer was sent.
pub type Answered = Told<step::Answer>;
/// It was received.
pub type AnswerReceived = Told<step::AnswerReceived>;
/// Recipients of the data were told.
pub type RecipientsTold = Told<step::RecipientsTold>;
/// It was taken back.
pub type Withdrawn = Told<step::Withdrawal>;
/// It was closed.
pub type Closed = Told<step::Closing>;
/// The moment of its receipt had been entered wrongly.
pub type ReceiptCorrected = Told<RightReceipt>;
