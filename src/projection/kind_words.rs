//! By which words the cases of each register are counted: one function a register, each of which names words of closed lists only.

use chrono::NaiveDate;

use crate::domain::{Event, breach, complaint, incident, measure};

/// What a fact says about how its case is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// The day on which the case began; nothing leaves it to its first clock.
    pub began_on: Option<NaiveDate>,
    /// The words from now on; nothing leaves them as they were.
    pub kinds: Option<Vec<&'static str>>,
}

/// What any fact says about it.
pub fn told(event: &Event) -> Told {
    match event {
        Event::Complaint(fact) => complaint(fact),
        Event::Breach(fact) => breach(fact),
        Event::Incident(fact) => incident(fact),
        Event::Measure(fact) => measure(fact),
        _ => Told::default(),
    }
}

/// A complaint is counted by the way in which it began.
fn complaint(fact: &complaint::Event) -> Told {
    began(fact.kind(), complaint::event::KINDS)
}

/// A breach is counted by the way in which it began.
fn breach(fact: &breach::Event) -> Told {
    began(fact.kind(), breach::event::KINDS)
}

/// An incident is counted by the way in which it began.
fn incident(fact: &incident::Event) -> Told {
    began(fact.kind(), incident::event::KINDS)
}

/// A measure is counted by what gave rise to it, from the day on which it was decided upon.
fn measure(fact: &measure::Event) -> Told {
    match fact {
        measure::Event::Opened(opened) => Told {
            began_on: Some(opened.provenance.happened.first_day()),
            kinds: Some(vec![opened.source.as_str()]),
        },
        _ => Told::default(),
    }
}

/// The verb of the kind, if it is one by which cases of the register begin: the first of its list.
fn began(kind: &'static str, kinds: &[&str]) -> Told {
    let begins = kinds.first() == Some(&kind);
    let verb = kind.split(['.', '/']).nth(1).filter(|_| begins);
    Told { began_on: None, kinds: verb.map(|verb| vec![verb]) }
}
