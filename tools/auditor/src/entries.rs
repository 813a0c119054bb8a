//! One file of 256 headers: hashes, leaves, and every rule of the chain that can be judged within it (format.md §§2, 8).
//! Pure work for one core; what joins two files is judged in `walk`.

use crate::destruction;
use crate::finding::{Code, Findings};
use crate::folder::{Folder, Unreadable};
use crate::header::{Header, NoHeader};
use crate::kind::{self, Kind};
use crate::manifest::Manifest;
use crate::tile::{Part, TILE_WIDTH, Tile};
use crate::tree::{self, Hash};

/// A file of headers has at most 256 entries of two length bytes and what these can say.
const ENTRIES_BYTES_MAX: u64 = TILE_WIDTH * (2 + 65_535);

/// What later judgements ask of a record.
#[derive(Clone, Copy, Debug)]
pub struct Record {
    /// Its stream.
    pub stream: [u8; 16],
    /// Its number in the stream.
    pub revision: u64,
    /// Commitment to its payload.
    pub commitment: [u8; 32],
    /// Microseconds.
    pub recorded_at: u64,
    /// What happened, as far as the verdict asks.
    pub kind: Kind,
    /// Not open.
    pub sealed: bool,
    /// The payload is raw bytes, not JSON.
    pub raw: bool,
    /// What its kind says of its destruction.
    pub fate: u8,
    /// Stands for the text of its kind: two of the same kind have the same.
    pub kind_sum: u32,
}

/// Why the chain cannot be followed further.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// A header of another format.
    UnknownMagic,
    /// Something is broken or missing.
    Broken,
}

/// One file of headers, judged.
#[derive(Debug)]
pub struct Chunk {
    /// Position of the first record.
    pub first: u64,
    /// All records, or those before the stop.
    pub records: Vec<Record>,
    /// Why records are missing, if they are.
    pub stop: Option<Stop>,
    /// All leaves; none if the file could not be split into entries.
    pub leaves: Vec<Hash>,
    /// Root of the tile over these leaves, if it is a full one.
    pub tile_root: Option<Hash>,
    /// The ledger the first record names.
    pub ledger: [u8; 16],
    /// What the first record calls the hash of the one before.
    pub previous: [u8; 32],
    /// Record hash of the last record.
    pub last_hash: [u8; 32],
    /// What was found here.
    pub findings: Findings,
}

/// Reads and judges the file of headers at `place` and the tile of their leaves.
pub fn load(folder: &Folder, manifest: &Manifest, place: Tile) -> Result<Chunk, Unreadable> {
    let first = place.index * TILE_WIDTH;
    let mut chunk = Chunk::empty(first);
    let (entries, tile) = (Part::Entries(place), Part::Tile(place));
    let (Some(entries), Some(tile)) = (manifest.get(entries), manifest.get(tile)) else {
        // The set of tiles was checked before; nothing to add.
        return Ok(chunk);
    };
    let findings = &mut chunk.findings;
    let bytes = folder.read(entries, ENTRIES_BYTES_MAX, Code::EntriesMalformed, findings)?;
    let hashes = folder.read(tile, place.width * 32, Code::TileDiffers, findings)?;
    let Some(bytes) = bytes else { return Ok(chunk) };
    let Some(headers) = split(&bytes, place.width) else {
        chunk.findings.file(Code::EntriesMalformed, &entries.path);
        return Ok(chunk);
    };
    chunk.leaves = headers.iter().map(|header| tree::leaf(header)).collect();
    if hashes.is_some_and(|hashes| hashes != chunk.leaves.as_flattened()) {
        chunk.findings.file(Code::TileDiffers, &tile.path);
    }
    if place.width == TILE_WIDTH {
        chunk.tile_root = Some(tree::full_tile_root(&chunk.leaves));
    }
    chunk.judge(&headers);
    Ok(chunk)
}

