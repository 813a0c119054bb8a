//! Contacts that failed, care that was not given, letters, handover and ending.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::signing::{Means, Sending, Setting, check_sendings};
use super::{Fields, texts_of};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Who decided that care was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotGivenBy {
    /// The client refused it.
    Client,
    /// The practice could not or would not give it.
    Practice,
    /// Someone else.
    Other,
}

/// Care that was not given.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CareNotGiven {
    /// Which care.
    pub care: Text,
    /// Why not.
    pub why: Text,
    /// Who decided so.
    pub decided_by: NotGivenBy,
    /// What was done instead.
    pub follow_up: Option<Text>,
}

/// How a contact failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailedWay {
    /// The client was not there (no-show; rule WMOQ-NOSHOW counts these).
    NoShow,
    /// The client could not be reached.
    NotReached,
    /// It was called off too late.
    CancelledLate,
}

/// A contact that failed.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FailedContact {
    /// How.
    pub way: FailedWay,
    /// Where it was to be.
    pub setting: Setting,
    /// What was done about it.
    pub follow_up: Option<Text>,
}

/// Whether a letter went out or came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Sent.
    Sent,
    /// Received.
    Received,
}

/// With whom letters go to and fro.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correspondent {
    /// The client or who acts for them.
    Client,
    /// General practitioner (huisarts).
    GeneralPractitioner,
    /// Midwife (verloskundige).
    Midwife,
    /// Another care provider.
    CareProvider,
    /// Municipality (gemeente).
    Municipality,
    /// Insurer.
    Insurer,
    /// Someone else.
    Other,
}

/// A letter; the paper itself is an attachment of the entry.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Sent or received.
    pub direction: Direction,
    /// With whom.
    pub correspondent: Correspondent,
    /// Their name.
    pub name: Line,
    /// Subject.
    pub subject: Line,
    /// By what means.
    pub means: Means,
    /// The text, where it is not attached.
    pub text: Option<Text>,
}

/// How two providers spoke at a handover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandoverMeans {
    /// In speech.
    Spoken,
    /// In writing.
    Written,
}

/// A warm handover (warme overdracht; rule WMOQ-HANDOVER).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Handover {
    /// Who hands over.
    pub from: Line,
    /// Who takes over.
    pub to: Line,
    /// In speech or in writing.
    pub means: HandoverMeans,
    /// Whether the client was present.
    pub client_present: bool,
    /// Why not, if not.
    pub why_absent: Option<Text>,
    /// What was handed over.
    pub summary: Text,
}

/// Why care ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndingReason {
    /// The goals were reached.
    GoalsReached,
    /// The client stopped.
    ClientStopped,
    /// The practice stopped.
    PracticeStopped,
    /// The client was referred or handed over.
    Referred,
    /// The client moved.
    Moved,
    /// The client died.
    Died,
    /// The indication ended.
    IndicationEnded,
    /// Something else, told in the summary.
    Other,
}

/// The ending of the care (beëindiging).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ending {
    /// Why.
    pub reason: EndingReason,
    /// How the care went and ended.
    pub summary: Option<Text>,
    /// How care goes on (rule WMOQ-CONTINUITY).
    pub continuity: Option<Text>,
    /// To whom it was reported, such as the general practitioner.
    pub reported_to: Vec<Sending>,
}

impl Fields for CareNotGiven {
    texts_of!(care, why, follow_up);
}

impl Fields for FailedContact {
    texts_of!(follow_up);
}

impl Fields for Letter {
    texts_of!(name, subject, text);
}

impl Fields for Handover {
    texts_of!(from, to, why_absent, summary);
}

impl Fields for Ending {
    texts_of!(summary, continuity, reported_to);

    fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        if self.reason == EndingReason::Other && self.summary.is_none() {
            violations.add(path.join("summary"), Reason::Missing);
        }
        check_sendings(&self.reported_to, now, &path.join("reported_to"), violations);
    }
}
