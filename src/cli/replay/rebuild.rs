//! `griffie rebuild`: every projection from the records again, held against what is served.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::connect::Connection;
use crate::cli::failure::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::settings::Place;
use crate::grpc::pb;

/// `griffie rebuild`
#[derive(Debug, Args)]
pub struct Rebuild {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

impl Rebuild {
    /// Rebuilds; fails with the chain's exit code where something differs.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let connection = Connection::open(&self.place.folders()?).await?;
        let rebuilt = connection.replay().rebuild(pb::RebuildRequest {}).await;
        connection.close().await;
        let found = rebuilt?.into_inner().projections;
        let rows: Vec<Vec<Value>> = found.iter().map(row).collect();
        let columns = ["projection", "records", "served_below", "rebuilt"];
        self.output.many(out, &columns, &rows)?;
        match found.iter().find(|it| it.differs_at.is_some()) {
            None => Ok(()),
            Some(wrong) => {
                let message = format!("{} differs from what the records make", wrong.name);
                Err(Failure::new(Exit::ChainBroken, message))
            }
        }
    }
}

fn row(it: &pb::RebuiltProjection) -> Vec<Value> {
    let verdict = it
        .differs_at
        .map_or_else(|| "equal".to_owned(), |position| format!("differs at position {position}"));
    vec![json!(it.name), json!(it.records), json!(it.served_below), json!(verdict)]
}
