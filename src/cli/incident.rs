//! `griffie incident …`: the register of incidents (meldingen), for the incident officer alone.

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::{AsOf, Errand};

/// `griffie incident …`
#[derive(Debug, Subcommand)]
pub enum Incident {
    /// Show one with its clocks and its records.
    Show(Show),
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
            Incident::Show(show) => show.run(out).await,
        }
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
