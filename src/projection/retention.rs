//! Until when each dossier and each file of a case is kept (bewaartermijnen; rule book §§7, 13): folded from their records, in memory
//! only. Days and classes, no names. Destroys nothing.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate};

use crate::chain::StreamId;
use crate::domain::dossier::Regime;
use crate::domain::dossier::event::Event as DossierFact;
use crate::domain::provenance::local_day;
use crate::domain::{Event, breach, complaint, incident, request};
use crate::law::retention::{RetentionClass, RetentionRow, retention};

use super::difference;

/// One dossier or file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its stream.
    pub stream: StreamId,
    /// Its category.
    pub class: RetentionClass,
    /// With what the kinds of its facts begin: who may see it, is told by that.
    pub prefix: &'static str,
    /// The day from which its term counts; nothing while it is open.
    pub start: Option<NaiveDate>,
    /// The practice's own number, where the row has a setting.
    pub count: Option<u16>,
    /// A second term beside it: the longer one wins.
    pub beside: Option<(RetentionClass, NaiveDate)>,
    /// Kept longer for good care: until when, and when that is looked at again.
    pub extended: Option<(NaiveDate, NaiveDate)>,
}

impl Kept {
    fn new(stream: StreamId, class: RetentionClass, prefix: &'static str) -> Kept {
        Kept { stream, class, prefix, start: None, count: None, beside: None, extended: None }
    }

    /// The row of its category.
    pub fn row(&self) -> Option<&'static RetentionRow> {
        retention(self.class)
    }

    /// The last day of keeping; nothing while its term does not run.
    pub fn last_day(&self) -> Option<NaiveDate> {
        let start = self.start?;
        let own = self.row()?.last_day(start, self.count)?;
        let beside = self.beside.and_then(|(class, start)| retention(class)?.last_day(start, None));
        let extended = self.extended.map(|(until, _)| until);
        [Some(own), beside, extended].into_iter().flatten().max()
    }

    /// The first day on which it may go: the day after the last.
    pub fn destroy_from(&self) -> Option<NaiveDate> {
        self.last_day()?.succ_opt()
    }

    /// Whether it may go on a day, as far as terms are concerned.
    pub fn is_due(&self, on: NaiveDate) -> bool {
        self.destroy_from().is_some_and(|from| from <= on)
    }

    fn moved(&mut self, day: NaiveDate) {
        self.start = self.start.max(Some(day));
    }
}

/// Everything that is kept.
#[derive(Debug, Default)]
pub struct Retention {
    next: u64,
    kept: BTreeMap<u64, Kept>,
    first: HashMap<StreamId, u64>,
}

/// A fact with what its record says of when it was first recorded.
#[derive(Clone, Copy, Debug)]
pub struct Recorded<'a> {
    /// Position of its record.
    pub position: u64,
    /// Its stream.
    pub stream: StreamId,
    /// When it was recorded; of what stands for a record of which a part went, when that one was. Microseconds UTC.
    pub recorded_at: i64,
    /// The fact.
    pub event: &'a Event,
}

impl Retention {
    /// Every record below this position is folded in.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Whether a record of this kind moves a term.
    pub fn concerns(kind: &str) -> bool {
        ["dossier.", "complaint.", "breach.", "incident.", "request."]
            .iter()
            .any(|prefix| kind.starts_with(prefix))
    }

    /// The first position at which one rebuilt from the records differs; nothing if they are equal.
    pub fn first_difference(&self, rebuilt: &Retention) -> Option<u64> {
        difference::of_rows(&self.kept, &rebuilt.kept)
    }

    /// Everything below this position was looked at.
    pub fn seen(&mut self, next: u64) {
        self.next = self.next.max(next);
    }

    /// Everything, in the order in which it began.
    pub fn list(&self) -> impl Iterator<Item = &Kept> {
        self.kept.values()
    }

    /// One dossier or file.
    pub fn of(&self, stream: StreamId) -> Option<&Kept> {
        self.kept.get(self.first.get(&stream)?)
    }

