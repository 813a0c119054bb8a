//! `griffie complaint …`: the register of complaints (klachten).

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::{AsOf, Errand};

/// `griffie complaint …`
#[derive(Debug, Subcommand)]
pub enum Complaint {
    /// Show one with its clocks and its records.
    Show(Show),
}

/// `griffie complaint show`
#[derive(Debug, Args)]
pub struct Show {
    /// Its id.
    complaint: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Complaint {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Complaint::Show(show) => show.run(out).await,
        }
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("complaint_id", self.complaint.clone());
        self.as_of.fill(&mut form)?;
        let answer = self.errand.ask(form, async |connection, request: pb::GetComplaintRequest| {
            Ok(connection.complaint().get_complaint(request).await?.into_inner())
        });
        self.errand.show(out, &answer.await?)
    }
}
