//! Telling the persons (AVG 34) or the one for whom the practice works (AVG 33(2)), and the exceptions.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::notice::Means;
use super::report::Count;
use crate::domain::contact::ContactPoint;
use crate::domain::text::Text;
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What the persons were told. It was sent when its fact happened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PersonsNotice {
    /// The nature of the breach.
    pub nature: Text,
    /// The likely consequences.
    pub consequences: Text,
    /// The measures taken or proposed.
    pub measures: Text,
    /// What they can do themselves.
    pub advice: Option<Text>,
    /// Whom they can turn to.
    pub contact: ContactPoint,
    /// That it is said in clear and plain language.
    pub plain_language: bool,
    /// By which means.
    pub channel: Means,
    /// How many were told.
    pub persons: Option<Count>,
}

impl PersonsNotice {
    /// Notes what cannot be: a message nobody understands tells nothing.
    pub fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if !self.plain_language {
            violations.add(path.join("plain_language"), Reason::NotInPlainLanguage);
        }
    }
}

/// Why the persons need not be told each, although the risk is high (AVG 34(3)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExemptionGround {
    /// (a) The data are unintelligible to whoever has them: encrypted, and the key is safe.
    Unintelligible,
    /// (b) Measures taken since removed the high risk.
    RiskRemoved,
    /// (c) It would take a disproportionate effort; a public announcement takes its place.
    Disproportionate,
}

/// The exception used, with reasons.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// Which.
    pub ground: ExemptionGround,
    /// Why it holds here.
    pub reasons: Text,
    /// The public announcement; needed with (c).
    pub public_notice: Option<Text>,
}

impl Exemption {
    /// Notes what cannot be.
    pub fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if self.ground == ExemptionGround::Disproportionate && self.public_notice.is_none() {
            violations.add(path.join("public_notice"), Reason::PublicNoticeMissing);
        }
    }
}

/// The one for whom the practice works was told.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrincipalNotice {
    /// Who there was told.
    pub told: ContactPoint,
    /// By which means.
    pub means: Means,
    /// What.
    pub text: Option<Text>,
}
