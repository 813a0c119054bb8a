//! The daily work on the command line, as a practice does it: the real program on real folders, with a server and without.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "command_line/backup.rs"]
mod backup;
#[path = "command_line/colleagues.rs"]
mod colleagues;
#[path = "command_line/cut_restore.rs"]
mod cut_restore;
#[path = "command_line/destruction.rs"]
mod destruction;
#[path = "command_line/forged_backup.rs"]
mod forged_backup;
#[path = "command_line/given.rs"]
mod given;
#[path = "command_line/leaving.rs"]
mod leaving;
#[path = "command_line/made_backups.rs"]
mod made_backups;
#[path = "command_line/mirror.rs"]
mod mirror;
#[path = "command_line/rights.rs"]
mod rights;

use given::{Practice, REPORT, invented};
use serde_json::json;

#[test]
fn a_days_work_without_a_server() {
    a_days_work(&Practice::made());
}

#[test]
fn the_same_days_work_while_a_server_runs() {
    let practice = Practice::made();
    let server = practice.serving();
    a_days_work(&practice);
    drop(server);
}

fn a_days_work(practice: &Practice) {
    // The practice says who it is.
    let set = "practice set --name Melkweg --kvk 12345678 --valid-from 2026-01-01 --telephone 0101234567 \
               --email post@melkweg.example --street Laan --house-number 1 --city Delft";
    practice.does(&format!("{set} --postcode"), &["1234 AB"]);
    let shown = practice.json("practice show", &[]);
    assert_eq!(shown["version"]["practice"]["name"], "Melkweg");
    assert_eq!(shown["version"]["practice"]["address"]["country"], "NL");

    // A dossier, opened from a form: nothing of the client on the command line.
    let form = practice.file("open.toml", invented());
    let opened = practice.json("dossier open --from", &[&form]);
    let dossier = opened["dossier_id"].as_str().unwrap().to_owned();
    assert_eq!(dossier.len(), 32);

    // Three entries: by flags, in TOML, two at once in JSON.
    let record = format!("entry record {dossier}");
    let flags = "--kind advice --date 2026-03-05 --informant own_finding --text";
    let first = practice.json(&format!("{record} {flags}"), &["Vaker aanleggen."]);
    let entry = first["entry_id"].as_str().unwrap().to_owned();
    let position = first["acknowledgement"]["records"][0]["position"].as_u64().unwrap();
    practice.json(&format!("{record} --from"), &[&practice.file("report.toml", REPORT)]);
    let source = json!({"happened": {"on": "2026-03-06"}, "informant": {"kind": "client"}});
    let text =
        |words| json!({"provenance": source, "content": {"text": {"kind": "plan", "text": words}}});
    let many = json!({"entries": [text("Eerste plan."), text("Tweede plan.")]}).to_string();
    let recorded =
        practice.json(&format!("{record} --from"), &[&practice.file("many.json", &many)]);
    assert_eq!(recorded["entry_ids"].as_array().unwrap().len(), 2);

    // A correction: only what was wrong is said again.
    let source = "--date 2026-03-07 --informant own_finding";
    let correct = format!("entry correct {dossier} {entry} {source} --reason Verschreven --text");
    practice.does(&correct, &["Acht keer aanleggen."]);
    let now = practice
        .json(&format!("entry show {dossier} {entry} --earlier --purpose quality_review"), &[]);
    assert_eq!(
        now["current"]["content"]["text"],
        json!({"kind": "advice", "text": "Acht keer aanleggen."})
    );
    assert_eq!(now["current"]["provenance"]["happened"], json!({"on": "2026-03-05"}));
    assert_eq!(now["earlier"][0]["content"]["text"]["text"], "Vaker aanleggen.");
    let then = practice.json(&format!("entry show {dossier} {entry} --as-of {position}"), &[]);
    assert_eq!(then["current"]["content"]["text"]["text"], "Vaker aanleggen.");

    // Lists and searches, for people and for programs.
    let lines = practice.lines(&format!("entry list {dossier} --kind plan --output json"), &[]);
    assert_eq!(lines.len(), 2);
    let table = practice.does(&format!("entry list {dossier}"), &[]);
    assert!(
        table.contains("HAPPENED") && table.contains("consult_report") && table.contains(&entry)
    );
    assert!(!table.contains("aanleggen"), "a list does not say what entries say");
    let found = practice.json("dossier find zoe --born 1992-02-29", &[]);
    assert_eq!(found["dossier_id"], dossier.as_str());
    assert_eq!(practice.lines("entry search acht --output json", &[]).len(), 1);

    // Recorded twice: withdrawn, and hidden from the list.
    let second = recorded["entry_ids"][1].as_str().unwrap();
    practice
        .does(&format!("entry withdraw {dossier} {second} --reason recorded_twice {source}"), &[]);
    assert_eq!(
        practice.lines(&format!("entry list {dossier} --kind plan --output json"), &[]).len(),
        1
    );

    // A photo goes in and comes out, byte for byte.
    let bytes: Vec<u8> = (0..200_000_u32).map(|at| (at % 251) as u8).collect();
    let photo = practice.file("photo.jpg", &bytes);
    let added = practice.json(&format!("attachment add {dossier} {source}"), &[&photo]);
    let attachment = added["attachment_id"].as_str().unwrap();
    let copy = practice.folder().join("copy.jpg");
    practice
        .does(&format!("attachment get {dossier} {attachment} --to"), &[copy.to_str().unwrap()]);
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
    let again = format!("attachment get {dossier} {attachment} --to");
    practice.refuses(1, &again, &[copy.to_str().unwrap()], "copy.jpg");
    assert!(practice.does(&format!("attachment list {dossier}"), &[]).contains("photo.jpg"));

    // Closed, and said so.
    practice.does(&format!("dossier close {dossier} --reason care_ended {source}"), &[]);
    assert_eq!(
        practice.json("dossier list --standing closed", &[])["dossier_id"],
        dossier.as_str()
    );
    let shown = practice.json(&format!("dossier show {dossier}"), &[]);
    assert_eq!((&shown["standing"], &shown["closed_on"]), (&json!("closed"), &json!("2026-03-07")));
    assert_eq!(shown["client"]["identity"]["names"]["surname"], "Bakker");
    let then = practice.json(&format!("dossier show {dossier} --as-of {position}"), &[]);
    assert_eq!(then["standing"], "open");
}

