//! What holds for all chains. The forger of these tests relinks everything behind a change.

use griffie::chain::{
    ActorId, Broken, Commitment, Facts, Head, Header, LedgerId, RecordHash, RequestId, StreamId,
    Visibility, verify,
};
use proptest::prelude::*;

const LEDGER: LedgerId = LedgerId::from_bytes([7; 16]);

fn facts(position: usize, recorded_at: i64, commitment: u8) -> Facts {
    let kind = if position == 0 { "ledger.created/1" } else { "dossier.entry_recorded/1" };
    Facts {
        ledger: LEDGER,
        recorded_at,
        stream: StreamId::from_bytes([u8::from(position > 0); 16]),
        revision: position.saturating_sub(1) as u64,
        actor: ActorId::from_bytes([2; 16]),
        request: RequestId::from_bytes([3; 16]),
        visibility: if position == 0 { Visibility::Open } else { Visibility::Sealed },
        commitment: Commitment::from_bytes([commitment; 32]),
        kind: kind.parse().unwrap(),
    }
}

fn log(contents: &[(u16, u8)]) -> (Vec<Vec<u8>>, Vec<Head>) {
    let mut heads = vec![Head::EMPTY];
    let mut headers = vec![];
    let mut now = 0;
    for (position, (pause, commitment)) in contents.iter().enumerate() {
        now += i64::from(*pause);
        let head = heads[position];
        let (header, head) = head.extend(facts(position, now, *commitment)).unwrap();
        headers.push(header);
        heads.push(head);
    }
    (headers, heads)
}

fn verified(headers: &[Vec<u8>]) -> Result<Head, Broken> {
    verify(headers.iter().map(Vec::as_slice))
}

fn contents() -> impl Strategy<Value = Vec<(u16, u8)>> {
    prop::collection::vec((any::<u16>(), any::<u8>()), 1..40)
}

proptest! {
    #[test]
    fn every_prefix_of_a_log_is_a_log(contents in contents()) {
        let (headers, heads) = log(&contents);
        for (size, head) in heads.iter().enumerate() {
            prop_assert_eq!(verified(&headers[..size]), Ok(*head));
            prop_assert_eq!(head.size, size as u64);
        }
    }

    #[test]
    fn a_header_is_read_back_as_it_was_written(contents in contents()) {
        let (headers, heads) = log(&contents);
        for (bytes, head) in headers.iter().zip(&heads) {
            let (_, header) = head.follow(bytes).unwrap();
            prop_assert_eq!(&header.encode(), bytes);
        }
    }

    #[test]
    fn one_flipped_bit_never_goes_unseen(contents in contents(), at in any::<prop::sample::Index>(), bit in 0usize..163 * 8) {
        let (mut headers, heads) = log(&contents);
        let position = at.index(headers.len());
        headers[position][bit / 8] ^= 1 << (bit % 8);
        // Either the chain breaks, at the flipped record or where the next should carry on from it, or the head differs.
        match verified(&headers) {
            Err(broken) => prop_assert!(broken.position() <= position as u64 + 1),
            Ok(head) => {
                prop_assert_eq!(position, headers.len() - 1);
                prop_assert_ne!(Some(&head), heads.last());
            }
        }
    }

    #[test]
    fn a_forger_who_relinks_everything_ends_at_another_head(contents in contents(), at in any::<prop::sample::Index>()) {
        let (_, heads) = log(&contents);
        let mut forged = contents.clone();
        let position = at.index(forged.len());
        forged[position].1 ^= 1;
        let (headers, forged_heads) = log(&forged);
        prop_assert_eq!(verified(&headers), Ok(forged_heads[headers.len()]));
        prop_assert_ne!(forged_heads[headers.len()], heads[headers.len()]);
        prop_assert_eq!(&forged_heads[..=position], &heads[..=position]);
    }

    #[test]
    fn a_missing_repeated_or_swapped_record_breaks_the_chain(contents in contents(), at in any::<prop::sample::Index>()) {
        let (headers, _) = log(&contents);
        let position = at.index(headers.len());
        let found = |headers: &[Vec<u8>]| verified(headers).unwrap_err().code();
        let mut repeated = headers.clone();
        repeated.insert(position, headers[position].clone());
        prop_assert_eq!(found(&repeated), Some("position_gap"));
        if position + 1 < headers.len() {
            let mut missing = headers.clone();
            missing.remove(position);
            prop_assert_eq!(found(&missing), Some("position_gap"));
            let mut swapped = headers.clone();
            swapped.swap(position, position + 1);
            prop_assert_eq!(found(&swapped), Some("position_gap"));
        }
    }

    #[test]
    fn no_bytes_make_the_decoder_panic_and_what_it_takes_has_one_spelling(mut bytes in prop::collection::vec(any::<u8>(), 0..240), magic in any::<bool>()) {
        if let (true, Some(start)) = (magic, bytes.first_chunk_mut::<4>()) {
            *start = *b"GRF1";
        }
        if let Ok(header) = Header::decode(&bytes) {
            prop_assert_eq!(header.encode(), bytes);
        }
    }
}

