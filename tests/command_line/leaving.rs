//! A practice leaves: all that it holds lies in a folder that anybody can read and check, and nothing that was destroyed.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use griffie::chain::{Header, Receipt, SigningKeys};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::destruction::proposed;
use crate::given::{Practice, invented};

/// Spaces, an escape and a letter beyond ASCII: what a parser would change.
const RESOURCE: &str = "{ \"resourceType\":\"Observation\",\n\t\"status\" : \"final\", \"note\":\"ge\\u006dis\u{e9}\" }\n";
const ON: &str = "--date 2026-03-05 --informant own_finding";

/// A practice of one, and the ids of its dossiers.
struct Leaving {
    practice: Practice,
    kept: String,
    restricted: String,
    gone: String,
    photo: Vec<u8>,
}

fn opened(practice: &Practice, name: &str) -> String {
    let form = practice.file("open.toml", invented().replace("Bakker", name));
    practice.json("dossier open --from", &[&form])["dossier_id"].as_str().unwrap().to_owned()
}

/// Somebody else who works with the ledger, and the grants of her roles.
fn colleague(practice: &Practice, roles: [&str; 2]) -> [String; 2] {
    let form = practice.file("person.toml", "details = { name = \"Jikke Fictie\" }");
    let person = practice.json("person register --from", &[&form]);
    let person = person["person_id"].as_str().unwrap();
    roles.map(|role| {
        let given = practice.json(&format!("grant give {role} --to {person}"), &[]);
        given["grant_id"].as_str().unwrap().to_owned()
    })
}

/// The words that reach the server from a machine of her own, with the token in a file.
fn from_elsewhere(practice: &Practice, token: &str) -> String {
    let at = |name: &str| practice.folder().join(name);
    let server = std::fs::read(at("data/server.json")).unwrap();
    let server: Value = serde_json::from_slice(&server).unwrap();
    let address = server["address"].as_str().unwrap();
    let (token, authority) = (at(token), at("data/tls/authority.pem"));
    format!(
        "--data elsewhere --server {address} --token-from {} --server-authority {}",
        token.display(),
        authority.display()
    )
}

/// Given a practice with three dossiers, one restricted and one destroyed, a sentence destroyed in the first, cases in its
/// registers, and a colleague with a token.
fn leaving() -> Leaving {
    let practice = Practice::of_one_person();
    let set = "practice set --name Melkweg --kvk 12345678 --valid-from 2026-01-01 --telephone 0101234567 \
               --email post@melkweg.example --street Laan --house-number 1 --city Delft --postcode";
    practice.does(set, &["1234 AB"]);
    let [kept, restricted, gone] =
        ["Bakker", "Ketelaar", "Zilverstra"].map(|name| opened(&practice, name));
    let advice = |dossier: &str, words: &str| {
        practice.json(&format!("entry record {dossier} --kind advice {ON} --text"), &[words])
    };
    let resource = practice.file("resource.json", RESOURCE);
    practice.json(&format!("entry record {kept} --kind measurement {ON} --fhir"), &[&resource]);
    let first = advice(&kept, "Vaker aanleggen.");
    let entry = first["entry_id"].as_str().unwrap();
    practice.does(
        &format!("entry correct {kept} {entry} {ON} --reason Verschreven --text"),
        &["Minder vaak aanleggen."],
    );
    let twice = advice(&kept, "Dubbel.");
    let twice = twice["entry_id"].as_str().unwrap();
    practice.does(&format!("entry withdraw {kept} {twice} --reason recorded_twice {ON}"), &[]);
    let part = advice(&kept, "Goed. Moeder sprak over haar kwikstaart. Klaar.");
    let photo: Vec<u8> = (0..200_000_u32).map(|at| (at % 251) as u8).collect();
    let file = practice.file("--..photo of the \u{e9}chte.jpg", &photo);
    let added = practice.json(&format!("attachment add {kept} {ON} --"), &[&file]);
    assert!(added["attachment_id"].is_string());
    advice(&gone, "Zij vertelde over haar zilverreiger.");
    advice(&restricted, "Betwist.");
    practice.does(&format!("dossier restrict {restricted} --because accuracy_disputed {ON}"), &[]);
    let position = part["acknowledgement"]["records"][0]["position"].as_u64().unwrap();
    for what in [format!("--characters {position}:6-41"), format!("--dossier {gone}")] {
        let proposal = proposed(&practice, &format!("--because recorded_unlawfully {what}"));
        practice.does(&format!("destruction approve {proposal}"), &[]);
    }
    let file = format!(
        "complaint file --dossier {kept} --written letter --capacity client --regime wgbo \
         --kind communication --date 2026-03-10 --informant client"
    );
    practice.json(&file, &["--complainant", "Zo\u{eb} Bakker", "--conduct", "Nooit teruggebeld."]);
    let report = "incident report --role incident_officer --kind near_accident --regime wgbo \
                  --took-place 2026-03-05 --discovered 2026-03-05 --noticeable no --position witness";
    practice.does(&format!("{report} {ON} --nature"), &["Weegschaal wees verkeerd."]);
    let file = practice.folder().join("colleague");
    let [grant, _] = colleague(&practice, ["incident_officer", "practitioner"]);
    practice.does(&format!("token issue {grant} --to {}", file.display()), &[]);
    Leaving { practice, kept, restricted, gone, photo }
}

