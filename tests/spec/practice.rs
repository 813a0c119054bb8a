//! The practice: versions by date.

use griffie::domain::Context;
use griffie::domain::practice::{
    BranchNumber, Command, Details, Event, KvkNumber, Refusal, State, decide, evolve,
};
use griffie::domain::text::Line;

use crate::sample::*;

fn state(versions: &[(&str, &str)]) -> State {
    let mut state = State::default();
    for (from, name) in versions {
        evolve(&mut state, &Event::Described(described(from, name)));
    }
    state
}

fn name_on(state: &State, date: &str) -> Option<String> {
    state.on(day(date)).map(|version| version.details.name.as_str().to_owned())
}

fn describe(change: impl FnOnce(&mut Details)) -> Result<Vec<Event>, Refusal> {
    let mut version = described("2026-02-01", "Praktijk Zilvermeeuw");
    change(&mut version.details);
    let context = Context::at(instant(NOW));
    decide(&State::default(), Command::Describe(version), &context)
}

#[track_caller]
fn refused(result: Result<Vec<Event>, Refusal>, field: &str, code: &str) {
    let Err(Refusal::Invalid(violations)) = result else { panic!("{result:?}") };
    let found: Vec<_> =
        violations.into_vec().into_iter().map(|v| (v.field.to_string(), v.reason.code())).collect();
    assert_eq!(found, [(field.to_owned(), code)]);
}

#[test]
fn a_letter_takes_the_details_that_stood_on_its_date() {
    let state = state(&[("2026-01-01", "Oude naam"), ("2026-03-01", "Nieuwe naam")]);
    assert_eq!(name_on(&state, "2025-12-31"), None);
    assert_eq!(name_on(&state, "2026-02-28").unwrap(), "Oude naam");
    assert_eq!(name_on(&state, "2026-03-01").unwrap(), "Nieuwe naam");
}

#[test]
fn details_stated_later_for_an_earlier_day_leave_the_newer_ones_standing() {
    let state = state(&[("2026-03-01", "Nieuwe naam"), ("2026-01-01", "Oude naam")]);
    assert_eq!(name_on(&state, "2026-01-15").unwrap(), "Oude naam");
    assert_eq!(name_on(&state, "2026-03-01").unwrap(), "Nieuwe naam");
}

#[test]
fn of_two_statements_from_one_day_the_last_recorded_counts() {
    let state = state(&[("2026-03-01", "Tikfuot"), ("2026-03-01", "Tikfout")]);
    assert_eq!(name_on(&state, "2026-03-01").unwrap(), "Tikfout");
    assert_eq!(state.versions().len(), 2);
}

#[test]
fn details_may_hold_from_a_day_to_come() {
    let version = described("2026-12-01", "Praktijk Verhuisd");
    let context = Context::at(instant(NOW));
    let events = decide(&State::default(), Command::Describe(version.clone()), &context).unwrap();
    assert_eq!(events, [Event::Described(version)]);
}

#[test]
fn the_same_details_again_are_refused() {
    let state = state(&[("2026-01-01", "Praktijk Zilvermeeuw")]);
    let again = Command::Describe(described("2026-02-01", "Praktijk Zilvermeeuw"));
    let refusal = decide(&state, again, &Context::at(instant(NOW))).unwrap_err();
    assert_eq!(refusal.reason(), "NOTHING_CHANGES");
}

#[test]
fn numbers_have_the_form_their_register_gives_them() {
    let number = |number: &'static str| {
        describe(move |details| details.professional_numbers[0].number = line(number))
    };
    number("12345678901").unwrap();
    refused(number("1234567890"), "practice.professional_numbers[0].number", "BIG_INVALID");
    assert_eq!(KvkNumber::try_from("1234567").unwrap_err().code(), "KVK_INVALID");
    assert_eq!(BranchNumber::try_from("0000123456789").unwrap_err().code(), "BRANCH_INVALID");
}

#[test]
fn a_dutch_postcode_is_checked_and_a_foreign_one_is_not() {
    let at = |postcode: &'static str, country: &'static str| {
        describe(move |details| {
            details.address.postcode = line(postcode);
            details.address.country = country.try_into().unwrap();
        })
    };
    at("1234AB", "NL").unwrap();
    at("D-12345", "DE").unwrap();
    for wrong in ["0123 AB", "1234 ab", "1234", "1234 ABC", "ééab"] {
        refused(at(wrong, "NL"), "practice.address.postcode", "POSTCODE_INVALID");
    }
}

#[test]
fn a_municipality_has_one_supervisor() {
    let twice = describe(|details| details.supervisors.push(details.supervisors[0].clone()));
    refused(twice, "practice.supervisors[1].municipality", "DUPLICATE");
}

#[test]
fn details_that_do_not_fit_in_a_record_are_refused() {
    let long = describe(|details| {
        let holder = Line::try_from("x".repeat(480)).unwrap();
        let mut number = details.professional_numbers[0].clone();
        number.holder = holder;
        details.professional_numbers = vec![number; 199];
    });
    refused(long, "practice", "TOO_LARGE");
}
