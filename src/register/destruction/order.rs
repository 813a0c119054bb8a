//! What somebody asks to destroy, and everything that speaks against it, all at once. Pure: what the ledger holds is handed in.

use crate::chain::{ActorId, StreamId};
use crate::domain::part::{Cut, CutError};

use super::fact::Ground;
use super::state::Destructions;

/// A position of which parts go.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// The position.
    pub position: u64,
    /// What goes of it.
    pub cuts: Vec<Cut>,
}

/// What is to go. Either whole streams, or positions and parts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Order {
    /// Why.
    pub ground: Ground,
    /// Streams that go whole.
    pub streams: Vec<StreamId>,
    /// Positions that go whole.
    pub positions: Vec<u64>,
    /// Positions of which parts go.
    pub parts: Vec<Part>,
    /// The request it grants.
    pub request: Option<StreamId>,
}

/// What speaks against an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objection {
    /// It names nothing.
    NothingNamed,
    /// It names whole streams and single positions.
    WholeAndPart,
    /// There is no such stream.
    NoSuchStream(StreamId),
    /// There is no such position.
    NoSuchPosition(u64),
    /// It was decided upon before, or is lost.
    AlreadyGone(u64),
    /// The whole stream was decided upon before.
    StreamAlreadyGone(StreamId),
    /// It is named twice.
    NamedTwice(u64),
    /// Records of its kind are what proves everything else: they are never destroyed.
    NeverDestroyed(u64),
    /// A hold stands on the dossier.
    UnderHold(StreamId),
    /// A destruction of something else in it is not finished.
    BeingDestroyed(StreamId),
    /// The ground is a client's request, and none is named; or the other way round.
    RequestMismatch,
    /// The one who decided cannot approve it as well.
    SamePerson,
    /// Lines of the access log go by the year only, and nothing else goes on that ground.
    NotForThisGround(StreamId),
    /// The year of the access log is not over for five years.
    LogYearTooYoung(StreamId),
    /// An attachment goes with all its parts and its closing record.
    AttachmentNotWhole(u64),
    /// Only content in fields or text can go in part.
    NotDivisible(u64),
    /// A part cannot be taken out.
    Part {
        /// Of this position.
        position: u64,
        /// The number of the cut.
        cut: usize,
        /// Why.
        error: CutError,
    },
    /// What would be left is no fact of its kind any more: let it go whole.
    NothingLeft(u64),
}

impl Objection {
    /// The stable word for it.
    pub const fn reason(self) -> &'static str {
        match self {
            Objection::NothingNamed => "NOTHING_NAMED",
            Objection::WholeAndPart => "WHOLE_AND_PART",
            Objection::NoSuchStream(_) => "NO_SUCH_STREAM",
            Objection::NoSuchPosition(_) => "NO_SUCH_POSITION",
            Objection::AlreadyGone(_) | Objection::StreamAlreadyGone(_) => "ALREADY_DESTROYED",
            Objection::NamedTwice(_) => "NAMED_TWICE",
            Objection::NeverDestroyed(_) => "NEVER_DESTROYED",
            Objection::UnderHold(_) => "UNDER_HOLD",
            Objection::BeingDestroyed(_) => "BEING_DESTROYED",
            Objection::RequestMismatch => "REQUEST_MISMATCH",
            Objection::SamePerson => "SAME_PERSON",
            Objection::NotForThisGround(_) => "NOT_FOR_THIS_GROUND",
            Objection::LogYearTooYoung(_) => "LOG_YEAR_TOO_YOUNG",
            Objection::AttachmentNotWhole(_) => "ATTACHMENT_NOT_WHOLE",
            Objection::NotDivisible(_) => "NOT_DIVISIBLE",
            Objection::Part { error, .. } => match error {
                CutError::NoSuchText => "NO_SUCH_TEXT",
                CutError::NoSuchCharacters => "NO_SUCH_CHARACTERS",
                CutError::NoSuchElement => "NO_SUCH_ELEMENT",
                CutError::Overlap => "PARTS_OVERLAP",
            },
            Objection::NothingLeft(_) => "NOTHING_LEFT",
        }
    }

    /// The position it is about.
    pub const fn position(self) -> Option<u64> {
        match self {
            Objection::NoSuchPosition(position)
            | Objection::AlreadyGone(position)
            | Objection::NamedTwice(position)
            | Objection::NeverDestroyed(position)
            | Objection::AttachmentNotWhole(position)
            | Objection::NotDivisible(position)
            | Objection::Part { position, .. }
            | Objection::NothingLeft(position) => Some(position),
            _ => None,
        }
    }

    /// The stream it is about.
    pub const fn stream(self) -> Option<StreamId> {
        match self {
            Objection::NoSuchStream(stream)
            | Objection::StreamAlreadyGone(stream)
            | Objection::UnderHold(stream)
            | Objection::BeingDestroyed(stream)
            | Objection::NotForThisGround(stream)
            | Objection::LogYearTooYoung(stream) => Some(stream),
            _ => None,
        }
    }
}

