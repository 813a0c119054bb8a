//! The stored form of an event: a JSON object of one kind, as it lies in a record's payload.
//! Strict both ways; knows nothing of records, boxes or keys.

use std::collections::HashSet;
use std::fmt;

use serde::Serialize;
use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};

/// Bytes a body may have: a payload is at most 64 KiB, and one of these is kept for what the
/// register adds to a body (the digest of the request).
pub const BODY_BYTES_MAX: usize = 63 * 1024;

/// A body that is not what its kind says. Names the place, never the content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the body of a {kind} cannot be read at line {line}, column {column}")]
pub struct Unreadable {
    /// The kind that the header names.
    pub kind: String,
    /// The line of the first wrong token, counted from 1.
    pub line: usize,
    /// Its column.
    pub column: usize,
}

/// Writes a body as compact JSON.
pub(crate) fn encode<T: Serialize>(fact: &T) -> String {
    // Facts hold text, whole numbers, lists and named fields only: nothing JSON cannot say.
    serde_json::to_string(fact).expect("a fact has a JSON form")
}

/// Reads a body; a field this version does not know is an error, never dropped.
pub(crate) fn decode<T: DeserializeOwned>(kind: &str, body: &str) -> Result<T, Unreadable> {
    // The parser's own message may quote the content, so only the place is taken from it.
    serde_json::from_str(body).map_err(|error| Unreadable {
        kind: kind.to_owned(),
        line: error.line(),
        column: error.column(),
    })
}

/// Any JSON value in which no object has the same name twice (RFC 7493, section 2.3).
/// Keeps only the text leaves, for search.
#[derive(Default)]
pub(crate) struct StrictJson {
    /// All texts in it, names of members excluded.
    pub(crate) texts: Vec<String>,
    /// Whether it is an object with a member `resourceType` that is a text.
    pub(crate) is_resource: bool,
    is_text: bool,
}

impl StrictJson {
    pub(crate) fn parse(json: &str) -> Result<StrictJson, serde_json::Error> {
        serde_json::from_str(json)
    }
}

impl<'de> Deserialize<'de> for StrictJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<StrictJson, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = StrictJson;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<StrictJson, E> {
        Ok(StrictJson::default())
    }

    fn visit_bool<E>(self, _: bool) -> Result<StrictJson, E> {
        Ok(StrictJson::default())
    }

    fn visit_i64<E>(self, _: i64) -> Result<StrictJson, E> {
        Ok(StrictJson::default())
    }

    fn visit_u64<E>(self, _: u64) -> Result<StrictJson, E> {
        Ok(StrictJson::default())
    }

    fn visit_f64<E>(self, _: f64) -> Result<StrictJson, E> {
        Ok(StrictJson::default())
    }

    fn visit_str<E>(self, text: &str) -> Result<StrictJson, E> {
        Ok(StrictJson { texts: vec![text.to_owned()], is_text: true, is_resource: false })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<StrictJson, A::Error> {
        let mut found = StrictJson::default();
        while let Some(element) = elements.next_element::<StrictJson>()? {
            found.texts.extend(element.texts);
        }
        Ok(found)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<StrictJson, A::Error> {
        let mut names = HashSet::new();
        let mut found = StrictJson::default();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value::<StrictJson>()?;
            found.is_resource |= name == "resourceType" && value.is_text;
            if !names.insert(name) {
                return Err(de::Error::custom("a name stands twice in one object"));
            }
            found.texts.extend(value.texts);
        }
        Ok(found)
    }
}
