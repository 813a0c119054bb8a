//! How a ledger stands, as the wire says it.

use crate::access::Caller;
use crate::register::{Condition, Damage, Register};
use crate::vault::{FileSystem, MirrorState, file_system};

use super::fields::role_of;
use super::pb;
use super::record::timestamp;

/// How a ledger stands, told to a caller.
pub fn standing(register: &Register, caller: &Caller) -> pb::GetStatusResponse {
    let found = register.status();
    let free = found.free_bytes.unwrap_or(u64::MAX);
    let write_state = match found.condition {
        Condition::Damaged { .. } => pb::WriteState::Damaged,
        Condition::Stopped => pb::WriteState::Stopped,
        Condition::ClockRefused(_) => pb::WriteState::ClockRefused,
        Condition::Writable if free < crate::register::FREE_BYTES_MIN => pb::WriteState::DiskFull,
        Condition::Writable => pb::WriteState::Writable,
    };
    let file_system = |path| file_system(path).ok();
    let data = file_system(register.folder());
    let vault = file_system(register.vault().folder());
    let overwrites = vault.as_ref().is_some_and(|found| found.overwrites_in_place);
    let name = |found: Option<FileSystem>| found.map_or_else(String::new, |found| found.name);
    let mirrors = register.vault().mirrors();
    let lagging = mirrors.iter().filter(|it| matches!(it.state, MirrorState::Lagging { .. }));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    pb::GetStatusResponse {
        mirrors: count(mirrors.len()),
        mirrors_lagging: count(lagging.count()),
        ledger_id: found.ledger.to_string(),
        verifier_key: register.verifier_key().to_string(),
        size: found.head.size,
        head_hash: found.head.hash.as_bytes().to_vec(),
        published_size: found.published,
        verified_up_to: found.verified.up_to,
        write_state: write_state.into(),
        damage: damage(&found.verified.damage),
        free_bytes: free,
        queue_length: found.queue_length as u64,
        last_recorded_time: Some(timestamp(found.head.recorded_at)),
        data_file_system: name(data),
        vault_file_system: name(vault),
        vault_overwrites_in_place: overwrites,
        actor_id: caller.actor.to_string(),
        roles: caller.roles.iter().map(|role| role_of(role).into()).collect(),
    }
}

/// Damaged places, at most as many as a message names.
pub fn damage(found: &[Damage]) -> Vec<pb::Damage> {
    found
        .iter()
        .take(crate::register::verify::FOUND_MAX)
        .map(|damage| pb::Damage {
            position: damage.position,
            cause: damage.cause.as_str().to_owned(),
        })
        .collect()
}
