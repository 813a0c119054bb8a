//! What one may ask of a measure, and why it is refused.

use crate::domain::clock::ClockRefusal;
use crate::domain::violation::Violations;

use super::event::{CarriedOut, Closed, Corrected, Opened, Reviewed, Revised, Withdrawn};

/// What one may ask of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A measure was decided upon.
    Open(Opened),
    /// Plan it otherwise.
    Revise(Revised),
    /// It was carried out.
    CarryOut(CarriedOut),
    /// Its effect was reviewed.
    Review(Reviewed),
    /// A day was entered wrongly.
    Correct(Corrected),
    /// Close it.
    Close(Closed),
    /// Give it up.
    Withdraw(Withdrawn),
}

/// Why a command on a measure is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// There is one under this id already.
    #[error("the measure is there already")]
    AlreadyThere,
    /// There is none under this id.
    #[error("there is no such measure")]
    NoSuchMeasure,
    /// It was carried out before.
    #[error("the measure was carried out already; correct the day if it is wrong")]
    AlreadyCarriedOut,
    /// It was not carried out yet.
    #[error("the measure was not carried out yet")]
    NotCarriedOut,
    /// Its effect was not reviewed yet.
    #[error("the effect of the measure was not reviewed yet")]
    NotReviewed,
    /// No review says that it helped; the effect comes before the closing.
    #[error("a measure is closed once a review says that it helped ({EFFECT})")]
    EffectUnknown,
    /// It is closed.
    #[error("the measure is closed")]
    MeasureClosed,
    /// It was withdrawn.
    #[error("the measure was withdrawn")]
    MeasureWithdrawn,
    /// Its clock cannot do what is asked.
    #[error(transparent)]
    Clock(#[from] ClockRefusal),
}

/// Where the duty to review is found (rule HANDBOOK-EFFECT).
const EFFECT: &str = "handbook 5.4";

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::AlreadyThere => "MEASURE_ALREADY_THERE",
            Refusal::NoSuchMeasure => "NO_SUCH_MEASURE",
            Refusal::AlreadyCarriedOut => "MEASURE_ALREADY_CARRIED_OUT",
            Refusal::NotCarriedOut => "MEASURE_NOT_CARRIED_OUT",
            Refusal::NotReviewed => "MEASURE_NOT_REVIEWED",
            Refusal::EffectUnknown => "EFFECT_NOT_REVIEWED",
            Refusal::MeasureClosed => "MEASURE_CLOSED",
            Refusal::MeasureWithdrawn => "MEASURE_WITHDRAWN",
            Refusal::Clock(refusal) => refusal.reason(),
        }
    }

    /// What else an integrator may show: articles and days, never anything of a person.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Refusal::EffectUnknown => vec![("article", EFFECT.to_owned())],
            Refusal::Clock(refusal) => refusal.facts(),
            Refusal::Invalid(_)
            | Refusal::AlreadyThere
            | Refusal::NoSuchMeasure
            | Refusal::AlreadyCarriedOut
            | Refusal::NotCarriedOut
            | Refusal::NotReviewed
            | Refusal::MeasureClosed
            | Refusal::MeasureWithdrawn => Vec::new(),
        }
    }
}
