//! The server of the demo: the real program, as its own process, killed and started again. Knows nothing of what is recorded.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::super::connect::{Connection, ServerFile};
use super::super::failure::{Exit, Failure};
use super::super::folder::Folders;
use crate::private_file;

/// How long a server may take to start or to stop, on a machine that has other things to do.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often it is looked at meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(10);

/// A running server; it does not outlive this value.
pub struct Server {
    child: Child,
    found: ServerFile,
}

/// What a server is started from.
#[derive(Clone, Debug)]
pub struct Launch {
    /// The ledger.
    pub folders: Folders,
    /// The file that says what time it is; without one the machine's clock counts.
    pub clock: Option<PathBuf>,
    /// Where its words go.
    pub log: PathBuf,
}

impl Launch {
    /// Starts a server on a free port and waits until it answers.
    pub async fn start(&self) -> Result<Server, Failure> {
        let log = OpenOptions::new().create(true).append(true).mode(0o600).open(&self.log)?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg("--data").arg(&self.folders.data);
        command.arg("--vault").arg(&self.folders.vault).args(["--listen", "127.0.0.1:0"]);
        if let Some(clock) = &self.clock {
            command.arg("--rehearsal-clock").arg(clock);
        }
        // What the caller set for a practice of their own has no say in this one.
        for name in ["GRIFFIE_DATA", "GRIFFIE_VAULT", "GRIFFIE_ROOT_FILE", "GRIFFIE_LISTEN"] {
            command.env_remove(name);
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(log);
        let mut starting = Guard(Some(command.spawn()?));
        let began = Instant::now();
        let mut looks = tokio::time::interval(LOOK_EVERY);
        loop {
            looks.tick().await;
            let Some(child) = &mut starting.0 else { return Err(self.failed("it is gone")) };
            if let Some(status) = child.try_wait()? {
                return Err(self.failed(&status.to_string()));
            }
            if let Some(found) = self.answering(child.id()).await {
                let child = starting.0.take().ok_or_else(|| self.failed("it is gone"))?;
                return Ok(Server { child, found });
            }
            if began.elapsed() > PATIENCE {
                return Err(self.failed("it does not answer"));
            }
        }
    }

    /// The file of this very process, once it can be reached; one that a killed server left is passed over.
    async fn answering(&self, pid: u32) -> Option<ServerFile> {
        let content = std::fs::read(self.folders.server_file()).ok()?;
        let found: ServerFile = serde_json::from_slice(&content).ok()?;
        let same = found.pid == pid;
        (same && Connection::at(&found, &found.token).await.is_ok()).then_some(found)
    }

    fn failed(&self, why: &str) -> Failure {
        let log = self.log.display();
        Failure::new(
            Exit::Failed,
            format!("the server did not start ({why}); its words are in {log}"),
        )
    }
}

/// A child that is killed unless it is taken out.
struct Guard(Option<Child>);

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            // Gone already is as good.
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Server {
    /// A new connection to it.
    pub async fn connect(&self) -> Result<Connection, Failure> {
        Connection::at(&self.found, &self.found.token).await
    }

    /// Kills it with SIGKILL: it gets no chance to write or answer anything.
    pub fn kill(&mut self) -> Result<(), Failure> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to stop (SIGTERM), and waits until it has.
    pub async fn stop(mut self) -> Result<(), Failure> {
        let pid = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw);
        if let Some(pid) = pid {
            rustix::process::kill_process(pid, rustix::process::Signal::TERM)
                .map_err(std::io::Error::from)?;
        }
        let began = Instant::now();
        let mut looks = tokio::time::interval(LOOK_EVERY);
        while began.elapsed() < PATIENCE {
            looks.tick().await;
            match self.child.try_wait()? {
                Some(status) if ExitStatus::success(&status) => return Ok(()),
                Some(status) => {
                    return Err(Failure::new(
                        Exit::Failed,
                        format!("the server ended with {status}"),
                    ));
                }
                None => {}
            }
        }
        Err(Failure::new(Exit::Failed, "the server did not stop when it was asked to"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sets the time that the server goes by: 8 bytes, big-endian microseconds.
pub fn set_clock(file: &Path, micros: i64) -> Result<(), Failure> {
    Ok(write_in_place(file, &micros.to_be_bytes())?)
}

/// Overwrites in place: the server holds the file open and must see it change.
fn write_in_place(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::os::unix::fs::FileExt;
    if !file.exists() {
        return private_file::write(file, bytes);
    }
    OpenOptions::new().write(true).open(file)?.write_all_at(bytes, 0)
}
