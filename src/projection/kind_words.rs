//! By which words and under which day the cases of each register are counted: one function a register, each of which names words of
//! closed lists only.

use chrono::NaiveDate;

use crate::domain::breach::assessment::Risk;
use crate::domain::complaint::{Grievance, Kind, WhichDate};
use crate::domain::incident::{IncidentClass, IncidentDate};
use crate::domain::{Event, breach, complaint, incident, measure, request};

/// What a fact says about how its case is counted; nothing leaves everything as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// A day on which something began the case, as it is known now.
    pub began: Option<(Beginning, NaiveDate)>,
    /// The words from now on.
    pub kinds: Option<Vec<&'static str>>,
    /// Whether it turned out to be none of its register, and is counted as that.
    pub dismissed: Option<bool>,
}

/// With what a case can begin. One that has more than one of them began with the earliest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beginning {
    /// The first thing that was said, reported or decided upon.
    First,
    /// The written complaint.
    Filing,
    /// The dispute.
    Dispute,
}

/// The word under which a case is counted that turned out to be none.
pub const DISMISSED: &str = "dismissed";

/// What any fact says about it.
pub fn told(event: &Event) -> Told {
    match event {
        Event::Complaint(fact) => complaint(fact),
        Event::Breach(fact) => breach(fact),
        Event::Incident(fact) => incident(fact),
        Event::Measure(fact) => measure(fact),
        Event::Request(fact) => request(fact),
        _ => Told::default(),
    }
}

/// A case that begins, and its words.
fn begins(beginning: Beginning, day: NaiveDate, kinds: Option<Vec<&'static str>>) -> Told {
    Told { began: Some((beginning, day)), kinds, dismissed: None }
}

fn kinds(word: &'static str) -> Told {
    Told { kinds: Some(vec![word]), ..Told::default() }
}

/// A complaint is counted by the kinds of the professional body, as last said, from the day of the first thing that was said:
/// aloud, in writing or to the dispute body.
fn complaint(fact: &complaint::Event) -> Told {
    use complaint::Event::{DateCorrected, DisputeSubmitted, DissatisfactionVoiced, Filed};
    match fact {
        DissatisfactionVoiced(fact) => {
            let day = fact.provenance.happened.first_day();
            begins(Beginning::First, day, Some(about(&fact.what.grievance)))
        }
        Filed(fact) => {
            let day = fact.provenance.happened.last_day();
            begins(Beginning::Filing, day, Some(about(&fact.what.grievance)))
        }
        // Of a complaint that was there already it says nothing new about what it is of.
        DisputeSubmitted(fact) => {
            let day = fact.provenance.happened.last_day();
            begins(Beginning::Dispute, day, fact.what.grievance.as_ref().map(about))
        }
        DateCorrected(fact) => {
            let beginning = match fact.what.which {
                WhichDate::Receipt => Beginning::Filing,
                WhichDate::Submission => Beginning::Dispute,
            };
            begins(beginning, fact.what.to.day(), None)
        }
        _ => Told::default(),
    }
}

fn about(grievance: &Grievance) -> Vec<&'static str> {
    if grievance.kinds.is_empty() {
        return vec!["not_stated"];
    }
    grievance.kinds.iter().map(|kind| complaint_word(*kind)).collect()
}

fn complaint_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Financial => "financial",
        Kind::Privacy => "privacy",
        Kind::Communication => "communication",
        Kind::Advice => "advice",
        Kind::Reporting => "reporting",
        Kind::HealthDamage => "health_damage",
        Kind::CodeOther => "code_other",
        Kind::Representation => "representation",
    }
}

/// A breach is counted by its risk as last assessed, from the day on which it was reported to the practice.
fn breach(fact: &breach::Event) -> Told {
    match fact {
        breach::Event::Reported(fact) => {
            let day = fact.provenance.happened.first_day();
            begins(Beginning::First, day, Some(vec!["not_assessed"]))
        }
        breach::Event::ReportCorrected(fact) => {
            begins(Beginning::First, fact.provenance.happened.first_day(), None)
        }
        breach::Event::Assessed(fact) => kinds(match fact.assessment.risk {
            Risk::None => "risk_unlikely",
            Risk::Risk => "risk",
            Risk::High => "high_risk",
        }),
        breach::Event::Dismissed(_) => Told { dismissed: Some(true), ..Told::default() },
        breach::Event::Reopened(_) => Told { dismissed: Some(false), ..Told::default() },
        _ => Told::default(),
    }
}

/// An incident is counted by what it was last classified as, from the day on which its report was received.
fn incident(fact: &incident::Event) -> Told {
    match fact {
        incident::Event::Reported(fact) => {
            let day = fact.provenance.happened.first_day();
            begins(Beginning::First, day, Some(vec!["not_classified"]))
        }
        incident::Event::Corrected(fact) if fact.correction.date == IncidentDate::Received => {
            begins(Beginning::First, fact.correction.right.day(), None)
        }
        incident::Event::Classified(fact) => kinds(match fact.classification.class {
            IncidentClass::Incident => "incident",
            IncidentClass::Calamity => "calamity",
            IncidentClass::Violence => "violence",
            IncidentClass::Dismissal => "dismissal",
            IncidentClass::InDoubt => "in_doubt",
            IncidentClass::StillInDoubt => "still_in_doubt",
        }),
        _ => Told::default(),
    }
}

/// A measure is counted by what gave rise to it, from the day on which it was decided upon.
fn measure(fact: &measure::Event) -> Told {
    match fact {
        measure::Event::Opened(opened) => {
            let day = opened.provenance.happened.first_day();
            begins(Beginning::First, day, Some(vec![opened.source.as_str()]))
        }
        _ => Told::default(),
    }
}

/// A request is counted by what it asks, from the day on which it was received.
fn request(fact: &request::Event) -> Told {
    match fact {
        request::Event::Received(fact) => {
            let day = fact.provenance.happened.last_day();
            let mut asked: Vec<_> = fact.what.items.iter().map(|it| it.right.as_str()).collect();
            asked.sort_unstable();
            asked.dedup();
            begins(Beginning::First, day, Some(asked))
        }
        request::Event::ReceiptCorrected(fact) => {
            begins(Beginning::First, fact.what.to.day(), None)
        }
        _ => Told::default(),
    }
}
