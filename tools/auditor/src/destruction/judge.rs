//! Holds every decision against the rules of format.md §7: what it may name, on whose authority, and what may not come after it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::places::Places;
use super::statement::{Decided, Id, Statement};
use crate::finding::{Code, Findings};
use crate::law::five_years_later;

/// Grounds on which something may be destroyed.
const GROUNDS: [&str; 5] =
    ["client_request", "retention_ended", "transferred", "recorded_unlawfully", "log_year_ended"];

/// How far the destruction of a position has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// Decided and carried out.
    Destroyed,
    /// Decided.
    Destroying,
}

/// Everything the statements are held against.
pub struct Known<'a> {
    /// What every position is.
    pub places: &'a Places,
    /// Stamps of the records that make statements.
    pub times: &'a BTreeMap<u64, u64>,
    /// What recorded damage names, by the position of the record.
    pub damage: &'a BTreeMap<u64, Vec<(u64, u64)>>,
}

/// Judges all statements, and says which positions are gone.
pub fn judge(
    statements: &BTreeMap<u64, Statement>,
    known: &Known<'_>,
    findings: &mut Findings,
) -> BTreeMap<u64, Gone> {
    let whole: HashSet<Id> = statements
        .values()
        .filter_map(|it| if let Statement::Decided(decided) = it { Some(decided) } else { None })
        .flat_map(|decided| decided.streams.iter().map(|(stream, _)| *stream))
        .collect();
    let mut course = Course {
        known,
        of_streams: known.places.of_streams(&whole),
        gone: BTreeMap::new(),
        decisions: BTreeMap::new(),
        holds: HashMap::new(),
        lifted: HashSet::new(),
        solo: false,
    };
    for (position, statement) in statements {
        course.follow(*position, statement, findings);
    }
    course.judge_fences(findings);
    course.finish()
}

struct Decision {
    touched: HashSet<u32>,
    whole: bool,
    executed: Option<u64>,
}

struct Course<'a> {
    known: &'a Known<'a>,
    of_streams: HashMap<Id, Vec<u64>>,
    /// Position to the decision that names it.
    gone: BTreeMap<u64, u64>,
    decisions: BTreeMap<u64, Decision>,
    /// Hold to the stream it stands on.
    holds: HashMap<Id, Id>,
    lifted: HashSet<Id>,
    solo: bool,
}

