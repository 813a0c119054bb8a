//! What a look at a ledger's files came to, a line each. Holds versions, kinds and counts; nothing of anybody.

/// What one thing means for this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It reads and writes it.
    Good,
    /// The next start does something about it by itself.
    NextStart,
    /// It keeps and shows it, and cannot say what it means.
    NotKnown,
    /// Only a newer release may write this.
    Unsupported,
    /// It is not as any release wrote it.
    Damaged,
}

impl Verdict {
    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Good => "good",
            Verdict::NextStart => "next start",
            Verdict::NotKnown => "not known",
            Verdict::Unsupported => "unsupported",
            Verdict::Damaged => "damaged",
        }
    }
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// What was looked at.
    pub what: String,
    /// What is there.
    pub there: String,
    /// What it means.
    pub verdict: Verdict,
    /// What there is to know or do about it.
    pub words: String,
}

impl Found {
    /// A line with nothing more to say.
    pub fn good(what: &str, there: impl Into<String>) -> Found {
        Found::new(what, there, Verdict::Good, "")
    }

    /// A line.
    pub fn new(
        what: &str,
        there: impl Into<String>,
        verdict: Verdict,
        words: impl Into<String>,
    ) -> Found {
        Found { what: what.to_owned(), there: there.into(), verdict, words: words.into() }
    }
}
