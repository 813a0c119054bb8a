//! `griffie complaint show|list|correct-date`: what there is, and a date set right.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::{AsOf, Errand, Recording};
use crate::grpc::pb;

/// What a list of complaints shows; what they say is what `show` is for.
const COLUMNS: &[(&str, &str)] = &[
    ("complaint", "complaint_id"),
    ("began", "began_on"),
    ("standing", "standing"),
    ("complainant", "grievance.complainant.name"),
    ("regimes", "grievance.regimes"),
    ("act before", "working_day"),
    ("records", "revision"),
];

/// `griffie complaint show`
#[derive(Debug, Args)]
pub struct Show {
    /// Its id.
    complaint: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie complaint list`
#[derive(Debug, Args)]
pub struct List {
    /// That stand so: dissatisfaction, filed, `in_handling`, extended, `extended_by_consent`, judged, `dispute_submitted`, ruled,
    /// withdrawn, settled, closed; repeat it for more.
    #[arg(long, value_name = "WORD")]
    standing: Vec<String>,
    /// That began on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// That began on this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie complaint correct-date`
#[derive(Debug, Args)]
pub struct CorrectDate {
    /// Its id.
    complaint: String,
    /// Which date: receipt, submission.
    #[arg(long, value_name = "WORD")]
    which: Option<String>,
    /// The right one: 2026-03-05, or an RFC 3339 instant.
    #[arg(long, value_name = "WHEN")]
    to: Option<String>,
    /// What was wrong.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Show {
    /// Shows it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("complaint_id", self.complaint.clone());
        self.as_of.fill(&mut form)?;
        let answer = self.errand.ask(form, async |connection, request: pb::GetComplaintRequest| {
            Ok(connection.complaint().get_complaint(request).await?.into_inner())
        });
        self.errand.show(out, &answer.await?)
    }
}

impl List {
    /// Lists them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("standings", self.standing.clone());
        form.set_some("from", self.since.clone());
        form.set_some("until", self.until.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListComplaintsRequest| {
                let mut found = Vec::new();
                loop {
                    let page = connection.complaint().list_complaints(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.complaints);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}

impl CorrectDate {
    /// Corrects it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("complaint_id", self.complaint.clone());
        form.set_some("correction.which", self.which.clone());
        form.set_some("correction.to", self.to.clone());
        form.set_some("correction.reason", self.reason.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.to.is_some();
        self.recording
            .record(
                out,
                form,
                given,
                async |connection, request: pb::CorrectComplaintDateRequest| {
                    connection.complaint().correct_complaint_date(request).await
                },
            )
            .await
    }
}
