//! A client disputes an entry: the fact is corrected, the opinion gets their statement beside it, and meanwhile use is restricted.

use serde_json::json;

use crate::given::{Practice, invented};

#[test]
fn a_disputed_entry_from_restriction_to_statement() {
    let practice = Practice::made();
    let form = practice.file("open.toml", invented());
    let opened = practice.json("dossier open --from", &[&form]);
    let dossier = opened["dossier_id"].as_str().unwrap();
    let on = "--date 2026-03-05 --informant client";
    let record = format!("entry record {dossier} --kind advice {on} --text");
    let first = practice.json(&record, &["Moeder oogt onzeker."]);
    let entry = first["entry_id"].as_str().unwrap();
    let show = format!("entry show {dossier} {entry}");

    // While it is disputed the dossier is read for named purposes alone, also as it stood before.
    practice.does(&format!("dossier restrict {dossier} --because accuracy_disputed {on}"), &[]);
    practice.refuses(1, &show, &[], "RESTRICTED");
    practice.refuses(1, &format!("{show} --as-of 5"), &[], "RESTRICTED");
    practice.refuses(1, &format!("entry list {dossier}"), &[], "RESTRICTED");
    assert!(practice.lines("entry search onzeker --output json", &[]).is_empty());
    let answering = practice.json(&format!("{show} --purpose client_request"), &[]);
    assert_eq!(answering["current"]["content"]["text"]["text"], "Moeder oogt onzeker.");

    // The opinion stays; the client's own words stand beside it from now on.
    let statement = format!("dossier statement {dossier} --entry {entry} --received 2026-03-09");
    practice.does(
        &format!("{statement} --date 2026-03-10 --informant client --text"),
        &["Ik was moe, niet onzeker."],
    );
    let told = format!("dossier lift-restriction {dossier} --told 2026-03-12 --date 2026-03-11");
    practice.refuses(2, &format!("{told} --informant client --reason Nagegaan"), &[], "told_on");
    let told = told.replace("--date 2026-03-11", "--date 2026-03-12");
    practice.does(&format!("{told} --informant client --reason Nagegaan"), &[]);
    let shown = practice.json(&show, &[]);
    assert_eq!(shown["statements"][0]["text"], "Ik was moe, niet onzeker.");
    assert_eq!(shown["statements"][0]["received_on"], "2026-03-09");
    assert_eq!(practice.lines("entry search onzeker --output json", &[]).len(), 1);

    // A wrong fact is corrected; what it said before is for whoever must account for it.
    let correct = format!("entry correct {dossier} {entry} {on} --reason Rechtgezet --text");
    practice.does(&correct, &["Moeder is moe."]);
    practice.refuses(6, &format!("{show} --earlier"), &[], "PURPOSE_NEEDED");
    let before = practice.json(&format!("{show} --earlier --purpose client_request"), &[]);
    assert_eq!(before["earlier"][0]["content"]["text"]["text"], "Moeder oogt onzeker.");
    assert_eq!(before["statements"][0]["text"], "Ik was moe, niet onzeker.");

    // To whom data went is kept, so that they can be told.
    let disclose = format!("dossier disclose {dossier} --because directly_involved {on}");
    practice.does(&format!("{disclose} --category verslag --recipient"), &["Praktijk De Linde"]);
    let went = practice.lines(&format!("dossier disclosures {dossier} --output json"), &[]);
    assert_eq!(went[0]["recipient"], "Praktijk De Linde");
    assert_eq!(went[0]["categories"], json!(["verslag"]));
}
