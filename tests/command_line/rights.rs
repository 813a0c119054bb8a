//! A client disputes an entry: the fact is corrected, the opinion gets their statement beside it, and meanwhile use is restricted.

use base64::Engine as _;
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

/// The copy a client carries away: sound to a stranger, and broken after one letter of it was changed, left out or put elsewhere.
#[test]
fn a_copy_proves_itself_and_no_other() {
    let practice = Practice::made();
    let form = practice.file("open.toml", invented());
    let opened = practice.json("dossier open --from", &[&form]);
    let dossier = opened["dossier_id"].as_str().unwrap();
    let on = "--date 2026-03-05 --informant client";
    let record = format!("entry record {dossier} --kind advice {on} --text");
    practice.does(&record, &["Vaker aanleggen </script> & rusten."]);
    let other = practice.json(&record, &["Over een ander: de buurvrouw."]);
    let position = other["acknowledgement"]["records"][0]["position"].to_string();
    let list = practice.file("lijst.txt", "01:00 10 minuten\n");
    practice.does(&format!("attachment add {on} {dossier}"), &[&list]);
    let to = practice.folder().join("copy");
    std::fs::create_dir(&to).unwrap();
    let why = "--purpose client_request";
    let make =
        format!("dossier copy {dossier} --withhold {} {why} --to", position.replace('"', ""));
    practice.does(&make, &[to.to_str().unwrap()]);

    let key: griffie_audit::VerifierKey =
        practice.lines("status --output json", &[])[0]["verifier_key"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
    let checked = |path: &std::path::Path| griffie_audit::check_copy(path, Some(&key)).unwrap();
    let file = |ending: &str| to.join(format!("copy-{dossier}.{ending}"));
    for ending in ["json", "html"] {
        let sound = checked(&file(ending));
        assert_eq!(sound.verdict, griffie_audit::Verdict::Sound, "{sound:?}");
        assert!(
            sound.told.iter().any(|it| it.starts_with("4 records given, 1 withheld")),
            "{sound:?}"
        );
    }
    let json = std::fs::read_to_string(file("json")).unwrap();
    let broken = |text: String, what: &str| {
        let path = practice.file("changed.json", text);
        let verdict = checked(path.as_ref()).verdict;
        assert_eq!(verdict, griffie_audit::Verdict::Broken, "{what}");
    };
    let whole: serde_json::Value = serde_json::from_str(&json).unwrap();
    let with = |change: &dyn Fn(&mut serde_json::Value)| {
        let mut changed = whole.clone();
        change(&mut changed);
        changed.to_string()
    };
    let code = base64::engine::general_purpose::STANDARD;
    let payload = code.decode(whole["records"][1]["payload"].as_str().unwrap()).unwrap();
    let letter = String::from_utf8(payload).unwrap().replace("Vaker", "Baker");
    broken(with(&|it| it["records"][1]["payload"] = json!(code.encode(&letter))), "a letter");
    broken(with(&|it| drop(it["records"].as_array_mut().unwrap().remove(1))), "left out");
    broken(with(&|it| it["records"].as_array_mut().unwrap().swap(1, 2)), "put elsewhere");
    broken(with(&|it| it["records"][2]["state"] = json!("destroyed")), "another state");
    broken(with(&|it| it["dossier"] = json!("0".repeat(32))), "another dossier");
    // What is withheld is not in the page, in any form; nor does its text end a script of the page.
    let page = std::fs::read_to_string(file("html")).unwrap();
    assert!(!json.contains(&code.encode("buurvrouw")) && !page.contains("buurvrouw"));
    assert_eq!(page.matches("</script>").count(), 4);
    assert!(page.contains("default-src 'none'"));
    // And that it left is on record.
    let log = practice.lines(&format!("access overview {dossier} --output json"), &[]);
    assert!(log.iter().any(|line| line["action"] == "export"), "{log:?}");
}
