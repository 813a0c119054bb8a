//! The whole program from outside: the real server as a process, real clients, real kills, real damage.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod access_log;
mod attachment;
mod contract;
mod damage;
mod every_rpc;
mod given;
mod kill;
mod outsiders;
mod replay;
mod roles;
mod streaming;
mod tls;
