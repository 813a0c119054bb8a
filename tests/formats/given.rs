//! A ledger in a temporary folder, the real program on it, and a server whose time stands still: what is overdue today must read
//! the same in ten years. Everybody in it is invented.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use assert_cmd::cargo::CommandCargoExt;
use griffie::cli::connect::{Connection, ServerFile};
use griffie::grpc::pb;
use serde_json::Value;
use tempfile::TempDir;

/// A ledger, and perhaps a server at work on it.
pub struct Ledger {
    folder: TempDir,
    server: Option<Child>,
}

impl Ledger {
    /// A folder without one.
    pub fn nowhere() -> Ledger {
        Ledger { folder: tempfile::tempdir().unwrap(), server: None }
    }

    /// A path beside its folders.
    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The folder around data and vault.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file beside them.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        std::fs::write(self.at(name), content).unwrap();
        self.at(name).to_str().unwrap().to_owned()
    }

    /// Runs a command: words without blanks in them, and more that may have them.
    pub fn run(&self, words: &str, more: &[&str]) -> Output {
        self.command(words).args(more).output().unwrap()
    }

    /// The same, which must succeed; gives what it printed.
    #[track_caller]
    pub fn does(&self, words: &str, more: &[&str]) -> String {
        let output = self.run(words, more);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The same with `--output json`: every line of it.
    #[track_caller]
    pub fn lines(&self, words: &str, more: &[&str]) -> Vec<Value> {
        let told = self.does(words, &[more, &["--output", "json"]].concat());
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The same where there is one line.
    #[track_caller]
    pub fn json(&self, words: &str, more: &[&str]) -> Value {
        let mut lines = self.lines(words, more);
        assert_eq!(lines.len(), 1, "{words}");
        lines.remove(0)
    }

    /// Serves it by the machine's clock.
    pub fn serve(&mut self) {
        self.start("serve --listen 127.0.0.1:0");
    }

    /// Serves it at one moment, microseconds UTC, for as long as it serves.
    pub fn serve_at(&mut self, moment: i64) {
        let clock = self.file("clock", moment.to_be_bytes());
        std::fs::write(self.at("data/rehearsal"), b"").unwrap();
        self.start(&format!("serve --listen 127.0.0.1:0 --rehearsal-clock {clock}"));
    }

    fn start(&mut self, words: &str) {
        let log = std::fs::File::create(self.at("log")).unwrap();
        let mut child = self.command(words).stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let log = std::fs::read_to_string(self.at("log")).unwrap();
        assert!(line.starts_with("serving ledger"), "{line} {log}");
        self.server = Some(child);
    }

    /// Asks the server to stop and waits until it has.
    pub fn stop(&mut self) {
        let mut server = self.server.take().unwrap();
        let pid = rustix::process::Pid::from_child(&server);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert!(server.wait().unwrap().success());
    }

    /// Every record as the owner may read it from the running server.
    pub async fn records(&self) -> Vec<pb::LedgerRecord> {
        let found = std::fs::read(self.at("data/server.json")).unwrap();
        let found: ServerFile = serde_json::from_slice(&found).unwrap();
        let connection = Connection::at(&found, &found.token).await;
        let connection = connection.unwrap_or_else(|failure| panic!("{}", failure.message()));
        let context = pb::AccessContext {
            purpose: pb::Purpose::Administration.into(),
            ground: pb::AccessGround::LegalDuty.into(),
            on_behalf_of: pb::OnBehalfOf::Practice.into(),
            role: pb::Role::Owner.into(),
        };
        let request = pb::ReadRecordsRequest {
            access_context: Some(context),
            include_payloads: true,
            ..pb::ReadRecordsRequest::default()
        };
        let mut answers = connection.ledger().read_records(request).await.unwrap().into_inner();
        let mut records = Vec::new();
        while let Some(answer) = answers.message().await.unwrap() {
            records.extend(answer.records);
        }
        records
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::cargo_bin("griffie").unwrap();
        command.args(words.split_whitespace()).env_clear().stdin(Stdio::null());
        command.env("PATH", std::env::var_os("PATH").unwrap()).env("TMPDIR", self.folder());
        command.env("GRIFFIE_DATA", self.at("data")).env("GRIFFIE_AUTHOR", "Sietske Verdicht");
        command.env("GRIFFIE_PURPOSE", "care").env("GRIFFIE_GROUND", "treatment_contract");
        command.env("GRIFFIE_ON_BEHALF_OF", "practice").env("GRIFFIE_ROLE", "owner");
        command
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }
}
