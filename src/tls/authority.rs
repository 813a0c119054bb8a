//! The ledger's own authority (certificate authority): made once, and with it a server certificate for the names it is reached by. What
//! clients pin lies in the data folder, the keys lie beside the vault's.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike as _, Days};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use zeroize::Zeroizing;

use crate::private_file;

use super::certificate::valid_until;

/// Days an authority lasts: what was pinned once should not have to be pinned again soon.
const AUTHORITY_DAYS: u64 = 3_650;
/// Days a server certificate lasts.
const SERVER_DAYS: u64 = 397;
/// Days before its end on which a server certificate is made anew.
const RENEW_DAYS: i64 = 30;
const DAY_SECONDS: i64 = 24 * 3_600;

/// Where certificates and keys lie.
#[derive(Clone, Debug)]
pub struct Folders {
    /// What anybody may see: `authority.pem`, `server.pem`.
    pub shown: PathBuf,
    /// What nobody may: `authority.key`, `server.key`; and the authority's certificate, which a lost disk must not take along.
    pub secret: PathBuf,
}

/// What is there now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The authority's certificate: what clients pin.
    pub authority: PathBuf,
    /// The server's certificate.
    pub chain: PathBuf,
    /// Its key.
    pub key: PathBuf,
}

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// The operating system refused.
    #[error("{} cannot be read or written: {source}", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the operating system said.
        source: io::Error,
    },
    /// A name is none, or a certificate could not be made or read.
    #[error("no certificate can be made: {0}")]
    Certificate(#[from] rcgen::Error),
}

/// Sees to it that there is an authority and a server certificate for these names and addresses that holds for a while. `ledger` names
/// the authority, so that a person with several can tell them apart; `now` is microseconds UTC.
pub fn ensure(
    folders: &Folders,
    ledger: &str,
    names: &[String],
    now: i64,
) -> Result<Issued, IssueError> {
    for folder in [&folders.shown, &folders.secret] {
        private_file::make_folder(folder).map_err(at(folder))?;
    }
    let issued = Issued {
        authority: folders.shown.join("authority.pem"),
        chain: folders.shown.join("server.pem"),
        key: folders.secret.join("server.key"),
    };
    let own = Authority {
        certificate: folders.secret.join("authority.pem"),
        key: folders.secret.join("authority.key"),
    };
    let is_made = own.certificate.exists() && own.key.exists();
    if !is_made {
        own.make(ledger, now)?;
    }
    // A copy, so that what clients pinned outlives the disk with the data.
    let pinned = fs::read(&own.certificate).map_err(at(&own.certificate))?;
    if fs::read(&issued.authority).ok().as_ref() != Some(&pinned) {
        write(&issued.authority, &pinned)?;
    }
    let listed = folders.shown.join("server.names");
    let wanted = names.join("\n");
    let same_names = fs::read_to_string(&listed).is_ok_and(|known| known == wanted);
    let lasts = valid_until(&issued.chain)
        .is_some_and(|until| until - now / 1_000_000 > RENEW_DAYS * DAY_SECONDS);
    if !is_made || !same_names || !lasts || !issued.key.exists() {
        own.make_server(&issued, names, now)?;
        write(&listed, wanted.as_bytes())?;
    }
    Ok(issued)
}

/// Certificate and key of the authority.
struct Authority {
    certificate: PathBuf,
    key: PathBuf,
}

impl Authority {
    fn make(&self, ledger: &str, now: i64) -> Result<(), IssueError> {
        let key = KeyPair::generate()?;
        let mut params = between(CertificateParams::default(), now, AUTHORITY_DAYS);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        params.distinguished_name.push(DnType::CommonName, format!("griffie authority {ledger}"));
        let made = params.self_signed(&key)?;
        write(&self.key, Zeroizing::new(key.serialize_pem()).as_bytes())?;
        write(&self.certificate, made.pem().as_bytes())
    }

    fn make_server(&self, issued: &Issued, names: &[String], now: i64) -> Result<(), IssueError> {
        let read = |file: &Path| fs::read_to_string(file).map_err(at(file));
        let signing = KeyPair::from_pem(&Zeroizing::new(read(&self.key)?))?;
        let authority = Issuer::from_ca_cert_pem(&read(&self.certificate)?, signing)?;
        let key = KeyPair::generate()?;
        let mut params = between(CertificateParams::new(names.to_vec())?, now, SERVER_DAYS);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        params.distinguished_name.push(DnType::CommonName, "griffie server");
        let made = params.signed_by(&key, &authority)?;
        // The key first: a certificate without its key would be shown to nobody, a key without one is made anew.
        write(&issued.key, Zeroizing::new(key.serialize_pem()).as_bytes())?;
        write(&issued.chain, made.pem().as_bytes())
    }
}

/// From the day before, for clients whose clock is a little behind.
fn between(mut params: CertificateParams, now: i64, days: u64) -> CertificateParams {
    let today = DateTime::from_timestamp_micros(now).unwrap_or_default().date_naive();
    let day = |day: chrono::NaiveDate| {
        let number = |number: u32| u8::try_from(number).unwrap_or(1);
        date_time_ymd(day.year(), number(day.month()), number(day.day()))
    };
    params.not_before = day(today.checked_sub_days(Days::new(1)).unwrap_or(today));
    params.not_after = day(today.checked_add_days(Days::new(days)).unwrap_or(today));
    params
}

fn write(file: &Path, content: &[u8]) -> Result<(), IssueError> {
    private_file::write(file, content).map_err(at(file))
}

fn at(file: &Path) -> impl FnOnce(io::Error) -> IssueError + use<> {
    let file = file.to_owned();
    |source| IssueError::File { file, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_659_000_000_000;
    const DAY: i64 = DAY_SECONDS * 1_000_000;

    #[test]
    fn a_certificate_is_made_once_and_again_for_other_names_or_near_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let folders =
            Folders { shown: folder.path().join("shown"), secret: folder.path().join("secret") };
        let names = vec!["localhost".to_owned(), "127.0.0.1".to_owned()];
        let read = |file: &Path| fs::read(file).unwrap();
        let first = ensure(&folders, "l", &names, NOW).unwrap();
        let (authority, server) = (read(&first.authority), read(&first.chain));
        let again = ensure(&folders, "l", &names, NOW + 300 * DAY).unwrap();
        assert_eq!(
            (read(&again.authority), read(&again.chain)),
            (authority.clone(), server.clone())
        );
        ensure(&folders, "l", &names, NOW + 370 * DAY).unwrap();
        let renewed = read(&first.chain);
        assert_ne!(renewed, server);
        let others = [names, vec!["griffie.praktijk.example".to_owned()]].concat();
        ensure(&folders, "l", &others, NOW + 371 * DAY).unwrap();
        assert_ne!(read(&first.chain), renewed);
        fs::remove_dir_all(&folders.shown).unwrap();
        ensure(&folders, "l", &others, NOW + 372 * DAY).unwrap();
        assert_eq!(read(&first.authority), authority, "what was pinned stays");
        for secret in ["authority.key", "server.key"] {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(folders.secret.join(secret)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }
}
