//! What the owner must see to so that the ledger lives on: no duty of any law, no case, no day. In words, Dutch and English.

use crate::backup::{Shortcoming, shortcomings};
use crate::domain::clock::Status;
use crate::grpc::hosted::Hosted;
use crate::grpc::pb;
use crate::grpc::record::timestamp;

/// Whether it is asked for: what is wrong now stands on no other day, and waits for somebody as what is due does.
pub fn is_asked(request: &pb::GetAgendaRequest, statuses: &[Status]) -> bool {
    let now = request.on.is_empty() && request.from.is_empty() && request.until.is_empty();
    now && request.page_token.is_empty() && (statuses.is_empty() || statuses.contains(&Status::Due))
}

/// What must be seen to. Looks at folders: blocks.
pub fn operations(hosted: &Hosted) -> Vec<pb::AgendaOperation> {
    let found = shortcomings(&hosted.register, hosted.backups.as_deref());
    found.into_iter().map(operation).collect()
}

fn operation(found: Shortcoming) -> pb::AgendaOperation {
    use pb::OperationTask as Task;
    let (task, last, title, what_to_do) = match found {
        Shortcoming::NotConfigured => (
            Task::BackupNotConfigured,
            None,
            ["er worden geen reservekopieën gemaakt", "no backups are made"],
            [
                "noem onder [backup] in griffie.toml een map op een andere schijf en een ontvanger (docs/backup.md)",
                "name a folder on another disk and a recipient under [backup] in griffie.toml (docs/backup.md)",
            ],
        ),
        Shortcoming::DataTooOld { last } => (
            Task::DataBackupTooOld,
            last,
            ["reservekopie van de gegevens te oud", "the data backup is too old"],
            [
                "griffie backup create; zet `at` onder [backup] en laat de server op dat uur draaien",
                "griffie backup create; set `at` under [backup] and let the server run at that hour",
            ],
        ),
        Shortcoming::KeysTooOld { last } => (
            Task::KeyBackupTooOld,
            last,
            ["reservekopie van de sleutels te oud", "the key backup is too old"],
            [
                "griffie backup create; ligt de map voor de sleutels er en is zij beschrijfbaar?",
                "griffie backup create; is the folder of the keys there, and can it be written?",
            ],
        ),
        Shortcoming::OnTheSameDevice => (
            Task::BackupOnTheSameDevice,
            None,
            [
                "reservekopie op dezelfde schijf als de gegevens",
                "a backup lies on the disk of the data",
            ],
            [
                "noem een map op een andere schijf, stick of machine: met een schijf gaat alles wat erop staat",
                "name a folder on another disk, stick or machine: one disk dies with all that is on it",
            ],
        ),
    };
    let [title_dutch, title_english] = title.map(str::to_owned);
    let [what_to_do_dutch, what_to_do_english] = what_to_do.map(str::to_owned);
    pb::AgendaOperation {
        task: task.into(),
        title_dutch,
        title_english,
        what_to_do_dutch,
        what_to_do_english,
        last_done_time: last.map(timestamp),
    }
}
