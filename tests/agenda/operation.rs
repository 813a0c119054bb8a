//! What the owner must see to is on the owner's agenda, with what to do, until it is done; it is no duty and has no day.

use std::path::PathBuf;
use std::sync::Arc;

use griffie::backup::Plan;
use griffie::grpc::pb;
use griffie::register::backups::{BackupFact, BackupMade};
use pb::OperationTask::{
    BackupNotConfigured, BackupOnTheSameDevice, DataBackupTooOld, KeyBackupTooOld,
};

use crate::register_given::{Given, OWNER};
use crate::served::*;

const HOUR: u64 = 3_600 * 1_000_000;

#[expect(clippy::unnecessary_wraps, reason = "as the server takes it")]
fn plan(folder: PathBuf, keys_folder: Option<PathBuf>) -> Option<Arc<Plan>> {
    let (recipients, at, keep_days) = (vec![], None, 30);
    Some(Arc::new(Plan { folder, keys_folder, recipients, at, keep_days }))
}

/// A folder that is not there now: a stick that is not plugged in.
fn unplugged() -> PathBuf {
    PathBuf::from("/nonexistent/griffie-stick")
}

fn asked(served: &Served, change: impl FnOnce(&mut pb::GetAgendaRequest)) -> pb::GetAgendaResponse {
    let access_context = as_role(pb::Role::Owner);
    let mut request = pb::GetAgendaRequest { access_context, ..pb::GetAgendaRequest::default() };
    change(&mut request);
    served.agenda_page(request).unwrap()
}

fn tasks(served: &Served) -> Vec<pb::OperationTask> {
    asked(served, |_| {}).operations.iter().map(pb::AgendaOperation::task).collect()
}

fn made(served: &Served, request: u8, keys: bool) {
    let until = keys.then(|| "2026-12-24".parse().unwrap());
    let sort = if keys { "keys" } else { "data" }.to_owned();
    let fact = BackupFact::Made(BackupMade { file: request.to_string(), sort, size: 3, until });
    let register = &served.given.register;
    served.given.wait(register.record_backup(OWNER, [request; 16], fact)).unwrap();
}

#[test]
fn the_owner_alone_sees_that_no_backup_is_configured_and_what_to_do() {
    let served = served(Given::a_solo_ledger());
    let shown = asked(&served, |_| {});
    assert_eq!((shown.items.len(), shown.operations.len()), (0, 1));
    let operation = &shown.operations[0];
    assert_eq!(operation.task(), BackupNotConfigured);
    assert!(operation.what_to_do_dutch.contains("[backup]") && operation.last_done_time.is_none());
    for role in [pb::Role::ComplaintsOfficer, pb::Role::IncidentOfficer, pb::Role::PrivacyOfficer] {
        let shown = asked(&served, |request| request.access_context = as_role(role));
        assert_eq!(shown.operations, [], "{role:?}");
    }
}

#[test]
fn a_backup_is_asked_for_after_twenty_six_hours_and_no_more_once_it_is_made() {
    let plan = plan(unplugged(), Some(unplugged()));
    let served = served_with(Given::a_solo_ledger(), plan);
    assert_eq!(tasks(&served), [DataBackupTooOld, KeyBackupTooOld], "there is none yet");
    made(&served, 1, false);
    made(&served, 2, true);
    assert_eq!(tasks(&served), []);
    served.given.clock.advance(25 * HOUR);
    assert_eq!(tasks(&served), []);
    made(&served, 3, true);
    served.given.clock.advance(2 * HOUR);
    assert_eq!(tasks(&served), [DataBackupTooOld], "each for itself");
    assert!(asked(&served, |_| {}).operations[0].last_done_time.is_some());
    made(&served, 4, false);
    assert_eq!(tasks(&served), []);
    served.given.clock.advance(27 * HOUR);
    assert_eq!(tasks(&served), [DataBackupTooOld, KeyBackupTooOld]);
}

#[test]
fn a_backup_on_the_disk_of_the_data_is_named() {
    let given = Given::a_solo_ledger();
    let beside = given.register.folder().to_owned();
    let served = served_with(given, plan(beside.clone(), None));
    made(&served, 1, false);
    assert_eq!(tasks(&served), [BackupOnTheSameDevice]);
    // Keys too die with the disk they lie on; who names no folder for them keeps them in a mirror.
    let served = served_with(served.stopped(), plan(unplugged(), Some(beside)));
    made(&served, 2, true);
    assert_eq!(tasks(&served), [BackupOnTheSameDevice]);
}

#[test]
fn what_has_no_day_is_on_no_other_day_and_in_no_calendar() {
    let served = served(Given::a_solo_ledger());
    let of = |change: &dyn Fn(&mut pb::GetAgendaRequest)| asked(&served, change).operations.len();
    assert_eq!(of(&|_| {}), 1);
    assert_eq!(of(&|it| it.statuses = vec![pb::ClockStatus::Due.into()]), 1);
    assert_eq!(of(&|it| it.statuses = vec![pb::ClockStatus::Met.into()]), 0);
    assert_eq!(of(&|it| it.on = "2026-01-02".to_owned()), 0);
    assert_eq!(of(&|it| it.from = "2026-01-02".to_owned()), 0);
    assert_eq!(of(&|it| it.until = "2090-01-02".to_owned()), 0);
    let feed = served.feed(pb::Role::Owner, pb::CalendarLanguage::Dutch);
    assert!(!feed.contains("VEVENT"), "{feed}");
}
