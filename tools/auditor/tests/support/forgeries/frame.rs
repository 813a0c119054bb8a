//! What holds a bundle together: tiles, checkpoint, list of files.

use super::super::bundle::{USUAL, files, manifest_text, reseal, seal};
use super::super::cases::{Case, PRACTICE, practice};
use super::super::ledger::{Ledger, sign};
use super::super::{Files, base64, tree};
use super::changed;

pub fn trees() -> Vec<Case> {
    let mut ledger = Ledger::create(1);
    (1..600).for_each(|number| ledger.entry(u8::try_from(number % 5).unwrap()));
    let base = files(&ledger, &USUAL);
    let case = |name: &str, files: Files, code| {
        Case::wrong(&format!("tree_{name}"), &ledger, reseal(files, &ledger), 3, code)
    };
    let with = |path: &str, change: &dyn Fn(&mut Vec<u8>)| {
        let mut files = base.clone();
        change(files.get_mut(path).unwrap());
        files
    };
    let renamed = |from: &str, to: &str| {
        let mut files = base.clone();
        let content = files.remove(from).unwrap();
        files.insert(to.to_owned(), content);
        files
    };
    let added = |path: &str, content: &[u8]| {
        let mut files = base.clone();
        files.insert(path.to_owned(), content.to_vec());
        files
    };
    let entries = "tile/entries/000";
    let mut cases = vec![
        case("leaf", with("tile/0/000", &|content| content[0] ^= 1), "tile_differs"),
        case("upper", with("tile/1/000.p/2", &|content| content[63] ^= 1), "tile_differs"),
        case("short", with("tile/0/001", &|content| content.truncate(8_160)), "tile_differs"),
        case("long", with("tile/0/001", &|content| content.push(0)), "tile_differs"),
        case("width", renamed("tile/0/002.p/88", "tile/0/002.p/87"), "tile_set"),
        case("level", renamed("tile/1/000.p/2", "tile/2/000.p/2"), "tile_set"),
        case("extra_level", added("tile/2/000.p/1", &[0; 32]), "tile_set"),
        case("extra_partial", added("tile/0/001.p/5", &[0; 160]), "tile_set"),
        case("extra_entries", added("tile/entries/003.p/1", &[0; 160]), "tile_set"),
        case("entries_cut", with(entries, &|content| content.truncate(900)), "entries_malformed"),
        case("entries_more", with(entries, &|content| content.push(0)), "entries_malformed"),
        case("entry_empty", with(entries, &empty_first_entry), "header_malformed"),
        case("held_short", with("held", &|content| content.truncate(74)), "held_malformed"),
        case("held_long", with("held", &|content| content.push(0)), "held_malformed"),
    ];
    for path in ["tile/0/001", "tile/1/000.p/2", "tile/entries/001", "held", "checkpoint"] {
        let mut files = base.clone();
        files.remove(path);
        let code = if path.starts_with("tile") { "tile_set" } else { "file_absent" };
        cases.push(case(&format!("without_{}", path.replace('/', "_")), files, code));
    }
    let odd = practice();
    let files = changed(&odd, files(&odd, &PRACTICE), "held", |content| content[1] |= 0x01);
    cases.push(Case::wrong("tree_held_unused", &odd, files, 3, "held_malformed"));
    cases
}

fn empty_first_entry(content: &mut Vec<u8>) {
    let length = 2 + usize::from(content[1]);
    content.drain(2..length);
    content[1] = 0;
}

pub fn checkpoints() -> Vec<Case> {
    let ledger = practice();
    let base = files(&ledger, &PRACTICE);
    let (origin, key) = (ledger.origin(), &ledger.keys[0]);
    let text = ledger.three_lines(10);
    let signed = |text: &str| sign(text, &origin, &[key]);
    let foreign = text.replace(&origin, "griffie/ffffffffffffffffffffffffffffffff");
    let stranger = Ledger::create(9);
    let other_root = format!("{origin}\n10\n{}\n", base64(&[5; 32]));
    let root_bits = text.replacen("=\n", "\n", 1);
    let malformed = "checkpoint_malformed";
    [
        ("extension", signed(&(text.clone() + "more\n")), malformed),
        ("leading_zero", signed(&text.replace("\n10\n", "\n010\n")), malformed),
        ("upper_case", signed(&text.replace("0101", "0A01")), malformed),
        ("no_padding", signed(&root_bits), malformed),
        ("unsigned", text.clone(), malformed),
        ("no_signature", text.clone() + "\n", malformed),
        ("carriage_return", signed(&text).replace('\n', "\r\n"), malformed),
        ("empty_tree", signed(&ledger.three_lines(0)), malformed),
        ("too_long", signed(&text) + &format!("— w/{} AAAAAAA=\n", "x".repeat(16_384)), malformed),
        (
            "other_key",
            sign(&text, &origin, &stranger.keys.iter().collect::<Vec<_>>()),
            "checkpoint_signature",
        ),
        ("other_name", sign(&text, "griffie", &[key]), "checkpoint_signature"),
        (
            "other_text",
            signed(&text).replacen(&base64(&tree::root(&ledger.leaves(10))), &base64(&[5; 32]), 1),
            "checkpoint_signature",
        ),
        ("malleable", malleable(&signed(&text)), "checkpoint_signature"),
        (
            "other_ledger",
            sign(&foreign, foreign.lines().next().unwrap(), &[key]),
            "checkpoint_ledger",
        ),
        ("other_root", signed(&other_root), "root_differs"),
        ("smaller", signed(&ledger.three_lines(9)), "tile_set"),
        ("enormous", signed(&text.replace("\n10\n", "\n9223372036854775807\n")), "tile_set"),
        (
            "one_bad_line",
            signed(&text) + signed(&other_root).lines().last().unwrap() + "\n",
            "checkpoint_signature",
        ),
    ]
    .into_iter()
    .map(|(name, note, code)| {
        let files = changed(&ledger, base.clone(), "checkpoint", |content| *content = note.into());
        Case::wrong(&format!("checkpoint_{name}"), &ledger, files, 3, code)
    })
    .collect()
}

