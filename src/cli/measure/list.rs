//! `griffie measure list`: every page of them.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::Errand;
use crate::grpc::pb;

/// What a list of measures shows: never what went wrong, for that is what `show` is for.
const COLUMNS: &[(&str, &str)] = &[
    ("measure", "measure_id"),
    ("standing", "standing"),
    ("source", "source"),
    ("opened", "opened_on"),
    ("owner", "owner"),
    ("due", "due"),
    ("carried out", "carried_out_on"),
];

/// `griffie measure list`
#[derive(Debug, Args)]
pub struct List {
    /// Standing so: planned, `carried_out`, effective, closed, withdrawn.
    #[arg(long, value_name = "WORD")]
    standing: Option<String>,
    /// Decided upon on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Decided upon on this day or earlier.
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
        form.set_some("from", self.since.clone());
        form.set_some("until", self.until.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListMeasuresRequest| {
                let mut found = Vec::new();
                loop {
                    let page =
                        connection.measure().list_measures(request.clone()).await?.into_inner();
                    found.extend(page.measures);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
