//! Splits Rust source into words and marks, without comments and literals, so that no rule trips over prose.

/// A word (identifier, keyword, number) or a mark (`::` or one character), with the line it stands on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub line: usize,
}

/// The tokens of a source text. Comments, strings, characters and lifetimes are left out.
pub fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut rest, mut line) = (source, 1);
    while let Some(first) = rest.chars().next() {
        let (length, text) = if let Some(length) = silent_length(rest) {
            (length, None)
        } else if is_word(first) {
            let raw = if rest.starts_with("r#") { 2 } else { 0 };
            let word: String = rest.chars().skip(raw).take_while(|c| is_word(*c)).collect();
            (raw + word.len(), Some(word))
        } else if rest.starts_with("::") {
            (2, Some("::".to_owned()))
        } else {
            (first.len_utf8(), Some(first.to_string()))
        };
        found.extend(text.map(|text| Token { text, line }));
        let (taken, left) = rest.split_at(length);
        line += taken.matches('\n').count();
        rest = left;
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many bytes at the start of `rest` carry no token: white space, a comment, a literal, a lifetime.
fn silent_length(rest: &str) -> Option<usize> {
    let spaces = rest.len() - rest.trim_start().len();
    if spaces > 0 {
        return Some(spaces);
    }
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment_length(rest));
    }
    if rest.starts_with('\'') {
        return Some(quote_length(rest));
    }
    string_length(rest)
}

fn block_comment_length(rest: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(left) = rest.get(at..).filter(|left| !left.is_empty()) {
        if left.starts_with("/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if left.starts_with("*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += left.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// A character literal, or a lifetime.
fn quote_length(rest: &str) -> usize {
    let mut characters = rest.chars().skip(1);
    match (characters.next(), characters.next()) {
        (Some('\\'), Some(escaped)) => {
            let escape = 2 + escaped.len_utf8();
            let close = rest.get(escape..).and_then(|left| left.find('\''));
            close.map_or(rest.len(), |close| escape + close + 1)
        }
        (Some(literal), Some('\'')) => 2 + literal.len_utf8(),
        _ => {
            1 + rest.chars().skip(1).take_while(|c| is_word(*c)).map(char::len_utf8).sum::<usize>()
        }
    }
}

fn string_length(rest: &str) -> Option<usize> {
    for prefix in ["br", "cr", "r"] {
        let Some(after) = rest.strip_prefix(prefix) else { continue };
        let hashes: String = after.chars().take_while(|c| *c == '#').collect();
        let Some(body) = after.get(hashes.len()..).and_then(|left| left.strip_prefix('"')) else {
            continue;
        };
        let close = format!("\"{hashes}");
        let before = rest.len() - body.len();
        return Some(body.find(&close).map_or(rest.len(), |at| before + at + close.len()));
    }
    for prefix in ["b\"", "c\"", "\""] {
        let Some(body) = rest.strip_prefix(prefix) else { continue };
        let mut escaped = false;
        for (at, c) in body.char_indices() {
            match c {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '"' => return Some(prefix.len() + at + 1),
                _ => {}
            }
        }
        return Some(rest.len());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::tokens;

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let found: Vec<String> = tokens(source).into_iter().map(|token| token.text).collect();
        assert_eq!(found.join(" "), expected);
    }

    #[test]
    fn comments_are_silent_even_nested_ones() {
        check("a // b\nc /* d /* e */ f */ g", "a c g");
    }

    #[test]
    fn strings_are_silent_in_every_spelling() {
        check(r###"a "b \" c" r"d\" r#"e " f"# b"g" br##"h"# i"## j"###, "a j");
    }

    #[test]
    fn characters_and_lifetimes_are_silent() {
        check(r"a 'b' '\'' '\u{e9}' &'static c <'a>", "a & c < >");
    }

    #[test]
    fn paths_keep_their_marks_and_raw_words_lose_theirs() {
        check("crate::r#type::{a, b}", "crate :: type :: { a , b }");
    }

    #[test]
    fn lines_are_counted_through_what_is_silent() {
        let found = tokens("/* one\ntwo */ \"three\nfour\"\nfive");
        assert_eq!(found.first().map(|token| token.line), Some(4));
    }
}
