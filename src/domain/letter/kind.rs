//! Which letters there are, in which languages, and how and to whom they go.

use serde::{Deserialize, Serialize};

use crate::law;

/// The register a letter belongs to: it lies in a stream of that register, behind its walls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Register {
    /// Complaints (Wkkgz 13-23).
    Complaint,
    /// Breaches (AVG 33, 34).
    Breach,
    /// Incidents (Wkkgz 9-11).
    Incident,
}

/// What a letter is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// The complaint was received, and what happens now (Wkkgz 16).
    ComplaintReceipt,
    /// Notice that the term of the judgement is extended (Wkkgz 17(2)); it must be sent before the first term ends.
    ComplaintExtension,
    /// The complainant is asked to agree to a still later day; the act has no such step.
    ComplaintFurtherExtension,
    /// The judgement in its three parts (Wkkgz 17(1)).
    ComplaintJudgement,
    /// The breach is told to a person it concerns (AVG 34).
    BreachNotice,
    /// The incident is told to the client (Wkkgz 10(3)).
    IncidentNotice,
}

impl LetterKind {
    /// Every letter there is.
    pub const ALL: &'static [LetterKind] = &[
        LetterKind::ComplaintReceipt,
        LetterKind::ComplaintExtension,
        LetterKind::ComplaintFurtherExtension,
        LetterKind::ComplaintJudgement,
        LetterKind::BreachNotice,
        LetterKind::IncidentNotice,
    ];

    /// The register it belongs to.
    pub fn register(self) -> Register {
        match self {
            LetterKind::ComplaintReceipt
            | LetterKind::ComplaintExtension
            | LetterKind::ComplaintFurtherExtension
            | LetterKind::ComplaintJudgement => Register::Complaint,
            LetterKind::BreachNotice => Register::Breach,
            LetterKind::IncidentNotice => Register::Incident,
        }
    }
}

/// The language a letter is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    /// Nederlands.
    #[serde(rename = "nl")]
    Dutch,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both.
    pub const ALL: &'static [Language] = &[Language::Dutch, Language::English];

    /// Its tag (BCP 47).
    pub fn tag(self) -> &'static str {
        match self {
            Language::Dutch => "nl",
            Language::English => "en",
        }
    }

    /// As the law explains itself in it.
    pub(super) fn of_the_law(self) -> law::Language {
        match self {
            Language::Dutch => law::Language::Dutch,
            Language::English => law::Language::English,
        }
    }
}

/// In which capacity somebody was sent a letter. Never where they live: that is in the dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// The client.
    Client,
    /// A representative (vertegenwoordiger).
    Representative,
    /// A next of kin of a client who died (nabestaande).
    NextOfKin,
    /// A person whose data were in a breach, without being a client.
    DataSubject,
    /// Somebody else.
    Other,
}

/// How a letter went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// As a message.
    Electronic,
    /// By post.
    Post,
    /// Handed over.
    HandedOver,
}
