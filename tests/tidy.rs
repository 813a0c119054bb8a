//! The architecture as a test: who may use whom, which words belong where, how files look.
//!
//! Each rule is a function over one file's text; its own tests show on made-up text that it can fail.

#[path = "tidy/dependency.rs"]
mod dependency;
#[path = "tidy/independence.rs"]
mod independence;
#[path = "tidy/ownership.rs"]
mod ownership;
#[path = "tidy/shape.rs"]
mod shape;
#[path = "tidy/source.rs"]
mod source;
#[path = "tidy/token.rs"]
mod token;

use source::{Source, sources};

const PRODUCT: &[&str] = &["src", "tools/auditor/src", "tools/load/src"];
const EVERYTHING: &[&str] = &["src", "tools", "tests", "benches", "proto"];

#[track_caller]
fn holds<I: IntoIterator<Item = String>>(folders: &[&str], rule: impl Fn(&Source) -> I) {
    let files = sources(folders);
    assert!(!files.is_empty(), "no file to look at in {folders:?}");
    let wrong: Vec<String> = files.iter().flat_map(rule).collect();
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn dependencies_point_one_way() {
    holds(&["src"], |file| dependency::violations(file, dependency::MAY_USE));
}

#[test]
fn every_module_of_the_table_is_there() {
    let files = sources(&["src"]);
    for (module, _) in dependency::MAY_USE {
        assert!(
            files.iter().any(|file| file.module() == *module),
            "`{module}` is in the table and not in src"
        );
    }
}

#[test]
fn owned_words_stay_at_home() {
    holds(&["src"], ownership::violations);
}

#[test]
fn the_auditor_depends_on_nothing_of_griffie() {
    let manifest = include_str!("../tools/auditor/Cargo.toml");
    assert_eq!(independence::manifest_violations(manifest), Vec::<String>::new());
    holds(&["tools/auditor"], independence::code_violations);
}

#[test]
fn no_file_is_too_long() {
    holds(PRODUCT, shape::too_long);
}

#[test]
fn every_file_says_what_it_owns() {
    holds(EVERYTHING, shape::unintroduced);
}

#[test]
fn every_name_says_what_lies_inside() {
    holds(EVERYTHING, shape::badly_named);
}

#[test]
fn nothing_is_unfinished_or_switched_off() {
    holds(&["src", "tools", "tests/tidy", "benches", "proto"], shape::unfinished);
}
