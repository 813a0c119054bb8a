//! A practice loses a disk and comes back from last night's backups; what was destroyed since does not come back with it.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::destruction::proposed;
use crate::given::{Practice, invented};

const SECRET: &str = "Moeder sprak over haar zilverreiger.";

/// A practice of one that makes backups, with two clients.
pub struct Backed {
    pub practice: Practice,
    /// Two dossiers and the first entry of each.
    pub dossiers: Vec<(String, String)>,
    pub identity: String,
    checkpoint: String,
}

impl Backed {
    pub fn at(&self, name: &str) -> PathBuf {
        self.practice.folder().join(name)
    }

    pub fn newest(&self, folder: &str) -> String {
        let mut found: Vec<PathBuf> =
            fs::read_dir(self.at(folder)).unwrap().map(|it| it.unwrap().path()).collect();
        found.sort();
        found.pop().unwrap().to_str().unwrap().to_owned()
    }

    pub fn entry(&self, dossier: usize, text: &str) -> (String, u64) {
        let (dossier, _) = &self.dossiers[dossier];
        let flags = "--kind advice --date 2026-03-05 --informant own_finding --text";
        let made = self.practice.json(&format!("entry record {dossier} {flags}"), &[text]);
        let position = &made["acknowledgement"]["records"][0]["position"];
        (made["entry_id"].as_str().unwrap().to_owned(), position.as_u64().unwrap())
    }

    /// The disk with the records dies.
    pub fn lose(&self, folder: &str) {
        fs::remove_dir_all(self.at(folder)).unwrap();
    }

    pub fn restore(&self, more: &str) -> Value {
        let (backup, identity) = (self.newest("records"), &self.identity);
        let words = format!("restore --output json {backup} --identity {identity} {more}");
        let mut lines = self.practice.lines(&words, &[]);
        assert_eq!(lines.len(), 1);
        lines.remove(0)
    }

    /// What the doctor says of something: `good` or `act`.
    pub fn doctor(&self, what: &str) -> String {
        let output = self.practice.says("doctor --output json");
        let row = output.lines().find(|line| line.contains(what));
        let row: Value = serde_json::from_str(row.unwrap_or_else(|| panic!("{output}"))).unwrap();
        row["verdict"].as_str().unwrap().to_owned()
    }

    /// What an auditor says of the ledger, with its exit code, beside a checkpoint somebody kept.
    pub fn audited(&self, kept: &str) -> (i32, Value) {
        let each = (0..9).map(|number| self.at(&format!("bundle-{number}")));
        let bundle = each.into_iter().find(|it| !it.exists()).unwrap();
        self.practice.does("bundle export --to", &[bundle.to_str().unwrap()]);
        let options = griffie_audit::Options {
            also: vec![PathBuf::from(self.practice.file("kept.txt", kept))],
            ..Default::default()
        };
        let report = griffie_audit::audit(&bundle, &options);
        (i32::from(report.exit), serde_json::to_value(report).unwrap())
    }
}

/// Given a practice with backups of last night.
pub fn backed() -> Backed {
    let practice = Practice::made();
    practice.does("destruction solo", &[]);
    let identity = practice.folder().join("identity").to_str().unwrap().to_owned();
    let recipient = practice.does("backup identity --to", &[&identity]);
    for folder in ["records", "keys"] {
        fs::create_dir(practice.folder().join(folder)).unwrap();
    }
    let folder = practice.folder().to_str().unwrap().to_owned();
    practice.configures(&format!(
        "[backup]\nfolder = \"{folder}/records\"\nkeys_folder = \"{folder}/keys\"\nrecipients = [\"{}\"]\n",
        recipient.trim()
    ));
    let mut dossiers = Vec::new();
    for name in ["Bakker", "Ketelaar"] {
        let form = practice.file("open.toml", invented().replace("Bakker", name));
        let opened = practice.json("dossier open --from", &[&form]);
        dossiers.push((opened["dossier_id"].as_str().unwrap().to_owned(), String::new()));
    }
    let mut backed = Backed { practice, dossiers, identity, checkpoint: String::new() };
    backed.dossiers[0].1 = backed.entry(0, SECRET).0;
    backed.dossiers[1].1 = backed.entry(1, "Vaker aanleggen.").0;
    let made = backed.practice.json("backup create", &[]);
    assert!(made["boxes"].as_u64() == made["size"].as_u64(), "{made}");
    backed
}

