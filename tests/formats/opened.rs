//! A ledger of each released format, opened by the program of today: it verifies, every record reads as it did, an auditor finds
//! nothing, and it can be written on.

use griffie::grpc::pb;
use serde_json::Value;

use crate::given::Ledger;
use crate::made::word;
use crate::packed::{Expected, fixture, unpacked};

/// The size of a fixture in the repository, all its files together.
const BYTES_MAX: u64 = 300 << 10;

#[tokio::test(flavor = "multi_thread")]
async fn format_1_is_opened_read_audited_and_written_on() {
    let folder = fixture("format-1");
    let files = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().metadata().unwrap().len());
    assert!(files.sum::<u64>() < BYTES_MAX);
    let archive = std::fs::read(folder.join("ledger.tar")).unwrap();
    let text = std::fs::read(folder.join("expected.json")).unwrap();
    holds_what_was_expected(&archive, &serde_json::from_slice(&text).unwrap()).await;
}

/// Opens a packed ledger and holds it against what the release that wrote it read.
pub async fn holds_what_was_expected(archive: &[u8], expected: &Expected) {
    let mut ledger = unpacked(archive);
    ledger.serve_at(expected.moment);
    let found = record_states(&ledger.records().await);
    // What opening and serving put on record of itself comes behind.
    assert_eq!(found[..expected.records.len()], expected.records);
    for answer in &expected.answers {
        let told = ledger.lines(&answer.asked, &[]);
        assert_eq!(told.len(), answer.told.len(), "{}: {told:?}", answer.asked);
        for (now, then) in told.iter().zip(&answer.told) {
            let lost = lost(then, now, "");
            assert!(lost.is_empty(), "{} lost {lost:?}", answer.asked);
        }
    }
    for refusal in &expected.refusals {
        let output = ledger.run(&refusal.asked, &[]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(refusal.exit), "{said}");
        assert!(said.contains(&refusal.reason), "{said}");
    }
    let (asked, hash) = &expected.attachment;
    let got = ledger.at("attachment");
    ledger.does(asked, &["--to", got.to_str().unwrap()]);
    assert_eq!(blake3::hash(&std::fs::read(got).unwrap()).to_hex().as_str(), hash);
    is_sound(&ledger, expected);

    // It is written on, by this program's server and, years later by the machine's own clock, without one.
    let text = "Nog eens gezien.";
    let record = format!(
        "entry record {} --kind advice --informant own_finding --date 2026-03-20 --text",
        expected.dossier
    );
    ledger.does(&record, &[text]);
    ledger.stop();
    ledger.does("clock accept", &[]);
    let recorded = ledger.json(&record, &[text]);
    let show =
        format!("entry show {} {}", expected.dossier, recorded["entry_id"].as_str().unwrap());
    assert_eq!(ledger.json(&show, &[])["current"]["content"]["text"]["text"], text);
    assert_eq!(ledger.json("verify", &[])["damage"], 0);
    is_sound(&ledger, expected);
}

/// Kind and state of the payload of each record.
pub fn record_states(records: &[pb::LedgerRecord]) -> Vec<(String, String)> {
    records.iter().map(|record| (record.kind.clone(), word(record.payload_state()))).collect()
}

/// A stranger with the key and a checkpoint that somebody kept finds nothing wrong.
pub fn is_sound(ledger: &Ledger, expected: &Expected) {
    let report = audited(ledger, &expected.verifier_key, &expected.checkpoint);
    assert!([0, 4].contains(&report.exit), "{report:?}");
    assert_eq!((report.states.unexplained, report.states.lost), (0, 0), "{report:?}");
}

/// What the auditor says of a bundle of the ledger.
pub fn audited(ledger: &Ledger, key: &str, checkpoint: &str) -> griffie_audit::Report {
    let bundle = (0..9).map(|number| ledger.at(&format!("bundle-{number}")));
    let bundle = bundle.into_iter().find(|path| !path.exists()).unwrap();
    ledger.does("bundle export --sealed opened --to", &[bundle.to_str().unwrap()]);
    let options = griffie_audit::Options {
        key: Some(key.parse().unwrap()),
        also: vec![ledger.file("kept.txt", checkpoint).into()],
        ..griffie_audit::Options::default()
    };
    griffie_audit::audit(&bundle, &options)
}

/// What a later answer no longer says, or says otherwise. It may say more.
fn lost(then: &Value, now: &Value, path: &str) -> Vec<String> {
    match (then, now) {
        (Value::Object(then), Value::Object(now)) => then
            .iter()
            .flat_map(|(name, value)| {
                let path = format!("{path}.{name}");
                now.get(name).map_or_else(|| vec![path.clone()], |it| lost(value, it, &path))
            })
            .collect(),
        (Value::Array(then), Value::Array(now)) if then.len() == now.len() => then
            .iter()
            .zip(now)
            .enumerate()
            .flat_map(|(number, (then, now))| lost(then, now, &format!("{path}[{number}]")))
            .collect(),
        (then, now) if then == now => Vec::new(),
        _ => vec![format!("{path}: {then} became {now}")],
    }
}
