//! `BackupService`: backups into the folders the configuration names, and what is on record of them.

use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::sync::Arc;

use tonic::{Request, Response, Status};

use crate::backup::{DataError, Found, MakeError, Plan, Sort, list, make, until_of};
use crate::domain::text::Line;
use crate::domain::violation::FieldPath;
use crate::register::backups::{BackupFact, BackupTested};

use super::convert::Reader;
use super::gate::admitted;
use super::hosted::Hosted;
use super::pb;
use super::record::timestamp;
use super::status;

/// The service; which ledger a call is for comes with the caller.
#[derive(Clone, Copy, Debug, Default)]
pub struct BackupService;

#[tonic::async_trait]
impl pb::backup_service_server::BackupService for BackupService {
    async fn make_backup(
        &self,
        request: Request<pb::MakeBackupRequest>,
    ) -> Result<Response<pb::MakeBackupResponse>, Status> {
        let admitted = admitted(&request)?;
        let plan = admitted.hosted.backups.clone().ok_or_else(not_configured)?;
        let (register, actor) = (admitted.hosted.register.clone(), admitted.caller.actor);
        let making = tokio::task::spawn_blocking(move || make(&register, &plan, actor));
        let made =
            making.await.map_err(|_| status::internal("MAKING_STOPPED"))?.map_err(refused)?;
        let ledger = admitted.hosted.register.ledger();
        let found = |path: &Path| {
            let folder = path.parent().unwrap_or(path);
            let all = list(folder, ledger).unwrap_or_default();
            all.into_iter().find(|it| it.path == path).map(|it| message(&it))
        };
        Ok(Response::new(pb::MakeBackupResponse {
            data: found(&made.data),
            keys: made.keys.as_deref().and_then(found),
            size: made.content.size,
            boxes: made.content.boxes,
            destroyed: made.destroyed,
        }))
    }

    async fn list_backups(
        &self,
        request: Request<pb::ListBackupsRequest>,
    ) -> Result<Response<pb::ListBackupsResponse>, Status> {
        let hosted = Arc::clone(&admitted(&request)?.hosted);
        let listing = tokio::task::spawn_blocking(move || listed(&hosted));
        Ok(Response::new(listing.await.map_err(|_| status::internal("LISTING_STOPPED"))?))
    }

    async fn record_restore_test(
        &self,
        request: Request<pb::RecordRestoreTestRequest>,
    ) -> Result<Response<pb::RecordRestoreTestResponse>, Status> {
        let admitted = admitted(&request)?;
        let request = request.into_inner();
        let at = FieldPath::whole();
        let mut reader = Reader::default();
        let id = reader.request_id(&at, &request.request_id);
        let data = reader.text::<Line>(&at, "data_file", request.data_file);
        let keys = reader.text::<Line>(&at, "keys_file", request.keys_file);
        let read = id.zip(data.zip(keys));
        let (id, (data, keys)) = reader.finish(read).map_err(status::invalid)?;
        let (size, unreadable) = (request.size, request.unreadable);
        let (data, keys) = (data.as_str().to_owned(), keys.as_str().to_owned());
        let fact = BackupFact::Tested(BackupTested { data, keys, size, unreadable });
        admitted.hosted.register.record_backup(admitted.caller.actor, id, fact).await?;
        Ok(Response::new(pb::RecordRestoreTestResponse {}))
    }
}

fn listed(hosted: &Hosted) -> pb::ListBackupsResponse {
    let register = &hosted.register;
    let plan = hosted.backups.as_ref();
    let folders = plan.into_iter().flat_map(|it| [Some(&it.folder), it.keys_folder.as_ref()]);
    let mut found: Vec<Found> = folders
        .flatten()
        // A stick that is not plugged in: what lies on it is not there now.
        .flat_map(|folder| list(folder, register.ledger()).unwrap_or_default())
        .collect();
    found.sort_by_key(|it| (it.made_at, it.sort));
    register.with_backups(|known| pb::ListBackupsResponse {
        backups: found.iter().map(message).collect(),
        configured: plan.is_some(),
        last_data_at: known.last_data.map(timestamp),
        last_keys_at: known.last_keys.map(timestamp),
        last_test_at: known.last_test.map(|it| timestamp(it.0)),
        last_test_sound: known.last_test.is_some_and(|it| it.1),
        on_another_device: plan.is_some_and(|it| elsewhere(it, register.folder())),
    })
}

/// A disk that dies takes with it what lies on it: a backup must not be among that.
fn elsewhere(plan: &Plan, data: &Path) -> bool {
    let device = |path: &Path| std::fs::metadata(path).map(|it| it.dev()).ok();
    let (backups, data) = (device(&plan.folder), device(data));
    backups.is_some() && backups != data
}

fn message(found: &Found) -> pb::Backup {
    let (sort, until) = match found.sort {
        Sort::Data => (pb::BackupSort::Data, String::new()),
        Sort::Keys => (pb::BackupSort::Keys, until_of(found.made_at).to_string()),
    };
    let name = found.path.file_name().unwrap_or_default();
    pb::Backup {
        file: name.to_string_lossy().into_owned(),
        sort: sort.into(),
        made_at: Some(timestamp(found.made_at)),
        bytes: found.bytes,
        until,
    }
}

fn not_configured() -> Status {
    let message = "griffie.toml names no folder and no recipient for backups";
    status::precondition("BACKUP_NOT_CONFIGURED", message)
}

fn refused(error: MakeError) -> Status {
    match error {
        MakeError::OneFolder => {
            let message = "data and key backups must not lie in one folder";
            status::precondition("BACKUP_IN_ONE_FOLDER", message)
        }
        MakeError::Record(error) => error.into(),
        MakeError::Data(DataError::Read(error)) => error.into(),
        MakeError::Data(DataError::DestroyedMeanwhile) => {
            status::precondition("DESTROYED_SINCE", "destructions were decided meanwhile; repeat")
        }
        MakeError::Keys(_) => status::internal("KEYS_UNREADABLE"),
        MakeError::Data(DataError::NothingPublished) => status::not_found("NOTHING_PUBLISHED"),
        MakeError::Data(DataError::Io(_)) | MakeError::Folder(_) | MakeError::Envelope(_) => {
            let message = "the backup folder cannot be used: is it there, writable, and not full?";
            status::precondition("BACKUP_FOLDER_UNUSABLE", message)
        }
    }
}
