//! `griffie entry correct`: begins with the entry as it reads now, so that only what was wrong is written again.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::cli::input::{Form, writing};
use crate::grpc::pb;

use super::Words;

/// `griffie entry correct`
#[derive(Debug, Args)]
pub struct Correct {
    /// The dossier's id.
    dossier: String,
    /// The entry's id.
    entry: String,
    /// Why it is corrected.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// What proof was seen.
    #[arg(long, value_name = "TEXT")]
    proof: Option<String>,
    #[command(flatten)]
    words: Words,
    /// When the correction was asked for and learned, and who asked; the entry's own times stand in a form.
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Correct {
    /// Corrects it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let given_form = self.recording.form()?;
        let mut form = self.current().await?;
        form.lay_over(given_form);
        form.set("dossier_id", self.dossier.clone());
        form.set("entry_id", self.entry.clone());
        form.set_some("correction.reason", self.reason.clone());
        form.set_some("correction.proof", self.proof.clone());
        let given = self.words.fill(&mut form, "content")?;
        self.source.fill(&mut form, "correction.provenance");
        self.recording
            .record(out, form, given, async |connection, request: pb::CorrectEntryRequest| {
                connection.dossier().correct_entry(request).await
            })
            .await
    }

    /// The entry as it reads now.
    async fn current(&self) -> Result<Form, Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        form.set("entry_id", self.entry.clone());
        let errand = &self.recording.errand;
        let ask = errand.ask(form, async |connection, request: pb::GetEntryRequest| {
            Ok(connection.dossier().get_entry(request).await?.into_inner().entry)
        });
        let current = ask.await?.and_then(|entry| entry.current).unwrap_or_default();
        let shown = writing::shown(&current);
        let mut known = Form::default();
        known.set_some("provenance", shown.get("provenance").cloned());
        known.set_some("content", shown.get("content").cloned());
        Ok(known)
    }
}
