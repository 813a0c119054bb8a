//! All that a practice holds (docs/export.md), as files any other system can read, pulled piece by piece by whoever sends them.
//! A dossier at a time, never the ledger. Asks nobody's leave: which parts a role may have is decided before.

mod dossier;
mod line;
mod records;

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, SecondsFormat};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::access::{Operation, Role, allowed, may_open};
use crate::chain::{Checkpoint, Note, SigningKeys, StreamId, TreeHash};
use crate::domain::practice::event::DESCRIBED;
use crate::register::{PayloadRead, ReadFailure, Register, payload};

use super::bundle::{BundlePiece, ExportError, pieces};
use records::Records;

/// What a practice holds, by who may open it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Who the practice is, and what the ledger says of itself: grants, holds, destructions, damage.
    Practice,
    /// The dossiers.
    Dossiers,
    /// The register of complaints.
    Complaints,
    /// The register of breaches.
    Breaches,
    /// Requests of clients.
    Requests,
    /// Measures.
    Measures,
    /// The register of incidents (Wkkgz 9).
    Incidents,
    /// Who looked at what.
    AccessLog,
}

impl Part {
    /// Every part, in the order in which they are written.
    pub const ALL: [Part; 8] = [
        Part::Practice,
        Part::Dossiers,
        Part::Complaints,
        Part::Breaches,
        Part::Requests,
        Part::Measures,
        Part::Incidents,
        Part::AccessLog,
    ];

    /// Its word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Part::Practice => "practice",
            Part::Dossiers => "dossiers",
            Part::Complaints => "complaints",
            Part::Breaches => "breaches",
            Part::Requests => "requests",
            Part::Measures => "measures",
            Part::Incidents => "incidents",
            Part::AccessLog => "access_log",
        }
    }

    /// How the kinds of its facts begin.
    const fn kinds(self) -> &'static str {
        match self {
            Part::Practice => "practice.",
            Part::Dossiers => "dossier.",
            Part::Complaints => "complaint.",
            Part::Breaches => "breach.",
            Part::Requests => "request.",
            Part::Measures => "measure.",
            Part::Incidents => "incident.",
            Part::AccessLog => "access.",
        }
    }

    /// Whether a role may carry it away: one that exports at all, behind the walls of the policy table. Who gives care reads
    /// dossiers and carries none away.
    pub fn may_be_carried_by(self, role: Role) -> bool {
        allowed(role, Operation::ExportPractice).is_some() && may_open(role, self.kinds())
    }

    /// The part a stream belongs to, by the kind of its first record. What is no case and no dossier is the ledger's own.
    fn of_stream(first_kind: &str) -> Part {
        let named = Part::ALL.into_iter().find(|part| first_kind.starts_with(part.kinds()));
        named.unwrap_or(Part::Practice)
    }
}

/// An export on its way out. Every call blocks for as long as the store takes.
pub struct PracticeExport {
    under: Under,
    parts: BTreeMap<Part, Vec<StreamId>>,
    waiting: VecDeque<Step>,
    open: Option<Records>,
    /// Lines of the list of dossiers so far.
    list: String,
    /// Made and not pulled yet: at most what one step makes.
    ready: VecDeque<BundlePiece>,
    records_done: u64,
    records_total: u64,
}

/// The ledger as it stood when the export began.
struct Under {
    register: Register,
    note: Note,
    size: u64,
    root: TreeHash,
}

enum Step {
    Practice,
    Dossier(StreamId),
    DossierList,
    Register(Part),
}

impl PracticeExport {
    /// Begins an export of these parts under a published checkpoint; the latest one if none is given.
    pub fn start(
        register: &Register,
        parts: &[Part],
        checkpoint: Option<Note>,
    ) -> Result<PracticeExport, ExportError> {
        let under = Under::checkpoint(register, checkpoint)?;
        under.still_whole()?;
        let parts = streams_of(&under, parts);
        let mut waiting = VecDeque::new();
        for (part, streams) in &parts {
            match part {
                Part::Practice => waiting.push_back(Step::Practice),
                Part::Dossiers => {
                    waiting.extend(streams.iter().map(|stream| Step::Dossier(*stream)));
                    waiting.push_back(Step::DossierList);
                }
                _ => waiting.push_back(Step::Register(*part)),
            }
        }
        let records_total = parts.values().flatten().map(|it| under.count(*it)).sum();
        Ok(PracticeExport {
            under,
            parts,
            waiting,
            open: None,
            list: String::new(),
            ready: VecDeque::new(),
            records_done: 0,
            records_total,
        })
    }

