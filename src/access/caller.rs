//! The acting identity every call carries once its token was checked.

use serde::{Deserialize, Serialize};

use crate::chain::{ActorId, StreamId};

/// What somebody is to the practice. Grants name roles; the policy table gives them their reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Role {
    /// Owner of the practice (praktijkhouder).
    Owner = 0,
    /// Complaints officer (klachtenfunctionaris; Wkkgz 15).
    ComplaintsOfficer = 1,
    /// Incident officer: the designated functionary of the incident register (Wkkgz 9(3)).
    IncidentOfficer = 2,
    /// Privacy officer.
    PrivacyOfficer = 3,
    /// Practitioner (zorgverlener): the dossiers of those in their care, and no others.
    Practitioner = 4,
    /// Locum (waarnemer; BW 7:457(2)): as a practitioner, for as long as they stand in.
    Locum = 5,
    /// A record system (bronsysteem): what it was given.
    System = 6,
    /// Auditor: headers and open payloads, nothing sealed.
    Auditor = 7,
    /// Client, or somebody who acts for them: their own dossier, their own requests, who looked.
    Client = 8,
}

impl Role {
    /// Every role, in the order of the policy table.
    pub const ALL: &'static [Role] = &[
        Role::Owner,
        Role::ComplaintsOfficer,
        Role::IncidentOfficer,
        Role::PrivacyOfficer,
        Role::Practitioner,
        Role::Locum,
        Role::System,
        Role::Auditor,
        Role::Client,
    ];

    /// The word used in records and tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Role::Owner => "owner",
            Role::ComplaintsOfficer => "complaints_officer",
            Role::IncidentOfficer => "incident_officer",
            Role::PrivacyOfficer => "privacy_officer",
            Role::Practitioner => "practitioner",
            Role::Locum => "locum",
            Role::System => "system",
            Role::Auditor => "auditor",
            Role::Client => "client",
        }
    }

    /// The role of a word.
    pub fn of_word(word: &str) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| role.as_str() == word)
    }
}

/// The roles somebody holds. In a solo practice one person holds them all; each call states the one it is made in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Roles(u16);

impl Roles {
    /// One role alone.
    pub const fn only(role: Role) -> Roles {
        Roles(1 << role as u8)
    }

    /// These and one more.
    #[must_use]
    pub const fn and(self, role: Role) -> Roles {
        Roles(self.0 | 1 << role as u8)
    }

    /// Whether a role is among them.
    pub const fn hold(self, role: Role) -> bool {
        self.0 & (1 << role as u8) != 0
    }

    /// Each of them, in the order of the policy table.
    pub fn iter(self) -> impl Iterator<Item = Role> {
        Role::ALL.iter().copied().filter(move |role| self.hold(*role))
    }
}

/// Who is calling, as proven by a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The pseudonym that stands in the records.
    pub actor: ActorId,
    /// The grant that lets them in; part of the key of their request ids.
    pub grant: StreamId,
    /// The roles they hold.
    pub roles: Roles,
}
