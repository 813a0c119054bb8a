//! What several kinds of entry share: where a contact took place, by what means, who signed and
//! to whom something was sent.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::Texts;
use crate::domain::provenance::check_past_day;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Where a contact took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Setting {
    /// At the client's home (huisbezoek).
    Home,
    /// At the practice.
    Practice,
    /// By telephone.
    Telephone,
    /// By video call (beeldbellen).
    VideoCall,
    /// By a digital form.
    DigitalForm,
    /// Elsewhere, such as a hospital.
    Elsewhere,
}

/// By what means a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// In person.
    InPerson,
    /// By telephone.
    Telephone,
    /// By e-mail.
    Email,
    /// By a digital message, such as a form or a chat.
    DigitalMessage,
    /// By post.
    Post,
    /// On a website.
    Website,
}

/// In which capacity someone signed or decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signatory {
    /// The client.
    Client,
    /// A parent.
    Parent,
    /// A representative.
    Representative,
    /// The practice.
    Practice,
    /// Someone else.
    Other,
}

/// A signature (handtekening), of ink or digital.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// In which capacity.
    pub by: Signatory,
    /// Name of who signed; the client's own may be left out.
    pub name: Option<Line>,
    /// On which day.
    pub on: NaiveDate,
}

/// That something was sent.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sending {
    /// To whom.
    pub to: Line,
    /// On which day.
    pub on: NaiveDate,
    /// By what means.
    pub means: Option<Means>,
}

/// Whether the client signed, and why not (rule WMOQ-PLAN-SIGN).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Agreed {
    /// Signed by these.
    Signed(Vec<Signature>),
    /// Not signed.
    NotSigned {
        /// Why that was not reasonably possible.
        why: Text,
    },
}

impl Agreed {
    pub(super) fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        let Agreed::Signed(signatures) = self else { return };
        if signatures.is_empty() {
            violations.add(path.join("signatures"), Reason::Empty);
        }
        check_signatures(signatures, now, &path.join("signatures"), violations);
    }
}

pub(super) fn check_signatures(
    signatures: &[Signature],
    now: DateTime<Utc>,
    path: &FieldPath,
    violations: &mut Violations,
) {
    for (index, signature) in signatures.iter().enumerate() {
        check_past_day(signature.on, now, path.index(index).join("on"), violations);
    }
}

pub(super) fn check_sendings(
    sendings: &[Sending],
    now: DateTime<Utc>,
    path: &FieldPath,
    violations: &mut Violations,
) {
    for (index, sending) in sendings.iter().enumerate() {
        check_past_day(sending.on, now, path.index(index).join("on"), violations);
    }
}

impl Texts for Signature {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        self.name.add_to(into);
    }
}

impl Texts for Sending {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        self.to.add_to(into);
    }
}

impl Texts for Agreed {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            Agreed::Signed(signatures) => signatures.add_to(into),
            Agreed::NotSigned { why } => why.add_to(into),
        }
    }
}
