//! The templates griffie brings along, one a letter and language; a practice may set its own in their place. Plain words (B1).

use super::kind::{Language, LetterKind};

macro_rules! texts {
    ($kind:ident, $language:ident, $($case:ident = $file:literal),* $(,)?) => {
        match ($kind, $language) {
            $(
                (LetterKind::$case, Language::Dutch) => {
                    include_str!(concat!("built_in/", $file, ".nl.txt"))
                }
                (LetterKind::$case, Language::English) => {
                    include_str!(concat!("built_in/", $file, ".en.txt"))
                }
            )*
        }
    };
}

/// The text of a built-in template.
pub fn text(kind: LetterKind, language: Language) -> &'static str {
    texts!(
        kind,
        language,
        ComplaintReceipt = "complaint_receipt",
        ComplaintExtension = "complaint_extension",
        ComplaintFurtherExtension = "complaint_further_extension",
        ComplaintJudgement = "complaint_judgement",
        BreachNotice = "breach_notice",
        IncidentNotice = "incident_notice",
    )
}
