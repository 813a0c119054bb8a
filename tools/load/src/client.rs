//! One client: a connection, dossiers of its own, one request after the other.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use griffie::cli::connect::ServerFile;
use tonic::Status;

use super::Failed;
use super::arguments::{Arguments, Way};
use super::connection::Connection;
use super::notes::Notes;
use super::outcome::Outcome;
use super::{messages, reading};

/// One client with a connection and dossiers of its own.
pub struct Client {
    connection: Connection,
    /// Ids, and the revision each one's next record gets.
    dossiers: Vec<(String, u64)>,
    /// Records under the latest checkpoint.
    published: u64,
    notes: Notes,
}

impl Client {
    /// Connects, and makes or finds what the requests need.
    pub async fn open(
        number: usize,
        arguments: &Arguments,
        server: &ServerFile,
        notes: Notes,
    ) -> Result<Client, Failed> {
        let failed = |status: Status| status.to_string();
        let connection = Connection::to(server).await?;
        let mut client = Client { connection, dossiers: Vec::new(), published: 0, notes };
        match arguments.way {
            Way::Single | Way::Batch | Way::Stream => {
                client.open_dossiers(number, arguments.dossiers).await.map_err(failed)?;
            }
            Way::Proof => {
                client.published = reading::published(&client.connection).await.map_err(failed)?;
            }
            Way::Read => {
                let found =
                    reading::dossiers(&client.connection, arguments.batch, arguments.dossiers)
                        .await
                        .map_err(failed)?;
                if found.is_empty() {
                    return Err(format!("no dossier has {} entries", arguments.batch));
                }
                client.dossiers = found.into_iter().map(|id| (id, 0)).collect();
            }
        }
        Ok(client)
    }

    async fn open_dossiers(&mut self, number: usize, count: usize) -> Result<(), Status> {
        for dossier in 0..count {
            let request = messages::open_dossier(&format!("Belasting{number}x{dossier}"));
            let opened = self.connection.dossier().open_dossier(request).await?.into_inner();
            self.notes.note(opened.acknowledgement.as_ref());
            self.dossiers.push((opened.dossier_id, 1));
        }
        Ok(())
    }

    /// Sends requests until none are left or the server is gone.
    pub async fn send(mut self, arguments: &Arguments, left: &AtomicU64) -> Outcome {
        let mut outcome = Outcome::new();
        let text = "x".repeat(arguments.bytes);
        while let Some(turn) = take(left) {
            let began = Instant::now();
            match self.request(arguments, turn, &text).await {
                Ok(entries) => outcome.entries += entries,
                Err(status) => {
                    outcome.gone = Some(status);
                    break;
                }
            }
            let micros = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            outcome.latency_micros.saturating_record(micros);
        }
        outcome
    }

    async fn request(
        &mut self,
        arguments: &Arguments,
        turn: u64,
        text: &str,
    ) -> Result<u64, Status> {
        if arguments.way == Way::Proof {
            return reading::proof(&self.connection, turn, self.published).await;
        }
        self.dossiers.rotate_left(1);
        let Some((id, revision)) = self.dossiers.first_mut() else { return Ok(0) };
        let mut client = self.connection.dossier();
        let acknowledged = match arguments.way {
            Way::Proof | Way::Read => return reading::dossier(&self.connection, id).await,
            Way::Single => {
                let request = messages::record_entry(id, *revision, text);
                client.record_entry(request).await?.into_inner().acknowledgement
            }
            Way::Batch => {
                let request = messages::record_entries(id, *revision, text, arguments.batch);
                client.record_entries(request).await?.into_inner().acknowledgement
            }
            Way::Stream => {
                let request = messages::stream_entries(&mut self.dossiers, text, arguments.batch);
                let answer = client.stream_entries(tokio_stream::iter(request)).await?;
                answer.into_inner().acknowledgement
            }
        };
        self.notes.note(acknowledged.as_ref());
        let recorded = acknowledged.map_or(0, |it| it.records.len() as u64);
        if arguments.way != Way::Stream
            && let Some((_, revision)) = self.dossiers.first_mut()
        {
            *revision += recorded;
        }
        Ok(recorded)
    }
}

/// The number of a request that is left to be sent.
fn take(left: &AtomicU64) -> Option<u64> {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).ok()
}
