//! A certificate with its key, read from PEM files, and read again when they change: whoever renews one need not stop the server.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use parking_lot::RwLock;
use tokio_rustls::rustls::crypto::aws_lc_rs::sign::any_supported_type;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The file cannot be read, or is no PEM file of what it should be.
    #[error("{} holds no {what}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What it should hold.
        what: &'static str,
    },
    /// Certificate and key do not belong together, or the key is of a sort nobody uses.
    #[error("the key in {} is not that of the certificate", .0.display())]
    Key(PathBuf),
}

/// The certificate a server shows, as it lies in its files now.
#[derive(Debug)]
pub struct Certificate {
    chain: PathBuf,
    key: PathBuf,
    shown: RwLock<Shown>,
}

#[derive(Debug)]
struct Shown {
    certified: Arc<CertifiedKey>,
    changed: (Option<SystemTime>, Option<SystemTime>),
}

impl Certificate {
    /// Reads it.
    pub fn read(chain: &Path, key: &Path) -> Result<Certificate, CertificateError> {
        let shown = Shown { certified: Arc::new(load(chain, key)?), changed: changed(chain, key) };
        Ok(Certificate { chain: chain.into(), key: key.into(), shown: RwLock::new(shown) })
    }

    /// Reads it again if its files changed; says whether it did. What does not fit together is not taken: the one before goes on.
    pub fn refresh(&self) -> Result<bool, CertificateError> {
        let now = changed(&self.chain, &self.key);
        if self.shown.read().changed == now {
            return Ok(false);
        }
        let certified = Arc::new(load(&self.chain, &self.key)?);
        *self.shown.write() = Shown { certified, changed: now };
        Ok(true)
    }
}

/// The name under which the command line of the same machine calls: whatever certificate others are shown, it pins the ledger's own
/// authority.
pub const OWN_NAME: &str = "griffie.internal";

/// Which certificate is shown to whom.
#[derive(Debug)]
pub struct Certificates {
    /// The one of the ledger's own authority.
    pub own: Certificate,
    /// One that somebody else issued, for everybody who does not ask for [`OWN_NAME`].
    pub issued: Option<Certificate>,
}

impl Certificates {
    /// Reads again what changed; says whether anything did.
    pub fn refresh(&self) -> Result<bool, CertificateError> {
        let own = self.own.refresh()?;
        Ok(self.issued.as_ref().map_or(Ok(false), Certificate::refresh)? || own)
    }
}

impl ResolvesServerCert for Certificates {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asks_own = hello.server_name() == Some(OWN_NAME);
        let certificate = self.issued.as_ref().filter(|_| !asks_own).unwrap_or(&self.own);
        Some(Arc::clone(&certificate.shown.read().certified))
    }
}

/// Until when the first certificate of a PEM file holds, seconds since 1970.
pub fn valid_until(file: &Path) -> Option<i64> {
    let certificate = CertificateDer::from_pem_file(file).ok()?;
    let (_, parsed) = X509Certificate::from_der(&certificate).ok()?;
    Some(parsed.validity().not_after.timestamp())
}

fn load(chain: &Path, key: &Path) -> Result<CertifiedKey, CertificateError> {
    let unreadable = |file: &Path, what| CertificateError::Unreadable { file: file.into(), what };
    let no_chain = || unreadable(chain, "certificate");
    let certificates: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(chain)
        .map_err(|_| no_chain())?
        .collect::<Result<_, _>>()
        .map_err(|_| no_chain())?;
    if certificates.is_empty() {
        return Err(no_chain());
    }
    let private = PrivateKeyDer::from_pem_file(key).map_err(|_| unreadable(key, "private key"))?;
    let wrong = || CertificateError::Key(key.into());
    let signing = any_supported_type(&private).map_err(|_| wrong())?;
    let certified = CertifiedKey::new(certificates, signing);
    certified.keys_match().map_err(|_| wrong())?;
    Ok(certified)
}

fn changed(chain: &Path, key: &Path) -> (Option<SystemTime>, Option<SystemTime>) {
    let at = |file: &Path| fs::metadata(file).and_then(|found| found.modified()).ok();
    (at(chain), at(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tls::{Folders, ensure};

    #[test]
    fn a_certificate_that_was_renewed_is_shown_and_one_that_is_broken_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let folders = |name: &str| {
            let shown = folder.path().join(name);
            Folders { secret: shown.clone(), shown }
        };
        let made = |name: &str| {
            let names = ["localhost".to_owned()];
            ensure(&folders(name), "l", &names, 1_795_659_000_000_000).unwrap()
        };
        let (first, second) = (made("first"), made("second"));
        let certificate = Certificate::read(&first.chain, &first.key).unwrap();
        let shown = || certificate.shown.read().certified.cert.clone();
        let before = shown();
        assert!(!certificate.refresh().unwrap());
        // Certificate and key are never replaced in the same moment.
        fs::copy(&second.chain, &first.chain).unwrap();
        assert!(matches!(certificate.refresh(), Err(CertificateError::Key(_))));
        assert_eq!(shown(), before);
        fs::copy(&second.key, &first.key).unwrap();
        assert!(certificate.refresh().unwrap());
        assert_ne!(shown(), before);
        fs::write(&first.chain, "").unwrap();
        assert!(matches!(certificate.refresh(), Err(CertificateError::Unreadable { .. })));
        assert_ne!(shown(), before);
    }
}
