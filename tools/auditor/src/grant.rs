//! Open payloads of grants (format.md §7): their form, and nothing for the verdict.

use serde::Deserialize;

use crate::kind::Kind;
use crate::law::Day;
use crate::spelling;

/// Who may be given a role by version 1.
const FIRST_ROLES: [&str; 4] =
    ["owner", "complaints_officer", "incident_officer", "privacy_officer"];
/// Who beside them by version 2.
const MORE_ROLES: [&str; 5] = ["practitioner", "locum", "system", "auditor", "client"];
/// Streams that one grant may name.
const STREAMS_MAX: usize = 200;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Given {
    grant: String,
    actor: String,
    role: String,
    scope: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenFor {
    grant: String,
    actor: String,
    role: String,
    streams: Vec<String>,
    #[serde(deserialize_with = "Option::deserialize")]
    from: Option<Day>,
    #[serde(deserialize_with = "Option::deserialize")]
    until: Option<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ended {
    grant: String,
}

fn is_id(text: &str) -> bool {
    spelling::hex::<16>(text).is_some()
}

/// Whether a payload has the form of its kind.
pub fn is_well_formed(payload: &[u8], kind: Kind) -> bool {
    match kind {
        Kind::GrantGiven => serde_json::from_slice(payload).is_ok_and(|given: Given| {
            is_id(&given.grant)
                && is_id(&given.actor)
                && FIRST_ROLES.contains(&given.role.as_str())
                && given.scope == "ledger"
        }),
        Kind::GrantGivenFor => serde_json::from_slice(payload).is_ok_and(|given: GivenFor| {
            let role = given.role.as_str();
            let pairs = given.streams.iter().zip(given.streams.iter().skip(1));
            is_id(&given.grant)
                && is_id(&given.actor)
                && (FIRST_ROLES.contains(&role) || MORE_ROLES.contains(&role))
                && given.streams.len() <= STREAMS_MAX
                && given.streams.iter().all(|it| is_id(it))
                && pairs.fold(true, |so_far, (one, next)| so_far && one < next)
                && given.from.zip(given.until).is_none_or(|(from, until)| from <= until)
        }),
        Kind::GrantEnded => {
            serde_json::from_slice(payload).is_ok_and(|ended: Ended| is_id(&ended.grant))
        }
        _ => false,
    }
}
