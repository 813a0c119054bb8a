//! What holds for all logs, trees and notes; and agreement with independent implementations of the same formats.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
#![allow(clippy::indexing_slicing, reason = "a test stops at the first surprise")]

#[path = "properties_chain/head.rs"]
mod head;
#[path = "properties_chain/note.rs"]
mod note;
#[path = "properties_chain/payload.rs"]
mod payload;
#[path = "properties_chain/receipt.rs"]
mod receipt;
#[path = "properties_chain/tree.rs"]
mod tree;
