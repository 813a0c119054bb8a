//! In which state every position of a bundle is (format.md §9), once destructions and damage are counted.

use std::collections::BTreeMap;

use crate::destruction::Gone;
use crate::disclosed::State;
use crate::finding::{Code, Findings};
use crate::ranges::Ranges;
use crate::report::States;

/// Counts all positions; what a decision names is gone, whatever else is known of it, and must not be in the bundle. What recorded damage names is lost, whatever else is known of it. A position nobody explains is
/// broken, unless a record of a kind we do not know may explain it.
pub fn count(
    given: &[State],
    gone: &BTreeMap<u64, Gone>,
    damage: Ranges,
    judge_unexplained: bool,
    findings: &mut Findings,
) -> States {
    let mut states = States::default();
    let mut damaged = damage.into_sorted().into_iter().peekable();
    for (position, state) in (0..).zip(given) {
        if let Some(gone) = gone.get(&position) {
            match gone {
                Gone::Destroyed => states.destroyed += 1,
                Gone::Destroying => states.destroying += 1,
            }
            if matches!(state, State::Opened | State::Open | State::SealedUnexamined) {
                findings.at(Code::DestroyedGiven, position);
            }
            continue;
        }
        while damaged.next_if(|(_, last)| *last < position).is_some() {}
        if damaged.peek().is_some_and(|(first, _)| *first <= position) {
            states.lost += 1;
            continue;
        }
        match state {
            State::Opened => states.opened += 1,
            State::Open => states.open += 1,
            State::SealedUnexamined => states.sealed_unexamined += 1,
            State::Withheld => states.withheld += 1,
            State::Unexplained => {
                states.unexplained += 1;
                if judge_unexplained {
                    findings.at(Code::Unexplained, position);
                }
            }
        }
    }
    states
}
