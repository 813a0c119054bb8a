//! `griffie measure …`: measures (maatregelen), and whether they helped.

mod list;
mod open;
mod step;

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::{AsOf, Errand};

/// `griffie measure …`
#[derive(Debug, Subcommand)]
pub enum Measure {
    /// Record that a measure was decided upon.
    Open(Box<open::Open>),
    /// Plan it otherwise: from now on the plan reads as the form says.
    Revise(Box<step::Revise>),
    /// Record that it was carried out: the clock of the effect review starts.
    Do(Box<step::Do>),
    /// Record a review of its effect.
    Review(Box<step::Review>),
    /// Close it; only after a review that says it helped.
    Close(Box<step::Close>),
    /// Give it up, or say that it was recorded in error.
    Withdraw(Box<step::Withdraw>),
    /// Correct the day of the carrying out or of the last review.
    Correct(Box<step::Correct>),
    /// Show one with its clocks and its records.
    Show(Show),
    /// List measures in the order in which they were recorded.
    List(list::List),
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
            Measure::Open(open) => open.run(out).await,
            Measure::Revise(revise) => revise.run(out).await,
            Measure::Do(done) => done.run(out).await,
            Measure::Review(review) => review.run(out).await,
            Measure::Close(close) => close.run(out).await,
            Measure::Withdraw(withdraw) => withdraw.run(out).await,
            Measure::Correct(correct) => correct.run(out).await,
            Measure::Show(show) => show.run(out).await,
            Measure::List(list) => list.run(out).await,
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
