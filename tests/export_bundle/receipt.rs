//! Receipts: what a client or colleague keeps proves itself, and convicts a bundle of another history.

use griffie::chain::{Receipt, SigningKeys};
use griffie::export::{ReceiptError, SealedContent, receipt};
use griffie_audit::{Options, Reservation, Verdict, audit};

use crate::bundle;
use crate::register_given::{GENESIS, Given};

#[test]
fn a_receipt_of_every_record_verifies_under_the_ledgers_key() {
    let given = Given::a_ledger();
    given.record_entries(300 - GENESIS);
    let published = given.publish();
    let keys = SigningKeys::new(given.register.verifier_key());
    for position in [0, 1, 255, 256, 298, 299] {
        let text = receipt(&given.register, position).unwrap();
        let (header, checkpoint) = Receipt::parse(text.as_bytes()).unwrap().verify(&keys).unwrap();
        assert_eq!((header.position, checkpoint.size), (position, published.size));
    }
}

#[test]
fn a_record_beyond_the_checkpoint_has_no_receipt_yet() {
    let given = Given::a_ledger();
    let size = given.publish().size;
    let refused = receipt(&given.register, size);
    let said = matches!(
        refused,
        Err(ReceiptError::NotPublished { position, published }) if (position, published) == (size, size)
    );
    assert!(said, "{refused:?}");
}

#[test]
fn receipts_kept_outside_attest_a_bundle_and_an_older_one_says_so() {
    let given = Given::a_ledger();
    given.record_entries(20);
    given.publish();
    let kept = given.path("kept");
    std::fs::write(&kept, receipt(&given.register, 7).unwrap()).unwrap();
    let key = Some(given.register.verifier_key().to_string().parse().unwrap());
    let options = Options { key, also: vec![kept], ..Options::default() };
    let report = audit(&bundle(&given, SealedContent::None, "same"), &options);
    assert_eq!(report.verdict, Verdict::Sound, "{:?}", report.findings);

    given.record_entries(20);
    let report = audit(&bundle(&given, SealedContent::None, "later"), &options);
    assert_eq!(report.reservations, [Reservation::OutsideOlderThanBundle], "{:?}", report.findings);
}

#[test]
fn a_receipt_of_another_history_breaks_the_bundle() {
    let (given, other) = (Given::a_ledger(), Given::a_ledger());
    given.record_entries(20);
    other.record_entries(20);
    other.publish();
    let kept = given.path("kept");
    std::fs::write(&kept, receipt(&other.register, 7).unwrap()).unwrap();
    let options = Options { also: vec![kept], ..Options::default() };
    let report = audit(&bundle(&given, SealedContent::None, "bundle"), &options);
    assert_eq!(report.verdict, Verdict::Broken);
}
