//! What a monitor may scrape: figures of the ledger and its server, in the text format of Prometheus, over plain HTTP. No id, no name,
//! nothing of one register apart from the others. Off unless it is asked for.

mod endpoint;
mod exposition;
mod figures;

pub use endpoint::serve;
