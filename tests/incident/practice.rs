//! A practice served by the real program, and calls of its incident officer. Everybody in it is invented.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use griffie::cli::connect::{Connection, ServerFile};
use griffie::domain::incident::{Report, Step};
use griffie::domain::provenance::Provenance;
use griffie::grpc::pb;
use tempfile::TempDir;

/// A ledger with a server at work on it.
pub struct Practice {
    folder: TempDir,
    server: Child,
}

impl Practice {
    /// Of one person who holds every officer's role.
    pub fn solo() -> Practice {
        Practice::made(&["--solo"])
    }

    /// Of an owner who is nobody's officer.
    pub fn of_an_owner() -> Practice {
        Practice::made(&[])
    }

    fn made(how: &[&str]) -> Practice {
        let folder = tempfile::tempdir().unwrap();
        let griffie = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
            command.args(arguments).arg("--data").arg(folder.path().join("data"));
            command.stdin(Stdio::null()).stderr(Stdio::null());
            command
        };
        let token = folder.path().join("token");
        let init = ["init", "--token-file", token.to_str().unwrap()];
        assert!(griffie(&[&init, how].concat()).output().unwrap().status.success());
        let mut serve = griffie(&["serve", "--listen", "127.0.0.1:0"]);
        let mut server = serve.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut said).unwrap();
        assert!(said.starts_with("serving ledger"), "the server said {said:?}");
        Practice { folder, server }
    }

    /// A client with the owner's token.
    pub async fn client(&self) -> Connection {
        let read = |path: &str| std::fs::read(self.folder.path().join(path)).unwrap();
        let at: ServerFile = serde_json::from_slice(&read("data/server.json")).unwrap();
        let token = String::from_utf8(read("token")).unwrap();
        let connection = Connection::at(&at, token.trim()).await;
        connection.unwrap_or_else(|failure| panic!("no connection: {}", failure.message()))
    }

    /// Runs a verb of the program against the running server and gives what it printed.
    pub fn griffie(&self, arguments: &[&str]) -> serde_json::Value {
        let mut command = Command::new(env!("CARGO_BIN_EXE_griffie"));
        command.args(arguments).arg("--data").arg(self.folder.path().join("data"));
        command.args(["--output", "json"]);
        let said = [
            ("GRIFFIE_PURPOSE", "incident"),
            ("GRIFFIE_GROUND", "legal_duty"),
            ("GRIFFIE_ON_BEHALF_OF", "practice"),
            ("GRIFFIE_ROLE", "incident_officer"),
            ("GRIFFIE_AUTHOR", "Sterre van Duin"),
        ];
        command.envs(said).stdin(Stdio::null());
        let output = command.output().unwrap();
        let words = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "griffie {arguments:?} failed: {words}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// A call in a role, about an incident.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn as_role(role: pb::Role) -> Option<pb::AccessContext> {
    Some(pb::AccessContext {
        purpose: pb::Purpose::Incident.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: role.into(),
    })
}

pub fn as_officer() -> Option<pb::AccessContext> {
    as_role(pb::Role::IncidentOfficer)
}

pub fn request_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// A request to report.
pub fn wire_report(report: &Report, provenance: &Provenance) -> pb::ReportIncidentRequest {
    pb::ReportIncidentRequest {
        request_id: request_id(),
        access_context: as_officer(),
        validate_only: false,
        provenance: Some(provenance.into()),
        report: Some(report.into()),
    }
}

/// A step as the wire says it.
pub fn wire_step(step: &Step) -> pb::record_incident_step_request::Step {
    use pb::record_incident_step_request::Step as Wire;
    match step {
        Step::Assess(it) => Wire::Assess(it.into()),
        Step::Classify(it) => Wire::Classify(it.into()),
        Step::Notify(it) => Wire::Notify(it.into()),
        Step::RecordReply(it) => Wire::RecordReply(it.into()),
        Step::AskExtension(it) => Wire::AskExtension(it.into()),
        Step::SendReport(it) => Wire::SendReport(it.into()),
        Step::TellClient(it) => Wire::TellClient(it.into()),
        Step::LinkNote(it) => Wire::LinkNote(it.into()),
        Step::Evaluate(it) => Wire::Evaluate(it.into()),
        Step::ListMeasures(it) => Wire::ListMeasures(it.into()),
        Step::Close(it) => Wire::Close(it.into()),
        Step::Reopen(it) => Wire::Reopen(it.into()),
    }
}

/// A request to record a step.
pub fn wire_request(
    incident_id: &str,
    step: &Step,
    provenance: &Provenance,
) -> pb::RecordIncidentStepRequest {
    pb::RecordIncidentStepRequest {
        request_id: request_id(),
        access_context: as_officer(),
        expected_revision: None,
        validate_only: false,
        provenance: Some(provenance.into()),
        incident_id: incident_id.to_owned(),
        step: Some(wire_step(step)),
    }
}
