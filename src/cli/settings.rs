//! Where things are: flags, then `GRIFFIE_*`, then `griffie.toml` in the data folder. Unknown keys are errors.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use clap::Args;
use serde::{Deserialize, Serialize};

use crate::backup::{Plan, Recipient};
use crate::private_file;

use super::connect::ServerFile;
use super::failure::{Exit, Failure};
use super::folder::Folders;

/// Days a data backup is kept if nobody says (rules, "backups": short, at most 30).
const KEEP_DAYS: u32 = 30;

/// Which ledger a command is about.
#[derive(Clone, Debug, Args)]
pub struct Place {
    /// The data folder.
    #[arg(long, value_name = "DIR", env = "GRIFFIE_DATA", default_value = "griffie-data")]
    pub data: PathBuf,
    /// The vault folder; beside the data folder if not said.
    #[arg(long, value_name = "DIR", env = "GRIFFIE_VAULT")]
    pub vault: Option<PathBuf>,
    /// The file with the vault's root secret.
    #[arg(long, value_name = "FILE", env = "GRIFFIE_ROOT_FILE")]
    pub root_file: Option<PathBuf>,
    #[command(flatten)]
    remote: Box<Remote>,
}

/// A server elsewhere, reached with a token of one's own.
#[derive(Clone, Debug, Args)]
struct Remote {
    /// A server to call with one's own token, instead of the ledger of a data folder.
    #[arg(long, value_name = "HOST:PORT", env = "GRIFFIE_SERVER", requires = "token_from")]
    server: Option<String>,
    /// The file with one's token, for its owner's eyes only.
    #[arg(long, value_name = "FILE", env = "GRIFFIE_TOKEN_FILE")]
    token_from: Option<PathBuf>,
    /// The authority of that server's certificate: a copy of `tls/authority.pem` in its data folder.
    #[arg(long, value_name = "FILE", env = "GRIFFIE_AUTHORITY")]
    server_authority: Option<PathBuf>,
}

/// `griffie.toml`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// The vault folder.
    pub vault: Option<PathBuf>,
    /// The file with the vault's root secret.
    pub root_file: Option<PathBuf>,
    /// Where to listen.
    pub listen: Option<SocketAddr>,
    /// Where a monitor may scrape figures; nothing is served without it. Without TLS, and without a token.
    pub metrics: Option<SocketAddr>,
    /// How the server shows itself.
    #[serde(default)]
    pub tls: TlsSection,
    /// Where backups go; without it nothing is backed up.
    pub backup: Option<BackupSection>,
    /// Mirrors of the vault; `griffie mirror add` adds one.
    #[serde(default)]
    pub mirror: Vec<MirrorSection>,
    /// Why the owner's own calls touch persons; the owner's standing statement.
    #[serde(default)]
    pub access: AccessSection,
    /// Who writes.
    #[serde(default)]
    pub author: AuthorSection,
}

/// `[[mirror]]`: a second copy of the vault's keys.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct MirrorSection {
    /// Its folder: on a second disk, stick or host.
    pub folder: PathBuf,
    /// The file with its root secret, which is not the vault's.
    pub root_file: PathBuf,
}

/// `[tls]`: the names the server is reached by, or a certificate somebody else issued.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsSection {
    /// Names and addresses beside this machine's own, for the certificate of the ledger's authority.
    #[serde(default)]
    pub names: Vec<String>,
    /// A PEM file with a certificate and those between it and its root. Read again when it changes.
    pub certificate: Option<PathBuf>,
    /// The PEM file with its key.
    pub key: Option<PathBuf>,
}

/// `[backup]`: where backups go, to whom they are sealed, and when they are made.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupSection {
    /// Folder of data backups: on another disk, stick or machine.
    pub folder: PathBuf,
    /// Folder of key backups, apart from the data; without it the keys are not backed up, which then is a mirror's task.
    pub keys_folder: Option<PathBuf>,
    /// Recipients that `griffie backup identity` shows.
    pub recipients: Vec<String>,
    /// When the server makes them every day, `HH:MM` Amsterdam time; without it only when asked.
    pub at: Option<String>,
    /// Days after which a data backup goes; 30 if not said.
    pub keep_days: Option<u32>,
}

