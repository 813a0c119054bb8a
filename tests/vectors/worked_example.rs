//! The worked example of docs/format.md §10 is the first record of records.json.

use crate::records;

fn example() -> String {
    let path = format!("{}/docs/format.md", env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(path).unwrap();
    page.split_once("\n## 10. Worked example\n").unwrap().1.to_owned()
}

/// The block between a fence of this language and the closing one.
fn block<'a>(page: &'a str, language: &str) -> &'a str {
    let opening = format!("\n```{language}\n");
    page.split_once(&opening).unwrap().1.split_once("```\n").unwrap().0
}

#[test]
fn the_header_in_the_document_is_the_vectors_byte_by_byte() {
    let records = records::vectors().records;
    let mut bytes = Vec::new();
    for row in block(&example(), "").lines() {
        let mut columns = row.split_whitespace();
        let offset: usize = columns.next().unwrap().parse().unwrap();
        assert_eq!(offset, bytes.len(), "{row}");
        bytes.extend(hex::decode(columns.next().unwrap()).unwrap());
    }
    assert_eq!(hex::encode(bytes), hex::encode(&records[0].header_bytes.0));
}

#[test]
fn the_values_in_the_document_are_the_vectors() {
    let record = records::vectors().records.remove(0);
    let page = example();
    assert_eq!(block(&page, "json").trim_end().as_bytes(), record.payload());
    assert!(page.contains(&format!("Its header, {} bytes", record.header_bytes.0.len())));
    assert!(page.contains(&format!("Its payload, {} bytes", record.payload().len())));
    assert_eq!(record.leaf_hash, record.root);
    let rows = [
        ("salt", hex::encode(&record.salt.0)),
        ("commitment", record.header.commitment.to_string()),
        ("record hash", record.hash.to_string()),
        ("data key", hex::encode(&record.data_key.0)),
        ("box key", hex::encode(&record.box_key.0)),
        ("box key id", record.box_key_id.to_string()),
        ("leaf hash, and the root of the tree of size 1", record.leaf_hash.to_string()),
    ];
    let table: Vec<&str> = page.lines().filter(|line| line.ends_with("` |")).collect();
    assert_eq!(table, rows.map(|(name, value)| format!("| {name} | `{value}` |")));
}