    /// Folds a fact in. One seen before is ignored.
    pub fn apply(&mut self, recorded: Recorded<'_>) {
        let Recorded { position, stream, recorded_at, event } = recorded;
        if position < self.next {
            return;
        }
        self.next = position + 1;
        let at = DateTime::from_timestamp_micros(recorded_at).unwrap_or_default();
        let first = *self.first.entry(stream).or_insert(position);
        let (class, prefix) = match event {
            Event::Dossier(_) => (RetentionClass::MedicalDossier, "dossier."),
            Event::Complaint(_) => (RetentionClass::ComplaintFile, "complaint."),
            Event::Breach(_) => (RetentionClass::BreachRegister, "breach."),
            Event::Incident(_) => (RetentionClass::IncidentReport, "incident."),
            Event::Request(_) => (RetentionClass::RequestFile, "request."),
            _ => return,
        };
        let kept = self.kept.entry(first).or_insert_with(|| Kept::new(stream, class, prefix));
        match event {
            Event::Dossier(fact) => dossier(kept, fact, local_day(at)),
            Event::Complaint(fact) => complaint_file(kept, fact),
            Event::Breach(fact) => breach_file(kept, fact),
            Event::Incident(fact) => incident_file(kept, fact),
            Event::Request(fact) => request_file(kept, fact),
            _ => {}
        }
    }
}

/// Decisions 1 and 11: what is substantive moves the term of a Wgbo dossier; under the other acts every change of its data does.
/// It counts from the day on which it was first recorded. A dossier without any care counts from its opening.
fn dossier(kept: &mut Kept, fact: &DossierFact, recorded_on: NaiveDate) {
    if let DossierFact::Opened(opened) = fact {
        kept.class = match opened.regime {
            Regime::Wgbo => RetentionClass::MedicalDossier,
            Regime::Wmo => RetentionClass::WmoData,
            Regime::Jeugdwet => RetentionClass::YouthDossier,
        };
    }
    if let DossierFact::RetentionExtended(fact) = fact {
        kept.extended = Some((fact.until, fact.review_on));
        return;
    }
    let of_the_rights = matches!(
        fact,
        DossierFact::Restricted(_) | DossierFact::RestrictionLifted(_) | DossierFact::Disclosed(_)
    );
    let any_change = kept.class != RetentionClass::MedicalDossier && !of_the_rights;
    let opened = matches!(fact, DossierFact::Opened(_));
    if fact.substantive() || any_change || opened {
        kept.moved(fact.provenance().originally_recorded_on.unwrap_or(recorded_on));
    }
}

fn complaint_file(kept: &mut Kept, fact: &complaint::Event) {
    use complaint::Event::{Closed, DisputeRuled, Reopened, Settled, Withdrawn};
    match fact {
        Withdrawn(fact) => kept.start = Some(fact.provenance.happened.last_day()),
        Settled(fact) => kept.start = Some(fact.provenance.happened.last_day()),
        Closed(fact) => {
            kept.start = Some(fact.provenance.happened.last_day());
            kept.count = fact.what.keep_years;
        }
        Reopened(_) => kept.start = None,
        DisputeRuled(fact) => {
            let on = fact.provenance.happened.last_day();
            kept.beside = Some((RetentionClass::DisputeFile, on));
        }
        _ => {}
    }
}

fn breach_file(kept: &mut Kept, fact: &breach::Event) {
    match fact {
        breach::Event::Closed(_) | breach::Event::Dismissed(_) => {
            kept.start = Some(fact.provenance().happened.last_day());
        }
        breach::Event::Reopened(_) => kept.start = None,
        _ => {}
    }
}

fn incident_file(kept: &mut Kept, fact: &incident::Event) {
    use incident::IncidentClass::{Calamity, Violence};
    match fact {
        incident::Event::Classified(fact) => {
            if matches!(fact.classification.class, Calamity | Violence) {
                kept.class = RetentionClass::CalamityFile;
            }
        }
        incident::Event::Closed(fact) => kept.start = Some(fact.provenance.happened.last_day()),
        incident::Event::Reopened(_) => kept.start = None,
        _ => {}
    }
}

fn request_file(kept: &mut Kept, fact: &request::Event) {
    match fact {
        request::Event::Closed(fact) => kept.start = Some(fact.provenance.happened.last_day()),
        request::Event::Withdrawn(fact) => kept.start = Some(fact.provenance.happened.last_day()),
        _ => {}
    }
}
