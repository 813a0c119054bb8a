//! What a payload must be, by the kind and visibility of its record, and the facts the verdict takes from open ones
//! (format.md §§3, 7). Knows no file and no box.

use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Map, Value};

use crate::clock::Statement;
use crate::destruction;
use crate::finding::Code;
use crate::kind::Kind;
use crate::restored::Restored;
use crate::verifier_key::VerifierKey;
use crate::{ijson, spelling};

/// A payload is at most this long, in bytes.
pub const PAYLOAD_BYTES_MAX: usize = 65_536;

/// What an open payload contributes to the verdict.
#[derive(Clone, Debug)]
pub enum Fact {
    /// The ledger's first key.
    Created(VerifierKey),
    /// The next key, and why.
    Rotated(VerifierKey, Reason),
    /// The log goes on from a backup.
    Restored(Restored),
    /// The stamp of the record before, as the record tells it.
    ClockAccepted(u64),
    /// Positions lost, as ranges.
    Damage(Vec<(u64, u64)>),
    /// A mirror of the vault caught up; nothing for the verdict.
    MirrorFollowed,
    /// What is said of a clock of the law.
    Clock(Statement),
    /// What is said of a hold or a destruction.
    Destruction(destruction::Statement),
}

/// Why a key was rotated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// As planned.
    Scheduled,
    /// Somebody else may have the old key.
    Suspected,
    /// The log was restored from a copy.
    Restored,
}

/// `commitment = derive("griffie 2026-11 payload v1", salt ‖ payload)`.
pub fn commitment(salt: &[u8; 32], payload: &[u8]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("griffie 2026-11 payload v1");
    hasher.update(salt).update(payload);
    *hasher.finalize().as_bytes()
}

/// Judges the payload of a `*.attachment_part_stored/1`.
pub fn judge_raw(payload: &[u8]) -> Result<Option<Fact>, Code> {
    let fits = (1..=PAYLOAD_BYTES_MAX).contains(&payload.len());
    if fits { Ok(None) } else { Err(Code::PayloadMalformed) }
}

/// Judges any other payload whose commitment holds. `name` is the ledger's origin, the name of all its keys.
pub fn judge(
    payload: &[u8],
    kind: Kind,
    sealed: bool,
    position: u64,
    name: &str,
) -> Result<Option<Fact>, Code> {
    if payload.len() > PAYLOAD_BYTES_MAX || !ijson::is_object(payload) {
        return Err(Code::PayloadMalformed);
    }
    if sealed {
        return if is_sealed_form(payload) { Ok(None) } else { Err(Code::PayloadMalformed) };
    }
    let malformed = Code::OpenPayloadMalformed;
    match kind {
        Kind::LedgerCreated => created(payload, name).ok_or(malformed).map(Some),
        Kind::KeyRotated => rotated(payload, name).ok_or(malformed).map(Some),
        Kind::LedgerRestored => {
            let restored = Restored::read(payload, position).ok_or(malformed)?;
            Ok(Some(Fact::Restored(restored)))
        }
        Kind::ClockAccepted => clock_accepted(payload).ok_or(malformed).map(Some),
        Kind::MirrorFollowed => mirror_followed(payload).ok_or(malformed).map(Some),
        Kind::GrantGiven | Kind::GrantGivenFor | Kind::GrantEnded => {
            crate::grant::is_well_formed(payload, kind).then_some(None).ok_or(malformed)
        }
        Kind::Clock(kind) => Statement::read(payload, kind).map(|told| Some(Fact::Clock(told))),
        kind if kind.is_of_destruction() => {
            let told = destruction::Statement::read(payload, kind)?;
            Ok(Some(Fact::Destruction(told)))
        }
        Kind::DamageRecorded => {
            let ranges = damage(payload).ok_or(malformed)?;
            if !are_ranges_below(&ranges, position) {
                return Err(Code::DamageMalformed);
            }
            Ok(Some(Fact::Damage(ranges)))
        }
        _ => Ok(None),
    }
}

/// `{"body":{…},"context":{…},"request_digest":"…","part_destroyed":{…}}`, all but the first optional.
fn is_sealed_form(payload: &[u8]) -> bool {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Sealed {
        #[serde(rename = "body")]
        _body: Map<String, Value>,
        #[serde(rename = "context", default, deserialize_with = "present")]
        _context: Option<Map<String, Value>>,
        #[serde(default, deserialize_with = "present")]
        request_digest: Option<String>,
        #[serde(rename = "part_destroyed", default, deserialize_with = "present")]
        _part_destroyed: Option<PartDestroyed>,
    }
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct PartDestroyed {
        #[serde(rename = "replaces")]
        _replaces: u64,
        #[serde(rename = "recorded_at")]
        _recorded_at: u64,
    }
    serde_json::from_slice::<Sealed>(payload).is_ok_and(|sealed| {
        sealed.request_digest.is_none_or(|digest| spelling::hex::<32>(&digest).is_some())
    })
}

/// A member that may be absent, but not `null`.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

fn own_key(text: &str, name: &str) -> Option<VerifierKey> {
    text.parse().ok().filter(|key: &VerifierKey| key.name() == name)
}

fn created(payload: &[u8], name: &str) -> Option<Fact> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Created {
        format: String,
        verifier_key: String,
    }
    let created: Created = serde_json::from_slice(payload).ok()?;
    let key = own_key(&created.verifier_key, name)?;
    (created.format == "GRF1").then_some(Fact::Created(key))
}

fn rotated(payload: &[u8], name: &str) -> Option<Fact> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Rotated {
        verifier_key: String,
        reason: Reason,
    }
    let rotated: Rotated = serde_json::from_slice(payload).ok()?;
    Some(Fact::Rotated(own_key(&rotated.verifier_key, name)?, rotated.reason))
}

