//! The steps in the handling of a complaint: talk, taking up, the officer, progress, longer terms, and the ways it ends. What each
//! of them says; when it may be said is `permit`'s.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::domain::provenance::Moment;
use crate::domain::text::{Line, Text};

/// A conversation about it (gesprek). It starts no clock.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conversation {
    /// Who took part.
    pub participants: Vec<Line>,
    /// What was said.
    pub report: Text,
    /// What was agreed.
    pub agreed: Option<Text>,
}

/// The complaint was taken up (in behandeling genomen; HANDBOOK-COMPLAINT-5WD).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakingUp {
    /// Who handles it.
    pub by: Line,
    /// What the complainant was told.
    pub message: Option<Text>,
}

/// Who asked for the complaints officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AskedBy {
    /// The client, or who complains for them.
    Client,
    /// The provider.
    Provider,
}

/// A complaints officer (klachtenfunctionaris; Wkkgz 15) was asked for.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerAsked {
    /// By whom.
    pub asked_by: AskedBy,
    /// The officer, or the body that provides one.
    pub officer: Line,
    /// What for.
    pub question: Option<Text>,
}

/// The complaints officer was in contact with somebody about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerContacted {
    /// With whom.
    pub participants: Vec<Line>,
    /// What came of it.
    pub report: Text,
}

/// How the officer's work ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficerOutcome {
    /// A solution that satisfies.
    Solved,
    /// In part.
    PartlySolved,
    /// No solution.
    NotSolved,
    /// It was not gone on with.
    Ended,
}

/// The complaints officer's work ended. What that means for the complaint is another step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfficerConcluded {
    /// How.
    pub outcome: OfficerOutcome,
    /// In words.
    pub report: Text,
}

/// The complainant was told how it stands (Wkkgz 16).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgressTold {
    /// What was told.
    pub message: Text,
}

/// The term was lengthened by at most four weeks (Wkkgz 17(2)); it happened when notice of it was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// Why the careful inquiry asks for it.
    pub reason: Text,
}

/// The client agreed to a later end; it happened when they consented. The term of the law stays what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// The last day that was agreed.
    pub until: NaiveDate,
    /// Why, such as mediation.
    pub reason: Text,
}

/// The complainant withdrew it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Withdrawal {
    /// Why, if they said so.
    pub reason: Option<Text>,
}

/// It was settled (geschikt).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settlement {
    /// What was agreed.
    pub agreement: Text,
    /// With whom beside the complainant, such as an insurer.
    pub with: Option<Line>,
}

/// The file was closed; from then on it is kept for some years (COMPLAINT-RETAIN).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// How it ended, in words.
    pub note: Option<Text>,
    /// Years it is kept; two if nobody says.
    pub keep_years: Option<u16>,
}

/// It was opened again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    /// Why.
    pub reason: Text,
}

/// A date a term counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhichDate {
    /// Of the receipt of the written complaint.
    Receipt,
    /// Of the submission of the dispute.
    Submission,
}

/// A date had been entered wrongly; it happened when the mistake was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateCorrected {
    /// Which date.
    pub which: WhichDate,
    /// The right one.
    pub to: Moment,
    /// What was wrong.
    pub reason: Text,
}
