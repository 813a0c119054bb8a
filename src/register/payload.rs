//! The envelope of a sealed payload: the fact, why it was written, and the digest that recognises a repeated request
//! (docs/format.md §3). Does not seal and does not read facts.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::access::AccessContext;
use crate::chain::{Header, Visibility};
use crate::domain::Event;

/// A payload as it is written.
#[derive(Serialize)]
struct Written<'a> {
    body: &'a RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<&'a AccessContext>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_digest: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    part_destroyed: Option<PartDestroyed>,
}

/// Says that a payload stands for one of which a part was destroyed (docs/format.md §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartDestroyed {
    /// The position it takes the place of.
    pub replaces: u64,
    /// When the first of all it stands for was recorded, microseconds UTC.
    pub recorded_at: i64,
}

/// A payload as it is read back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payload<'a> {
    /// The fact, in the form of its kind.
    #[serde(borrow)]
    pub body: &'a RawValue,
    /// Why it was written; absent on what the server writes of itself.
    pub context: Option<AccessContext>,
    /// Keyed digest of the request that caused it, hex; on the first record of a command.
    pub request_digest: Option<String>,
    /// Set where it stands for a payload of which a part was destroyed.
    pub part_destroyed: Option<PartDestroyed>,
}

/// A payload that is not of the envelope's form. Holds no content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("malformed payload envelope")]
pub struct MalformedPayload;

/// The bytes of a payload.
pub fn write(
    body: &str,
    context: Option<&AccessContext>,
    request_digest: Option<[u8; 32]>,
) -> Result<Vec<u8>, MalformedPayload> {
    let body = serde_json::from_str::<&RawValue>(body).map_err(|_| MalformedPayload)?;
    let request_digest = request_digest.map(hex::encode);
    let written = Written { body, context, request_digest, part_destroyed: None };
    serde_json::to_vec(&written).map_err(|_| MalformedPayload)
}

/// The bytes of a payload that stands for one of which a part was destroyed.
pub fn write_replacement(
    body: &str,
    context: Option<&AccessContext>,
    mark: PartDestroyed,
) -> Result<Vec<u8>, MalformedPayload> {
    let body = serde_json::from_str::<&RawValue>(body).map_err(|_| MalformedPayload)?;
    let written = Written { body, context, request_digest: None, part_destroyed: Some(mark) };
    serde_json::to_vec(&written).map_err(|_| MalformedPayload)
}

/// The fact in a record's payload: a sealed one has an envelope, an open one is the fact itself.
pub fn event(header: &Header, bytes: &[u8]) -> Result<Event, MalformedPayload> {
    let kind = header.kind.as_str();
    let body = match header.visibility {
        Visibility::Sealed => read(bytes)?.body.get(),
        Visibility::Open => std::str::from_utf8(bytes).map_err(|_| MalformedPayload)?,
    };
    Event::from_body(kind, body).map_err(|_| MalformedPayload)
}

/// Reads a payload.
pub fn read(bytes: &[u8]) -> Result<Payload<'_>, MalformedPayload> {
    serde_json::from_slice(bytes).map_err(|_| MalformedPayload)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{Ground, OnBehalfOf, Purpose, Role};

    #[test]
    fn the_fact_comes_back_byte_for_byte() {
        let body = r#"{"weight_grams": 3410,  "note":"twee spaties blijven"}"#;
        let context = AccessContext {
            purpose: Purpose::Care,
            ground: Ground::TreatmentContract,
            on_behalf_of: OnBehalfOf::Practice,
            role: Role::Owner,
        };
        let bytes = write(body, Some(&context), Some([1; 32])).unwrap();
        let payload = read(&bytes).unwrap();
        assert_eq!(payload.body.get(), body);
        assert_eq!(payload.context, Some(context));
        assert_eq!(payload.request_digest, Some("01".repeat(32)));
    }

    #[test]
    fn a_member_nobody_knows_is_refused() {
        assert!(read(br#"{"body":{},"extra":1}"#).is_err());
    }
}
