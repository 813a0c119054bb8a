//! What tests of the whole program start from: the real server as a process of its own, killed or stopped like one, and real
//! clients that speak gRPC to it. Invented people only.
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use griffie::cli::connect::{Authorised, Connection, ServerFile};
use griffie::grpc::pb;
use pb::dossier_service_client::DossierServiceClient;
use tempfile::TempDir;

/// A practice's ledger in a folder of its own, and perhaps a server at work on it.
pub struct Server {
    folder: TempDir,
    process: Option<Child>,
}

impl Server {
    /// A fresh ledger, not served yet.
    pub fn of_a_fresh_ledger() -> Server {
        Server::made(&[])
    }

    /// The same of a practice of one, whose owner holds every officer's role.
    pub fn of_a_fresh_solo_ledger() -> Server {
        Server::made(&["--solo"])
    }

    fn made(how: &[&str]) -> Server {
        let folder = tempfile::tempdir().unwrap();
        let server = Server { folder, process: None };
        let token = server.folder.path().join("token");
        server.griffie(&[&["init", "--token-file", token.to_str().unwrap()], how].concat());
        server
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The owner's token, as `init` gave it.
    pub fn token(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("token")).unwrap()
    }

    /// Runs a command of the program that must succeed, and gives what it printed.
    pub fn griffie(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "griffie {arguments:?} failed: {words}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A command of the program on this ledger.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
        command.args(arguments).arg("--data").arg(self.data()).stdin(Stdio::null());
        command
    }

    /// Starts the server and waits until it says that it serves.
    pub fn start(&mut self) {
        self.start_with(&[]);
    }

    /// The same, with more flags.
    pub fn start_with(&mut self, flags: &[&str]) {
        use std::io::{BufRead, BufReader};
        let words = [&["serve", "--listen", "127.0.0.1:0"], flags].concat();
        let mut command = self.command(&words);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.starts_with("serving ledger"), "the server said {said:?}");
        self.process = Some(process);
    }

    /// Where the running server listens.
    pub fn address(&self) -> String {
        self.found().address
    }

    /// What the running server says of itself.
    pub fn found(&self) -> ServerFile {
        let file = std::fs::read(self.data().join("server.json")).unwrap();
        serde_json::from_slice(&file).unwrap()
    }

    /// A channel without a token.
    pub fn bare_channel(&self) -> tonic::transport::Channel {
        use tonic::transport::{Certificate, ClientTlsConfig, Endpoint};
        let authority = Certificate::from_pem(self.found().authority.unwrap());
        let tls = ClientTlsConfig::new().ca_certificate(authority).domain_name("localhost");
        let endpoint = Endpoint::from_shared(format!("https://{}", self.address())).unwrap();
        endpoint.tls_config(tls).unwrap().connect_lazy()
    }

    /// A client with the owner's token.
    pub async fn client(&self) -> Connection {
        let connection = Connection::at(&self.found(), &self.token()).await;
        connection.unwrap_or_else(|failure| panic!("no connection: {}", failure.message()))
    }

    /// Kills the server the way a power button does to a process: no goodbye.
    pub fn kill(&mut self) {
        let mut process = self.process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Asks the server to stop and waits until it has.
    pub fn stop(&mut self) {
        let mut process = self.process.take().unwrap();
        let pid = rustix::process::Pid::from_child(&process);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        assert!(process.wait().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// The owner, caring for a client.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn care() -> Option<pb::AccessContext> {
    Some(pb::AccessContext {
        purpose: pb::Purpose::Care.into(),
        ground: pb::AccessGround::TreatmentContract.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: pb::Role::Owner.into(),
    })
}

/// A request id nobody used before.
pub fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Something the practitioner found herself, on 2026-03-05.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn provenance() -> Option<pb::Provenance> {
    let day = || "2026-03-05".to_owned();
    let author =
        pb::Practitioner { actor_id: "0b".repeat(16), name: "Tjitske Verzonnen".to_owned() };
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

/// An advice in running text.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn entry(text: &str) -> Option<pb::EntryDraft> {
    let kind = pb::EntryKind::Advice.into();
    let text = pb::TextContent { kind, text: text.to_owned() };
    Some(pb::EntryDraft {
        entry_id: String::new(),
        provenance: provenance(),
        content: Some(pb::Content { content: Some(pb::content::Content::Text(text)) }),
    })
}

/// A client of the practice, invented.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn client(surname: &str) -> Option<pb::Client> {
    let names = pb::Names {
        given: "Fenna".to_owned(),
        surname: surname.to_owned(),
        name_use: pb::NameUse::Own.into(),
        ..pb::Names::default()
    };
    let identity = pb::Identity {
        names: Some(names),
        born_on: "1991-04-17".to_owned(),
        sex: pb::Sex::Female.into(),
        ..pb::Identity::default()
    };
    let commission = pb::Commission {
        commission: Some(pb::commission::Commission::OwnClient(pb::OwnClient {})),
    };
    Some(pb::Client {
        identity: Some(identity),
        commission: Some(commission),
        ..pb::Client::default()
    })
}

/// Opens a dossier and gives its id.
pub async fn open_dossier(
    dossiers: &mut DossierServiceClient<Authorised>,
    surname: &str,
) -> String {
    let request = pb::OpenDossierRequest {
        request_id: request_id(),
        access_context: care(),
        validate_only: false,
        regime: pb::Regime::Wgbo.into(),
        client: client(surname),
        provenance: provenance(),
    };
    dossiers.open_dossier(request).await.unwrap().into_inner().dossier_id
}

/// A request to record one advice.
pub fn record_entry(dossier_id: &str, text: &str) -> pb::RecordEntryRequest {
    pb::RecordEntryRequest {
        request_id: request_id(),
        access_context: care(),
        dossier_id: dossier_id.to_owned(),
        expected_revision: None,
        validate_only: false,
        entry: entry(text),
    }
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found
}
