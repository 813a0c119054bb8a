//! `griffie token …`: what lets somebody in. A token goes into a file of its own, never on a command line.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::grpc::pb;
use crate::private_file;

use super::connect::Connection;
use super::failure::{Exit, Failure};
use super::input::verb::Recording;

/// `griffie token …`
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Issue a token for a grant. It is shown once, or written to a file for its owner's eyes only.
    Issue(Box<Issue>),
    /// Revoke a token: it lets nobody in any more, and what it opened ends within a second.
    Revoke(Box<Revoke>),
}

/// `griffie token issue`
#[derive(Debug, Args)]
pub struct Issue {
    /// The grant's id.
    grant: String,
    /// Last day; a year from today if not said.
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Write the token to this new file instead of showing it.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie token revoke`
#[derive(Debug, Args)]
pub struct Revoke {
    /// The token, by the number that `griffie grant list` shows.
    token: u64,
    #[command(flatten)]
    recording: Recording,
}

impl Token {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Token::Issue(issue) => issue.run(out).await,
            Token::Revoke(revoke) => revoke.run(out).await,
        }
    }
}

impl Issue {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        if let Some(file) = &self.to
            && file.exists()
        {
            let message = format!("{} is there already", file.display());
            return Err(Failure::new(Exit::Usage, message));
        }
        let mut form = self.recording.form()?;
        form.set("grant_id", self.grant.clone());
        form.set_some("until", self.until.clone());
        let to = self.to.clone();
        let send = async |connection: &Connection, request: pb::IssueTokenRequest| {
            let mut answer = connection.grant().issue_token(request).await?;
            if let Some(file) = to
                && !answer.get_ref().secret.is_empty()
            {
                let secret = std::mem::take(&mut answer.get_mut().secret);
                let written = private_file::write(&file, format!("{secret}\n").as_bytes());
                written.map_err(|error| {
                    let message =
                        format!("the token was issued, but not written: {error}; revoke it");
                    tonic::Status::internal(message)
                })?;
            }
            Ok(answer)
        };
        self.recording.record(out, form, true, send).await
    }
}

impl Revoke {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("token", self.token);
        let send = async |connection: &Connection, request: pb::RevokeTokenRequest| {
            connection.grant().revoke_token(request).await
        };
        self.recording.record(out, form, true, send).await
    }
}
