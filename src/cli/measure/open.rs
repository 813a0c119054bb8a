//! `griffie measure open`, and the plan of a measure by flags.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// What is planned, by flags; the rest stands in a form.
#[derive(Debug, Args)]
#[command(next_help_heading = "The plan (rather in a form: see --from)")]
pub struct Plan {
    /// What went otherwise than it should.
    #[arg(long, value_name = "TEXT")]
    deviation: Option<String>,
    /// What was repaired at once.
    #[arg(long, value_name = "TEXT")]
    repair: Option<String>,
    /// Whether it may come again by itself: incidental, structural.
    #[arg(long, value_name = "WORD")]
    occurrence: Option<String>,
    /// What takes the cause away.
    #[arg(long, value_name = "TEXT")]
    corrective: Option<String>,
    /// What keeps it from happening elsewhere.
    #[arg(long, value_name = "TEXT")]
    preventive: Option<String>,
    /// Who sees to it.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The day before whose end it is to be done.
    #[arg(long, value_name = "DATE")]
    due: Option<String>,
}

impl Plan {
    /// Puts the plan into a form; whether any flag was given.
    pub fn fill(&self, form: &mut Form, path: &str) -> bool {
        let said = [
            ("deviation", &self.deviation),
            ("repair", &self.repair),
            ("occurrence", &self.occurrence),
            ("corrective", &self.corrective),
            ("preventive", &self.preventive),
            ("owner", &self.owner),
            ("due", &self.due),
        ];
        for (field, value) in said {
            form.set_some(&format!("{path}.{field}"), value.clone());
        }
        said.iter().any(|(_, value)| value.is_some())
    }
}

/// `griffie measure open`
#[derive(Debug, Args)]
pub struct Open {
    /// What gave rise to it: complaint, breach, incident, evaluation, intervision, audit.
    #[arg(long, value_name = "WORD")]
    source: Option<String>,
    #[command(flatten)]
    plan: Plan,
    #[command(flatten)]
    provenance: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Open {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set_some("source", self.source.clone());
        let given = self.plan.fill(&mut form, "plan") || self.source.is_some();
        self.provenance.fill(&mut form, "provenance");
        self.recording
            .record(out, form, given, async |connection, request: pb::OpenMeasureRequest| {
                connection.measure().open_measure(request).await
            })
            .await
    }
}
