//! Which module may use which, and the walk over the tokens that finds what each one uses.

use crate::source::{Source, group_heads};
use crate::token::Token;

/// The layers, lowest first; a module may use only what stands above its own row, and of that only what its row names.
///
/// `cli, monitoring, grpc → export, backup → register → projection, store, vault, access → domain → law`; `chain` and `law` know nothing.
pub const MAY_USE: &[(&str, &[&str])] = &[
    ("chain", &[]),
    ("law", &[]),
    ("domain", &["chain", "law"]),
    ("access", &["chain", "domain", "law"]),
    ("vault", &["chain"]),
    ("store", &["chain"]),
    ("private_file", &[]),
    ("tls", &["private_file"]),
    ("projection", &["chain", "domain", "law"]),
    ("replay", &["chain", "domain", "law", "projection"]),
    ("register", &["access", "chain", "domain", "law", "projection", "store", "vault"]),
    ("backup", &["chain", "register", "store", "vault"]),
    ("export", &["access", "chain", "domain", "law", "projection", "register", "store", "vault"]),
    (
        "grpc",
        &[
            "access",
            "backup",
            "chain",
            "domain",
            "export",
            "law",
            "private_file",
            "projection",
            "register",
            "replay",
            "vault",
        ],
    ),
    ("monitoring", &["grpc", "register", "vault"]),
    (
        "cli",
        &[
            "access",
            "backup",
            "chain",
            "domain",
            "export",
            "grpc",
            "law",
            "monitoring",
            "private_file",
            "projection",
            "register",
            "store",
            "tls",
            "vault",
        ],
    ),
    ("main", &["cli"]),
];

/// What is wrong with the uses of one file under `src`.
pub fn violations(file: &Source, table: &[(&str, &[&str])]) -> Vec<String> {
    if file.path == "src/lib.rs" {
        return map_violations(file, table);
    }
    let module = file.module();
    let Some((_, allowed)) = table.iter().find(|(name, _)| *name == module) else {
        return vec![format!("{}: module `{module}` is not in the table of modules", file.path)];
    };
    let mut wrong = Vec::new();
    for head in uses(file) {
        let used = head.text.as_str();
        let reason = if used == module || allowed.contains(&used) {
            continue;
        } else if table.iter().any(|(name, _)| *name == used) {
            format!("`{module}` must not use `{used}`")
        } else {
            format!(
                "`{used}` is no module of the table: name the module itself, not the crate's root"
            )
        };
        wrong.push(format!("{}:{}: {reason}", file.path, head.line));
    }
    wrong
}

/// `lib.rs` is the list of modules and nothing else.
fn map_violations(file: &Source, table: &[(&str, &[&str])]) -> Vec<String> {
    let tokens = file.tokens();
    let mut wrong = Vec::new();
    for statement in tokens.chunks(4) {
        let words: Vec<&str> = statement.iter().map(|token| token.text.as_str()).collect();
        let reason = match words.as_slice() {
            ["pub", "mod", name, ";"] if table.iter().any(|(known, _)| known == name) => continue,
            ["pub", "mod", name, ";"] => format!("module `{name}` is not in the table of modules"),
            _ => "holds more than `pub mod` lines".to_owned(),
        };
        wrong.push(format!("{}:{}: {reason}", file.path, statement.first().map_or(0, |t| t.line)));
    }
    wrong
}

/// The first word after the crate's root, wherever the file names one: by `crate::`, by climbing with `super::`,
/// in the binary by `griffie::`.
fn uses(file: &Source) -> Vec<Token> {
    let tokens = file.tokens();
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let before = |at: usize, back: usize| at.checked_sub(back).map_or("", text);
    let depth = file.module_path().len();
    let (mut braces, mut inline) = (0_usize, Vec::new());
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => {
                braces += 1;
                if before(at, 2) == "mod" {
                    inline.push(braces);
                }
            }
            "}" => {
                inline.pop_if(|opened| *opened == braces);
                braces = braces.saturating_sub(1);
            }
            "crate" if before(at, 1) == "(" && before(at, 2) == "pub" => {} // pub(crate)
            "crate" if text(at + 1) == "=" => {} // an argument of an attribute
            "crate" => found.extend(heads_after(&tokens, at)),
            "griffie" if file.path == "src/main.rs" && before(at, 1) != "::" => {
                found.extend(heads_after(&tokens, at));
            }
            "super" if before(at, 2) != "super" => {
                let climbs =
                    1 + (1..tokens.len()).take_while(|step| text(at + 2 * step) == "super").count();
                if climbs >= depth + inline.len() {
                    found.extend(heads_after(&tokens, at + 2 * (climbs - 1)));
                }
            }
            _ => {}
        }
    }
    found
}

