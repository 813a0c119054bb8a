//! Looking for a client by name and birth date, and for words in entries. Both work in memory
//! over what the caller may open; no index of words is ever written.

use std::fmt;

use chrono::NaiveDate;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::EntryView;
use crate::domain::dossier::identity::Identity;
use crate::domain::violation::Reason;

/// Whom one looks for: every word must begin a part of the name, in any order.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientQuery {
    words: Vec<String>,
    born_on: Option<NaiveDate>,
}

/// What one looks for in entries: every word must occur in the entry.
#[derive(Clone, PartialEq, Eq)]
pub struct SearchQuery {
    words: Vec<String>,
}

impl ClientQuery {
    /// Looks for a name, a birth date or both.
    pub fn new(name: &str, born_on: Option<NaiveDate>) -> Result<ClientQuery, Reason> {
        let words = words(name);
        if words.is_empty() && born_on.is_none() {
            return Err(Reason::Empty);
        }
        Ok(ClientQuery { words, born_on })
    }

    /// Whether this may be the client.
    pub fn matches(&self, identity: &Identity) -> bool {
        if self.born_on.is_some() && self.born_on != identity.born_on {
            return false;
        }
        let parts: Vec<String> = identity.names.parts().flat_map(words).collect();
        self.words.iter().all(|word| parts.iter().any(|part| part.starts_with(word)))
    }
}

impl SearchQuery {
    /// Looks for all of these words.
    pub fn new(text: &str) -> Result<SearchQuery, Reason> {
        let words = words(text);
        if words.is_empty() { Err(Reason::Empty) } else { Ok(SearchQuery { words }) }
    }

    /// Whether the entry, as it reads now, has them.
    pub fn matches(&self, view: &EntryView<'_>) -> bool {
        let texts: Vec<String> =
            view.entry.current().content.texts().iter().map(|text| fold(text)).collect();
        self.words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}

/// Text without case and diacritics: `Zoë` and `ZOE` are both `zoe`.
pub fn fold(text: &str) -> String {
    let bare = text.nfkd().filter(|char| !is_combining_mark(*char));
    bare.flat_map(char::to_lowercase).collect()
}

fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let parts = folded.split(|char: char| !char.is_alphanumeric());
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

// What one looks for is about a person as much as what one finds.
impl fmt::Debug for ClientQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ClientQuery(…)")
    }
}

impl fmt::Debug for SearchQuery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SearchQuery(…)")
    }
}
