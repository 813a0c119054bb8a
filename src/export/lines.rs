//! Open payloads, boxes and box keys of a group of positions, as lines of text (docs/format.md §8). What is asked for and
//! cannot be given, though no record says it was lost, ends the export: a bundle hides no damage.

use std::fmt::Write as _;

use crate::chain::spelling::base64;
use crate::chain::tree::tile_index;
use crate::chain::{Header, SealedBox};
use crate::register::{Cause, PayloadRead, Register};

use super::bundle::{BundlePiece, ExportError};

/// Records looked at in one step: 64 boxes of the longest are 4 MiB.
const STEP: usize = 64;

/// What the lines give of each record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Salt and payload of open records.
    Open,
    /// Boxes, still locked.
    Boxes,
    /// Boxes and their keys, each tried first.
    BoxesAndKeys,
}

/// The lines of one group, written step by step.
pub(super) struct Lines {
    content: Content,
    headers: std::vec::IntoIter<Header>,
    /// Lines not taken yet.
    text: String,
    /// All key lines of the group: they wait until the file of boxes has ended, 60 bytes a record.
    keys: String,
    begun: bool,
}

impl Lines {
    /// Lines of these records, which are all of one group, in order.
    pub(super) fn new(content: Content, headers: Vec<Header>) -> Lines {
        let headers = headers.into_iter();
        Lines { content, headers, text: String::new(), keys: String::new(), begun: false }
    }

    /// What they give.
    pub(super) fn content(&self) -> Content {
        self.content
    }

    /// Writes the lines of some records more; `false` after the last.
    pub(super) fn write(&mut self, register: &Register) -> Result<bool, ExportError> {
        let headers: Vec<Header> = self.headers.by_ref().take(STEP).collect();
        let positions: Vec<u64> = headers.iter().map(|header| header.position).collect();
        for (header, sealed) in headers.iter().zip(register.boxes(&positions)?) {
            self.line(register, header, sealed.as_deref())?;
        }
        Ok(headers.len() == STEP)
    }

    fn line(
        &mut self,
        register: &Register,
        header: &Header,
        sealed: Option<&[u8]>,
    ) -> Result<(), ExportError> {
        let position = header.position;
        let unreadable = |cause| ExportError::Unreadable { position, cause };
        let is_given = self.content == Content::Boxes && sealed.is_some();
        // Locked boxes are not tried: nobody asked to read them.
        if !is_given {
            let opened = match register.open_box(header, sealed) {
                PayloadRead::Given(opened) => opened,
                PayloadRead::Lost => return Err(ExportError::LostSince { position }),
                PayloadRead::Destroyed(_) => {
                    return Err(ExportError::DestroyedSince { position });
                }
                PayloadRead::Unreadable(cause) => return Err(unreadable(cause)),
                PayloadRead::NotRequested | PayloadRead::Replaced(_) | PayloadRead::Replacement => {
                    return Err(unreadable(Cause::BoxUnreadable));
                }
            };
            if self.content == Content::Open {
                let (salt, payload) = (base64(opened.salt()), base64(opened.payload()));
                let _ = writeln!(self.text, "{position} {salt} {payload}"); // A string takes all.
                return Ok(());
            }
        }
        let bytes = sealed.ok_or_else(|| unreadable(Cause::BoxMissing))?;
        let parsed = SealedBox::parse(bytes).map_err(|_| unreadable(Cause::BoxUnreadable))?;
        let _ = writeln!(self.text, "{position} {}", base64(bytes));
        if self.content == Content::BoxesAndKeys {
            let vault = register.vault();
            let key = vault.box_key(parsed.key_id, header.stream, header.commitment)?;
            let _ = writeln!(self.keys, "{position} {}", base64(key.as_slice()));
        }
        Ok(())
    }

    /// Takes what was written in pieces of this length; less than a piece only at the end.
    pub(super) fn take(&mut self, group: u64, piece: usize, all: bool) -> Vec<BundlePiece> {
        let folder = if self.content == Content::Open { "open" } else { "boxes" };
        let mut pieces = Vec::new();
        while self.text.len() >= piece || (all && !self.text.is_empty()) {
            let rest = self.text.split_off(self.text.len().min(piece));
            let content = std::mem::replace(&mut self.text, rest).into_bytes();
            pieces.push(BundlePiece { path: format!("{folder}/{}", tile_index(group)), content });
            self.begun = true;
        }
        if all {
            let keys = std::mem::take(&mut self.keys);
            pieces.extend(super::bundle::pieces(
                &format!("keys/{}", tile_index(group)),
                keys.as_bytes(),
            ));
        }
        pieces
    }

    /// Files a group may have and this one has not, since it has no such lines.
    pub(super) fn files_absent(&self) -> u64 {
        match (self.begun, self.content) {
            (true, _) => 0,
            (false, Content::Open | Content::Boxes) => 1,
            (false, Content::BoxesAndKeys) => 2,
        }
    }
}
