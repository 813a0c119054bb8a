//! A complaint as its records make it.

use chrono::NaiveDate;

use super::dispute::RulingOutcome;
use super::event::{DissatisfactionVoiced, Filed};
use super::grievance::{Grievance, Kind};
use super::judgement::Judgement;
use crate::domain::dossier::Regime;
use crate::domain::provenance::Moment;
use crate::domain::sending::Means;

/// What is known of a complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// It exists.
    Known(Box<Complaint>),
}

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Voiced, not filed.
    Dissatisfaction,
    /// Filed in writing.
    Filed,
    /// Taken up.
    InHandling,
    /// The term was lengthened.
    Extended,
    /// The client agreed to a later end.
    ExtendedByConsent,
    /// The judgement was given.
    Judged,
    /// A dispute was submitted.
    DisputeSubmitted,
    /// The dispute body ruled.
    Ruled,
    /// Withdrawn.
    Withdrawn,
    /// Settled.
    Settled,
    /// The file was closed.
    Closed,
}

/// A complaint that exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The day on which it began: of the first thing that was said.
    pub began: NaiveDate,
    /// The dissatisfaction, if it was voiced first.
    pub voiced: Option<DissatisfactionVoiced>,
    /// The written complaint.
    pub filed: Option<Filed>,
    /// When the written complaint was received, as corrected.
    pub received: Option<Moment>,
    /// When it was taken up.
    pub taken_up: Option<Moment>,
    /// Whether a complaints officer is at work on it.
    pub officer: bool,
    /// The day on which notice of the extension was sent.
    pub extended: Option<NaiveDate>,
    /// The last end the client agreed to.
    pub agreed: Option<NaiveDate>,
    /// The judgement.
    pub judgement: Option<Judged>,
    /// The dispute.
    pub dispute: Option<Disputed>,
    /// How it ended, if it did.
    pub ended: Option<Ended>,
    /// Whether it was opened again since the last judgement: then there may be another one.
    pub reopened: bool,
}

/// A judgement that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// When.
    pub sent: Moment,
    /// What it says, and how it went.
    pub judgement: Judgement,
    /// When it was received, if that is known.
    pub received: Option<Moment>,
}

/// A dispute that was submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disputed {
    /// Who complains about what, where the case began with it.
    pub grievance: Option<Grievance>,
    /// When, as corrected.
    pub submitted: Moment,
    /// What was ruled.
    pub ruled: Option<RulingOutcome>,
}

/// How a complaint ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// [`Standing::Withdrawn`], [`Standing::Settled`] or [`Standing::Closed`].
    pub standing: Standing,
    /// The day.
    pub on: NaiveDate,
}

impl State {
    /// The complaint, if there is one.
    pub fn complaint(&self) -> Option<&Complaint> {
        match self {
            State::Unknown => None,
            State::Known(complaint) => Some(complaint),
        }
    }
}

impl Standing {
    /// Every standing.
    pub const ALL: &'static [Standing] = &[
        Standing::Dissatisfaction,
        Standing::Filed,
        Standing::InHandling,
        Standing::Extended,
        Standing::ExtendedByConsent,
        Standing::Judged,
        Standing::DisputeSubmitted,
        Standing::Ruled,
        Standing::Withdrawn,
        Standing::Settled,
        Standing::Closed,
    ];
}

impl Judged {
    /// When it was received; handed over is received.
    pub fn known_received(&self) -> Option<Moment> {
        self.received.or((self.judgement.means == Means::HandedOver).then_some(self.sent))
    }
}

impl Complaint {
    pub(super) fn begun(began: NaiveDate) -> Complaint {
        Complaint {
            began,
            voiced: None,
            filed: None,
            received: None,
            taken_up: None,
            officer: false,
            extended: None,
            agreed: None,
            judgement: None,
            dispute: None,
            ended: None,
            reopened: false,
        }
    }

    /// The day of the first thing that was said, dates being as they were corrected.
    pub(super) fn first_day(&self) -> NaiveDate {
        let voiced = self.voiced.as_ref().map(|voiced| voiced.provenance.happened.first_day());
        let received = self.received.map(Moment::day);
        let submitted = self.dispute.as_ref().map(|dispute| dispute.submitted.day());
        voiced.into_iter().chain(received).chain(submitted).min().unwrap_or(self.began)
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        let disputed = self.dispute.as_ref().map(|dispute| match dispute.ruled {
            Some(_) => Standing::Ruled,
            None => Standing::DisputeSubmitted,
        });
        let handled = || match (&self.filed, &self.judgement) {
            (None, _) => Standing::Dissatisfaction,
            (Some(_), Some(_)) => Standing::Judged,
            (Some(_), None) if self.agreed.is_some() => Standing::ExtendedByConsent,
            (Some(_), None) if self.extended.is_some() => Standing::Extended,
            (Some(_), None) if self.taken_up.is_some() => Standing::InHandling,
            (Some(_), None) => Standing::Filed,
        };
        self.ended.map(|ended| ended.standing).or(disputed).unwrap_or_else(handled)
    }

    /// Who complains about what, as last said: in writing, aloud, or to the dispute body.
    pub fn grievance(&self) -> Option<&Grievance> {
        let filed = self.filed.as_ref().map(|filed| &filed.what.grievance);
        let voiced = || self.voiced.as_ref().map(|voiced| &voiced.what.grievance);
        let disputed = || self.dispute.as_ref().and_then(|dispute| dispute.grievance.as_ref());
        filed.or_else(voiced).or_else(disputed)
    }

    /// The acts under which the care was given that it is about.
    pub fn regimes(&self) -> &[Regime] {
        self.grievance().map_or(&[], |grievance| &grievance.regimes)
    }

    /// What it is about.
    pub fn kinds(&self) -> &[Kind] {
        self.grievance().map_or(&[], |grievance| &grievance.kinds)
    }

    /// When it was said aloud before it was written.
    pub fn oral_at(&self) -> Option<Moment> {
        let said = self.filed.as_ref().and_then(|filed| filed.what.oral_at);
        let voiced = self.voiced.as_ref().map(|voiced| &voiced.provenance);
        said.or(voiced.map(|provenance| {
            let whole = Moment::On(provenance.happened.first_day());
            crate::domain::told::moment(provenance.happened).unwrap_or(whole)
        }))
    }
}
