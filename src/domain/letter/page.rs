//! A letter as one page of HTML: whole in itself, nothing from the network, made to be printed. Everything that is not the page's
//! own is escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::kind::Language;
use super::template::{Block, Form, Piece, Template};

const STYLE: &str = "@page{size:A4;margin:25mm 20mm}\
body{font:11pt/1.5 Georgia,serif;color:#000;background:#fff;max-width:17cm;margin:2rem auto;\
padding:0 1rem;overflow-wrap:break-word}\
h1{font-size:13pt;margin:1.5em 0 1em}h2{font-size:11pt;margin:1.3em 0 .3em}\
h1,h2{break-after:avoid}p{margin:0 0 1em}p,li{orphans:2;widows:2}ul{margin:0 0 1em;padding-left:1.2em}\
@media print{body{max-width:none;margin:0;padding:0}}";

/// The page of a template filled with values, each already in the letter's language.
pub(super) fn page(
    template: &Template,
    values: &BTreeMap<&'static str, String>,
    language: Language,
) -> String {
    let heading = template.blocks.iter().find(|block| block.form == Form::Heading);
    let title = heading.map_or_else(String::new, |block| lines(block, values, " "));
    let tag = language.tag();
    let mut page = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
    );
    let mut in_list = false;
    for block in &template.blocks {
        let item = block.form == Form::Item;
        if item != in_list {
            page.push_str(if item { "<ul>\n" } else { "</ul>\n" });
            in_list = item;
        }
        let element = match block.form {
            Form::Heading => "h1",
            Form::Part => "h2",
            Form::Item => "li",
            Form::Paragraph => "p",
        };
        let words = lines(block, values, "<br>\n");
        // Writing to a String cannot fail.
        let _ = writeln!(page, "<{element}>{words}</{element}>");
    }
    page.push_str(if in_list { "</ul>\n</body>\n</html>\n" } else { "</body>\n</html>\n" });
    page
}

/// The lines of a block, escaped, with `between` after each but the last; line breaks within values too.
fn lines(block: &Block, values: &BTreeMap<&'static str, String>, between: &str) -> String {
    let line = |pieces: &Vec<Piece>| {
        let words = pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            // A missing value was refused before anything is written.
            Piece::Placeholder(placeholder) => {
                values.get(placeholder.name).map(String::as_str).unwrap_or_default()
            }
        });
        let words: String = words.collect();
        words.lines().map(escaped).collect::<Vec<_>>().join(between)
    };
    block.lines.iter().map(line).collect::<Vec<_>>().join(between)
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for char in text.chars() {
        match char {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
