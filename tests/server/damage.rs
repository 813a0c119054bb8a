//! No damage goes unseen: bytes of a real ledger are changed behind its back, and the program is asked what it makes of that.

use std::path::{Path, PathBuf};
use std::process::Output;

use super::given::{Server, files, open_dossier, record_entry};

/// Entries recorded before the damage.
const ENTRIES: usize = 60;

/// A ledger with some entries, stopped in order.
fn a_ledger_at_rest() -> Server {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut dossiers = server.client().await.dossier();
        let dossier = open_dossier(&mut dossiers, "Verzonnen").await;
        for number in 0..ENTRIES {
            let text = format!("bevinding {number} van het consult");
            dossiers.record_entry(record_entry(&dossier, &text)).await.unwrap();
        }
    });
    server.stop();
    server
}

fn verify(server: &Server) -> Output {
    server.command(&["verify", "--output", "json"]).output().unwrap()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Puts both folders back as they were.
fn put_back(server: &Server, kept: &Path) {
    for folder in ["data", "data.vault"] {
        let place = server.data().with_file_name(folder);
        std::fs::remove_dir_all(&place).unwrap();
        copy_folder(&kept.join(folder), &place);
    }
}

/// One way to damage a file.
#[derive(Clone, Copy, Debug)]
enum Damage {
    Flip,
    Zero,
    Truncate,
    Delete,
}

fn damage(file: &Path, how: Damage, place: usize) {
    let mut bytes = std::fs::read(file).unwrap();
    let place = place % bytes.len().max(1);
    match how {
        Damage::Flip => bytes.iter_mut().skip(place).take(1).for_each(|byte| *byte ^= 0x10),
        Damage::Zero => bytes.iter_mut().skip(place).take(64).for_each(|byte| *byte = 0),
        Damage::Truncate => bytes.truncate(place),
        Damage::Delete => {
            std::fs::remove_file(file).unwrap();
            return;
        }
    }
    std::fs::write(file, bytes).unwrap();
}

#[test]
fn whatever_is_damaged_the_ledger_is_unaffected_or_says_where_and_never_panics() {
    let server = a_ledger_at_rest();
    let kept = tempfile::tempdir().unwrap();
    for folder in ["data", "data.vault"] {
        copy_folder(&server.data().with_file_name(folder), &kept.path().join(folder));
    }
    let mut places: Vec<PathBuf> = files(&server.data());
    places.extend(files(&server.data().with_file_name("data.vault")));
    places.retain(|file| std::fs::metadata(file).unwrap().len() > 0);
    let sound = verify(&server);
    assert!(sound.status.success());
    let (mut unaffected, mut named) = (0, 0);
    for (number, file) in places.iter().enumerate() {
        for (turn, how) in
            [Damage::Flip, Damage::Zero, Damage::Truncate, Damage::Delete].into_iter().enumerate()
        {
            put_back(&server, kept.path());
            let length = usize::try_from(std::fs::metadata(file).unwrap().len()).unwrap();
            damage(file, how, length / 3 + 1_009 * number + 331 * turn);
            let found = verify(&server);
            let words = String::from_utf8_lossy(&found.stderr).into_owned();
            assert!(!words.contains("panicked"), "{how:?} in {}: {words}", file.display());
            if found.status.success() {
                assert_eq!(found.stdout, sound.stdout, "{how:?} in {}", file.display());
                unaffected += 1;
            } else {
                assert!(words.contains("griffie: "), "{how:?} in {}: {words}", file.display());
                named += 1;
            }
        }
    }
    assert!(named > 10 && unaffected > 0, "{named} named, {unaffected} unaffected");
}

#[test]
fn a_store_that_lost_its_tail_is_not_taken_for_a_shorter_ledger() {
    let mut server = a_ledger_at_rest();
    let early = tempfile::tempdir().unwrap();
    copy_folder(&server.data(), early.path());
    server.start();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let mut dossiers = server.client().await.dossier();
        let dossier = open_dossier(&mut dossiers, "Verloren").await;
        dossiers.record_entry(record_entry(&dossier, "dit ging verloren")).await.unwrap();
    });
    server.stop();
    // Yesterday's data under today's vault: what the vault witnessed is not there.
    std::fs::remove_dir_all(server.data()).unwrap();
    copy_folder(early.path(), &server.data());
    let found = verify(&server);
    let words = String::from_utf8_lossy(&found.stderr).into_owned();
    assert_eq!(found.status.code(), Some(3), "{words}");
    assert!(words.contains("TAIL_MISSING") || words.contains("damaged from position"), "{words}");
}
