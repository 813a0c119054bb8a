//! What the practice makes of a breach: awareness, the assessment (handbook 2.5 step 2) and its approval (step 3).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::report::Answer;
use crate::domain::contact::ContactPoint;
use crate::domain::provenance::{Happened, Provenance};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// That the practice became aware: reasonably certain that personal data were compromised (rule AVG-BREACH-AP). It happened when the
/// terms of the authority begin to run, so an instant is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Awareness {
    /// Who was certain.
    pub by: Line,
    /// Why it was certain enough.
    pub certain_because: Text,
    /// When, and where that comes from.
    pub provenance: Provenance,
}

/// How likely a risk for the rights and freedoms of persons is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Risk {
    /// A risk is unlikely: the authority need not be notified (AVG 33(1)).
    None,
    /// There is a risk: the authority is notified.
    Risk,
    /// A high risk is likely: the persons are told too (AVG 34(1)).
    High,
}

/// Whose liability may be at stake.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Liability {
    /// The practice's own.
    pub own: Answer,
    /// A third party's.
    pub third_party: Answer,
    /// On what it rests.
    pub explanation: Option<Text>,
}

/// Whether the police come into it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Police {
    /// Whether it is reported to the police (aangifte).
    pub reported: Answer,
    /// The number of the report.
    pub number: Option<Line>,
    /// Whether somebody is to blame under criminal law.
    pub criminal_blame: Answer,
    /// In words.
    pub explanation: Option<Text>,
}

/// What is told to the outside, and when.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Communication {
    /// What is told.
    pub told: Text,
    /// At which moment, in words.
    pub moment: Option<Line>,
    /// Whether the press is informed.
    pub press: Answer,
}

/// The assessment of a breach.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// The risk.
    pub risk: Risk,
    /// Why it is that.
    pub reasons: Text,
    /// What must be done now: stop the leak, limit access, learn more.
    pub follow_up: Text,
    /// What the authority will be told.
    pub to_authority: Option<Text>,
    /// What it may mean for the persons.
    pub consequences: Text,
    /// What the practice does to limit the harm: the remedial action of AVG 33(5).
    pub measures: Text,
    /// What the persons can do themselves.
    pub measures_by_persons: Option<Text>,
    /// How the persons are told of that.
    pub way_of_telling: Option<Text>,
    /// Whom the persons can turn to.
    pub contact_for_persons: Option<ContactPoint>,
    /// How it is handled within the practice, the answer to the reporter included.
    pub internal_handling: Option<Text>,
    /// Liability.
    pub liability: Option<Liability>,
    /// The police.
    pub police: Option<Police>,
    /// Communication to the outside.
    pub communication: Option<Communication>,
    /// Who else is informed.
    pub other_stakeholders: Vec<Line>,
    /// How it is reported within the practice.
    pub internal_reporting: Option<Text>,
    /// Who sees to it that all this is done.
    pub action_owner: Line,
    /// Whether the insurance covers the harm.
    pub insured: Option<Answer>,
}

impl Assessment {
    /// Notes what cannot be. `happened` is when the assessment was made.
    pub fn check(&self, happened: Happened, path: &FieldPath, violations: &mut Violations) {
        // From here "without undue delay" is counted against the practice's own target of hours.
        if self.risk == Risk::High && !matches!(happened, Happened::At(_)) {
            violations.add(path.join("provenance.happened"), Reason::InstantNeeded);
        }
        let police = self.police.as_ref();
        if police.is_some_and(|police| police.number.is_some() && police.reported == Answer::No) {
            violations.add(path.join("assessment.police.number"), Reason::Contradiction);
        }
    }
}

/// That what was assessed is carried out, as it is or adjusted.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// Who approved.
    pub by: Line,
    /// What was adjusted; absent: approved as it is.
    pub adjustments: Option<Text>,
}