/// What the ledger holds at a position that is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The position.
    pub position: u64,
    /// Its stream.
    pub stream: StreamId,
    /// Its kind.
    pub kind: String,
    /// When it was recorded, microseconds UTC.
    pub recorded_at: i64,
}

/// Everything an order is judged by.
pub struct Ledger<'a> {
    /// Holds and destructions as they stand.
    pub state: &'a Destructions,
    /// What is at the positions that go, those of whole streams included; without those gone or lost before.
    pub named: &'a [Named],
    /// Positions named singly that are gone or lost already.
    pub gone: &'a [u64],
    /// Now, microseconds UTC.
    pub now: i64,
}

/// Kinds whose records prove everything else.
pub fn is_never_destroyed(kind: &str) -> bool {
    ["destruction.", "ledger.", "grant.", "hold.", "damage."].iter().any(|it| kind.starts_with(it))
}

/// Whether a kind is a line of the access log.
pub fn is_access_line(kind: &str) -> bool {
    kind.starts_with("access.")
}

/// All that speaks against an order, given by `decider` and approved by `approver`.
pub fn objections(
    order: &Order,
    ledger: &Ledger<'_>,
    decider: ActorId,
    approver: ActorId,
) -> Vec<Objection> {
    let mut found = Vec::new();
    let singly: Vec<u64> =
        order.positions.iter().copied().chain(order.parts.iter().map(|it| it.position)).collect();
    match (order.streams.is_empty(), singly.is_empty()) {
        (true, true) => found.push(Objection::NothingNamed),
        (false, false) => found.push(Objection::WholeAndPart),
        _ => {}
    }
    let mut sorted = singly.clone();
    sorted.sort_unstable();
    found.extend(
        sorted
            .windows(2)
            .filter_map(
                |two| if let [one, other] = two { (one == other).then_some(*one) } else { None },
            )
            .map(Objection::NamedTwice),
    );
    found.extend(ledger.gone.iter().map(|position| Objection::AlreadyGone(*position)));
    let requested = order.ground == Ground::ClientRequest;
    let retained = order.ground == Ground::RetentionEnded;
    if (requested && order.request.is_none()) || (retained && order.request.is_some()) {
        found.push(Objection::RequestMismatch);
    }
    if decider == approver && !ledger.state.solo() {
        found.push(Objection::SamePerson);
    }
    for stream in touched(ledger.named) {
        if ledger.state.holds_on(stream).next().is_some() {
            found.push(Objection::UnderHold(stream));
        }
        if ledger.state.fence(stream).is_some() {
            found.push(Objection::BeingDestroyed(stream));
        }
        found.extend(of_the_log(order.ground, ledger, stream));
    }
    let never = ledger.named.iter().filter(|it| is_never_destroyed(&it.kind));
    found.extend(never.map(|it| Objection::NeverDestroyed(it.position)));
    found.sort_unstable();
    found.dedup();
    found
}

fn of_the_log(ground: Ground, ledger: &Ledger<'_>, stream: StreamId) -> Option<Objection> {
    let of_stream = || ledger.named.iter().filter(|it| it.stream == stream);
    let by_year = ground == Ground::LogYearEnded;
    if of_stream().any(|it| is_access_line(&it.kind) != by_year) {
        return Some(Objection::NotForThisGround(stream));
    }
    let last = of_stream().map(|it| it.recorded_at).max()?;
    (by_year && !five_years_passed(last, ledger.now)).then_some(Objection::LogYearTooYoung(stream))
}

/// Five calendar years, UTC (docs/format.md §7).
fn five_years_passed(from: i64, now: i64) -> bool {
    let from = chrono::DateTime::from_timestamp_micros(from);
    let until = from.and_then(|it| it.checked_add_months(chrono::Months::new(60)));
    until.zip(chrono::DateTime::from_timestamp_micros(now)).is_some_and(|(until, now)| now >= until)
}

