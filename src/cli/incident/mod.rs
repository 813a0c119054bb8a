//! `griffie incident …`: the register of incidents (meldingen), for the incident officer alone. What is about a person is rather
//! written in a form (`--from FILE`) than on the command line.

mod list;
mod report;
mod step;

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::provenance::Source;
use super::input::verb::{AsOf, Errand, Recording};

/// `griffie incident …`
#[derive(Debug, Subcommand)]
pub enum Incident {
    /// Report an incident; it happened when the practice received the report.
    Report(Box<report::Report>),
    /// The report was assessed.
    Assess(Box<step::Assess>),
    /// It was said what it is: incident, calamity, violence, dismissal, or that this is in doubt.
    Classify(Box<step::Classify>),
    /// An authority was notified.
    Notify(Box<step::Notify>),
    /// The authority replied.
    Reply(Box<step::Reply>),
    /// A later date for the report of the inquiry was asked for.
    AskExtension(Box<step::AskExtension>),
    /// The report of the inquiry was sent.
    SendReport(Box<step::SendReport>),
    /// The client was told.
    TellClient(Box<step::TellClient>),
    /// Say where the short note in the dossier stands; record that note with `griffie entry record`, as a call of its own.
    LinkNote(Box<step::LinkNote>),
    /// It was evaluated within the practice.
    Evaluate(Box<step::Evaluate>),
    /// List measures that were taken because of it.
    Measures(Box<step::Measures>),
    /// Close it.
    Close(Box<step::Close>),
    /// Take it up again.
    Reopen(Box<step::Reopen>),
    /// A date from which terms count was entered wrongly.
    Correct(Box<Correct>),
    /// Show one with its clocks and its records.
    Show(Show),
    /// List incidents in the order in which they were reported.
    List(list::List),
}

/// `griffie incident correct`
#[derive(Debug, Args)]
pub struct Correct {
    /// Its id.
    incident: String,
    /// Which date: `took_place`, discovered, received, established.
    #[arg(long, value_name = "WORD")]
    what: Option<String>,
    /// The right one: 2026-03-05, or an RFC 3339 instant.
    #[arg(long, value_name = "WHEN")]
    right: Option<String>,
    /// How it is known that the other was wrong.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie incident show`
#[derive(Debug, Args)]
pub struct Show {
    /// Its id.
    incident: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Incident {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Incident::Report(verb) => verb.run(out).await,
            Incident::Assess(verb) => verb.run(out).await,
            Incident::Classify(verb) => verb.run(out).await,
            Incident::Notify(verb) => verb.run(out).await,
            Incident::Reply(verb) => verb.run(out).await,
            Incident::AskExtension(verb) => verb.run(out).await,
            Incident::SendReport(verb) => verb.run(out).await,
            Incident::TellClient(verb) => verb.run(out).await,
            Incident::LinkNote(verb) => verb.run(out).await,
            Incident::Evaluate(verb) => verb.run(out).await,
            Incident::Measures(verb) => verb.run(out).await,
            Incident::Close(verb) => verb.run(out).await,
            Incident::Reopen(verb) => verb.run(out).await,
            Incident::Correct(correct) => correct.run(out).await,
            Incident::Show(show) => show.run(out).await,
            Incident::List(list) => list.run(out).await,
        }
    }
}

impl Correct {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("incident_id", self.incident.clone());
        form.set_some("correction.date", self.what.clone());
        form.set_some("correction.right", self.right.clone());
        form.set_some("correction.reason", self.reason.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.what.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::CorrectIncidentRequest| {
                connection.incident().correct_incident(request).await
            })
            .await
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("incident_id", self.incident.clone());
        self.as_of.fill(&mut form)?;
        let answer = self.errand.ask(form, async |connection, request: pb::GetIncidentRequest| {
            Ok(connection.incident().get_incident(request).await?.into_inner())
        });
        self.errand.show(out, &answer.await?)
    }
}
