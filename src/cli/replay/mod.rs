//! `griffie replay`: a matter again, step by step; `griffie rebuild`: every projection again.

mod rebuild;
mod shown;

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::grpc::pb;
use crate::law::Start;

use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::verb::{AsOf, Errand};
pub use rebuild::Rebuild;

/// What can be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Noun {
    /// A dossier.
    Dossier,
    /// A complaint.
    Complaint,
    /// A breach.
    Breach,
    /// An incident.
    Incident,
    /// A request of a client.
    Request,
    /// A measure.
    Measure,
}

/// In which time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Time {
    /// What was known then, in the order in which it was recorded.
    Recorded,
    /// What was true then by all that is known now, in the order in which it happened.
    Happened,
}

/// `griffie replay`
#[derive(Debug, Args)]
pub struct Replay {
    /// What.
    noun: Noun,
    /// Its id.
    id: String,
    /// The first moment: a position, an RFC 3339 instant, or a date.
    #[arg(long, value_name = "MOMENT")]
    from: Option<String>,
    /// The last moment; a date counts to its end.
    #[arg(long, value_name = "MOMENT")]
    to: Option<String>,
    /// In which time.
    #[arg(long, value_enum, default_value_t = Time::Recorded)]
    time: Time,
    /// Up to the next step by which somebody decided something.
    #[arg(long)]
    next_decision: bool,
    /// Go on after the step of this position.
    #[arg(long, value_name = "POSITION")]
    after: Option<u64>,
    /// What lies between two moments instead.
    #[arg(
        long,
        num_args = 2,
        value_name = "MOMENT",
        conflicts_with_all = ["from", "to", "next_decision", "after"]
    )]
    compare: Option<Vec<String>>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Replay {
    /// Plays it, or compares two moments of it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set(&format!("selection.{}", self.field()), self.id.clone());
        self.as_of.fill(&mut form)?;
        form.set(
            "time",
            match self.time {
                Time::Recorded => "recorded",
                Time::Happened => "happened",
            },
        );
        if let Some([earlier, later]) = self.compare.as_deref() {
            set_moment(&mut form, "earlier", earlier)?;
            set_moment(&mut form, "later", later)?;
            let ask =
                self.errand.ask(form, async |connection, request: pb::CompareMomentsRequest| {
                    Ok(connection.replay().compare_moments(request).await?.into_inner())
                });
            return shown::compared(out, &self.errand, &ask.await?);
        }
        if let Some(from) = &self.from {
            set_moment(&mut form, "from", from)?;
        }
        if let Some(until) = &self.to {
            set_moment(&mut form, "until", until)?;
        }
        form.set_some("after_position", self.after);
        form.set("until_next_decision", self.next_decision);
        let ask = self.errand.ask(form, async |connection, request: pb::ReplayRequest| {
            let mut told = connection.replay().replay(request).await?.into_inner();
            let mut messages = Vec::new();
            while let Some(message) = told.message().await? {
                messages.push(message);
            }
            Ok(messages)
        });
        shown::played(out, &self.errand, &ask.await?)
    }

    fn field(&self) -> &'static str {
        match self.noun {
            Noun::Dossier => "dossier_id",
            Noun::Complaint => "complaint_id",
            Noun::Breach => "breach_id",
            Noun::Incident => "incident_id",
            Noun::Request => "client_request_id",
            Noun::Measure => "measure_id",
        }
    }
}

/// Puts a moment into a form.
fn set_moment(form: &mut Form, field: &str, text: &str) -> Result<(), Failure> {
    if let Ok(position) = text.parse::<u64>() {
        form.set(&format!("{field}.position"), position);
        return Ok(());
    }
    let moment = Start::parse(text)
        .map_err(|error| Failure::new(Exit::Usage, format!("{text:?} is no moment: {error}")))?;
    match moment {
        Start::Instant(instant) => form.set(&format!("{field}.at"), instant.to_rfc3339()),
        Start::Day(day) => form.set(&format!("{field}.day"), day.to_string()),
    }
    Ok(())
}
