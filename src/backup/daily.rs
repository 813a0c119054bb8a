//! The server's daily round: backups at the hour the practice set, and key backups gone before their fourteen days are over.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveTime};
use chrono_tz::Europe::Amsterdam;

use crate::chain::ActorId;
use crate::register::Register;

use super::made::{MakeError, Plan, destroy_old_keys, make};

/// How often the round looks at the clock.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// Looks between two tries after one that failed: a stick that is plugged in again is found within a quarter of an hour.
const LOOKS_AFTER_FAILURE: u32 = 30;
/// Looks between two searches for key backups whose time is over.
const LOOKS_PER_SEARCH: u32 = 120;

/// Goes round until it is dropped.
pub async fn daily(register: Register, plan: Arc<Plan>, actor: ActorId) {
    let mut every = tokio::time::interval(LOOK_EVERY);
    let (mut failed, mut searched) = (0, 0);
    loop {
        every.tick().await;
        let last = register.with_backups(|known| known.last_data);
        let (again, plan) = (register.clone(), Arc::clone(&plan));
        let work = if failed == 0 && is_due(register.now(), plan.at, last) {
            tokio::task::spawn_blocking(move || make(&again, &plan, actor).map(|_| ()))
        } else if searched == 0 {
            tokio::task::spawn_blocking(move || search(&again, &plan, actor))
        } else {
            (failed, searched) = (u32::saturating_sub(failed, 1), searched - 1);
            continue;
        };
        searched = LOOKS_PER_SEARCH;
        match work.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(%error, "backups were not made; the next try is in a quarter of an hour");
                failed = LOOKS_AFTER_FAILURE;
            }
            Err(_) => failed = LOOKS_AFTER_FAILURE,
        }
    }
}

fn search(register: &Register, plan: &Plan, actor: ActorId) -> Result<(), MakeError> {
    match &plan.keys_folder {
        Some(folder) => destroy_old_keys(register, folder, actor).map(|_| ()),
        None => Ok(()),
    }
}

/// Whether today's backup is owed: the hour has come, and none was recorded since midnight in Amsterdam.
fn is_due(now: i64, at: Option<NaiveTime>, last: Option<i64>) -> bool {
    let Some(at) = at else { return false };
    let local = |micros| {
        DateTime::from_timestamp_micros(micros).unwrap_or_default().with_timezone(&Amsterdam)
    };
    let now = local(now);
    now.time() >= at && last.is_none_or(|last| local(last).date_naive() < now.date_naive())
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn at(day: u32, hour: u32, minute: u32) -> i64 {
        let local = Amsterdam.with_ymd_and_hms(2026, 7, day, hour, minute, 0).unwrap();
        local.timestamp_micros()
    }

    #[test]
    fn a_backup_is_owed_once_a_day_from_the_hour_on() {
        let half_past_two = NaiveTime::from_hms_opt(2, 30, 0);
        assert!(!is_due(at(2, 2, 29), half_past_two, Some(at(1, 2, 30))));
        assert!(is_due(at(2, 2, 30), half_past_two, Some(at(1, 23, 59))));
        assert!(is_due(at(2, 23, 0), half_past_two, None));
        assert!(!is_due(at(2, 23, 0), half_past_two, Some(at(2, 0, 1))));
        assert!(!is_due(at(2, 23, 0), None, None));
    }
}
