//! The page around a copy: it carries its libraries in itself, and a policy that lets nothing else run and nothing be fetched.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use crate::export::certificate::Language;

const NOBLE: &str = include_str!("noble.js");
const WORDS: &str = include_str!("words.js");
const PAGE: &str = include_str!("page.js");
const STYLE: &str = include_str!("page.css");

/// The page; `json` is the copy with every `<` escaped.
pub(super) fn page(language: Language, json: &str) -> String {
    let (title, told, waiting) = match language {
        Language::Dutch => (
            "Afschrift van uw dossier",
            "Dit bestand toont alleen wat het zelf heeft gecontroleerd. Het werkt zonder internet. Bewaar het: u kunt het later opnieuw laten controleren.",
            "Niet geverifieerd: deze pagina heeft JavaScript nodig om zichzelf te controleren.",
        ),
        Language::English => (
            "Copy of your dossier",
            "This file shows only what it verified itself. It works without internet. Keep it: it can be verified again later.",
            "Not verified: this page needs JavaScript to verify itself.",
        ),
    };
    let scripts = [NOBLE, WORDS, PAGE];
    let allowed: Vec<String> = scripts.iter().map(|script| allowed(script)).collect();
    let mut page = String::with_capacity(json.len() + 80_000);
    // Writing to a String cannot fail.
    let _ = write!(
        page,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; style-src {}; base-uri 'none'; form-action 'none'\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<header><h1>{title}</h1>\n<p>{told}</p>\n<p id=\"verdict\" role=\"status\">{waiting}</p></header>\n<main id=\"content\"></main>\n<script type=\"application/json\" id=\"copy\">{json}</script>\n",
        language.code(),
        allowed.join(" "),
        self::allowed(STYLE),
    );
    for script in scripts {
        let _ = writeln!(page, "<script>{script}</script>");
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// A source of the policy: just these bytes.
fn allowed(bytes: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(bytes.as_bytes())))
}
