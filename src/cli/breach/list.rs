//! `griffie breach show|list`.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::{AsOf, Errand};
use crate::grpc::pb;

/// What a list of breaches shows: never what they are about, for that is what `show` is for.
const COLUMNS: &[(&str, &str)] = &[
    ("breach", "breach_id"),
    ("standing", "standing"),
    ("reported", "reported_at"),
    ("aware", "aware_at"),
    ("risk", "risk"),
    ("notified", "notified_at"),
    ("number missing", "reference_missing"),
    ("persons told", "persons_told"),
    ("missing", "missing"),
];

/// `griffie breach show`
#[derive(Debug, Args)]
pub struct Show {
    /// Its id.
    breach: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie breach list`
#[derive(Debug, Args)]
pub struct List {
    /// Only those that stand so: suspected, aware, closed, dismissed.
    #[arg(long, value_name = "WORD")]
    standing: Option<String>,
    /// Reported on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Reported on this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[command(flatten)]
    errand: Errand,
}

impl Show {
    /// Shows it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("breach_id", self.breach.clone());
        self.as_of.fill(&mut form)?;
        let answer = self.errand.ask(form, async |connection, request: pb::GetBreachRequest| {
            Ok(connection.breach().get_breach(request).await?.into_inner())
        });
        self.errand.show(out, &answer.await?)
    }
}

impl List {
    /// Lists them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("standing", self.standing.clone());
        form.set_some("from", self.since.clone());
        form.set_some("until", self.until.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListBreachesRequest| {
                let mut found = Vec::new();
                loop {
                    let page = connection.breach().list_breaches(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.breaches);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
