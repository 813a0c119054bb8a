//! `griffie dossier statement|restrict|lift-restriction|disclose|disclosures`: what clients' rights leave in a dossier.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::{Errand, Recording};
use crate::grpc::pb;
use crate::private_file;

/// `griffie dossier statement`
#[derive(Debug, Args)]
pub struct Statement {
    /// The dossier's id.
    dossier: String,
    /// The entry it is beside; none for the whole dossier.
    #[arg(long, value_name = "ID")]
    entry: Option<String>,
    /// What the client states, in their own words.
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The day on which it was received.
    #[arg(long, value_name = "DATE")]
    received: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie dossier restrict`
#[derive(Debug, Args)]
pub struct Restrict {
    /// The dossier's id.
    dossier: String,
    /// Why: `accuracy_disputed`, `unlawful_but_kept`, `needed_for_claim`, `objection_pending`.
    #[arg(long, value_name = "WORD")]
    because: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie dossier lift-restriction`
#[derive(Debug, Args)]
pub struct LiftRestriction {
    /// The dossier's id.
    dossier: String,
    /// The day on which the client was told that it will be lifted.
    #[arg(long, value_name = "DATE")]
    told: Option<String>,
    /// Why it is lifted.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie dossier disclose`
#[derive(Debug, Args)]
pub struct Disclose {
    /// The dossier's id.
    dossier: String,
    /// To whom.
    #[arg(long, value_name = "NAME")]
    recipient: Option<String>,
    /// Which categories of data; may be given several times.
    #[arg(long = "category", value_name = "TEXT")]
    categories: Vec<String>,
    /// On which ground: consent, `directly_involved`, locum, `statutory_duty`, `conflict_of_duties`.
    #[arg(long, value_name = "WORD")]
    because: Option<String>,
    /// The consent, as an entry of this dossier.
    #[arg(long, value_name = "ID")]
    consent: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie dossier copy`
#[derive(Debug, Args)]
pub struct Copy {
    /// The dossier's id.
    dossier: String,
    /// The folder the files go to; it must be there. They are the client's: readable by their owner alone until handed over.
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Language of the page: dutch, english.
    #[arg(long, value_name = "WORD", default_value = "dutch")]
    language: String,
    /// A record that is not given, for the privacy of another person; may be given several times.
    #[arg(long, value_name = "POSITION")]
    withhold: Vec<u64>,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie dossier disclosures`
#[derive(Debug, Args)]
pub struct Disclosures {
    /// The dossier's id.
    dossier: String,
    #[command(flatten)]
    errand: Errand,
}

impl Statement {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("entry_id", self.entry.clone());
        form.set_some("text", self.text.clone());
        form.set_some("received_on", self.received.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.text.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::AddClientStatementRequest| {
                connection.client_rights().add_client_statement(request).await
            })
            .await
    }
}

impl Restrict {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("ground", self.because.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.because.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::RestrictDossierRequest| {
                connection.client_rights().restrict_dossier(request).await
            })
            .await
    }
}

impl LiftRestriction {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("told_on", self.told.clone());
        form.set_some("reason", self.reason.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.told.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::LiftRestrictionRequest| {
                connection.client_rights().lift_restriction(request).await
            })
            .await
    }
}

impl Disclose {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("recipient", self.recipient.clone());
        if !self.categories.is_empty() {
            form.set("categories", self.categories.clone());
        }
        form.set_some("ground", self.because.clone());
        form.set_some("consent_id", self.consent.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.recipient.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::RecordDisclosureRequest| {
                connection.client_rights().record_disclosure(request).await
            })
            .await
    }
}

impl Copy {
    /// Makes it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        form.set("language", self.language.clone());
        if !self.withhold.is_empty() {
            let withheld =
                |position: &u64| json!({ "position": position, "ground": "privacy_of_another" });
            form.set("withheld", self.withhold.iter().map(withheld).collect::<Vec<_>>());
        }
        let ask = self.errand.ask(form, async |connection, request: pb::MakeCopyRequest| {
            let mut pieces = connection.client_rights().make_copy(request).await?.into_inner();
            let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
            while let Some(piece) = pieces.message().await? {
                files.entry(piece.path).or_default().extend(piece.content);
            }
            Ok(files)
        });
        let files = ask.await?;
        private_file::make_folder(&self.to)?;
        for (name, content) in files {
            // A name is a name: whatever a server says, nothing is written elsewhere.
            let Some(name) = Path::new(&name).file_name() else { continue };
            let path = self.to.join(name);
            private_file::write(&path, &content)?;
            writeln!(out, "{}", path.display())?;
        }
        Ok(())
    }
}

/// What a list of disclosures shows.
const COLUMNS: &[(&str, &str)] = &[
    ("to", "recipient"),
    ("what", "categories"),
    ("ground", "ground"),
    ("happened", "provenance.happened"),
];

impl Disclosures {
    /// Lists them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListDisclosuresRequest| {
                let mut found = Vec::new();
                loop {
                    let mut client = connection.client_rights();
                    let page = client.list_disclosures(request.clone()).await?.into_inner();
                    found.extend(page.disclosures);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
