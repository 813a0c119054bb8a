//! Audits a griffie bundle offline. Written from `docs/format.md` alone: it shares no code with griffie and knows no store,
//! no server and no vault. Whatever bytes it is given, it answers with a [`Report`] and does not panic.
//!
//! `audit` reads and concludes; `entries`, `walk` and `disclosed` judge headers, chain and contents; `clock` and `law`
//! recompute the terms of the law that records set; `outside` and `signing_keys` judge who attests; `words` tells it to
//! people. `certificate` judges the paper that a destruction leaves behind, `copy` what a client
//! carried away.

mod audit;
mod certificate;
mod checkpoint;
mod clock;
mod copy;
mod destruction;
mod disclosed;
mod entries;
mod finding;
mod folder;
mod grant;
mod header;
mod ijson;
mod inventory;
mod kind;
mod law;
mod lines;
mod manifest;
mod note;
mod outside;
mod payload;
mod ranges;
mod report;
mod restored;
mod rotations;
mod sealed_box;
mod signing_keys;
mod spelling;
mod states;
mod tile;
mod tree;
#[cfg(test)]
mod vectors;
mod verifier_key;
mod walk;
pub mod words;

pub use audit::{Options, audit};
pub use certificate::{Certified, certify};
pub use copy::check_copy;
pub use finding::{Code, Finding};
pub use folder::Unreadable;
pub use report::{Attestation, Clocks, Details, Report, Reservation, States, Verdict};
pub use verifier_key::{NotAVerifierKey, VerifierKey};
