//! One thing said in both languages of the sheet. `Debug` never shows it: it holds what people wrote.

use std::fmt;

/// Dutch and English.
#[derive(Clone, PartialEq, Eq)]
pub struct Phrase {
    /// In Dutch.
    pub dutch: String,
    /// In English.
    pub english: String,
}

impl Phrase {
    /// This, and something after it.
    #[must_use]
    pub fn and(mut self, other: Phrase) -> Phrase {
        let Phrase { dutch, english } = other;
        self.dutch.push_str(&dutch);
        self.english.push_str(&english);
        self
    }

    /// Several, one after the other; nothing if there are none.
    pub fn list(phrases: impl Iterator<Item = Phrase>) -> Option<Phrase> {
        phrases.reduce(|all, next| all.and(same("; ")).and(next))
    }
}

impl fmt::Debug for Phrase {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Phrase(…)")
    }
}

/// Words of the sheet's own.
pub(super) fn both(dutch: &str, english: &str) -> Phrase {
    Phrase { dutch: dutch.to_owned(), english: english.to_owned() }
}

/// What is the same in every language: names, numbers, what people wrote.
pub(super) fn same(text: &str) -> Phrase {
    both(text, text)
}

/// That nothing is recorded.
pub(super) fn nothing() -> Phrase {
    both("niet vastgelegd", "not recorded")
}
