//! The life of a measure, and what cannot be in it (handbook 5.4; rule HANDBOOK-EFFECT).

use griffie::domain::clock::Status;
use griffie::domain::measure::Command;
use griffie::domain::measure::event::{Outcome, WithdrawalCause, WrongDay};

use crate::given::*;

#[test]
fn no_clock_runs_until_it_was_carried_out_for_the_due_day_is_the_practices_own() {
    given([]).when(open("2026-01-10")).stands("planned", []);
    given([open("2026-01-10")]).when(revise("2026-02-20")).stands("planned", []);
}

#[test]
fn the_effect_is_reviewed_within_half_a_year_after_it_was_carried_out() {
    given([open("2026-01-10")])
        .when(carry_out("2026-02-28"))
        .stands("carried_out", ["clock 0 HANDBOOK-EFFECT from 2026-02-28 to 2026-08-28"]);
}

#[test]
fn it_is_reviewed_again_each_half_year_until_it_helped() {
    let measure = given([open("2026-01-10"), carry_out("2026-02-02")])
        .when(review("2026-05-01", Outcome::NotEffective))
        .stands(
            "carried_out",
            ["clock 0 met on 2026-05-01", "clock 1 HANDBOOK-EFFECT from 2026-05-01 to 2026-11-01"],
        );
    let measure = measure.when(review("2026-10-01", Outcome::PartlyEffective)).stands(
        "carried_out",
        ["clock 1 met on 2026-10-01", "clock 2 HANDBOOK-EFFECT from 2026-10-01 to 2027-04-01"],
    );
    measure
        .when(review("2026-11-01", Outcome::Effective))
        .stands("effective", ["clock 2 met on 2026-11-01"]);
}

#[test]
fn a_review_that_came_too_late_is_recorded_and_the_clock_shows_it() {
    let measure = given([
        open("2026-01-10"),
        carry_out("2026-02-02"),
        review("2026-08-03", Outcome::Effective),
    ]);
    assert_eq!(measure.clocks.get(0).unwrap().status(context().now), Status::Missed);
}

#[test]
fn a_review_that_is_recorded_after_a_later_one_leaves_the_clock_where_it_is() {
    given([
        open("2026-01-10"),
        carry_out("2026-02-02"),
        review("2026-06-01", Outcome::NotEffective),
    ])
    .when(review("2026-04-01", Outcome::Effective))
    .stands("carried_out", []);
}

#[test]
fn what_helped_once_may_turn_out_not_to_help() {
    given([open("2026-01-10"), carry_out("2026-02-02"), review("2026-05-01", Outcome::Effective)])
        .when(review("2026-09-01", Outcome::NotEffective))
        .stands("carried_out", ["clock 1 HANDBOOK-EFFECT from 2026-09-01 to 2027-03-01"]);
}

#[test]
fn it_cannot_be_closed_before_a_review_says_that_it_helped() {
    let carried_out = [open("2026-01-10"), carry_out("2026-02-02")];
    given([open("2026-01-10")]).when(close("2026-03-01")).refused("EFFECT_NOT_REVIEWED");
    given(carried_out.clone()).when(close("2026-03-01")).refused("EFFECT_NOT_REVIEWED");
    let mut not_enough = carried_out.to_vec();
    not_enough.push(review("2026-03-01", Outcome::PartlyEffective));
    given(not_enough.clone()).when(close("2026-03-01")).refused("EFFECT_NOT_REVIEWED");
    not_enough.push(review("2026-04-01", Outcome::Effective));
    given(not_enough).when(close("2026-04-01")).stands("closed", []);
}

#[test]
fn giving_it_up_stops_its_clock_with_the_reason() {
    for (cause, word) in [
        (WithdrawalCause::GivenUp, "withdrawn"),
        (WithdrawalCause::Replaced, "replaced"),
        (WithdrawalCause::RecordedInError, "recorded_in_error"),
    ] {
        given([open("2026-01-10"), carry_out("2026-02-02")])
            .when(withdraw("2026-03-03", cause))
            .stands("withdrawn", [format!("clock 0 stopped on 2026-03-03: {word}").as_str()]);
    }
}

#[test]
fn a_wrong_day_of_carrying_out_is_corrected_and_the_term_counted_again() {
    given([open("2026-01-10"), carry_out("2026-02-02")])
        .when(correct(WrongDay::CarriedOut, "2026-01-31"))
        .stands("carried_out", ["clock 0 counted again from 2026-01-31 to 2026-07-31"]);
    // Reviewed since and helped: whether that was in time is judged anew.
    let measure = given([
        open("2026-01-10"),
        carry_out("2026-02-02"),
        review("2026-08-01", Outcome::Effective),
    ])
    .when(correct(WrongDay::CarriedOut, "2026-01-31"))
    .stands("effective", ["clock 0 counted again from 2026-01-31 to 2026-07-31"]);
    assert_eq!(measure.clocks.get(0).unwrap().status(context().now), Status::Missed);
}

#[test]
fn the_clock_that_counts_from_a_review_is_not_moved_by_another_day_of_carrying_out() {
    given([
        open("2026-01-10"),
        carry_out("2026-02-02"),
        review("2026-05-01", Outcome::NotEffective),
    ])
    .when(correct(WrongDay::CarriedOut, "2026-01-31"))
    .stands("carried_out", []);
}

#[test]
fn a_wrong_day_of_the_last_review_moves_the_clock_it_started() {
    given([
        open("2026-01-10"),
        carry_out("2026-02-02"),
        review("2026-05-01", Outcome::NotEffective),
    ])
    .when(correct(WrongDay::LastReview, "2026-05-08"))
    .stands("carried_out", ["clock 1 counted again from 2026-05-08 to 2026-11-08"]);
    given([open("2026-01-10"), carry_out("2026-02-02"), review("2026-05-01", Outcome::Effective)])
        .when(correct(WrongDay::LastReview, "2026-05-08"))
        .stands("effective", []);
}

#[test]
fn impossible_days_are_refused_all_at_once() {
    let done = || given([open("2026-01-10"), carry_out("2026-02-02")]);
    done()
        .when(review("2026-02-01", Outcome::Effective))
        .invalid(["provenance.happened: BEFORE_CARRIED_OUT"]);
    done()
        .when(review("2026-12-24", Outcome::Effective))
        .invalid(["provenance.learned: LEARNED_AFTER_RECORDED"]);
    done().when(correct(WrongDay::CarriedOut, "2026-02-02")).invalid(["day: NOTHING_CHANGES"]);
    done().when(correct(WrongDay::CarriedOut, "2026-12-24")).invalid(["day: IN_THE_FUTURE"]);
    let reviewed = || {
        done()
            .when(review("2026-03-01", Outcome::NotEffective))
            .accepted()
            .when(review("2026-05-01", Outcome::NotEffective))
            .accepted()
    };
    reviewed().when(correct(WrongDay::CarriedOut, "2026-03-02")).invalid(["day: AFTER_REVIEW"]);
    reviewed()
        .when(correct(WrongDay::LastReview, "2026-01-02"))
        .invalid(["day: BEFORE_CARRIED_OUT", "day: CONTRADICTION"]);
    let Command::Open(mut opened) = open("2026-01-10") else { panic!() };
    opened.plan.due = day("1899-12-31");
    given([]).when(Command::Open(opened)).invalid(["plan.due: TIME_OUT_OF_RANGE"]);
    let same = given([open("2026-01-10")]).when(revise("2026-02-01")).accepted();
    same.when(revise("2026-02-01")).invalid(["plan: NOTHING_CHANGES"]);
}
