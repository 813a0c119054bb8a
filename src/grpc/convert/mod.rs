//! Protobuf to domain and back. Reading a request notes every violation with the path of its
//! field; past that, types are proof. Nothing here decides anything.
//!
//! A call reads all parts of its request with one [`Reader`], then asks [`Reader::finish`].

mod access;
pub mod agenda;
pub mod attachment;
pub mod breach;
mod choice;
mod client;
pub mod client_request;
pub mod clock;
pub mod complaint;
mod contact;
mod content;
pub mod destruction;
pub mod dossier;
pub mod entry;
pub mod grant;
pub mod incident;
pub mod letter;
pub mod measure;
pub mod practice;
mod provenance;
mod reader;
pub mod replay;
mod request;
pub mod rights;
mod safety;
mod table;
mod write;

pub use access::access_context;
pub use provenance::{AsOf, timestamp};
pub use reader::{Read, Reader};
pub use request::{
    Upload, add_attachment, change_client, close_dossier, correct_entry, describe_practice,
    find_dossiers, link_dossiers, list_entries, open_dossier, record_entries, record_entry,
    reopen_dossier, search_entries, stream_entry, unlink_dossiers, withdraw_attachment,
    withdraw_entry,
};
