//! What kinds of records mean to the verdict (format.md §7). Knows no payload.

/// A record's kind, as far as the verdict asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `ledger.created/1`
    LedgerCreated,
    /// `ledger.key_rotated/1`
    KeyRotated,
    /// `ledger.restored/1`
    LedgerRestored,
    /// `ledger.mirror_followed/1`
    MirrorFollowed,
    /// `ledger.clock_accepted/1`
    ClockAccepted,
    /// `damage.recorded/1`
    DamageRecorded,
    /// `grant.given/1`
    GrantGiven,
    /// `grant.given/2`
    GrantGivenFor,
    /// `grant.ended/1`
    GrantEnded,
    /// What is known of tokens and emergencies, and sealed.
    OfToken,
    /// `hold.placed/1`
    HoldPlaced,
    /// `hold.lifted/1`
    HoldLifted,
    /// `ledger.solo_declared/1`
    SoloDeclared,
    /// `destruction.decided/1`
    DestructionDecided,
    /// `destruction.executed/1`
    DestructionExecuted,
    /// `destruction.proposed/1` or `destruction.refused/1`
    DestructionProposed,
    /// A record of a clock of the law.
    Clock(ClockKind),
    /// An unknown kind of `ledger.*`: even the keys may be others than we think.
    UnknownOfLedger,
    /// An unknown kind of `clock.*`: what it does to the clocks of its stream nobody knows.
    UnknownOfClock,
    /// An unknown kind of another family the verdict needs.
    UnknownNeeded,
    /// Any other kind; nothing to check beyond the general form.
    Other,
}

/// What a record says of a clock of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockKind {
    /// `clock.started/1`
    Started,
    /// `clock.corrected/1`
    Corrected,
    /// `clock.extended/1`
    Extended,
    /// `clock.paused/1`
    Paused,
    /// `clock.resumed/1`
    Resumed,
    /// `clock.met/1`
    Met,
    /// `clock.stopped/1`
    Stopped,
}

/// Families, other than those above, in which an unknown kind may change the verdict.
const NEEDED: [&str; 4] = ["damage.", "destruction.", "hold.", "grant."];

impl Kind {
    /// Classifies a kind whose spelling was checked.
    pub fn of(kind: &str) -> Self {
        match kind {
            "ledger.created/1" => Self::LedgerCreated,
            "ledger.key_rotated/1" => Self::KeyRotated,
            "ledger.restored/1" => Self::LedgerRestored,
            "ledger.mirror_followed/1" => Self::MirrorFollowed,
            "ledger.clock_accepted/1" => Self::ClockAccepted,
            "damage.recorded/1" => Self::DamageRecorded,
            "grant.given/1" => Self::GrantGiven,
            "grant.given/2" => Self::GrantGivenFor,
            "grant.ended/1" => Self::GrantEnded,
            "grant.token_issued/1"
            | "grant.token_issued/2"
            | "grant.token_revoked/1"
            | "grant.emergency_taken/1" => Self::OfToken,
            "hold.placed/1" => Self::HoldPlaced,
            "hold.lifted/1" => Self::HoldLifted,
            "ledger.solo_declared/1" => Self::SoloDeclared,
            "destruction.decided/1" => Self::DestructionDecided,
            "destruction.executed/1" => Self::DestructionExecuted,
            "destruction.proposed/1" | "destruction.refused/1" => Self::DestructionProposed,
            "clock.started/1" => Self::Clock(ClockKind::Started),
            "clock.corrected/1" => Self::Clock(ClockKind::Corrected),
            "clock.extended/1" => Self::Clock(ClockKind::Extended),
            "clock.paused/1" => Self::Clock(ClockKind::Paused),
            "clock.resumed/1" => Self::Clock(ClockKind::Resumed),
            "clock.met/1" => Self::Clock(ClockKind::Met),
            "clock.stopped/1" => Self::Clock(ClockKind::Stopped),
            _ if kind.starts_with("ledger.") => Self::UnknownOfLedger,
            _ if kind.starts_with("clock.") => Self::UnknownOfClock,
            _ if NEEDED.iter().any(|family| kind.starts_with(family)) => Self::UnknownNeeded,
            _ => Self::Other,
        }
    }

