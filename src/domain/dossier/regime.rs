//! The act under which care is given; it decides terms, retention and representation.

use serde::{Deserialize, Serialize};

/// The act under which a dossier is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Regime {
    /// Medical treatment (Wet op de geneeskundige behandelingsovereenkomst; BW 7:446–468).
    Wgbo,
    /// Social support (Wet maatschappelijke ondersteuning 2015).
    Wmo,
    /// Youth help (Jeugdwet).
    Jeugdwet,
}
