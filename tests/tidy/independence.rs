//! The auditor depends on nothing of griffie: not in its manifest, not in its code.

use crate::source::Source;

/// Dependencies by which the auditor would come to rest on what it checks.
pub fn manifest_violations(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
    let mut wrong = Vec::new();
    collect(&manifest, &mut wrong);
    wrong
}

/// Looks at every table of dependencies, those of targets too.
fn collect(table: &toml::Table, wrong: &mut Vec<String>) {
    for (name, value) in table {
        let Some(inner) = value.as_table() else { continue };
        if name.ends_with("dependencies") {
            let bad = inner.iter().filter(|(name, wanted)| leads_home(name, wanted));
            wrong.extend(bad.map(|(name, _)| format!("the auditor must not depend on `{name}`")));
        } else {
            collect(inner, wrong);
        }
    }
}

fn leads_home(name: &str, wanted: &toml::Value) -> bool {
    let package = wanted.get("package").and_then(toml::Value::as_str).unwrap_or(name);
    package.starts_with("griffie") || wanted.get("path").is_some()
}

/// Paths of griffie in the auditor's code.
pub fn code_violations(file: &Source) -> Vec<String> {
    let tokens = file.tokens();
    let pairs = tokens
        .windows(2)
        .filter(|pair| pair.iter().map(|token| token.text.as_str()).eq(["griffie", "::"]));
    pairs
        .filter_map(|pair| pair.first())
        .map(|token| format!("{}:{}: the auditor names griffie", file.path, token.line))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{code_violations, manifest_violations};
    use crate::source::Source;

    #[test]
    fn every_way_to_depend_on_griffie_is_refused() {
        for manifest in [
            "[dependencies]\ngriffie = { path = \"../..\" }",
            "[dev-dependencies]\ngriffie = \"0.1\"",
            "[dependencies.chain]\npackage = \"griffie\"\nversion = \"0.1\"",
            "[build-dependencies]\nchain = { path = \"../../src/chain\" }",
            "[target.'cfg(unix)'.dependencies]\ngriffie = \"0.1\"",
        ] {
            assert_eq!(manifest_violations(manifest).len(), 1, "{manifest}");
        }
    }

    #[test]
    fn its_own_name_and_other_crates_pass() {
        let manifest = "[package]\nname = \"griffie-audit\"\n[dependencies]\nblake3 = \"1\"";
        assert!(manifest_violations(manifest).is_empty());
        assert!(code_violations(&Source::new("a.rs", "use griffie_audit::audit;")).is_empty());
    }

    #[test]
    fn a_path_of_griffie_in_its_code_is_refused() {
        assert_eq!(code_violations(&Source::new("a.rs", "use griffie::chain;")).len(), 1);
    }
}
