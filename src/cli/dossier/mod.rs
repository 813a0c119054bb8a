//! `griffie dossier …`: opening, finding, showing and closing dossiers, and what is known of their clients.

mod open;
mod rights;

use std::io::Write;

use clap::{Args, Subcommand};

use crate::grpc::pb;

use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::provenance::Source;
use super::input::verb::{AsOf, Errand, Recording};

/// `griffie dossier …`
#[derive(Debug, Subcommand)]
pub enum Dossier {
    /// Open a dossier.
    Open(Box<open::Open>),
    /// Show a dossier without its entries, now or as it stood.
    Show(Show),
    /// List dossiers in the order in which they were opened.
    List(List),
    /// Find dossiers by the client's name and date of birth.
    Find(Find),
    /// Replace sections of what is known of the client: identity, contact, network, representatives, commission.
    Change(Box<Change>),
    /// Link two dossiers, such as mother and child.
    Link(Box<Link>),
    /// End a link.
    Unlink(Box<Unlink>),
    /// Close a dossier.
    Close(Box<Close>),
    /// Open a closed dossier again.
    Reopen(Box<Reopen>),
    /// Put the client's own statement beside an entry or the dossier.
    Statement(Box<rights::Statement>),
    /// Restrict its use: it is kept, and read for named purposes only.
    Restrict(Box<rights::Restrict>),
    /// Lift the restriction, after the client was told.
    LiftRestriction(Box<rights::LiftRestriction>),
    /// Record that data went to somebody else.
    Disclose(Box<rights::Disclose>),
    /// Make the client's copy: a page that works offline and verifies itself, and the same as JSON.
    Copy(rights::Copy),
    /// List to whom data went.
    Disclosures(rights::Disclosures),
}

/// `griffie dossier show`
#[derive(Debug, Args)]
pub struct Show {
    /// The dossier's id.
    dossier: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie dossier list`
#[derive(Debug, Args)]
pub struct List {
    /// Only those that are open, or only those that are closed.
    #[arg(long, value_name = "WORD")]
    standing: Option<String>,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie dossier find`
#[derive(Debug, Args)]
pub struct Find {
    /// Read the name from standard input: other users of this machine can see the words of a running command.
    #[arg(long, conflicts_with = "name")]
    stdin: bool,
    /// Date of birth, 2026-03-05.
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
    /// Beginnings of parts of the name, in any order.
    #[arg(required_unless_present_any = ["stdin", "born"])]
    name: Vec<String>,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie dossier change`
#[derive(Debug, Args)]
pub struct Change {
    /// The dossier's id.
    dossier: String,
    /// Whether the old values were right in their time (changed) or not (corrected). The new ones stand in a form.
    #[arg(long, value_name = "WORD")]
    cause: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie dossier link`
#[derive(Debug, Args)]
pub struct Link {
    /// The one dossier's id.
    dossier: String,
    /// The other's.
    other: String,
    /// What the client of the one is to the client of the other: `mother_of`, `child_of`, `sibling_of`.
    #[arg(long, value_name = "WORD")]
    relation: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie dossier unlink`
#[derive(Debug, Args)]
pub struct Unlink {
    #[command(flatten)]
    link: Link,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
}

/// `griffie dossier close`
#[derive(Debug, Args)]
pub struct Close {
    /// The dossier's id.
    dossier: String,
    /// Why: `care_ended`, `no_care`, `handed_over`, `client_died`, other. It happened on the last day of care.
    #[arg(long, value_name = "WORD")]
    reason: Option<String>,
    /// In words.
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie dossier reopen`
#[derive(Debug, Args)]
pub struct Reopen {
    /// The dossier's id.
    dossier: String,
    /// Why, in words.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Dossier {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Dossier::Open(open) => open.run(out).await,
            Dossier::Show(show) => show.run(out).await,
            Dossier::List(list) => list.run(out).await,
            Dossier::Find(find) => find.run(out).await,
            Dossier::Change(change) => change.run(out).await,
            Dossier::Link(link) => link.run(out).await,
            Dossier::Unlink(unlink) => unlink.run(out).await,
            Dossier::Close(close) => close.run(out).await,
            Dossier::Reopen(reopen) => reopen.run(out).await,
            Dossier::Statement(statement) => statement.run(out).await,
            Dossier::Restrict(restrict) => restrict.run(out).await,
            Dossier::LiftRestriction(lift) => lift.run(out).await,
            Dossier::Disclose(disclose) => disclose.run(out).await,
            Dossier::Copy(copy) => copy.run(out).await,
            Dossier::Disclosures(disclosures) => disclosures.run(out).await,
        }
    }
}

/// What a list of dossiers shows.
const COLUMNS: &[(&str, &str)] = &[
    ("dossier", "dossier_id"),
    ("client", "client_name"),
    ("born", "born_on"),
    ("regime", "regime"),
    ("standing", "standing"),
    ("records", "revision"),
];

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("dossier_id", self.dossier.clone());
        self.as_of.fill(&mut form)?;
        let ask = self.errand.ask(form, async |connection, request: pb::GetDossierRequest| {
            Ok(connection.dossier().get_dossier(request).await?.into_inner().dossier)
        });
        self.errand.show(out, &ask.await?.unwrap_or_default())
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("standing", self.standing.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::ListDossiersRequest| {
                let mut found = Vec::new();
                loop {
                    let page = connection.dossier().list_dossiers(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.dossiers);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}

impl Find {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        let mut name = self.name.join(" ");
        if self.stdin {
            std::io::stdin().read_line(&mut name)?;
        }
        form.set("name", name.trim());
        form.set_some("born_on", self.born.clone());
        let ask =
            self.errand.ask(form, async |connection, mut request: pb::FindDossiersRequest| {
                let mut found = Vec::new();
                loop {
                    let page = connection.dossier().find_dossiers(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.dossiers);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            });
        let found = ask.await?;
        if found.is_empty() {
            return Err(Failure::new(Exit::NotFound, "no dossier fits"));
        }
        self.errand.show_many(out, &found, COLUMNS)
    }
}

impl Change {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("cause", self.cause.clone());
        self.source.fill(&mut form, "provenance");
        self.recording
            .record(out, form, false, async |connection, request: pb::ChangeClientRequest| {
                connection.dossier().change_client(request).await
            })
            .await
    }
}

impl Link {
    fn form(&self) -> Result<Form, Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set("other_dossier_id", self.other.clone());
        form.set_some("relation", self.relation.clone());
        self.source.fill(&mut form, "provenance");
        Ok(form)
    }

    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let given = self.relation.is_some();
        self.recording
            .record(
                out,
                self.form()?,
                given,
                async |connection, request: pb::LinkDossiersRequest| {
                    connection.dossier().link_dossiers(request).await
                },
            )
            .await
    }
}

impl Unlink {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.link.form()?;
        form.set_some("reason", self.reason.clone());
        let given = self.link.relation.is_some();
        self.link
            .recording
            .record(out, form, given, async |connection, request: pb::UnlinkDossiersRequest| {
                connection.dossier().unlink_dossiers(request).await
            })
            .await
    }
}

impl Close {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("reason", self.reason.clone());
        form.set_some("note", self.note.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.reason.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::CloseDossierRequest| {
                connection.dossier().close_dossier(request).await
            })
            .await
    }
}

impl Reopen {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("dossier_id", self.dossier.clone());
        form.set_some("reason", self.reason.clone());
        self.source.fill(&mut form, "provenance");
        let given = self.reason.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::ReopenDossierRequest| {
                connection.dossier().reopen_dossier(request).await
            })
            .await
    }
}
