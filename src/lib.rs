//! griffie keeps the records of a small care practice as a hash-chained log and proves it did.
//!
//! `chain` bytes and proofs, `law` terms, `domain` aggregates (all three pure); `vault` keys, `store` records,
//! `register` the one writer, `projection` read models, `replay` a matter step by step, `access` the policy table, `export` what leaves the house, `backup` what
//! brings it back, `tls` the door to the network, `private_file` files for their owner alone,
//! `grpc` the services, `monitoring` figures for a monitor, `cli` the commands.

pub mod access;
pub mod backup;
pub mod chain;
pub mod cli;
pub mod domain;
pub mod export;
pub mod grpc;
pub mod law;
pub mod monitoring;
pub mod private_file;
pub mod projection;
pub mod register;
pub mod replay;
pub mod store;
pub mod tls;
pub mod vault;
