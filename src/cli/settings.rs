//! Where things are: flags, then `GRIFFIE_*`, then `griffie.toml` in the data folder. Unknown keys are errors.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Deserialize;

use super::failure::{Exit, Failure};
use super::folder::Folders;

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
    /// Why the owner's own calls touch persons; the owner's standing statement.
    #[serde(default)]
    pub access: AccessSection,
    /// Who writes.
    #[serde(default)]
    pub author: AuthorSection,
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
        Ok(Folders::new(&self.data, vault, root_file))
    }
}

impl ConfigFile {
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
