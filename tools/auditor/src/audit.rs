//! An audit from beginning to end (format.md §9): what is read in which order, and what the findings come to.
//! Every rule lies in a module of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::checkpoint::{self, Checkpoint};
use crate::clock::Clocks;
use crate::destruction;
use crate::disclosed::{GROUP_WIDTH, Group, State, names_a_key};
use crate::entries::{self, Chunk};
use crate::finding::{Code, Findings};
use crate::folder::{Folder, Unreadable};
use crate::manifest::{Manifest, NoManifest};
use crate::note::SignedNote;
use crate::outside::{self, Fit, Outside};
use crate::payload::{Fact, Reason};
use crate::ranges::Ranges;
use crate::report::{Attestation, Report, Reservation, Verdict};
use crate::restored::Restored;
use crate::signing_keys::SigningKeys;
use crate::tile::{self, TILE_WIDTH};
use crate::verifier_key::VerifierKey;
use crate::walk::Walk;
use crate::{inventory, rotations, spelling, states};

/// What an auditor knows besides the bundle.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The ledger's verifier key, as somebody outside noted it down.
    pub key: Option<VerifierKey>,
    /// Checkpoints and receipts others kept.
    pub also: Vec<PathBuf>,
    /// The same, by name and content: the receipts of a certificate.
    pub kept: Vec<(String, Vec<u8>)>,
    /// Draw a bar on standard error, if that is a terminal.
    pub progress: bool,
}

/// Audits the bundle in `folder`. Never fails and never panics: whatever goes wrong is in the report.
pub fn audit(folder: &Path, options: &Options) -> Report {
    let mut report = Report::new();
    let mut findings = Findings::default();
    let outcome = examine(folder, options, &mut report, &mut findings);
    report.verdict = match outcome {
        Err(unreadable) => {
            report = Report::new();
            report.details.unreadable = Some(unreadable.to_string());
            findings = Findings::default();
            findings.file(Code::Unreadable, unreadable.path);
            Verdict::Unreadable
        }
        Ok(()) if findings.any_broken() => Verdict::Broken,
        Ok(()) if findings.any_unsupported() => Verdict::Unsupported,
        Ok(()) if report.reservations.is_empty() => Verdict::Sound,
        Ok(()) => Verdict::Reservation,
    };
    report.exit = report.verdict.exit();
    if report.verdict != Verdict::Reservation {
        report.reservations.clear();
    }
    report.findings = findings.into_list();
    report
}

fn examine(
    root: &Path,
    options: &Options,
    report: &mut Report,
    findings: &mut Findings,
) -> Result<(), Unreadable> {
    let mut outside = Outside::read_all(&options.also)?;
    let kept = options.kept.iter().cloned();
    outside.extend(kept.map(|(name, content)| Outside::parse(name, content)));
    report.details.attestations = outside.iter().filter_map(attestation).collect();
    let mut folder = Folder::open(root)?;
    let manifest = match inventory::read_manifest(&folder, findings)? {
        Err(NoManifest::UnknownVersion) => return Ok(()),
        Err(NoManifest::Malformed) => None,
        Ok(manifest) => Some(manifest),
    };
    let checkpoint = inventory::read_checkpoint(&folder, manifest.as_ref(), findings)?;
    let Some((checkpoint, note)) = checkpoint else { return Ok(()) };
    report.ledger = Some(hex::encode(checkpoint.ledger));
    report.size = Some(checkpoint.size);
    report.root = Some(spelling::to_base64(&checkpoint.root));
    let Some(manifest) = manifest else { return Ok(()) };
    if options.progress {
        folder.show_progress(manifest.files().iter().map(|listed| listed.size).sum());
    }
    folder.find_unlisted(&manifest, findings)?;
    if !inventory::check_tile_set(&manifest, checkpoint.size, findings) {
        return Ok(());
    }
    let held = inventory::read_held(&folder, &manifest, checkpoint.size, findings)?;
    let bundle = Bundle { folder, manifest, checkpoint, note, held };
    let mut history = History::default();
    for file in &outside {
        file.ask(&mut history.walk, checkpoint.size);
    }
    rotations::ask(&bundle.manifest, &mut history.walk, checkpoint.size);
    if bundle.read_all(&mut history, findings)? {
        bundle.conclude(history, &outside, options.key.as_ref(), report, findings)?;
    }
    bundle.folder.finish();
    Ok(())
}

