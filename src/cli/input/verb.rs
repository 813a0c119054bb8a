//! How a verb is carried out: complete its form, send it, show the answer. The same for every verb, whatever it records or reads.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use clap::Args;
use tonic::{Response, Status};

use crate::cli::connect::Connection;
use crate::cli::failure::{Exit, Failure};
use crate::cli::output::{Form as Shape, Output};
use crate::cli::settings::{ConfigFile, Place};
use crate::cli::template::Draft;
use crate::cli::way_out::RequestId;
use crate::grpc::pb;
use crate::law::Start;
use crate::law::moment::end_of_day;

use super::access::Access;
use super::descriptor::Named;
use super::provenance::Author;
use super::{Form, writing};

/// What every verb that touches a person is told.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "The ledger and the answer")]
pub struct Errand {
    /// Which ledger.
    #[command(flatten)]
    pub place: Place,
    /// How the answer is shown.
    #[command(flatten)]
    pub output: Output,
    #[command(flatten)]
    access: Access,
}

/// A point in the history of the ledger.
#[derive(Clone, Debug, Args)]
pub struct AsOf {
    /// As it stood then: a position, an RFC 3339 instant, or a date (the end of that day in the Netherlands).
    #[arg(long, value_name = "WHEN")]
    as_of: Option<String>,
}

impl AsOf {
    /// Puts the point into a form.
    pub fn fill(&self, form: &mut Form) -> Result<(), Failure> {
        let Some(text) = &self.as_of else { return Ok(()) };
        if let Ok(position) = text.parse::<u64>() {
            form.set("as_of.position", position);
            return Ok(());
        }
        let moment = Start::parse(text)
            .map_err(|error| Failure::new(Exit::Usage, format!("--as-of: {error}")))?;
        let instant = match moment {
            Start::Instant(instant) => instant,
            // Through the day's last microsecond: the next day begins where this one ends.
            Start::Day(day) => end_of_day(day) - chrono::TimeDelta::microseconds(1),
        };
        form.set("as_of.recorded_time", instant.to_rfc3339());
        Ok(())
    }
}

impl Errand {
    /// Completes a form with the reason for the call and reaches the ledger.
    pub async fn begin(&self, form: &mut Form) -> Result<Connection, Failure> {
        self.access.fill(form, &ConfigFile::read(&self.place.data)?.access)?;
        Connection::open(&self.place.folders()?).await
    }

    /// Asks one thing; the connection is closed whatever the answer.
    pub async fn ask<M: Named, R>(
        &self,
        mut form: Form,
        send: impl AsyncFnOnce(&Connection, M) -> Result<R, Failure>,
    ) -> Result<R, Failure> {
        let connection = self.begin(&mut form).await?;
        let answer = match form.read::<M>() {
            Ok(request) => send(&connection, request).await,
            Err(failure) => Err(failure),
        };
        connection.close().await;
        answer
    }

    /// Reaches the ledger, for a verb that asks in several roles.
    pub async fn connection(&self) -> Result<Connection, Failure> {
        Connection::open(&self.place.folders()?).await
    }

    /// A form for each role to ask in: the one that was stated for this call, else every role the caller holds.
    pub async fn forms_by_role(
        &self,
        connection: &Connection,
        form: &Form,
    ) -> Result<Vec<Form>, Failure> {
        let config = ConfigFile::read(&self.place.data)?;
        let roles = if let Some(role) = self.access.stated_role() {
            vec![role.to_owned()]
        } else {
            let status = connection.ledger().get_status(pb::GetStatusRequest {}).await?;
            let word = |role: pb::Role| {
                role.as_str_name().trim_start_matches("ROLE_").to_ascii_lowercase()
            };
            status.into_inner().roles().map(word).collect()
        };
        let forms = roles.into_iter().map(|role| {
            let mut form = form.clone();
            form.set("access_context.role", role);
            self.access.fill(&mut form, &config.access)?;
            Ok(form)
        });
        forms.collect()
    }

    /// Asks the same in each of these roles; the connection is closed whatever the answers.
    pub async fn ask_in_each_role<M: Named, R>(
        &self,
        form: &Form,
        send: impl AsyncFn(&Connection, M) -> Result<R, Failure>,
    ) -> Result<Vec<R>, Failure> {
        let connection = self.connection().await?;
        let asked = async {
            let mut answers = Vec::new();
            for form in self.forms_by_role(&connection, form).await? {
                answers.push(send(&connection, form.read::<M>()?).await?);
            }
            Ok(answers)
        };
        let answers = asked.await;
        connection.close().await;
        answers
    }

