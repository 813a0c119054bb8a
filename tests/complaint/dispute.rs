//! The way to the dispute body, on a ground of Wkkgz 21(1), and the other ways beside it.

use griffie::domain::clock::Status;
use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::law::RuleId;

use crate::given::*;
use crate::sample::*;

fn ruling() -> Step {
    let (summary, compensation_cents) = (None, Some(2_500_000));
    Step::Rule(Ruling { outcome: RulingOutcome::Upheld, summary, compensation_cents })
}

#[test]
fn a_dispute_has_half_a_year_that_no_weekend_moves() {
    for (submitted, due) in [("2026-08-31", "2027-02-28"), ("2026-06-27", "2026-12-27")] {
        let case =
            judged().and(Step::SubmitDispute(dispute(Ground::JudgementInsufficient)), submitted);
        assert_eq!(case.standing(), Standing::DisputeSubmitted);
        assert_eq!(case.due(RuleId::WkkgzDispute), due);
    }
}

#[test]
fn a_case_may_begin_at_the_dispute_body_on_a_ground_that_needs_no_judgement() {
    for ground in [Ground::RulesBroken, Ground::NotReasonable, Ground::InterestOrganisation] {
        let case = nothing().begun(Beginning::Dispute(direct_dispute(ground)), "2026-06-27");
        assert_eq!(case.standing(), Standing::DisputeSubmitted);
        assert_eq!(case.rules(), [("WKKGZ-DISPUTE".to_owned(), None)]);
    }
    let short = Beginning::Dispute(direct_dispute(Ground::JudgementInsufficient));
    let refusal =
        nothing().when(Command::Begin(short, on("2026-06-27"))).refused("GROUND_NEEDS_JUDGEMENT");
    assert_eq!(refusal.facts(), [("article", "Wkkgz 21(1)(b)".to_owned())]);
}

#[test]
fn a_dispute_says_who_complains_only_where_the_case_begins_with_it() {
    let silent = Beginning::Dispute(dispute(Ground::NotReasonable));
    nothing()
        .when(Command::Begin(silent, on("2026-06-27")))
        .invalid(["dispute.grievance: MISSING"]);
    judged()
        .step(Step::SubmitDispute(direct_dispute(Ground::RulesBroken)), "2026-06-27")
        .invalid(["dispute.grievance: CONTRADICTION"]);
}

#[test]
fn an_interest_organisation_is_named_if_it_submits_and_only_then() {
    let nameless = Dispute { organisation: None, ..dispute(Ground::InterestOrganisation) };
    judged()
        .step(Step::SubmitDispute(nameless), "2026-06-27")
        .invalid(["dispute.organisation: MISSING"]);
    let named = Dispute { organisation: Some(line("Clubje")), ..dispute(Ground::RulesBroken) };
    judged()
        .step(Step::SubmitDispute(named), "2026-06-27")
        .invalid(["dispute.organisation: CONTRADICTION"]);
}

#[test]
fn while_a_dispute_runs_the_practice_still_owes_its_judgement() {
    let case =
        filed("2026-03-03").and(Step::SubmitDispute(dispute(Ground::RulesBroken)), "2026-04-20");
    assert!(case.runs(RuleId::WkkgzJudgement));
    let case = case.and(Step::Judge(judgement(Means::HandedOver)), "2026-04-25");
    assert_eq!(case.status(RuleId::WkkgzJudgement, NOW), Status::Missed);
    assert_eq!(case.standing(), Standing::DisputeSubmitted);
}

#[test]
fn the_ruling_meets_its_term_and_may_grant_more_than_25_000_euros() {
    let case = judged().and(Step::SubmitDispute(dispute(Ground::RulesBroken)), "2026-06-27");
    case.step(ruling(), "2026-06-26").invalid(["provenance.happened: BEFORE_ITS_START"]);
    let case = case.and(ruling(), "2026-12-28");
    assert_eq!(case.standing(), Standing::Ruled);
    assert_eq!(case.status(RuleId::WkkgzDispute, NOW), Status::Missed);
    case.step(ruling(), "2026-12-29").refused("ALREADY_RULED");
    judged().step(ruling(), "2026-06-27").refused("NO_DISPUTE");
}

#[test]
fn a_submission_entered_wrongly_is_corrected() {
    let case = judged()
        .and(Step::SubmitDispute(dispute(Ground::RulesBroken)), "2026-06-27")
        .correct(WhichDate::Submission, "2026-06-26")
        .accepted();
    assert_eq!(case.due(RuleId::WkkgzDispute), "2026-12-26");
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2026-04-14");
}

#[test]
fn care_under_wmo_or_youth_act_alone_has_other_routes_than_the_dispute_body() {
    let case = nothing().begun(Beginning::File(filing(&[Regime::Wmo])), "2026-03-03");
    case.step(Step::SubmitDispute(dispute(Ground::RulesBroken)), "2026-06-27")
        .refused("NOT_UNDER_WKKGZ");
    let route = |route, named| Step::NoteRoute(RouteNoted { route, named, note: None });
    case.step(route(Route::Other, None), "2026-06-27").invalid(["route.named: MISSING"]);
    let case = case.and(route(Route::Other, Some(line("de gemeente"))), "2026-06-27");
    assert!(!case.has_clock(RuleId::WkkgzDispute));
}

#[test]
fn every_other_route_is_noted_at_any_time_and_changes_nothing_else() {
    let before = judged().and(Step::Close(closing(None)), "2026-04-10");
    for route in [
        Route::Iblce,
        Route::DataProtectionAuthority,
        Route::Inspectorate,
        Route::DisciplinaryCourt,
        Route::CivilCourt,
    ] {
        let noted = Step::NoteRoute(RouteNoted { route, named: None, note: None });
        let after = before.and(noted, "2026-10-01");
        assert_eq!((after.state, after.clocks), (before.state.clone(), before.clocks.clone()));
    }
}
