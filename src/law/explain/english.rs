//! English sentences of an explanation.

mod words;

pub(super) use words::{day, free_day};

use super::{Moved, Passed, clipped, clocks_changed, counted_all_the_same, moved, passed_in_count};
use crate::law::{Basis, Calendar, Clock, End, Length, NoShows, Rule, Start, Term, Warning, shift};
use chrono::{Datelike, NaiveDate};
use words::{amount, days, moment, period_name};

pub(super) fn clock(clock: &Clock<'_>) -> Vec<String> {
    let mut lines = vec![heading(clock), started(clock)];
    lines.extend(counted(clock));
    lines.extend(moved(clock).map(|moved| shifted(clock, &moved)));
    lines.extend(unshifted(clock));
    lines.push(ended(clock));
    lines.extend(beside(clock));
    lines.extend(clock.warnings().into_iter().map(warning));
    lines
}

fn heading(clock: &Clock<'_>) -> String {
    let rule = clock.rule;
    let article = match rule.extension.filter(|_| clock.extended) {
        Some(extension) if extension.article == rule.article => {
            format!("{}, extended", rule.article)
        }
        Some(extension) => format!("{}, extended by {}", rule.article, extension.article),
        None => rule.article.to_owned(),
    };
    format!("Rule {}: {} ({article}; {}).", clock.name(), rule.english, basis(rule.basis))
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Statute => "Dutch law",
        Basis::Eu => "European law",
        Basis::StatuteAndEu => "Dutch law, term from European law",
        Basis::StatuteAndPolicy => "Dutch law, number from the regulator",
        Basis::Policy => "policy of the regulator",
        Basis::Contract => "contract with the municipality",
        Basis::Promise => "promise of the practice",
        Basis::OwnPolicy => "policy of the practice",
    }
}

fn started(clock: &Clock<'_>) -> String {
    let rule = clock.rule;
    let trigger = rule
        .extension
        .filter(|_| clock.extended)
        .and_then(|extension| extension.trigger)
        .unwrap_or(rule.trigger)
        .english();
    match (clock.start, rule.term) {
        (_, Term::Before(_)) => {
            format!("We count back from {}, when {trigger}.", day(clock.start.local_day()))
        }
        (_, Term::Each(period)) => {
            format!("{} falls in one {}.", day(clock.start.local_day()), period_name(period))
        }
        (_, Term::OnTheDay) => format!("The date is {}: {trigger}.", day(clock.start.local_day())),
        (_, Term::AfterBookYear(_)) => format!(
            "On {} {trigger}. The clock starts when that book year ends, on 31 December {}.",
            day(clock.start.local_day()),
            clock.start.local_day().year()
        ),
        (Start::Instant(at), Term::After(Length::Hours(_)) | Term::WithoutDelay { .. }) => {
            format!("The clock starts on {}, when {trigger}.", moment(at))
        }
        (Start::Instant(at), _) => {
            format!("On {}, Dutch time, {trigger}. That day itself does not count.", moment(at))
        }
        (Start::Day(on), Term::WithoutDelay { .. }) => {
            format!("The clock starts on {}, when {trigger}.", day(on))
        }
        (Start::Day(on), _) => {
            format!("On {} {trigger}. That day itself does not count.", day(on))
        }
    }
}

fn counted(clock: &Clock<'_>) -> Option<String> {
    let length = clock.length?;
    let count = amount(length);
    let text = match clock.end {
        End::Moment { due } => {
            let wall = match clocks_changed(clock) {
                Some(true) => {
                    " The clocks went forward in between, so the wall clock shows an \
                               hour more."
                }
                Some(false) => {
                    " The clocks went back in between, so the wall clock shows an \
                                hour less."
                }
                None => "",
            };
            format!("{count} of elapsed time later it is {}.{wall}", moment(due))
        }
        End::Day { due, .. } if matches!(length, Length::WorkingDays(_)) => {
            working_days(clock, &count, due)
        }
        End::Day { nominal, .. } => {
            let short = if clipped(clock, nominal) && is_counted_from_start(clock) {
                " That month has no such day, so its last day is taken."
            } else {
                ""
            };
            let stood = match clock.paused_days {
                0 => String::new(),
                n => format!(", and {n} days in which the clock stood still,"),
            };
            format!("{count}{stood} later is {}.{short}", day(nominal))
        }
        End::Earliest { day: earliest } => {
            let short = if clipped(clock, earliest) {
                " That month has no such day, so its last day is taken."
            } else {
                ""
            };
            format!("{count} earlier is {}.{short}", day(earliest))
        }
        End::NoNumber { .. } => return None,
    };
    Some(text)
}

fn is_counted_from_start(clock: &Clock<'_>) -> bool {
    matches!(clock.rule.term, Term::After(_))
}

fn working_days(clock: &Clock<'_>, count: &str, due: NaiveDate) -> String {
    let named = |days: Vec<Passed>, words: &str| match days.as_slice() {
        [] => String::new(),
        some => format!(" {words}: {}.", self::days(some)),
    };
    let passed = named(passed_in_count(clock), "Not counted");
    let counted = named(counted_all_the_same(clock), "Counted as working days here");
    format!("We count {count}, to {}.{passed}{counted}", day(due))
}