/// Every file below a folder, by its path from there.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(below) = waiting.pop() {
        let mode = std::fs::metadata(&below).unwrap().permissions().mode() & 0o777;
        if below.is_dir() {
            assert_eq!(mode, 0o700, "{}", below.display());
            waiting.extend(std::fs::read_dir(&below).unwrap().map(|it| it.unwrap().path()));
        } else {
            assert_eq!(mode, 0o600, "{}", below.display());
            let path = below.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            found.insert(path, std::fs::read(&below).unwrap());
        }
    }
    found
}

fn lines(files: &BTreeMap<String, Vec<u8>>, path: &str) -> Vec<(String, Value)> {
    let text = String::from_utf8(files[path].clone()).unwrap();
    text.lines().map(|line| (line.to_owned(), serde_json::from_str(line).unwrap())).collect()
}

fn headers(files: &BTreeMap<String, Vec<u8>>, path: &str, keys: &SigningKeys) -> Vec<Header> {
    let text = String::from_utf8(files[path].clone()).unwrap();
    let first = "c2sp.org/tlog-proof@v1\n";
    let receipts = text.split(first).skip(1).map(|rest| format!("{first}{rest}"));
    let verified = receipts.map(|receipt| {
        let receipt = Receipt::parse(receipt.as_bytes()).unwrap();
        assert_eq!(receipt.checkpoint.to_string().as_bytes(), files["checkpoint"]);
        receipt.verify(keys).unwrap().0
    });
    verified.collect()
}

/// Every line has a receipt that leads to the one checkpoint, and what is given is what its header committed to: cut out of the line
/// or taken from the file that the line names, without any parser between.
fn proven(files: &BTreeMap<String, Vec<u8>>) -> usize {
    let key = String::from_utf8(files["verifier-key"].clone()).unwrap();
    let keys = SigningKeys::new(key.trim_end().parse().unwrap());
    let mut given = 0;
    for path in files.keys().filter(|it| it.ends_with(".ndjson") && !it.ends_with("index.ndjson")) {
        let below = path.strip_suffix("dossier.ndjson");
        let receipts = below.map_or_else(
            || path.replace(".ndjson", ".receipts"),
            |folder| format!("{folder}receipts"),
        );
        let lines = lines(files, path);
        if lines.is_empty() {
            assert!(!files.contains_key(&receipts));
            continue;
        }
        let headers = headers(files, &receipts, &keys);
        assert_eq!(headers.len(), lines.len(), "{path}");
        for (header, (line, value)) in headers.iter().zip(&lines) {
            assert_eq!(value["position"], header.position, "{path}");
            assert_eq!(value["actor"], header.actor.to_string());
            assert_eq!(value["kind"], header.kind.as_str());
            let Some(salt) = value["salt"].as_str() else { continue };
            let salt: [u8; 32] = STANDARD.decode(salt).unwrap().try_into().unwrap();
            let payload = if let Some((_, rest)) = line.split_once(",\"payload\":") {
                rest.strip_suffix('}').unwrap().as_bytes().to_vec()
            } else {
                let file = &value["file"];
                let path = format!("{}{}", below.unwrap(), file["path"].as_str().unwrap());
                let at = |name: &str| usize::try_from(file[name].as_u64().unwrap()).unwrap();
                files[&path][at("offset")..at("offset") + at("bytes")].to_vec()
            };
            let commitment = griffie::chain::commitment(&salt, &payload);
            assert_eq!(commitment, header.commitment, "{path}: {}", header.position);
            given += 1;
        }
    }
    given
}

