//! `griffie breach …`: the register of breaches (datalekken).

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::{AsOf, Errand};

/// `griffie breach …`
#[derive(Debug, Subcommand)]
pub enum Breach {
    /// Show one with its clocks and its records.
    Show(Show),
}

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

impl Breach {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Breach::Show(show) => show.run(out).await,
        }
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("breach_id", self.breach.clone());
        self.as_of.fill(&mut form)?;
        let answer = self.errand.ask(form, async |connection, request: pb::GetBreachRequest| {
            Ok(connection.breach().get_breach(request).await?.into_inner())
        });
        self.errand.show(out, &answer.await?)
    }
}
