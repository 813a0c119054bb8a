//! `griffie person …`: people and systems that work with the ledger.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::grpc::pb;

use super::connect::Connection;
use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::verb::{Errand, Recording};

/// What a list shows.
const COLUMNS: &[(&str, &str)] = &[
    ("person", "person_id"),
    ("sort", "sort"),
    ("name", "details.name"),
    ("pseudonym", "actor_id"),
];

/// `griffie person …`
#[derive(Debug, Subcommand)]
pub enum Person {
    /// Register somebody who works with the ledger, or a system that does. Gives no right yet: `griffie grant give` does.
    Register(Box<Register>),
    /// State anew what is known of somebody: what is left out is gone.
    Change(Box<Change>),
    /// List them.
    List(List),
}

#[derive(Debug, Args)]
struct Details {
    /// Name. Better in a form (`--from`): other users of this machine see the words of a running command.
    #[arg(long)]
    name: Option<String>,
    /// A number of a register, as `big:12345678901`; also agb, kckz, ibclc, skj, other. May be repeated.
    #[arg(long, value_name = "REGISTER:NUMBER")]
    number: Vec<String>,
}

/// `griffie person register`
#[derive(Debug, Args)]
pub struct Register {
    /// A record system or another program, and no person.
    #[arg(long)]
    system: bool,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie person change`
#[derive(Debug, Args)]
pub struct Change {
    /// The person's id.
    person: String,
    #[command(flatten)]
    details: Details,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie person list`
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    errand: Errand,
}

impl Details {
    fn fill(&self, form: &mut Form) -> Result<bool, Failure> {
        form.set_some("details.name", self.name.clone());
        let mut numbers = Vec::new();
        for text in &self.number {
            let (kind, number) = text.split_once(':').ok_or_else(|| {
                Failure::new(Exit::Usage, "--number: a register and a number, as big:12345678901")
            })?;
            numbers.push(json!({ "kind": kind, "number": number }));
        }
        if !numbers.is_empty() {
            form.set("details.numbers", numbers);
        }
        Ok(self.name.is_some() || !self.number.is_empty())
    }
}

impl Person {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Person::Register(register) => register.run(out).await,
            Person::Change(change) => change.run(out).await,
            Person::List(list) => list.run(out).await,
        }
    }
}

impl Register {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let given = self.details.fill(&mut form)?;
        form.set_missing("sort", if self.system { "system" } else { "person" });
        let send = async |connection: &Connection, request: pb::RegisterPersonRequest| {
            connection.grant().register_person(request).await
        };
        self.recording.record(out, form, given, send).await
    }
}

impl Change {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("person_id", self.person.clone());
        let given = self.details.fill(&mut form)?;
        let send = async |connection: &Connection, request: pb::ChangePersonRequest| {
            connection.grant().change_person(request).await
        };
        self.recording.record(out, form, given, send).await
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let form = Form::default();
        let ask = self.errand.ask(form, async |connection, mut request: pb::ListPeopleRequest| {
            let mut found = Vec::new();
            loop {
                let page = connection.grant().list_people(request.clone()).await?.into_inner();
                found.extend(page.people);
                request.page_token = page.next_page_token;
                if request.page_token.is_empty() {
                    return Ok(found);
                }
            }
        });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
