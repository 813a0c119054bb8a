//! Streams of entries: each message a command of its own, those of one dossier in their order, nothing after a refusal.
use std::collections::BTreeSet;

use griffie::grpc::pb;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use super::given::{Server, care, entry, open_dossier, request_id};

fn message(dossier: &str, revision: Option<u64>, text: &str) -> pb::StreamEntriesRequest {
    pb::StreamEntriesRequest {
        request_id: request_id(),
        access_context: care(),
        dossier_id: dossier.to_owned(),
        expected_revision: revision,
        entry: entry(text),
    }
}

async fn send(
    server: &Server,
    messages: &[pb::StreamEntriesRequest],
) -> Result<pb::StreamEntriesResponse, Status> {
    let mut dossiers = server.client().await.dossier();
    let answer = dossiers.stream_entries(tokio_stream::iter(messages.to_vec())).await;
    answer.map(tonic::Response::into_inner)
}

async fn texts(server: &Server, dossier: &str) -> Vec<String> {
    let request = pb::ListEntriesRequest {
        access_context: care(),
        dossier_id: dossier.to_owned(),
        page_size: 200,
        ..pb::ListEntriesRequest::default()
    };
    let listed = server.client().await.dossier().list_entries(request).await.unwrap();
    let said = |entry: pb::Entry| match entry.current.and_then(|it| it.content?.content) {
        Some(pb::content::Content::Text(said)) => said.text,
        other => panic!("{other:?}"),
    };
    listed.into_inner().entries.into_iter().map(said).collect()
}

fn numbers(prefix: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{prefix} {number}")).collect()
}

/// Reason and number of recorded messages of a refusal.
fn refusal(status: &Status) -> (Code, String, String) {
    let details = status.get_error_details();
    let info = details.error_info().unwrap();
    let recorded = info.metadata.get("recorded").unwrap();
    (status.code(), info.reason.clone(), recorded.clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_of_many_dossiers_keep_their_order_and_share_their_commits() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let mut dossiers = server.client().await.dossier();
    let (one, two) =
        (open_dossier(&mut dossiers, "Een").await, open_dossier(&mut dossiers, "Twee").await);
    let mut messages = Vec::new();
    for (number, (a, b)) in numbers("a", 60).iter().zip(&numbers("b", 60)).enumerate() {
        messages.push(message(&one, Some(number as u64 + 1), a));
        messages.push(message(&two, None, b));
    }
    let answer = send(&server, &messages).await.unwrap();
    assert_eq!(texts(&server, &one).await, numbers("a", 60));
    assert_eq!(texts(&server, &two).await, numbers("b", 60));
    // In the order of the stream, whatever the order in which they came to the disk.
    let records = answer.acknowledgement.unwrap().records;
    let places: Vec<_> = records.iter().map(|it| (it.stream_id.clone(), it.revision)).collect();
    let expected: Vec<_> =
        (1..=60).flat_map(|revision| [(one.clone(), revision), (two.clone(), revision)]).collect();
    assert_eq!(places, expected);
    assert_eq!(answer.entry_ids.iter().collect::<BTreeSet<_>>().len(), 120);
    // A commit has one time. One after the other the entries of a dossier would take sixty.
    let times: BTreeSet<_> =
        records.iter().map(|it| it.recorded_time.map(|it| (it.seconds, it.nanos))).collect();
    assert!(times.len() < 30, "{} commits", times.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_follows_a_refusal_in_its_dossier_and_sending_all_again_records_nothing_twice() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let dossier = open_dossier(&mut server.client().await.dossier(), "Verzonnen").await;
    let mut messages: Vec<_> =
        numbers("keer", 6).iter().map(|text| message(&dossier, None, text)).collect();
    messages[3].expected_revision = Some(99);
    let stale = send(&server, &messages).await.unwrap_err();
    assert_eq!(refusal(&stale), (Code::Aborted, "STALE_REVISION".to_owned(), "3".to_owned()));
    assert_eq!(texts(&server, &dossier).await, numbers("keer", 3));

    messages[3].expected_revision = Some(4);
    messages[5].entry = entry("");
    let invalid = send(&server, &messages).await.unwrap_err();
    assert_eq!(refusal(&invalid), (Code::InvalidArgument, "INVALID".to_owned(), "5".to_owned()));
    assert_eq!(texts(&server, &dossier).await, numbers("keer", 5));

    messages[5].entry = entry("keer 5");
    let first = send(&server, &messages).await.unwrap();
    let again = send(&server, &messages).await.unwrap();
    assert_eq!(texts(&server, &dossier).await, numbers("keer", 6));
    assert!(again.acknowledgement.as_ref().unwrap().replayed);
    assert_eq!(again.entry_ids, first.entry_ids);
    let (first, again) = (first.acknowledgement.unwrap(), again.acknowledgement.unwrap());
    assert_eq!(again.records, first.records);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_sent_twice_in_one_stream_is_recorded_once() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let dossier = open_dossier(&mut server.client().await.dossier(), "Dubbel").await;
    let texts_sent = numbers("keer", 3);
    let mut messages: Vec<_> =
        texts_sent.iter().map(|text| message(&dossier, None, text)).collect();
    messages.insert(1, messages[0].clone());
    let answer = send(&server, &messages).await.unwrap();
    assert_eq!(texts(&server, &dossier).await, texts_sent);
    let records = answer.acknowledgement.unwrap().records;
    let revisions: Vec<_> = records.iter().map(|it| it.revision).collect();
    assert_eq!(revisions, [1, 1, 2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_without_a_message_is_refused() {
    let mut server = Server::of_a_fresh_ledger();
    server.start();
    let empty = send(&server, &[]).await.unwrap_err();
    assert_eq!(empty.code(), Code::InvalidArgument);
}