/// Two good records, and the second spoiled in one way.
#[track_caller]
fn refused(spoil: impl FnOnce(&mut Header)) -> Broken {
    let (headers, heads) = log(&[(5, 1), (5, 2)]);
    let mut header = Header::decode(&headers[1]).unwrap();
    spoil(&mut header);
    heads[1].follow(&header.encode()).unwrap_err()
}

#[test]
fn a_record_of_another_ledger_is_refused() {
    let found = LedgerId::from_bytes([8; 16]);
    let broken = refused(|header| header.ledger = found);
    assert_eq!(broken, Broken::LedgerDiffers { position: 1, found });
}

#[test]
fn a_record_older_than_the_one_before_it_is_refused() {
    let broken = refused(|header| header.recorded_at = 4);
    assert_eq!(broken, Broken::TimeDecreases { position: 1, last: 5, found: 4 });
    let (headers, heads) = log(&[(5, 1), (0, 2)]);
    assert_eq!(verified(&headers), Ok(heads[2]), "the same microsecond is allowed");
}

#[test]
fn a_record_that_carries_another_hash_is_refused() {
    let broken = refused(|header| header.previous = RecordHash::from_bytes([1; 32]));
    assert_eq!(broken, Broken::PreviousDiffers { position: 1 });
}

#[test]
fn a_log_begins_with_an_open_ledger_created() {
    let first = |change: fn(&mut Facts)| {
        let mut facts = facts(0, 0, 0);
        change(&mut facts);
        Head::EMPTY.extend(facts).map(|_| ())
    };
    assert_eq!(first(|_| ()), Ok(()));
    let refused = Err(Broken::FirstRecord { position: 0 });
    assert_eq!(first(|facts| facts.visibility = Visibility::Sealed), refused);
    assert_eq!(first(|facts| facts.kind = "ledger.created/2".parse().unwrap()), refused);
    let (headers, _) = log(&[(0, 0)]);
    let mut header = Header::decode(&headers[0]).unwrap();
    header.previous = RecordHash::from_bytes([1; 32]);
    assert_eq!(
        Head::EMPTY.follow(&header.encode()).map(|_| ()),
        Err(Broken::PreviousDiffers { position: 0 })
    );
}

#[test]
fn another_format_is_unsupported_and_not_broken() {
    let (headers, heads) = log(&[(0, 0), (0, 0)]);
    let mut newer = headers[1].clone();
    newer[3] = b'2';
    let broken = heads[1].follow(&newer).unwrap_err();
    assert_eq!((broken, broken.code()), (Broken::Unsupported { position: 1 }, None));
}

#[test]
fn the_writer_cannot_extend_a_log_with_what_a_reader_would_refuse() {
    let (_, heads) = log(&[(9, 0)]);
    let extend = |change: fn(&mut Facts)| {
        let mut facts = facts(1, 9, 0);
        change(&mut facts);
        heads[1].extend(facts).map(|_| ()).map_err(|broken| broken.code().unwrap())
    };
    assert_eq!(extend(|_| ()), Ok(()));
    assert_eq!(extend(|facts| facts.recorded_at = 8), Err("time_decreases"));
    assert_eq!(extend(|facts| facts.recorded_at = -1), Err("header_malformed"));
    assert_eq!(extend(|facts| facts.revision = 1 << 63), Err("header_malformed"));
    assert_eq!(extend(|facts| facts.ledger = LedgerId::ZERO), Err("ledger_differs"));
}
