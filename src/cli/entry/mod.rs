//! `griffie entry …`: recording, correcting, withdrawing, listing and searching the entries of a dossier.

mod correct;
mod list;

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::grpc::pb;

use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::provenance::Source;
use super::input::verb::{AsOf, Errand, Recording};

/// `griffie entry …`
#[derive(Debug, Subcommand)]
pub enum Entry {
    /// Record an entry; or up to 500 at once, all or none, if the form has `entries` instead of `entry`.
    Record(Record),
    /// Correct an entry: how it reads from now on, and why. What is not given stays as it reads.
    Correct(correct::Correct),
    /// Withdraw an entry as recorded in error.
    Withdraw(Withdraw),
    /// List the entries of a dossier in the order in which they were first recorded.
    List(list::List),
    /// Search entries for words.
    Search(list::Search),
    /// Show one entry.
    Show(Show),
}

/// `griffie entry record`
#[derive(Debug, Args)]
pub struct Record {
    #[command(flatten)]
    recording: Recording,
    /// The dossier's id; a form may name it too.
    dossier: Option<String>,
    #[command(flatten)]
    words: Words,
    #[command(flatten)]
    source: Source,
}

/// An entry as running text; the fields of each kind stand in a form.
#[derive(Debug, Args)]
#[command(next_help_heading = "The entry (rather in a form: see --from)")]
pub struct Words {
    /// The kind, like `consult_report`; a wrong one is answered with all that are.
    #[arg(long, value_name = "WORD")]
    pub kind: Option<String>,
    /// The text.
    #[arg(long, value_name = "TEXT")]
    pub text: Option<String>,
    /// A file with a FHIR R4 resource, kept byte for byte.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub fhir: Option<std::path::PathBuf>,
}

/// `griffie entry withdraw`
#[derive(Debug, Args)]
pub struct Withdraw {
    /// The dossier's id.
    dossier: String,
    /// The entry's id.
    entry: String,
    /// Why: `wrong_client`, `recorded_twice`, other.
    #[arg(long, value_name = "WORD")]
    reason: Option<String>,
    /// In words.
    #[arg(long, value_name = "TEXT")]
    explanation: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie entry show`
#[derive(Debug, Args)]
pub struct Show {
    /// The dossier's id.
    dossier: String,
    /// The entry's id.
    entry: String,
    /// Also what it said before it was corrected, for who must account for it.
    #[arg(long)]
    earlier: bool,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Entry {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Entry::Record(record) => record.run(out).await,
            Entry::Correct(correct) => correct.run(out).await,
            Entry::Withdraw(withdraw) => withdraw.run(out).await,
            Entry::List(list) => list.run(out).await,
            Entry::Search(search) => search.run(out).await,
            Entry::Show(show) => show.run(out).await,
        }
    }
}

impl Words {
    /// Puts the content into a form.
    pub fn fill(&self, form: &mut Form, path: &str) -> Result<bool, Failure> {
        let (form_of_it, field, said) = match (&self.text, &self.fhir) {
            (Some(text), _) => ("text", "text", Some(text.clone())),
            (None, Some(file)) => {
                let unread = |error| Failure::because(&file.display().to_string(), &error);
                ("fhir", "resource", Some(std::fs::read_to_string(file).map_err(unread)?))
            }
            (None, None) => ("text", "text", None),
        };
        let Some(said) = said else {
            if self.kind.is_some() && form.has(&format!("{path}.text")) {
                form.set_some(&format!("{path}.text.kind"), self.kind.clone());
            }
            return Ok(false);
        };
        // A text takes the place of whatever form the content had; its kind stays.
        let known =
            ["text", "fhir"].iter().find_map(|it| form.get(&format!("{path}.{it}.kind")).cloned());
        form.set(path, json!({ form_of_it: { field: said } }));
        form.set_some(&format!("{path}.{form_of_it}.kind"), known);
        form.set_some(&format!("{path}.{form_of_it}.kind"), self.kind.clone());
        Ok(true)
    }
}

impl Record {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set_some("dossier_id", self.dossier.clone());
        if form.has("entries") {
            if self.words.kind.is_some() || self.words.text.is_some() || self.source.is_given() {
                let message = "a form with `entries` says all of each entry; flags cannot";
                return Err(Failure::new(Exit::Usage, message));
            }
            return self.record_many(out, form).await;
        }
        let given = self.words.fill(&mut form, "entry.content")?;
        self.source.fill(&mut form, "entry.provenance");
        self.recording
            .record(out, form, given, async |connection, request: pb::RecordEntryRequest| {
                connection.dossier().record_entry(request).await
            })
            .await
    }

    async fn record_many(&self, out: &mut impl Write, form: Form) -> Result<(), Failure> {
        self.recording
            .record(out, form, true, async |connection, request: pb::RecordEntriesRequest| {
                connection.dossier().record_entries(request).await
            })
            .await
    }
}

impl Withdraw {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set("entry_id", self.entry.clone());
        form.set_some("withdrawal.reason", self.reason.clone());
        form.set_some("withdrawal.explanation", self.explanation.clone());
        self.source.fill(&mut form, "withdrawal.provenance");
        let given = self.reason.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::WithdrawEntryRequest| {
                connection.dossier().withdraw_entry(request).await
            })
            .await
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        form.set("entry_id", self.entry.clone());
        form.set("include_earlier", self.earlier);
        self.as_of.fill(&mut form)?;
        let ask = self.errand.ask(form, async |connection, request: pb::GetEntryRequest| {
            Ok(connection.dossier().get_entry(request).await?.into_inner().entry)
        });
        self.errand.show(out, &ask.await?.unwrap_or_default())
    }
}
