//! The facts of a matter as they are known by now: what was corrected stands where it truly happened, in the words of its last
//! correction, and what was recorded in error never was.

use super::moment::Lies;
use super::times::{Times, times};
use super::{Record, Time};
use crate::domain::breach::Event as Breach;
use crate::domain::complaint::{Event as Complaint, WhichDate};
use crate::domain::dossier::Event as Dossier;
use crate::domain::incident::{Event as Incident, IncidentDate};
use crate::domain::measure::WrongDay;
use crate::domain::measure::event::Event as Measure;
use crate::domain::provenance::{Happened, Moment};
use crate::domain::request::event::Event as Request;
use crate::domain::{Event, clock};

/// One record that says something of the matter itself, with what its command did to the clocks.
#[derive(Clone, Debug)]
pub(super) struct Fact<'a> {
    /// The record.
    pub record: &'a Record,
    /// The facts of clocks that were recorded with it.
    pub clocks: Vec<&'a clock::Event>,
    /// When it happened and was learned, as known by now; nothing if it does not say.
    pub times: Option<Times>,
    /// Whether it is a step of its own: in happened time what was set right or taken back is none.
    pub shown: bool,
    /// Whether it never was: it was recorded in error.
    pub in_error: bool,
    /// Among those of one time it comes where this one was recorded.
    pub number: usize,
    /// Where it was set right since.
    pub corrected_by: Vec<u64>,
}

impl Fact<'_> {
    /// Where it lies in a time. What does not say when it happened lies where it was recorded.
    pub fn lies(&self, time: Time) -> Lies {
        let place = self.record.place;
        match (time, self.times) {
            (Time::Happened, Some(times)) => Lies::happened(place.position, times.happened),
            _ => Lies::recorded(place.position, place.at),
        }
    }
}

/// The facts in the order in which they were recorded, each at the times its record tells.
pub(super) fn recorded(records: &[Record]) -> Vec<Fact<'_>> {
    let mut facts: Vec<Fact<'_>> = Vec::new();
    for record in records {
        if let Some(Event::Clock(clock)) = record.event()
            && let Some(fact) = facts.last_mut()
            && fact.record.command == record.command
        {
            fact.clocks.push(clock);
            continue;
        }
        let clocks = match record.event() {
            Some(Event::Clock(clock)) => vec![clock.as_ref()],
            _ => Vec::new(),
        };
        facts.push(Fact {
            record,
            clocks,
            times: record.event().and_then(times),
            shown: true,
            in_error: false,
            number: facts.len(),
            corrected_by: Vec::new(),
        });
    }
    facts
}

/// The same with all that is known by now, still in the order in which they were recorded.
pub(super) fn known(records: &[Record]) -> Vec<Fact<'_>> {
    let mut facts: Vec<Fact<'_>> = Vec::new();
    for mut fact in recorded(records) {
        if let Some(event) = fact.record.event() {
            settle(event, &mut fact, &mut facts);
        }
        facts.push(fact);
    }
    facts
}

