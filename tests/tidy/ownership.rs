//! Words that belong to one place: the store's crate, protobuf, the clock; and what pure modules may not reach.

use crate::source::{Source, group_heads};
use crate::token::Token;

/// Crates that only some files may name, by the start of their paths.
const CRATES: &[(&str, &[&str])] = &[
    ("sled", &["src/store/sled.rs", "src/store/sled/"]),
    ("prost", &["src/grpc/", "src/cli/"]),
    ("prost_reflect", &["src/cli/"]),
    ("prost_types", &["src/grpc/", "src/cli/"]),
    ("tonic", &["src/grpc/", "src/cli/"]),
    ("tonic_health", &["src/grpc/", "src/cli/"]),
    ("tonic_prost", &["src/grpc/", "src/cli/"]),
    ("tonic_reflection", &["src/grpc/", "src/cli/"]),
    ("tonic_types", &["src/grpc/", "src/cli/"]),
    ("clap", &["src/cli/", "src/main.rs"]),
    ("griffie_audit", &["src/cli/"]), // we may call the auditor, and only to show it
];

/// Runs of tokens that only some files may hold. Clippy's disallowed methods see through aliases, this sees through `expect`.
const RUNS: &[(&[&str], &[&str])] = &[
    (&["pb", "::"], &["src/grpc/", "src/cli/"]),
    (&["Utc", "::", "now"], CLOCK),
    (&["Local", "::", "now"], CLOCK),
    (&["SystemTime", "::", "now"], CLOCK),
];
const CLOCK: &[&str] = &["src/main.rs", "src/cli/clock_source.rs"];

/// Modules that do no I/O, read no clock, draw no randomness.
const PURE: &[&str] = &["chain", "law", "domain"];
const IMPURE_CRATES: &[&str] =
    &["getrandom", "parking_lot", "rand", "rustix", "tempfile", "tokio", "tracing"];
const IMPURE_STD: &[&str] = &["env", "fs", "net", "os", "process", "thread"];
const IMPURE_RUNS: &[&[&str]] = &[&["Instant", "::", "now"], &["SystemTime", "::", "now"]];

/// Words of one file under `src` that belong elsewhere.
pub fn violations(file: &Source) -> Vec<String> {
    let tokens = file.tokens();
    let at_home = |homes: &[&str]| homes.iter().any(|home| file.path.starts_with(home));
    let mut wrong = Vec::new();
    for (name, homes) in CRATES.iter().filter(|(_, homes)| !at_home(homes)) {
        for line in crate_lines(&tokens, name) {
            wrong.push(format!("{}:{line}: `{name}` belongs to {}", file.path, homes.join(", ")));
        }
    }
    for (run, homes) in RUNS.iter().filter(|(_, homes)| !at_home(homes)) {
        for line in run_lines(&tokens, run) {
            wrong.push(format!(
                "{}:{line}: `{}` belongs to {}",
                file.path,
                run.concat(),
                homes.join(", ")
            ));
        }
    }
    if PURE.contains(&file.module().as_str()) {
        wrong.extend(impurities(file, &tokens));
    }
    wrong
}

fn impurities(file: &Source, tokens: &[Token]) -> Vec<String> {
    let by_crate = IMPURE_CRATES.iter().flat_map(|name| {
        crate_lines(tokens, name).into_iter().map(|line| (line, (*name).to_owned()))
    });
    let by_run = IMPURE_RUNS
        .iter()
        .flat_map(|run| run_lines(tokens, run).into_iter().map(|line| (line, run.concat())));
    let by_std = std_modules(tokens)
        .into_iter()
        .filter(|head| IMPURE_STD.contains(&head.text.as_str()))
        .map(|head| (head.line, format!("std::{}", head.text)));
    by_crate
        .chain(by_run)
        .chain(by_std)
        .map(|(line, what)| {
            format!("{}:{line}: `{}` is pure and must not reach `{what}`", file.path, file.module())
        })
        .collect()
}

fn std_modules(tokens: &[Token]) -> Vec<Token> {
    let mut found = Vec::new();
    for (at, pair) in tokens.windows(3).enumerate() {
        match pair {
            [std, colons, head] if std.text == "std" && colons.text == "::" => {
                if head.text == "{" {
                    found.extend(group_heads(tokens, at + 2));
                } else {
                    found.push(head.clone());
                }
            }
            _ => {}
        }
    }
    found
}

