//! The steps by which a fixture is made: some of everything this release records, by its own commands. The first test runs them on
//! every change; `GRIFFIE_ADD_FIXTURE=format-N cargo test --test formats` keeps what they made under that name, and never touches
//! what lies there.

use std::collections::BTreeSet;

use griffie::cli::clock_source::SystemClock;
use griffie::grpc::pb;
use griffie::register::clock::Clock as _;
use serde_json::Value;

use crate::given::Ledger;
use crate::opened::{holds_what_was_expected, record_states};
use crate::packed::{Answer, Expected, Refusal, fixture, packed, unpacked};

/// A client who does not exist.
pub const CLIENT: &str = r#"
regime = "wgbo"
[client.identity]
born_on = 1992-02-29
sex = "female"
names = { called = "Zoë", surname = "Bovenkamp", name_use = "own" }
[client.contact]
telephones = ["0612345678"]
[client.commission]
own_client = {}
[provenance]
happened = 2026-03-04T09:30:00+01:00
informant.kind = "client"
"#;
const REPORT: &str = r#"
[entry.provenance]
happened = "2026-03-06"
learned = 2026-03-06
informant = { kind = "own_finding" }
[entry.content.consult_report]
length = "short"
setting = "home"
report = "Aanleggen gaat beter."
"#;
/// The words of which a sentence goes, and where it lies in them.
const WORDS: &str = "Kind drinkt goed. Moeder sprak over haar zilverreiger. Gewicht neemt toe.";
const SENTENCE: &str = "18-55";
/// What every fact of the registers says of itself.
const CLIENT_SAID: &str = "--informant client --date 2026-03-10";
const OWN: &str = "--informant own_finding --date 2026-03-10";

/// Some of each of these must be in a fixture, or it shows nothing of them.
const KINDS: &[&str] = &[
    "ledger.created/1",
    "grant.given/",
    "grant.token_issued/",
    "ledger.solo_declared/1",
    "practice.described/1",
    "dossier.opened/1",
    "dossier.entry_recorded/1",
    "dossier.entry_corrected/1",
    "dossier.attachment_part_stored/1",
    "dossier.attachment_recorded/1",
    "complaint.filed/1",
    "breach.reported/1",
    "incident.reported/1",
    "measure.opened/1",
    "request.received/1",
    "clock.started/1",
    "clock.met/1",
    "hold.placed/1",
    "destruction.proposed/1",
    "destruction.decided/1",
    "destruction.executed/1",
    "backup.made/1",
    "access.read/1",
];

/// What was made, and what to ask of it.
struct Made {
    ledger: Ledger,
    questions: Vec<String>,
    destroyed: String,
    attachment: String,
    dossier: String,
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_of_today_is_made_packed_and_opened_as_every_fixture_is() {
    let Made { mut ledger, questions, destroyed, attachment, dossier } = made();
    let status = ledger.json("status", &[]);
    let checkpoint = ledger.does("checkpoint print --signed", &[]);
    ledger.stop();
    let archive = packed(&ledger);

    // Asked now, and from then on always at this moment.
    let moment = SystemClock::new().now();
    let mut ledger = unpacked(&archive);
    ledger.serve_at(moment);
    let records = record_states(&ledger.records().await);
    let kinds: BTreeSet<&str> = records.iter().map(|(kind, _)| kind.as_str()).collect();
    for kind in KINDS {
        assert!(kinds.iter().any(|it| it.starts_with(kind)), "nothing of {kind} in {kinds:?}");
    }
    let asked = |words: String| Answer { told: ledger.lines(&words, &[]), asked: words };
    let answers: Vec<Answer> = questions.into_iter().map(asked).collect();
    let told = ledger.at("got");
    ledger.does(&attachment, &["--to", told.to_str().unwrap()]);
    let expected = Expected {
        written_by: env!("CARGO_PKG_VERSION").to_owned(),
        moment,
        verifier_key: status["verifier_key"].as_str().unwrap().to_owned(),
        checkpoint,
        records,
        answers,
        refusals: vec![Refusal { asked: destroyed, exit: 1, reason: "DESTROYED".to_owned() }],
        attachment: (
            attachment,
            hex::encode(blake3::hash(&std::fs::read(told).unwrap()).as_bytes()),
        ),
        dossier,
    };
    drop(ledger);
    holds_what_was_expected(&archive, &expected).await;
    if let Some(name) = std::env::var_os("GRIFFIE_ADD_FIXTURE") {
        let folder = fixture(name.to_str().unwrap());
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("ledger.tar"), archive).unwrap();
        let text = serde_json::to_string_pretty(&expected).unwrap() + "\n";
        std::fs::write(folder.join("expected.json"), text).unwrap();
    }
}

