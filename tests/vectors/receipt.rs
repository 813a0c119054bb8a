//! receipt.json: receipts that prove their record, and receipts that prove nothing.

use griffie::chain::{
    CheckpointRejected, LedgerId, MalformedHeader, Receipt, ReceiptRejected, SigningKeys,
};
use serde::Deserialize;

use crate::{read, records};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReceiptVectors {
    #[serde(rename = "about")]
    _about: String,
    ledger: LedgerId,
    verifier_key: String,
    rotation: Rotation,
    good: Vec<Good>,
    bad: Vec<Bad>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rotation {
    position: u64,
    verifier_key: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Good {
    name: String,
    position: u64,
    size: u64,
    receipt: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Bad {
    reason: String,
    rejected: String,
    receipt: String,
}

impl ReceiptVectors {
    fn read() -> (ReceiptVectors, SigningKeys) {
        let vectors: ReceiptVectors = read("receipt");
        let mut keys = SigningKeys::new(vectors.verifier_key.parse().unwrap());
        let Rotation { position, verifier_key } = &vectors.rotation;
        keys.rotate(*position, verifier_key.parse().unwrap()).unwrap();
        (vectors, keys)
    }
}

#[test]
fn good_receipts_prove_their_record() {
    let (vectors, keys) = ReceiptVectors::read();
    let records = records::vectors().records;
    for good in &vectors.good {
        let receipt = Receipt::parse(good.receipt.as_bytes()).unwrap();
        assert_eq!(receipt.to_string(), good.receipt, "{}", good.name);
        let (header, checkpoint) = receipt.verify(&keys).unwrap();
        assert_eq!(header.ledger, vectors.ledger);
        assert_eq!((header.position, checkpoint.size), (good.position, good.size));
        let record = &records[usize::try_from(good.position).unwrap()];
        assert_eq!(receipt.header_bytes, record.header_bytes.0, "{}", good.name);
    }
}

#[test]
fn bad_receipts_are_refused_for_their_reason() {
    let (vectors, keys) = ReceiptVectors::read();
    assert!(vectors.bad.len() >= 35);
    for bad in &vectors.bad {
        use ReceiptRejected as Rejected;
        let rejected = match Receipt::parse(bad.receipt.as_bytes()).map(|read| read.verify(&keys)) {
            Ok(Ok(_)) => "accepted",
            Err(_) => "malformed",
            Ok(Err(Rejected::Header(MalformedHeader::Unsupported))) => "unsupported",
            Ok(Err(Rejected::Header(MalformedHeader::Field(_)))) => "header",
            Ok(Err(Rejected::Checkpoint(CheckpointRejected::Malformed(_)))) => "checkpoint",
            Ok(Err(Rejected::Checkpoint(CheckpointRejected::Note(_)))) => "signature",
            Ok(Err(
                Rejected::Checkpoint(CheckpointRejected::OtherLedger { .. })
                | Rejected::LedgerDiffers { .. },
            )) => "ledger_differs",
            Ok(Err(Rejected::IndexDiffers { .. })) => "index_differs",
            Ok(Err(Rejected::NotIncluded)) => "not_included",
        };
        assert_eq!(rejected, bad.rejected, "{}", bad.reason);
    }
}
