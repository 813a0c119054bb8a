//! The certificate of destruction (certificate.md): two records with their receipts. Judged by itself; against a bundle its
//! receipts are files from outside.

use std::path::Path;

use serde::Deserialize;

use crate::checkpoint::Receipt;
use crate::destruction::{Decided, Statement};
use crate::finding::{Code, Findings};
use crate::folder::Unreadable;
use crate::header::{Header, NoHeader};
use crate::kind::Kind;
use crate::payload::commitment;
use crate::report::Verdict;
use crate::verifier_key::VerifierKey;
use crate::{ijson, spelling, tree};

/// Where the object begins in a page.
const IN_A_PAGE: &str = "<script type=\"application/json\" id=\"certificate\">";
/// A certificate has at most so many bytes: two receipts and two payloads.
const BYTES_MAX: u64 = 1 << 20;

/// A certificate that was read.
#[derive(Debug)]
pub struct Certificate {
    decided: Proven,
    executed: Proven,
    verifier_key: VerifierKey,
    limits: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    certificate: String,
    language: String,
    verifier_key: String,
    decided: WrittenRecord,
    executed: WrittenRecord,
    limits: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRecord {
    receipt: String,
    salt: String,
    payload: String,
}

#[derive(Debug)]
struct Proven {
    text: String,
    receipt: Receipt,
    salt: [u8; 32],
    payload: Vec<u8>,
}

/// What a certificate comes to.
#[derive(Debug)]
pub struct Certified {
    /// The verdict on the certificate alone.
    pub verdict: Verdict,
    /// What was found.
    pub findings: Vec<crate::finding::Finding>,
    /// What it certifies, in words; nothing unless it is sound.
    pub told: Vec<String>,
    /// Its receipts, for a bundle.
    pub receipts: Vec<(String, Vec<u8>)>,
}

/// Reads and judges a certificate, as JSON or as a page. With `key` the one named in it must be the same, unless a bundle ties
/// them together (`tied`).
pub fn certify(
    path: &Path,
    key: Option<&VerifierKey>,
    tied: bool,
) -> Result<Certified, Unreadable> {
    let name = path.display().to_string();
    let unreadable = |source| Unreadable { path: name.clone(), source };
    let length = std::fs::metadata(path).map_err(unreadable)?.len();
    let bytes = if length <= BYTES_MAX { std::fs::read(path).map_err(unreadable)? } else { vec![] };
    let mut findings = Findings::default();
    let Some(certificate) = Certificate::read(&bytes) else {
        findings.file(Code::CertificateMalformed, &name);
        return Ok(ended(findings, None, vec![], vec![]));
    };
    let told = certificate.judge(key, tied, &name, &mut findings);
    let receipts = vec![
        (format!("{name}, decision"), certificate.decided.text.into_bytes()),
        (format!("{name}, execution"), certificate.executed.text.into_bytes()),
    ];
    Ok(ended(findings, key, told, receipts))
}

pub(crate) fn ended(
    findings: Findings,
    key: Option<&VerifierKey>,
    told: Vec<String>,
    receipts: Vec<(String, Vec<u8>)>,
) -> Certified {
    let verdict = if findings.any_broken() {
        Verdict::Broken
    } else if findings.any_unsupported() {
        Verdict::Unsupported
    } else if key.is_none() {
        Verdict::Reservation
    } else {
        Verdict::Sound
    };
    let sound = matches!(verdict, Verdict::Sound | Verdict::Reservation);
    let told = if sound { told } else { vec![] };
    Certified { verdict, findings: findings.into_list(), told, receipts }
}

impl Certificate {
    fn read(bytes: &[u8]) -> Option<Certificate> {
        let text = std::str::from_utf8(bytes).ok()?;
        let json = match text.split_once(IN_A_PAGE) {
            Some((_, rest)) => rest.split_once("</script>")?.0,
            None => text,
        };
        if !ijson::is_object(json.as_bytes()) {
            return None;
        }
        let written: Written = serde_json::from_str(json).ok()?;
        let known = written.certificate == "griffie certificate v1"
            && ["nl", "en"].contains(&written.language.as_str());
        known.then_some(())?;
        Some(Certificate {
            decided: Proven::read(written.decided)?,
            executed: Proven::read(written.executed)?,
            verifier_key: written.verifier_key.parse().ok()?,
            limits: written.limits,
        })
    }

