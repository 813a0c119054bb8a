//! A practice of one destroys what a client asks for, on the command line, and an auditor finds nothing unexplained.

use serde_json::{Value, json};

use crate::given::{Practice, invented};

const WORDS: &str = "Kind drinkt goed. Moeder sprak over haar zilverreiger. Gewicht neemt toe.";

struct Clients {
    practice: Practice,
    /// Two dossiers, and the first entry of each with its position.
    dossiers: Vec<(String, String, u64)>,
}

/// Given a practice of one with two clients, each with an entry of three sentences and one more.
fn clients() -> Clients {
    let practice = Practice::made();
    practice.does("destruction solo", &[]);
    let mut dossiers = Vec::new();
    for name in ["Bakker", "Ketelaar"] {
        let form = practice.file("open.toml", invented().replace("Bakker", name));
        let opened = practice.json("dossier open --from", &[&form]);
        let dossier = opened["dossier_id"].as_str().unwrap().to_owned();
        let flags = "--kind advice --date 2026-03-05 --informant own_finding --text";
        let record = format!("entry record {dossier} {flags}");
        let first = practice.json(&record, &[WORDS]);
        practice.json(&record, &["Vaker aanleggen."]);
        let position = first["acknowledgement"]["records"][0]["position"].as_u64().unwrap();
        dossiers.push((dossier, first["entry_id"].as_str().unwrap().to_owned(), position));
    }
    Clients { practice, dossiers }
}

pub fn proposed(practice: &Practice, what: &str) -> u64 {
    let answer = practice.json(&format!("destruction propose {what}"), &[]);
    answer["proposal"]
        .as_str()
        .map_or_else(|| answer["proposal"].as_u64().unwrap(), |number| number.parse().unwrap())
}

/// The client asks by letter to have something destroyed.
fn requested(practice: &Practice, dossier: &str) -> String {
    let receive =
        format!("request receive --dossier {dossier} --channel letter --asks destruction");
    let received = practice
        .json(&format!("{receive} --date 2026-03-10 --informant client --name"), &["Zoë Bakker"]);
    received["client_request_id"].as_str().unwrap().to_owned()
}

fn text_of(practice: &Practice, dossier: &str, entry: &str) -> Value {
    practice.json(&format!("entry show {dossier} {entry}"), &[])
}

