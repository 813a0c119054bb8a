//! A practice of one with a real server at work on its ledger, and the program run beside it. Everybody in it is invented.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

use griffie::cli::connect::{Connection, ServerFile};
use griffie::grpc::pb;
use serde_json::Value;
use tempfile::TempDir;

/// The ledger and its server; both end with the value.
pub struct Practice {
    folder: TempDir,
    server: Option<Child>,
}

impl Practice {
    /// Made by `init --solo`: one person holds every role.
    pub fn serving() -> Practice {
        let mut practice = Practice { folder: tempfile::tempdir().unwrap(), server: None };
        let token = practice.folder.path().join("token");
        practice.does(&["init", "--solo", "--token-file", token.to_str().unwrap()]);
        practice.start();
        practice
    }

    pub fn start(&mut self) {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.starts_with("serving ledger"), "the server said {said:?}");
        self.server = Some(server);
    }

    /// Kills the server the way a power button does to a process.
    pub fn kill(&mut self) {
        let mut server = self.server.take().unwrap();
        server.kill().unwrap();
        server.wait().unwrap();
    }

    /// A client with the owner's token.
    pub async fn client(&self) -> Connection {
        let file = std::fs::read(self.folder.path().join("data/server.json")).unwrap();
        let found: ServerFile = serde_json::from_slice(&file).unwrap();
        let token = std::fs::read_to_string(self.folder.path().join("token")).unwrap();
        let connection = Connection::at(&found, &token).await;
        connection.unwrap_or_else(|failure| panic!("no connection: {}", failure.message()))
    }

    /// A file with a form in it.
    pub fn file(&self, name: &str, content: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// Runs a command that must succeed, and gives what it printed.
    #[track_caller]
    pub fn does(&self, arguments: &[&str]) -> String {
        let output = self.output(arguments);
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "griffie {arguments:?} failed: {words}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The one JSON value a command answers.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> Value {
        serde_json::from_str(&self.does(&[arguments, &["--output", "json"]].concat())).unwrap()
    }

    pub fn output(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// The program in the privacy officer's role.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
        command.args(arguments).env("GRIFFIE_DATA", self.folder.path().join("data"));
        command.env("GRIFFIE_PURPOSE", "breach").env("GRIFFIE_GROUND", "legal_duty");
        command.env("GRIFFIE_ON_BEHALF_OF", "practice").env("GRIFFIE_ROLE", "privacy_officer");
        command.env("GRIFFIE_AUTHOR", "Tjitske Verzonnen").stdin(Stdio::null());
        command
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }
}

/// A call about a breach, in a role.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn calling(role: pb::Role) -> Option<pb::AccessContext> {
    Some(pb::AccessContext {
        purpose: pb::Purpose::Breach.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: role.into(),
    })
}

/// A request id nobody used before.
pub fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
