//! `griffie hold …`: what keeps a dossier from being destroyed.

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::connect::Connection;
use super::failure::Failure;
use super::input::Form;
use super::input::verb::{Errand, Recording};

/// `griffie hold …`
#[derive(Debug, Subcommand)]
pub enum Hold {
    /// Place a hold on a dossier. The record names neither why nor because of which case.
    Place(Box<Placing>),
    /// Lift a hold.
    Lift(Box<Lifting>),
    /// List the holds that stand.
    List(List),
}

/// `griffie hold place`
#[derive(Debug, Args)]
pub struct Placing {
    /// The dossier's id.
    dossier: String,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie hold lift`
#[derive(Debug, Args)]
pub struct Lifting {
    /// The hold's id.
    hold: String,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie hold list`
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    errand: Errand,
}

/// What a list shows.
const COLUMNS: &[(&str, &str)] =
    &[("hold", "hold_id"), ("dossier", "dossier_id"), ("placed", "placed")];

impl Hold {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Hold::Place(place) => place.run(out).await,
            Hold::Lift(lift) => lift.run(out).await,
            Hold::List(list) => list.run(out).await,
        }
    }
}

impl Placing {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        let send = async |connection: &Connection, request: pb::PlaceHoldRequest| {
            connection.destruction().place_hold(request).await
        };
        self.recording.record(out, form, true, send).await
    }
}

impl Lifting {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("hold_id", self.hold.clone());
        let send = async |connection: &Connection, request: pb::LiftHoldRequest| {
            connection.destruction().lift_hold(request).await
        };
        self.recording.record(out, form, true, send).await
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let ask =
            self.errand.ask(Form::default(), async |connection, request: pb::ListHoldsRequest| {
                Ok(connection.destruction().list_holds(request).await?.into_inner())
            });
        self.errand.show_many(out, &ask.await?.holds, COLUMNS)
    }
}
