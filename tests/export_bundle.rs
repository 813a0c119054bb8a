//! What leaves the house, judged by the auditor that shares no code with it: bundles of every awkward size, what they give and
//! withhold, what damage does to them, that no byte can be changed, and the folder and receipts they come with.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

#[path = "export_bundle/alteration.rs"]
mod alteration;
#[path = "export_bundle/content.rs"]
mod content;
#[path = "export_bundle/damage.rs"]
mod damage;
#[path = "export_bundle/folder.rs"]
mod folder;
#[path = "export_bundle/forgery.rs"]
mod forgery;
#[path = "export_bundle/receipt.rs"]
mod receipt;
mod register_given;
#[path = "export_bundle/size.rs"]
mod size;

use std::path::{Path, PathBuf};

use griffie::export::{BundleExport, BundlePiece, ExportError, SealedContent, write_bundle};
use griffie_audit::{Options, Report, Reservation, Verdict, audit};
use register_given::Given;

/// What every bundle says without anybody outside: it is whole, and nobody but the house says so.
const NOBODY_OUTSIDE: [Reservation; 2] =
    [Reservation::KeyUnproven, Reservation::NothingOutsideAttests];

/// The same of a ledger with recorded losses.
const LOST: [Reservation; 3] =
    [Reservation::KeyUnproven, Reservation::Lost, Reservation::NothingOutsideAttests];

/// A bundle in a folder of its own.
fn bundle(given: &Given, sealed: SealedContent, name: &str) -> PathBuf {
    given.publish();
    let folder = given.path(name);
    write_bundle(&folder, BundleExport::start(&given.register, sealed).unwrap()).unwrap();
    folder
}

/// The auditor's report, with nothing from outside.
fn audited(folder: &Path) -> Report {
    audit(folder, &Options::default())
}

#[track_caller]
fn assert_sound_but(report: &Report, reservations: &[Reservation]) {
    assert_eq!(report.verdict, Verdict::Reservation, "{:?}", report.findings);
    assert_eq!(report.reservations, reservations);
}

/// Pulls everything; the pieces so far and why it ended.
fn pulled(export: &mut BundleExport) -> (Vec<BundlePiece>, Option<ExportError>) {
    let mut pieces = Vec::new();
    loop {
        match export.next_piece() {
            Ok(Some(piece)) => pieces.push(piece),
            Ok(None) => return (pieces, None),
            Err(error) => return (pieces, Some(error)),
        }
    }
}
