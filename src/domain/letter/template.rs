//! Templates: running text with named placeholders and three marks (heading, part, item), parsed once. Knows no values.

use super::kind::LetterKind;
use super::placeholder::{self, Placeholder};
use crate::domain::text::Text;
use crate::domain::violation::{FieldPath, Reason, Violations};

/// A template that holds only placeholders its letter has.
#[derive(Debug)]
pub struct Template {
    pub(super) blocks: Vec<Block>,
}

/// What stands apart from what is around it.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) form: Form,
    pub(super) lines: Vec<Vec<Piece>>,
}

/// How a block is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A line that begins with `# `: what the letter is about.
    Heading,
    /// A line that begins with `## `: what a part of it is about.
    Part,
    /// A line that begins with `- `.
    Item,
    /// Lines up to the next empty one.
    Paragraph,
}

/// A piece of a line.
pub(super) enum Piece {
    Words(String),
    Placeholder(&'static Placeholder),
}

/// The practice's own words are no secret, but whatever is printed by accident should be short.
impl std::fmt::Debug for Piece {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Piece::Words(_) => formatter.write_str("…"),
            Piece::Placeholder(placeholder) => formatter.write_str(placeholder.name),
        }
    }
}

impl Template {
    /// Parses a template for a letter. Refused with all that is wrong: placeholders the letter does not have, each by its name
    /// (`text.complainnant`), and braces without their counterpart, by line (`text.lines[3]`).
    pub fn parse(kind: LetterKind, text: &Text, at: &FieldPath) -> Result<Template, Violations> {
        let mut violations = Violations::default();
        let mut blocks: Vec<Block> = Vec::new();
        let mut open = false;
        for (number, line) in text.as_str().lines().enumerate() {
            let line = line.trim();
            if line.is_empty() {
                open = false;
                continue;
            }
            let (form, words) = form_of(line);
            let Some(pieces) = pieces(kind, words, at, &mut violations) else {
                violations.add(at.join("lines").index(number), Reason::BracesUnbalanced);
                continue;
            };
            match blocks.last_mut() {
                Some(block) if open && form == Form::Paragraph => block.lines.push(pieces),
                _ => blocks.push(Block { form, lines: vec![pieces] }),
            }
            open = form == Form::Paragraph;
        }
        if violations.is_empty() { Ok(Template { blocks }) } else { Err(violations) }
    }

    /// The placeholders in it, each as often as it stands there.
    pub fn placeholders(&self) -> impl Iterator<Item = &'static Placeholder> {
        let pieces = self.blocks.iter().flat_map(|block| block.lines.iter().flatten());
        pieces.filter_map(|piece| match piece {
            Piece::Placeholder(placeholder) => Some(*placeholder),
            Piece::Words(_) => None,
        })
    }
}

fn form_of(line: &str) -> (Form, &str) {
    for (mark, form) in [("# ", Form::Heading), ("## ", Form::Part), ("- ", Form::Item)] {
        if let Some(words) = line.strip_prefix(mark) {
            return (form, words.trim_start());
        }
    }
    (Form::Paragraph, line)
}

/// The pieces of a line; nothing if its braces do not match. Braces have no other use: a lone one is a slip of the hand.
fn pieces(
    kind: LetterKind,
    line: &str,
    at: &FieldPath,
    violations: &mut Violations,
) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut rest = line;
    while let Some((words, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}")?;
        if [words, name].iter().any(|part| part.contains(['{', '}'])) {
            return None;
        }
        if !words.is_empty() {
            pieces.push(Piece::Words(words.to_owned()));
        }
        let name = name.trim();
        match placeholder::named(kind, name) {
            Some(placeholder) => pieces.push(Piece::Placeholder(placeholder)),
            None if placeholder::is_name(name) => {
                violations.add(at.join(name), Reason::UnknownPlaceholder);
            }
            None => violations.add(at.clone(), Reason::UnknownPlaceholder),
        }
        rest = after;
    }
    if rest.contains(['{', '}']) {
        return None;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    Some(pieces)
}
