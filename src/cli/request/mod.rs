//! `griffie request …`: requests of clients about their own data, from receipt to answer.

mod list;
mod receive;
mod step;

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::Form;
use super::input::verb::{AsOf, Errand};

/// `griffie request …`
#[derive(Debug, Subcommand)]
pub enum Request {
    /// Record that a request came in: its clocks start.
    Receive(Box<receive::Receive>),
    /// Ask who asks to show who they are: the terms stand still from that day.
    AskIdentity(Box<step::AskIdentity>),
    /// Record how their identity was checked: the terms run again. Never the document.
    CheckIdentity(Box<step::CheckIdentity>),
    /// Lengthen the term by two months, with reasons, within the first month.
    Extend(Box<step::Extend>),
    /// Decide one thing that was asked.
    Decide(Box<step::Decide>),
    /// Record that what was granted was done.
    Fulfil(Box<step::Fulfil>),
    /// Record that the answer was sent: all that was decided and not answered yet.
    Answer(Box<step::Answer>),
    /// Record that the answer was received.
    AnswerReceived(Box<step::AnswerReceived>),
    /// Record that recipients of the data were told (AVG 19).
    TellRecipients(Box<step::TellRecipients>),
    /// Record that it was taken back.
    Withdraw(Box<step::Withdraw>),
    /// Close the file: everything is answered and done.
    Close(Box<step::Close>),
    /// Correct the moment of receipt.
    Correct(Box<step::Correct>),
    /// Show one with its clocks and its records.
    Show(Show),
    /// List requests in the order in which they came in.
    List(list::List),
}

/// `griffie request show`
#[derive(Debug, Args)]
pub struct Show {
    /// Its id.
    request: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Request {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Request::Receive(it) => it.run(out).await,
            Request::AskIdentity(it) => it.run(out).await,
            Request::CheckIdentity(it) => it.run(out).await,
            Request::Extend(it) => it.run(out).await,
            Request::Decide(it) => it.run(out).await,
            Request::Fulfil(it) => it.run(out).await,
            Request::Answer(it) => it.run(out).await,
            Request::AnswerReceived(it) => it.run(out).await,
            Request::TellRecipients(it) => it.run(out).await,
            Request::Withdraw(it) => it.run(out).await,
            Request::Close(it) => it.run(out).await,
            Request::Correct(it) => it.run(out).await,
            Request::Show(show) => show.run(out).await,
            Request::List(list) => list.run(out).await,
        }
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("client_request_id", self.request.clone());
        self.as_of.fill(&mut form)?;
        let answer =
            self.errand.ask(form, async |connection, request: pb::GetClientRequestRequest| {
                Ok(connection.client_request().get_client_request(request).await?.into_inner())
            });
        self.errand.show(out, &answer.await?)
    }
}
