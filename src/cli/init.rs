//! `griffie init`: makes a practice's ledger, its vault, and the owner's token.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;

use crate::private_file;
use crate::register::clock::Clock as _;

use super::clock_source::SystemClock;
use super::door;
use super::failure::Failure;
use super::settings::{ConfigFile, Place};

/// Makes a new ledger.
#[derive(Debug, Args)]
pub struct Init {
    #[command(flatten)]
    place: Place,
    /// Write the owner's token to this file (0600) instead of showing it.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// A practice of one: the owner holds every officer's role as well (complaints, incidents, privacy).
    #[arg(long)]
    solo: bool,
}

impl Init {
    /// Makes the ledger and says what to keep.
    pub fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let folders = self.place.folders()?;
        let made = folders.create(&SystemClock::new(), self.solo)?;
        writeln!(out, "ledger made in  {}", folders.data.display())?;
        writeln!(out, "keys lie in     {}", folders.vault.display())?;
        let config = ConfigFile::read(&folders.data)?;
        let (now, name) = (SystemClock::new().now(), made.ledger.to_string());
        let issued = door::issue(&folders, &name, &config.tls, None, now)?;
        writeln!(out, "authority       {} (clients pin it)", issued.authority.display())?;
        writeln!(out, "verifier key    {}", made.verifier_key)?;
        if let Some(file) = &self.token_file {
            private_file::write(file, made.token.reveal().as_bytes())?;
            writeln!(out, "owner's token   in {}", file.display())?;
        } else {
            writeln!(out, "owner's token   {}", made.token.reveal().as_str())?;
        }
        writeln!(out)?;
        writeln!(
            out,
            "Keep the verifier key: with it anyone can check a bundle without trusting this machine."
        )?;
        writeln!(out, "Keep the token: it is not shown again.")?;
        if folders.root_file.is_none() {
            writeln!(
                out,
                "The vault opens itself: its root secret lies in it. `--root-file` keeps it elsewhere."
            )?;
        }
        Ok(())
    }
}
