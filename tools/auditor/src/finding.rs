//! What an audit found wrong or could not judge: codes of format.md §9, with the place. Knows no rule.

use serde::Serialize;

macro_rules! codes {
    ($($name:ident $words:literal,)*) => {
        /// Why a bundle is not sound.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code { $(#[doc = $words] $name,)* }

        impl Code {
            /// The same in plain words.
            pub fn words(self) -> &'static str {
                match self { $(Self::$name => $words,)* }
            }
        }
    };
}

codes! {
    ManifestMalformed "the list of files is not in the documented form",
    ManifestSignature "the list of files is not signed by the ledger's key",
    FileUnlisted "the folder holds something the list does not name",
    FileAbsent "a listed file is not there",
    FileDiffers "the file is not the one that was listed",
    CheckpointMalformed "the checkpoint is not in the documented form",
    CheckpointSignature "the checkpoint is not signed by the ledger's key",
    CheckpointLedger "the checkpoint is of another ledger than the records",
    RotationSet "every rotation of the ledger's key needs its checkpoint, and nothing else does",
    TileSet "the tiles are not those of a tree of this size",
    TileDiffers "the tile does not follow from the records",
    EntriesMalformed "the file of headers is not in the documented form",
    HeaderMalformed "the record's header is not in the documented form",
    PositionGap "the record carries another position than its place",
    LedgerDiffers "the record is of another ledger",
    TimeDecreases "the record claims to be older than the one before it",
    PreviousDiffers "the record does not follow on the one before it: something was altered, inserted or removed",
    RevisionGap "the record's number within its stream is not the next one",
    FirstRecord "a ledger begins with its creation, once",
    RootDiffers "the records are not those the checkpoint commits to",
    HeldMalformed "the bit map of boxes held is not in the documented form",
    LineMalformed "the line is not in the documented form",
    LineOrder "the lines do not ascend by position",
    LineMisplaced "the line may not stand here",
    CommitmentDiffers "the content is not what was recorded",
    PayloadMalformed "the content is not in the documented form",
    BoxMalformed "the sealed box is not in the documented form",
    BoxDoesNotOpen "the key given does not open the sealed box",
    OpenPayloadMalformed "an open record does not say what its kind must say",
    DamageMalformed "the record of damage names impossible positions",
    ClockMalformed "the record of a clock of the law says what no rule, or no earlier record of that clock, allows",
    ClockDiffers "the clock's end, as recorded, is not the one the law gives",
    HoldMalformed "the hold is placed twice, or lifted where none stands",
    DestructionMalformed "the record of a destruction names what it cannot name",
    DestructionUnauthorised "the destruction was decided without the authority it needs",
    FenceBroken "the record came into a dossier that was destroyed, or was being destroyed",
    DestroyedGiven "the bundle holds content of a record that was to be destroyed",
    CertificateMalformed "the certificate is not in the documented form, or its parts do not belong together",
    CopyMalformed "the copy is not in the documented form",
    CopyDiffers "the record in the copy is not the one under the checkpoint, or not in its place",
    KeyMismatch "the key given with --key is not the ledger's",
    OutsideMalformed "the file from outside is not in the documented form",
    OutsideLedger "the file from outside is of another ledger",
    OutsideSignature "the file from outside is not signed by the ledger's key",
    OutsideInconsistent "the file from outside attests another history than this bundle's",
    OutsideHeaderDiffers "the receipt is of another record than the one in this bundle",
    Unexplained "the exporter does not hold this record's content, and no record says why",
    MagicUnknown "the record's format is not known to this auditor",
    KindUnknown "the verdict needs a kind of record this auditor does not know",
    PayloadNotGiven "the verdict needs the content of this record, and it is not in the bundle",
    ClockTableUnknown "the clock was computed with a rule table or calendar this auditor does not have",
    BoxVersionUnknown "the sealed box is of a version this auditor does not know",
    BundleVersionUnknown "the bundle is of a version this auditor does not know",
    Unreadable "the file or folder could not be read",
}

impl Code {
    /// Whether this leaves the verdict open for a newer auditor, instead of breaking it.
    pub fn is_unsupported(self) -> bool {
        matches!(
            self,
            Self::MagicUnknown
                | Self::KindUnknown
                | Self::PayloadNotGiven
                | Self::ClockTableUnknown
                | Self::BoxVersionUnknown
                | Self::BundleVersionUnknown
        )
    }
}

/// One finding and its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What.
    pub code: Code,
    /// At which record.
    pub position: Option<u64>,
    /// In which file: of the bundle, or as given with `--also`.
    pub path: Option<String>,
}

/// After so many findings nobody reads on.
const FINDINGS_MAX: usize = 100;

/// All findings so far; keeps the first hundred and remembers what the rest amounts to.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    list: Vec<Finding>,
    broken: bool,
    unsupported: bool,
}

impl Findings {
    /// A finding at a record.
    pub fn at(&mut self, code: Code, position: u64) {
        self.add(Finding { code, position: Some(position), path: None });
    }

    /// A finding in a file.
    pub fn file(&mut self, code: Code, path: impl Into<String>) {
        self.add(Finding { code, position: None, path: Some(path.into()) });
    }

    /// Adds one finding.
    pub fn add(&mut self, finding: Finding) {
        if finding.code.is_unsupported() {
            self.unsupported = true;
        } else {
            self.broken = true;
        }
        if self.list.len() < FINDINGS_MAX && self.list.last() != Some(&finding) {
            self.list.push(finding);
        }
    }

    /// Adds all of another list, in its order.
    pub fn extend(&mut self, other: Self) {
        self.broken |= other.broken;
        self.unsupported |= other.unsupported;
        for finding in other.list {
            self.add(finding);
        }
    }

    /// Whether any finding breaks the bundle.
    pub fn any_broken(&self) -> bool {
        self.broken
    }

    /// Whether any finding asks for a newer auditor.
    pub fn any_unsupported(&self) -> bool {
        self.unsupported
    }

    /// Whether looking further would add nothing.
    pub fn is_full(&self) -> bool {
        self.broken && self.list.len() >= FINDINGS_MAX
    }

    /// The findings, at most a hundred.
    pub fn into_list(self) -> Vec<Finding> {
        self.list
    }
}
