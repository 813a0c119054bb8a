//! `griffie measure …`: measures (maatregelen), and whether they helped.

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::{AsOf, Errand};

/// `griffie measure …`
#[derive(Debug, Subcommand)]
pub enum Measure {
    /// Show one with its clocks and its records.
    Show(Show),
}

/// `griffie measure show`
#[derive(Debug, Args)]
pub struct Show {
    /// Its id.
    measure: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Measure {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Measure::Show(show) => show.run(out).await,
        }
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("measure_id", self.measure.clone());
        self.as_of.fill(&mut form)?;
        let answer = self.errand.ask(form, async |connection, request: pb::GetMeasureRequest| {
            Ok(connection.measure().get_measure(request).await?.into_inner())
        });
        self.errand.show(out, &answer.await?)
    }
}
