//! Nederlandse zinnen van een uitleg (Dutch sentences of an explanation).

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
    lines.into_iter().map(capitalised).collect()
}

/// Een zin die met een weekdag begint, krijgt een hoofdletter.
fn capitalised(line: String) -> String {
    let mut letters = line.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => line,
    }
}

/// Where a rule is found, for a Dutch reader.
fn article(article: &str) -> String {
    article
        .replace("handbook", "handboek")
        .replace("municipal Wmo quality framework", "gemeentelijk kwaliteitskader Wmo")
        .replace("own complaints scheme", "eigen klachtenregeling")
        .replace("real estate", "onroerende zaken")
        .replace("number to be checked", "nummer nog na te gaan")
}

fn heading(clock: &Clock<'_>) -> String {
    let rule = clock.rule;
    let found = match rule.extension.filter(|_| clock.extended) {
        Some(extension) if extension.article == rule.article => {
            format!("{}, verlengd", article(rule.article))
        }
        Some(extension) => {
            format!("{}, verlengd volgens {}", article(rule.article), article(extension.article))
        }
        None => article(rule.article),
    };
    format!("Regel {}: {} ({found}; {}).", clock.name(), rule.dutch, basis(rule.basis))
}

fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Statute => "Nederlandse wet",
        Basis::Eu => "Europese wet",
        Basis::StatuteAndEu => "Nederlandse wet, termijn uit Europese wet",
        Basis::StatuteAndPolicy => "Nederlandse wet, getal van de toezichthouder",
        Basis::Policy => "beleid van de toezichthouder",
        Basis::Contract => "contract met de gemeente",
        Basis::Promise => "belofte van de praktijk",
        Basis::OwnPolicy => "beleid van de praktijk",
    }
}

fn started(clock: &Clock<'_>) -> String {
    let rule = clock.rule;
    let trigger = rule
        .extension
        .filter(|_| clock.extended)
        .and_then(|extension| extension.trigger)
        .unwrap_or(rule.trigger)
        .dutch();
    let on = day(clock.start.local_day());
    match (clock.start, rule.term) {
        (_, Term::Before(_)) => format!("We tellen terug vanaf {on}, de dag waarop {trigger}."),
        (_, Term::Each(period)) => format!("{on} valt in één {}.", period_name(period)),
        (_, Term::OnTheDay) => format!("De datum is {on}: de dag waarop {trigger}."),
        (_, Term::AfterBookYear(_)) => format!(
            "{on} is de dag waarop {trigger}. De termijn begint als dat boekjaar eindigt, op 31 \
             december {}.",
            clock.start.local_day().year()
        ),
        (Start::Instant(at), Term::After(Length::Hours(_)) | Term::WithoutDelay { .. }) => {
            format!("De termijn begint op {}, het moment waarop {trigger}.", moment(at))
        }
        (Start::Instant(at), _) => format!(
            "{}, Nederlandse tijd, is het moment waarop {trigger}. Die dag zelf telt niet mee.",
            moment(at)
        ),
        (Start::Day(_), Term::WithoutDelay { .. }) => {
            format!("De termijn begint op {on}, de dag waarop {trigger}.")
        }
        (Start::Day(_), _) => {
            format!("{on} is de dag waarop {trigger}. Die dag zelf telt niet mee.")
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
                    " De klok ging intussen vooruit, dus de klok wijst een uur later aan."
                }
                Some(false) => {
                    " De klok ging intussen terug, dus de klok wijst een uur vroeger aan."
                }
                None => "",
            };
            format!("{count} later, zonder onderbreking geteld, is het {}.{wall}", moment(due))
        }
        End::Day { due, .. } if matches!(length, Length::WorkingDays(_)) => {
            working_days(clock, &count, due)
        }
        End::Day { nominal, .. } => {
            let short = if clipped(clock, nominal) && matches!(clock.rule.term, Term::After(_)) {
                " Die maand heeft zo'n dag niet, dus geldt de laatste dag."
            } else {
                ""
            };
            let stood = match clock.paused_days {
                0 => String::new(),
                n => format!(" plus {n} dagen waarin de termijn stilstond"),
            };
            format!("{count}{stood} later is {}.{short}", day(nominal))
        }
        End::Earliest { day: earliest } => {
            let short = if clipped(clock, earliest) {
                " Die maand heeft zo'n dag niet, dus geldt de laatste dag."
            } else {
                ""
            };
            format!("{count} eerder is {}.{short}", day(earliest))
        }
        End::NoNumber { .. } => return None,
    };
    Some(text)
}

fn working_days(clock: &Clock<'_>, count: &str, due: NaiveDate) -> String {
    let named = |days: Vec<Passed>, words: &str| match days.as_slice() {
        [] => String::new(),
        some => format!(" {words}: {}.", self::days(some)),
    };
    let passed = named(passed_in_count(clock), "Niet meegeteld");
    let counted = named(counted_all_the_same(clock), "Hier wel meegeteld als werkdag");
    format!("We tellen {count}, tot en met {}.{passed}{counted}", day(due))
}