#[test]
fn a_sentence_then_an_entry_then_the_whole_dossier() {
    let Clients { practice, dossiers } = clients();
    let ((dossier, entry, position), (other, other_entry, _)) = (&dossiers[0], &dossiers[1]);
    let untouched = text_of(&practice, other, other_entry);

    // A sentence: characters 18 up to 52, and the blank after it.
    let request = requested(&practice, dossier);
    let spans =
        format!("--because client_request --granted {request} --characters {position}:18-55");
    let asked = format!("destruction propose {spans}");
    practice.refuses(1, &asked, &[], "NOT_GRANTED");
    let decide = format!("request decide {request} --outcome granted --date 2026-03-12");
    practice.does(&format!("{decide} --informant client"), &[]);
    let elsewhere = asked.replace(&request, other);
    practice.refuses(5, &elsewhere, &[], "NO_SUCH_REQUEST");
    // What one client was granted takes nothing of another.
    for of_another in [format!("--dossier {other}"), format!("--entry {other}/{other_entry}")] {
        let asked = format!("destruction propose --because client_request --granted {request}");
        practice.refuses(1, &format!("{asked} {of_another}"), &[], "NOT_GRANTED");
    }
    // Nor does one that was taken back after it was proposed.
    let taken_back = requested(&practice, dossier);
    let on = "--date 2026-03-12 --informant client";
    practice.does(&format!("request decide {taken_back} --outcome granted {on}"), &[]);
    let proposal = proposed(&practice, &spans.replace(&request, &taken_back));
    practice.does(&format!("request withdraw {taken_back} {on}"), &[]);
    practice.refuses(1, &format!("destruction approve {proposal}"), &[], "NOT_GRANTED");
    practice.does(&format!("destruction refuse {proposal}"), &[]);
    let proposal = proposed(&practice, &spans);
    assert_eq!(text_of(&practice, dossier, entry)["current"]["content"]["text"]["text"], WORDS);
    let done = practice.json(&format!("destruction approve {proposal}"), &[]);
    assert!(!done["executed"].is_null(), "{done}");
    let shown = text_of(&practice, dossier, entry);
    let left = WORDS.replace("Moeder sprak over haar zilverreiger. ", "");
    assert_eq!(shown["current"]["content"]["text"]["text"], left.as_str());
    assert_eq!(shown["part_destroyed"], true);
    assert!(practice.lines("entry search zilverreiger --output json", &[]).len() == 1);

    // The entry, with all its versions.
    let correct =
        format!("entry correct {dossier} {entry} --date 2026-03-07 --informant own_finding");
    practice.does(&format!("{correct} --reason Verschreven --text"), &["Kind drinkt heel goed."]);
    let what = format!("--because recorded_unlawfully --entry {dossier}/{entry}");
    // What went in part went already; what is left stands in its place, and goes under its own position.
    practice.refuses(1, &format!("destruction propose {what}"), &[], "ALREADY_DESTROYED");
    let replaced = done["acknowledgement"]["records"][0]["position"].as_u64().unwrap();
    let corrected = practice.size() - 1;
    let what =
        format!("--because recorded_unlawfully --position {replaced} --position {corrected}");
    let proposal = proposed(&practice, &what);
    practice.does(&format!("destruction approve {proposal}"), &[]);
    practice.refuses(5, &format!("entry show {dossier} {entry}"), &[], "NO_SUCH_ENTRY");

    // The whole dossier, but for a hold.
    let hold = practice.json(&format!("hold place {dossier}"), &[]);
    let what = format!("--because recorded_unlawfully --dossier {dossier}");
    practice.refuses(1, &format!("destruction propose {what}"), &[], "UNDER_HOLD");
    practice.does(&format!("hold lift {}", hold["hold_id"].as_str().unwrap()), &[]);
    let proposal = proposed(&practice, &what);
    practice.does(&format!("destruction approve {proposal}"), &[]);
    practice.refuses(1, &format!("dossier show {dossier}"), &[], "DESTROYED");
    practice.refuses(
        1,
        &format!(
            "entry record {dossier} --kind advice --date 2026-03-05 --informant own_finding --text"
        ),
        &["Meer."],
        "DESTROYED",
    );

    // What was granted is answered, done and closed; of the request itself nothing is gone.
    let on = "--date 2026-03-13 --informant client";
    practice.does(&format!("request answer {request} --means electronic {on}"), &[]);
    practice.does(&format!("request fulfil {request} --position 9 {on}"), &[]);
    practice.does(&format!("request close {request} {on}"), &[]);
    let shown = practice.json(&format!("request show {request}"), &[]);
    assert_eq!(shown["client_request"]["standing"], "closed");
    assert_eq!(shown["clocks"][0]["status"], "met");
    let listed = practice.lines("request list --standing closed --output json", &[]);
    assert_eq!(listed[0]["rights"], json!(["destruction"]));

    // Nothing else is gone.
    assert_eq!(text_of(&practice, other, other_entry), untouched);
    assert_eq!(practice.lines("dossier list --output json", &[]).len(), 1);
    practice.refuses(5, "dossier find bakker", &[], "no dossier fits");
    let listed = practice.lines("destruction list --output json", &[]);
    let standings: Vec<&Value> = listed.iter().map(|it| &it["standing"]).collect();
    let executed = json!("executed");
    assert_eq!(standings, [&json!("refused"), &executed, &executed, &executed]);

    // And a stranger finds every position explained.
    practice.does("verify", &[]);
    // The certificate first: that a bundle left is on record as well, and what proves itself later lies beyond it.
    certificates(&practice, &listed);
    let bundle = practice.folder().join("bundle");
    practice.does("bundle export --sealed opened --to", &[bundle.to_str().unwrap()]);
    let report = griffie_audit::audit(&bundle, &griffie_audit::Options::default());
    assert_eq!(
        (report.exit, report.states.unexplained, report.states.lost),
        (4, 0, 0),
        "{report:?}"
    );
    assert_eq!((report.states.destroyed, report.states.destroying), (5, 0));
    // What the owner may not open is who looked when: the log is the privacy officer's.
    assert_eq!(report.states.withheld, 12);
    certified(&practice, &listed, &bundle);
}

fn certificates(practice: &Practice, listed: &[Value]) {
    let decision = listed.last().unwrap()["decision"].as_u64().unwrap();
    let to = practice.folder().join("certificates");
    std::fs::create_dir(&to).unwrap();
    practice.does(&format!("destruction certificate {decision} --to"), &[to.to_str().unwrap()]);
}