    fn judge(
        &self,
        key: Option<&VerifierKey>,
        tied: bool,
        name: &str,
        findings: &mut Findings,
    ) -> Vec<String> {
        let known = key.is_none_or(|key| *key == self.verifier_key || tied);
        if !known {
            findings.file(Code::KeyMismatch, name);
        }
        let decided =
            self.decided.judge(&self.verifier_key, Kind::DestructionDecided, name, findings);
        let executed =
            self.executed.judge(&self.verifier_key, Kind::DestructionExecuted, name, findings);
        let (
            Some((when, Statement::Decided(decision))),
            Some((done, Statement::Executed { decided })),
        ) = (decided, executed)
        else {
            return vec![];
        };
        let one = self.decided.receipt.checkpoint.ledger == self.executed.receipt.checkpoint.ledger;
        if decided != self.decided.receipt.index || !one {
            findings.file(Code::CertificateMalformed, name);
        }
        let mut told = tell(&decision, self.decided.receipt.index, when, done);
        told.extend(self.limits.iter().map(|limit| format!("it does not promise: {limit}")));
        told
    }
}

fn tell(decision: &Decided, position: u64, when: u64, done: u64) -> Vec<String> {
    let mut told = Vec::new();
    for (stream, through) in &decision.streams {
        told.push(format!(
            "destroyed: {}, whole, through its record {through}",
            hex::encode(stream)
        ));
    }
    for (first, last) in &decision.positions {
        told.push(format!("destroyed: positions {first} to {last}"));
    }
    for (old, new) in &decision.replacements {
        told.push(format!("of position {old} only a part: what was left stands at {new}"));
    }
    told.push(format!("ground: {}", decision.ground));
    let moment = crate::words::moment;
    told.push(format!(
        "decided at position {position}, {}; carried out {}",
        moment(when),
        moment(done)
    ));
    let people = (hex::encode(decision.decider), hex::encode(decision.approver));
    told.push(format!("decided by {}, approved by {}", people.0, people.1));
    told
}

impl Proven {
    fn read(written: WrittenRecord) -> Option<Proven> {
        Some(Proven {
            receipt: Receipt::parse(&written.receipt)?,
            salt: spelling::base64_array(&written.salt)?,
            payload: spelling::base64(&written.payload)?,
            text: written.receipt,
        })
    }

    /// Stamp and statement of the record, if everything about it holds.
    fn judge(
        &self,
        key: &VerifierKey,
        kind: Kind,
        name: &str,
        findings: &mut Findings,
    ) -> Option<(u64, Statement)> {
        let Receipt { header, index, proof, checkpoint, note } = &self.receipt;
        let decoded = match Header::decode(header) {
            Ok(decoded) => decoded,
            Err(reason) => {
                let unknown = reason == NoHeader::UnknownMagic;
                let code = if unknown { Code::MagicUnknown } else { Code::CertificateMalformed };
                findings.file(code, name);
                return None;
            }
        };
        let root = tree::root_from_inclusion(tree::leaf(header), *index, checkpoint.size, proof);
        let fits = decoded.position == *index
            && decoded.ledger == checkpoint.ledger
            && root == Some(checkpoint.root)
            && Kind::of(decoded.kind) == kind
            && !decoded.sealed
            && commitment(&self.salt, &self.payload) == decoded.commitment
            && ijson::is_object(&self.payload);
        let signed = key.name() == crate::checkpoint::origin(&checkpoint.ledger)
            && note.is_signed_by(&[key]);
        if !signed {
            findings.file(Code::OutsideSignature, name);
        }
        if !fits {
            findings.file(Code::CertificateMalformed, name);
            return None;
        }
        match Statement::read(&self.payload, kind) {
            Ok(statement) => Some((decoded.recorded_at, statement)),
            Err(code) => {
                findings.file(code, name);
                None
            }
        }
    }
}