fn shifted(clock: &Clock<'_>, moved: &Moved) -> String {
    let End::Day { due, .. } = clock.end else { return String::new() };
    let law = match clock.rule.calendar {
        Calendar::Eu => "Verordening 1182/71, art. 3 lid 4,",
        _ => "De Algemene termijnenwet (Atw), art. 1,",
    };
    let kan = if moved.free.len() == 1 { "kan" } else { "kunnen" };
    let free = if moved.free.is_empty() {
        String::new()
    } else {
        format!(
            "{} {kan} niet de laatste dag zijn. {law} schuift het einde op naar de volgende \
             werkdag.",
            days(&moved.free)
        )
    };
    let two = match (moved.two_working_days, clock.rule.calendar) {
        (false, _) => "",
        (true, Calendar::Eu) => {
            " In een termijn zitten minstens twee werkdagen (Verordening 1182/71, art. 3 lid 5)."
        }
        (true, _) => " In een termijn zitten minstens twee werkdagen (Atw, art. 2).",
    };
    format!("{free}{two} Dat wordt {}.", day(due)).trim_start().to_owned()
}

/// Why a free day is the end all the same.
fn unshifted(clock: &Clock<'_>) -> Option<String> {
    let End::Day { due, .. } = clock.end else { return None };
    let free = clock.book.free_day(Calendar::Atw, due)?;
    let why = match (clock.rule.calendar, clock.rule.term) {
        (_, Term::Each(_) | Term::OnTheDay) => return None,
        (Calendar::Eu, _) => "voor een Europese termijn is dit een gewone werkdag",
        (Calendar::Work, _) => "deze dag telt hier als werkdag",
        (_, Term::AfterBookYear(_)) => "een termijn van jaren schuift niet op",
        _ if clock.rule.retention => "een bewaartermijn schuift niet op",
        _ => match (clock.rule.basis, clock.length) {
            (Basis::Statute, Some(length)) if !shift::atw_covers(length) => {
                "de Atw verschuift zo'n lange termijn niet (art. 4)"
            }
            (Basis::Policy | Basis::StatuteAndPolicy, _) => {
                "de Atw geldt niet voor beleidstermijnen"
            }
            _ => "de Atw geldt niet voor contracten en beloften",
        },
    };
    Some(format!("{} is {}, maar het einde blijft staan: {why}.", day(due), free_day(free)))
}

fn ended(clock: &Clock<'_>) -> String {
    match (clock.end, clock.rule.term) {
        (End::Day { due, .. }, Term::Each(period)) => format!(
            "Het moet in elk {} één keer gebeuren: voor deze periode uiterlijk op {}.",
            period_name(period),
            day(due)
        ),
        (End::Day { due, .. }, _) => format!("De laatste dag is {}, tot middernacht.", day(due)),
        (End::Moment { due }, _) => format!("Het einde is {}.", moment(due)),
        (End::Earliest { day: earliest }, _) => format!(
            "Afgegeven van {} tot en met {} is goed; een vrije dag verandert niets.",
            day(earliest),
            day(clock.start.local_day())
        ),
        (End::NoNumber { target: Some(target) }, _) => format!(
            "De wet zegt \"onverwijld\" en noemt geen getal. Het eigen streven van de praktijk \
             is {}.",
            moment(target)
        ),
        (End::NoNumber { target: None }, _) => {
            "De wet zegt \"onverwijld\" en noemt geen getal.".to_owned()
        }
    }
}

/// What stands beside the end: notice, promise, destruction, what follows.
fn beside(clock: &Clock<'_>) -> Vec<String> {
    let notice = clock.notice_latest().map(|on| {
        format!("Het bericht van verlenging moet uiterlijk op {} weg zijn, met redenen.", day(on))
    });
    let promise = clock.promised().zip(clock.working_day()).map(|(promised, working)| {
        format!(
            "De praktijk beloofde {}. Werk naar de vroegste datum: {}.",
            day(promised),
            day(working)
        )
    });
    let destroy = clock.destroy_from().map(|from| format!("Vernietigen mag vanaf {}.", day(from)));
    let then = clock
        .then_due()
        .map(|due| format!("Is er dan nog twijfel, meld dan uiterlijk op {}.", day(due)));
    let latest = clock.latest_reading_1182_71().map(|at| {
        format!(
            "Een soepeler lezing van Verordening 1182/71 geeft {}; reken daar niet op.",
            moment(at)
        )
    });
    [notice, promise, destroy, then, latest].into_iter().flatten().collect()
}

pub(super) fn warning(warning: Warning) -> String {
    match warning {
        Warning::DecreeDaysUnknown { due } => format!(
            "Let op: de bij besluit aangewezen vrije dagen van {} zijn hier niet bekend; het \
             einde kan later vallen.",
            due.year()
        ),
        Warning::BeforeFirstDay { first_day } => format!(
            "Let op: deze regel geldt sinds {}; er is geteld alsof hij eerder al gold.",
            day(first_day)
        ),
    }
}

pub(super) fn no_shows(rule: &Rule, outcome: NoShows) -> Vec<String> {
    let heading = format!(
        "Regel {}: {} ({}; {}).",
        rule.id,
        rule.dutch,
        article(rule.article),
        basis(rule.basis)
    );
    let Term::MoreThan { allowed, within } = rule.term else { return vec![heading] };
    let within = amount(within);
    let verdict = match outcome.triggered_on {
        Some(on) => format!(
            "Op {} waren er meer dan {allowed} no-shows binnen {within}. De gemeente moet het weten.",
            day(on)
        ),
        None => format!(
            "Er waren nooit meer dan {allowed} no-shows binnen {within}. Er is niets te melden."
        ),
    };
    vec![heading, verdict]
}
