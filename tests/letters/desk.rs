//! From the command line: a template is set, a letter drafted from it, sent and found again.

use crate::office::Office;

const OFFICER: &str = "privacy_officer";

#[tokio::test(flavor = "multi_thread")]
async fn a_breach_letter_from_template_to_receipt() {
    let office = Office::open();
    office.states_itself();
    let [_, breach, _] = office.cases().await;
    let template = office.path("template.txt");
    std::fs::write(&template, "# Bericht\n\nBeste {{person}},\n\n{{nature}}\n").unwrap();
    let of = ["practice", "letter-template"];
    let which = ["--letter", "breach_notice", "--language", "nl"];
    let built_in = office.does("owner", &[&of[..], &["show"], &which].concat());
    assert!(built_in.contains("# Er is iets misgegaan met uw gegevens"));
    office.does("owner", &[&of[..], &["set"], &which, &["--text", &template]].concat());
    let shown = office.does("owner", &[&of[..], &["show"], &which].concat());
    assert!(shown.starts_with("# Bericht"));
    let list = office.does("owner", &[&of[..], &["list"], &which, &["--output", "json"]].concat());
    let in_force: Vec<bool> = list
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|row| row["in_force"].as_bool().unwrap())
        .collect();
    assert_eq!(in_force, [false, true]);

    let form = office.path("form.toml");
    let values = "values = [{ name = \"person\", value = \"Zonnedauw\" }, { name = \"nature\", value = \"\"\"\
                  Een lijst is\nverkeerd verstuurd.\"\"\" }]\n";
    std::fs::write(&form, values).unwrap();
    let page = office.path("letter.html");
    let drafting = ["letter", "draft", "--breach", &breach, "--from", &form, "--to", &page];
    let letter = office.json(OFFICER, &drafting)["letter_id"].as_str().unwrap().to_owned();
    let written = std::fs::read_to_string(&page).unwrap();
    assert!(written.contains("<p>Een lijst is<br>\nverkeerd verstuurd.</p>"), "{written}");
    // A file that is there already is not written over.
    assert!(
        office
            .refuses(OFFICER, &["letter", "show", &letter, "--breach", &breach, "--to", &page])
            .contains("exists")
    );
    let showing = ["letter", "show", &letter, "--breach", &breach];
    assert_eq!(office.does(OFFICER, &[&showing[..], &["--to", "-"]].concat()), written);

    let went =
        ["letter", "sent", &letter, "--breach", &breach, "--to", "data_subject", "--means", "post"];
    office.does(OFFICER, &went);
    let today =
        office.json(OFFICER, &showing)["sendings"][0]["sent_on"].as_str().unwrap().to_owned();
    office.does(OFFICER, &[&went[..], &["--sent-on", &today, "--received-on", &today]].concat());
    let known = office.json(OFFICER, &showing);
    assert_eq!(known["sendings"].as_array().unwrap().len(), 1);
    assert_eq!(known["sendings"][0]["received_on"], *today);
    let again = office.refuses(OFFICER, &[&went[..], &["--received-on", &today]].concat());
    assert!(again.contains("recorded already"), "{again}");
    let listed = office.json(OFFICER, &["letter", "list", "--breach", &breach]);
    assert_eq!(listed["letter_id"], *letter);
    assert_eq!(listed["kind"], "breach_notice");
    // As it stood before: no letter yet.
    let position = listed["place"]["position"].as_u64().unwrap() - 1;
    let as_of = ["letter", "list", "--breach", &breach, "--as-of", &position.to_string()];
    assert_eq!(office.does(OFFICER, &[&as_of[..], &["--output", "json"]].concat()), "");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_must_be_named_and_only_one() {
    let office = Office::open();
    let said = office.refuses("owner", &["letter", "list"]);
    assert!(said.contains("--complaint"), "{said}");
    let said = office.refuses("owner", &["letter", "list", "--complaint", "x", "--breach", "y"]);
    assert!(said.contains("cannot be used with"), "{said}");
}
