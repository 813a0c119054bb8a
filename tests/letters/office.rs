//! A practice of one with a real server, a client that speaks gRPC to it, and the command line beside it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use griffie::cli::connect::{Connection, ServerFile};
use griffie::grpc::pb;
use serde_json::Value;
use tempfile::TempDir;
use tonic::{Code, Status};
use tonic_types::StatusExt as _;

pub struct Office {
    folder: TempDir,
    server: Child,
}

impl Drop for Office {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Office {
    /// A fresh ledger whose owner holds every officer's role, served.
    pub fn open() -> Office {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let made = command(&folder)
            .args(["init", "--solo", "--token-file"])
            .arg(folder.path().join("token"))
            .output();
        assert!(made.unwrap().status.success());
        let mut server = command(&folder);
        server
            .args(["serve", "--listen", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = server.spawn().unwrap();
        let mut said = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.starts_with("serving ledger"), "{said}");
        assert!(data.join("server.json").exists());
        Office { folder, server }
    }

    /// A client with the owner's token.
    pub async fn client(&self) -> Connection {
        let file = std::fs::read(self.folder.path().join("data/server.json")).unwrap();
        let found: ServerFile = serde_json::from_slice(&file).unwrap();
        let token = std::fs::read_to_string(self.folder.path().join("token")).unwrap();
        let connection = Connection::at(&found, &token).await;
        connection.unwrap_or_else(|failure| panic!("no connection: {}", failure.message()))
    }

    /// Runs a command that must succeed, in a role.
    #[track_caller]
    pub fn does(&self, role: &str, words: &[&str]) -> String {
        let output = command(&self.folder).args(words).env("GRIFFIE_ROLE", role).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must fail, and gives what it said.
    #[track_caller]
    pub fn refuses(&self, role: &str, words: &[&str]) -> String {
        let output = command(&self.folder).args(words).env("GRIFFIE_ROLE", role).output().unwrap();
        assert!(!output.status.success(), "{words:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    /// The one JSON value a command answers.
    #[track_caller]
    pub fn json(&self, role: &str, words: &[&str]) -> Value {
        let answer = self.does(role, &[words, &["--output", "json"]].concat());
        serde_json::from_str(&answer).unwrap()
    }

    /// A file beside the ledger.
    pub fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// The practice is stated, from 2026-01-01 on.
    pub fn states_itself(&self) {
        let words = "practice set --valid-from 2026-01-01 --learned 2026-01-01 --kvk 12345678 --telephone 050-0000001 \
                     --street Wilgenpad --house-number 12 --city Fictum";
        let mut words: Vec<&str> = words.split_whitespace().collect();
        words.extend(["--name", "Praktijk Zilvermeeuw", "--postcode", "9999 XY"]);
        self.does("owner", &words);
    }
}

fn command(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
    command.env("GRIFFIE_DATA", folder.path().join("data")).stdin(Stdio::null());
    command.env("GRIFFIE_AUTHOR", "Mirthe Lindeboom").env("GRIFFIE_PURPOSE", "administration");
    command.env("GRIFFIE_GROUND", "legal_duty").env("GRIFFIE_ON_BEHALF_OF", "practice");
    command
}

/// Why a call is made, in a role.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn context(role: pb::Role) -> Option<pb::AccessContext> {
    Some(pb::AccessContext {
        purpose: pb::Purpose::Administration.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: role.into(),
    })
}

/// A request id nobody used before.
pub fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Something the practitioner did herself, on 2026-03-05.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn provenance() -> Option<pb::Provenance> {
    let day = || "2026-03-05".to_owned();
    let author =
        pb::Practitioner { actor_id: "0b".repeat(16), name: "Mirthe Lindeboom".to_owned() };
    Some(pb::Provenance {
        happened: Some(pb::Happened { happened: Some(pb::happened::Happened::On(day())) }),
        learned: Some(pb::Moment { moment: Some(pb::moment::Moment::On(day())) }),
        originally_recorded_on: String::new(),
        author: Some(author.clone()),
        responsible: Some(author),
        informant: Some(pb::Informant {
            kind: pb::InformantKind::OwnFinding.into(),
            name: String::new(),
        }),
    })
}

/// Code and reason of a refusal.
pub fn refusal(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    (status.code(), details.error_info().map(|info| info.reason.clone()).unwrap_or_default())
}

/// The fields a refusal names, each with its reason.
pub fn violations(status: &Status) -> Vec<String> {
    let details = status.get_error_details();
    let found = details.bad_request().map(|bad| bad.field_violations.clone()).unwrap_or_default();
    let said = found.into_iter().map(|it| {
        let (reason, _) = it.description.split_once(':').unwrap();
        format!("{}: {reason}", it.field)
    });
    said.collect()
}
