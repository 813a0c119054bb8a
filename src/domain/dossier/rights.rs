//! What clients' rights leave in a dossier: their own statement beside an entry, a restriction of its use, and to whom data went.
//! Who may ask for it, the request's file judges.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::state::Dossier;
use crate::domain::id::EntryId;
use crate::domain::provenance::{Provenance, check_past_day};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// The client's own statement (eigen verklaring; BW 7:454(2)): shown beside the entry, or the dossier, in every view and copy.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatementAdded {
    /// The entry it is beside, also one that was withdrawn; nothing for the whole dossier.
    pub entry: Option<EntryId>,
    /// What the client states, in their own words.
    pub text: Text,
    /// The day on which it was received.
    pub received_on: NaiveDate,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// Why use is restricted (AVG 18(1)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestrictionGround {
    /// The client disputes that it is accurate.
    AccuracyDisputed,
    /// It is unlawful, and the client wants it kept.
    UnlawfulButKept,
    /// The client needs it for a claim.
    NeededForClaim,
    /// An objection is pending.
    ObjectionPending,
}

/// The use of the dossier is restricted: it is kept, and read for named purposes only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restricted {
    /// Why.
    pub ground: RestrictionGround,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// The restriction is lifted. The client was told before (AVG 18(3)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestrictionLifted {
    /// The day on which the client was told.
    pub told_on: NaiveDate,
    /// Why it is lifted.
    pub reason: Text,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// The dossier is kept longer than its term, for good care (BW 7:454(3)).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RetentionExtended {
    /// The last day of keeping.
    pub until: NaiveDate,
    /// Why that is good care.
    pub reason: Text,
    /// The day on which that is looked at again.
    pub review_on: NaiveDate,
    /// Where this comes from.
    pub provenance: Provenance,
}

/// On which ground data went to somebody else (rule WGBO-SECRECY).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DisclosureGround {
    /// The client consented.
    Consent,
    /// Directly involved in the treatment.
    DirectlyInvolved,
    /// Locum.
    Locum,
    /// A duty in an act.
    StatutoryDuty,
    /// A conflict of duties.
    ConflictOfDuties,
}

/// Data went to somebody else; its responsible decided. Each is kept, since recipients are told of what becomes of them (AVG 19).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disclosed {
    /// To whom.
    pub recipient: Line,
    /// Which categories of data.
    pub categories: Vec<Line>,
    /// On which ground.
    pub ground: DisclosureGround,
    /// The consent, as an entry of this dossier.
    pub consent: Option<EntryId>,
    /// Where this comes from.
    pub provenance: Provenance,
}

impl StatementAdded {
    pub(super) fn check(&self, now: DateTime<Utc>, violations: &mut Violations) {
        check_past_day(self.received_on, now, FieldPath::new("received_on"), violations);
    }
}

impl RestrictionLifted {
    pub(super) fn check(&self, now: DateTime<Utc>, violations: &mut Violations) {
        let at = FieldPath::new("told_on");
        check_past_day(self.told_on, now, at.clone(), violations);
        if self.told_on > self.provenance.happened.last_day() {
            violations.add(at, Reason::AfterEffect);
        }
    }
}

impl RetentionExtended {
    pub(super) fn check(&self, violations: &mut Violations) {
        let decided = self.provenance.happened.last_day();
        if self.until <= decided {
            violations.add(FieldPath::new("until"), Reason::NotLater);
        }
        if self.review_on > self.until || self.review_on < decided {
            violations.add(FieldPath::new("review_on"), Reason::Contradiction);
        }
    }
}

impl Disclosed {
    pub(super) fn check(&self, dossier: &Dossier, violations: &mut Violations) {
        if self.categories.is_empty() {
            violations.add(FieldPath::new("categories"), Reason::Missing);
        }
        let at = FieldPath::new("consent_id");
        match (self.ground, self.consent) {
            (DisclosureGround::Consent, None) => violations.add(at, Reason::Missing),
            (DisclosureGround::Consent, Some(consent)) => {
                if !dossier.has_consent(consent) {
                    violations.add(at, Reason::NoSuchConsent);
                }
            }
            (_, Some(_)) => violations.add(at, Reason::Contradiction),
            (_, None) => {}
        }
    }
}
