//! `griffie destruction …`: proposed by one, approved by another, carried out at once.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::grpc::pb;
use crate::private_file;

use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::verb::{Errand, Recording};

/// `griffie destruction …`
#[derive(Debug, Subcommand)]
pub enum Destruction {
    /// Propose a destruction; nothing goes yet.
    Propose(Box<Propose>),
    /// Approve a proposal: it is decided, on record, and carried out.
    Approve(Box<Answer>),
    /// Refuse a proposal.
    Refuse(Box<Answer>),
    /// List proposals and decisions.
    List(List),
    /// Write the certificate of a destruction: a page for people, and the same for whoever checks it.
    Certificate(Certificate),
    /// Declare that the practice is one person, who may approve what she proposed; with `--ended`, that it is no more.
    Solo(Box<Solo>),
}

/// `griffie destruction propose`
#[derive(Debug, Args)]
pub struct Propose {
    /// Why: `client_request`, `retention_ended`, transferred, `recorded_unlawfully`, `log_year_ended`.
    #[arg(long, value_name = "WORD")]
    because: Option<String>,
    /// A dossier, or a case, that goes whole; may be repeated.
    #[arg(long = "dossier", value_name = "ID")]
    dossiers: Vec<String>,
    /// An entry that goes with all its versions, as `DOSSIER/ENTRY`; may be repeated.
    #[arg(long = "entry", value_name = "DOSSIER/ENTRY")]
    entries: Vec<String>,
    /// A record that goes, by position; may be repeated.
    #[arg(long = "position", value_name = "NUMBER")]
    positions: Vec<u64>,
    /// Characters that go of a record's text, as `POSITION:FROM-UNTIL` (from 0, UNTIL stays); may be repeated. For other parts
    /// use a form (see --from).
    #[arg(long = "characters", value_name = "SPAN")]
    characters: Vec<String>,
    /// Where that text stands in the record (RFC 6901).
    #[arg(long, value_name = "POINTER", default_value = "/content/text/text")]
    pointer: String,
    /// The client's request that is granted.
    #[arg(long, value_name = "ID")]
    granted: Option<String>,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie destruction approve`, `griffie destruction refuse`
#[derive(Debug, Args)]
pub struct Answer {
    /// Position of the proposal.
    proposal: u64,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie destruction list`
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    errand: Errand,
}