fn attestation(outside: &Outside) -> Option<Attestation> {
    Some(Attestation {
        path: outside.path.clone(),
        size: outside.size()?,
        receipt: outside.receipt_index(),
        signed: outside.is_signed(),
    })
}

/// A bundle whose list of files fits its size.
struct Bundle {
    folder: Folder,
    manifest: Manifest,
    checkpoint: Checkpoint,
    note: SignedNote,
    held: Option<Vec<u8>>,
}

/// What reading the bundle brings together.
#[derive(Default)]
struct History {
    walk: Walk,
    keys: SigningKeys,
    restored: Vec<Restored>,
    damage: Ranges,
    damage_by_record: BTreeMap<u64, Vec<(u64, u64)>>,
    destruction: BTreeMap<u64, destruction::Statement>,
    clocks: Clocks,
    given: BTreeSet<u64>,
    states: Vec<State>,
}

impl Bundle {
    /// Reads everything, a group of positions at a time: while one is judged the next is loaded. `false` if there are so
    /// many findings that looking on is pointless.
    fn read_all(&self, history: &mut History, findings: &mut Findings) -> Result<bool, Unreadable> {
        let groups = self.checkpoint.size.div_ceil(GROUP_WIDTH);
        let mut loaded = self.load(0)?;
        for number in 0..groups {
            let (judged, next) = rayon::join(
                || self.judge(number, &loaded, history, findings),
                || if number + 1 < groups { self.load(number + 1) } else { Ok(Vec::new()) },
            );
            judged?;
            if findings.is_full() {
                return Ok(false);
            }
            loaded = next?;
        }
        let roots = history.walk.take_tile_roots();
        let size = self.checkpoint.size;
        entries::check_upper_tiles(&self.folder, &self.manifest, size, roots, findings)?;
        Ok(true)
    }

    fn load(&self, number: u64) -> Result<Vec<Chunk>, Unreadable> {
        let first = number * (GROUP_WIDTH / TILE_WIDTH);
        let tiles: Vec<_> = tile::of_level(0, self.checkpoint.size)
            .skip(usize::try_from(first).unwrap_or(usize::MAX))
            .take(256)
            .collect();
        tiles
            .into_par_iter()
            .map(|place| entries::load(&self.folder, &self.manifest, place))
            .collect()
    }

    fn judge(
        &self,
        number: u64,
        chunks: &[Chunk],
        history: &mut History,
        findings: &mut Findings,
    ) -> Result<(), Unreadable> {
        let recorded_before = history.walk.last_recorded_at();
        for chunk in chunks {
            findings.extend(chunk.findings.clone());
            history.walk.follow(chunk, findings);
        }
        let ledger = history.walk.ledger().unwrap_or(self.checkpoint.ledger);
        let group = Group {
            number,
            size: self.checkpoint.size,
            limit: history.walk.stopped().map_or(u64::MAX, |(position, _)| position),
            chunks,
            held: self.held.as_deref(),
            ledger,
            name: &checkpoint::origin(&ledger),
            recorded_before,
        };
        let (states, facts) = group.judge(&self.folder, &self.manifest, findings)?;
        history.states.extend(states);
        let mut said_of_clocks = BTreeMap::new();
        for (position, fact) in facts {
            match fact {
                Fact::MirrorFollowed => {
                    history.given.insert(position);
                }
                Fact::Clock(statement) => {
                    said_of_clocks.insert(position, statement);
                }
                Fact::Damage(ranges) => {
                    history.damage.add(&ranges);
                    history.damage_by_record.insert(position, ranges);
                }
                Fact::Destruction(statement) => {
                    history.given.insert(position);
                    history.destruction.insert(position, statement);
                }
                Fact::Restored(restored) => {
                    history.given.insert(position);
                    history.restored.push(restored);
                }
                Fact::ClockAccepted(_) | Fact::Created(_) | Fact::Rotated(..) => {
                    history.given.insert(position);
                    history.keys.learn(position, fact);
                }
            }
        }
        history.clocks.follow(history.walk.take_clocks(), said_of_clocks, findings);
        Ok(())
    }

