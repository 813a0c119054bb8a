//! Lines that are spelled otherwise, stand where they may not, or say something else.

use super::super::base64;
use super::super::bundle::{Given, bundle, files, reseal};
use super::super::cases::{Case, PRACTICE, practice};
use super::{changed, replace_line};

pub fn lines() -> Vec<Case> {
    let ledger = practice();
    let base = files(&ledger, &PRACTICE);
    let text = |path: &str| String::from_utf8(base[path].clone()).unwrap();
    let (open, sealed, keys) = (text("open/000"), text("boxes/000"), text("keys/000"));
    let line =
        |text: &str, number: usize| text.split_inclusive('\n').nth(number).unwrap().to_owned();
    let first = line(&open, 0);
    let secret = &ledger.records[7];
    let secret = format!("7 {} {}\n", base64(&secret.salt), base64(&secret.payload));
    let at = |position: u64| format!("{position} {}\n", base64(&ledger.records[4].sealed_box()));
    let [l, o, m] = ["line_malformed", "line_order", "line_misplaced"];
    let table: Vec<(&str, &str, String, &'static str)> = vec![
        ("twice", "open/000", open.replacen(&first, &first.repeat(2), 1), o),
        ("descending", "boxes/000", line(&sealed, 1) + &line(&sealed, 0), o),
        ("sealed_in_open", "open/000", open.replacen("8 ", &(secret + "8 "), 1), m),
        ("key_of_another_box", "keys/000", keys.replacen("\n5 ", "\n4 ", 1), "box_does_not_open"),
        ("lone_key", "keys/000", keys.clone() + &format!("7 {}\n", base64(&[1; 32])), m),
        ("beyond_size", "boxes/000", sealed.clone() + &at(10), m),
        ("beyond_group", "boxes/000", sealed.clone() + &at(65_536), m),
        ("leading_zero", "open/000", open.replacen("0 ", "00 ", 1), l),
        ("plus", "open/000", open.replacen("0 ", "+0 ", 1), l),
        ("two_spaces", "open/000", open.replacen("0 ", "0  ", 1), l),
        ("trailing_space", "open/000", open.replacen('\n', " \n", 1), l),
        ("three_fields", "keys/000", keys.replacen('\n', " AA==\n", 1), l),
        ("carriage_return", "open/000", open.replace('\n', "\r\n"), l),
        ("no_last_break", "open/000", open.trim_end().to_owned(), l),
        ("empty_line", "open/000", open.clone() + "\n", l),
        ("empty_file", "keys/000", String::new(), l),
        ("no_padding", "keys/000", keys.replacen('=', "", 1), l),
        ("short_key", "keys/000", keys.clone() + "7 AAAA\n", l),
        ("url_alphabet", "open/000", open.replace('/', "_").replace('+', "-"), l),
        ("long_line", "boxes/000", sealed.clone() + "7 " + &"A".repeat(131_072) + "\n", l),
        ("endless_line", "boxes/000", sealed.clone() + "7 " + &"A".repeat(9_000_000), l),
    ];
    let mut cases: Vec<Case> = table
        .into_iter()
        .map(|(name, path, content, code)| {
            let files = changed(&ledger, base.clone(), path, |old| *old = content.into());
            Case::wrong(&format!("line_{name}"), &ledger, files, 3, code)
        })
        .collect();
    // One key in two spellings: the last two bits before the padding are spare.
    let bits = changed(&ledger, base.clone(), "keys/000", |content| {
        let at = content.iter().position(|byte| *byte == b'=').unwrap() - 1;
        content[at] += 1;
    });
    cases.push(Case::wrong("line_spare_bits", &ledger, bits, 3, l));
    let utf8 = changed(&ledger, base.clone(), "open/000", |content| content[4] = 0xff);
    cases.push(Case::wrong("line_not_utf8", &ledger, utf8, 3, l));
    for path in ["open/001", "boxes/x001/000"] {
        let mut files = base.clone();
        files.insert(path.to_owned(), first.clone().into_bytes());
        let name = format!("line_file_{}", path.replace('/', "_"));
        cases.push(Case::wrong(&name, &ledger, reseal(files, &ledger), 3, m));
    }
    for (name, unheld) in [("open", 1usize), ("box", 4)] {
        let given = Given { held: &|position| position != unheld, ..PRACTICE };
        let name = format!("line_of_unheld_{name}");
        cases.push(Case::wrong(&name, &ledger, bundle(&ledger, &given), 3, m));
    }
    let given = Given { held: &|position| position != 7, ..PRACTICE };
    cases.push(Case::wrong("unexplained", &ledger, bundle(&ledger, &given), 3, "unexplained"));
    for (name, change) in [("salt", 0usize), ("payload", 1)] {
        let files = changed(&ledger, base.clone(), "open/000", |content| {
            let mut record = ledger.records[9].clone();
            if change == 0 {
                record.salt[0] ^= 1;
            } else {
                record.payload = br#"{"year":2027}"#.to_vec();
            }
            let line = format!("9 {} {}\n", base64(&record.salt), base64(&record.payload));
            replace_line(content, 9, &line);
        });
        let name = format!("line_other_{name}");
        cases.push(Case::wrong(&name, &ledger, files, 3, "commitment_differs"));
    }
    cases
}
