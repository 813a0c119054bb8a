//! What is done about a request. Nothing here says what was destroyed or withheld in words: records are named by their place.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::ground::RefusalGround;
use super::right::Scope;
use crate::domain::provenance::Moment;
use crate::domain::sending::Means;
use crate::domain::text::{Line, Text};

/// Who asks was asked to show who they are (AVG 12(6)); the term stands still from that day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityAsked {
    /// By which method they can.
    pub method: Line,
}

/// They answered; the term runs again from that day. Never the document, nor its number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityChecked {
    /// By which method it was checked.
    pub method: Line,
    /// Whether they are who they say.
    pub established: bool,
}

/// The term is lengthened, for complexity or number of requests (AVG 12(3)); it happened when notice of it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// The reasons that were told.
    pub reasons: Text,
}

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is granted.
    Granted,
    /// It is granted in part: the rest is refused, on the grounds that are named.
    GrantedInPart,
    /// It is refused.
    Refused,
}

/// One thing asked was decided.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// The number of what was asked, from 0.
    pub item: u16,
    /// What was decided.
    pub outcome: Outcome,
    /// On which grounds it is refused, in whole or in part.
    pub grounds: Vec<RefusalGround>,
    /// What is refused, if it is granted in part.
    pub withheld: Option<Scope>,
    /// In words, for the answer.
    pub explanation: Option<Text>,
}

/// What was granted was done.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fulfilment {
    /// The number of what was asked.
    pub item: u16,
    /// The position of the destruction's decision, or of the record that corrects, restricts or states.
    pub position: Option<u64>,
}

/// The answer was sent: what was decided and not answered yet; it happened when it was sent.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// How.
    pub means: Means,
    /// When it was received, if that is known.
    pub received: Option<Moment>,
}

/// The answer that was sent last was received; it happened when it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerReceived {}

/// Recipients of the data were told what became of them (AVG 19).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientsTold {
    /// Who was told.
    pub recipients: Vec<Line>,
    /// Why somebody was not: it is impossible or out of proportion.
    pub not_told: Option<Text>,
}

/// The request was taken back by who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {}

/// Everything asked was answered and what was granted is done.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// What is left to say.
    pub remark: Option<Text>,
}
