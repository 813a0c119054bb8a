//! The recipient of backups is no secret: anybody can seal something to it. What was not signed by the ledger's key is no backup.

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use griffie::backup::{Identity, Sealing, open};

use crate::backup::{Backed, backed};

type Files = Vec<(String, Vec<u8>)>;

fn unsealed(backed: &Backed) -> Files {
    let identity = Identity::read(Path::new(&backed.identity)).unwrap();
    let opened = open(File::open(backed.newest("records")).unwrap(), &identity).unwrap();
    let mut archive = tar::Archive::new(opened);
    let read = |entry: std::io::Result<tar::Entry<'_, _>>| {
        let mut entry: tar::Entry<'_, _> = entry.unwrap();
        let name = entry.path().unwrap().to_str().unwrap().to_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
        (name, content)
    };
    archive.entries().unwrap().map(read).collect()
}

/// Sealed again, as anybody could who knows the recipient.
fn sealed(backed: &Backed, files: &Files) -> String {
    let identity = Identity::read(Path::new(&backed.identity)).unwrap();
    let path = backed.practice.file("forged.age", "");
    let out = File::create(&path).unwrap();
    let sealing = Sealing::begin(&[identity.recipient()], out).unwrap();
    let mut archive = tar::Builder::new(sealing);
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, name, content.as_slice()).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap().flush().unwrap();
    path
}

fn verified(backed: &Backed, files: &Files) -> Result<(), String> {
    let forged = sealed(backed, files);
    let said = backed
        .practice
        .says(&format!("backup verify {forged} --identity {} --output json", backed.identity));
    if said.contains("\"boxes\"") { Ok(()) } else { Err(said) }
}

fn file<'a>(files: &'a mut Files, begins: &str) -> &'a mut Vec<u8> {
    &mut files.iter_mut().find(|it| it.0.starts_with(begins)).unwrap().1
}

#[test]
fn what_the_ledgers_key_did_not_sign_is_no_backup() {
    let backed = backed();
    let whole = unsealed(&backed);
    assert_eq!(verified(&backed, &whole), Ok(()));
    let forged = |change: &dyn Fn(&mut Files)| {
        let mut files = whole.clone();
        change(&mut files);
        verified(&backed, &files).unwrap_err()
    };
    // The first record's time: the chain no longer holds.
    let said = forged(&|files| file(files, "records/")[4 + 35] ^= 1);
    assert!(said.contains("not sound"), "{said}");
    // The last record gone, or its header altered: the chain holds, and the root is another.
    let said = forged(&|files| {
        let records = file(files, "records/");
        let last = last_record(records);
        records.truncate(last);
    });
    assert!(said.contains("not those of its checkpoint"), "{said}");
    let said = forged(&|files| {
        let records = file(files, "records/");
        let last = last_record(records);
        records[last + 4 + 93] ^= 1;
    });
    assert!(said.contains("not those of its checkpoint"), "{said}");
    // A signature of somebody else's.
    let said = forged(&|files| {
        let note = file(files, "checkpoint");
        let at = note.len() - 10;
        note[at] = if note[at] == b'A' { b'B' } else { b'A' };
    });
    assert!(said.contains("not signed"), "{said}");
    let said = forged(&|files| files.retain(|it| it.0 != "checkpoint"));
    assert!(said.contains("no checkpoint"), "{said}");
    let said = forged(&|files| {
        let about = String::from_utf8(file(files, "backup.json").clone()).unwrap();
        *file(files, "backup.json") = about.replace("data backup 1", "data backup 2").into_bytes();
    });
    assert!(said.contains("newer griffie"), "{said}");
}

/// Nor does a key that the forger lists as the ledger's own: the vault knows its own.
#[test]
fn a_restore_believes_the_vaults_keys_alone() {
    let backed = backed();
    let (signed, key) = (signed_by_a_stranger(&backed), backed.identity.clone());
    let forged = sealed(&backed, &signed);
    backed.practice.says(&format!("backup verify {forged} --identity {key} --output json"));
    backed.lose("data");
    let restore = format!("restore {forged} --identity {key}");
    backed.practice.refuses(3, &restore, &[], "the vault's keys did not sign");
}

/// The same records under a checkpoint of a stranger's, who names his key in `backup.json`.
fn signed_by_a_stranger(backed: &Backed) -> Files {
    use griffie::chain::{Checkpoint, Note, VerifierKey, origin};
    let folder = tempfile::tempdir().unwrap();
    let root = griffie::vault::RootSecret::generate().unwrap();
    let mut files = unsealed(backed);
    let note = Note::parse(file(&mut files, "checkpoint")).unwrap();
    let checkpoint = Checkpoint::of_note(&note).unwrap();
    let stranger = griffie::vault::Vault::create(&griffie::vault::NewVault {
        folder: &folder.path().join("vault"),
        data_folder: &folder.path().join("data"),
        ledger: checkpoint.ledger,
        root: &root,
        keep_root: false,
    })
    .unwrap();
    let key = VerifierKey::new(&origin(checkpoint.ledger), stranger.verifier_key()).unwrap();
    let mut note = checkpoint.note();
    note.sign(&key, |text| stranger.sign(text)).unwrap();
    *file(&mut files, "checkpoint") = note.to_string().into_bytes();
    let about: &mut Vec<u8> = file(&mut files, "backup.json");
    let mut said: serde_json::Value = serde_json::from_slice(about).unwrap();
    said["keys"]["first"] = key.to_string().into();
    *about = said.to_string().into_bytes();
    files
}

/// Where the last record of a run begins.
fn last_record(records: &[u8]) -> usize {
    let (mut at, mut begins) = (0, 0);
    while at < records.len() {
        begins = at;
        for _part in 0..2 {
            let mut length = [0; 4];
            (&records[at..at + 4]).read_exact(&mut length).unwrap();
            at += 4 + u32::from_be_bytes(length) as usize;
        }
    }
    begins
}
