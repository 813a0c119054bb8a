//! The files of one dossier or register: its lines, a receipt for each record, and, of a dossier, resources and attachments. A few
//! records at a time.

use std::collections::VecDeque;

use crate::chain::tree::{leaf_hash, verify_inclusion};
use crate::chain::{Header, Receipt};
use crate::export::bundle::{BundlePiece, ExportError, pieces};
use crate::register::{Cause, PayloadRead, ReadFailure, Record};

use super::dossier::{FilePart, Marks};
use super::line::{line, resource_in};
use super::{Under, whole_file};

/// Records looked at in one step: 64 parts of an attachment are 4 MiB.
const STEP: usize = 64;

/// Files on their way out.
pub(super) struct Records {
    lines: String,
    receipts: String,
    folder: String,
    positions: Vec<u64>,
    marks: Marks,
    /// Records with a FHIR resource, and its file.
    resources: VecDeque<(u64, FilePart)>,
    stage: Stage,
    next: usize,
    done: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Lines,
    Receipts,
    Resources,
    Attachments,
}

impl Records {
    /// Records at these positions, in this order, in two files.
    pub(super) fn new(lines: String, receipts: String, positions: Vec<u64>) -> Records {
        Records {
            lines,
            receipts,
            folder: String::new(),
            positions,
            marks: Marks::default(),
            resources: VecDeque::new(),
            stage: Stage::Lines,
            next: 0,
            done: 0,
        }
    }

    /// The same, of a dossier: with what is known of it as a whole, and files of their own below its folder.
    pub(super) fn with_files(self, folder: String, marks: Marks) -> Records {
        Records { folder, marks, ..self }
    }

    /// Lines written since the last time this was asked.
    pub(super) fn take_done(&mut self) -> u64 {
        std::mem::take(&mut self.done)
    }

    /// Makes some pieces more; `false` after the last.
    pub(super) fn step(
        &mut self,
        under: &Under,
        ready: &mut VecDeque<BundlePiece>,
    ) -> Result<bool, ExportError> {
        match self.stage {
            Stage::Lines => self.write_lines(under, ready)?,
            Stage::Receipts => self.write_receipts(under, ready)?,
            Stage::Resources => self.write_resource(under, ready)?,
            Stage::Attachments => return self.write_part(under, ready),
        }
        Ok(true)
    }

    /// The next positions; after the last ones, the next stage.
    fn some_more(&mut self, then: Stage) -> Vec<u64> {
        let some: Vec<u64> = self.positions.iter().skip(self.next).take(STEP).copied().collect();
        self.next += some.len();
        if self.next >= self.positions.len() {
            self.stage = then;
            self.next = 0;
        }
        some
    }

    fn write_lines(
        &mut self,
        under: &Under,
        ready: &mut VecDeque<BundlePiece>,
    ) -> Result<(), ExportError> {
        let positions = self.some_more(Stage::Receipts);
        let mut text = String::new();
        for record in under.register.records(&positions, true)? {
            if let PayloadRead::Unreadable(cause) = record.payload {
                return Err(ExportError::Unreadable { position: record.header.position, cause });
            }
            let (written, resource) = line(&under.register, &record, &self.marks)?;
            text.push_str(&written);
            text.push('\n');
            self.resources.extend(resource.map(|file| (record.header.position, file)));
            self.done += 1;
        }
        // A register without a case is an empty file: it was exported, and there is nothing in it.
        ready.extend(whole_file(&self.lines, text.as_bytes()));
        Ok(())
    }

    fn write_receipts(
        &mut self,
        under: &Under,
        ready: &mut VecDeque<BundlePiece>,
    ) -> Result<(), ExportError> {
        let positions = self.some_more(Stage::Resources);
        let mut text = String::new();
        for record in under.register.records(&positions, false)? {
            text.push_str(&under.receipt(record)?.to_string());
        }
        ready.extend(pieces(&self.receipts, text.as_bytes()));
        Ok(())
    }

    fn write_resource(
        &mut self,
        under: &Under,
        ready: &mut VecDeque<BundlePiece>,
    ) -> Result<(), ExportError> {
        let Some((position, file)) = self.resources.pop_front() else {
            self.stage = Stage::Attachments;
            return Ok(());
        };
        for record in under.register.records(&[position], true)? {
            let bytes = given(&record)?;
            if let Some(resource) = resource_in(&record, bytes)? {
                let path = format!("{}/{}", self.folder, file.path);
                ready.extend(whole_file(&path, resource.as_bytes()));
            }
        }
        Ok(())
    }

    /// A part of an attachment; `next` counts the parts of the first attachment left.
    fn write_part(
        &mut self,
        under: &Under,
        ready: &mut VecDeque<BundlePiece>,
    ) -> Result<bool, ExportError> {
        let Some(attachment) = self.marks.attachments.last() else { return Ok(false) };
        let Some(position) = attachment.parts.get(self.next) else {
            self.marks.attachments.pop();
            self.next = 0;
            return Ok(true);
        };
        let path = format!("{}/{}", self.folder, attachment.path);
        for record in under.register.records(&[*position], true)? {
            ready.extend(pieces(&path, given(&record)?));
        }
        self.next += 1;
        Ok(true)
    }
}

/// What a record holds that was there a moment ago.
fn given(record: &Record) -> Result<&[u8], ExportError> {
    let position = record.header.position;
    match &record.payload {
        PayloadRead::Given(opened) => Ok(opened.payload()),
        PayloadRead::Lost => Err(ExportError::LostSince { position }),
        PayloadRead::Destroyed(_) => Err(ExportError::DestroyedSince { position }),
        PayloadRead::Unreadable(cause) => Err(ExportError::Unreadable { position, cause: *cause }),
        PayloadRead::NotRequested | PayloadRead::Replaced(_) | PayloadRead::Replacement => {
            Err(ExportError::Unreadable { position, cause: Cause::BoxUnreadable })
        }
    }
}

impl Under {
    /// Whether nothing of a record is there to be given.
    pub(super) fn is_gone(&self, position: u64) -> bool {
        self.register.is_decided_upon(position) || self.register.is_lost(position)
    }

    /// The proof that a record lies under the checkpoint, tried first; the checkpoint itself was verified at the start.
    fn receipt(&self, record: Record) -> Result<Receipt, ExportError> {
        let Header { position, .. } = record.header;
        let read = || ReadFailure::Damaged { position };
        let proof = self.register.inclusion_proof(self.size, position).map_err(|_| read())?;
        let leaf = leaf_hash(&record.header_bytes);
        if !verify_inclusion(&leaf, position, self.size, &self.root, &proof) {
            self.register.report_broken(position);
            return Err(ExportError::TreeDiffers { first: position });
        }
        let checkpoint = self.note.clone();
        Ok(Receipt { header_bytes: record.header_bytes, index: position, proof, checkpoint })
    }
}
