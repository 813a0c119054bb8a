//! A part to take out, why it cannot be, and how one part lies to another.

/// A part to take out. It is pointed at, never quoted: what is to be destroyed must not be written down once more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Cut {
    /// Characters of a text.
    Text {
        /// Where the text stands in the body (RFC 6901).
        pointer: String,
        /// The first character that goes (Unicode scalar values, from 0).
        from: u32,
        /// The first one after it that stays.
        until: u32,
    },
    /// A member or list element of a FHIR resource.
    Element {
        /// Where the resource stands in the body, as a text (RFC 6901).
        pointer: String,
        /// What goes, within the resource (RFC 6901).
        element: String,
    },
}

/// Why a cut cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum CutError {
    /// The pointer leads nowhere, or not to a text.
    #[error("there is no such text")]
    NoSuchText,
    /// The text has fewer characters, or the span is empty.
    #[error("the text has no such characters")]
    NoSuchCharacters,
    /// The resource has no such element.
    #[error("the resource has no such element")]
    NoSuchElement,
    /// The same characters are named twice.
    #[error("two parts overlap")]
    Overlap,
}

impl Cut {
    pub(super) fn pointer(&self) -> &str {
        match self {
            Cut::Text { pointer, .. } | Cut::Element { pointer, .. } => pointer,
        }
    }

    /// Whether all that this takes is taken by the other as well.
    pub fn is_within(&self, wide: &Cut) -> bool {
        match (self, wide) {
            (
                Cut::Text { pointer, from, until },
                Cut::Text { pointer: other, from: first, until: last },
            ) => pointer == other && first <= from && until <= last,
            (
                Cut::Element { pointer, element },
                Cut::Element { pointer: other, element: outer },
            ) => pointer == other && is_under(element, outer),
            _ => false,
        }
    }

    /// Whether both take something in common. Of a text and an element in it that is not known, and assumed.
    pub fn overlaps(&self, other: &Cut) -> bool {
        match (self, other) {
            (
                Cut::Text { pointer, from, until },
                Cut::Text { pointer: beside, from: first, until: last },
            ) => pointer == beside && from < last && first < until,
            (Cut::Element { .. }, Cut::Element { .. }) => {
                self.is_within(other) || other.is_within(self)
            }
            _ => self.pointer() == other.pointer(),
        }
    }
}

/// Whether a pointer (RFC 6901) leads to a place or into it.
fn is_under(pointer: &str, place: &str) -> bool {
    pointer.strip_prefix(place).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