    /// Cases and dossiers it is about.
    pub fn streams(&self) -> impl Iterator<Item = StreamId> + '_ {
        let of_persons = self.parts.iter().filter(|(part, _)| **part != Part::Practice);
        of_persons.flat_map(|(_, streams)| streams.iter().copied())
    }

    /// Records written so far.
    pub fn records_done(&self) -> u64 {
        self.records_done
    }

    /// Records there are to write.
    pub fn records_total(&self) -> u64 {
        self.records_total
    }

    /// The next piece of a file; `None` when all was given. After an error there is no export: what a destruction took that was
    /// decided meanwhile may be in what was given before.
    pub fn next_piece(&mut self) -> Result<Option<BundlePiece>, ExportError> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            self.under.still_whole()?;
            if let Some(records) = &mut self.open {
                let goes_on = records.step(&self.under, &mut self.ready)?;
                self.records_done += records.take_done();
                if !goes_on {
                    self.open = None;
                }
                continue;
            }
            match self.waiting.pop_front() {
                None => return Ok(None),
                Some(step) => self.begin(&step)?,
            }
        }
    }

    fn begin(&mut self, step: &Step) -> Result<(), ExportError> {
        match step {
            Step::Practice => {
                self.ready.extend(pieces("practice.json", practice(&self.under)?.as_bytes()));
                self.open = Some(self.register_of(Part::Practice, "ledger"));
            }
            Step::Dossier(stream) => {
                let folder = format!("dossiers/{stream}");
                let (marks, listed) = dossier::look(&self.under, *stream)?;
                self.list.push_str(&listed);
                self.list.push('\n');
                let lines = format!("{folder}/dossier.ndjson");
                let receipts = format!("{folder}/receipts");
                let positions = self.under.positions(*stream);
                self.open =
                    Some(Records::new(lines, receipts, positions).with_files(folder, marks));
            }
            Step::DossierList => {
                let list = std::mem::take(&mut self.list);
                self.ready.extend(whole_file("dossiers/index.ndjson", list.as_bytes()));
            }
            Step::Register(part) => {
                self.open = Some(self.register_of(*part, &format!("registers/{}", part.as_str())));
            }
        }
        Ok(())
    }

    /// The records of a register, a case after the other; those of the ledger itself in the order of their positions.
    fn register_of(&self, part: Part, path: &str) -> Records {
        let streams = self.parts.get(&part).map(Vec::as_slice).unwrap_or_default();
        let mut positions: Vec<u64> =
            streams.iter().flat_map(|stream| self.under.positions(*stream)).collect();
        if part == Part::Practice {
            positions.sort_unstable();
        }
        Records::new(format!("{path}.ndjson"), format!("{path}.receipts"), positions)
    }
}

/// The streams of each part, in the order in which they began.
fn streams_of(under: &Under, parts: &[Part]) -> BTreeMap<Part, Vec<StreamId>> {
    let mut found: BTreeMap<Part, Vec<(u64, StreamId)>> =
        parts.iter().map(|part| (*part, Vec::new())).collect();
    under.register.with_index(|index| {
        for (stream, positions) in index.streams() {
            let Some(first) = positions.first().filter(|first| **first < under.size) else {
                continue;
            };
            let Some(kind) = index.kind(*first) else { continue };
            if let Some(streams) = found.get_mut(&Part::of_stream(kind.as_str())) {
                streams.push((*first, stream));
            }
        }
    });
    found
        .into_iter()
        .map(|(part, mut streams)| {
            streams.sort_unstable();
            (part, streams.into_iter().map(|(_, stream)| stream).collect())
        })
        .collect()
}

impl Under {
    fn checkpoint(register: &Register, given: Option<Note>) -> Result<Under, ExportError> {
        let latest = || {
            let published = register.published().ok_or(ExportError::NothingPublished)?;
            Ok::<_, ExportError>(Note::parse(published.note.as_bytes())?)
        };
        let note = given.map_or_else(latest, Ok)?;
        let keys = SigningKeys::new(register.verifier_key());
        let Checkpoint { size, root, .. } =
            keys.verify(&note).map_err(|_| ExportError::ForeignCheckpoint)?;
        let own = register.checkpoint_at(size).map_err(|_| ExportError::ForeignCheckpoint)?;
        if own.root != root {
            return Err(ExportError::ForeignCheckpoint);
        }
        Ok(Under { register: register.clone(), note, size, root })
    }

    /// Whether nothing was decided to go since: what was given out before must not outlive that.
    fn still_whole(&self) -> Result<(), ExportError> {
        match self.register.last_decision() {
            Some(position) if position >= self.size => {
                Err(ExportError::DestroyedSince { position })
            }
            _ => Ok(()),
        }
    }

    fn positions(&self, stream: StreamId) -> Vec<u64> {
        self.register.with_index(|index| index.positions(stream, 0, self.size))
    }

    fn count(&self, stream: StreamId) -> u64 {
        self.positions(stream).len() as u64
    }
}

/// An instant as it is written.
fn instant(microseconds: i64) -> String {
    let at = DateTime::from_timestamp_micros(microseconds).unwrap_or_default();
    at.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// A file in pieces, also if there is nothing in it.
fn whole_file(path: &str, content: &[u8]) -> Vec<BundlePiece> {
    if content.is_empty() {
        return vec![BundlePiece { path: path.to_owned(), content: Vec::new() }];
    }
    pieces(path, content)
}

#[derive(Serialize)]
struct PracticeFile {
    export: &'static str,
    ledger: String,
    exported_at: String,
    size: u64,
    verifier_key: String,
    versions: Vec<Version>,
}

/// The practice's details as they were stated.
#[derive(Serialize)]
struct Version {
    position: u64,
    recorded_at: String,
    described: Box<RawValue>,
}

fn practice(under: &Under) -> Result<String, ExportError> {
    let register = &under.register;
    let positions = register.with_index(|index| {
        index.positions_of_kinds(under.size, |kind| kind.as_str() == DESCRIBED)
    });
    let mut versions = Vec::with_capacity(positions.len());
    for record in register.records(&positions, true)? {
        let header = &record.header;
        let PayloadRead::Given(opened) = &record.payload else { continue };
        let damaged = || ReadFailure::Damaged { position: header.position };
        let read = payload::read(opened.payload()).map_err(|_| damaged())?;
        versions.push(Version {
            position: header.position,
            recorded_at: instant(header.recorded_at),
            described: read.body.to_owned(),
        });
    }
    let file = PracticeFile {
        export: "griffie practice export v1",
        ledger: register.ledger().to_string(),
        exported_at: instant(register.now()),
        size: under.size,
        verifier_key: register.verifier_key().to_string(),
        versions,
    };
    // Strings and numbers only: it cannot fail but for a defect, and then nothing leaves.
    serde_json::to_string(&file).map_err(|_| ReadFailure::Unavailable.into())
}