#[test]
fn what_is_asked_wrongly_is_named_and_nothing_is_recorded() {
    let practice = Practice::made();
    let size = practice.size();
    let nobody = "0123456789abcdef0123456789abcdef";
    let unknown = practice.file("unknown.toml", "[client.identity.names]\nsurnaam = \"Bakker\"\n");
    let said =
        practice.refuses(2, "dossier open --from", &[&unknown], "client.identity.names.surnaam");
    assert!(said.contains("surname") && !said.contains("Bakker"), "{said}");
    let wrong = practice
        .file("wrong.json", r#"{"regime": "zvw", "client": {"identity": {"born_on": 1992}}}"#);
    let said =
        practice.refuses(2, "dossier open --from", &[&wrong], "regime: must be one of wgbo, wmo");
    assert!(
        said.contains("client.identity.born_on: must be text"),
        "all of it is named at once: {said}"
    );
    let twice = practice.file("twice.json", r#"{"regime": "wgbo", "regime": "wmo"}"#);
    practice.refuses(2, "dossier open --from", &[&twice], "not JSON");
    let broken = practice.file("broken.toml", "regime = \"wgbo\"\nregime Bakker\n");
    let said = practice.refuses(2, "dossier open --from", &[&broken], "line 2");
    assert!(!said.contains("Bakker"), "{said}");
    let both = practice.file(
        "both.json",
        r#"{"provenance": {"happened": {"on": "2026-03-05", "at": "2026-03-05T10:00:00Z"}}}"#,
    );
    practice.refuses(2, "dossier open --from", &[&both], "cannot stand beside");
    // What only the server can judge comes back with the names of the same form.
    practice.refuses(
        2,
        "dossier open --regime wgbo --surname Bakker --sex female",
        &[],
        "provenance",
    );
    practice.refuses(5, &format!("dossier show {nobody}"), &[], "NO_SUCH_DOSSIER");
    practice.refuses(5, "dossier find niemand", &[], "no dossier fits");
    practice.refuses(5, "practice show", &[], "nothing was stated");
    // Nothing but that somebody looked for a dossier, by its id and by name.
    assert_eq!(practice.size(), size + 2);
}

#[test]
fn why_is_never_assumed() {
    let mut practice = Practice::made();
    practice.forget_access();
    let said = practice.refuses(2, "dossier list", &[], "--purpose: one of care, locum");
    assert!(said.contains("--on-behalf-of") && said.contains("--role: one of owner"), "{said}");
    practice.refuses(
        2,
        "dossier list --purpose fun --ground consent --on-behalf-of client --role owner",
        &[],
        "access_context.purpose",
    );
    practice.does("dossier list --purpose care --ground treatment_contract --on-behalf-of practice --role owner", &[]);
    practice.configures("[access]\npurpose = \"care\"\nground = \"treatment_contract\"\non_behalf_of = \"practice\"\n");
    let said = practice.refuses(2, "dossier list", &[], "--role");
    assert!(!said.contains("--purpose:"), "{said}");
    practice.does("dossier list --role owner", &[]);
}

#[test]
fn a_repeated_request_is_recorded_once_and_another_body_is_refused() {
    let practice = Practice::made();
    let form = practice.file("open.toml", invented());
    let id = "--request-id 5f6b8a2e-3c1d-4b7a-9e0f-112233445566";
    let once = practice.json(&format!("dossier open {id} --from"), &[&form]);
    let size = practice.size();
    let twice = practice.json(&format!("dossier open {id} --from"), &[&form]);
    assert_eq!(once["dossier_id"], twice["dossier_id"]);
    assert_eq!(twice["acknowledgement"]["replayed"], true);
    practice.refuses(
        1,
        &format!("dossier open {id} --surname Visser --from"),
        &[&form],
        "REQUEST_ID_REUSED",
    );
    assert_eq!(practice.size(), size);
    let dossier = once["dossier_id"].as_str().unwrap();
    let stale = format!(
        "entry record {dossier} --expected-revision 7 --kind advice --text Rust --date 2026-03-05 --informant client"
    );
    practice.refuses(75, &stale, &[], "STALE_REVISION");
    practice.does(&stale.replace("--expected-revision 7", "--validate-only"), &[]);
    assert_eq!(practice.size(), size);
}

#[test]
fn an_editor_completes_the_template_and_leaves_no_copy() {
    let practice = Practice::made();
    let writes = practice.editor(
        r#"grep -q '^# Surname (geslachtsnaam)' "$1" || exit 9
           stat -c %a "$1" > "$TMPDIR/mode"
           sed -i 's/^#regime = ""/regime = "wgbo"/; s/^#surname = ""/surname = "Bakker"/; s/^#name_use = ""/name_use = "own"/
                   s/^#sex = ""/sex = "female"/; s/^#own_client = {}/own_client = {}/; s/^#happened = ""/happened = "2026-03-05"/
                   s/^#kind = ""/kind = "client"/' "$1""#,
    );
    let opened = practice.edits(&writes, "dossier open --edit --output json");
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    assert_eq!(std::fs::read_to_string(practice.folder().join("mode")).unwrap(), "600\n");
    assert!(practice.templates().is_empty(), "the template is removed");

    let nothing = practice.editor("true");
    assert_eq!(practice.edits(&nothing, "dossier open --edit").status.code(), Some(2));
    assert!(practice.templates().is_empty());

    // A refused form is kept: nobody writes it twice.
    let wrong = practice.editor(r#"echo 'regime = "zvw"' > "$1""#);
    let refused = practice.edits(&wrong, "dossier open --edit");
    assert_eq!(refused.status.code(), Some(2));
    let kept = practice.templates();
    assert!(String::from_utf8_lossy(&refused.stderr).contains(kept[0].to_str().unwrap()));
}