/// Lines that name a crate: not a module of ours of that name (`self::sled`, `mod sled`), which is another thing.
fn crate_lines(tokens: &[Token], name: &str) -> Vec<usize> {
    let text = |at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).map_or("", |token| token.text.as_str())
    };
    let is_word = |text: &str| text.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let names_it = |at: usize| {
        let (before, earlier) = (text(at.checked_sub(1)), text(at.checked_sub(2)));
        let within_a_path = before == "::" && is_word(earlier) && earlier != "use";
        let taken_whole = matches!(before, "use" | "crate");
        !within_a_path && (taken_whole || text(Some(at + 1)) == "::")
    };
    let found = tokens.iter().enumerate().filter(|(at, token)| token.text == name && names_it(*at));
    found.map(|(_, token)| token.line).collect()
}

fn run_lines(tokens: &[Token], run: &[&str]) -> Vec<usize> {
    let matches =
        |window: &[Token]| window.iter().map(|token| token.text.as_str()).eq(run.iter().copied());
    let found = tokens.windows(run.len()).filter(|window| matches(window));
    found.filter_map(|window| window.first()).map(|token| token.line).collect()
}

#[cfg(test)]
mod tests {
    use super::violations;
    use crate::source::Source;

    #[track_caller]
    fn refuses(path: &str, text: &str, part: &str) {
        let wrong = violations(&Source::new(path, text));
        assert!(wrong.iter().any(|line| line.contains(part)), "{part:?} is not in {wrong:?}");
    }

    #[track_caller]
    fn accepts(path: &str, text: &str) {
        assert_eq!(violations(&Source::new(path, text)), Vec::<String>::new());
    }

    #[test]
    fn only_the_sled_store_names_sled() {
        refuses(
            "src/register/writer.rs",
            "\nfn f(db: &sled::Db) {}",
            "src/register/writer.rs:2: `sled` belongs to",
        );
        refuses("src/store/mod.rs", "use sled::Db;", "`sled` belongs to");
        refuses("src/store/mod.rs", "use {::sled::Db};", "`sled` belongs to");
        refuses("src/store/mod.rs", "use sled as disk;", "`sled` belongs to");
        refuses("src/store/mod.rs", "extern crate sled;", "`sled` belongs to");
        accepts("src/store/sled/open.rs", "use sled::Db;");
        accepts("src/store/mod.rs", "mod sled; pub use self::sled::SledStore;");
    }

    #[test]
    fn protobuf_never_leaves_grpc_and_its_client() {
        refuses("src/domain/dossier.rs", "fn f(m: pb::Dossier) {}", "`pb::` belongs to");
        refuses("src/register/mod.rs", "use crate::grpc::pb::Dossier;", "`pb::` belongs to");
        refuses("src/register/mod.rs", "impl From<E> for tonic::Status {}", "`tonic` belongs to");
        refuses("src/export/mod.rs", "use prost::Message;", "`prost` belongs to");
        accepts(
            "src/grpc/convert.rs",
            "use crate::grpc::pb; use tonic::Status; fn f(m: pb::Dossier) {}",
        );
        accepts("src/cli/dossier.rs", "use tonic::transport::Channel;");
    }

    #[test]
    fn the_clock_is_read_in_one_place() {
        refuses("src/register/writer.rs", "let now = chrono::Utc::now();", "`Utc::now` belongs to");
        refuses(
            "src/grpc/dossier.rs",
            "let now = SystemTime::now;",
            "`SystemTime::now` belongs to",
        );
        accepts("src/main.rs", "let now = Utc::now();");
        accepts("src/grpc/dossier.rs", "let now = clock.now();");
    }

    #[test]
    fn pure_modules_reach_nothing_of_the_world() {
        refuses(
            "src/chain/head.rs",
            "use std::fs::File;",
            "`chain` is pure and must not reach `std::fs`",
        );
        refuses("src/law/mod.rs", "use std::{fmt, net::{IpAddr}, fs};", "must not reach `std::fs`");
        refuses(
            "src/domain/dossier.rs",
            "getrandom::fill(&mut salt)",
            "must not reach `getrandom`",
        );
        refuses(
            "src/domain/dossier.rs",
            "let began = Instant::now();",
            "must not reach `Instant::now`",
        );
        accepts("src/chain/head.rs", "use std::{fmt, collections::BTreeMap};");
        accepts("src/vault/keys.rs", "use std::fs::File;");
    }
}
