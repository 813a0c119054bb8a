//! One step of a request each: `griffie request ask-identity|check-identity|extend|decide|fulfil|answer|…`.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// What every step is told.
#[derive(Debug, Args)]
pub struct RequestStep {
    /// The request's id.
    request: String,
    #[command(flatten)]
    provenance: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie request ask-identity`
#[derive(Debug, Args)]
pub struct AskIdentity {
    /// By which method they can show who they are.
    #[arg(long, value_name = "TEXT")]
    method: Option<String>,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request check-identity`
#[derive(Debug, Args)]
pub struct CheckIdentity {
    /// By which method it was checked; never the document.
    #[arg(long, value_name = "TEXT")]
    method: Option<String>,
    /// They are not who they say, or could not show it.
    #[arg(long)]
    not_established: bool,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request extend`
#[derive(Debug, Args)]
pub struct Extend {
    /// The reasons that were told.
    #[arg(long, value_name = "TEXT")]
    reasons: Option<String>,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request decide`
#[derive(Debug, Args)]
pub struct Decide {
    /// The number of what was asked, from 0.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    item: u16,
    /// What is decided: granted, `granted_in_part`, refused.
    #[arg(long, value_name = "WORD")]
    outcome: Option<String>,
    /// On which grounds it is refused, such as `privacy_of_another`.
    #[arg(long = "refused-on", value_name = "WORD", value_delimiter = ',')]
    grounds: Vec<String>,
    /// In words, for the answer.
    #[arg(long, value_name = "TEXT")]
    explanation: Option<String>,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request fulfil`
#[derive(Debug, Args)]
pub struct Fulfil {
    /// The number of what was asked, from 0.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    item: u16,
    /// The position of the record that shows it.
    #[arg(long, value_name = "POSITION")]
    position: Option<u64>,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request answer`
#[derive(Debug, Args)]
pub struct Answer {
    /// How it was sent: electronic, post, `handed_over`.
    #[arg(long, value_name = "WORD")]
    means: Option<String>,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request answer-received`
#[derive(Debug, Args)]
pub struct AnswerReceived {
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request tell-recipients`
#[derive(Debug, Args)]
pub struct TellRecipients {
    /// Who was told; may be given several times.
    #[arg(long = "recipient", value_name = "NAME")]
    recipients: Vec<String>,
    /// Why somebody was not told.
    #[arg(long, value_name = "TEXT")]
    not_told: Option<String>,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request withdraw`
#[derive(Debug, Args)]
pub struct Withdraw {
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request close`
#[derive(Debug, Args)]
pub struct Close {
    /// What is left to say.
    #[arg(long, value_name = "TEXT")]
    remark: Option<String>,
    #[command(flatten)]
    step: RequestStep,
}

/// `griffie request correct`
#[derive(Debug, Args)]
pub struct Correct {
    /// The right day of receipt.
    #[arg(long, value_name = "DATE")]
    received: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    step: RequestStep,
}

impl RequestStep {
    fn form(&self) -> Result<Form, Failure> {
        let mut form = self.recording.form()?;
        form.set("client_request_id", self.request.clone());
        self.provenance.fill(&mut form, "provenance");
        Ok(form)
    }

    /// Records a step; `given` is whether flags said anything of it.
    async fn record(&self, out: &mut impl Write, form: Form, given: bool) -> Result<(), Failure> {
        let given = given || self.provenance.is_given();
        self.recording
            .record(
                out,
                form,
                given,
                async |connection, request: pb::RecordClientRequestStepRequest| {
                    connection.client_request().record_client_request_step(request).await
                },
            )
            .await
    }
}

impl AskIdentity {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("ask_identity.method", self.method.clone());
        form.set_missing("ask_identity", json!({}));
        self.step.record(out, form, self.method.is_some()).await
    }
}

impl CheckIdentity {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("check_identity.method", self.method.clone());
        if self.method.is_some() {
            form.set("check_identity.established", !self.not_established);
        }
        form.set_missing("check_identity", json!({}));
        self.step.record(out, form, self.method.is_some()).await
    }
}

impl Extend {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("extend.reasons", self.reasons.clone());
        form.set_missing("extend", json!({}));
        self.step.record(out, form, self.reasons.is_some()).await
    }
}

impl Decide {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        if self.outcome.is_some() {
            form.set("decide.item", self.item);
        }
        form.set_some("decide.outcome", self.outcome.clone());
        if !self.grounds.is_empty() {
            form.set("decide.grounds", self.grounds.clone());
        }
        form.set_some("decide.explanation", self.explanation.clone());
        form.set_missing("decide", json!({}));
        self.step.record(out, form, self.outcome.is_some()).await
    }
}

impl Fulfil {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set("fulfil.item", self.item);
        form.set_some("fulfil.position", self.position);
        self.step.record(out, form, self.position.is_some()).await
    }
}

impl Answer {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("answer.means", self.means.clone());
        form.set_missing("answer", json!({}));
        self.step.record(out, form, self.means.is_some()).await
    }
}

impl AnswerReceived {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_missing("receive_answer", json!({}));
        self.step.record(out, form, false).await
    }
}

impl TellRecipients {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        if !self.recipients.is_empty() {
            form.set("tell_recipients.recipients", self.recipients.clone());
        }
        form.set_some("tell_recipients.not_told", self.not_told.clone());
        form.set_missing("tell_recipients", json!({}));
        self.step.record(out, form, !self.recipients.is_empty()).await
    }
}

impl Withdraw {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_missing("withdraw", json!({}));
        self.step.record(out, form, false).await
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

impl Correct {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.step.form()?;
        form.set_some("to.on", self.received.clone());
        form.set_some("reason", self.reason.clone());
        let given = self.received.is_some();
        self.step
            .recording
            .record(
                out,
                form,
                given,
                async |connection, request: pb::CorrectClientRequestRequest| {
                    connection.client_request().correct_client_request(request).await
                },
            )
            .await
    }
}