/// `[access]`: what the daily verbs state unless a flag or the environment says otherwise. Nothing of it has a default.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccessSection {
    /// What for.
    pub purpose: Option<String>,
    /// What makes it lawful.
    pub ground: Option<String>,
    /// For whom.
    pub on_behalf_of: Option<String>,
    /// In which role.
    pub role: Option<String>,
}

/// `[author]`: who writes down what the daily verbs record.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorSection {
    /// Their name.
    pub name: Option<String>,
    /// Their pseudonym; the caller's own if not said.
    pub actor_id: Option<String>,
}

impl Place {
    /// The folders meant.
    pub fn folders(&self) -> Result<Folders, Failure> {
        let config = ConfigFile::read(&self.data)?;
        let vault = self.vault.clone().or(config.vault);
        let root_file = self.root_file.clone().or(config.root_file);
        let folders = Folders::new(&self.data, vault, root_file);
        Ok(Folders { remote: self.remote.read()?, ..folders })
    }
}

impl Remote {
    /// How to reach the server, if one is named.
    fn read(&self) -> Result<Option<ServerFile>, Failure> {
        let Some(address) = self.server.clone() else { return Ok(None) };
        let (Some(token_from), Some(authority)) = (&self.token_from, &self.server_authority) else {
            let message = "--server needs --token-from and --server-authority";
            return Err(Failure::new(Exit::Usage, message));
        };
        let read = |file: &Path| {
            let text = std::fs::read_to_string(file);
            text.map_err(|error| Failure::because(&file.display().to_string(), &error))
        };
        if private_file::others_may_read(token_from)? {
            let message = "others may read the token's file: chmod 600";
            return Err(Failure::new(Exit::Usage, message));
        }
        let token = read(token_from)?.trim().to_owned();
        Ok(Some(ServerFile { address, authority: Some(read(authority)?), token, pid: 0 }))
    }
}

impl BackupSection {
    /// What it says, checked.
    fn plan(self) -> Result<Plan, Failure> {
        let refused = |what: String| Failure::new(Exit::Usage, format!("[backup] {what}"));
        let recipients = self.recipients.iter().map(|it| it.parse::<Recipient>());
        let recipients = recipients.collect::<Result<Vec<_>, _>>();
        let recipients = recipients.map_err(|error| refused(format!("recipients: {error}")))?;
        if recipients.is_empty() {
            return Err(refused("recipients: name at least one".to_owned()));
        }
        if self.keys_folder.as_ref() == Some(&self.folder) {
            return Err(refused(
                "keys_folder: data and keys must not lie in one folder".to_owned(),
            ));
        }
        let at = self.at.map(|it| NaiveTime::parse_from_str(&it, "%H:%M")).transpose();
        let at = at.map_err(|_| refused("at: not a time such as 02:30".to_owned()))?;
        Ok(Plan {
            folder: self.folder,
            keys_folder: self.keys_folder,
            recipients,
            at,
            keep_days: self.keep_days.unwrap_or(KEEP_DAYS),
        })
    }
}

impl ConfigFile {
    /// Where backups of a ledger go, if its configuration says so.
    pub fn backup_plan(data: &Path) -> Result<Option<Plan>, Failure> {
        ConfigFile::read(data)?.backup.map(BackupSection::plan).transpose()
    }

    /// Reads the configuration of a data folder; none is as good as an empty one.
    pub fn read(data: &Path) -> Result<ConfigFile, Failure> {
        let path = data.join("griffie.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(ConfigFile::default());
            }
            Err(error) => return Err(error.into()),
        };
        toml::from_str(&text).map_err(|error| {
            Failure::new(Exit::Usage, format!("{}: {}", path.display(), error.message()))
        })
    }
}
