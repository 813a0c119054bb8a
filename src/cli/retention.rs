//! `griffie retention …`: until when everything is kept, and what may go.

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::provenance::Source;
use super::input::verb::{Errand, Recording};

/// What the list shows.
const COLUMNS: &[(&str, &str)] = &[
    ("of", "stream_id"),
    ("class", "class"),
    ("article", "article"),
    ("counts from", "start"),
    ("may go from", "destroy_from"),
    ("held", "held"),
    ("due", "due"),
];

/// `griffie retention …`
#[derive(Debug, Subcommand)]
pub enum Retention {
    /// What may go: its term is over and no hold stands. `--all`: everything that is kept.
    List(Box<Kept>),
    /// Keep a dossier longer for good care, with the reason and the day on which that is looked at again.
    Extend(Box<Extend>),
}

/// `griffie retention list`
#[derive(Debug, Args)]
pub struct Kept {
    /// Judged on this day.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Everything that is kept.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie retention extend`
#[derive(Debug, Args)]
pub struct Extend {
    /// The dossier's id.
    dossier: String,
    /// The last day of keeping.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Why that is good care.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// The day on which that is looked at again.
    #[arg(long, value_name = "DATE")]
    review: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Retention {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Retention::List(kept) => kept.run(out).await,
            Retention::Extend(extend) => extend.run(out).await,
        }
    }
}

impl Kept {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("on", self.on.clone());
        form.set("due_only", !self.all);
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListRetentionRequest| {
                let mut found = Vec::new();
                loop {
                    let mut client = connection.retention();
                    let page = client.list_retention(request.clone()).await?.into_inner();
                    found.extend(page.items);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}

impl Extend {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("until", self.until.clone());
        form.set_some("reason", self.reason.clone());
        form.set_some("review_on", self.review.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.until.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::ExtendRetentionRequest| {
                connection.retention().extend_retention(request).await
            })
            .await
    }
}
