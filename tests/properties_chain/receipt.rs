//! Receipts of any ledger: what is handed out proves its record, and nothing altered does.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair as _};
use griffie::chain::tree::{inclusion_proof, leaf_hash, root};
use griffie::chain::{
    ActorId, Checkpoint, Commitment, Facts, Head, LedgerId, MalformedReceipt, NOTE_BYTES_MAX, Note,
    Receipt, RequestId, SigningKeys, StreamId, TreeHash, VerifierKey, Visibility, origin,
};
use proptest::prelude::*;

const LEDGER: LedgerId = LedgerId::from_bytes([0x3c; 16]);

fn headers(size: usize) -> Vec<Vec<u8>> {
    let mut head = Head::EMPTY;
    let kind = |position| if position == 0 { "ledger.created/1" } else { "complaint.received/1" };
    let record = |position: usize| {
        let facts = Facts {
            ledger: LEDGER,
            recorded_at: 1,
            stream: StreamId::ZERO,
            revision: position as u64,
            actor: ActorId::ZERO,
            request: RequestId::ZERO,
            visibility: Visibility::Open,
            commitment: Commitment::ZERO,
            kind: kind(position).parse().unwrap(),
        };
        let (bytes, next) = head.extend(facts).unwrap();
        head = next;
        bytes
    };
    (0..size).map(record).collect()
}

fn keys_and_receipt(size: usize, position: usize) -> (SigningKeys, Receipt) {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[6; 32]).unwrap();
    let public_key = pair.public_key().as_ref().try_into().unwrap();
    let key = VerifierKey::new(&origin(LEDGER), public_key).unwrap();
    let headers = headers(size);
    let read = |level, index| {
        assert_eq!(level, 0, "these ledgers fill no tile");
        Ok::<_, std::convert::Infallible>(leaf_hash(&headers[usize::try_from(index).unwrap()]))
    };
    let (tree_size, index) = (size as u64, position as u64);
    let checkpoint =
        Checkpoint { ledger: LEDGER, size: tree_size, root: root(tree_size, read).unwrap() };
    let mut note = checkpoint.note();
    note.sign(&key, |text| pair.sign(text).as_ref().try_into().unwrap()).unwrap();
    let receipt = Receipt {
        header_bytes: headers[position].clone(),
        index,
        proof: inclusion_proof(tree_size, index, read).unwrap(),
        checkpoint: note,
    };
    (SigningKeys::new(key), receipt)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_handed_out_proves_its_record(size in 1usize..200, at in any::<prop::sample::Index>()) {
        let position = at.index(size);
        let (keys, receipt) = keys_and_receipt(size, position);
        let read = Receipt::parse(receipt.to_string().as_bytes()).unwrap();
        prop_assert_eq!(&read, &receipt);
        let (header, checkpoint) = read.verify(&keys).unwrap();
        prop_assert_eq!((header.position, checkpoint.size), (position as u64, size as u64));
    }

    #[test]
    fn no_flipped_bit_of_a_receipt_is_accepted(size in 1usize..40, at in any::<prop::sample::Index>(), place in any::<prop::sample::Index>(), bit in 0u8..8) {
        let (keys, receipt) = keys_and_receipt(size, at.index(size));
        let mut bytes = receipt.to_string().into_bytes();
        let place = place.index(bytes.len());
        bytes[place] ^= 1 << bit;
        let accepted = Receipt::parse(&bytes).ok().and_then(|read| read.verify(&keys).ok());
        prop_assert_eq!(accepted, None);
    }
}

#[test]
fn the_longest_receipt_of_the_deepest_tree_can_be_read_and_a_longer_one_is_refused() {
    let text = Checkpoint { ledger: LEDGER, size: 1 << 63, root: TreeHash::ZERO }.text();
    let filler = |bytes: usize| griffie::chain::spelling::base64(&vec![0; bytes]);
    let mut note = format!("{text}\n\u{2014} later.example {}\n", filler(4 + 12_000));
    let room = NOTE_BYTES_MAX - note.len() - "\u{2014}  \n".len();
    note.push_str("\u{2014} ");
    note.push_str(&"n".repeat(room - 8));
    note.push(' ');
    note.push_str(&filler(6));
    note.push('\n');
    assert_eq!(note.len(), NOTE_BYTES_MAX);
    let mut receipt = Receipt {
        header_bytes: vec![0xff; 221],
        index: (1 << 63) - 1,
        proof: vec![TreeHash::ZERO; 63],
        checkpoint: Note::parse(note.as_bytes()).unwrap(),
    };
    assert_eq!(Receipt::parse(receipt.to_string().as_bytes()), Ok(receipt.clone()));
    receipt.proof = vec![TreeHash::ZERO; 200];
    assert_eq!(
        Receipt::parse(receipt.to_string().as_bytes()),
        Err(MalformedReceipt::Line("longer than allowed"))
    );
}
