//! What is on record of backups: which were made, which key backups are gone again, which were tried. A key backup opens what was
//! destroyed since, for as long as it lasts: the record of a destruction says until when.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::chain::{ActorId, Visibility};

use super::Register;
use super::accept::ledger_fact;
use super::execute::ExecuteError;
use super::payload::{self, MalformedPayload};
use super::proposal::{Proposal, SubmitError};
use super::read::{PayloadRead, ReadFailure};

/// What may be recorded of a backup, by kind. Sealed: where a practice keeps its backups is nobody's business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupFact {
    /// `backup.made/1`
    Made(BackupMade),
    /// `backup.destroyed/1`
    Destroyed(BackupDestroyed),
    /// `backup.tested/1`
    Tested(BackupTested),
}

/// A backup was made; of keys, is about to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupMade {
    /// The file's name.
    pub file: String,
    /// `data` or `keys`.
    pub sort: String,
    /// Records in it; of keys, records there were.
    pub size: u64,
    /// Of keys: the day on which it is gone at the latest.
    pub until: Option<NaiveDate>,
}

/// A key backup was overwritten and removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupDestroyed {
    /// The file's name.
    pub file: String,
}

/// A restore was tried.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupTested {
    /// The data backup's name.
    pub data: String,
    /// The key backup's name.
    pub keys: String,
    /// Records that came back.
    pub size: u64,
    /// Records among them that could not be read, not counting what was destroyed or lost on record.
    pub unreadable: u64,
}

/// Backups, as they stand.
#[derive(Debug, Default)]
pub struct Backups {
    keys: BTreeMap<String, NaiveDate>,
    /// When the last data backup was recorded, microseconds UTC.
    pub last_data: Option<i64>,
    /// When the last key backup was recorded, microseconds UTC.
    pub last_keys: Option<i64>,
    /// When a restore was last tried, microseconds UTC, and whether everything came back.
    pub last_test: Option<(i64, bool)>,
}

impl Backups {
    /// Follows a fact that was recorded at a time.
    pub fn apply(&mut self, recorded_at: i64, fact: &BackupFact) {
        match fact {
            BackupFact::Made(made) => match made.until {
                Some(until) => {
                    self.keys.insert(made.file.clone(), until);
                    self.last_keys = Some(recorded_at);
                }
                None => self.last_data = Some(recorded_at),
            },
            BackupFact::Destroyed(gone) => {
                self.keys.remove(&gone.file);
            }
            BackupFact::Tested(tested) => {
                self.last_test = Some((recorded_at, tested.unreadable == 0));
            }
        }
    }

    /// The last day on which a key backup that is there today may still be there; nothing if there is none.
    pub fn key_backups_until(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.keys.values().copied().filter(|until| *until >= today).max()
    }
}

const MADE: &str = "backup.made/1";
const DESTROYED: &str = "backup.destroyed/1";
const TESTED: &str = "backup.tested/1";
/// All of these.
pub(super) const KINDS: &[&str] = &[MADE, DESTROYED, TESTED];

impl BackupFact {
    fn kind(&self) -> &'static str {
        match self {
            BackupFact::Made(_) => MADE,
            BackupFact::Destroyed(_) => DESTROYED,
            BackupFact::Tested(_) => TESTED,
        }
    }

    fn to_body(&self) -> Result<String, MalformedPayload> {
        let body = match self {
            BackupFact::Made(fact) => serde_json::to_string(fact),
            BackupFact::Destroyed(fact) => serde_json::to_string(fact),
            BackupFact::Tested(fact) => serde_json::to_string(fact),
        };
        body.map_err(|_| MalformedPayload)
    }

    fn from_body(kind: &str, body: &str) -> Result<Option<BackupFact>, serde_json::Error> {
        Ok(Some(match kind {
            MADE => BackupFact::Made(serde_json::from_str(body)?),
            DESTROYED => BackupFact::Destroyed(serde_json::from_str(body)?),
            TESTED => BackupFact::Tested(serde_json::from_str(body)?),
            _ => return Ok(None), // Of a newer release.
        }))
    }
}

impl Register {
    /// Looks at backups as they stand on record.
    pub fn with_backups<T>(&self, look: impl FnOnce(&Backups) -> T) -> T {
        look(&self.shared.backups.read())
    }

    /// A turn at making backups: whoever else makes some waits.
    pub fn turn_at_backups(&self) -> parking_lot::MutexGuard<'_, ()> {
        self.shared.making_backup.lock()
    }

    /// Records a fact of a backup. The same request records it once.
    pub async fn record_backup(
        &self,
        actor: ActorId,
        request: [u8; 16],
        fact: BackupFact,
    ) -> Result<(), ExecuteError> {
        let stream = self.ledger_stream()?;
        let vault = self.vault();
        let payload = payload::write(&fact.to_body()?, None, None)?;
        let draft = ledger_fact(vault, stream, fact.kind(), &payload)?;
        let proposal = Proposal {
            request: vault.request_id(BACKUP_GRANT, &request, stream),
            actor,
            reads: vec![],
            after: None,
            drafts: vec![super::Draft { visibility: Visibility::Sealed, ..draft }],
        };
        match self.submit(proposal).await {
            Ok(done) => {
                let recorded_at = done.records.first().map_or(0, |it| it.recorded_at);
                self.shared.backups.write().apply(recorded_at, &fact);
                Ok(())
            }
            Err(SubmitError::Duplicate { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// Reads what was recorded of backups; done once, at open.
    pub(super) fn load_backups(&self) -> Result<(), ReadFailure> {
        let positions = self.with_index(|index| {
            index.positions_of_kinds(index.size(), |kind| kind.as_str().starts_with("backup."))
        });
        for record in self.records(&positions, true)? {
            let PayloadRead::Given(opened) = &record.payload else { continue };
            let damaged = ReadFailure::Damaged { position: record.header.position };
            let Ok(payload) = payload::read(opened.payload()) else { return Err(damaged) };
            let fact = BackupFact::from_body(record.header.kind.as_str(), payload.body.get());
            let Ok(fact) = fact else { return Err(damaged) };
            if let Some(fact) = fact {
                self.shared.backups.write().apply(record.header.recorded_at, &fact);
            }
        }
        Ok(())
    }
}

/// In place of a grant in the request ids of what is recorded of backups.
const BACKUP_GRANT: &[u8; 16] = b"backup..........";

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(file: &str, until: NaiveDate) -> BackupFact {
        let (file, sort) = (file.to_owned(), "keys".to_owned());
        BackupFact::Made(BackupMade { file, sort, size: 9, until: Some(until) })
    }

    #[test]
    fn what_was_destroyed_may_open_until_the_last_key_backup_is_gone() {
        let day = |day| NaiveDate::from_ymd_opt(2026, 12, day).unwrap();
        let mut backups = Backups::default();
        assert_eq!(backups.key_backups_until(day(1)), None);
        backups.apply(1, &keys("a", day(10)));
        backups.apply(2, &keys("b", day(11)));
        assert_eq!(backups.key_backups_until(day(1)), Some(day(11)));
        let gone = BackupDestroyed { file: "b".to_owned() };
        backups.apply(3, &BackupFact::Destroyed(gone));
        assert_eq!(backups.key_backups_until(day(10)), Some(day(10)));
        assert_eq!(backups.key_backups_until(day(11)), None);
    }
}
