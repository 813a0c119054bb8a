//! What a bundle gives of the records themselves: open payloads, boxes, box keys, 65,536 positions at a time
//! (format.md §§3, 8, 9). Says for each position in which state it is, before damage is counted.

use std::collections::BTreeSet;

use crate::entries::{Chunk, Record};
use crate::finding::{Code, Finding, Findings};
use crate::folder::{Folder, Unreadable};
use crate::kind::Kind;
use crate::manifest::Manifest;
use crate::payload::{self, Fact};
use crate::sealed_box::{self, Binding};
use crate::tile::Part;
use crate::{lines, spelling};

/// Positions in one file of lines.
pub const GROUP_WIDTH: u64 = 65_536;

/// How much of a position the bundle gives; damage is counted later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Not held, and nothing else known.
    Unexplained,
    /// Held, nothing given.
    Withheld,
    /// Its box is there, its key is not.
    SealedUnexamined,
    /// Its payload was given and matches.
    Open,
    /// Its box was opened and matches.
    Opened,
}

/// One group of positions and all that is known of them from the headers.
#[derive(Debug)]
pub struct Group<'a> {
    /// Number of the group.
    pub number: u64,
    /// One past the last position of the bundle.
    pub size: u64,
    /// From here on records cannot be judged.
    pub limit: u64,
    /// The group's headers, judged.
    pub chunks: &'a [Chunk],
    /// The bit map of boxes held; `None` if it is malformed.
    pub held: Option<&'a [u8]>,
    /// The ledger's id.
    pub ledger: [u8; 16],
    /// The ledger's origin.
    pub name: &'a str,
    /// Stamp of the last record before this group.
    pub recorded_before: u64,
}

/// A fact, with the position of the record that states it.
pub type StatedFact = (u64, Fact);

#[derive(Default)]
struct Judged {
    code: Option<Code>,
    fact: Option<Fact>,
    state: Option<State>,
}

