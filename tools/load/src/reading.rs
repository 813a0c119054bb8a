//! Requests that read: proofs of records spread over the ledger, dossiers with all their entries.

use griffie::grpc::pb;
use tonic::Status;

use super::care;
use super::connection::Connection;

/// Entries in a page: the most there may be.
const PAGE: i32 = 200;
/// Steps over the ledger that meet every position before one comes again, if its size is not a multiple.
const STRIDE: u64 = 1_000_003;

/// How many records the latest checkpoint covers.
pub async fn published(connection: &Connection) -> Result<u64, Status> {
    let status = connection.ledger().get_status(pb::GetStatusRequest {}).await?;
    Ok(status.into_inner().published_size)
}

/// Asks for one proof.
pub async fn proof(connection: &Connection, turn: u64, size: u64) -> Result<u64, Status> {
    let position = turn.wrapping_mul(STRIDE) % size.max(1);
    let request = pb::GetInclusionProofRequest { position, size: Some(size) };
    connection.ledger().get_inclusion_proof(request).await?;
    Ok(1)
}

/// The dossiers with at least so many entries, `wanted` of them at most.
pub async fn dossiers(
    connection: &Connection,
    entries: usize,
    wanted: usize,
) -> Result<Vec<String>, Status> {
    let mut found = Vec::new();
    let mut request = pb::ListDossiersRequest {
        access_context: Some(care()),
        page_size: PAGE,
        ..pb::ListDossiersRequest::default()
    };
    loop {
        let page = connection.dossier().list_dossiers(request.clone()).await?.into_inner();
        let long = page.dossiers.into_iter().filter(|it| it.revision > entries as u64);
        found.extend(long.map(|it| it.dossier_id));
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() || found.len() >= wanted {
            found.truncate(wanted);
            return Ok(found);
        }
    }
}

/// Reads a dossier and all its entries; how many there were.
pub async fn dossier(connection: &Connection, id: &str) -> Result<u64, Status> {
    let mut client = connection.dossier();
    let request = pb::GetDossierRequest {
        access_context: Some(care()),
        dossier_id: id.to_owned(),
        ..pb::GetDossierRequest::default()
    };
    client.get_dossier(request).await?;
    let mut request = pb::ListEntriesRequest {
        access_context: Some(care()),
        dossier_id: id.to_owned(),
        page_size: PAGE,
        ..pb::ListEntriesRequest::default()
    };
    let mut read = 0;
    loop {
        let page = client.list_entries(request.clone()).await?.into_inner();
        read += page.entries.len() as u64;
        request.page_token = page.next_page_token;
        if request.page_token.is_empty() {
            return Ok(read);
        }
    }
}
