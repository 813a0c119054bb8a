//! The cases as the days pass: every step of a day becomes a request over the line, in the role of the register's officer. The
//! forms go the way that the command line's own forms go.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::super::super::failure::{Exit, Failure};
use super::super::super::input::Form;
use super::super::calendar::Calendar;
use super::super::desk::{Desk, request_id};
use super::case::{Case, Register, Step, Verb};
use crate::grpc::pb;

/// Sends the request that a form is, under the same request id until it is answered; gives the id of what was made.
macro_rules! send {
    ($desk:ident, $form:ident, $service:ident.$call:ident, $request:ident $(=> $id:ident)?) => {{
        let request: pb::$request = $form.read()?;
        let answer = $desk.line.send(0, |connection| {
            let (mut service, request) = (connection.$service(), request.clone());
            async move { service.$call(request).await }
        });
        made!(answer.await? $(, $id)?)
    }};
}

/// The id in an answer, if the call makes something.
macro_rules! made {
    ($answer:expr) => {{
        let _ = $answer;
        None
    }};
    ($answer:expr, $id:ident) => {
        Some($answer.$id)
    };
}

/// The cases of the year, and what is known of them by now.
pub struct Registers {
    cases: Vec<Case>,
    known: BTreeMap<String, String>,
}

impl Registers {
    /// All cases, before the year begins.
    pub fn new(calendar: Calendar) -> Registers {
        Registers { cases: super::cases(calendar), known: BTreeMap::new() }
    }

    /// How many steps there are.
    pub fn steps(&self) -> u64 {
        self.cases.iter().map(|case| case.steps.len() as u64).sum()
    }

    /// How many cases a register has at the end.
    pub fn cases(&self, register: Register) -> u64 {
        self.cases.iter().filter(|case| case.register == register).count() as u64
    }

    /// How many letters went out.
    pub fn letters(&self) -> u64 {
        let steps = self.cases.iter().flat_map(|case| &case.steps);
        steps.filter(|step| step.verb == Verb::Send).count() as u64
    }

    /// Records what happens on a day; says how many steps that was.
    pub async fn day(&mut self, desk: &Desk, day: u16) -> Result<u64, Failure> {
        let mut recorded = 0;
        for case in &self.cases {
            for step in case.steps.iter().filter(|step| step.day == day) {
                let made = self.record(desk, case, step).await.map_err(|failure| {
                    let message = format!("case \"{}\": {}", case.name, failure.message());
                    Failure::new(failure.exit(), message)
                })?;
                if let Some((name, id)) = made {
                    self.known.insert(name, id);
                }
                recorded += 1;
            }
        }
        Ok(recorded)
    }

    /// Records one step; gives the name and the id of what came of it.
    async fn record(
        &self,
        desk: &Desk,
        case: &Case,
        step: &Step,
    ) -> Result<Option<(String, String)>, Failure> {
        let form = self.form(desk, case, step)?;
        // The calls together are a large state machine; the year's own stays small.
        let id = Box::pin(submit(desk, case.register, step.verb, &form)).await?;
        let name = match (step.verb, case.register) {
            (Verb::Begin | Verb::Voice | Verb::Dispute, _) => format!("@{}", case.name),
            (Verb::Draft, _) => super::case::letter_of(case.name),
            (Verb::Follow, Register::Dossier) => super::case::entry_of(case.name),
            (Verb::Follow | Verb::Send, _) => return Ok(None),
        };
        Ok(id.map(|id| (name, id)))
    }

    /// The whole request: what the step says, who says so and when, and of which case.
    fn form(&self, desk: &Desk, case: &Case, step: &Step) -> Result<Form, Failure> {
        let mut form = Form::default();
        for (key, value) in step.form.as_object().into_iter().flatten() {
            form.set(key, self.resolved(value)?);
        }
        form.set("request_id", request_id());
        let (purpose, role) = role_and_purpose(case.register);
        for (key, word) in [
            ("purpose", purpose),
            ("ground", "legal_duty"),
            ("on_behalf_of", "practice"),
            ("role", role),
        ] {
            form.set(&format!("access_context.{key}"), word);
        }
        let begins = matches!(step.verb, Verb::Begin | Verb::Voice | Verb::Dispute);
        if !begins {
            let id = self.id(&format!("@{}", case.name))?;
            form.set(case_id(case.register), id);
        }
        if step.verb == Verb::Send {
            form.set("sent_on", desk.calendar.text(step.day.into()));
        }
        let provenance = match (case.register, step.verb) {
            (Register::Dossier, Verb::Follow) => "entry.provenance",
            _ => "provenance",
        };
        let at = desk.calendar.at(step.day, step.minute).to_rfc3339();
        let told = begins && case.register == Register::Complaint;
        for (key, value) in [
            ("happened", at.as_str()),
            ("learned", at.as_str()),
            ("author.actor_id", desk.author.actor_id.as_str()),
            ("author.name", desk.author.name.as_str()),
            ("informant.kind", if told { "client" } else { "own_finding" }),
        ] {
            form.set(&format!("{provenance}.{key}"), value);
        }
        Ok(form)
    }

