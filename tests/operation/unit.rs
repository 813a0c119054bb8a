//! `docs/griffie.service`: its command is one that this program takes and serves by. What systemd makes of the rest, only a machine
//! with systemd can say.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use clap::Parser as _;
use griffie::cli::Cli;

const UNIT: &str = include_str!("../../docs/griffie.service");
const PROGRAM: &str = "/usr/local/bin/griffie";
const STATE: &str = "/var/lib/griffie";

/// Every setting of the unit, as name and value.
fn settings() -> Vec<(&'static str, &'static str)> {
    let lines = UNIT.lines().filter(|line| !line.is_empty() && !line.starts_with(['#', '[']));
    lines.map(|line| line.split_once('=').unwrap()).collect()
}

fn values(name: &str) -> Vec<&'static str> {
    settings().into_iter().filter(|(it, _)| *it == name).map(|(_, value)| value).collect()
}

fn command() -> Vec<&'static str> {
    let commands = values("ExecStart");
    assert_eq!(commands.len(), 1);
    let words: Vec<&str> = commands[0].split_whitespace().collect();
    assert_eq!(words[0], PROGRAM);
    words
}

#[test]
fn its_command_is_one_the_program_takes() {
    let parsed = Cli::try_parse_from(command());
    assert!(parsed.is_ok(), "{}", parsed.unwrap_err());
    let wrong = [command(), vec!["--no-such-flag"]].concat();
    assert!(Cli::try_parse_from(wrong).is_err());
}

#[test]
fn it_serves_by_its_command_with_the_root_secret_as_a_credential() {
    let folder = tempfile::tempdir().unwrap();
    let state = folder.path().to_str().unwrap();
    let words: Vec<String> = command()[1..].iter().map(|it| it.replace(STATE, state)).collect();
    let at = |flag: &str| words[words.iter().position(|it| it == flag).unwrap() + 1].clone();
    // Given what the handbook says to do: the secret made in a file, which then goes to the credentials.
    let credentials = folder.path().join("credentials");
    std::fs::create_dir(&credentials).unwrap();
    let credential = credentials.join("griffie-root");
    let mut init = Command::new(env!("CARGO_BIN_EXE_griffie"));
    init.args(["init", "--data", &at("--data"), "--vault", &at("--vault"), "--root-file"]);
    assert!(init.arg(&credential).env_clear().output().unwrap().status.success());

    // Another port: the test is not alone on this machine.
    let words = words.iter().map(|it| it.replace(":50443", ":0"));
    let mut serve = Command::new(env!("CARGO_BIN_EXE_griffie"));
    serve.args(words).env_clear().env("CREDENTIALS_DIRECTORY", &credentials);
    let mut server = serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let pid = rustix::process::Pid::from_child(&server);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(server.wait().unwrap().success(), "told to stop, it ends well");
    assert!(line.starts_with("serving ledger"), "{line}");
    let sealed = values("LoadCredentialEncrypted");
    assert!(sealed.len() == 1 && sealed[0].starts_with("griffie-root:/"), "{sealed:?}");
}

#[test]
fn it_may_write_where_its_folders_lie_and_nowhere_else_of_the_system() {
    assert_eq!(values("ProtectSystem"), ["strict"]);
    let writable = values("ReadWritePaths");
    let of_ledger = command().into_iter().filter(|it| it.starts_with('/') && *it != PROGRAM);
    for path in of_ledger {
        assert!(writable.iter().any(|it| path.starts_with(it)), "{path}");
    }
    for (name, value) in [
        ("Type", "exec"),
        ("User", "griffie"),
        ("UMask", "0077"),
        ("LimitCORE", "0"),
        ("NoNewPrivileges", "yes"),
        ("MemoryDenyWriteExecute", "yes"),
        ("CapabilityBoundingSet", ""),
        ("SystemCallArchitectures", "native"),
    ] {
        assert_eq!(values(name), [value], "{name}");
    }
    assert_eq!(values("SystemCallFilter"), ["@system-service", "~@privileged"]);
}