/// `griffie destruction solo`
#[derive(Debug, Args)]
pub struct Solo {
    /// The practice is one person no more: another must approve from now on.
    #[arg(long)]
    ended: bool,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie destruction certificate`
#[derive(Debug, Args)]
pub struct Certificate {
    /// Position of the decision.
    decision: u64,
    /// The folder to write it to; it gets two files, `certificate-N.html` and `certificate-N.json`.
    #[arg(long, value_name = "DIR")]
    to: std::path::PathBuf,
    /// In which language: dutch, english.
    #[arg(long, value_name = "WORD", default_value = "dutch")]
    language: String,
    #[command(flatten)]
    errand: Errand,
}

/// What a list shows.
const COLUMNS: &[(&str, &str)] = &[
    ("proposal", "proposal"),
    ("decision", "decision"),
    ("executed", "executed"),
    ("standing", "standing"),
    ("ground", "ground"),
    ("records", "records"),
    ("parts", "parts"),
];

impl Destruction {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Destruction::Propose(propose) => propose.run(out).await,
            Destruction::Approve(answer) => answer.approve(out).await,
            Destruction::Refuse(answer) => answer.refuse(out).await,
            Destruction::List(list) => list.run(out).await,
            Destruction::Certificate(certificate) => certificate.run(out).await,
            Destruction::Solo(solo) => solo.run(out).await,
        }
    }
}

impl Propose {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set_some("order.ground", self.because.clone());
        form.set_some("order.granted_request_id", self.granted.clone());
        if !self.dossiers.is_empty() {
            form.set("order.stream_ids", json!(self.dossiers));
        }
        if !self.positions.is_empty() {
            form.set("order.positions", json!(self.positions));
        }
        if !self.entries.is_empty() {
            let entries = self.entries.iter().map(|text| entry(text));
            form.set("order.entries", json!(entries.collect::<Result<Vec<_>, _>>()?));
        }
        if !self.characters.is_empty() {
            let spans = self.characters.iter().map(|text| self.span(text));
            form.set("order.parts", json!(parts(spans.collect::<Result<Vec<_>, _>>()?)));
        }
        let send = async |connection: &super::connect::Connection,
                          request: pb::ProposeDestructionRequest| {
            connection.destruction().propose_destruction(request).await
        };
        self.recording.record(out, form, self.because.is_some(), send).await
    }

    fn span(&self, text: &str) -> Result<(u64, serde_json::Value), Failure> {
        let read = || {
            let (position, span) = text.split_once(':')?;
            let (from, until) = span.split_once('-')?;
            Some((position.parse().ok()?, from.parse::<u32>().ok()?, until.parse::<u32>().ok()?))
        };
        let (position, from, until) = read().ok_or_else(|| {
            Failure::new(Exit::Usage, "--characters takes POSITION:FROM-UNTIL, such as 120:14-31")
        })?;
        let characters = json!({ "from": from, "until": until });
        Ok((position, json!({ "pointer": self.pointer, "characters": characters })))
    }
}

fn entry(text: &str) -> Result<serde_json::Value, Failure> {
    let (dossier, entry) = text
        .split_once('/')
        .ok_or_else(|| Failure::new(Exit::Usage, "--entry takes DOSSIER/ENTRY"))?;
    Ok(json!({ "dossier_id": dossier, "entry_id": entry }))
}

/// Spans of one record belong together.
fn parts(spans: Vec<(u64, serde_json::Value)>) -> Vec<serde_json::Value> {
    let mut by_position: std::collections::BTreeMap<u64, Vec<serde_json::Value>> =
        std::collections::BTreeMap::new();
    for (position, cut) in spans {
        by_position.entry(position).or_default().push(cut);
    }
    let part = |(position, cuts)| json!({ "position": position, "cuts": cuts });
    by_position.into_iter().map(part).collect()
}

impl Answer {
    fn form(&self) -> Result<Form, Failure> {
        let mut form = self.recording.form()?;
        form.set("proposal", self.proposal);
        Ok(form)
    }

    async fn approve(&self, out: &mut impl Write) -> Result<(), Failure> {
        let send = async |connection: &super::connect::Connection,
                          request: pb::ApproveDestructionRequest| {
            connection.destruction().approve_destruction(request).await
        };
        self.recording.record(out, self.form()?, true, send).await
    }

    async fn refuse(&self, out: &mut impl Write) -> Result<(), Failure> {
        let send = async |connection: &super::connect::Connection,
                          request: pb::RefuseDestructionRequest| {
            connection.destruction().refuse_destruction(request).await
        };
        self.recording.record(out, self.form()?, true, send).await
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let ask = self.errand.ask(
            Form::default(),
            async |connection, request: pb::ListDestructionsRequest| {
                Ok(connection.destruction().list_destructions(request).await?.into_inner())
            },
        );
        self.errand.show_many(out, &ask.await?.destructions, COLUMNS)
    }
}

impl Certificate {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("decision", self.decision);
        form.set("language", self.language.clone());
        let ask = self.errand.ask(form, async |connection, request: pb::GetCertificateRequest| {
            Ok(connection.destruction().get_certificate(request).await?.into_inner())
        });
        let made = ask.await?;
        private_file::make_folder(&self.to)?;
        for (ending, content) in [("html", made.html), ("json", made.json)] {
            let file = self.to.join(format!("certificate-{}.{ending}", self.decision));
            private_file::write(&file, content.as_bytes())?;
            writeln!(out, "{}", file.display())?;
        }
        Ok(())
    }
}

impl Solo {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("solo", !self.ended);
        let send = async |connection: &super::connect::Connection,
                          request: pb::DeclareSoloRequest| {
            connection.destruction().declare_solo(request).await
        };
        self.recording.record(out, form, true, send).await
    }
}
