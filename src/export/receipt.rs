//! Receipts: proof that a record lies under the published checkpoint, to be kept by anyone (docs/format.md §6).

use crate::chain::{MalformedNote, Note, Receipt, ReceiptRejected, SigningKeys};
use crate::register::tree::TreeError;
use crate::register::{ReadFailure, Register};

/// Why no receipt was made.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// No checkpoint covers the record yet; wait until one is published.
    #[error("record {position} is not under the published checkpoint of size {published} yet")]
    NotPublished {
        /// The record.
        position: u64,
        /// Size of the latest checkpoint; 0 if there is none.
        published: u64,
    },
    /// The header could not be read.
    #[error(transparent)]
    Read(#[from] ReadFailure),
    /// The proof could not be made.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// The checkpoint could not be read: a defect.
    #[error(transparent)]
    Note(#[from] MalformedNote),
    /// What was made does not verify: the stored header, the tree or the checkpoint was altered. Nothing is handed out.
    #[error(transparent)]
    Rejected(#[from] ReceiptRejected),
}

/// The receipt's text for a record, under the latest published checkpoint. It was verified as its holder will verify it.
pub fn receipt(register: &Register, position: u64) -> Result<String, ReceiptError> {
    let published = register.published();
    let size = published.as_ref().map_or(0, |published| published.size);
    let Some(published) = published.filter(|published| position < published.size) else {
        return Err(ReceiptError::NotPublished { position, published: size });
    };
    let header = register.headers(position, 1)?;
    let (_, header) = header.iter().next().ok_or(ReadFailure::NoSuchPosition { position })?;
    let receipt = Receipt {
        header_bytes: header.to_vec(),
        index: position,
        proof: register.inclusion_proof(size, position)?,
        checkpoint: Note::parse(published.note.as_bytes())?,
    };
    receipt.verify(&SigningKeys::new(register.verifier_key()))?;
    Ok(receipt.to_string())
}
