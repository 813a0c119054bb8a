//! A ledger that goes on from a backup: what others kept of the branch left behind is named, and is no breach; everything else is.

use super::base64;
use super::bundle::{USUAL, bundle};
use super::cases::{Case, practice};
use super::ledger::Ledger;
use super::tree;

/// Ten records that were backed up, and five that were not.
fn left_behind() -> Ledger {
    let mut ledger = practice();
    (0..5).for_each(|_| ledger.entry(0xa0));
    ledger
}

fn restored_saying(payload: &str) -> Ledger {
    let mut ledger = practice();
    ledger.open("ledger.restored/1", payload);
    ledger.rotate(2, "restored");
    (0..5).for_each(|_| ledger.entry(0xb0));
    ledger
}

fn saying(abandoned_root: &str) -> String {
    format!(r#"{{"size":10,"abandoned_size":15,"abandoned_root":{abandoned_root}}}"#)
}

/// All of them.
pub fn all() -> Vec<Case> {
    let old = left_behind();
    let root = format!(r#""{}""#, base64(&tree::root(&old.leaves(15))));
    let ledger = restored_saying(&saying(&root));
    let given = bundle(&ledger, &USUAL);
    let case = |name: &str| Case::sound(name, &ledger, given.clone()).reserved(&["restored"]);
    let abandoned = |name: &str, kept: String| {
        case(name).also("kept", kept).reserved(&["abandoned", "restored"])
    };
    let mut cases = vec![
        case("backup"),
        abandoned("backup_and_abandoned_checkpoint", old.checkpoint(12)),
        abandoned("backup_and_last_abandoned_checkpoint", old.checkpoint(15)),
        abandoned("backup_and_abandoned_note", old.three_lines(12)),
        abandoned("backup_and_abandoned_receipt", old.receipt(12, 14)),
        abandoned("backup_and_receipt_of_what_was_kept", old.receipt(3, 14)),
        Case {
            also: vec![("kept".into(), old.checkpoint(12))],
            ..case("backup_and_nothing_newer")
        }
        .reserved(&["abandoned", "nothing_outside_attests", "restored"]),
    ];
    // Under the old key, and of a size at which the branch had another root; or below what was kept; or after it had ended.
    let mut other = practice();
    other.records[3].payload = br#"{"body":{"text":"nothing happened"}}"#.to_vec();
    other.relink();
    (0..5).for_each(|_| other.entry(0xa0));
    let stranger = Ledger { keys: Ledger::create(9).keys, ..old.clone() };
    let mut longer = old.clone();
    (0..5).for_each(|_| longer.entry(0xa0));
    for (name, kept, code) in [
        ("another_end", other.checkpoint(15), "outside_inconsistent"),
        ("another_record_kept", other.receipt(3, 14), "outside_header_differs"),
        ("another_history_kept", other.checkpoint(9), "outside_inconsistent"),
        ("strange_branch", stranger.checkpoint(12), "outside_inconsistent"),
    ] {
        let name = format!("backup_and_{name}");
        cases.push(Case::wrong(&name, &ledger, given.clone(), 3, code).also("kept", kept));
    }
    cases.push(
        case("backup_and_longer_branch")
            .also("kept", longer.checkpoint(20))
            .reserved(&["outside_beyond_bundle", "restored"]),
    );
    for (name, payload) in [
        ("elsewhere", saying("null").replace("10", "9")),
        ("shorter", saying("null").replace("15", "9")),
        ("short_root", saying("\"AAAA\"")),
        ("no_root", r#"{"size":10,"abandoned_size":15}"#.to_owned()),
        ("more", saying("null").replacen('{', r#"{"x":1,"#, 1)),
    ] {
        let ledger = restored_saying(&payload);
        let files = bundle(&ledger, &USUAL);
        let name = format!("restored_{name}");
        cases.push(Case::wrong(&name, &ledger, files, 3, "open_payload_malformed"));
    }
    cases
}
