//! `griffie mirror …`: second copies of the vault's keys. The vault must not be lost: with it goes everything that was recorded.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use crate::vault::{NewMirror, RootSecret, Vault, check_outside};

use super::failure::{Exit, Failure};
use super::output::Output;
use super::settings::{ConfigFile, MirrorSection, Place};

/// `griffie mirror …`
#[derive(Debug, Subcommand)]
pub enum Mirror {
    /// Make a mirror, with a root secret of its own, and name it in griffie.toml. The server must be stopped.
    Add {
        /// The folder to make: on a second disk, stick or host.
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// The file for its root secret; made if it is not there. Not in the mirror, the vault or the data folder.
        #[arg(long = "secret", value_name = "FILE")]
        secret: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Bring the mirrors that griffie.toml names up to date, and show how each stands. The server must be stopped.
    List {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        output: Output,
    },
}

impl Mirror {
    /// Does what the verb says.
    pub fn run(self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Mirror::Add { to, secret, place } => add(&place, to, secret, out),
            Mirror::List { place, output } => list(&place, output, out),
        }
    }
}

fn add(place: &Place, to: PathBuf, secret: PathBuf, out: &mut impl Write) -> Result<(), Failure> {
    let vault = vault(place)?;
    let (to, secret) = (std::path::absolute(to)?, std::path::absolute(secret)?);
    for outer in [vault.folder(), &place.data, &to] {
        check_outside(outer, &secret)
            .map_err(|error| Failure::new(Exit::Usage, format!("the root secret: {error}")))?;
    }
    let root = if secret.exists() {
        RootSecret::read(&secret)
    } else {
        RootSecret::generate().map_err(Into::into).and_then(|root| {
            root.write_new(&secret)?;
            Ok(root)
        })
    };
    let root = root.map_err(|error| Failure::because("no root secret", &error))?;
    let new = NewMirror { folder: &to, data_folder: &place.data, root: &root };
    vault
        .create_mirror(&new)
        .map_err(|error| Failure::because("the mirror cannot be made", &error))?;
    // A table of an array may stand at the end of any configuration.
    let section = MirrorSection { folder: to, root_file: secret };
    let text = toml::to_string(&section)
        .map_err(|_| Failure::new(Exit::Failed, "the mirror cannot be named in griffie.toml"))?;
    let mut options = OpenOptions::new();
    let mut config =
        options.append(true).create(true).mode(0o600).open(place.data.join("griffie.toml"))?;
    write!(config, "\n[[mirror]]\n{text}")?;
    config.sync_all()?;
    writeln!(out, "mirror made in  {}", section.folder.display())?;
    writeln!(out, "its root secret {} (keep a copy apart from both)", section.root_file.display())?;
    Ok(())
}

fn list(place: &Place, output: Output, out: &mut impl Write) -> Result<(), Failure> {
    let vault = vault(place)?;
    let mut rows = Vec::new();
    for mirror in ConfigFile::read(&place.data)?.mirror {
        let standing = match RootSecret::read(&mirror.root_file) {
            Err(error) => error.to_string(),
            Ok(root) => match vault.attach_mirror(&mirror.folder, &root) {
                Ok(crate::vault::MirrorState::Current { .. }) => "current".to_owned(),
                Ok(crate::vault::MirrorState::Lagging { why }) => why,
                Err(error) => error.to_string(),
            },
        };
        rows.push(vec![json!(mirror.folder.display().to_string()), json!(standing)]);
    }
    output.many(out, &["folder", "standing"], &rows)
}

fn vault(place: &Place) -> Result<Vault, Failure> {
    let folders = place.folders()?;
    let (root, _) = folders.root()?;
    Vault::open(&folders.vault, &root).map_err(|error| match error {
        crate::vault::OpenError::InUse(_) => {
            Failure::new(Exit::TryLater, "the vault is in use: stop the server first")
        }
        error => Failure::because("the vault cannot be opened", &error),
    })
}
