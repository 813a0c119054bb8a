//! The services: parse, execute, reply. Protobuf types live here and nowhere else.

pub mod access_log;
pub mod agenda;
pub mod attachment;
mod backup;
pub mod breach;
mod call;
mod case;
mod catching_up;
pub mod client_request;
pub mod client_rights;
pub mod complaint;
pub mod convert;
pub mod destruction;
pub mod dossier;
pub mod export;
pub mod fields;
mod following;
pub mod gate;
pub mod gathered;
pub mod grant;
pub mod hosted;
pub mod incident;
pub mod ledger;
pub mod letter;
pub mod measure;

pub mod page;
pub mod practice;
mod reach;
mod read_models;
mod reading;
mod reading_log;
pub mod record;
mod replay;
pub mod retention;
pub mod serve;
mod standing;
pub mod status;
mod strangers;
mod streaming;
pub mod tally;
pub mod view;
mod watch;

/// The messages and services of the wire contract (proto/griffie/v1), and their descriptors.
#[expect(
    clippy::pedantic,
    clippy::large_enum_variant,
    reason = "generated from the protos, which carry the comments"
)]
pub mod pb {
    tonic::include_proto!("griffie.v1");

    /// The descriptor set, for reflection and for the test that walks every rpc.
    pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/griffie.bin"));
}
