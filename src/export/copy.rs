//! The client's copy (afschrift; docs/copy.md): every record of one dossier, each with the proof that it lies under a checkpoint, and
//! what was withheld and why. A page that works offline shows what it verified and nothing else; the same as JSON is for programs.
//! It was verified as its holder will verify it, or it is not handed out.

mod page;

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::chain::{Note, Receipt, SigningKeys, StreamId};
use crate::register::{PayloadRead, ReadFailure, Register};

use super::certificate::Language;
use super::receipt::ReceiptError;

/// Why something is withheld from a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// The privacy of another person (BW 7:456).
    PrivacyOfAnother,
    /// Giving it to a representative is not good care (BW 7:457(3), 465(4)).
    NotGoodCare,
}

impl Withheld {
    /// Its word in the copy.
    pub const fn as_str(self) -> &'static str {
        match self {
            Withheld::PrivacyOfAnother => "privacy_of_another",
            Withheld::NotGoodCare => "not_good_care",
        }
    }
}

/// A copy in its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copy {
    /// For programs, and for whoever checks it.
    pub json: String,
    /// For people; holds the same.
    pub html: String,
}

/// Why no copy was made.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// What is to be withheld is no record of the dossier.
    #[error("position {position} is no record of this dossier")]
    NotOfTheDossier {
        /// The position.
        position: u64,
    },
    /// A record could not be proven.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// Records could not be read.
    #[error(transparent)]
    Read(#[from] ReadFailure),
}

#[derive(Serialize)]
struct Written {
    copy: &'static str,
    language: &'static str,
    verifier_key: String,
    dossier: String,
    checkpoint: String,
    records: Vec<WrittenRecord>,
}

#[derive(Serialize)]
struct WrittenRecord {
    header: String,
    proof: Vec<String>,
    state: &'static str,
    ground: Option<&'static str>,
    salt: Option<String>,
    payload: Option<String>,
}

/// The copy of a dossier, under the latest published checkpoint; `withheld` are positions that are not given.
pub fn copy(
    register: &Register,
    dossier: StreamId,
    withheld: &BTreeMap<u64, Withheld>,
    language: Language,
) -> Result<Copy, CopyError> {
    let published = register.published();
    let size = published.as_ref().map_or(0, |published| published.size);
    let positions = register.with_index(|index| index.positions(dossier, 0, u64::MAX));
    if let Some(position) = withheld.keys().copied().find(|it| !positions.contains(it)) {
        return Err(CopyError::NotOfTheDossier { position });
    }
    let last = positions.last().copied().unwrap_or_default();
    let not_published = || ReceiptError::NotPublished { position: last, published: size };
    let published = published.filter(|it| last < it.size).ok_or_else(not_published)?;
    let note = Note::parse(published.note.as_bytes()).map_err(ReceiptError::from)?;
    let keys = SigningKeys::new(register.verifier_key());
    let mut records = Vec::with_capacity(positions.len());
    for record in register.records(&positions, true)? {
        let position = record.header.position;
        let receipt = Receipt {
            header_bytes: record.header_bytes.clone(),
            index: position,
            proof: register.inclusion_proof(size, position).map_err(ReceiptError::from)?,
            checkpoint: note.clone(),
        };
        receipt.verify(&keys).map_err(ReceiptError::from)?;
        let ground = withheld.get(&position).map(|it| it.as_str());
        let (state, given) = match (&record.payload, ground) {
            (PayloadRead::Destroyed(_), _) => ("destroyed", None),
            (PayloadRead::Lost, _) => ("lost", None),
            (_, Some(_)) => ("withheld", None),
            (PayloadRead::Given(opened), None) => ("given", Some(opened)),
            _ => return Err(ReadFailure::Damaged { position }.into()),
        };
        records.push(WrittenRecord {
            header: STANDARD.encode(&record.header_bytes),
            proof: receipt.proof.iter().map(|hash| STANDARD.encode(hash.as_bytes())).collect(),
            state,
            ground: ground.filter(|_| state == "withheld"),
            salt: given.map(|opened| STANDARD.encode(opened.salt())),
            payload: given.map(|opened| STANDARD.encode(opened.payload())),
        });
    }
    let written = Written {
        copy: "griffie copy v1",
        language: language.code(),
        verifier_key: register.verifier_key().to_string(),
        dossier: dossier.to_string(),
        checkpoint: published.note.to_string(),
        records,
    };
    let json =
        serde_json::to_string(&written).map_err(|_| ReadFailure::Damaged { position: last })?;
    let html = page::page(language, &json.replace('<', "\\u003c"));
    Ok(Copy { json, html })
}
