//! `griffie grant …`: who may do what, over which dossiers, from when until when.

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::connect::Connection;
use super::failure::Failure;
use super::input::Form;
use super::input::verb::{Errand, Recording};

/// What a list shows.
const COLUMNS: &[(&str, &str)] = &[
    ("grant", "grant_id"),
    ("role", "role"),
    ("name", "name"),
    ("pseudonym", "actor_id"),
    ("of", "stream_ids"),
    ("from", "from"),
    ("until", "until"),
    ("holds", "holds"),
    ("emergency", "emergency_reason"),
];

/// `griffie grant …`
#[derive(Debug, Subcommand)]
pub enum Grant {
    /// Give somebody a role, over everything it is for or over the dossiers or cases that are named.
    Give(Box<Give>),
    /// End a grant: its tokens let nobody in any more, and what they opened ends.
    End(Box<End>),
    /// Take emergency access to a dossier one was not given, for today; the privacy officer reviews it.
    Emergency(Box<Emergency>),
    /// List grants and their tokens.
    List(List),
}

/// `griffie grant give`
#[derive(Debug, Args)]
pub struct Give {
    /// The role: owner, `complaints_officer`, `incident_officer`, `privacy_officer`, practitioner, locum, system, auditor, client.
    given_role: String,
    /// To whom, by the id of `griffie person`; a client is known by their dossier.
    #[arg(long, value_name = "PERSON")]
    to: Option<String>,
    /// A dossier or case it is for; may be repeated. None: all that the role is for.
    #[arg(long, value_name = "ID")]
    of: Vec<String>,
    /// First day; today if not said.
    #[arg(long, value_name = "DATE")]
    first_day: Option<String>,
    /// Last day; until it is ended if not said.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie grant end`
#[derive(Debug, Args)]
pub struct End {
    /// The grant's id.
    grant: String,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie grant emergency`
#[derive(Debug, Args)]
pub struct Emergency {
    /// The dossier's id.
    dossier: String,
    /// What the emergency is, in a few words.
    #[arg(long)]
    reason: Option<String>,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie grant list`
#[derive(Debug, Args)]
pub struct List {
    /// Those that were ended, or are over, too.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    errand: Errand,
}

impl Grant {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Grant::Give(give) => give.run(out).await,
            Grant::End(end) => end.run(out).await,
            Grant::Emergency(emergency) => emergency.run(out).await,
            Grant::List(list) => list.run(out).await,
        }
    }
}

impl Give {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("role", self.given_role.clone());
        form.set_some("person_id", self.to.clone());
        if !self.of.is_empty() {
            form.set("stream_ids", self.of.clone());
        }
        form.set_some("from", self.first_day.clone());
        form.set_some("until", self.until.clone());
        let send = async |connection: &Connection, request: pb::GiveGrantRequest| {
            connection.grant().give_grant(request).await
        };
        self.recording.record(out, form, true, send).await
    }
}

impl End {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("grant_id", self.grant.clone());
        let send = async |connection: &Connection, request: pb::EndGrantRequest| {
            connection.grant().end_grant(request).await
        };
        self.recording.record(out, form, true, send).await
    }
}

impl Emergency {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("reason", self.reason.clone());
        let send = async |connection: &Connection, request: pb::TakeEmergencyAccessRequest| {
            connection.grant().take_emergency_access(request).await
        };
        self.recording.record(out, form, self.reason.is_some(), send).await
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("include_ended", self.all);
        let ask = self.errand.ask(form, async |connection, request: pb::ListGrantsRequest| {
            Ok(connection.grant().list_grants(request).await?.into_inner().grants)
        });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