/// The streams of what is named, each once, in order.
pub fn touched(named: &[Named]) -> Vec<StreamId> {
    let mut streams: Vec<StreamId> = named.iter().map(|it| it.stream).collect();
    streams.sort_unstable();
    streams.dedup();
    streams
}

#[cfg(test)]
mod tests {
    use super::super::fact::{Fact, HoldPlaced, SoloDeclared};
    use super::super::state::Resolved;
    use super::*;

    const DOSSIER: StreamId = StreamId::from_bytes([0xd1; 16]);
    const ONE: ActorId = ActorId::from_bytes([1; 16]);
    const OTHER: ActorId = ActorId::from_bytes([2; 16]);
    /// 2026-11-02T08:30:00Z.
    const NOW: i64 = 1_793_608_200_000_000;

    fn order(ground: Ground) -> Order {
        Order { ground, streams: vec![DOSSIER], positions: vec![], parts: vec![], request: None }
    }

    fn named(kind: &str, recorded_at: i64) -> Named {
        Named { position: 7, stream: DOSSIER, kind: kind.to_owned(), recorded_at }
    }

    fn judged(
        order: &Order,
        state: &Destructions,
        named: &[Named],
        who: (ActorId, ActorId),
    ) -> Vec<&'static str> {
        let ledger = Ledger { state, named, gone: &[], now: NOW };
        objections(order, &ledger, who.0, who.1).into_iter().map(Objection::reason).collect()
    }

    #[test]
    fn nobody_approves_her_own_decision_unless_the_practice_is_one_person() {
        let (mut state, entry) =
            (Destructions::default(), [named("dossier.entry_recorded/1", NOW)]);
        let order = order(Ground::RetentionEnded);
        assert_eq!(judged(&order, &state, &entry, (ONE, OTHER)), [""; 0]);
        assert_eq!(judged(&order, &state, &entry, (ONE, ONE)), ["SAME_PERSON"]);
        state.apply(2, &Resolved::plain(Fact::SoloDeclared(SoloDeclared { solo: true })));
        assert_eq!(judged(&order, &state, &entry, (ONE, ONE)), [""; 0]);
        state.apply(3, &Resolved::plain(Fact::SoloDeclared(SoloDeclared { solo: false })));
        assert_eq!(judged(&order, &state, &entry, (ONE, ONE)), ["SAME_PERSON"]);
    }

    #[test]
    fn a_hold_refuses_and_so_does_a_request_that_is_not_named() {
        let mut state = Destructions::default();
        let hold = HoldPlaced { dossier: DOSSIER, hold: StreamId::from_bytes([9; 16]) };
        state.apply(2, &Resolved::plain(Fact::HoldPlaced(hold)));
        let found = judged(
            &order(Ground::ClientRequest),
            &state,
            &[named("dossier.opened/1", NOW)],
            (ONE, OTHER),
        );
        assert_eq!(found, ["UNDER_HOLD", "REQUEST_MISMATCH"]);
    }

    #[test]
    fn the_log_goes_by_years_and_after_five_of_them() {
        let state = Destructions::default();
        let five_years = 1_826 * 24 * 3_600 * 1_000_000;
        let who = (ONE, OTHER);
        let young = [named("access.read/1", NOW - five_years + 1_000_000)];
        let old = [named("access.read/1", NOW - five_years)];
        let by_year = order(Ground::LogYearEnded);
        assert_eq!(judged(&by_year, &state, &young, who), ["LOG_YEAR_TOO_YOUNG"]);
        assert_eq!(judged(&by_year, &state, &old, who), [""; 0]);
        let unlawful = order(Ground::RecordedUnlawfully);
        assert_eq!(judged(&unlawful, &state, &old, who), ["NOT_FOR_THIS_GROUND"]);
        let entry = [named("dossier.entry_recorded/1", NOW - five_years)];
        assert_eq!(judged(&by_year, &state, &entry, who), ["NOT_FOR_THIS_GROUND"]);
    }

    #[test]
    fn what_proves_everything_else_is_never_destroyed() {
        for kind in [
            "destruction.decided/1",
            "ledger.created/1",
            "grant.given/1",
            "hold.placed/1",
            "damage.recorded/1",
        ] {
            let found = judged(
                &order(Ground::RecordedUnlawfully),
                &Destructions::default(),
                &[named(kind, NOW)],
                (ONE, OTHER),
            );
            assert_eq!(found, ["NEVER_DESTROYED"], "{kind}");
        }
    }
}
