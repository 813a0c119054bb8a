//! TLS: the ledger's own authority and server certificate, certificates somebody else issued, and the handshake of every connection.
//! Knows sockets and certificates, not what is said over them.

mod accept;
mod authority;
mod certificate;

pub use accept::{Accepted, Accepting, BeginError, begin};
pub use authority::{Folders, IssueError, Issued, ensure};
pub use certificate::{Certificate, CertificateError, Certificates, OWN_NAME, valid_until};
