//! `griffie measure revise|do|review|close|withdraw|correct`: one step of a measure each.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

use super::open::Plan;

/// What every step is told.
#[derive(Debug, Args)]
pub struct Step {
    /// The measure's id.
    measure: String,
    #[command(flatten)]
    provenance: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie measure revise`
#[derive(Debug, Args)]
pub struct Revise {
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    plan: Plan,
    #[command(flatten)]
    step: Step,
}

/// `griffie measure do`
#[derive(Debug, Args)]
pub struct Do {
    /// What was done, where it differs from the plan.
    #[arg(long, value_name = "TEXT")]
    account: Option<String>,
    #[command(flatten)]
    step: Step,
}

/// `griffie measure review`
#[derive(Debug, Args)]
pub struct Review {
    /// What it came to: effective, `partly_effective`, `not_effective`.
    #[arg(long, value_name = "WORD")]
    outcome: Option<String>,
    /// What was found.
    #[arg(long, value_name = "TEXT")]
    findings: Option<String>,
    #[command(flatten)]
    step: Step,
}

/// `griffie measure close`
#[derive(Debug, Args)]
pub struct Close {
    /// What is left to say.
    #[arg(long, value_name = "TEXT")]
    remark: Option<String>,
    #[command(flatten)]
    step: Step,
}

/// `griffie measure withdraw`
#[derive(Debug, Args)]
pub struct Withdraw {
    /// Why it is not followed any more: `given_up`, replaced, `recorded_in_error`.
    #[arg(long, value_name = "WORD")]
    cause: Option<String>,
    /// In words.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    step: Step,
}

/// `griffie measure correct`
#[derive(Debug, Args)]
pub struct Correct {
    /// Which day: `carried_out`, `last_review`.
    #[arg(long, value_name = "WORD")]
    which: Option<String>,
    /// The right day.
    #[arg(long, value_name = "DATE")]
    day: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    step: Step,
}

impl Step {
    fn form(&self) -> Result<Form, Failure> {
        let mut form = self.recording.form()?;
        form.set("measure_id", self.measure.clone());
        self.provenance.fill(&mut form, "provenance");
        Ok(form)
    }

    /// Records a step; `given` is whether flags said anything of it.
    async fn record(&self, out: &mut impl Write, form: Form, given: bool) -> Result<(), Failure> {
        let given = given || self.provenance.is_given();
        self.recording
            .record(out, form, given, async |connection, request: pb::RecordMeasureStepRequest| {
                connection.measure().record_measure_step(request).await
            })
            .await
    }
}

impl Revise {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        let given = self.plan.fill(&mut form, "revise.plan");
        form.set_some("revise.reason", self.reason.clone());
        form.set_missing("revise", json!({}));
        self.step.record(out, form, given || self.reason.is_some()).await
    }
}

impl Do {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("carry_out.account", self.account.clone());
        form.set_missing("carry_out", json!({}));
        self.step.record(out, form, self.account.is_some()).await
    }
}

impl Review {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("review.outcome", self.outcome.clone());
        form.set_some("review.findings", self.findings.clone());
        form.set_missing("review", json!({}));
        self.step.record(out, form, self.outcome.is_some()).await
    }
}

impl Close {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("close.remark", self.remark.clone());
        form.set_missing("close", json!({}));
        self.step.record(out, form, self.remark.is_some()).await
    }
}

impl Withdraw {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("withdraw.cause", self.cause.clone());
        form.set_some("withdraw.reason", self.reason.clone());
        form.set_missing("withdraw", json!({}));
        self.step.record(out, form, self.cause.is_some()).await
    }
}

impl Correct {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("which", self.which.clone());
        form.set_some("day", self.day.clone());
        form.set_some("reason", self.reason.clone());
        let given = self.day.is_some();
        let recording = &self.step.recording;
        recording
            .record(out, form, given, async |connection, request: pb::CorrectMeasureRequest| {
                connection.measure().correct_measure(request).await
            })
            .await
    }
}
