//! `griffie entry list|search`: entries by kind and day, and by words; every page of them.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::{AsOf, Errand};
use crate::grpc::pb;

/// What a list of entries shows: never what they say, for that is what `show` is for.
const COLUMNS: &[(&str, &str)] = &[
    ("entry", "entry_id"),
    ("kind", "kind"),
    ("happened", "current.provenance.happened"),
    ("recorded", "current.place.recorded_time"),
    ("position", "current.place.position"),
    ("corrected", "corrected"),
    ("withdrawn", "withdrawal.reason"),
];

/// `griffie entry list`
#[derive(Debug, Args)]
pub struct List {
    /// The dossier's id.
    dossier: String,
    /// Of this kind; repeat it for more.
    #[arg(long, value_name = "WORD")]
    kind: Vec<String>,
    /// That happened on this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// That happened on this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Also those withdrawn as recorded in error.
    #[arg(long)]
    withdrawn: bool,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie entry search`
#[derive(Debug, Args)]
pub struct Search {
    /// Read the words from standard input: other users of this machine can see the words of a running command.
    #[arg(long, conflicts_with = "words")]
    stdin: bool,
    /// In this dossier only.
    #[arg(long, value_name = "ID")]
    dossier: Option<String>,
    /// Of this kind; repeat it for more.
    #[arg(long, value_name = "WORD")]
    kind: Vec<String>,
    /// The words; all of them must occur.
    #[arg(required_unless_present = "stdin")]
    words: Vec<String>,
    #[command(flatten)]
    errand: Errand,
}

impl List {
    /// Lists them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        form.set("kinds", self.kind.clone());
        form.set_some("from", self.since.clone());
        form.set_some("until", self.until.clone());
        form.set("include_withdrawn", self.withdrawn);
        self.as_of.fill(&mut form)?;
        let ask = self.errand.ask(form, async |connection, mut request: pb::ListEntriesRequest| {
            let mut found = Vec::new();
            loop {
                let page = connection.dossier().list_entries(request.clone()).await?.into_inner();
                found.extend(page.entries);
                request.page_token = page.next_page_token;
                if request.page_token.is_empty() {
                    return Ok(found);
                }
            }
        });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}

impl Search {
    /// Searches.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut words = self.words.join(" ");
        if self.stdin {
            std::io::stdin().read_line(&mut words)?;
        }
        let mut form = Form::default();
        form.set("query", words.trim());
        form.set_some("dossier_id", self.dossier.clone());
        form.set("kinds", self.kind.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::SearchEntriesRequest| {
                let mut found = Vec::new();
                loop {
                    let page = connection.dossier().search_entries(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.entries);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        let mut columns = vec![("dossier", "dossier_id")];
        columns.extend_from_slice(COLUMNS);
        self.errand.show_many(out, &ask.await?, &columns)
    }
}