impl Course<'_> {
    fn follow(&mut self, position: u64, statement: &Statement, findings: &mut Findings) {
        match statement {
            Statement::Solo(solo) => self.solo = *solo,
            Statement::HoldPlaced { dossier, hold } => {
                let new = !self.lifted.contains(hold);
                if !new || self.holds.insert(*hold, *dossier).is_some() {
                    findings.at(Code::HoldMalformed, position);
                }
            }
            Statement::HoldLifted { hold } => {
                if self.holds.remove(hold).is_none() {
                    findings.at(Code::HoldMalformed, position);
                }
                self.lifted.insert(*hold);
            }
            Statement::Executed { decided } => match self.decisions.get_mut(decided) {
                Some(decision) if decision.executed.is_none() => {
                    decision.executed = Some(position);
                }
                _ => findings.at(Code::DestructionMalformed, position),
            },
            Statement::Decided(decided) => self.decide(position, decided, findings),
        }
    }

    fn decide(&mut self, position: u64, decided: &Decided, findings: &mut Findings) {
        let named = self.named(position, decided);
        if !self.is_well_formed(position, decided, &named) {
            findings.at(Code::DestructionMalformed, position);
        }
        let places = self.known.places;
        let touched: HashSet<u32> = named.iter().filter_map(|at| places.stream(*at)).collect();
        if !self.is_authorised(position, decided, &named, &touched) {
            findings.at(Code::DestructionUnauthorised, position);
        }
        for at in named {
            self.gone.entry(at).or_insert(position);
        }
        let whole = !decided.streams.is_empty();
        self.decisions.insert(position, Decision { touched, whole, executed: None });
    }

    /// All positions a decision names. Of whole streams, those not gone or lost before.
    fn named(&self, position: u64, decided: &Decided) -> Vec<u64> {
        let mut named = Vec::new();
        for (stream, through) in &decided.streams {
            let all = self.of_streams.get(stream).map_or(&[][..], Vec::as_slice);
            let last = usize::try_from(*through).unwrap_or(usize::MAX).saturating_add(1);
            let until = all.iter().take(last).filter(|at| **at < position);
            named.extend(until.filter(|at| !self.is_gone_or_lost(**at, position)));
        }
        for (first, last) in &decided.positions {
            if first <= last && *last < self.known.places.size() {
                named.extend(*first..=*last);
            }
        }
        named.sort_unstable();
        named.dedup();
        named
    }

    fn is_gone_or_lost(&self, at: u64, before: u64) -> bool {
        let lost = || {
            let records = self.known.damage.range(..before);
            let mut ranges = records.flat_map(|(_, ranges)| ranges);
            ranges.any(|(first, last)| (*first..=*last).contains(&at))
        };
        self.gone.contains_key(&at) || lost()
    }

    fn is_well_formed(&self, position: u64, decided: &Decided, named: &[u64]) -> bool {
        let places = self.known.places;
        let ascending = decided.streams.array_windows().all(|[(one, _), (next, _)]| one < next);
        let ranges = &decided.positions;
        let apart = ranges.iter().all(|(first, last)| first <= last)
            && ranges.array_windows().all(|[(_, last), (next, _)]| *next > last.saturating_add(1));
        let first_new = position.checked_sub(decided.replacements.len() as u64);
        let below = first_new.is_some_and(|new| named.last().is_some_and(|last| *last < new));
        let one_of_two = decided.streams.is_empty() != ranges.is_empty();
        let only_parts = decided.replacements.is_empty() || decided.streams.is_empty();
        let there = decided.streams.iter().all(|(stream, through)| {
            let known = self
                .of_streams
                .get(stream)
                .map_or(0, |all| all.iter().take_while(|at| **at < position).count() as u64);
            *through < known
        });
        let fresh = !decided.streams.is_empty()
            || named.iter().all(|at| !self.is_gone_or_lost(*at, position));
        let replaced = decided.replacements.array_windows().all(|[(one, _), (next, _)]| one < next)
            && first_new.is_some_and(|new| {
                (new..).zip(&decided.replacements).all(|(expected, (old, new))| {
                    *new == expected
                        && named.binary_search(old).is_ok()
                        && places.stream(*old) == places.stream(*new)
                        && places.kind(*old) == places.kind(*new)
                })
            });
        ascending && apart && below && one_of_two && only_parts && there && fresh && replaced
    }

    fn is_authorised(
        &self,
        position: u64,
        decided: &Decided,
        named: &[u64],
        touched: &HashSet<u32>,
    ) -> bool {
        let places = self.known.places;
        let ground = decided.ground.as_str();
        let requested = match ground {
            "client_request" => decided.requested,
            "retention_ended" => !decided.requested,
            _ => true,
        };
        let four_eyes = decided.approver != decided.decider || self.solo;
        let held = self
            .holds
            .values()
            .filter_map(|dossier| places.number(dossier))
            .any(|number| touched.contains(&number));
        let by_year = ground == "log_year_ended";
        let allowed =
            named.iter().all(|at| !places.is_never(*at) && places.is_access(*at) == by_year);
        let old_enough = !by_year || {
            let now = self.known.times.get(&position).copied().unwrap_or(0);
            let last = named.iter().filter_map(|at| places.access_time(*at)).max();
            last.and_then(five_years_later).is_some_and(|until| now >= until)
        };
        GROUNDS.contains(&ground) && requested && four_eyes && !held && allowed && old_enough
    }

    /// Nothing comes into a stream that was destroyed whole, nor into one of which a part was going.
    fn judge_fences(&self, findings: &mut Findings) {
        let places = self.known.places;
        let mut whole: HashMap<u32, u64> = HashMap::new();
        for (position, decision) in &self.decisions {
            if decision.whole {
                for stream in &decision.touched {
                    whole.entry(*stream).or_insert(*position);
                }
                continue;
            }
            let until = decision.executed.unwrap_or_else(|| places.size());
            for at in places.in_streams(position + 1, until, &decision.touched) {
                findings.at(Code::FenceBroken, at);
            }
        }
        let first = whole.values().min().copied().unwrap_or_else(|| places.size());
        for at in first..places.size() {
            let since = places.stream(at).and_then(|stream| whole.get(&stream));
            if since.is_some_and(|since| *since < at) {
                findings.at(Code::FenceBroken, at);
            }
        }
    }

    fn finish(self) -> BTreeMap<u64, Gone> {
        let executed = |decided: &u64| {
            self.decisions.get(decided).is_some_and(|decision| decision.executed.is_some())
        };
        let gone = self.gone.iter().map(|(at, decided)| {
            (*at, if executed(decided) { Gone::Destroyed } else { Gone::Destroying })
        });
        gone.collect()
    }
}
