//! `griffie letter draft`: fills a template and keeps the page, or only shows it.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Value as Json, json};

use crate::cli::attachment::new_file;
use crate::cli::failure::{Exit, Failure};
use crate::cli::input::Form;
use crate::cli::input::provenance::{Source, today};
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

use super::{Case, Register, by_register};

/// `griffie letter draft`
#[derive(Debug, Args)]
pub struct Draft {
    #[command(flatten)]
    case: Case,
    #[command(flatten)]
    letter: Letter,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// What is drafted.
#[derive(Debug, Args)]
#[command(next_help_heading = "The letter")]
struct Letter {
    /// What it is for: of a complaint receipt, extension, `further_extension` or judgement; of a breach or an incident notice.
    #[arg(long, value_name = "WORD")]
    kind: Option<String>,
    /// Its language: nl, en. Dutch if not said.
    #[arg(long, value_name = "WORD")]
    language: Option<String>,
    /// What the case does not know, by placeholder; a day as 2026-03-05. Rather in a form: see --from.
    #[arg(long, value_name = "NAME=VALUE")]
    value: Vec<String>,
    /// Write the page into this file, which must not be there yet.
    #[arg(long, value_name = "FILE.html")]
    to: Option<PathBuf>,
}

impl Letter {
    /// Fills the form; says whether enough was given to need no editor.
    fn fill(&self, form: &mut Form, register: Register) -> Result<bool, Failure> {
        let (prefix, only) = match register {
            Register::Complaint => ("complaint_", None),
            Register::Breach => ("breach_", Some("notice")),
            Register::Incident => ("incident_", Some("notice")),
        };
        let kind = |word: &str| match word.strip_prefix(prefix) {
            Some(_) => word.to_owned(),
            None => format!("{prefix}{word}"),
        };
        form.set_some("kind", self.kind.as_deref().map(kind));
        if let Some(only) = only {
            form.set_missing("kind", kind(only));
        }
        form.set_some("language", self.language.clone());
        form.set_missing("language", "nl");
        if self.value.is_empty() {
            return Ok(self.kind.is_some());
        }
        let mut values = match form.get("values") {
            Some(Json::Array(values)) => values.clone(),
            _ => Vec::new(),
        };
        for value in &self.value {
            let unnamed = || Failure::new(Exit::Usage, "--value is a name, `=` and a value");
            let (name, value) = value.split_once('=').ok_or_else(unnamed)?;
            values.push(json!({ "name": name, "value": value }));
        }
        form.set("values", values);
        Ok(true)
    }
}

impl Draft {
    /// Drafts it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let register = self.case.fill(&mut form);
        let given = self.letter.fill(&mut form, register)?;
        self.source.fill(&mut form, "provenance");
        form.set_missing("provenance.happened", today());
        form.set_missing("provenance.informant.kind", "own_finding");
        let mut page = String::new();
        macro_rules! draft {
            ($client:ident, $method:ident, $request:ident) => {
                self.recording
                    .record(out, form, given, async |connection, request: pb::$request| {
                        let mut answer = connection.$client().$method(request).await?;
                        if self.letter.to.is_some() {
                            page = std::mem::take(&mut answer.get_mut().html);
                        }
                        Ok(answer)
                    })
                    .await?
            };
        }
        by_register!(register, draft:
            Complaint, complaint_letter, draft_complaint_letter, DraftComplaintLetterRequest;
            Breach, breach_letter, draft_breach_letter, DraftBreachLetterRequest;
            Incident, incident_letter, draft_incident_letter, DraftIncidentLetterRequest;
        );
        if let Some(to) = &self.letter.to {
            new_file(to)?.write_all(page.as_bytes())?;
        }
        Ok(())
    }
}