fn made() -> Made {
    let mut ledger = Ledger::nowhere();
    ledger.does("init --solo", &[]);
    with_backups(&ledger);
    ledger.serve();
    let set = "practice set --name Melkweg --kvk 12345678 --valid-from 2026-01-01 --telephone 0101234567 \
               --email post@melkweg.example --street Laan --house-number 1 --city Delft --postcode";
    ledger.does(set, &["1234 AB"]);

    let (dossier, entry) = opened(&ledger, "Bovenkamp");
    let (gone, _) = opened(&ledger, "Ketelaar");
    let on = "--informant own_finding --date 2026-03-07";
    let report = ledger.file("report.toml", REPORT);
    let second = ledger.json(&format!("entry record {dossier} --from {report}"), &[]);
    let second = id(&second, "entry_id");
    let correct = format!("entry correct {dossier} {second} {on} --reason Verschreven --from");
    ledger.does(&correct, &[&ledger.file("correct.toml", CORRECTED)]);
    let photo = ledger.file("foto.txt", "Foto van de wond.\n".repeat(8));
    let added = ledger.json(&format!("attachment add {dossier} {photo} {on}"), &[]);
    let attachment = format!("attachment get {dossier} {}", id(&added, "attachment_id"));
    let disclose = format!("dossier disclose {dossier} --because directly_involved {on}");
    ledger.does(&format!("{disclose} --category verslag --recipient Linde"), &[]);

    let request = destroyed_in_part(&ledger, &dossier, entry.1);
    approved(&ledger, &format!("--because recorded_unlawfully --dossier {gone}"));
    ledger.does(&format!("hold place {dossier}"), &[]);
    let mut questions = vec![
        "practice show".to_owned(),
        "dossier list".to_owned(),
        format!("dossier show {dossier}"),
        format!("dossier disclosures {dossier}"),
        format!("entry list {dossier}"),
        format!("entry show {dossier} {}", entry.0),
        format!("entry show {dossier} {second} --earlier --purpose quality_review"),
        format!("attachment list {dossier}"),
        format!("request show {request}"),
    ];
    questions.extend(cases(&ledger, &dossier));
    ledger.does("backup create", &[]);
    questions.extend([
        "destruction list".to_owned(),
        "hold list".to_owned(),
        "backup list".to_owned(),
        "agenda --on 2026-12-01 --all".to_owned(),
        "retention list --on 2026-12-01 --all".to_owned(),
        "figures --register complaint --year 2026".to_owned(),
    ]);
    Made { ledger, questions, destroyed: format!("dossier show {gone}"), attachment, dossier }
}

const CORRECTED: &str = r#"
[content.consult_report]
length = "full"
setting = "home"
report = "Aanleggen gaat veel beter."
"#;

fn with_backups(ledger: &Ledger) {
    let identity = ledger.at("identity");
    let recipient = ledger.does("backup identity --to", &[identity.to_str().unwrap()]);
    for folder in ["records", "keys"] {
        std::fs::create_dir(ledger.at(folder)).unwrap();
    }
    let (records, keys) = (ledger.at("records"), ledger.at("keys"));
    let text = format!(
        "[backup]\nfolder = \"{}\"\nkeys_folder = \"{}\"\nrecipients = [\"{}\"]\n",
        records.display(),
        keys.display(),
        recipient.trim()
    );
    std::fs::write(ledger.at("data/griffie.toml"), text).unwrap();
}

