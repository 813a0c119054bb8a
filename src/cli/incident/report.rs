//! `griffie incident report`: an incident enters the register.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// `griffie incident report`
#[derive(Debug, Args)]
pub struct Report {
    /// What kind: accident, `near_accident`, violence, improvement, `supplier_fault`, `equipment_failure`, `loss_damage_theft`, chain.
    #[arg(long, value_name = "WORD")]
    kind: Option<String>,
    /// The act under which the care was given: wgbo, wmo, jeugdwet.
    #[arg(long, value_name = "WORD")]
    regime: Option<String>,
    /// When it took place: 2026-03-05, or an RFC 3339 instant.
    #[arg(long, value_name = "WHEN")]
    took_place: Option<String>,
    /// When it was found.
    #[arg(long, value_name = "WHEN")]
    discovered: Option<String>,
    /// What went otherwise than meant.
    #[arg(long, value_name = "TEXT")]
    nature: Option<String>,
    /// Whether effects are noticeable to the client: yes, perhaps, no.
    #[arg(long, value_name = "WORD")]
    noticeable: Option<String>,
    /// How the reporter knows: witness, involved, `found_effects`, `told_by_client`. A name belongs in a form.
    #[arg(long, value_name = "WORD")]
    position: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Report {
    /// Reports it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set_some("report.kind", self.kind.clone());
        form.set_some("report.regime", self.regime.clone());
        form.set_some("report.took_place", self.took_place.clone());
        form.set_some("report.discovered", self.discovered.clone());
        form.set_some("report.nature", self.nature.clone());
        form.set_some("report.noticeable", self.noticeable.clone());
        form.set_some("report.reporter.position", self.position.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.nature.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::ReportIncidentRequest| {
                connection.incident().report_incident(request).await
            })
            .await
    }
}
