//! Random 16-byte identifiers and their text form (32 lowercase hexadecimal digits).
//! They come in with a command; nothing here makes one up.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::violation::Reason;

macro_rules! identifier {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name([u8; 16]);

        impl $name {
            /// The identifier with these bytes; all zeros means "none" in a header and is refused.
            pub fn from_bytes(bytes: [u8; 16]) -> Result<Self, Reason> {
                if bytes == [0; 16] { Err(Reason::NotAnIdentifier) } else { Ok(Self(bytes)) }
            }

            /// The bytes as they stand in a record's header.
            pub fn to_bytes(self) -> [u8; 16] {
                self.0
            }
        }

        impl TryFrom<&str> for $name {
            type Error = Reason;

            fn try_from(text: &str) -> Result<Self, Reason> {
                // One spelling only: an id that can be written in two ways is two ids to a reader.
                if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    return Err(Reason::NotAnIdentifier);
                }
                let mut bytes = [0; 16];
                hex::decode_to_slice(text, &mut bytes).map_err(|_| Reason::NotAnIdentifier)?;
                Self::from_bytes(bytes)
            }
        }

        impl TryFrom<String> for $name {
            type Error = Reason;

            fn try_from(text: String) -> Result<Self, Reason> {
                Self::try_from(text.as_str())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                hex::encode(id.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), hex::encode(self.0))
            }
        }
    };
}

identifier! {
    /// A dossier; also the id of its stream.
    DossierId
}
identifier! {
    /// An entry (aantekening) within a dossier.
    EntryId
}
identifier! {
    /// An attachment (bijlage) within a dossier.
    AttachmentId
}
identifier! {
    /// A letter (brief) of a case.
    LetterId
}
identifier! {
    /// Someone who acts: the pseudonym that stands in record headers. A client or representative
    /// has a fresh one per dossier.
    ActorId
}
identifier! {
    /// A measure (maatregel); also the id of its stream.
    MeasureId
}
