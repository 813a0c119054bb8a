//! A ledger with a server that a monitor may scrape, everything it says kept. Everybody in it is invented.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};

use assert_cmd::cargo::CommandCargoExt;
use serde_json::Value;
use tempfile::TempDir;

pub const CLIENT: &str = r#"
regime = "wgbo"
[client.identity]
born_on = 1992-02-29
sex = "female"
names = { called = "Zoë", surname = "Bovenkamp", name_use = "own" }
[client.contact]
telephones = ["0612345678"]
[client.commission]
own_client = {}
[provenance]
happened = 2026-03-04T09:30:00+01:00
informant.kind = "client"
"#;

/// A served ledger.
pub struct Served {
    folder: TempDir,
    server: Option<Child>,
    metrics: String,
}

impl Served {
    /// A practice of one, served at debug level.
    pub fn solo() -> Served {
        let folder = tempfile::tempdir().unwrap();
        let mut served = Served { folder, server: None, metrics: String::new() };
        served.does("init --solo", &[]);
        let log = std::fs::File::create(served.at("log")).unwrap();
        let mut command = served.command("serve --listen 127.0.0.1:0 --metrics 127.0.0.1:0");
        command.env("GRIFFIE_LOG", "debug").env("GRIFFIE_LOG_FORMAT", "json");
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.next().unwrap().starts_with("serving ledger"));
        let line = lines.next().unwrap();
        let address = line.strip_prefix("metrics on http://").unwrap();
        address.strip_suffix("/metrics").unwrap().clone_into(&mut served.metrics);
        served.server = Some(child);
        served
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn file(&self, name: &str, content: &str) -> String {
        std::fs::write(self.at(name), content).unwrap();
        self.at(name).to_str().unwrap().to_owned()
    }

    pub fn run(&self, words: &str, more: &[&str]) -> Output {
        self.command(words).args(more).output().unwrap()
    }

    #[track_caller]
    pub fn does(&self, words: &str, more: &[&str]) -> String {
        let output = self.run(words, more);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words}: {said}");
        String::from_utf8(output.stdout).unwrap()
    }

    #[track_caller]
    pub fn json(&self, words: &str, more: &[&str]) -> Value {
        serde_json::from_str(&self.does(words, &[more, &["--output", "json"]].concat())).unwrap()
    }

    /// Head and body of the answer to one request of a monitor.
    pub fn asked(&self, request: &str) -> (String, String) {
        let mut connection = TcpStream::connect(&self.metrics).unwrap();
        write!(connection, "{request} HTTP/1.1\r\nHost: monitor\r\n\r\n").unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    /// What the server wrote on standard error so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.at("log")).unwrap()
    }

    /// Asks the server to stop and waits until it has.
    pub fn stop(&mut self) {
        let mut server = self.server.take().unwrap();
        let pid = rustix::process::Pid::from_child(&server);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert!(server.wait().unwrap().success());
    }

    fn command(&self, words: &str) -> Command {
        let mut command = Command::cargo_bin("griffie").unwrap();
        command.args(words.split_whitespace()).env_clear().stdin(Stdio::null());
        command.env("GRIFFIE_DATA", self.at("data")).env("GRIFFIE_AUTHOR", "Sietske Verdicht");
        command.env("GRIFFIE_PURPOSE", "care").env("GRIFFIE_GROUND", "treatment_contract");
        command.env("GRIFFIE_ON_BEHALF_OF", "practice").env("GRIFFIE_ROLE", "owner");
        command
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            server.kill().unwrap();
            server.wait().unwrap();
        }
    }
}
