//! The steps of an incident as verbs: each fills one part of the same request; what a flag does not say, a form does.

use std::io::Write;

use clap::Args;
use serde_json::{Value as Json, json};

use crate::cli::failure::Failure;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// What every step is told.
#[derive(Debug, Args)]
pub struct Told {
    /// The incident's id.
    incident: String,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Told {
    /// Records the step of this name; `said` is what flags say of it.
    async fn record(
        &self,
        out: &mut impl Write,
        step: &str,
        said: &[(&str, Option<Json>)],
    ) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("incident_id", self.incident.clone());
        form.set_missing(step, json!({})); // An editor is asked for this step and no other.
        for (field, value) in said {
            form.set_some(&format!("{step}.{field}"), value.clone());
        }
        self.source.fill(&mut form, "provenance");
        let given = said.iter().any(|(_, value)| value.is_some());
        self.recording
            .record(out, form, given, async |connection, request: pb::RecordIncidentStepRequest| {
                connection.incident().record_incident_step(request).await
            })
            .await
    }
}

/// Verbs by the step they record: `field = "path"` is a flag that fills that part of it.
macro_rules! verbs {
    ($($(#[$about:meta])* $name:ident = $step:literal {
        $($(#[$help:meta])* $flag:ident: $path:literal,)*
    })*) => {$(
        $(#[$about])*
        #[derive(Debug, Args)]
        pub struct $name {
            $($(#[$help])* #[arg(long, value_name = "VALUE")] $flag: Option<String>,)*
            #[command(flatten)]
            step: Told,
        }

        impl $name {
            /// Records it.
            pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
                let said = [$(($path, self.$flag.clone().map(Json::from))),*];
                self.step.record(out, $step, &said).await
            }
        }
    )*};
}

verbs! {
    /// `griffie incident assess`
    Assess = "assess" {
        /// Who assessed it.
        by: "assessed_by",
        /// What came of it.
        findings: "findings",
        /// Whether effects are noticeable to the client, as it looks now: yes, perhaps, no.
        noticeable: "noticeable",
    }
    /// `griffie incident notify`
    Notify = "notify" {
        /// To whom: inspectorate, `municipal_supervisor`.
        authority: "authority",
        /// Of which municipality, for its supervisor.
        municipality: "municipality",
        /// By what means: `in_person`, telephone, email, `digital_message`, post, website.
        means: "means",
        /// The authority's number for it, if it came at once.
        reference: "reference",
        /// When it was received, where that is known.
        received: "received",
    }
    /// `griffie incident reply`
    Reply = "record_reply" {
        /// What: received, `date_set`, `extension_granted`, `extension_refused`, `more_asked`, `report_accepted`, `no_report_needed`.
        what: "reply",
        /// The date for the report, 2026-03-05, where it sets one.
        due: "due",
        /// Its number for the case.
        reference: "reference",
    }
    /// `griffie incident ask-extension`
    AskExtension = "ask_extension" {
        /// Until when, 2026-03-05.
        until: "until",
        /// Why.
        reasons: "reasons",
    }
    /// `griffie incident send-report`
    SendReport = "send_report" {
        /// By what means: `in_person`, telephone, email, `digital_message`, post, website.
        means: "means",
        /// When it was received, where that is known.
        received: "received",
        /// What it concludes.
        conclusions: "conclusions",
    }
    /// `griffie incident link-note`
    LinkNote = "link_note" {
        /// The client's dossier.
        dossier: "dossier_id",
        /// The entry with the note.
        entry: "entry_id",
    }
    /// `griffie incident close`
    Close = "close" {
        /// How it ended.
        conclusion: "conclusion",
    }
    /// `griffie incident reopen`
    Reopen = "reopen" {
        /// Why.
        reason: "reason",
    }
}

/// `griffie incident classify`
#[derive(Debug, Args)]
pub struct Classify {
    /// What it is: incident, calamity, violence, dismissal, `in_doubt`, `still_in_doubt`.
    #[arg(long, value_name = "WORD")]
    class: Option<String>,
    /// Who decided so.
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    grounds: Option<String>,
    /// The provider is an institution; asked for a dismissal.
    #[arg(long)]
    institution: bool,
    /// The municipality, for care under the Wmo.
    #[arg(long, value_name = "NAME")]
    municipality: Option<String>,
    /// The municipality's own number of working days.
    #[arg(long, value_name = "NUMBER", requires = "municipality")]
    days: Option<i32>,
    /// The municipality counts from the event.
    #[arg(long, requires = "municipality")]
    counts_from_event: bool,
    #[command(flatten)]
    step: Told,
}

/// `griffie incident tell-client`
#[derive(Debug, Args)]
pub struct TellClient {
    /// Who was told: client, representative, `next_of_kin`. Names belong in a form.
    #[arg(long, value_name = "WORD")]
    told: Option<String>,
    /// The nature of the incident, as it was told.
    #[arg(long, value_name = "TEXT")]
    nature: Option<String>,
    /// Its cause, as it was told.
    #[arg(long, value_name = "TEXT")]
    cause: Option<String>,
    /// Ways to undo or limit the effects, as they were told.
    #[arg(long, value_name = "TEXT")]
    limiting: Option<String>,
    #[command(flatten)]
    step: Told,
}

/// `griffie incident evaluate`
#[derive(Debug, Args)]
pub struct Evaluate {
    /// Who evaluated it; repeat it for more.
    #[arg(long, value_name = "NAME")]
    by: Vec<String>,
    /// By which method.
    #[arg(long, value_name = "TEXT")]
    method: Option<String>,
    /// What came of it.
    #[arg(long, value_name = "TEXT")]
    findings: Option<String>,
    /// A cause that was found; repeat it for more.
    #[arg(long, value_name = "TEXT")]
    cause: Vec<String>,
    #[command(flatten)]
    step: Told,
}

/// `griffie incident measures`
#[derive(Debug, Args)]
pub struct Measures {
    /// A measure's id; repeat it for more.
    #[arg(long, value_name = "ID")]
    measure: Vec<String>,
    #[command(flatten)]
    step: Told,
}

/// Some text, as a form holds it.
fn text(said: Option<&String>) -> Option<Json> {
    said.map(|text| json!(text))
}

/// Texts, if there are any.
fn texts(said: &[String]) -> Option<Json> {
    (!said.is_empty()).then(|| json!(said))
}

impl Classify {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let said = [
            ("class", text(self.class.as_ref())),
            ("decided_by", text(self.by.as_ref())),
            ("grounds", text(self.grounds.as_ref())),
            ("institution", self.institution.then_some(json!(true))),
            ("municipal.municipality", text(self.municipality.as_ref())),
            ("municipal.days", self.days.map(Json::from)),
            ("municipal.counts_from_event", self.counts_from_event.then_some(json!(true))),
        ];
        self.step.record(out, "classify", &said).await
    }
}

impl TellClient {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let said = [
            ("told", self.told.as_ref().map(|word| json!([{ "told_as": word }]))),
            ("nature", text(self.nature.as_ref())),
            ("cause", text(self.cause.as_ref())),
            ("limiting", text(self.limiting.as_ref())),
        ];
        self.step.record(out, "tell_client", &said).await
    }
}

impl Evaluate {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let said = [
            ("evaluated_by", texts(&self.by)),
            ("method", text(self.method.as_ref())),
            ("findings", text(self.findings.as_ref())),
            ("causes", texts(&self.cause)),
        ];
        self.step.record(out, "evaluate", &said).await
    }
}

impl Measures {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        self.step.record(out, "list_measures", &[("measure_ids", texts(&self.measure))]).await
    }
}
