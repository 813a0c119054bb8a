//! What a dossier knows of its client beside the care: identity, how to reach them, the people
//! around them, and for whom the practice works. Each section is replaced whole.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::identity::Identity;
use super::regime::Regime;
use super::representative::Representative;
use crate::domain::contact::{Address, ContactPoint, Email, Telephone};
use crate::domain::text::{LanguageTag, Line, is_digits, parsed_text};
use crate::domain::violation::{FieldPath, Reason, Violations};

parsed_text! {
    /// The number of a health insurer (UZOVI-nummer), 4 digits.
    Uzovi, uzovi
}

/// The client's health insurer (zorgverzekeraar).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Insurer {
    /// Name.
    pub name: Line,
    /// Its number.
    pub uzovi: Option<Uzovi>,
    /// The client's number with it.
    pub policy_number: Option<Line>,
}

/// How to reach the client.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContactDetails {
    /// Address.
    pub address: Option<Address>,
    /// Telephone numbers, the preferred one first, at most 10.
    pub telephones: Vec<Telephone>,
    /// E-mail addresses, the preferred one first, at most 10.
    pub emails: Vec<Email>,
    /// The language one speaks with them.
    pub language: Option<LanguageTag>,
}

/// Who else cares for or pays for the client.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CareNetwork {
    /// Insurer.
    pub insurer: Option<Insurer>,
    /// General practitioner (huisarts).
    pub general_practitioner: Option<ContactPoint>,
    /// Midwife (verloskundige).
    pub midwife: Option<ContactPoint>,
    /// Referrer (verwijzer).
    pub referrer: Option<ContactPoint>,
}

/// For whom the practice works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Commission {
    /// The client is the practice's own.
    OwnClient,
    /// Someone commissioned the care (onderaanneming, gemeente).
    CommissionedBy {
        /// Who.
        name: Line,
        /// Their reference, such as the number of a decision (beschikking).
        #[serde(skip_serializing_if = "Option::is_none")]
        reference: Option<Line>,
    },
}

/// All that is known of the client beside the care.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Client {
    /// Who they are.
    pub identity: Identity,
    /// How to reach them.
    pub contact: ContactDetails,
    /// Who else cares or pays for them.
    pub network: CareNetwork,
    /// Who may act for them, at most 20.
    pub representatives: Vec<Representative>,
    /// For whom the practice works.
    pub commission: Commission,
}

/// Whether a changed section was right before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeCause {
    /// The world changed: a move, a marriage, a death.
    Changed,
    /// It had been recorded wrongly (AVG 16).
    Corrected,
}

/// New values for some of the sections; what is absent stays.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// Who they are.
    pub identity: Option<Identity>,
    /// How to reach them.
    pub contact: Option<ContactDetails>,
    /// Who else cares or pays for them.
    pub network: Option<CareNetwork>,
    /// Who may act for them: the whole list.
    pub representatives: Option<Vec<Representative>>,
    /// For whom the practice works.
    pub commission: Option<Commission>,
}

impl Client {
    /// The client after the changes.
    #[must_use]
    pub fn with(&self, changes: &Changes) -> Client {
        fn new<T: Clone>(change: Option<&T>, stays: &T) -> T {
            change.unwrap_or(stays).clone()
        }
        Client {
            identity: new(changes.identity.as_ref(), &self.identity),
            contact: new(changes.contact.as_ref(), &self.contact),
            network: new(changes.network.as_ref(), &self.network),
            representatives: new(changes.representatives.as_ref(), &self.representatives),
            commission: new(changes.commission.as_ref(), &self.commission),
        }
    }
}

impl From<&Client> for Changes {
    fn from(client: &Client) -> Changes {
        Changes {
            identity: Some(client.identity.clone()),
            contact: Some(client.contact.clone()),
            network: Some(client.network.clone()),
            representatives: Some(client.representatives.clone()),
            commission: Some(client.commission.clone()),
        }
    }
}

impl Changes {
    pub(super) fn check(
        &self,
        regime: Regime,
        now: DateTime<Utc>,
        path: &FieldPath,
        violations: &mut Violations,
    ) {
        if let Some(identity) = &self.identity {
            identity.check(regime, now, &path.join("identity"), violations);
        }
        if let Some(contact) = &self.contact {
            contact.check(&path.join("contact"), violations);
        }
        let Some(representatives) = &self.representatives else { return };
        let path = path.join("representatives");
        for (index, representative) in representatives.iter().enumerate() {
            representative.check(regime, now, &path.index(index), violations);
        }
        if representatives.len() > 20 {
            violations.add(path, Reason::TooMany);
        }
    }
}

impl ContactDetails {
    fn check(&self, path: &FieldPath, violations: &mut Violations) {
        if let Some(address) = &self.address {
            address.check(&path.join("address"), violations);
        }
        if self.telephones.len() > 10 {
            violations.add(path.join("telephones"), Reason::TooMany);
        }
        if self.emails.len() > 10 {
            violations.add(path.join("emails"), Reason::TooMany);
        }
    }
}

fn uzovi(text: String) -> Result<String, Reason> {
    if is_digits(&text, 4) { Ok(text) } else { Err(Reason::UzoviInvalid) }
}
