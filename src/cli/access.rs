//! `griffie access …`: the access log. Who looked at a dossier, also one that was destroyed; and at what somebody looked.

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::Errand;

/// What a list of lines shows.
const COLUMNS: &[(&str, &str)] = &[
    ("when", "recorded_time"),
    ("who", "actor_id"),
    ("role", "access_context.role"),
    ("purpose", "access_context.purpose"),
    ("action", "action"),
    ("call", "operation"),
    ("of", "stream_ids"),
];

/// `griffie access …`
#[derive(Debug, Subcommand)]
pub enum Access {
    /// Who looked at a dossier or case, newest first: what a client may ask for.
    Overview(Overview),
    /// What one person looked at, or everybody, newest first.
    List(List),
}

#[derive(Debug, Args)]
struct Days {
    /// On this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// On this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
}

/// `griffie access overview`
#[derive(Debug, Args)]
pub struct Overview {
    /// The dossier or case, by its id.
    stream: String,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie access list`
#[derive(Debug, Args)]
pub struct List {
    /// Who, by pseudonym; everybody if it is left out.
    #[arg(long, value_name = "ID")]
    actor: Option<String>,
    #[command(flatten)]
    days: Days,
    #[command(flatten)]
    errand: Errand,
}

impl Access {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Access::Overview(overview) => overview.run(out).await,
            Access::List(list) => list.run(out).await,
        }
    }
}

impl Days {
    fn fill(&self, form: &mut Form) {
        form.set_some("from", self.since.clone());
        form.set_some("until", self.until.clone());
    }
}

impl Overview {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("stream_id", self.stream.clone());
        self.days.fill(&mut form);
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::GetAccessOverviewRequest| {
                let mut found = Vec::new();
                loop {
                    let mut client = connection.access_log();
                    let page = client.get_access_overview(request.clone()).await?.into_inner();
                    found.extend(page.lines);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("actor_id", self.actor.clone());
        self.days.fill(&mut form);
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListAccessLinesRequest| {
                let mut found = Vec::new();
                loop {
                    let mut client = connection.access_log();
                    let page = client.list_access_lines(request.clone()).await?.into_inner();
                    found.extend(page.lines);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