/// What follows the root named at `tokens[at]`; the root itself when it is taken whole.
fn heads_after(tokens: &[Token], at: usize) -> Vec<Token> {
    let is = |at: usize, text: &str| tokens.get(at).is_some_and(|token| token.text == text);
    if !is(at + 1, "::") {
        tokens.get(at).cloned().into_iter().collect()
    } else if is(at + 2, "{") {
        group_heads(tokens, at + 2)
    } else {
        tokens.get(at + 2).cloned().into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAY_USE, violations};
    use crate::source::Source;

    /// Made up, so that the rules stay proven when the real table changes.
    const TABLE: &[(&str, &[&str])] = &[
        ("chain", &[]),
        ("law", &[]),
        ("domain", &["chain", "law"]),
        ("vault", &["chain"]),
        ("store", &["chain"]),
        ("register", &["chain", "domain", "store", "vault"]),
        ("grpc", &["domain", "register"]),
        ("cli", &["grpc", "register"]),
        ("main", &["cli"]),
    ];

    #[track_caller]
    fn refuses(path: &str, text: &str, part: &str) {
        let wrong = violations(&Source::new(path, text), TABLE);
        assert!(wrong.iter().any(|line| line.contains(part)), "{part:?} is not in {wrong:?}");
    }

    #[track_caller]
    fn accepts(path: &str, text: &str) {
        assert_eq!(violations(&Source::new(path, text), TABLE), Vec::<String>::new());
    }

    #[test]
    fn a_module_that_is_not_in_the_table_is_refused() {
        refuses("src/scheduling/mod.rs", "", "not in the table");
        refuses("src/lib.rs", "pub mod scheduling;", "not in the table");
    }

    #[test]
    fn the_list_of_modules_holds_nothing_else() {
        refuses("src/lib.rs", "pub mod chain; pub fn shortcut() {}", "more than `pub mod` lines");
        accepts("src/lib.rs", "//! The map.\npub mod chain;\npub mod law;\n");
    }

    #[test]
    fn a_use_against_the_direction_is_refused_with_its_line() {
        refuses(
            "src/law/rule.rs",
            "\nuse crate::domain::Dossier;",
            "src/law/rule.rs:2: `law` must not use `domain`",
        );
        refuses("src/grpc/dossier.rs", "use crate::store::Store;", "`grpc` must not use `store`");
        accepts("src/grpc/dossier.rs", "use crate::register::Register;");
    }

    #[test]
    fn a_path_in_the_middle_of_code_counts_like_a_use() {
        refuses(
            "src/chain/head.rs",
            "fn f() { crate::vault::open() }",
            "`chain` must not use `vault`",
        );
        refuses(
            "src/chain/head.rs",
            "macro_rules! m { () => { $crate::vault::open() } }",
            "must not use `vault`",
        );
    }

    #[test]
    fn every_head_of_a_group_counts() {
        refuses(
            "src/store/mod.rs",
            "use crate::{chain::{Head, Kind}, vault::Vault};",
            "must not use `vault`",
        );
        accepts("src/store/mod.rs", "use crate::{chain::{Head, vault}, store::Batch};");
    }

    #[test]
    fn climbing_out_by_super_counts() {
        refuses("src/law/rule/id.rs", "use super::super::super::grpc::pb;", "must not use `grpc`");
        refuses("src/law/mod.rs", "use super::grpc;", "must not use `grpc`");
        refuses("src/law/mod.rs", "mod tests { use super::super::grpc; }", "must not use `grpc`");
        accepts("src/law/mod.rs", "mod tests { use super::grpc; } fn f() { self::tests::g() }");
        accepts("src/law/rule/id.rs", "use super::super::grpc;");
    }

    #[test]
    fn taking_the_root_whole_is_refused() {
        refuses("src/law/mod.rs", "use crate as everything;", "name the module itself");
        refuses("src/law/mod.rs", "use crate::*;", "name the module itself");
        refuses("src/law/mod.rs", "use crate::{self as everything};", "name the module itself");
        accepts("src/law/mod.rs", "pub(crate) fn f() {}");
    }

    #[test]
    fn the_binary_sees_the_commands_alone() {
        refuses(
            "src/main.rs",
            "fn main() { griffie::store::open() }",
            "`main` must not use `store`",
        );
        accepts("src/main.rs", "use griffie::cli; fn main() { cli::run() }");
    }

    #[test]
    fn comments_and_texts_are_no_uses() {
        accepts("src/law/mod.rs", "// crate::vault\nconst S: &str = \"crate::vault\";");
    }

    #[test]
    fn the_table_itself_points_one_way() {
        for (row, (name, allowed)) in MAY_USE.iter().enumerate() {
            for used in *allowed {
                let lower = MAY_USE.iter().take(row).any(|(below, _)| below == used);
                assert!(
                    lower,
                    "`{name}` may use `{used}`, which does not stand above it in the table"
                );
            }
        }
    }
}