fn states(lines: &[(String, Value)]) -> BTreeMap<&str, usize> {
    let mut counted = BTreeMap::new();
    for (_, line) in lines {
        *counted.entry(line["state"].as_str().unwrap()).or_default() += 1;
    }
    counted
}

#[test]
fn all_that_a_practice_holds_lies_in_a_folder_that_proves_itself() {
    let Leaving { practice, kept, restricted, gone, photo } = leaving();
    let to = practice.folder().join("away");
    let size = practice.size();
    let export = format!("export practice --out {}", to.display());
    let said = practice.does_in_each_role(&export, &[]);
    assert!(!said.contains("left out"), "{said}");
    let files = files(&to);

    // Everything is in it, under one checkpoint, and proves itself.
    let all: usize = files
        .keys()
        .filter(|it| it.ends_with(".ndjson") && !it.ends_with("index.ndjson"))
        .map(|path| lines(&files, path).len())
        .sum();
    assert_eq!(all as u64, size);
    let given = proven(&files);
    let kept_lines = lines(&files, &format!("dossiers/{kept}/dossier.ndjson"));
    let gone_lines = lines(&files, &format!("dossiers/{gone}/dossier.ndjson"));
    assert_eq!(states(&gone_lines), BTreeMap::from([("destroyed", 2)]));
    assert_eq!(states(&kept_lines)["destroyed"], 1);
    // Not given: three that were destroyed, and the tokens of owner and colleague, which let in here only.
    assert_eq!(given, all - 5);
    let of_ledger = lines(&files, "ledger.ndjson");
    assert_eq!(states(&of_ledger)["kept_back"], 2);
    let tokens = of_ledger.iter().filter(|it| it.1["state"] == "kept_back");
    assert!(tokens.clone().all(|it| it.1["kind"].as_str().unwrap().contains("token_issued")));
    assert!(tokens.clone().all(|it| it.1.get("payload").is_none() && it.1.get("salt").is_none()));
    assert!(of_ledger.iter().all(|it| !it.0.contains("token_hash")));

    // Resources and attachments are what came in, byte for byte, and no name of theirs names a file.
    let folder = format!("dossiers/{kept}/");
    let of = |kind: &str| -> Vec<(&String, &Vec<u8>)> {
        let at = format!("{folder}{kind}/");
        files.iter().filter(|(path, _)| path.starts_with(&at)).collect()
    };
    assert_eq!(
        of("fhir").iter().map(|it| it.1.as_slice()).collect::<Vec<_>>(),
        [RESOURCE.as_bytes()]
    );
    assert_eq!(of("attachments").iter().map(|it| it.1).collect::<Vec<_>>(), [&photo]);
    assert!(files.keys().all(|path| !path.contains("photo")));
    let closing = kept_lines.iter().find(|it| it.1["kind"] == "dossier.attachment_recorded/1");
    let closing = &closing.unwrap().1;
    assert_eq!(closing["payload"]["body"]["attachment"]["name"], "--..photo of the \u{e9}chte.jpg");
    assert_eq!(
        format!("{folder}{}", closing["file"]["path"].as_str().unwrap()),
        *of("attachments")[0].0
    );

    // What was corrected, withdrawn, replaced and restricted says so, and says by what.
    let says = |words: &str| &kept_lines.iter().find(|it| it.0.contains(words)).unwrap().1;
    assert_eq!(says("Vaker aanleggen")["corrected_by"], says("Minder vaak")["position"]);
    assert_eq!(says("Dubbel.")["withdrawn_by"], says("recorded_twice")["position"]);
    let left = says("Goed. Klaar.");
    let replaced = kept_lines.iter().find(|it| it.1["replaced_by"] == left["position"]).unwrap();
    assert_eq!(replaced.1["state"], "destroyed");
    assert_eq!(says("Vaker aanleggen")["happened"], json!({"on": "2026-03-05"}));
    let restricted_lines = lines(&files, &format!("dossiers/{restricted}/dossier.ndjson"));
    assert!(restricted_lines.iter().all(|it| it.1["restricted"] == true));
    let index: Vec<Value> =
        lines(&files, "dossiers/index.ndjson").into_iter().map(|it| it.1).collect();
    assert_eq!(
        (&index[0]["client"], &index[0]["standing"]),
        (&json!("Zo\u{eb} Bakker"), &json!("open"))
    );
    assert_eq!(index[1]["restricted"], "accuracy_disputed");
    assert!(index[2]["destroyed_by"].is_u64() && index[2]["client"].is_null());

    // What was destroyed is nowhere.
    for word in ["zilverreiger", "kwikstaart", "Zilverstra"] {
        let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|it| it == word.as_bytes());
        assert!(files.values().all(|bytes| !holds(bytes)), "{word}");
    }
    // The complaint lies in its register, and the dossier does not tell.
    assert_eq!(lines(&files, "registers/complaints.ndjson")[0].1["kind"], "complaint.filed/1");
    assert!(kept_lines.iter().all(|it| !it.0.contains("complaint")));
    let practice_file: Value = serde_json::from_slice(&files["practice.json"]).unwrap();
    assert_eq!(practice_file["versions"][0]["described"]["details"]["name"], "Melkweg");

    sums_hold(&files);
    // And that it left is on record: in each role, of the dossier too.
    let log = practice.lines(&format!("access overview {kept} --output json"), &[]);
    assert!(log.iter().any(|line| line["action"] == "export"), "{log:?}");
}

