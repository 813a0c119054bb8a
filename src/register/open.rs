//! Opening a register: what is checked before anything is served, and the threads that are started.
//!
//! Between the last checkpoint and the head every header is followed; before it, the tree's root must be the signed one. The rest
//! is verified in the background, with a public "verified up to".

use std::path::{Path, PathBuf};
use std::sync::Arc;

use parking_lot::{Mutex, RwLock};
use tokio::sync::{mpsc, watch};

use crate::chain::tree::leaf_hash;
use crate::chain::{
    Broken, Checkpoint, CheckpointRejected, Head, Header, LedgerId, Note, SigningKeys,
};
use crate::store::space::Room;
use crate::store::{ReadError, Store};
use crate::vault::{Vault, Witness};

use super::Register;
use super::clock::Clock;
use super::damage::Lost;
use super::derived::Derived;
use super::facts::KEY_ROTATED;
use super::index::{Index, Row};
use super::keeper::Keeper;
use super::latency::Latency;
use super::shared::{Cause, Condition, Damage, Published, Shared, Synced, Verified};
use super::signing::{Crossings, key_in_force};
use super::tree::{Tree, TreeError};
use super::writer::Writer;

/// Commands that may wait for the writer; more are told to come back.
pub const QUEUE_MAX: usize = 4_096;
/// Headers read from the store at a time.
pub const SCAN: usize = 4_096;