pub fn text_of(backed: &Backed, dossier: usize) -> Value {
    let (dossier, entry) = &backed.dossiers[dossier];
    backed.practice.json(&format!("entry show {dossier} {entry}"), &[])["current"].clone()
}

pub fn destroyed(backed: &Backed, dossier: usize) {
    let what = format!("--because recorded_unlawfully --dossier {}", backed.dossiers[dossier].0);
    let proposal = proposed(&backed.practice, &what);
    backed.practice.does(&format!("destruction approve {proposal}"), &[]);
}

#[test]
fn a_lost_disk_comes_back_and_what_was_destroyed_since_does_not() {
    let mut backed = backed();
    let untouched = text_of(&backed, 1);
    // After the backup: one dossier goes, another gets an entry, and somebody keeps a checkpoint.
    destroyed(&backed, 0);
    backed.entry(1, "Later.");
    backed.checkpoint = backed.practice.does("checkpoint print --signed", &[]);
    let key = serde_json::from_str::<Value>(&backed.practice.does("status --output json", &[]));
    let key = key.unwrap()["verifier_key"].clone();
    let there_was = backed.practice.size();
    let refused = format!("restore {} --identity {}", backed.newest("records"), backed.identity);
    backed.practice.refuses(1, &refused, &[], "is in use");

    backed.lose("data");
    let restored = backed.restore("");
    assert_eq!(restored["abandoned_size"].as_u64(), Some(there_was));
    // The client's own records cannot be read any more: their key went with the destruction, and stays gone.
    assert!(restored["lost"].as_u64().unwrap() >= 2, "{restored}");
    assert_ne!(restored["verifier_key"], key, "another key signs from here on");

    let (dossier, entry) = &backed.dossiers[0];
    for asked in [format!("entry list {dossier}"), format!("entry show {dossier} {entry}")] {
        backed.practice.refuses(5, &asked, &[], "NO_SUCH_DOSSIER");
    }
    assert_eq!(text_of(&backed, 1), untouched);
    let (_, later) = backed.entry(1, "Opnieuw opgeschreven.");
    assert!(later > restored["size"].as_u64().unwrap());
    backed.practice.does("verify", &[]);

    // Nothing is unexplained; what was kept of the branch left behind is named as that.
    let (exit, report) = backed.audited(&backed.checkpoint);
    assert_eq!(exit, 4, "{report}");
    assert_eq!(report["states"]["unexplained"], 0);
    assert_eq!(report["states"]["lost"], restored["lost"]);
    let reservations = report["reservations"].as_array().unwrap();
    for named in ["abandoned", "lost", "restored"] {
        assert!(reservations.contains(&json!(named)), "{report}");
    }
    // A checkpoint of the ledger as it is now fits.
    let now = backed.practice.does("checkpoint print --signed", &[]);
    let (exit, report) = backed.audited(&now);
    assert_eq!(exit, 4);
    assert!(!report["reservations"].as_array().unwrap().contains(&json!("abandoned")), "{report}");
}