fn clock_accepted(payload: &[u8]) -> Option<Fact> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Accepted {
        #[serde(rename = "accepted_at")]
        _accepted_at: u64,
        last_recorded_at: u64,
    }
    let accepted: Accepted = serde_json::from_slice(payload).ok()?;
    Some(Fact::ClockAccepted(accepted.last_recorded_at))
}

fn mirror_followed(payload: &[u8]) -> Option<Fact> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Followed {
        mirror: String,
        #[serde(rename = "epoch")]
        _epoch: u64,
    }
    let followed: Followed = serde_json::from_slice(payload).ok()?;
    spelling::hex::<16>(&followed.mirror).map(|_| Fact::MirrorFollowed)
}

fn damage(payload: &[u8]) -> Option<Vec<(u64, u64)>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Damage {
        positions: Vec<(u64, u64)>,
        cause: String,
        approver: String,
    }
    let damage: Damage = serde_json::from_slice(payload).ok()?;
    let _: [u8; 16] = spelling::hex(&damage.approver)?;
    let cause = ["box_missing", "box_unreadable", "key_missing"].contains(&damage.cause.as_str());
    cause.then_some(damage.positions)
}

/// Ascending, not touching, and all below the record that names them.
fn are_ranges_below(ranges: &[(u64, u64)], position: u64) -> bool {
    ranges.iter().all(|(first, last)| first <= last)
        && ranges.array_windows().all(|[(_, last), (next, _)]| *next > last + 1)
        && ranges.last().is_some_and(|(_, last)| *last < position)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(payload: &str, kind: Kind, sealed: bool) -> Option<Code> {
        judge(payload.as_bytes(), kind, sealed, 10, "griffie/x").err()
    }

    #[test]
    fn a_sealed_payload_has_a_body_and_no_unknown_members() {
        let digest = "0a".repeat(32);
        let whole = format!(r#"{{"body":{{}},"context":{{"a":1}},"request_digest":"{digest}"}}"#);
        for good in [r#"{"body":{}}"#, r#"{"context":{},"body":{"a":[]}}"#, &whole] {
            assert_eq!(code(good, Kind::Other, true), None, "{good}");
        }
        for bad in [
            "{}",
            r#"{"body":[]}"#,
            r#"{"body":null}"#,
            r#"{"body":{},"context":null}"#,
            r#"{"body":{},"other":1}"#,
            r#"{"body":{},"request_digest":"0a"}"#,
            &whole.replace("0a", "0A"),
        ] {
            assert_eq!(code(bad, Kind::Other, true), Some(Code::PayloadMalformed), "{bad}");
        }
    }

    #[test]
    fn damage_names_ascending_ranges_below_itself() {
        let damage = |positions: &str| {
            let approver = "ab".repeat(16);
            format!(r#"{{"positions":{positions},"cause":"key_missing","approver":"{approver}"}}"#)
        };
        for good in ["[[0,9]]", "[[0,0],[2,2],[4,9]]"] {
            assert_eq!(code(&damage(good), Kind::DamageRecorded, false), None, "{good}");
        }
        for bad in ["[]", "[[0,10]]", "[[2,1]]", "[[0,1],[2,3]]", "[[4,5],[0,1]]", "[[0,3],[2,5]]"]
        {
            let found = code(&damage(bad), Kind::DamageRecorded, false);
            assert_eq!(found, Some(Code::DamageMalformed), "{bad}");
        }
        for bad in ["[[0]]", "[[0,1,2]]", "[[-1,1]]", "[0,1]", "null", "[{\"0\":1}]"] {
            let found = code(&damage(bad), Kind::DamageRecorded, false);
            assert_eq!(found, Some(Code::OpenPayloadMalformed), "{bad}");
        }
        let cause = damage("[[0,9]]").replace("key_missing", "bad_luck");
        assert_eq!(code(&cause, Kind::DamageRecorded, false), Some(Code::OpenPayloadMalformed));
    }

    #[test]
    fn open_payloads_have_exactly_their_members() {
        let id = "ab".repeat(16);
        let grant = format!(r#"{{"grant":"{id}","actor":"{id}","role":"owner","scope":"ledger"}}"#);
        for role in ["owner", "complaints_officer", "incident_officer", "privacy_officer"] {
            assert_eq!(code(&grant.replace("owner", role), Kind::GrantGiven, false), None);
        }
        let malformed = Some(Code::OpenPayloadMalformed);
        assert_eq!(code(&grant.replace("owner", "guest"), Kind::GrantGiven, false), malformed);
        assert_eq!(code(&grant.replace("\"role", "\"rule"), Kind::GrantGiven, false), malformed);
        assert_eq!(code(&grant.replace('{', "{\"a\":1,"), Kind::GrantGiven, false), malformed);
        assert_eq!(code(&grant.replace("ab", "AB"), Kind::GrantGiven, false), malformed);
        let clock = r#"{"accepted_at":1,"last_recorded_at":2}"#;
        assert_eq!(code(clock, Kind::ClockAccepted, false), None);
        assert_eq!(code(&clock.replace('1', "-1"), Kind::ClockAccepted, false), malformed);
        assert_eq!(code(&clock.replace('1', "\"1\""), Kind::ClockAccepted, false), malformed);
    }

    #[test]
    fn an_attachment_part_is_one_byte_or_more_of_anything() {
        assert!(judge_raw(&[]).is_err());
        assert!(judge_raw(&[0]).is_ok());
        assert!(judge_raw(&vec![0; PAYLOAD_BYTES_MAX]).is_ok());
        assert!(judge_raw(&vec![0; PAYLOAD_BYTES_MAX + 1]).is_err());
    }
}