    fn id(&self, name: &str) -> Result<String, Failure> {
        let missing = || Failure::new(Exit::Failed, format!("{name} is not recorded yet"));
        self.known.get(name).cloned().ok_or_else(missing)
    }

    /// The value with ids in the place of names.
    fn resolved(&self, value: &Json) -> Result<Json, Failure> {
        Ok(match value {
            Json::String(text) if text.starts_with('@') => Json::String(self.id(text)?),
            Json::Array(items) => {
                let items = items.iter().map(|item| self.resolved(item));
                Json::Array(items.collect::<Result<_, _>>()?)
            }
            Json::Object(fields) => {
                let fields = fields.iter().map(|(key, it)| Ok((key.clone(), self.resolved(it)?)));
                Json::Object(fields.collect::<Result<_, Failure>>()?)
            }
            other => other.clone(),
        })
    }
}

/// Why the officer of a register calls, and in which role: in a practice of one, all of them are the owner.
fn role_and_purpose(register: Register) -> (&'static str, &'static str) {
    match register {
        Register::Complaint => ("complaint", "complaints_officer"),
        Register::Breach => ("breach", "privacy_officer"),
        Register::Incident => ("incident", "incident_officer"),
        Register::Measure => ("quality_review", "owner"),
        Register::Dossier => ("care", "owner"),
    }
}

fn case_id(register: Register) -> &'static str {
    match register {
        Register::Complaint => "complaint_id",
        Register::Breach => "breach_id",
        Register::Incident => "incident_id",
        Register::Measure => "measure_id",
        Register::Dossier => "dossier_id",
    }
}

/// Makes the call that a step of a register is.
#[rustfmt::skip]
async fn submit(
    desk: &Desk,
    register: Register,
    verb: Verb,
    form: &Form,
) -> Result<Option<String>, Failure> {
    Ok(match (register, verb) {
        (Register::Complaint, Verb::Begin) => send!(desk, form, complaint.file_complaint, FileComplaintRequest => complaint_id),
        (Register::Complaint, Verb::Voice) => send!(desk, form, complaint.voice_dissatisfaction, VoiceDissatisfactionRequest => complaint_id),
        (Register::Complaint, Verb::Dispute) => send!(desk, form, complaint.submit_dispute, SubmitDisputeRequest => complaint_id),
        (Register::Complaint, Verb::Follow) => send!(desk, form, complaint.record_complaint_step, RecordComplaintStepRequest),
        (Register::Complaint, Verb::Draft) => send!(desk, form, complaint_letter.draft_complaint_letter, DraftComplaintLetterRequest => letter_id),
        (Register::Complaint, Verb::Send) => send!(desk, form, complaint_letter.record_complaint_letter_sent, RecordComplaintLetterSentRequest),
        (Register::Breach, Verb::Begin) => send!(desk, form, breach.report_breach, ReportBreachRequest => breach_id),
        (Register::Breach, Verb::Follow) => send!(desk, form, breach.record_breach_step, RecordBreachStepRequest),
        (Register::Breach, Verb::Draft) => send!(desk, form, breach_letter.draft_breach_letter, DraftBreachLetterRequest => letter_id),
        (Register::Breach, Verb::Send) => send!(desk, form, breach_letter.record_breach_letter_sent, RecordBreachLetterSentRequest),
        (Register::Incident, Verb::Begin) => send!(desk, form, incident.report_incident, ReportIncidentRequest => incident_id),
        (Register::Incident, Verb::Follow) => send!(desk, form, incident.record_incident_step, RecordIncidentStepRequest),
        (Register::Incident, Verb::Draft) => send!(desk, form, incident_letter.draft_incident_letter, DraftIncidentLetterRequest => letter_id),
        (Register::Incident, Verb::Send) => send!(desk, form, incident_letter.record_incident_letter_sent, RecordIncidentLetterSentRequest),
        (Register::Measure, Verb::Begin) => send!(desk, form, measure.open_measure, OpenMeasureRequest => measure_id),
        (Register::Measure, Verb::Follow) => send!(desk, form, measure.record_measure_step, RecordMeasureStepRequest),
        (Register::Dossier, Verb::Begin) => send!(desk, form, dossier.open_dossier, OpenDossierRequest => dossier_id),
        (Register::Dossier, Verb::Follow) => send!(desk, form, dossier.record_entry, RecordEntryRequest => entry_id),
        (_, Verb::Voice | Verb::Dispute | Verb::Draft | Verb::Send) => {
            return Err(Failure::new(Exit::Failed, "no such step in this register"));
        }
    })
}
