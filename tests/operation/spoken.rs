//! Everything a server says of itself while it works on personal data: its log at the most talkative level, its figures, and the words of
//! what it refuses. None of it holds what was planted.

use crate::given::{CLIENT, Served};

/// What is planted, each in a place of its own.
const PLANTED: &[&str] = &[
    "Bovenkamp",
    "Zoë",
    "0612345678",
    "1992-02-29",
    "zilverreiger",
    "kwikstaart",
    "Bijna verkeerde",
];

fn found(text: &str) -> Vec<&'static str> {
    PLANTED.iter().copied().filter(|word| text.contains(word)).collect()
}

#[test]
fn nothing_planted_is_in_log_figures_or_refusals() {
    let mut served = Served::solo();
    let form = served.file("open.toml", CLIENT);
    let dossier = served.json("dossier open --from", &[&form])["dossier_id"].clone();
    let dossier = dossier.as_str().unwrap();
    let on = "--kind advice --informant client --date 2026-03-05";
    let record = format!("entry record {dossier} {on} --text");
    let entry = served.json(&record, &["Moeder sprak over haar zilverreiger."])["entry_id"].clone();
    served.does("entry search zilverreiger", &[]);
    served.does("dossier find Bovenkamp", &[]);
    let incident = "incident report --kind near_accident --regime wgbo --took-place 2026-03-09 --discovered 2026-03-10 \
         --noticeable no --position involved --role incident_officer --informant own_finding --date 2026-03-10";
    served.does(incident, &["--nature", "Bijna verkeerde fles."]);

    // It is refused in every way there is: what is wrong, what is not there, what is not allowed, what does not fit.
    let mut refused = String::new();
    let mut refuse = |words: &str, more: &[&str]| {
        let output = served.run(words, more);
        assert!(!output.status.success(), "{words} was not refused");
        refused += &String::from_utf8(output.stdout).unwrap();
        refused += &String::from_utf8(output.stderr).unwrap();
    };
    let lengthy = "kwikstaart ".repeat(20_000);
    let lengthy = served.file("long.toml", &format!(
        "[entry.provenance]\nhappened = \"2026-03-06\"\ninformant = {{ kind = \"client\" }}\n[entry.content.text]\nkind = \"advice\"\ntext = \"{lengthy}\"\n"
    ));
    refuse(&format!("entry record {dossier} --from {lengthy}"), &[]);
    refuse(&format!("dossier open --surname Bovenkamp --from {form}"), &["--regime", "Zoë"]);
    refuse(&record.replace(dossier, "0123456789abcdef0123456789abcdef"), &["zilverreiger"]);
    refuse(&record.replace("2026-03-05", "2999-01-01"), &["zilverreiger"]);
    refuse("dossier find kwikstaart", &[]);
    refuse("dossier list --role incident_officer", &[]);
    refuse(&format!("{record} x --expected-revision 99 --author Bovenkamp"), &[]);

    let (_, figures) = served.asked("GET /metrics");
    served.stop();
    let log = served.log();

    // Given a search that finds what is there.
    let shown = format!("dossier show {dossier}");
    assert!(found(&served.does(&shown, &[])).contains(&"Bovenkamp"));
    let shown = format!("entry show {dossier} {}", entry.as_str().unwrap());
    assert_eq!(found(&served.does(&shown, &[])), ["zilverreiger"]);
    assert!(refused.contains("NO_SUCH_DOSSIER") && refused.contains("STALE_REVISION"), "{refused}");
    assert!(log.contains("stopping: answering what is in progress"), "{log}");
    for line in log.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(line["time"].is_string() && line["level"].is_string(), "{line}");
    }

    assert_eq!(found(&log), Vec::<&str>::new(), "{log}");
    assert_eq!(found(&figures), Vec::<&str>::new());
    assert_eq!(found(&refused), Vec::<&str>::new(), "{refused}");
}