    /// Judges what needs the whole: root, signatures, outside files, states.
    fn conclude(
        &self,
        history: History,
        outside: &[Outside],
        key: Option<&VerifierKey>,
        report: &mut Report,
        findings: &mut Findings,
    ) -> Result<(), Unreadable> {
        let size = self.checkpoint.size;
        let walk = &history.walk;
        if walk.root().is_some_and(|root| root != self.checkpoint.root) {
            findings.file(Code::RootDiffers, "checkpoint");
        }
        let ledger = walk.ledger().unwrap_or(self.checkpoint.ledger);
        if ledger != self.checkpoint.ledger {
            findings.file(Code::CheckpointLedger, "checkpoint");
        }
        let mut keys_known = walk.stopped().is_none() && !walk.met_unknown_of_ledger();
        if keys_known {
            rotations::check_set(&self.manifest, walk, findings);
        }
        for (position, kind) in walk.needed() {
            if !history.given.contains(position) {
                findings.at(Code::PayloadNotGiven, *position);
                keys_known &= !names_a_key(*kind);
            }
        }
        history.keys.check_ids(findings);
        let keys = keys_known.then_some(&history.keys);
        rotations::judge(&self.folder, &self.manifest, walk, ledger, keys, findings)?;
        let mut attesting = Vec::new();
        for file in outside {
            let known = outside::Known { walk, ledger, size, keys, restored: &history.restored };
            match file.judge(&known, findings) {
                Fit::Judged => attesting.push(file),
                Fit::Abandoned { restored_at } => {
                    report.reservations.push(Reservation::Abandoned);
                    report.details.abandoned.insert(file.path.clone(), restored_at);
                }
            }
        }
        report.reservations.dedup();
        if let Some(keys) = keys {
            self.check_signatures(keys, key, report, findings);
        }
        reserve_outside(&attesting, size, report);
        report.details.times = walk.times();
        report.details.rotations = history.keys.rotations().map(|(position, _)| position).collect();
        if history.keys.rotations().any(|(_, reason)| reason == Reason::Restored) {
            report.reservations.push(Reservation::Restored);
        }
        if walk.stopped().is_none() {
            // A kind we do not know may say why something is not held.
            let judge_unexplained = !walk.met_unknown_kind();
            let known = destruction::Known {
                places: walk.places(),
                times: walk.destruction_times(),
                damage: &history.damage_by_record,
            };
            let gone = destruction::judge(&history.destruction, &known, findings);
            let damage = history.damage;
            report.states =
                states::count(&history.states, &gone, damage, judge_unexplained, findings);
            report.not_examined = report.states.sealed_unexamined + report.states.withheld;
            report.clocks = history.clocks.count();
            if report.states.lost > 0 {
                report.reservations.push(Reservation::Lost);
            }
        }
        report.reservations.sort_unstable();
        Ok(())
    }

    fn check_signatures(
        &self,
        keys: &SigningKeys,
        key: Option<&VerifierKey>,
        report: &mut Report,
        findings: &mut Findings,
    ) {
        let size = self.checkpoint.size;
        if !self.note.is_signed_by(&keys.at(size)) {
            findings.file(Code::CheckpointSignature, "checkpoint");
        }
        let in_force: Vec<_> = keys.in_force(size).into_iter().collect();
        if !self.manifest.note.is_signed_by(&in_force) {
            findings.file(Code::ManifestSignature, "manifest");
        }
        match key {
            None => report.reservations.push(Reservation::KeyUnproven),
            Some(key) if keys.knows(key) => report.details.key_proven = true,
            Some(_) => findings.file(Code::KeyMismatch, "checkpoint"),
        }
        report.details.key = keys.in_force(size).map(ToString::to_string);
    }
}

fn reserve_outside(outside: &[&Outside], size: u64, report: &mut Report) {
    let newest = outside.iter().filter_map(|file| file.size()).max();
    let reservation = match newest {
        None => Reservation::NothingOutsideAttests,
        Some(newest) if newest < size => Reservation::OutsideOlderThanBundle,
        Some(newest) if newest > size => Reservation::OutsideBeyondBundle,
        Some(_) => return,
    };
    report.reservations.push(reservation);
}
