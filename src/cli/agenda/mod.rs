//! `griffie agenda …`: what must be done before the end of which day. Without a role it asks in each that the caller holds, and puts
//! the answers together: walls stand between the roles, not before the person who holds them all.

mod feed;
mod follow;
mod listed;

use std::collections::BTreeMap;
use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::Errand;
pub use feed::together as calendars_together;

/// `griffie agenda …`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Agenda {
    #[command(subcommand)]
    verb: Option<Verb>,
    #[command(flatten)]
    question: Question,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Follow it: the running duties, then each duty that changes, a line each.
    Follow(follow::Follow),
    /// Write it as a calendar that phones and mail programs read (.ics), without names.
    Feed(feed::Feed),
}

/// Which duties.
#[derive(Debug, Args)]
pub struct Question {
    /// As it stood at the end of this day; a day to come: as it will look if nothing happens.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Of this day or later.
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Of this day or earlier.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Standing so: due, paused, overdue, met, missed, stopped; repeat it for more. If not said: due, paused and overdue.
    #[arg(long, value_name = "WORD")]
    status: Vec<String>,
    /// However they stand.
    #[arg(long, conflicts_with = "status")]
    all: bool,
    /// Also why each end falls where it falls.
    #[arg(long)]
    explain: bool,
    /// In English, not in Dutch.
    #[arg(long)]
    english: bool,
    #[command(flatten)]
    errand: Errand,
}

impl Agenda {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match &self.verb {
            Some(Verb::Follow(follow)) => follow.run(out).await,
            Some(Verb::Feed(feed)) => feed.run(out).await,
            None => self.question.run(out).await,
        }
    }
}

impl Question {
    fn form(&self) -> Form {
        let mut form = Form::default();
        form.set_some("on", self.on.clone());
        form.set_some("from", self.since.clone());
        form.set_some("until", self.until.clone());
        form.set("explain", self.explain);
        form.set("page_size", 200);
        if !self.all && self.status.is_empty() {
            form.set("statuses", vec!["due", "paused", "overdue"]);
        } else {
            form.set("statuses", self.status.clone());
        }
        form
    }

    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let form = self.form();
        let asked = self.errand.ask_in_each_role(
            &form,
            async |connection, mut request: pb::GetAgendaRequest| {
                let (mut found, mut operations) = (Vec::new(), Vec::new());
                loop {
                    let page = connection.agenda().get_agenda(request.clone()).await?.into_inner();
                    found.extend(page.items);
                    operations.extend(page.operations);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok((found, operations));
                    }
                }
            },
        );
        let (answers, operations): (Vec<_>, Vec<_>) = asked.await?.into_iter().unzip();
        let output = self.errand.output;
        listed::show(out, output, &items_together(answers), self.english)?;
        listed::show_operations(out, output, &operations.concat(), self.english)
    }
}

/// The answers to each role as one, each duty once, by day.
pub fn items_together(answers: Vec<Vec<pb::AgendaItem>>) -> Vec<pb::AgendaItem> {
    let items = answers.into_iter().flatten();
    let by_day: BTreeMap<(String, String), pb::AgendaItem> =
        items.map(|item| ((item.day.clone(), item.calendar_uid.clone()), item)).collect();
    by_day.into_values().collect()
}
