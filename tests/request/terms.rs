//! Every thing asked has the term of its own act; the rule book's examples, and what meets, lengthens and halts a term.

use griffie::domain::dossier::Regime;
use griffie::domain::request::*;
use griffie::domain::sending::Means;

use crate::given::*;

fn begun(received: Received, date: &str) -> Then {
    Given::default().when(receive(received, date))
}

#[test]
fn a_wgbo_client_gets_an_answer_in_a_month_and_was_promised_three() {
    begun(asked(&[Right::Destruction]), "2026-06-10").clocks([
        "0 WGBO-DESTROY from 2026-06-10 to 2026-07-10",
        "1 HANDBOOK-RETAIN-3M from 2026-06-10 to 2026-09-10",
    ]);
    begun(asked(&[Right::Inspection, Right::Copy]), "2026-06-10")
        .clocks(["0 WGBO-ACCESS from 2026-06-10 to 2026-07-10"]);
    begun(asked(&[Right::Statement]), "2026-06-10")
        .clocks(["0 WGBO-STATEMENT from 2026-06-10 to 2026-07-10"]);
}

#[test]
fn the_regime_of_the_dossier_decides_and_so_does_the_form() {
    let of = |regime, channel| {
        let regime = Some(regime);
        Received { regime, channel, ..asked(&[Right::Destruction]) }
    };
    begun(of(Regime::Wmo, Channel::Letter), "2026-03-10")
        .clocks(["0 WMO-DESTROY from 2026-03-10 to 2026-06-10"]);
    // Clips to 28 February, a Saturday.
    begun(of(Regime::Wmo, Channel::Letter), "2025-11-30")
        .clocks(["0 WMO-DESTROY from 2025-11-30 to 2026-03-02"]);
    // The Jeugdwet does not ask that it be written.
    begun(of(Regime::Jeugdwet, Channel::Telephone), "2026-06-10").clocks([
        "0 JW-DESTROY from 2026-06-10 to 2026-07-10",
        "1 HANDBOOK-RETAIN-3M from 2026-06-10 to 2026-09-10",
    ]);
    // The Wgbo and the Wmo do; what was said by telephone is a request under the AVG all the same.
    begun(of(Regime::Wgbo, Channel::Telephone), "2026-06-10")
        .clocks(["0 AVG-REQUEST from 2026-06-10 to 2026-07-10"]);
}

#[test]
fn rights_of_the_avg_share_one_term_and_after_death_no_act_sets_one() {
    let rights = [Right::Rectification, Right::Restriction, Right::AccessOverview];
    // Easter Sunday, then Easter Monday.
    begun(asked(&rights), "2026-03-05").clocks(["0 AVG-REQUEST from 2026-03-05 to 2026-04-07"]);
    let after_death =
        Some(AfterDeath { ground: AfterDeathGround::ConsentInLife, explanation: None });
    let asked = Received { after_death, ..asked(&[Right::AccessAfterDeath]) };
    begun(asked, "2026-03-05").clocks([]);
}

#[test]
fn a_term_is_lengthened_once_and_with_notice_in_the_first_month() {
    let asked = || given([receive(asked(&[Right::Copy]), "2026-01-31")]);
    let longer = asked().when(extend("2026-03-02")).clocks(["0 extended to 2026-04-30"]);
    longer.when(extend("2026-03-02")).refused("ALREADY_EXTENDED");
    asked().when(extend("2026-03-03")).refused("NOTICE_TOO_LATE");
    // The Wmo has no longer term for destruction.
    let wmo = Received { regime: Some(Regime::Wmo), ..self::asked(&[Right::Destruction]) };
    given([receive(wmo, "2026-03-10")]).when(extend("2026-03-11")).refused("CLOCK_NOT_RUNNING");
}

#[test]
fn the_term_stands_still_between_the_question_who_somebody_is_and_the_answer() {
    let halted = given([receive(asked(&[Right::Copy]), "2026-06-10")])
        .when(ask_identity("2026-06-12"))
        .clocks(["0 paused from 2026-06-12"]);
    halted.clone().when(extend("2026-06-13")).refused("CLOCK_PAUSING");
    halted.clone().when(grant(0, "2026-06-13")).refused("IDENTITY_OPEN");
    let known = halted
        .when(check_identity(true, "2026-06-22"))
        .clocks(["0 resumed on 2026-06-22 to 2026-07-20"]);
    known.when(grant(0, "2026-06-23")).accepted();
}

#[test]
fn a_term_is_met_when_all_under_it_is_answered_and_done() {
    let decided = given([
        receive(asked(&[Right::Inspection, Right::Copy]), "2026-06-10"),
        grant(0, "2026-06-11"),
    ]);
    let one = decided.when(answer(Means::Electronic, "2026-06-11")).clocks([]);
    let one = one.when(fulfil(0, "2026-06-12")).clocks([]);
    let two = one.when(grant(1, "2026-06-15")).accepted();
    // Sent by post on a Monday: assumed to be there on Wednesday. What was done by then was done.
    let two = two.when(fulfil(1, "2026-06-15")).clocks([]);
    two.when(answer(Means::Post, "2026-06-15")).clocks(["0 met on 2026-06-17?"]);
}

#[test]
fn the_promise_beside_it_is_met_by_the_same_deed() {
    given([
        receive(asked(&[Right::Destruction]), "2026-06-10"),
        grant(0, "2026-06-11"),
        answer(Means::HandedOver, "2026-06-12"),
    ])
    .when(fulfil(0, "2026-06-20"))
    .clocks(["0 met on 2026-06-20", "1 met on 2026-06-20"]);
}

#[test]
fn who_is_refused_may_go_to_court_for_six_weeks_from_the_answer() {
    let refused = given([
        receive(asked(&[Right::Rectification]), "2026-06-10"),
        refuse(0, RefusalGround::NotAWrongFact, "2026-06-15"),
    ]);
    let answered = refused
        .when(answer(Means::HandedOver, "2026-06-16"))
        .clocks(["0 met on 2026-06-16", "1 UAVG-COURT from 2026-06-16 to 2026-07-28"]);
    answered.when(close("2026-08-01")).clocks(["1 stopped: not_applicable"]);
}

#[test]
fn a_receipt_entered_wrongly_moves_every_term_and_a_withdrawal_ends_it() {
    let asked = given([receive(asked(&[Right::Destruction, Right::Copy]), "2026-06-10")]);
    let right = Correction {
        to: griffie::domain::provenance::Moment::On(day("2026-06-08")),
        reason: text("De brief lag er eerder."),
    };
    let corrected = asked.when(Command::Correct(right.clone(), on("2026-06-12"))).clocks([
        "0 counted again to 2026-07-08",
        "2 counted again to 2026-07-08",
        "1 counted again to 2026-09-08",
    ]);
    corrected
        .clone()
        .when(Command::Correct(right, on("2026-06-12")))
        .invalid(["to: NOTHING_CHANGES"]);
    let ended = corrected.when(take(Step::Withdraw(Withdrawal {}), "2026-06-14")).clocks([
        "0 stopped: withdrawn",
        "1 stopped: withdrawn",
        "2 stopped: withdrawn",
    ]);
    assert_eq!(ended.standing(), Standing::Withdrawn);
    ended.when(grant(0, "2026-06-15")).refused("REQUEST_ENDED");
}