/// The same signature with S + L for S: equally valid to a careless verifier.
fn malleable(note: &str) -> String {
    const L: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde,
        0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    use base64::Engine as _;
    let (before, signature) = note.trim_end().rsplit_once(' ').unwrap();
    let mut bytes = base64::engine::general_purpose::STANDARD.decode(signature).unwrap();
    let mut carry = 0u16;
    for (byte, add) in bytes[36..].iter_mut().zip(L) {
        carry += u16::from(*byte) + u16::from(add);
        *byte = carry.to_le_bytes()[0];
        carry >>= 8;
    }
    format!("{before} {}\n", base64(&bytes))
}

pub fn manifests() -> Vec<Case> {
    let ledger = practice();
    let base = files(&ledger, &PRACTICE);
    let (origin, key) = (ledger.origin(), &ledger.keys[0]);
    let text = manifest_text(&base);
    let with = |note: String| {
        let mut files = base.clone();
        files.insert("manifest".to_owned(), note.into_bytes());
        files
    };
    let signed = |text: &str| with(sign(text, &origin, &[key]));
    let held = text.lines().find(|line| line.ends_with(" held")).unwrap().to_owned() + "\n";
    let nothing = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(b""));
    let stranger = Ledger::create(9);
    let malformed = "manifest_malformed";
    let mut unsorted: Vec<&str> = text.split_inclusive('\n').collect();
    unsorted.swap(2, 3);
    let mut cases: Vec<Case> = [
        ("unsorted", signed(&unsorted.concat()), 3, malformed),
        ("twice", signed(&text.replacen(&held, &held.repeat(2), 1)), 3, malformed),
        ("upper_case", signed(&text.replacen(&held, &held.to_uppercase(), 1)), 3, malformed),
        ("traversal", signed(&text.replacen(" held", " ../held", 1)), 3, malformed),
        ("absolute", signed(&text.replacen(" held", " /etc/passwd", 1)), 3, malformed),
        ("unknown_path", signed(&text.replacen(" held", " hello", 1)), 3, malformed),
        ("size_spelling", signed(&text.replacen(" 2 held", " 02 held", 1)), 3, malformed),
        ("size", signed(&text.replacen(" 2 held", " 3 held", 1)), 3, "held_malformed"),
        (
            "huge",
            signed(&text.replacen(" 2 held", " 9223372036854775807 held", 1)),
            3,
            "held_malformed",
        ),
        (
            "absent",
            signed(&text.replacen(
                "boxes/000\n",
                &format!("boxes/000\n{nothing} 0 checkpoint\n"),
                1,
            )),
            3,
            malformed,
        ),
        ("unlisted", signed(&text.replacen(&held, "", 1)), 3, "file_unlisted"),
        ("version", with(text.replace("bundle v1", "bundle v2")), 6, "bundle_version_unknown"),
        ("version_spelling", signed(&text.replace("bundle v1", "bundle v01")), 3, malformed),
        ("other_key", seal(base.clone(), &origin, &stranger.keys[0]), 3, "manifest_signature"),
        ("other_name", seal(base.clone(), "griffie/x", key), 3, "manifest_signature"),
        ("two_signatures", with(sign(&text, &origin, &[key, key])), 3, malformed),
        ("unsigned", with(text.clone()), 3, malformed),
        ("malleable", with(malleable(&sign(&text, &origin, &[key]))), 3, "manifest_signature"),
    ]
    .into_iter()
    .map(|(name, files, exit, code)| {
        Case::wrong(&format!("manifest_{name}"), &ledger, files, exit, code)
    })
    .collect();
    let sealed = reseal(base.clone(), &ledger);
    let mut extra = sealed.clone();
    extra.insert("tile/README".to_owned(), b"hello".to_vec());
    cases.push(Case::wrong("extra_file", &ledger, extra, 3, "file_unlisted"));
    let mut altered = sealed.clone();
    altered.get_mut("boxes/000").unwrap().truncate(100);
    cases.push(Case::wrong("altered_file", &ledger, altered, 3, "line_malformed"));
    let mut absent = sealed.clone();
    absent.remove("keys/000");
    cases.push(Case::wrong("absent_file", &ledger, absent, 3, "file_absent"));
    let mut listless = sealed;
    listless.remove("manifest");
    cases.push(Case::wrong("no_manifest", &ledger, listless, 3, "file_absent"));
    cases.push(Case::wrong("nothing", &ledger, Files::new(), 3, "file_absent"));
    cases
}
