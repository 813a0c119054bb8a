//! A colleague gets a role and a token, and works with the server from a command line of her own.

use crate::given::{Practice, invented};

#[test]
fn a_colleague_is_registered_given_a_role_and_comes_in_with_a_token_of_her_own() {
    let practice = Practice::made();
    let _server = practice.serving();
    let form = practice.file("open.toml", invented());
    let opened = practice.json("dossier open --from", &[&form]);
    let dossier = opened["dossier_id"].as_str().unwrap();

    let details = "details = { name = \"Jikke Fictie\", numbers = [{ kind = \"ibclc\", number = \"L-12\" }] }";
    let form = practice.file("person.toml", details);
    let person = practice.json("person register --from", &[&form]);
    let person = person["person_id"].as_str().unwrap();
    let listed = practice.json("person list", &[]);
    assert_eq!(
        (&listed["person_id"], &listed["details"]["name"]),
        (&person.into(), &"Jikke Fictie".into())
    );

    let until = "--until 2099-12-31";
    let given =
        practice.json(&format!("grant give locum --to {person} --of {dossier} {until}"), &[]);
    let grant = given["grant_id"].as_str().unwrap();
    let file = practice.folder().join("token");
    let file = file.to_str().unwrap();
    let issued = practice.json(&format!("token issue {grant} --to {file}"), &[]);
    assert!(issued.get("secret").is_none(), "{issued}");
    let secret = std::fs::read_to_string(file).unwrap();
    assert!(secret.starts_with("griffie_"));
    practice.refuses(2, &format!("token issue {grant} --to {file}"), &[], "is there already");

    // From her own machine, with a data folder that is not there.
    let server = std::fs::read(practice.folder().join("data/server.json")).unwrap();
    let server: serde_json::Value = serde_json::from_slice(&server).unwrap();
    let address = server["address"].as_str().unwrap();
    let authority = practice.folder().join("data/tls/authority.pem");
    let hers = format!(
        "--data elsewhere --server {address} --token-from {file} --server-authority {} --role locum",
        authority.display()
    );
    let shown = practice.json(&format!("dossier list {hers}"), &[]);
    assert_eq!(shown["dossier_id"], dossier);
    practice.refuses(6, &format!("complaint list {hers}"), &[], "may not");
    practice.refuses(2, &format!("dossier list --server {address}"), &[], "--token-from");

    // A file that others may read is no place for a token.
    let open = practice.file("open_token", &secret);
    let with_open = hers.replace(file, &open);
    practice.refuses(2, &format!("dossier list {with_open}"), &[], "chmod 600");

    // She leaves: the token lets nobody in any more.
    let token = issued["token"].as_u64().unwrap();
    practice.does(&format!("token revoke {token}"), &[]);
    practice.refuses(6, &format!("dossier list {hers}"), &[], "not valid");
    practice.does(&format!("grant end {grant}"), &[]);
    let all = practice.lines("grant list --all --output json", &[]);
    assert_eq!(all.iter().filter(|it| it["holds"] == true).count(), 1);
    let left = practice.lines("grant list --output json", &[]);
    assert_eq!(left.len(), 1);
}