/// A dossier, and its first entry with the position of that.
fn opened(ledger: &Ledger, name: &str) -> (String, (String, u64)) {
    let form = ledger.file("open.toml", CLIENT.replace("Bovenkamp", name));
    let dossier = id(&ledger.json(&format!("dossier open --from {form}"), &[]), "dossier_id");
    let record = format!("entry record {dossier} --kind advice {OWN} --text");
    let recorded = ledger.json(&record, &[WORDS]);
    let position = recorded["acknowledgement"]["records"][0]["position"].as_u64().unwrap();
    (dossier, (id(&recorded, "entry_id"), position))
}

/// The client asks for a sentence to go, is granted that, and it goes.
fn destroyed_in_part(ledger: &Ledger, dossier: &str, position: u64) -> String {
    let receive =
        format!("request receive --dossier {dossier} --channel letter --asks destruction");
    let received = ledger.json(&format!("{receive} {CLIENT_SAID} --name Bovenkamp"), &[]);
    let request = id(&received, "client_request_id");
    let on = "--informant client --date 2026-03-12";
    ledger.does(&format!("request decide {request} --outcome granted {on}"), &[]);
    approved(
        ledger,
        &format!("--because client_request --granted {request} --characters {position}:{SENTENCE}"),
    );
    ledger.does(&format!("request answer {request} --means electronic {on}"), &[]);
    request
}

fn approved(ledger: &Ledger, what: &str) {
    let proposed = ledger.json(&format!("destruction propose {what}"), &[]);
    let proposal = &proposed["proposal"];
    let number = proposal.as_str().map_or_else(|| proposal.to_string(), str::to_owned);
    ledger.does(&format!("destruction approve {number}"), &[]);
}

/// One case in each register; gives what to ask of them.
fn cases(ledger: &Ledger, dossier: &str) -> Vec<String> {
    let file = format!(
        "complaint file --dossier {dossier} --written letter --capacity client --regime wgbo --kind communication {CLIENT_SAID}"
    );
    let more = ["--complainant", "Zoë Bovenkamp", "--conduct", "Niet teruggebeld."];
    let complaint = id(&ledger.json(&file, &more), "complaint_id");

    let at = "--informant own_finding --date 2026-03-10T09:00:00+01:00 --role privacy_officer";
    let report = format!(
        "breach report {at} --data-role controller --side internal --reporter Verdicht --contact Verdicht --aspect confidentiality \
         --cause loss_of_device --data-kind dossiers --group clients --considerable-risk no --persons 2"
    );
    let breach = ledger.json(&report, &["--nature", "Laptop kwijt."]);
    let breach = id(&breach, "breach_id");

    let report = format!(
        "incident report --kind near_accident --regime wgbo --took-place 2026-03-09 --discovered 2026-03-10 \
         --noticeable no --position involved --role incident_officer {OWN}"
    );
    let incident = ledger.json(&report, &["--nature", "Bijna verkeerde fles."]);
    let incident = id(&incident, "incident_id");

    let plan = "measure open --source audit --occurrence incidental --due 2026-12-31";
    let more = ["--owner", "Sietske Verdicht", "--deviation", "Te laat teruggebeld."];
    let measure = id(&ledger.json(&format!("{plan} {OWN}"), &more), "measure_id");
    vec![
        format!("complaint show {complaint}"),
        "complaint list".to_owned(),
        format!("breach show {breach} --role privacy_officer"),
        format!("incident show {incident} --role incident_officer"),
        format!("measure show {measure}"),
    ]
}

#[track_caller]
fn id(answer: &Value, name: &str) -> String {
    answer[name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
}

/// The word for what can be said of a payload.
pub fn word(state: pb::PayloadState) -> String {
    state.as_str_name().trim_start_matches("PAYLOAD_STATE_").to_lowercase()
}