/// `u16 length ‖ header`, exactly `width` times.
fn split(bytes: &[u8], width: u64) -> Option<Vec<&[u8]>> {
    let mut rest = bytes;
    let mut headers = Vec::with_capacity(256);
    for _ in 0..width {
        let (length, after) = rest.split_first_chunk()?;
        let (header, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
        headers.push(header);
        rest = after;
    }
    rest.is_empty().then_some(headers)
}

impl Chunk {
    /// Nothing read yet.
    pub fn empty(first: u64) -> Self {
        Self {
            first,
            records: Vec::new(),
            stop: Some(Stop::Broken),
            leaves: Vec::new(),
            tile_root: None,
            ledger: [0; 16],
            previous: [0; 32],
            last_hash: [0; 32],
            findings: Findings::default(),
        }
    }

    /// Judges headers that lie side by side.
    pub fn judge(&mut self, headers: &[&[u8]]) {
        let mut hasher = blake3::Hasher::new_derive_key("griffie 2026-11 record v1");
        self.stop = None;
        self.records.reserve_exact(headers.len());
        for (position, bytes) in (self.first..).zip(headers) {
            let header = match Header::decode(bytes) {
                Ok(header) => header,
                Err(reason) => {
                    let (code, stop) = match reason {
                        NoHeader::UnknownMagic => (Code::MagicUnknown, Stop::UnknownMagic),
                        NoHeader::Malformed => (Code::HeaderMalformed, Stop::Broken),
                    };
                    self.findings.at(code, position);
                    self.stop = Some(stop);
                    return;
                }
            };
            self.judge_one(position, &header);
            self.last_hash = *hasher.reset().update(bytes).finalize().as_bytes();
        }
    }

    fn judge_one(&mut self, position: u64, header: &Header<'_>) {
        let kind = Kind::of(header.kind);
        let findings = &mut self.findings;
        if header.position != position {
            findings.at(Code::PositionGap, position);
        }
        if let Some(before) = self.records.last() {
            if header.ledger != self.ledger {
                findings.at(Code::LedgerDiffers, position);
            }
            if header.recorded_at < before.recorded_at {
                findings.at(Code::TimeDecreases, position);
            }
            if header.previous != self.last_hash {
                findings.at(Code::PreviousDiffers, position);
            }
        } else {
            // What joins this record to the file before is judged in `walk`.
            self.ledger = header.ledger;
            self.previous = header.previous;
        }
        let is_first = position == 0;
        if (kind == Kind::LedgerCreated) != is_first || (is_first && header.sealed) {
            findings.at(Code::FirstRecord, position);
        }
        if kind.must_be_sealed().is_some_and(|sealed| sealed != header.sealed) {
            findings.at(Code::OpenPayloadMalformed, position);
        }
        if kind.is_unsupported() {
            findings.at(Code::KindUnknown, position);
        }
        self.records.push(Record {
            stream: header.stream,
            revision: header.revision,
            commitment: header.commitment,
            recorded_at: header.recorded_at,
            kind,
            sealed: header.sealed,
            raw: kind::is_raw(header.kind),
            fate: destruction::fate(header.kind),
            kind_sum: kind::sum(header.kind),
        });
    }
}

/// The tiles above the leaves: each hash is the root of a full tile below. `roots` are those of the full tiles of level 0.
pub fn check_upper_tiles(
    folder: &Folder,
    manifest: &Manifest,
    size: u64,
    mut roots: Vec<Hash>,
    findings: &mut Findings,
) -> Result<(), Unreadable> {
    for level in crate::tile::levels(size).skip(1) {
        let mut above = Vec::new();
        let mut rest = roots.as_slice();
        for place in crate::tile::of_level(level, size) {
            let width = usize::try_from(place.width).unwrap_or_default();
            // Fewer roots than expected: a file below is broken, and this tile with it.
            let (own, after) = rest.split_at_checked(width).unwrap_or((rest, &[]));
            rest = after;
            if let Some(listed) = manifest.get(Part::Tile(place)) {
                let bytes = folder.read(listed, place.width * 32, Code::TileDiffers, findings)?;
                if bytes.is_some_and(|bytes| bytes != own.as_flattened()) {
                    findings.file(Code::TileDiffers, &listed.path);
                }
            }
            if place.width == TILE_WIDTH {
                above.push(tree::full_tile_root(own));
            }
        }
        roots = above;
    }
    Ok(())
}
