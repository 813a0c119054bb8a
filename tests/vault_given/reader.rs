//! A second reader of the vault's files, written from docs/vault.md alone: shares no code with the vault.

use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};

/// One slot as it lies in the file, with the key in it.
#[derive(Clone, Debug)]
pub struct ReadSlot {
    pub id: [u8; 16],
    pub purpose: u8,
    pub state: u8,
    pub stream: [u8; 16],
    pub decided_at: u64,
    pub wrapped: Vec<u8>,
    pub key: Vec<u8>,
}

/// A whole vault or mirror.
#[derive(Clone, Debug)]
pub struct ReadVault {
    pub epoch: u64,
    pub epoch_key: Vec<u8>,
    pub wrapped_epoch: Vec<u8>,
    pub generation: u64,
    pub slots: Vec<ReadSlot>,
    pub witness: Vec<u8>,
    pub checkpoint: Vec<u8>,
}

impl ReadVault {
    pub fn slot(&self, id: &[u8; 16]) -> &ReadSlot {
        self.slots.iter().find(|slot| slot.id == *id).unwrap()
    }
}

pub fn derive(context: &str, material: &[u8]) -> [u8; 32] {
    blake3::derive_key(context, material)
}

/// Reads a folder with its root secret, as text.
pub fn read(folder: &Path, root: &str, ledger: [u8; 16]) -> ReadVault {
    let root = hex::decode(root).unwrap();
    let root_key = derive("griffie 2026-11 vault root key v1", &root);
    let root_id = derive("griffie 2026-11 vault root id v1", &root);
    let epochs = std::fs::read(folder.join("epoch")).unwrap();
    assert_eq!(epochs.len(), 8192);
    let keys = std::fs::read(folder.join("keys")).unwrap();

    let newest = [0, 4096]
        .map(|at| &keys[at..at + 4096])
        .into_iter()
        .max_by_key(|header| number(&header[28..36]))
        .unwrap();
    assert_eq!(newest[..4], *b"GRK1");
    assert_eq!(newest[4..20], ledger);
    let epoch = number(&newest[20..28]);
    let block = [0, 4096]
        .map(|at| &epochs[at..at + 4096])
        .into_iter()
        .find(|block| block[..4] == *b"GRE1" && number(&block[20..28]) == epoch)
        .unwrap();
    assert_eq!(block[4..20], ledger);
    assert_eq!(block[28..44], root_id[..16]);
    assert!(block[104..].iter().all(|byte| *byte == 0));
    let aad = [b"griffie vault epoch v1", &block[..44]].concat();
    let epoch_key = unseal(&root_key, &block[44..56], &aad, &block[56..104]);

    let mac_key = derive("griffie 2026-11 vault header key v1", &epoch_key);
    assert_eq!(newest[44..76], *blake3::keyed_hash(&mac_key, &newest[..44]).as_bytes());
    assert!(newest[76..].iter().all(|byte| *byte == 0));
    let wrap_key = derive("griffie 2026-11 vault wrap key v1", &epoch_key);
    let used = number(&newest[36..44]);
    let slots: Vec<ReadSlot> = (0..used)
        .map(|index| {
            let at = 8192 + 128 * usize::try_from(index).unwrap();
            read_slot(&keys[at..at + 128], index, &wrap_key, ledger)
        })
        .collect();
    let behind = 8192 + 128 * slots.len();
    assert!(keys[behind..].iter().all(|byte| *byte == 0), "zeros behind the last key");

    let house = slots.iter().find(|slot| slot.purpose == 4).unwrap().key.clone();
    let read = |name: &str, magic: &[u8], size: usize, context: &str| {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        alternating(&bytes, magic, size, ledger, &derive(context, &house))
    };
    ReadVault {
        epoch,
        epoch_key,
        wrapped_epoch: block[56..104].to_vec(),
        generation: number(&newest[28..36]),
        slots,
        witness: read("witness", b"GRW1", 4096, "griffie 2026-11 witness key v1"),
        checkpoint: read("checkpoint", b"GRC1", 20_480, "griffie 2026-11 checkpoint key v1"),
    }
}

fn read_slot(slot: &[u8], index: u64, wrap_key: &[u8; 32], ledger: [u8; 16]) -> ReadSlot {
    let aad =
        [b"griffie vault slot v1".as_slice(), &ledger, &index.to_be_bytes(), &slot[..48]].concat();
    assert_eq!(slot[18..24], [0; 6]);
    assert_eq!(slot[108..], [0; 20]);
    ReadSlot {
        id: slot[..16].try_into().unwrap(),
        purpose: slot[16],
        state: slot[17],
        stream: slot[24..40].try_into().unwrap(),
        decided_at: number(&slot[40..48]),
        wrapped: slot[60..108].to_vec(),
        key: unseal(wrap_key, &slot[48..60], &aad, &slot[60..108]),
    }
}

fn alternating(
    bytes: &[u8],
    magic: &[u8],
    size: usize,
    ledger: [u8; 16],
    key: &[u8; 32],
) -> Vec<u8> {
    assert_eq!(bytes.len(), 2 * size);
    let mut newest = (0, Vec::new());
    for block in bytes.chunks(size) {
        assert_eq!(block[..4], *magic);
        assert_eq!(block[4..20], ledger);
        let length =
            usize::try_from(u32::from_be_bytes(block[28..32].try_into().unwrap())).unwrap();
        let mac = blake3::keyed_hash(key, &block[..32 + length]);
        assert_eq!(block[32 + length..64 + length], *mac.as_bytes());
        assert!(block[64 + length..].iter().all(|byte| *byte == 0));
        let sequence = number(&block[20..28]);
        if sequence >= newest.0 {
            newest = (sequence, block[32..32 + length].to_vec());
        }
    }
    newest.1
}

fn number(bytes: &[u8]) -> u64 {
    u64::from_be_bytes(bytes.try_into().unwrap())
}

fn unseal(key: &[u8], nonce: &[u8], aad: &[u8], sealed: &[u8]) -> Vec<u8> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_256_GCM, key).unwrap());
    let nonce = Nonce::try_assume_unique_for_key(nonce).unwrap();
    let mut bytes = sealed.to_vec();
    key.open_in_place(nonce, Aad::from(aad), &mut bytes).unwrap().to_vec()
}
