//! What leaves the house for good: the audit bundle, receipts, the certificate of destruction, all that a practice holds. Everything is checked on its way out.
//! Knows no protobuf and asks nobody's leave: whether somebody may have it is decided before.

pub mod bundle;
pub mod calendar_feed;
pub mod certificate;
mod certificate_page;
pub mod copy;
mod entries;
pub mod folder;
mod lines;
mod manifest;
pub mod practice;
pub mod receipt;

pub use bundle::{BundleExport, BundlePiece, ExportError, SealedContent};
pub use certificate::{Certificate, CertificateError, Language, certificate};
pub use copy::{Copy, CopyError, copy};
pub use folder::{BundleFolder, FolderError, write_bundle};
pub use practice::{Part, PracticeExport};
pub use receipt::{ReceiptError, receipt};
