//! The files the rules look at. Knows where code lies, not what is allowed in it.

use std::fs;
use std::path::Path;

use crate::token::{Token, tokens};

/// One file of the repository.
pub struct Source {
    /// Path below the repository, with `/`.
    pub path: String,
    pub text: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn tokens(&self) -> Vec<Token> {
        tokens(&self.text)
    }

    /// The names from the crate's root to this file's module: `src/grpc/status.rs` is `grpc`, `status`.
    pub fn module_path(&self) -> Vec<String> {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let stem = below.strip_suffix(".rs").unwrap_or(below);
        let mut names: Vec<String> = stem.split('/').map(str::to_owned).collect();
        if names.last().is_some_and(|last| last == "mod") {
            names.pop();
        }
        names
    }

    /// The module at the top level this file belongs to.
    pub fn module(&self) -> String {
        self.module_path().into_iter().next().unwrap_or_default()
    }
}

/// Every Rust file below the folders, which are named from the repository's root. A missing folder holds none.
pub fn sources(folders: &[&str]) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in folders {
        gather(root, &root.join(folder), &mut found);
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("a folder of the repository is readable").path();
        if path.is_dir() {
            gather(root, &path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let below =
                path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            let text = fs::read_to_string(&path).expect("a source file is UTF-8");
            found.push(Source { path: below, text });
        }
    }
}

/// The words at the first level of a `{ … }` group that opens at `tokens[open]`: of `{a::b, c}`, `a` and `c`.
pub fn group_heads(tokens: &[Token], open: usize) -> Vec<Token> {
    let (mut depth, mut heads, mut at_start) = (0_usize, Vec::new(), false);
    for token in tokens.iter().skip(open) {
        match token.text.as_str() {
            "{" => (depth, at_start) = (depth + 1, depth == 0),
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            "," => at_start = depth == 1,
            _ if at_start => {
                heads.push(token.clone());
                at_start = false;
            }
            _ => {}
        }
    }
    heads
}