/// Why a register could not be opened. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// There is no record at all: creation was cut short; run `init` again.
    #[error("the ledger has no first record")]
    Empty,
    /// The first record is not what a ledger begins with.
    #[error("the first record is not of this ledger: {0}")]
    First(&'static str),
    /// The last checkpoint in the vault is not of this ledger.
    #[error("the vault's last checkpoint is not of this ledger")]
    Checkpoint(#[from] CheckpointRejected),
    /// The derived files could not be made.
    #[error("the derived files cannot be written")]
    Derived(#[source] std::io::Error),
    /// A record that says how the ledger stands could not be read.
    #[error(transparent)]
    Records(#[from] super::read::ReadFailure),
    /// A thread could not be started.
    #[error("a thread could not be started")]
    Thread(#[source] std::io::Error),
}

/// What a register is opened from.
pub struct Parts {
    /// The data folder.
    pub folder: PathBuf,
    /// Room on its disk.
    pub room: Arc<dyn Room>,
    /// Where records lie.
    pub store: Arc<dyn Store>,
    /// Keys, witness and last checkpoint.
    pub vault: Arc<Vault>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// For a restore: nothing is recorded or carried out by itself.
    pub restoring: bool,
}

/// What the scan of a log found.
struct Scanned {
    index: Index,
    tree: Tree,
    head: Head,
    damage: Vec<Damage>,
}

/// Opens a register and starts its threads.
pub fn open(parts: Parts) -> Result<Register, OpenError> {
    let ledger = parts.vault.ledger();
    check_ledger(&parts)?;
    let crossings = Crossings::of(&parts.vault)?;
    let signing_keys = crossings.keys(ledger)?;
    if *signing_keys.newest() != key_in_force(&parts.vault)? {
        return Err(OpenError::First("the vault signs with another key than it lists"));
    }
    let published = last_checkpoint(&parts.vault, &signing_keys)?;
    let scanned = scan(&parts, published.as_ref().map(|(checkpoint, _)| checkpoint))?;
    let is_rotation = |kind: &crate::chain::Kind| kind.as_str() == KEY_ROTATED;
    let rotated = scanned.index.positions_of_kinds(scanned.index.size(), is_rotation);
    let listed: Vec<u64> = crossings.rotations.iter().map(|it| it.position).collect();
    // A log that lost its tail has fewer, and says so by its damage.
    if !listed.starts_with(&rotated) {
        return Err(OpenError::First("a change of its signing key is not known to the vault"));
    }
    let witness = parts.vault.witness();
    let mut damage = scanned.damage;
    damage.extend(witness_damage(&parts, &scanned.head, witness)?);
    let condition = match damage.iter().map(|found| found.position).min() {
        Some(position) => Condition::Damaged { position },
        None => Condition::Writable,
    };
    let (nudge, nudges) = std::sync::mpsc::sync_channel(64);
    let published =
        published.map(|(checkpoint, note)| Published { size: checkpoint.size, note: note.into() });
    let shared = Arc::new(Shared {
        ledger,
        store: parts.store,
        vault: parts.vault,
        clock: parts.clock,
        folder: parts.folder,
        room: parts.room,
        index: RwLock::new(scanned.index),
        tree: RwLock::new(scanned.tree),
        lost: RwLock::new(Lost::default()),
        destructions: RwLock::default(),
        backups: RwLock::default(),
        making_backup: Mutex::default(),
        restoring: parts.restoring,
        destroying: tokio::sync::Mutex::new(()),
        when_destroying: RwLock::default(),
        put_aside: Mutex::default(),
        signing_keys: RwLock::new(signing_keys),
        crossings: crossings.rotations,
        condition: RwLock::new(condition),
        commit_latency: Latency::default(),
        synced: watch::Sender::new(Synced::of(scanned.head)),
        published: watch::Sender::new(published),
        verified: watch::Sender::new(Verified { up_to: 0, damage }),
        nudge,
    });
    let (commands, queue) = mpsc::channel(QUEUE_MAX);
    let writer = Writer::new(Arc::clone(&shared), scanned.head, queue);
    let keeper =
        Keeper::new(Arc::clone(&shared), nudges, witness.map_or(0, |witness| witness.size));
    let threads = vec![
        spawn("griffie-writer", move || writer.run())?,
        spawn("griffie-keeper", move || keeper.run())?,
    ];
    let register = Register {
        shared,
        commands,
        folded_streams: Arc::default(),
        threads: Arc::new(Mutex::new(threads)),
    };
    register.load_lost()?;
    register.load_destructions()?;
    register.load_backups()?;
    if parts.restoring {
        return Ok(register);
    }
    register.carry_all_through();
    if let Err(error) = register.record_mirrors_followed() {
        tracing::error!(%error, "that a mirror caught up is not recorded yet");
    }
    if let Err(error) = register.record_pending() {
        tracing::error!(%error, "what was read in an emergency is not recorded yet");
    }
    Ok(register)
}

fn spawn(
    name: &str,
    run: impl FnOnce() + Send + 'static,
) -> Result<std::thread::JoinHandle<()>, OpenError> {
    std::thread::Builder::new().name(name.to_owned()).spawn(run).map_err(OpenError::Thread)
}

/// Vault and log are of one ledger.
fn check_ledger(parts: &Parts) -> Result<(), OpenError> {
    let run = pollster::block_on(parts.store.headers(0, 1))?;
    let (_, bytes) = run.iter().next().ok_or(OpenError::Empty)?;
    let header = Header::decode(bytes).map_err(|_| OpenError::First("its header is malformed"))?;
    if header.ledger != parts.vault.ledger() {
        return Err(OpenError::First("the vault belongs to another ledger"));
    }
    Ok(())
}

fn last_checkpoint(
    vault: &Vault,
    keys: &SigningKeys,
) -> Result<Option<(Checkpoint, String)>, OpenError> {
    let Some(bytes) = vault.checkpoint() else { return Ok(None) };
    let malformed = || OpenError::First("the vault's last checkpoint is malformed");
    let note = Note::parse(&bytes).map_err(|_| malformed())?;
    let checkpoint = keys.verify(&note)?;
    let text = String::from_utf8(bytes).map_err(|_| malformed())?;
    Ok(Some((checkpoint, text)))
}

/// The index and tree from the derived files, completed from headers; all of it from headers if the derived files are in doubt.
fn scan(parts: &Parts, signed: Option<&Checkpoint>) -> Result<Scanned, OpenError> {
    let head = pollster::block_on(parts.store.head())?;
    let folder = parts.folder.join("derived");
    let (mut index, mut tree) = load(&folder, &parts.vault)?;
    let signed_root = |tree: &Tree| match signed {
        Some(signed) if signed.size <= tree.size() => {
            tree.root_at(signed.size).is_ok_and(|root| root == signed.root)
        }
        _ => true,
    };
    if tree.size() > head.size || !signed_root(&tree) {
        tracing::warn!("derived rows do not fit the log and are built anew");
        tree.forget().map_err(OpenError::Derived)?;
        drop(tree);
        (index, tree) = load(&folder, &parts.vault)?;
    }
    let mut scanned = Scanned { index, tree, head: Head::EMPTY, damage: Vec::new() };
    let from = signed.map_or(0, |signed| signed.size).min(scanned.tree.size());
    follow(parts, from, head.size, &mut scanned)?;
    if let Some(signed) = signed
        && scanned.damage.is_empty()
        && signed.size <= scanned.tree.size()
        && !signed_root(&scanned.tree)
    {
        scanned.damage.push(Damage { position: 0, cause: Cause::ChainBroken });
    }
    Ok(scanned)
}

fn load(folder: &Path, vault: &Vault) -> Result<(Index, Tree), OpenError> {
    use std::os::unix::fs::DirBuilderExt;
    if !folder.is_dir() {
        std::fs::DirBuilder::new().mode(0o700).create(folder).map_err(OpenError::Derived)?;
    }
    let mut index = Index::default();
    let key = vault.derived_rows_key();
    let tree = Tree::open(|each| Derived::open(folder, key, each), |row: &Row| index.push(row))
        .map_err(OpenError::Derived)?;
    Ok((index, tree))
}

/// Follows headers from `from` to the head, completing index and tree, and looks whether each has its box.
fn follow(parts: &Parts, from: u64, size: u64, scanned: &mut Scanned) -> Result<(), OpenError> {
    let mut head = head_at(parts, from)?;
    while head.size < size && scanned.damage.is_empty() {
        let run = match pollster::block_on(parts.store.headers(head.size, SCAN)) {
            Ok(run) if !run.is_empty() => run,
            Ok(_) | Err(ReadError::Corrupt { .. }) => {
                let position = head.size;
                scanned.damage.push(Damage { position, cause: Cause::ChainBroken });
                break;
            }
            Err(error) => return Err(error.into()),
        };
        for (position, bytes) in run.iter() {
            let Ok(next) = accept(head, bytes, scanned) else {
                scanned.damage.push(Damage { position, cause: Cause::ChainBroken });
                break;
            };
            head = next;
        }
    }
    scanned.head = head;
    Ok(())
}

fn accept(head: Head, bytes: &[u8], scanned: &mut Scanned) -> Result<Head, ()> {
    let (next, header): (Head, Header) = head.follow(bytes).map_err(|_: Broken| ())?;
    let leaf = leaf_hash(bytes);
    let row = Row::of(&header);
    if header.position < scanned.tree.size() {
        let tile = scanned.tree.leaves_of_tile(header.position / 256).map_err(|_: TreeError| ())?;
        let within = usize::try_from(header.position % 256).map_err(|_| ())?;
        return if tile.get(within) == Some(&leaf) { Ok(next) } else { Err(()) };
    }
    scanned.index.push_checked(&row, header.revision).map_err(|_| ())?;
    scanned.tree.push(leaf, row);
    Ok(next)
}

/// The head as it was after `size` records.
fn head_at(parts: &Parts, size: u64) -> Result<Head, OpenError> {
    let Some(last) = size.checked_sub(1) else { return Ok(Head::EMPTY) };
    let run = pollster::block_on(parts.store.headers(last, 1))?;
    let (_, bytes) = run.iter().next().ok_or(OpenError::Empty)?;
    let header = Header::decode(bytes).map_err(|_| OpenError::First("a header is malformed"))?;
    Ok(Head {
        ledger: Some(header.ledger),
        size,
        hash: Header::hash(bytes),
        recorded_at: header.recorded_at,
    })
}

/// The log must reach as far as the witness, with the same hash there: a shorter one lost its tail.
fn witness_damage(
    parts: &Parts,
    head: &Head,
    witness: Option<Witness>,
) -> Result<Option<Damage>, OpenError> {
    let Some(Witness { size, hash }) = witness else { return Ok(None) };
    if size > head.size {
        return Ok(Some(Damage { position: head.size, cause: Cause::TailMissing }));
    }
    let found = head_at(parts, size)?;
    let damage = Damage { position: size.saturating_sub(1), cause: Cause::ChainBroken };
    Ok((found.hash != hash).then_some(damage))
}

/// The ledger a vault belongs to; for messages.
pub fn ledger_of(vault: &Vault) -> LedgerId {
    vault.ledger()
}
