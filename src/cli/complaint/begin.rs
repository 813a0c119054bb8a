//! `griffie complaint voice|file|dispute-directly`: the three ways a case begins.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// Who complains about what, by flags; all of it can stand in a form.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Who complains about what (rather in a form: see --from)")]
pub struct GrievanceWords {
    /// Who complains.
    #[arg(long, value_name = "NAME")]
    complainant: Option<String>,
    /// In which capacity: client, `next_of_kin`, representative, `wrongly_not_seen`.
    #[arg(long, value_name = "WORD")]
    capacity: Option<String>,
    /// The client, where that is somebody else.
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// The client's dossier: while the complaint is open it cannot be destroyed.
    #[arg(long, value_name = "ID")]
    dossier: Option<String>,
    /// The act under which the care was given: wgbo, wmo, jeugdwet; repeat it if it is mixed.
    #[arg(long, value_name = "WORD")]
    regime: Vec<String>,
    /// What it is about: financial, privacy, communication, advice, reporting, `health_damage`, `code_other`, representation; repeat
    /// it for more.
    #[arg(long, value_name = "WORD")]
    kind: Vec<String>,
    /// The conduct it is about.
    #[arg(long, value_name = "TEXT")]
    conduct: Option<String>,
    /// The outcome that is wished for.
    #[arg(long, value_name = "TEXT")]
    wished: Option<String>,
}

impl GrievanceWords {
    /// Puts it into a form; says whether anything was given.
    pub fn fill(&self, form: &mut Form, path: &str) -> bool {
        let fields = [
            ("complainant.name", &self.complainant),
            ("complainant.capacity", &self.capacity),
            ("client", &self.client),
            ("dossier_id", &self.dossier),
            ("conduct", &self.conduct),
            ("wished", &self.wished),
        ];
        for (field, value) in fields {
            form.set_some(&format!("{path}.{field}"), value.clone());
        }
        for (field, values) in [("regimes", &self.regime), ("kinds", &self.kind)] {
            if !values.is_empty() {
                form.set(&format!("{path}.{field}"), values.clone());
            }
        }
        let lists = !self.regime.is_empty() || !self.kind.is_empty();
        lists || fields.iter().any(|(_, value)| value.is_some())
    }
}

/// A written complaint, by flags.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "The written complaint (rather in a form: see --from)")]
pub struct FilingWords {
    /// How it was put in writing: letter, email, form.
    #[arg(long, value_name = "WORD")]
    written: Option<String>,
    /// When it was said aloud before.
    #[arg(long, value_name = "WHEN")]
    oral_at: Option<String>,
    /// Weeks of the provider's own scheme, for care under Wmo or Jeugdwet.
    #[arg(long, value_name = "NUMBER")]
    scheme_weeks: Option<i32>,
    #[command(flatten)]
    grievance: GrievanceWords,
}

impl FilingWords {
    /// Puts it into a form; says whether anything was given.
    pub fn fill(&self, form: &mut Form, path: &str) -> bool {
        form.set_some(&format!("{path}.written"), self.written.clone());
        form.set_some(&format!("{path}.oral_at"), self.oral_at.clone());
        form.set_some(&format!("{path}.scheme.weeks"), self.scheme_weeks);
        self.grievance.fill(form, &format!("{path}.grievance")) || self.written.is_some()
    }
}

/// A dispute, by flags.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "The dispute (rather in a form: see --from)")]
pub struct DisputeWords {
    /// The dispute body.
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// On which ground of Wkkgz 21(1): `rules_broken`, `judgement_insufficient`, `not_reasonable`, `interest_organisation`.
    #[arg(long, value_name = "WORD")]
    dispute_ground: Option<String>,
    /// In words.
    #[arg(long, value_name = "TEXT")]
    explanation: Option<String>,
    /// The interest organisation, if one submitted it.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
}

impl DisputeWords {
    /// Puts it into a form; says whether anything was given.
    pub fn fill(&self, form: &mut Form, path: &str) -> bool {
        let fields = [
            ("body", &self.body),
            ("ground", &self.dispute_ground),
            ("explanation", &self.explanation),
            ("organisation", &self.organisation),
        ];
        for (field, value) in fields {
            form.set_some(&format!("{path}.{field}"), value.clone());
        }
        fields.iter().any(|(_, value)| value.is_some())
    }
}

/// `griffie complaint voice`
#[derive(Debug, Args)]
pub struct Voice {
    #[command(flatten)]
    grievance: GrievanceWords,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie complaint file`
#[derive(Debug, Args)]
pub struct File {
    #[command(flatten)]
    filing: FilingWords,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie complaint dispute-directly`
#[derive(Debug, Args)]
pub struct DisputeDirectly {
    #[command(flatten)]
    dispute: DisputeWords,
    #[command(flatten)]
    grievance: GrievanceWords,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Voice {
    /// Begins one.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let given = self.grievance.fill(&mut form, "dissatisfaction.grievance");
        self.source.fill(&mut form, "provenance");
        self.recording
            .record(
                out,
                form,
                given,
                async |connection, request: pb::VoiceDissatisfactionRequest| {
                    connection.complaint().voice_dissatisfaction(request).await
                },
            )
            .await
    }
}

impl File {
    /// Begins one.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let given = self.filing.fill(&mut form, "filing");
        self.source.fill(&mut form, "provenance");
        self.recording
            .record(out, form, given, async |connection, request: pb::FileComplaintRequest| {
                connection.complaint().file_complaint(request).await
            })
            .await
    }
}

impl DisputeDirectly {
    /// Begins one.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let given = self.dispute.fill(&mut form, "dispute")
            | self.grievance.fill(&mut form, "dispute.grievance");
        self.source.fill(&mut form, "provenance");
        self.recording
            .record(out, form, given, async |connection, request: pb::SubmitDisputeRequest| {
                connection.complaint().submit_dispute(request).await
            })
            .await
    }
}
