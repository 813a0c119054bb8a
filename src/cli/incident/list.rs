//! `griffie incident list`: what there is, by standing, stage and day of receipt; every page of it.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::Errand;
use crate::grpc::pb;

/// What a list shows: never what was reported, for that is what `show` is for.
const COLUMNS: &[(&str, &str)] = &[
    ("incident", "incident_id"),
    ("kind", "kind"),
    ("regime", "regime"),
    ("stage", "stage"),
    ("standing", "standing"),
    ("class", "class"),
    ("received", "received"),
    ("duty", "duty"),
    ("notified", "notified"),
];

/// `griffie incident list`
#[derive(Debug, Args)]
pub struct List {
    /// Only those that are open, or only those that are closed.
    #[arg(long, value_name = "WORD")]
    standing: Option<String>,
    /// Only those that have come this far: reported, assessed, `in_doubt`, internal, reportable, notified, inquired.
    #[arg(long, value_name = "WORD")]
    stage: Option<String>,
    /// Only those received on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only those received on this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[command(flatten)]
    errand: Errand,
}

impl List {
    /// Lists them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("standing", self.standing.clone());
        form.set_some("stage", self.stage.clone());
        form.set_some("received_from", self.since.clone());
        form.set_some("received_until", self.until.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListIncidentsRequest| {
                let mut found = Vec::new();
                loop {
                    let page = connection.incident().list_incidents(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.incidents);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