    /// Shows one message: whole as JSON, flattened for people.
    pub fn show<M: Named>(&self, out: &mut impl Write, message: &M) -> Result<(), Failure> {
        let shown = writing::shown(message);
        if self.output.output == Shape::Json {
            writeln!(out, "{shown}")?;
            return Ok(());
        }
        let pairs = writing::flattened(&shown);
        let told: Vec<_> = pairs
            .iter()
            .filter(|(name, _)| name != "acknowledgement.checkpoint")
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        self.output.one(out, &told)
    }

    /// Shows many messages: a line of JSON each, or a table of some of their fields, named by paths.
    pub fn show_many<M: Named>(
        &self,
        out: &mut impl Write,
        messages: &[M],
        columns: &[(&str, &str)],
    ) -> Result<(), Failure> {
        let shown = messages.iter().map(writing::shown);
        if self.output.output == Shape::Json {
            for message in shown {
                writeln!(out, "{message}")?;
            }
            return Ok(());
        }
        let rows: Vec<Vec<_>> = shown
            .map(|message| {
                let at =
                    |path: &str| path.split('.').try_fold(&message, |at, key| at.get(key)).cloned();
                let cell = |path: &str| writing::cell(at(path).unwrap_or_default());
                columns.iter().map(|(_, path)| cell(path)).collect()
            })
            .collect();
        let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
        self.output.many(out, &names, &rows)
    }
}

/// What every verb that records is told.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "How it is recorded")]
pub struct Recording {
    /// Take the form from this file, in TOML or JSON, with the keys of the request in the contract; `-` is standard input. Better
    /// than flags for all that is about a person: other users of this machine can see the words of a running command.
    #[arg(long, value_name = "FILE", conflicts_with = "edit")]
    from: Option<PathBuf>,
    /// Write the form in $VISUAL or $EDITOR, on a template with comments; also if nothing is given on a terminal.
    #[arg(long)]
    edit: bool,
    #[command(flatten)]
    author: Author,
    /// Refuse unless the stream has this many records.
    #[arg(long, value_name = "NUMBER")]
    expected_revision: Option<u64>,
    /// Judge, record nothing.
    #[arg(long)]
    validate_only: bool,
    #[command(flatten)]
    request: RequestId,
    /// The ledger and the reason.
    #[command(flatten)]
    pub errand: Errand,
}

impl Recording {
    /// The form of the file, or an empty one.
    pub fn form(&self) -> Result<Form, Failure> {
        self.from.as_deref().map_or_else(|| Ok(Form::default()), Form::from_file)
    }

    /// Whether the form is still to be written in an editor: asked for, or nothing `given` by somebody on a terminal.
    fn wants_editor(&self, given: bool) -> bool {
        let terminal = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
        self.edit || (self.from.is_none() && !given && terminal)
    }

    /// Records what a form says: completed in an editor if wanted, with author, request id and reason; then shows the answer.
    pub async fn record<M: Named, R: Named>(
        &self,
        out: &mut impl Write,
        mut form: Form,
        given: bool,
        send: impl AsyncFnOnce(&Connection, M) -> Result<Response<R>, Status>,
    ) -> Result<(), Failure> {
        let mut draft = None;
        let config = ConfigFile::read(&self.errand.place.data)?;
        if self.wants_editor(given) {
            // What is missing is said before somebody writes for an hour.
            self.errand.access.fill(&mut form, &config.access)?;
            let (kept, written) = Draft::write(M::NAME, &form)?;
            draft = Some(kept);
            form.lay_over(written);
        }
        let done = self.send(form, &config, send).await;
        match (&done, draft) {
            (Err(_), Some(draft)) => draft.keep()?,
            (_, draft) => drop(draft),
        }
        self.errand.show(out, &done?)
    }

    async fn send<M: Named, R>(
        &self,
        mut form: Form,
        config: &ConfigFile,
        send: impl AsyncFnOnce(&Connection, M) -> Result<Response<R>, Status>,
    ) -> Result<R, Failure> {
        form.set_some("expected_revision", self.expected_revision);
        if self.validate_only {
            form.set("validate_only", true);
        }
        form.set_some("request_id", self.request.given());
        form.set_missing("request_id", self.request.get());
        let connection = self.errand.begin(&mut form).await?;
        let exchange = async {
            let status = connection.ledger().get_status(pb::GetStatusRequest {}).await?;
            let caller = status.into_inner().actor_id;
            self.author.complete(&mut form, &config.author, &caller)?;
            Ok(send(&connection, form.read::<M>()?).await?.into_inner())
        };
        let answer = exchange.await;
        connection.close().await;
        answer
    }
}