/// As `sha256sum -c` does it.
fn sums_hold(files: &BTreeMap<String, Vec<u8>>) {
    let sums = String::from_utf8(files["SHA256SUMS"].clone()).unwrap();
    let listed: Vec<(&str, &str)> = sums.lines().map(|it| it.split_once("  ").unwrap()).collect();
    let others: Vec<&str> =
        files.keys().map(String::as_str).filter(|path| *path != "SHA256SUMS").collect();
    assert_eq!(listed.iter().map(|it| it.1).collect::<Vec<_>>(), others);
    for (sum, path) in listed {
        assert_eq!(hex::encode(Sha256::digest(&files[path])), sum, "{path}");
    }
}

#[test]
fn a_role_carries_what_it_may_open_and_the_folder_says_what_is_left_out() {
    let Leaving { practice, .. } = leaving();
    let to = |name: &str| -> PathBuf { practice.folder().join(name) };
    let export = |name: &str| format!("export practice --to {}", to(name).display());
    let said = practice.does(&export("owner"), &[]);
    assert!(said.contains("left out: incidents (needs the role incident_officer)"), "{said}");
    let of_owner = files(&to("owner"));
    let holds = |files: &BTreeMap<String, Vec<u8>>, word: &str| {
        files.values().any(|bytes| bytes.windows(word.len()).any(|it| it == word.as_bytes()))
    };
    assert!(!of_owner.keys().any(|it| it.contains("incident") || it.contains("access")));
    assert!(!holds(&of_owner, "Weegschaal") && holds(&of_owner, "teruggebeld"));
    let readme = String::from_utf8(of_owner["README.txt"].clone()).unwrap();
    assert!(readme.contains("Niet in deze map: incidents (alleen voor incident_officer)."));
    assert!(readme.contains("Not in this folder: access_log (only for privacy_officer)."));
    practice.does(&format!("{} --role incident_officer", export("incidents")), &[]);
    let of_officer = files(&to("incidents"));
    assert!(holds(&of_officer, "Weegschaal") && !holds(&of_officer, "Bakker"));
    assert!(!of_officer.keys().any(|it| it.starts_with("dossiers")));
    assert!(proven(&of_officer) > 0 && proven(&of_owner) > 0);
    practice.does(&format!("{} --role complaints_officer", export("complaints")), &[]);
    assert!(files(&to("complaints")).keys().all(|it| !it.starts_with("registers/m")));
}

