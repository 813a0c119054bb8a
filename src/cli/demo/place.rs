//! Where the demo works: a folder that holds nothing, so that no practice's own records can ever be meant.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::super::failure::{Exit, Failure};
use super::super::folder::Folders;
use crate::vault::default_folder;

/// Chooses the folder: the one that was asked for, else a fresh one among the temporary files.
pub fn choose(asked: Option<&Path>, yes: bool) -> Result<Folders, Failure> {
    let Some(data) = asked else {
        let fresh = tempfile::Builder::new().prefix("griffie-demo-").tempdir()?;
        return Ok(Folders::new(&fresh.keep().join("practice"), None, None));
    };
    let data = std::path::absolute(data)?;
    for folder in [&data, &default_folder(&data)] {
        if !is_free(folder)? {
            let message =
                format!("{} holds something; the demo takes an empty folder", folder.display());
            return Err(Failure::new(Exit::Usage, message));
        }
    }
    if data.exists() && !yes && !agreed(&data)? {
        return Err(Failure::new(Exit::Usage, "the demo was called off"));
    }
    Ok(Folders::new(&data, None, None))
}

fn is_free(folder: &PathBuf) -> Result<bool, Failure> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error.into()),
    }
}

/// Asks whoever sits at the terminal. Where nobody does there is nothing to ask: the folder is empty.
fn agreed(folder: &Path) -> Result<bool, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Ok(true);
    }
    write!(std::io::stderr(), "Fill {} with an invented practice? [y/N] ", folder.display())?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim(), "y" | "Y" | "yes" | "j" | "J" | "ja"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_holds_something_is_refused_also_if_it_is_only_the_vaults() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("practice");
        assert!(choose(Some(&data), true).is_ok());
        let vault = default_folder(&data);
        std::fs::create_dir(&vault).unwrap();
        assert!(choose(Some(&data), true).is_ok());
        std::fs::write(vault.join("keys"), b"mine").unwrap();
        assert_eq!(choose(Some(&data), true).unwrap_err().exit(), Exit::Usage);
    }
}
