//! The shape of single files: how long, how they begin, how they are called, whether they are finished.

use crate::source::Source;

/// No file under `src` is longer.
pub const LINES_MAX: usize = 400;

/// Names that say nothing of what lies inside; files are cut by noun, never by kind.
const FORBIDDEN_NAMES: &[&str] = &[
    "common",
    "constants",
    "error",
    "errors",
    "helper",
    "helpers",
    "manager",
    "managers",
    "misc",
    "models",
    "traits",
    "types",
    "util",
    "utils",
];

/// Runs of tokens that mean: not done, switched off, silenced.
const UNFINISHED: &[&[&str]] = &[
    &["todo", "!"],
    &["unimplemented", "!"],
    &["dbg", "!"],
    &["#", "[", "ignore"],
    &["allow", "(", "unused"],
];

/// The same in programs; benches, examples and tests share their support by path, and each uses a part of it.
const UNFINISHED_IN_PROGRAMS: &[&[&str]] = &[&["allow", "(", "dead_code"], &["#", "[", "path"]];

pub fn too_long(file: &Source) -> Option<String> {
    let lines = file.text.lines().count();
    (lines > LINES_MAX)
        .then(|| format!("{}: {lines} lines, at most {LINES_MAX}: split it by noun", file.path))
}

pub fn unintroduced(file: &Source) -> Option<String> {
    let introduced = file.text.starts_with("//! ");
    (!introduced).then(|| {
        format!("{}: does not start with `//!`: what it owns, what it must not know", file.path)
    })
}

pub fn badly_named(file: &Source) -> Vec<String> {
    let tokens = file.tokens();
    let by_path = file.path.split(['/', '.']).map(str::to_owned);
    let by_module = tokens.windows(2).filter_map(|pair| match pair {
        [keyword, name] if keyword.text == "mod" => Some(name.text.clone()),
        _ => None,
    });
    let names = by_path.chain(by_module).filter(|name| FORBIDDEN_NAMES.contains(&name.as_str()));
    names.map(|name| format!("{}: `{name}` says nothing: name the noun", file.path)).collect()
}

pub fn unfinished(file: &Source) -> Vec<String> {
    let tokens = file.tokens();
    let mut wrong = Vec::new();
    let shares = ["benches", "examples", "tests"];
    let is_program = !file.path.split('/').any(|folder| shares.contains(&folder));
    let in_programs = UNFINISHED_IN_PROGRAMS.iter().filter(|_| is_program);
    for run in UNFINISHED.iter().chain(in_programs) {
        for window in tokens.windows(run.len()) {
            let same = window.iter().map(|token| token.text.as_str()).eq(run.iter().copied());
            if let Some(first) = window.first().filter(|_| same) {
                wrong.push(format!("{}:{}: `{}`", file.path, first.line, run.concat()));
            }
        }
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::{LINES_MAX, badly_named, too_long, unfinished, unintroduced};
    use crate::source::Source;

    #[test]
    fn a_file_of_the_longest_length_passes_and_one_line_more_does_not() {
        assert_eq!(too_long(&Source::new("src/a.rs", &"x\n".repeat(LINES_MAX))), None);
        assert!(too_long(&Source::new("src/a.rs", &"x\n".repeat(LINES_MAX + 1))).is_some());
    }

    #[test]
    fn a_file_begins_with_what_it_owns() {
        assert_eq!(unintroduced(&Source::new("src/a.rs", "//! Owns a.\n")), None);
        assert!(unintroduced(&Source::new("src/a.rs", "use b;\n//! Owns a.\n")).is_some());
        assert!(unintroduced(&Source::new("src/a.rs", "//!\n")).is_some());
    }

    #[test]
    fn a_name_that_says_nothing_is_refused_as_file_folder_and_module() {
        assert_eq!(badly_named(&Source::new("src/utils.rs", "")).len(), 1);
        assert_eq!(badly_named(&Source::new("src/helpers/mod.rs", "")).len(), 1);
        assert_eq!(badly_named(&Source::new("src/a.rs", "mod manager { }")).len(), 1);
        assert!(badly_named(&Source::new("src/a.rs", "let common = utils;")).is_empty());
    }

    #[test]
    fn what_is_not_done_or_switched_off_is_refused() {
        for text in [
            format!("fn f() {{ {}!() }}", "todo"),
            format!("#[{}]\nfn f() {{}}", "ignore"),
            format!("#[{} = \"slow\"]\nfn f() {{}}", "ignore"),
            format!("#![{}({})]", "allow", "dead_code"),
        ] {
            assert_eq!(unfinished(&Source::new("src/a.rs", &text)).len(), 1, "{text}");
        }
        assert!(
            unfinished(&Source::new("src/a.rs", "// todo!\nlet ignore = \"todo!()\";")).is_empty()
        );
    }
}