fn shifted(clock: &Clock<'_>, moved: &Moved) -> String {
    let End::Day { due, .. } = clock.end else { return String::new() };
    let law = match clock.rule.calendar {
        Calendar::Eu => "Regulation 1182/71, art. 3(4),",
        _ => "The General Act on Time Limits (Atw), art. 1,",
    };
    let free = if moved.free.is_empty() {
        String::new()
    } else {
        format!(
            "{} cannot be the last day. {law} moves the end to the next working day.",
            days(&moved.free)
        )
    };
    let two = match (moved.two_working_days, clock.rule.calendar) {
        (false, _) => "",
        (true, Calendar::Eu) => {
            " A term has at least two working days in it (Regulation 1182/71, art. 3(5))."
        }
        (true, _) => " A term has at least two working days in it (Atw, art. 2).",
    };
    format!("{free}{two} That makes it {}.", day(due)).trim_start().to_owned()
}

/// Why a free day is the end all the same.
fn unshifted(clock: &Clock<'_>) -> Option<String> {
    let End::Day { due, .. } = clock.end else { return None };
    let free = clock.book.free_day(Calendar::Atw, due)?;
    let why = match (clock.rule.calendar, clock.rule.term) {
        (_, Term::Each(_) | Term::OnTheDay) => return None,
        (Calendar::Eu, _) => "for a European term this is a normal working day",
        (Calendar::Work, _) => "it counts as a working day here",
        (_, Term::AfterBookYear(_)) => "a term of years is not moved",
        _ if clock.rule.retention => "a retention term is not moved",
        _ => match (clock.rule.basis, clock.length) {
            (Basis::Statute, Some(length)) if !shift::atw_covers(length) => {
                "the Atw does not move a term this long (art. 4)"
            }
            (Basis::Policy | Basis::StatuteAndPolicy, _) => "the Atw does not cover policy terms",
            _ => "the Atw does not cover contracts and promises",
        },
    };
    Some(format!("{} is {}, but the end stays: {why}.", day(due), free_day(free)))
}

fn ended(clock: &Clock<'_>) -> String {
    match (clock.end, clock.rule.term) {
        (End::Day { due, .. }, Term::Each(period)) => format!(
            "It must be done once in each {}: for this one by {}.",
            period_name(period),
            day(due)
        ),
        (End::Day { due, .. }, _) => format!("The last day is {}, until midnight.", day(due)),
        (End::Moment { due }, _) => format!("The end is {}.", moment(due)),
        (End::Earliest { day: earliest }, _) => {
            let last = day(clock.start.local_day());
            format!(
                "Issued from {} through {last} is good; a free day changes nothing.",
                day(earliest)
            )
        }
        (End::NoNumber { target: Some(target) }, _) => format!(
            "The law says \"without delay\" and names no number. The practice's own target is {}.",
            moment(target)
        ),
        (End::NoNumber { target: None }, _) => {
            "The law says \"without delay\" and names no number.".to_owned()
        }
    }
}

/// What stands beside the end: notice, promise, destruction, what follows.
fn beside(clock: &Clock<'_>) -> Vec<String> {
    let notice = clock.notice_latest().map(|on| {
        format!("Notice of the extension must be sent on {} at the latest, with reasons.", day(on))
    });
    let promise = clock.promised().zip(clock.working_day()).map(|(promised, working)| {
        format!(
            "The practice promised {}. Work to the earlier date: {}.",
            day(promised),
            day(working)
        )
    });
    let destroy =
        clock.destroy_from().map(|from| format!("It may be destroyed from {}.", day(from)));
    let then = clock
        .then_due()
        .map(|due| format!("If there is still doubt then, report by {}.", day(due)));
    let latest = clock.latest_reading_1182_71().map(|at| {
        format!(
            "A softer reading of Regulation 1182/71 would give {}; do not rely on it.",
            moment(at)
        )
    });
    [notice, promise, destroy, then, latest].into_iter().flatten().collect()
}

pub(super) fn warning(warning: Warning) -> String {
    match warning {
        Warning::DecreeDaysUnknown { due } => format!(
            "Warning: the decree days of {} are not known here, so the end may be later.",
            due.year()
        ),
        Warning::BeforeFirstDay { first_day } => format!(
            "Warning: this rule is in force since {}; it is counted as if it had been before.",
            day(first_day)
        ),
    }
}

pub(super) fn no_shows(rule: &Rule, outcome: NoShows) -> Vec<String> {
    let heading =
        format!("Rule {}: {} ({}; {}).", rule.id, rule.english, rule.article, basis(rule.basis));
    let Term::MoreThan { allowed, within } = rule.term else { return vec![heading] };
    let within = amount(within);
    let verdict = match outcome.triggered_on {
        Some(on) => format!(
            "On {} there were more than {allowed} no-shows within {within}. The municipality must be told.",
            day(on)
        ),
        None => format!(
            "There were never more than {allowed} no-shows within {within}. There is nothing to tell."
        ),
    };
    vec![heading, verdict]
}