#[test]
fn both_lost_come_back_from_both_backups() {
    let mut backed = backed();
    let before: Vec<Value> = (0..2).map(|dossier| text_of(&backed, dossier)).collect();
    backed.checkpoint = backed.practice.does("checkpoint print --signed", &[]);
    let there_was = backed.practice.size();
    backed.lose("data");
    backed.lose("data.vault");
    let keys = backed.newest("keys");
    let (backup, identity) = (backed.newest("records"), backed.identity.clone());
    let restore = format!("restore {backup} --identity {identity}");
    backed.practice.refuses(2, &restore, &[], "there is no vault");
    let restore = format!("{restore} --keys {keys}");
    backed.practice.refuses(2, &restore, &[], "--newest");
    assert!(!backed.at("data.vault").exists(), "nothing was made");
    let kept = backed.practice.file("newest.txt", &backed.checkpoint);
    let restored = backed.restore(&format!("--keys {keys} --newest {kept}"));
    assert_eq!(restored["abandoned_size"].as_u64(), Some(there_was));
    assert_eq!(restored["lost"], 0, "{restored}");
    for (dossier, text) in before.iter().enumerate() {
        assert_eq!(text_of(&backed, dossier), *text);
    }
    backed.entry(0, "Verder.");
    let (exit, report) = backed.audited(&backed.checkpoint);
    assert_eq!((exit, &report["states"]["unexplained"]), (4, &json!(0)), "{report}");
}

