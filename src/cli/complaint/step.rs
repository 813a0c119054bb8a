//! The steps of `griffie complaint …`: one verb each, a line each for the commonest fields; all others stand in a form.

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
pub struct Told {
    /// The complaint's id.
    complaint: String,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Told {
    fn form(&self, step: &str) -> Result<Form, Failure> {
        let mut form = self.recording.form()?;
        form.set("complaint_id", self.complaint.clone());
        // The verb says which step it is, so that an editor asks for no other.
        form.set_missing(step, json!({}));
        self.source.fill(&mut form, "provenance");
        Ok(form)
    }

    async fn record(&self, out: &mut impl Write, form: Form, given: bool) -> Result<(), Failure> {
        self.recording
            .record(
                out,
                form,
                given,
                async |connection, request: pb::RecordComplaintStepRequest| {
                    connection.complaint().record_complaint_step(request).await
                },
            )
            .await
    }
}

/// A verb a step: its name, the field of the request, and flags with the fields they fill.
macro_rules! verbs {
    ($($name:ident = $step:literal {
        $($(#[$help:meta])* $flag:ident: $kind:ty => $field:literal,)*
    })*) => {$(
        #[doc = concat!("`griffie complaint` with a step `", $step, "`.")]
        #[derive(Debug, Args)]
        #[allow(clippy::struct_field_names, reason = "a flag may be called like its verb")]
        pub struct $name {
            #[command(flatten)]
            told: Told,
            $($(#[$help])* #[arg(long)] $flag: Option<$kind>,)*
        }

        impl $name {
            /// Records it.
            pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
                #[allow(unused_mut, reason = "a step without flags fills nothing")]
                let mut form = self.told.form($step)?;
                $(form.set_some(&format!("{}.{}", $step, $field), self.$flag.clone());)*
                let given: &[bool] = &[self.told.source.is_given(), $(self.$flag.is_some(),)*];
                self.told.record(out, form, given.contains(&true)).await
            }
        }
    )*};
}

verbs! {
    Converse = "conversation" {
        /// What was said.
        report: String => "report",
        /// What was agreed.
        agreed: String => "agreed",
    }
    TakeUp = "taking_up" {
        /// Who handles it.
        by: String => "by",
        /// What the complainant was told.
        message: String => "message",
    }
    AskOfficer = "officer_asked" {
        /// By whom: client, provider.
        asked_by: String => "asked_by",
        /// The officer, or the body that provides one.
        officer: String => "officer",
        /// What for.
        question: String => "question",
    }
    OfficerContact = "officer_contacted" {
        /// What came of it.
        report: String => "report",
    }
    OfficerOutcome = "officer_concluded" {
        /// How: solved, `partly_solved`, `not_solved`, ended.
        outcome: String => "outcome",
        /// In words.
        report: String => "report",
    }
    Inform = "progress" {
        /// What was told.
        message: String => "message",
    }
    Extend = "extension" {
        /// Why the careful inquiry asks for it.
        reason: String => "reason",
    }
    Agree = "consent" {
        /// The last day that was agreed, 2026-06-30.
        until: String => "until",
        /// Why, such as mediation.
        reason: String => "reason",
    }
    Received = "judgement_received" {}
    Rule = "ruling" {
        /// What it decided: upheld, `partly_upheld`, dismissed, `not_admissible`.
        outcome: String => "outcome",
        /// In words.
        summary: String => "summary",
        /// Compensation granted, in euro cents.
        compensation_cents: u64 => "compensation_cents",
    }
    Route = "route" {
        /// Which: iblce, `data_protection_authority`, inspectorate, `disciplinary_court`, `civil_court`, other.
        route: String => "route",
        /// Its name, where it is another one.
        named: String => "named",
        /// In words.
        note: String => "note",
    }
    Withdraw = "withdrawal" {
        /// Why, if they said so.
        reason: String => "reason",
    }
    Settle = "settlement" {
        /// What was agreed.
        agreement: String => "agreement",
        /// With whom beside the complainant, such as an insurer.
        with: String => "with",
    }
    Close = "closing" {
        /// How it ended, in words.
        note: String => "note",
        /// Years it is kept, 2 to 5; two if nobody says.
        keep_years: i32 => "keep_years",
    }
    Reopen = "reopening" {
        /// Why.
        reason: String => "reason",
    }
}

/// `griffie complaint file-after`
#[derive(Debug, Args)]
pub struct FileAfter {
    #[command(flatten)]
    told: Told,
    #[command(flatten)]
    filing: super::begin::FilingWords,
}

/// `griffie complaint dispute`
#[derive(Debug, Args)]
pub struct Dispute {
    #[command(flatten)]
    told: Told,
    #[command(flatten)]
    dispute: super::begin::DisputeWords,
}

/// `griffie complaint judge`
#[derive(Debug, Args)]
pub struct Judge {
    #[command(flatten)]
    told: Told,
    /// The judgement the inquiry led to, with its reasons.
    #[arg(long, value_name = "TEXT")]
    conclusion: Option<String>,
    /// The decisions taken on and because of the complaint.
    #[arg(long, value_name = "TEXT")]
    decisions: Option<String>,
    /// There are no measures; those there are stand in a form.
    #[arg(long)]
    no_measures: bool,
    /// How it was sent: electronic, post, `handed_over`.
    #[arg(long, value_name = "WORD")]
    means: Option<String>,
    /// When the complainant received it, if that is known.
    #[arg(long, value_name = "WHEN")]
    received: Option<String>,
}

impl FileAfter {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.told.form("filing")?;
        let given = self.filing.fill(&mut form, "filing");
        self.told.record(out, form, given).await
    }
}

impl Dispute {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.told.form("dispute")?;
        let given = self.dispute.fill(&mut form, "dispute");
        self.told.record(out, form, given).await
    }
}

impl Judge {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.told.form("judgement")?;
        form.set_some("judgement.conclusion", self.conclusion.clone());
        form.set_some("judgement.decisions", self.decisions.clone());
        form.set_some("judgement.means", self.means.clone());
        form.set_some("judgement.received", self.received.clone());
        if self.no_measures {
            form.set("judgement.no_measures", json!({}));
        }
        self.told.record(out, form, self.conclusion.is_some()).await
    }
}
