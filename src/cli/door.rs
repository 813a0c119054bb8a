//! How `griffie serve` is reached: TLS with the ledger's own certificate or one somebody else issued; plaintext only within this machine
//! and only if that was asked for.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::tls::{self, Accepting, Certificate, Certificates, OWN_NAME};

use super::failure::{Exit, Failure};
use super::folder::Folders;
use super::settings::TlsSection;

/// Sees to it that the ledger has an authority and a server certificate.
pub fn issue(
    folders: &Folders,
    ledger: &str,
    section: &TlsSection,
    listen: Option<SocketAddr>,
    now: i64,
) -> Result<tls::Issued, Failure> {
    let mut names: Vec<String> =
        [OWN_NAME, "localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    names.extend(hostname());
    let specific = listen.map(|it| it.ip()).filter(|it| !it.is_unspecified());
    names.extend(specific.as_ref().map(IpAddr::to_string));
    names.extend(section.names.iter().cloned());
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    tls::ensure(&folders.tls(), ledger, &names, now)
        .map_err(|error| Failure::because("no certificate", &error))
}

/// Accepts over TLS. Returns what comes in, and the authority that this machine's own command line pins.
pub fn encrypted(
    listener: TcpListener,
    issued: &tls::Issued,
    section: &TlsSection,
) -> Result<(Accepting, String), Failure> {
    let unusable = |error: &dyn std::error::Error| Failure::because("the certificate", error);
    let other = match (&section.certificate, &section.key) {
        (None, None) => None,
        (Some(chain), Some(key)) => {
            Some(Certificate::read(chain, key).map_err(|error| unusable(&error))?)
        }
        _ => {
            let message = "[tls] certificate and key belong together: name both or none";
            return Err(Failure::new(Exit::Usage, message));
        }
    };
    let own = Certificate::read(&issued.chain, &issued.key).map_err(|error| unusable(&error))?;
    let certificates = Arc::new(Certificates { own, issued: other });
    let accepting = tls::begin(listener, certificates).map_err(|error| unusable(&error))?;
    Ok((accepting, std::fs::read_to_string(&issued.authority)?))
}

/// Takes as many descriptors as the system gives: a thousand connections need more than most are given at first.
pub fn take_descriptors() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Refused, fewer can be connected at once; that is no reason not to serve.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum });
}

/// This machine's name, if it is one that a certificate can bear.
fn hostname() -> Option<String> {
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    (!name.is_empty() && name.bytes().all(plain)).then_some(name)
}