/// Copies the files of a folder, as they lie, in place of what another holds.
fn copied(backed: &Backed, from: &str, to: &str) {
    let _ = fs::remove_dir_all(backed.at(to)); // Not there is as good.
    fs::create_dir(backed.at(to)).unwrap();
    for entry in fs::read_dir(backed.at(from)).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_file() {
            fs::copy(entry.path(), backed.at(to).join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn a_backup_as_long_as_the_vault_remembers_leaves_nothing_behind() {
    let backed = backed();
    let untouched = text_of(&backed, 0);
    let key = backed.practice.says("status --output json");
    backed.practice.configures(&configuration(&backed));
    copied(&backed, "data.vault", "vault-before");
    backed.practice.json("backup create", &[]);
    backed.lose("data");
    copied(&backed, "vault-before", "data.vault");
    let restored = backed.restore("");
    assert_eq!((&restored["abandoned_size"], &restored["lost"]), (&Value::Null, &json!(0)));
    assert!(key.contains(restored["verifier_key"].as_str().unwrap()), "the key goes on signing");
    assert_eq!(text_of(&backed, 0), untouched);
    let (_, report) = backed.audited(&backed.practice.does("checkpoint print --signed", &[]));
    assert_eq!(report["reservations"], json!(["key_unproven"]), "{report}");
}

#[test]
fn a_ledger_that_came_back_is_backed_up_and_comes_back_again() {
    let backed = backed();
    let untouched = text_of(&backed, 0);
    backed.practice.json("backup create", &[]);
    // The record of the backup itself came after it: without it the log is as long as the vault remembers.
    backed.lose("data");
    let restored = backed.restore("");
    assert!(restored["size"].as_u64() < restored["abandoned_size"].as_u64(), "{restored}");
    assert_eq!(restored["lost"], 0);
    assert_eq!(text_of(&backed, 0), untouched);
    // And once more, from a backup of the restored ledger.
    backed.practice.configures(&configuration(&backed));
    backed.practice.json("backup create", &[]);
    backed.entry(1, "Later.");
    backed.lose("data");
    let again = backed.restore("");
    assert_eq!(again["lost"], 0, "{again}");
    assert_eq!(text_of(&backed, 0), untouched);
    let (exit, report) = backed.audited(&backed.practice.does("checkpoint print --signed", &[]));
    assert_eq!((exit, &report["states"]["unexplained"]), (4, &json!(0)), "{report}");
    // A vault that does not know how its keys followed each other is not believed.
    let listed = backed.at("data.vault/rotations");
    let kept = fs::read(&listed).unwrap();
    fs::remove_file(&listed).unwrap();
    backed.practice.refuses(1, "status", &[], "change of its signing key");
    fs::write(&listed, kept).unwrap();
    backed.practice.does("status", &[]);
}

fn configuration(backed: &Backed) -> String {
    let identity = fs::read_to_string(&backed.identity).unwrap();
    let recipient = identity.split_whitespace().find(|word| word.starts_with("age1")).unwrap();
    let folder = backed.practice.folder().to_str().unwrap();
    format!("[backup]\nfolder = \"{folder}/records\"\nrecipients = [\"{recipient}\"]\n")
}

#[test]
fn a_restore_that_was_cut_off_is_not_served_and_begins_anew() {
    let backed = backed();
    let untouched = text_of(&backed, 1);
    backed.entry(1, "Later.");
    backed.lose("data");
    // Given a backup that ends early: the marker stands, and nothing is served.
    let backup = backed.newest("records");
    let whole = fs::read(&backup).unwrap();
    fs::write(&backup, &whole[..whole.len() - 100]).unwrap();
    let restore = format!("restore {backup} --identity {}", backed.identity);
    backed.practice.refuses(3, &restore, &[], "not sound");
    backed.practice.refuses(1, "status", &[], "run `griffie restore` again");
    fs::write(&backup, &whole).unwrap();
    let restored = backed.restore("");
    assert_eq!(restored["lost"], 0, "{restored}");
    assert_eq!(text_of(&backed, 1), untouched);
    assert!(!backed.at("data/restoring").exists());
}

/// Cut off between any two writes of the vault: what there had been is never forgotten, and the old key never goes on signing.
#[test]
#[cfg(debug_assertions)]
fn a_restore_that_dies_anywhere_in_the_vault_still_says_what_was_left_behind() {
    let backed = backed();
    backed.entry(1, "Later.");
    let kept = backed.practice.does("checkpoint print --signed", &[]);
    let there_was = backed.practice.size();
    copied(&backed, "data.vault", "vault-before");
    let restore = format!("restore {} --identity {}", backed.newest("records"), backed.identity);
    for point in [
        "append_slots_written",
        "append_done",
        "rotate_epoch_written",
        "rotate_keys_synced",
        "rotate_renamed",
        "rotate_epoch_zeroed",
        "rotate_done",
    ] {
        backed.lose("data");
        copied(&backed, "vault-before", "data.vault");
        let fault = format!("vault.{point}=abort");
        assert!(backed.practice.dies(&restore, "GRIFFIE_VAULT_FAULT", &fault), "{point}");
        backed.practice.refuses(1, "status", &[], "run `griffie restore` again");
        let restored = backed.restore("");
        assert_eq!(restored["abandoned_size"].as_u64(), Some(there_was), "{point}: {restored}");
        let (exit, report) = backed.audited(&kept);
        assert_eq!((exit, &report["states"]["unexplained"]), (4, &json!(0)), "{point}: {report}");
        let reservations = report["reservations"].as_array().unwrap();
        assert!(reservations.contains(&json!("abandoned")), "{point}: {report}");
    }
}

/// The vault is made from a key backup and that is cut off: it is made again, and what was known of the log is not forgotten.
#[test]
#[cfg(debug_assertions)]
fn a_restore_that_dies_while_it_makes_the_vault_begins_anew() {
    let backed = backed();
    let untouched = text_of(&backed, 1);
    let kept = backed.practice.does("checkpoint print --signed", &[]);
    let (there_was, newest) = (backed.practice.size(), backed.practice.file("newest.txt", &kept));
    let keys = backed.newest("keys");
    let restore = format!("restore {} --identity {}", backed.newest("records"), backed.identity);
    let from = format!("--keys {keys} --newest {newest}");
    for point in ["create_marked", "create_keys_written", "create_filled", "create_unmarked"] {
        backed.lose("data");
        backed.lose("data.vault");
        let fault = format!("vault.{point}=abort");
        let dying = format!("{restore} {from}");
        assert!(backed.practice.dies(&dying, "GRIFFIE_VAULT_FAULT", &fault), "{point}");
        backed.practice.refuses(1, "status", &[], "run `griffie restore` again");
        let restored = backed.restore(&from);
        assert_eq!(restored["abandoned_size"].as_u64(), Some(there_was), "{point}: {restored}");
        assert_eq!(text_of(&backed, 1), untouched);
    }
}

#[test]
fn what_is_no_backup_or_of_somebody_else_is_refused() {
    let backed = backed();
    let (backup, identity) = (backed.newest("records"), &backed.identity);
    let verified =
        backed.practice.json(&format!("backup verify {backup} --identity {identity}"), &[]);
    assert_eq!(verified["boxes"], verified["size"]);
    let stranger = backed.at("stranger").to_str().unwrap().to_owned();
    backed.practice.does("backup identity --to", &[&stranger]);
    backed.practice.refuses(2, "backup identity --to", &[&stranger], "exists already");
    std::fs::set_permissions(&stranger, std::os::unix::fs::PermissionsExt::from_mode(0o644))
        .unwrap();
    let verify = format!("backup verify {backup} --identity");
    backed.practice.refuses(2, &verify, &[&stranger], "can be read by everybody");
    std::fs::set_permissions(&stranger, std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .unwrap();
    backed.practice.refuses(1, &verify, &[&stranger], "does not open with this identity");
    let bytes = fs::read(&backup).unwrap();
    for at in [bytes.len() / 2, bytes.len() - 40] {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        let bent = backed.practice.file("bent.age", &bytes);
        let verify = format!("backup verify {bent} --identity {identity}");
        backed.practice.refuses(3, &verify, &[], "not sound");
    }
    // Under another practice's vault it does not open, whoever holds the identity.
    let other = Practice::made();
    fs::remove_dir_all(other.folder().join("data")).unwrap();
    let restore = format!("restore {backup} --identity {identity}");
    other.refuses(1, &restore, &[], "of another ledger than the vault");
}

#[test]
fn a_restore_is_tried_and_put_on_record() {
    let backed = backed();
    let (backup, keys) = (backed.newest("records"), backed.newest("keys"));
    let server = backed.practice.serving();
    let size = backed.practice.size();
    let test = format!("backup test {backup} --keys {keys} --identity {}", backed.identity);
    let tried = backed.practice.json(&test, &[]);
    assert_eq!(tried["unreadable"], 0, "{tried}");
    assert_eq!(backed.practice.size(), size + 1, "that it was tried is on record");
    let listed = backed.practice.lines("backup list --output json", &[]);
    let sorts: Vec<&str> = listed.iter().map(|it| it["sort"].as_str().unwrap()).collect();
    assert_eq!(sorts, ["data", "keys"]);
    assert!(listed[1]["until"].as_str().is_some_and(|day| day.len() == 10));
    drop(server);
}

#[test]
fn a_certificate_says_until_when_a_key_backup_may_open_what_went() {
    let backed = backed();
    let keys = Path::new(&backed.newest("keys")).file_name().unwrap().to_str().unwrap().to_owned();
    let listed = backed.practice.lines("backup list --output json", &[]);
    let until = listed.iter().find(|it| it["file"] == keys.as_str()).unwrap()["until"].clone();
    destroyed(&backed, 0);
    let decisions = backed.practice.lines("destruction list --output json", &[]);
    let decided = decisions[0]["decision"].to_string().replace('"', "");
    let folder = backed.at("papers").to_str().unwrap().to_owned();
    backed.practice.does(&format!("destruction certificate {decided} --to"), &[&folder]);
    let name = format!("papers/certificate-{decided}.json");
    let certificate: Value = serde_json::from_slice(&fs::read(backed.at(&name)).unwrap()).unwrap();
    let payload = certificate["executed"]["payload"].as_str().unwrap();
    let payload = base64::engine::general_purpose::STANDARD.decode(payload).unwrap();
    let executed: Value = serde_json::from_slice(&payload).unwrap();
    assert_eq!(executed["key_backups_until"], until);
}
