//! Recording an attachment: its staged parts sealed, then parts and closing record as one command.

use std::path::PathBuf;
use std::sync::Arc;

use crate::chain::{StreamId, Visibility};
use crate::domain::dossier::event::ATTACHMENT_PART_STORED;
use crate::vault::{SealError, Staging};

use super::Register;
use super::execute::ExecuteError;
use super::payload::MalformedPayload;
use super::proposal::Draft;

/// Why staged parts could not be sealed.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// A staged part could not be read back.
    #[error("a staged part cannot be read")]
    Staged(#[source] std::io::Error),
    /// A key or seal failed.
    #[error(transparent)]
    Execute(#[from] ExecuteError),
}

impl Register {
    /// Where uploads are staged.
    pub fn staging_folder(&self) -> PathBuf {
        self.shared.folder.join("staging")
    }

    /// Seals the staged parts of an upload as records of a stream.
    pub async fn seal_parts(
        &self,
        stream: StreamId,
        staging: Arc<Staging>,
    ) -> Result<Vec<Draft>, AttachError> {
        let key = self.data_key(stream).await.map_err(ExecuteError::from)?;
        let register = self.clone();
        let sealing = tokio::task::spawn_blocking(move || {
            let kind = ATTACHMENT_PART_STORED.parse();
            let kind = kind.map_err(|_| ExecuteError::from(MalformedPayload))?;
            let mut drafts = Vec::with_capacity(staging.parts());
            for number in 0..staging.parts() {
                let part = staging.part(number).map_err(AttachError::Staged)?;
                let sealed = register.shared.vault.seal(key, stream, &part);
                let sealed = sealed.map_err(|error: SealError| ExecuteError::from(error))?;
                drafts.push(Draft {
                    stream,
                    kind: crate::chain::Kind::clone(&kind),
                    visibility: Visibility::Sealed,
                    commitment: sealed.commitment,
                    sealed: sealed.box_bytes,
                    fact: None,
                });
            }
            Ok(drafts)
        });
        sealing.await.unwrap_or_else(|_| Err(ExecuteError::from(MalformedPayload).into()))
    }
}