    /// Whether the record must be sealed or open; `None` if either will do.
    pub fn must_be_sealed(self) -> Option<bool> {
        match self {
            Self::LedgerCreated
            | Self::KeyRotated
            | Self::LedgerRestored
            | Self::MirrorFollowed
            | Self::ClockAccepted
            | Self::DamageRecorded
            | Self::GrantGiven
            | Self::GrantGivenFor
            | Self::GrantEnded
            | Self::HoldPlaced
            | Self::HoldLifted
            | Self::SoloDeclared
            | Self::DestructionDecided
            | Self::DestructionExecuted
            | Self::Clock(_) => Some(false),
            Self::OfToken | Self::DestructionProposed => Some(true),
            _ => None,
        }
    }

    /// Whether the verdict needs a kind that this auditor does not know.
    pub fn is_unsupported(self) -> bool {
        matches!(self, Self::UnknownOfLedger | Self::UnknownOfClock | Self::UnknownNeeded)
    }

    /// Whether the record is of a clock, or may be.
    pub fn is_of_clock(self) -> bool {
        matches!(self, Self::Clock(_) | Self::UnknownOfClock)
    }

    /// Whether the verdict needs the payload itself.
    pub fn is_needed(self) -> bool {
        matches!(
            self,
            Self::LedgerCreated
                | Self::KeyRotated
                | Self::LedgerRestored
                | Self::MirrorFollowed
                | Self::ClockAccepted
        ) || self.is_of_destruction()
    }

    /// Whether the record says what may go and what is gone.
    pub fn is_of_destruction(self) -> bool {
        matches!(
            self,
            Self::HoldPlaced
                | Self::HoldLifted
                | Self::SoloDeclared
                | Self::DestructionDecided
                | Self::DestructionExecuted
        )
    }
}

/// A number that stands for the text of a kind (FNV-1a).
pub fn sum(kind: &str) -> u32 {
    kind.bytes().fold(0x811c_9dc5, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Whether the payload is raw bytes and not JSON.
pub fn is_raw(kind: &str) -> bool {
    kind.ends_with(".attachment_part_stored/1")
}

/// `[a-z][a-z_]*\.[a-z][a-z_]*/[1-9][0-9]{0,2}`
pub fn is_spelled(kind: &str) -> bool {
    let word = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
    };
    let version = |text: &str| {
        (1..=3).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && !text.starts_with('0')
    };
    kind.split_once('.').is_some_and(|(family, rest)| {
        rest.split_once('/')
            .is_some_and(|(fact, number)| word(family) && word(fact) && version(number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_of_a_kind() {
        for good in ["a.b/1", "dossier.entry_recorded/999", "a_.b_/10"] {
            assert!(is_spelled(good), "{good}");
        }
        for bad in [
            "a.b/0", "a.b/01", "a.b/1000", "a.b", "a/1", ".b/1", "a./1", "_a.b/1", "a.B/1",
            "a.b.c/1", "a.b/1/1", "a.b/", "a.b/1 ", "a1.b/1", "a.b/+1",
        ] {
            assert!(!is_spelled(bad), "{bad}");
        }
    }

    #[test]
    fn an_unknown_kind_counts_only_where_the_verdict_needs_it() {
        assert_eq!(Kind::of("ledger.created/2"), Kind::UnknownOfLedger);
        assert_eq!(Kind::of("destruction.decided/1"), Kind::DestructionDecided);
        assert_eq!(Kind::of("destruction.decided/2"), Kind::UnknownNeeded);
        assert_eq!(Kind::of("dossier.entry_recorded/9"), Kind::Other);
        assert_eq!(Kind::of("clocks.set/1"), Kind::Other);
        assert_eq!(Kind::of("clock.met/1"), Kind::Clock(ClockKind::Met));
        assert_eq!(Kind::of("clock.met/2"), Kind::UnknownOfClock);
        assert!(Kind::of("clock.met/2").is_unsupported());
    }
}
