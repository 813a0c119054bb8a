//! A case as it is told: how it begins, what follows on which day, which letters go out. Pure data; the forms have the keys of
//! the requests in the contract. Knows no connection; `@name` stands for the id of what was recorded under that name.

use serde_json::{Value as Json, json};

/// When nothing else is said: the minute of the working day.
const NOON: u32 = 300;

/// Where a case is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Register {
    /// Complaints.
    Complaint,
    /// Breaches.
    Breach,
    /// Incidents.
    Incident,
    /// Measures.
    Measure,
    /// A dossier: what an incident or a worry leaves there.
    Dossier,
}

/// What a step asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Begins a case: a written complaint, a report, a plan, a dossier.
    Begin,
    /// Begins a complaint: dissatisfaction was voiced.
    Voice,
    /// Begins a complaint: a dispute was submitted without a step at the practice.
    Dispute,
    /// What follows in the case.
    Follow,
    /// Drafts a letter.
    Draft,
    /// Records that the letter drafted last was sent.
    Send,
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// The day of the year.
    pub day: u16,
    /// The minute of the working day.
    pub minute: u32,
    /// What is asked for.
    pub verb: Verb,
    /// The request, without what every request has.
    pub form: Json,
}

/// A case and its steps, in order.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it is kept.
    pub register: Register,
    /// What others call it.
    pub name: &'static str,
    /// The steps, the first of which begins it.
    pub steps: Vec<Step>,
}

impl Case {
    /// A case that begins on a day.
    pub fn begun(register: Register, name: &'static str, day: u16, form: Json) -> Case {
        Case::begun_by(register, name, (day, Verb::Begin), form)
    }

    /// A case that begins in another way.
    pub fn begun_by(
        register: Register,
        name: &'static str,
        (day, verb): (u16, Verb),
        form: Json,
    ) -> Case {
        Case { register, name, steps: vec![Step { day, minute: NOON, verb, form }] }
    }

    /// What follows on a day.
    pub fn then(self, day: u16, form: Json) -> Case {
        self.then_at(day, NOON, form)
    }

    /// What follows at a minute of a day.
    pub fn then_at(self, day: u16, minute: u32, form: Json) -> Case {
        self.with(Step { day, minute, verb: Verb::Follow, form })
    }

    /// A letter that is drafted and posted on a day.
    pub fn letter(self, day: u16, kind: &str, to: &str, values: &[(&str, &str)]) -> Case {
        let values: Vec<Json> =
            values.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
        let draft = json!({ "kind": kind, "language": "nl", "values": values });
        let draft = Step { day, minute: NOON, verb: Verb::Draft, form: draft };
        let sent = json!({ "letter_id": letter_of(self.name), "to": to, "means": "post" });
        let sent = Step { day, minute: NOON, verb: Verb::Send, form: sent };
        self.with(draft).with(sent)
    }

    fn with(mut self, step: Step) -> Case {
        self.steps.push(step);
        self
    }
}

/// The name of a case's letter that was drafted last.
pub fn letter_of(name: &str) -> String {
    format!("@{name}/letter")
}

/// The name of the entry that was recorded last in a dossier.
pub fn entry_of(name: &str) -> String {
    format!("@{name}/entry")
}
