//! `griffie breach correct report|awareness`: begins with what is recorded now, so that only what was wrong is written again.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::cli::failure::Failure;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::cli::input::{Form, writing};
use crate::grpc::pb;

/// What can be corrected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Part {
    /// The report, and when it reached the practice.
    Report,
    /// When the practice became aware, who was certain and why.
    Awareness,
}

/// `griffie breach correct`
#[derive(Debug, Args)]
pub struct Correct {
    /// The breach's id.
    breach: String,
    /// What was entered wrongly.
    #[arg(value_enum)]
    part: Part,
    /// The right instant: of the report reaching the practice, or of awareness.
    #[arg(long, value_name = "WHEN")]
    right: Option<String>,
    /// Why it is corrected.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// When the error was found and learned, and who found it.
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
        form.set("breach_id", self.breach.clone());
        let happened = match self.part {
            Part::Report => "provenance",
            Part::Awareness => "awareness.provenance",
        };
        if let Some(right) = &self.right {
            let learned = format!("{happened}.learned");
            let happened = format!("{happened}.happened");
            // What was learned as it happened was learned at the right moment too.
            if form.get(&learned) == form.get(&happened) {
                form.set(&learned, right.clone());
            }
            form.set(&happened, right.clone());
        }
        form.set_some("correction.reason", self.reason.clone());
        self.source.fill(&mut form, "correction.provenance");
        let given = self.right.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::CorrectBreachRequest| {
                connection.breach().correct_breach(request).await
            })
            .await
    }

    /// The part as it reads now.
    async fn current(&self) -> Result<Form, Failure> {
        let mut form = Form::default();
        form.set("breach_id", self.breach.clone());
        let errand = &self.recording.errand;
        let ask = errand.ask(form, async |connection, request: pb::GetBreachRequest| {
            Ok(connection.breach().get_breach(request).await?.into_inner())
        });
        let shown = writing::shown(&ask.await?);
        let mut known = Form::default();
        let parts: &[&str] = match self.part {
            Part::Report => &["report", "provenance"],
            Part::Awareness => &["awareness"],
        };
        for part in parts {
            known.set_some(part, shown.get(*part).cloned());
        }
        Ok(known)
    }
}