impl Group<'_> {
    fn first(&self) -> u64 {
        self.number * GROUP_WIDTH
    }

    fn end(&self) -> u64 {
        self.size.min(self.first() + GROUP_WIDTH)
    }

    /// The record at `position`, if it can be judged.
    fn record(&self, position: u64) -> Option<&Record> {
        let offset = usize::try_from(position.checked_sub(self.first())?).ok()?;
        self.chunks.get(offset / 256)?.records.get(offset % 256).filter(|_| position < self.limit)
    }

    fn holds(&self, position: u64) -> bool {
        let Some(held) = self.held else { return true };
        let byte = usize::try_from(position / 8).ok().and_then(|place| held.get(place));
        byte.is_some_and(|byte| byte & (0x80 >> (position % 8)) != 0)
    }

    /// Whether a line of this position may stand in this group's files.
    fn may_have_line(&self, position: u64) -> bool {
        (self.first()..self.end()).contains(&position) && self.holds(position)
    }

    /// Reads what the bundle gives of this group: a state for every position, and the facts stated.
    pub fn judge(
        &self,
        folder: &Folder,
        manifest: &Manifest,
        findings: &mut Findings,
    ) -> Result<(Vec<State>, Vec<StatedFact>), Unreadable> {
        let mut states: Vec<State> = (self.first()..self.end())
            .map(|position| if self.holds(position) { State::Withheld } else { State::Unexplained })
            .collect();
        let mut facts = Vec::new();
        let mut boxed = BTreeSet::new();
        let keys = self.keys(folder, manifest, findings)?;
        let mut take = |position: u64, judged: Judged, findings: &mut Findings| {
            if let Some(code) = judged.code {
                findings.at(code, position);
            }
            facts.extend(judged.fact.map(|fact| (position, fact)));
            let place =
                usize::try_from(position.saturating_sub(self.first())).unwrap_or(usize::MAX);
            if let (Some(state), Some(was)) = (judged.state, states.get_mut(place)) {
                *was = state;
            }
        };
        if let Some(listed) = manifest.get(Part::Boxes(self.number)) {
            let judge = |position, line: &str| {
                let sealed = spelling::base64(line)?;
                Some(self.sealed_box(position, &sealed, self.key(&keys, position)))
            };
            lines::each(folder, listed, findings, judge, |position, judged, findings| {
                boxed.insert(position);
                take(position, judged, findings);
            })?;
        }
        if let Some(listed) = manifest.get(Part::Open(self.number)) {
            let judge = |position, line: &str| {
                let (salt, payload) = line.split_once(' ')?;
                let (salt, payload) = (spelling::base64_array(salt)?, spelling::base64(payload)?);
                Some(self.open_line(position, &salt, &payload))
            };
            lines::each(folder, listed, findings, judge, take)?;
        }
        for (position, key) in (self.first()..).zip(&keys) {
            if key.is_some() && !boxed.contains(&position) {
                misplaced(position, Part::Keys(self.number), findings);
            }
        }
        Ok((states, facts))
    }

    /// The box keys given, by place in the group; empty if there is no such file.
    fn keys(
        &self,
        folder: &Folder,
        manifest: &Manifest,
        findings: &mut Findings,
    ) -> Result<Vec<Option<[u8; 32]>>, Unreadable> {
        let mut keys = Vec::new();
        if let Some(listed) = manifest.get(Part::Keys(self.number)) {
            keys.resize(65_536, None);
            let judge = |_, line: &str| spelling::base64_array::<32>(line);
            lines::each(folder, listed, findings, judge, |position, key, findings| {
                let place = position.checked_sub(self.first());
                let place = place.and_then(|place| usize::try_from(place).ok());
                match place.and_then(|place| keys.get_mut(place)) {
                    Some(slot) if self.may_have_line(position) => *slot = Some(key),
                    _ => misplaced(position, Part::Keys(self.number), findings),
                }
            })?;
        }
        Ok(keys)
    }

    fn key<'k>(&self, keys: &'k [Option<[u8; 32]>], position: u64) -> Option<&'k [u8; 32]> {
        let place = usize::try_from(position.checked_sub(self.first())?).ok()?;
        keys.get(place)?.as_ref()
    }

    fn sealed_box(&self, position: u64, sealed: &[u8], key: Option<&[u8; 32]>) -> Judged {
        let fails = |code| Judged { code: Some(code), ..Judged::default() };
        if !self.may_have_line(position) {
            return fails(Code::LineMisplaced);
        }
        let unexamined = Judged { state: Some(State::SealedUnexamined), ..Judged::default() };
        let (Some(record), Some(key)) = (self.record(position), key) else {
            return match sealed_box::check_form(sealed) {
                Err(Code::BoxMalformed) => fails(Code::BoxMalformed),
                _ => unexamined,
            };
        };
        let binding = Binding {
            ledger: &self.ledger,
            stream: &record.stream,
            commitment: &record.commitment,
        };
        match sealed_box::open(sealed, key, binding) {
            Ok((salt, payload)) => self.payload(position, record, &salt, &payload, State::Opened),
            Err(code) => Judged { code: Some(code), ..unexamined },
        }
    }

    fn open_line(&self, position: u64, salt: &[u8; 32], payload: &[u8]) -> Judged {
        let record = self.record(position);
        if !self.may_have_line(position) || record.is_some_and(|record| record.sealed) {
            return Judged { code: Some(Code::LineMisplaced), ..Judged::default() };
        }
        record.map_or_else(Judged::default, |record| {
            self.payload(position, record, salt, payload, State::Open)
        })
    }

    fn payload(
        &self,
        position: u64,
        record: &Record,
        salt: &[u8; 32],
        payload: &[u8],
        state: State,
    ) -> Judged {
        let judged = if payload::commitment(salt, payload) != record.commitment {
            Err(Code::CommitmentDiffers)
        } else if record.raw {
            payload::judge_raw(payload)
        } else {
            payload::judge(payload, record.kind, record.sealed, position, self.name)
                .and_then(|fact| self.compare_clock(position, fact))
        };
        match judged {
            Ok(fact) => Judged { code: None, fact, state: Some(state) },
            Err(code) => Judged { code: Some(code), ..Judged::default() },
        }
    }

    /// A record of an accepted clock tells the stamp of the record before it; it must tell the truth.
    fn compare_clock(&self, position: u64, fact: Option<Fact>) -> Result<Option<Fact>, Code> {
        let Some(Fact::ClockAccepted(told)) = fact else { return Ok(fact) };
        let before = position.checked_sub(1).and_then(|before| self.record(before));
        let stamp = before.map_or(self.recorded_before, |before| before.recorded_at);
        if told == stamp { Ok(fact) } else { Err(Code::OpenPayloadMalformed) }
    }
}

fn misplaced(position: u64, part: Part, findings: &mut Findings) {
    let path = Some(part.path());
    findings.add(Finding { code: Code::LineMisplaced, position: Some(position), path });
}

/// Whether the verdict lacks the keys themselves when this payload is not given.
pub fn names_a_key(kind: Kind) -> bool {
    matches!(kind, Kind::LedgerCreated | Kind::KeyRotated)
}