/// The certificate proves itself, alone and against the bundle; with one letter changed it does not.
fn certified(practice: &Practice, listed: &[Value], bundle: &std::path::Path) {
    let decision = listed.last().unwrap()["decision"].as_u64().unwrap();
    let to = practice.folder().join("certificates");
    let file = |ending: &str| to.join(format!("certificate-{decision}.{ending}"));
    let status = practice.lines("status --output json", &[]).remove(0);
    let key: griffie_audit::VerifierKey = status["verifier_key"].as_str().unwrap().parse().unwrap();
    for ending in ["json", "html"] {
        let made = griffie_audit::certify(&file(ending), Some(&key), false).unwrap();
        assert_eq!(made.verdict, griffie_audit::Verdict::Sound, "{made:?}");
        assert!(made.told.iter().any(|line| line.contains("recorded_unlawfully")), "{made:?}");
        let options = griffie_audit::Options {
            key: Some(key.clone()),
            kept: made.receipts,
            ..griffie_audit::Options::default()
        };
        // Its receipts are what others kept: now something outside attests the history.
        let report = griffie_audit::audit(bundle, &options);
        assert_eq!(report.exit, 0, "{report:?}");
        let text = std::fs::read_to_string(file(ending)).unwrap();
        let changed =
            practice.file("changed", text.replacen("\"payload\":\"ey", "\"payload\":\"fy", 1));
        let made = griffie_audit::certify(changed.as_ref(), Some(&key), false).unwrap();
        assert_eq!(made.verdict, griffie_audit::Verdict::Broken);
    }
    let page = std::fs::read_to_string(file("html")).unwrap();
    assert!(page.contains("Bewijs van vernietiging") && !page.contains("Bakker"));
    let without = griffie_audit::certify(&file("json"), None, false).unwrap();
    assert_eq!(without.verdict, griffie_audit::Verdict::Reservation);
}

#[test]
fn two_pairs_of_eyes_unless_the_practice_says_it_is_one_person() {
    let practice = Practice::made();
    let form = practice.file("open.toml", invented());
    let opened = practice.json("dossier open --from", &[&form]);
    let dossier = opened["dossier_id"].as_str().unwrap();
    let proposal =
        proposed(&practice, &format!("--because recorded_unlawfully --dossier {dossier}"));
    let approve = format!("destruction approve {proposal}");
    practice.refuses(1, &approve, &[], "SAME_PERSON");
    practice.does("destruction solo", &[]);
    practice.refuses(1, "destruction solo", &[], "NOTHING_CHANGES");
    practice.does("destruction solo --ended", &[]);
    practice.refuses(1, &approve, &[], "SAME_PERSON");
    practice.does(&format!("destruction refuse {proposal}"), &[]);
    practice.refuses(1, &approve, &[], "ALREADY_ANSWERED");
    assert_eq!(practice.lines("dossier list --output json", &[]).len(), 1);
}

#[test]
fn an_open_complaint_keeps_the_dossier_it_is_about() {
    let Clients { practice, dossiers } = clients();
    let dossier = &dossiers[0].0;
    let on = |date: &str| format!("--date {date} --informant client");
    let file = format!(
        "complaint file --dossier {dossier} --written letter --capacity client --regime wgbo \
         --kind communication {}",
        on("2026-03-10")
    );
    let more = ["--complainant", "Zoë Bakker", "--conduct", "Niet teruggebeld."];
    let filed = practice.json(&file, &more);
    let complaint = filed["complaint_id"].as_str().unwrap();
    // The open record names the dossier and a hold id that tells nothing; the dossier itself tells nothing at all.
    let holds = practice.lines("hold list --output json", &[]);
    assert_eq!((holds.len(), &holds[0]["dossier_id"]), (1, &json!(dossier)));
    assert!(!holds[0].to_string().contains(complaint));
    let whole = format!("destruction propose --because recorded_unlawfully --dossier {dossier}");
    practice.refuses(1, &whole, &[], "UNDER_HOLD");
    let withdraw = format!("complaint withdraw {complaint} {}", on("2026-03-12"));
    practice.does(&withdraw, &[]);
    assert!(practice.lines("hold list --output json", &[]).is_empty());
    // Opened again it keeps it again, under another id.
    let reopen = format!("complaint reopen {complaint} --reason Toch {}", on("2026-03-14"));
    practice.does(&reopen, &[]);
    let again = practice.lines("hold list --output json", &[]);
    assert_eq!(again.len(), 1);
    assert_ne!(again[0]["hold_id"], holds[0]["hold_id"]);
    practice.refuses(1, &whole, &[], "UNDER_HOLD");
    practice.does(&withdraw.replace("2026-03-12", "2026-03-15"), &[]);
    proposed(&practice, &whole.replace("destruction propose ", ""));
    // And a stranger finds nothing wrong with it.
    let bundle = practice.folder().join("bundle");
    practice.does("bundle export --to", &[bundle.to_str().unwrap()]);
    let report = griffie_audit::audit(&bundle, &griffie_audit::Options::default());
    assert_eq!((report.exit, report.states.unexplained), (4, 0), "{report:?}");
}
