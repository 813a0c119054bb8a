//! The figures a monitor scrapes from a real server: in the format it reads, true, and about nobody.

use std::collections::BTreeMap;

use crate::given::{CLIENT, Served};

/// Samples by name and labels, as written.
type Samples = BTreeMap<String, f64>;

fn is_name(text: &str) -> bool {
    let letter = |it: char| it.is_ascii_lowercase() || it == '_';
    text.starts_with(letter) && text.chars().all(|it| letter(it) || it.is_ascii_digit())
}

/// Reads the text format 0.0.4 strictly: a family is introduced once, by HELP and then TYPE, and its samples follow it.
fn parsed(text: &str) -> Samples {
    let (mut samples, mut sorts) = (Samples::new(), BTreeMap::new());
    let (mut help, mut family) = (String::new(), String::new());
    assert!(text.ends_with('\n'));
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, words) = rest.split_once(' ').unwrap();
            assert!(is_name(name) && !words.is_empty(), "{line}");
            name.clone_into(&mut help);
            continue;
        }
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            let (name, sort) = rest.split_once(' ').unwrap();
            assert!(["gauge", "counter", "histogram"].contains(&sort), "{line}");
            assert_eq!(name, help, "TYPE follows HELP");
            assert!(sorts.insert(name.to_owned(), sort.to_owned()).is_none(), "{name} twice");
            name.clone_into(&mut family);
            continue;
        }
        let (what, value) = line.rsplit_once(' ').unwrap();
        let (name, labels) = what.split_once('{').unwrap_or((what, "}"));
        let endings: &[&str] = match sorts[&family].as_str() {
            "histogram" => &["_bucket", "_sum", "_count"],
            _ => &[""],
        };
        assert!(endings.iter().any(|it| name == format!("{family}{it}")), "{line} in {family}");
        let labels = labels.strip_suffix('}').unwrap();
        for label in labels.split(',').filter(|it| !it.is_empty()) {
            let (label, value) = label.split_once('=').unwrap();
            let value = value.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
            assert!(is_name(label) && !value.contains(['"', '\\', '\n']), "{line}");
        }
        assert!(samples.insert(what.to_owned(), value.parse().unwrap()).is_none(), "{what} twice");
    }
    samples
}

#[test]
fn a_monitor_reads_what_the_ledger_says_of_itself() {
    let mut served = Served::solo();
    let scraped = |served: &Served| {
        let (head, body) = served.asked("GET /metrics");
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        assert!(head.contains("content-type: text/plain; version=0.0.4; charset=utf-8"), "{head}");
        parsed(&body)
    };
    let before = scraped(&served);
    assert_eq!(before["griffie_condition{state=\"writable\"}"], 1.0);
    assert_eq!(before["griffie_condition{state=\"damaged\"}"], 0.0);
    assert!(!before.contains_key("griffie_backup_age_seconds{of=\"data\"}"), "there was none");

    // A dossier, somebody who looks for one that is not there, a duty that is overdue and one that is not.
    let form = served.file("open.toml", CLIENT);
    served.does("dossier open --from", &[&form]);
    let nobody = "0123456789abcdef0123456789abcdef";
    assert_eq!(served.run(&format!("dossier show {nobody}"), &[]).status.code(), Some(5));
    let plan = "measure open --source audit --occurrence incidental --informant own_finding --date 2026-03-02";
    for due in ["2026-03-20", "2999-12-31"] {
        let words = format!("{plan} --due {due}");
        served.does(&words, &["--owner", "Sietske Verdicht", "--deviation", "Te laat."]);
    }
    let incident = "incident report --kind near_accident --regime wgbo --took-place 2026-03-09 --discovered 2026-03-10 \
         --noticeable no --position involved --role incident_officer --informant own_finding --date 2026-03-10";
    served.does(incident, &["--nature", "Bijna verkeerde fles."]);
    let size = served.json("status", &[])["size"].as_f64().unwrap();

    let after = scraped(&served);
    assert_eq!(after["griffie_records"], size);
    assert_eq!(after["griffie_head_position"], size - 1.0);
    // The measure, and the incident that nobody has classified: of which register they are is not told.
    assert_eq!(after["griffie_duties{due=\"overdue\"}"], 2.0);
    assert_eq!(after["griffie_duties{due=\"within_7_days\"}"], 0.0);
    assert_eq!(after["griffie_destructions_pending"], 0.0);
    assert_eq!(after["griffie_mirrors{state=\"lagging\"}"], 0.0);
    let calls = |operation: &str, code: &str| {
        let name = format!("griffie_calls_total{{operation=\"{operation}\",code=\"{code}\"}}");
        after.get(&name).copied().unwrap_or(0.0)
    };
    assert_eq!(calls("DossierService/OpenDossier", "OK"), 1.0);
    assert_eq!(calls("DossierService/GetDossier", "NOT_FOUND"), 1.0);
    assert_eq!(calls("registers", "OK"), 3.0, "measures and incidents are one number");

    // The histogram grows from bound to bound, to all of them.
    let commits = after["griffie_commit_seconds_count"];
    assert!(commits >= 5.0 && commits > before["griffie_commit_seconds_count"], "{commits}");
    assert_eq!(after["griffie_commit_seconds_bucket{le=\"+Inf\"}"], commits);
    assert!(after["griffie_commit_seconds_bucket{le=\"10.000000\"}"] <= commits);
    assert!(after["griffie_commit_seconds_sum"] > 0.0);
    served.stop();
}

#[test]
fn no_figure_names_a_record_a_person_or_a_register() {
    let served = Served::solo();
    let form = served.file("open.toml", CLIENT);
    let dossier = served.json("dossier open --from", &[&form])["dossier_id"].clone();
    served.does("incident list --role incident_officer", &[]);
    let (_, body) = served.asked("GET /metrics");
    let ledger = served.json("status", &[])["ledger_id"].clone();
    for id in [dossier, ledger] {
        assert!(!body.contains(id.as_str().unwrap()));
    }
    let is_id = |word: &str| word.len() >= 16 && word.chars().all(|it| it.is_ascii_hexdigit());
    let words = body.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| is_id(it));
    assert_eq!(words.collect::<Vec<_>>(), Vec::<&str>::new());
    let body = body.to_lowercase();
    for word in ["incident", "complaint", "breach", "bovenkamp"] {
        assert!(!body.contains(word), "{word}");
    }
}

#[test]
fn it_answers_one_question_and_on_this_machine_alone() {
    let served = Served::solo();
    assert!(served.asked("GET /").0.starts_with("HTTP/1.1 404 "));
    assert!(served.asked("POST /metrics").0.starts_with("HTTP/1.1 405 "));
    let output = served.run("serve --listen 127.0.0.1:0 --metrics 0.0.0.0:0", &[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("--metrics"));
}
