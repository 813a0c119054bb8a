//! The inquiry and its report: eight weeks, or the date the authority set; evaluation and measures.

use griffie::domain::dossier::Regime::{Jeugdwet, Wgbo};
use griffie::domain::dossier::entry::Means;
use griffie::domain::incident::IncidentClass::{Calamity, Violence};
use griffie::domain::incident::*;
use griffie::law::RuleId;

use crate::given::*;
use crate::sample::*;

fn notified() -> Given {
    given([
        reported(Wgbo),
        classify(Calamity, "2026-03-03"),
        tell_client("2026-03-03"),
        notify(Means::Website, "2026-03-06"),
    ])
}

fn clock(given: &Given, rule: RuleId) -> String {
    in_words(given.clocks.newest(rule).unwrap())
}

fn inquiry(given: &Given) -> [String; 2] {
    [RuleId::WkkgzCalamityReport, RuleId::HandbookCalamity8W].map(|rule| clock(given, rule))
}

#[test]
fn a_report_is_sent_within_eight_weeks_of_the_notification() {
    let sent = notified().when(send_report(Means::Website, "2026-05-01")).accepted();
    assert_eq!(
        inquiry(&sent),
        [
            "WKKGZ-CALAMITY-REPORT from 2026-03-06 due 2026-05-01: met 2026-05-01",
            "HANDBOOK-CALAMITY-8W from 2026-03-06 due 2026-05-01: met 2026-05-01",
        ]
    );
    assert_eq!(sent.state.incident().unwrap().stage, IncidentStage::Inquired);
    let late = notified().when(send_report(Means::Website, "2026-05-02")).accepted();
    assert!(inquiry(&late)[0].ends_with("met late 2026-05-02"));
}

#[test]
fn the_date_the_authority_set_takes_the_place_of_eight_weeks() {
    let later = notified()
        .when(reply(IncidentReply::DateSet, Some("2026-05-15"), "2026-03-11"))
        .accepted()
        .when(send_report(Means::Website, "2026-05-15"))
        .accepted();
    assert_eq!(
        inquiry(&later),
        [
            "WKKGZ-CALAMITY-REPORT from 2026-03-06 due 2026-05-01, set to 2026-05-15: met 2026-05-15",
            "HANDBOOK-CALAMITY-8W from 2026-03-06 due 2026-05-01, set to 2026-05-15: met 2026-05-15",
        ]
    );
    let earlier = notified()
        .when(reply(IncidentReply::DateSet, Some("2026-04-10"), "2026-03-11"))
        .accepted()
        .when(send_report(Means::Website, "2026-04-20"))
        .accepted();
    assert!(inquiry(&earlier)[0].ends_with("met late 2026-04-20"));
}

#[test]
fn a_later_date_is_asked_for_with_reasons_before_the_date_that_stands() {
    notified().when(ask_extension("2026-05-29", "2026-05-01")).accepted();
    let article = "Uitvoeringsbesluit Wkkgz 8.7, IGJ";
    notified()
        .when(ask_extension("2026-05-29", "2026-05-02"))
        .refused("EXTENSION_ASKED_TOO_LATE", article);
    notified().when(ask_extension("2026-05-01", "2026-04-20")).refused("END_NOT_LATER", "");
    // The date that was set is the one that stands.
    notified()
        .when(reply(IncidentReply::DateSet, Some("2026-04-10"), "2026-03-11"))
        .accepted()
        .when(ask_extension("2026-05-29", "2026-04-11"))
        .refused("EXTENSION_ASKED_TOO_LATE", article);
}

#[test]
fn asking_moves_nothing_and_granting_does() {
    let asked = notified().when(ask_extension("2026-05-29", "2026-04-20")).accepted();
    assert!(inquiry(&asked)[0].ends_with("due 2026-05-01: runs"));
    let granted = asked
        .when(reply(IncidentReply::ExtensionGranted, Some("2026-05-29"), "2026-04-24"))
        .accepted();
    assert!(inquiry(&granted)[0].ends_with("due 2026-05-01, set to 2026-05-29: runs"));
    let refused =
        granted.when(reply(IncidentReply::ExtensionRefused, None, "2026-05-01")).accepted();
    assert!(inquiry(&refused)[0].ends_with("set to 2026-05-29: runs"));
}

#[test]
fn a_date_comes_with_the_replies_that_set_one_and_with_no_other() {
    notified()
        .when(reply(IncidentReply::DateSet, None, "2026-03-11"))
        .invalid(["record_reply.due: MISSING"]);
    notified()
        .when(reply(IncidentReply::Received, Some("2026-05-15"), "2026-03-11"))
        .invalid(["record_reply.due: CONTRADICTION"]);
    notified()
        .when(reply(IncidentReply::DateSet, Some("2026-03-06"), "2026-03-11"))
        .refused("END_NOT_LATER", "");
}

#[test]
fn an_authority_that_asks_for_no_report_ends_the_term() {
    let done = notified().when(reply(IncidentReply::NoReportNeeded, None, "2026-03-11")).accepted();
    assert!(inquiry(&done).iter().all(|clock| clock.ends_with("stopped: NotApplicable")));
}

#[test]
fn of_violence_a_report_is_due_once_the_authority_sets_a_date() {
    let violence = given([
        reported(Jeugdwet),
        classify(Violence, "2026-03-03"),
        notify(Means::Website, "2026-03-04"),
    ]);
    assert!(violence.clocks.newest(RuleId::HandbookCalamity8W).is_none());
    let set =
        violence.when(reply(IncidentReply::DateSet, Some("2026-04-15"), "2026-03-11")).accepted();
    assert_eq!(
        clock(&set, RuleId::HandbookCalamity8W),
        "HANDBOOK-CALAMITY-8W from 2026-03-04 due 2026-04-29, set to 2026-04-15: runs"
    );
}

#[test]
fn no_authority_answers_or_gets_a_report_before_it_was_notified() {
    let established = || given([reported(Wgbo), classify(Calamity, "2026-03-03")]);
    established()
        .when(reply(IncidentReply::Received, None, "2026-03-11"))
        .refused("NOT_NOTIFIED", "");
    established().when(send_report(Means::Website, "2026-03-11")).refused("NOT_NOTIFIED", "");
    established().when(ask_extension("2026-05-29", "2026-03-11")).refused("NOT_NOTIFIED", "");
    notified()
        .when(send_report(Means::Website, "2026-03-05"))
        .invalid(["provenance.happened: BEFORE_CAUSE"]);
}

#[test]
fn an_evaluation_says_who_evaluated() {
    let reported = || given([reported(Wgbo)]);
    reported().when(evaluate("2026-03-10")).accepted();
    let nobody = Evaluation { evaluated_by: vec![], ..evaluation() };
    reported()
        .when(step(Step::Evaluate(nobody), "2026-03-10"))
        .invalid(["evaluate.evaluated_by: EMPTY"]);
}

#[test]
fn measures_are_listed_each_once() {
    let listed = given([reported(Wgbo), list_measures(&[1, 2], "2026-03-10")]);
    assert_eq!(listed.state.incident().unwrap().measures.len(), 2);
    listed
        .when(list_measures(&[3, 2, 3], "2026-03-11"))
        .invalid(["list_measures.measures[1]: DUPLICATE", "list_measures.measures[2]: DUPLICATE"]);
    given([reported(Wgbo)])
        .when(list_measures(&[], "2026-03-10"))
        .invalid(["list_measures.measures: EMPTY"]);
}
