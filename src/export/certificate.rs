//! The certificate of destruction (docs/certificate.md): the decision and its carrying out with their receipts, and what nobody
//! can promise. Holds no content. It was verified as its holder will verify it, or it is not handed out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;

use crate::register::destruction::Decision;
use crate::register::{PayloadRead, ReadFailure, Register};

use super::certificate_page;
use super::receipt::{ReceiptError, receipt};

/// Language of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Dutch.
    Dutch,
    /// English.
    English,
}

impl Language {
    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Language::Dutch => "nl",
            Language::English => "en",
        }
    }
}

/// A certificate in its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// For programs, and for whoever checks it.
    pub json: String,
    /// For people; holds the same.
    pub html: String,
}

/// Why no certificate was made.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// There is no decision at this position.
    #[error("there is no such destruction")]
    NoSuchDestruction,
    /// It was decided and not carried out.
    #[error("the destruction is not carried out yet")]
    NotExecuted,
    /// A receipt could not be made.
    #[error(transparent)]
    Receipt(#[from] ReceiptError),
    /// Records could not be read.
    #[error(transparent)]
    Read(#[from] ReadFailure),
}

#[derive(Serialize)]
struct Written<'a> {
    certificate: &'static str,
    language: &'static str,
    verifier_key: String,
    decided: Proven,
    executed: Proven,
    limits: &'a [&'static str],
}

/// A record with its receipt.
#[derive(Serialize)]
struct Proven {
    receipt: String,
    salt: String,
    payload: String,
}

/// What a certificate says to people.
pub struct Told<'a> {
    /// Whose ledger.
    pub ledger: String,
    /// The decision.
    pub decision: &'a Decision,
    /// Its position and time, microseconds UTC.
    pub decided: (u64, i64),
    /// Position and time of the record that it was carried out.
    pub executed: (u64, i64),
    /// Who decided and who approved, by pseudonym.
    pub people: [String; 2],
    /// What nobody can promise.
    pub limits: &'a [&'static str],
    /// The object, as it is embedded.
    pub json: &'a str,
}

/// The certificate of the destruction decided at a position. A checkpoint must cover the record that it was carried out.
pub fn certificate(
    register: &Register,
    decided: u64,
    language: Language,
) -> Result<Certificate, CertificateError> {
    let decision = register.with_destructions(|state| state.decisions().get(&decided).cloned());
    let decision = decision.ok_or(CertificateError::NoSuchDestruction)?;
    let Some((executed, fact)) = &decision.executed else {
        return Err(CertificateError::NotExecuted);
    };
    let limits = certificate_page::limits(language, fact);
    let (first, second) = (proven(register, decided)?, proven(register, *executed)?);
    let written = Written {
        certificate: "griffie certificate v1",
        language: language.code(),
        verifier_key: register.verifier_key().to_string(),
        decided: first.0,
        executed: second.0,
        limits: &limits,
    };
    let json =
        serde_json::to_string(&written).map_err(|_| ReadFailure::Damaged { position: decided })?;
    let told = Told {
        ledger: register.ledger().to_string(),
        decision: &decision,
        decided: (decided, first.1),
        executed: (*executed, second.1),
        people: [decision.fact.decider.to_string(), decision.fact.approver.to_string()],
        limits: &limits,
        json: &json.replace('<', "\\u003c"),
    };
    let html = certificate_page::page(language, &told);
    Ok(Certificate { json, html })
}

fn proven(register: &Register, position: u64) -> Result<(Proven, i64), CertificateError> {
    let receipt = receipt(register, position)?;
    let record = register.records(&[position], true)?.into_iter().next();
    let record = record.ok_or(ReadFailure::NoSuchPosition { position })?;
    let PayloadRead::Given(opened) = &record.payload else {
        return Err(ReadFailure::Damaged { position }.into());
    };
    let (salt, payload) = (STANDARD.encode(opened.salt()), STANDARD.encode(opened.payload()));
    Ok((Proven { receipt, salt, payload }, record.header.recorded_at))
}