#[test]
fn who_gives_care_carries_the_part_of_another_role_and_no_dossier() {
    let Leaving { practice, .. } = leaving();
    let _server = practice.serving();
    let at = |name: &str| practice.folder().join(name).display().to_string();
    let hers = from_elsewhere(&practice, "colleague");
    // She reads dossiers one by one, as care asks; the practice's are the owner's to carry away.
    let refused = format!("export practice --to {} {hers} --role practitioner", at("dossiers"));
    let said = practice.does(&format!("dossier list {hers} --role practitioner"), &[]);
    assert!(!said.contains("Weegschaal"));
    practice.refuses(6, &refused, &[], "may not");
    assert!(!Path::new(&at("dossiers")).exists() && !Path::new(&at("dossiers.partial")).exists());

    let said =
        practice.does_in_each_role(&format!("export practice --to {} {hers}", at("hers")), &[]);
    assert!(said.contains("left out: dossiers (needs the role owner)\n"), "{said}");
    let hers = files(Path::new(&at("hers")));
    assert!(proven(&hers) > 0 && hers.contains_key("registers/incidents.ndjson"));
    assert!(!hers.keys().any(|it| it.starts_with("dossiers")));
    let readme = String::from_utf8(hers["README.txt"].clone()).unwrap();
    assert!(readme.contains("Niet in deze map: dossiers (alleen voor owner)."), "{readme}");
}

#[test]
fn an_officer_who_was_given_some_cases_alone_carries_no_register_away() {
    let Leaving { practice, .. } = leaving();
    let _server = practice.serving();
    let case = practice.json("complaint list", &[])["complaint_id"].as_str().unwrap().to_owned();
    let of_case = format!("complaints_officer --of {case}");
    let [grant, _] = colleague(&practice, [&of_case, "practitioner"]);
    let token = practice.folder().join("officer");
    practice.does(&format!("token issue {grant} --to {}", token.display()), &[]);
    let hers = from_elsewhere(&practice, "officer");
    let shown = practice.does(&format!("complaint list {hers} --role complaints_officer"), &[]);
    assert!(shown.contains(&case));
    let to = practice.folder().join("register");
    let export = format!("export practice --to {} {hers}", to.display());
    practice.refuses(6, &format!("{export} --role complaints_officer"), &[], "may not");
    assert!(!to.exists() && !practice.folder().join("register.partial").exists());
}

#[test]
fn it_goes_into_no_folder_in_use_and_what_was_cut_off_looks_like_it() {
    let Leaving { practice, .. } = leaving();
    let used = practice.folder().join("used");
    std::fs::create_dir(&used).unwrap();
    practice.does_in_each_role(&format!("export practice --to {}", used.display()), &[]);
    let before = files(&used);
    practice.refuses(2, &format!("export practice --to {}", used.display()), &[], "is not empty");
    assert_eq!(files(&used), before);

    // Half way: the program ends while it writes the photo.
    let server = practice.serving();
    let to = practice.folder().join("cut");
    let export = format!("export practice --to {}", to.display());
    assert!(practice.dies_at_a_long_file(&export, 100));
    let partial = practice.folder().join("cut.partial");
    assert!(!to.exists() && partial.join("dossiers").is_dir());
    assert!(!partial.join("SHA256SUMS").exists() && !partial.join("README.txt").exists());
    practice.refuses(2, &export, &[], "cut off");
    std::fs::remove_dir_all(&partial).unwrap();
    practice.does(&export, &[]);
    assert!(to.join("SHA256SUMS").is_file() && !partial.exists());
    drop(server);

    // Refused by the ledger: nothing stays.
    let to = practice.folder().join("refused");
    let export = format!("export practice --to {} --ground nothing", to.display());
    practice.refuses(2, &export, &[], "ground");
    assert!(!to.exists() && !practice.folder().join("refused.partial").exists());
}
