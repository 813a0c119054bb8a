//! The door: nothing is said to whom does not speak TLS, nor to a server that is not the ledger's.

use std::net::TcpStream;
use std::process::{Command, Stdio};

use assert_cmd::cargo::CommandCargoExt as _;
use griffie::cli::clock_source::SystemClock;
use griffie::cli::connect::{Connection, ServerFile};
use griffie::grpc::pb;
use griffie::register::clock::Clock as _;

use crate::given::Server;

async fn answers(found: &ServerFile, token: &str) -> bool {
    let Ok(connection) = Connection::at(found, token).await else { return false };
    connection.ledger().get_status(pb::GetStatusRequest {}).await.is_ok()
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_said_in_the_clear_or_to_a_stranger() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let (found, token) = (server.found(), server.token());
    assert!(answers(&found, &token).await);
    let address = || found.address.clone();
    let in_the_clear =
        ServerFile { address: address(), authority: None, token: token.clone(), pid: found.pid };
    assert!(!answers(&in_the_clear, &token).await, "the server speaks plaintext");
    let mut other = Server::of_a_fresh_ledger();
    other.start();
    let stranger = ServerFile { address: address(), ..other.found() };
    assert!(!answers(&stranger, &token).await, "another ledger's authority was believed");
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_who_say_nothing_keep_nobody_waiting() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let address = server.address();
    let silent: Vec<TcpStream> = (0..300).map(|_| TcpStream::connect(&address).unwrap()).collect();
    assert!(answers(&server.found(), &server.token()).await);
    drop(silent);
}

#[tokio::test(flavor = "multi_thread")]
async fn plaintext_is_spoken_within_this_machine_alone_and_if_asked_for() {
    let mut server = Server::of_a_fresh_ledger();
    server.start_with(&["--plaintext"]);
    assert_eq!(server.found().authority, None);
    assert!(answers(&server.found(), &server.token()).await);
    server.stop();
    let mut command = Command::cargo_bin("griffie").unwrap();
    command.args(["serve", "--plaintext", "--listen", "0.0.0.0:0", "--data"]).arg(server.data());
    let refused = command.stdout(Stdio::null()).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--plaintext"));
}

/// A certificate of somebody else's authority is shown to all but this machine's own command line.
#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_ones_own_is_shown_to_others() {
    let mut server = Server::of_a_fresh_ledger();
    let folder = tempfile::tempdir().unwrap();
    let folders =
        griffie::tls::Folders { shown: folder.path().to_owned(), secret: folder.path().to_owned() };
    let names = ["griffie.praktijk.example".to_owned()];
    let now = SystemClock::new().now();
    let issued = griffie::tls::ensure(&folders, "of somebody else", &names, now).unwrap();
    let toml = format!(
        "[tls]\ncertificate = \"{}\"\nkey = \"{}\"\n",
        issued.chain.display(),
        issued.key.display()
    );
    std::fs::write(server.data().join("griffie.toml"), toml).unwrap();
    server.start();
    assert!(answers(&server.found(), &server.token()).await);
    let authority = std::fs::read_to_string(&issued.authority).unwrap();
    let pinned = tonic::transport::Certificate::from_pem(authority);
    let tls = tonic::transport::ClientTlsConfig::new()
        .ca_certificate(pinned)
        .domain_name("griffie.praktijk.example");
    let endpoint =
        tonic::transport::Endpoint::from_shared(format!("https://{}", server.address())).unwrap();
    let connected = endpoint.tls_config(tls).unwrap().connect().await;
    assert!(connected.is_ok(), "{connected:?}");
}