/// Lets a fact that sets another right, or takes it back, do so.
fn settle(event: &Event, fact: &mut Fact<'_>, before: &mut [Fact<'_>]) {
    match event {
        Event::Dossier(said) => match said.as_ref() {
            Dossier::EntryCorrected(said) => {
                let same = |it: &Event| entry_of(it) == Some(said.entry);
                replace(fact, before, Times::from(&said.provenance), same);
            }
            Dossier::EntryWithdrawn(said) => {
                take_back(fact, before, |it| entry_of(it) == Some(said.entry));
            }
            Dossier::AttachmentWithdrawn(said) => take_back(fact, before, |it| {
                matches!(it, Event::Dossier(it) if matches!(it.as_ref(),
                    Dossier::AttachmentRecorded(it) if it.attachment.id == said.attachment))
            }),
            _ => {}
        },
        Event::Breach(said) => match said.as_ref() {
            Breach::ReportCorrected(said) => {
                replace(fact, before, Times::from(&said.provenance), |it| {
                    matches!(it, Event::Breach(it)
                        if matches!(it.as_ref(), Breach::Reported(_) | Breach::ReportCorrected(_)))
                });
            }
            Breach::AwarenessCorrected(said) => {
                replace(fact, before, Times::from(&said.awareness.provenance), |it| {
                    matches!(it, Event::Breach(it)
                        if matches!(it.as_ref(), Breach::BecameAware(_) | Breach::AwarenessCorrected(_)))
                });
            }
            _ => {}
        },
        Event::Complaint(said) => {
            let Complaint::DateCorrected(said) = said.as_ref() else { return };
            let which = said.what.which;
            set_right(fact, before, said.what.to, |it| {
                let Event::Complaint(it) = it else { return false };
                match which {
                    WhichDate::Receipt => matches!(it.as_ref(), Complaint::Filed(_)),
                    WhichDate::Submission => matches!(it.as_ref(), Complaint::DisputeSubmitted(_)),
                }
            });
        }
        Event::Incident(said) => {
            let Incident::Corrected(said) = said.as_ref() else { return };
            let date = said.correction.date;
            set_right(fact, before, said.correction.right, |it| {
                let Event::Incident(it) = it else { return false };
                match date {
                    IncidentDate::Received => matches!(it.as_ref(), Incident::Reported(_)),
                    IncidentDate::Established => matches!(it.as_ref(), Incident::Classified(_)),
                    // What the report says of these is content: the correction stands as it is.
                    IncidentDate::TookPlace | IncidentDate::Discovered => false,
                }
            });
        }
        Event::Measure(said) => {
            let Measure::Corrected(said) = said.as_ref() else { return };
            set_right(fact, before, Moment::On(said.day), |it| {
                let Event::Measure(it) = it else { return false };
                match said.which {
                    WrongDay::CarriedOut => matches!(it.as_ref(), Measure::CarriedOut(_)),
                    WrongDay::LastReview => matches!(it.as_ref(), Measure::Reviewed(_)),
                }
            });
        }
        Event::Request(said) => {
            let Request::ReceiptCorrected(said) = said.as_ref() else { return };
            set_right(
                fact,
                before,
                said.what.to,
                |it| matches!(it, Event::Request(it) if matches!(it.as_ref(), Request::Received(_))),
            );
        }
        Event::Practice(_)
        | Event::Person(_)
        | Event::Letter(_)
        | Event::Clock(_)
        | Event::Unknown { .. } => {}
    }
}

fn entry_of(event: &Event) -> Option<crate::domain::id::EntryId> {
    let Event::Dossier(fact) = event else { return None };
    match fact.as_ref() {
        Dossier::EntryRecorded(fact) => Some(fact.entry),
        Dossier::EntryCorrected(fact) => Some(fact.entry),
        _ => None,
    }
}

/// Those before it that are meant.
fn meant<'b, 'a>(
    before: &'b mut [Fact<'a>],
    same: impl Fn(&Event) -> bool,
) -> impl DoubleEndedIterator<Item = &'b mut Fact<'a>> {
    before.iter_mut().filter(move |it| it.record.event().is_some_and(&same))
}

/// The fact says anew what those before it said, and stands in their place; they happened when it says.
fn replace(
    fact: &mut Fact<'_>,
    before: &mut [Fact<'_>],
    times: Times,
    same: impl Fn(&Event) -> bool,
) {
    fact.times = Some(times);
    fact.corrected_by = vec![fact.record.place.position];
    for earlier in meant(before, same) {
        earlier.shown = false;
        earlier.times = Some(times);
        fact.number = fact.number.min(earlier.number);
    }
}

/// The fact sets the date of the newest of those right, and is no step beside it.
fn set_right(
    fact: &mut Fact<'_>,
    before: &mut [Fact<'_>],
    right: Moment,
    same: impl Fn(&Event) -> bool,
) {
    let Some(wrong) = meant(before, same).next_back() else { return };
    let happened = match right {
        Moment::At(instant) => Happened::At(instant),
        Moment::On(day) => Happened::On(day),
    };
    let learned = wrong.times.map_or(right, |times| times.learned);
    wrong.times = Some(Times { happened, learned });
    wrong.corrected_by.push(fact.record.place.position);
    fact.times = wrong.times;
    fact.shown = false;
}

/// What was recorded in error never was, and that it was taken back is no part of the matter.
fn take_back(fact: &mut Fact<'_>, before: &mut [Fact<'_>], same: impl Fn(&Event) -> bool) {
    (fact.shown, fact.in_error) = (false, true);
    for earlier in meant(before, same) {
        (earlier.shown, earlier.in_error) = (false, true);
    }
}
