//! What a letter says: days and articles of the clocks, the practice of its date, and no gap.

use griffie::domain::clock::Clocks;
use griffie::domain::letter::Language::{Dutch, English};
use griffie::domain::letter::LetterKind::*;
use griffie::domain::letter::{Asked, Draft, Register, Value};
use griffie::law::RuleId;

use crate::given::*;

fn receipt() -> Draft {
    draft(ComplaintReceipt, Dutch, &receipt_values())
}

fn with_template(template: &str, pairs: &[(&str, &str)]) -> Draft {
    Draft { template: own(template), ..draft(ComplaintReceipt, Dutch, pairs) }
}

#[test]
fn the_receipt_promises_the_last_day_of_the_judgement_and_says_where_that_is_laid_down() {
    let page = case_with(complaint()).drafts(receipt()).page();
    assert!(page.contains("Op dinsdag 3 maart 2026 hebben wij uw klacht ontvangen"), "{page}");
    assert!(page.contains("uiterlijk op dinsdag 14 april 2026"), "{page}");
    assert!(page.contains("Dat staat in artikel 17 lid 1 van de Wkkgz."), "{page}");
}

#[test]
fn a_last_day_on_good_friday_is_promised_as_the_tuesday_after_easter() {
    let page = case_with(complaint_received("2026-02-20")).drafts(receipt()).page();
    assert!(page.contains("uiterlijk op dinsdag 7 april 2026"), "{page}");
}

#[test]
fn the_notice_of_an_extension_is_drafted_before_the_extension_is_recorded_and_reads_the_same_after()
{
    let pairs = [("complainant", "mevrouw Zonnedauw"), ("reason", "Wij wachten op een collega.")];
    let notice = draft(ComplaintExtension, Dutch, &pairs);
    let before = case_with(complaint()).drafts(notice.clone()).page();
    assert!(before.contains("uiterlijk op dinsdag 14 april 2026 ons oordeel geven"), "{before}");
    assert!(before.contains("U krijgt ons oordeel uiterlijk op dinsdag 12 mei 2026"), "{before}");
    assert!(before.contains("Dat staat in artikel 17 lid 2 van de Wkkgz."), "{before}");
    assert_eq!(case_with(extended(&complaint())).drafts(notice).page(), before);
}

#[test]
fn a_further_extension_is_asked_for_beside_the_end_of_the_law_which_stays() {
    let pairs = [
        ("complainant", "mevrouw Zonnedauw"),
        ("reason", "U wilt eerst een gesprek."),
        ("agreed_until", "2026-06-12"),
    ];
    let extended = extended(&complaint());
    let asked = draft(ComplaintFurtherExtension, English, &pairs);
    let page = case_with(extended.clone()).drafts(asked.clone()).page();
    assert!(page.contains("You must receive our judgement on Tuesday 12 May 2026"), "{page}");
    assert!(page.contains("our judgement on Friday 12 June 2026"));
    // Before the extension of the act itself there is nothing further to ask.
    case_with(complaint()).drafts(asked.clone()).invalid(["values.due: MISSING"]);
    // Once the complainant agreed, the day is the agreed one and no other can be written.
    let agreed = case_with(agreed(&extended, "2026-06-12"));
    agreed.drafts(asked).invalid(["values.agreed_until: VALUE_KNOWN"]);
    let known = draft(ComplaintFurtherExtension, English, &pairs[..2]);
    assert_eq!(agreed.drafts(known).page(), page);
}

#[test]
fn the_own_scheme_of_wmo_care_is_named_as_such() {
    let clocks = clocks(|plan| {
        plan.start(RuleId::SchemeJudgement, griffie::domain::clock::When::Day(day("2026-03-03")))
            .unwrap();
    });
    let page = case_with(clocks).drafts(receipt()).page();
    assert!(page.contains("Dat staat in onze klachtenregeling."), "{page}");
}

#[test]
fn a_day_of_the_law_cannot_be_given_by_hand() {
    let pairs =
        [receipt_values().as_slice(), &[("due", "2026-12-31"), ("article", "BW 1")]].concat();
    let by_hand = draft(ComplaintReceipt, Dutch, &pairs);
    let refusals = ["values.due: VALUE_KNOWN", "values.article: VALUE_KNOWN"];
    case_with(complaint()).drafts(by_hand.clone()).invalid(refusals);
    // Not even where no clock runs: then there is no such day.
    case_with(Clocks::default()).drafts(by_hand).invalid([
        "values.due: VALUE_KNOWN",
        "values.article: VALUE_KNOWN",
        "values.received_on: MISSING",
    ]);
}

#[test]
fn a_letter_has_no_gaps_and_every_missing_value_is_named_once() {
    case_with(complaint()).drafts(draft(ComplaintJudgement, Dutch, &[])).invalid([
        "values.complainant: MISSING",
        "values.subject: MISSING",
        "values.judgement: MISSING",
        "values.decisions: MISSING",
        "values.measures_term: MISSING",
    ]);
}

#[test]
fn what_the_practice_never_stated_is_missing_too() {
    let mut little = practice();
    (little.telephone, little.email, little.complaints_officer) = (None, None, None);
    let asked = Draft { practice: Some(little), ..receipt() };
    case_with(complaint()).drafts(asked).invalid([
        "values.practice.contact: MISSING",
        "values.practice.complaints_officer: MISSING",
    ]);
    let nothing = Draft { practice: None, ..with_template("{{practice.name}}, {{date}}", &[]) };
    case_with(complaint()).drafts(nothing).invalid(["values.practice.name: MISSING"]);
}

#[test]
fn what_the_case_tells_is_a_proposal_that_the_request_may_replace() {
    let told = [("subject", Value::Words("uit het dossier".to_owned()))];
    let case = || case_with(complaint()).telling(&told);
    let page = case().drafts(with_template("{{subject}}", &[])).page();
    assert!(page.contains("<p>uit het dossier</p>"), "{page}");
    let page = case().drafts(with_template("{{subject}}", &[("subject", "in uw woorden")])).page();
    assert!(page.contains("<p>in uw woorden</p>"), "{page}");
}

#[test]
fn a_value_for_nothing_is_refused_so_that_nothing_gets_lost() {
    let pairs = [
        ("complainant", "mevrouw Zonnedauw"),
        ("complainant", "de heer Zonnedauw"),
        ("reason", "onnodig"),
        ("klager", "mevrouw Zonnedauw"),
        ("nature", "van een datalek"),
    ];
    case_with(complaint()).drafts(with_template("Beste {{complainant}},", &pairs)).invalid([
        "values.complainant: DUPLICATE",
        "values.reason: NOT_IN_TEMPLATE",
        "values[3].name: UNKNOWN_PLACEHOLDER",
        "values[4].name: UNKNOWN_PLACEHOLDER",
    ]);
    let many = vec![("subject", "x"); 41];
    let refused = case_with(complaint()).drafts(with_template("{{subject}}", &many)).word();
    assert_eq!(refused, "refused: INVALID");
}

#[test]
fn a_day_is_a_day_and_is_written_out_in_the_language_of_the_letter() {
    let template = "{{received_on}}";
    let told = |value| {
        case_with(Clocks::default()).drafts(with_template(template, &[("received_on", value)]))
    };
    assert!(told("2026-03-03").page().contains("<p>dinsdag 3 maart 2026</p>"));
    for wrong in ["3 maart", "2026-02-30", "2026-3-3"] {
        told(wrong).invalid(["values.received_on: NOT_A_DATE"]);
    }
    let happened = |value| {
        let asked = draft(BreachNotice, English, &[("happened_on", value)]);
        case_with(breach()).drafts(Draft { template: own("{{happened_on}}"), ..asked }).page()
    };
    assert!(happened("2026-03-04").contains("<p>Wednesday 4 March 2026</p>"));
    assert!(happened("in the first week of March").contains("<p>in the first week of March</p>"));
}

#[test]
fn a_letter_of_another_register_is_refused() {
    let asked = Asked::Draft(Box::new(receipt()));
    case_with(breach()).when(Register::Breach, asked).invalid(["kind: LETTER_ELSEWHERE"]);
}

#[test]
fn a_letter_from_the_future_is_refused_and_one_of_last_month_is_not() {
    let tomorrow = Draft { provenance: on("2026-05-23"), ..receipt() };
    case_with(complaint()).drafts(tomorrow).invalid(["provenance.learned: LEARNED_AFTER_RECORDED"]);
    let late = Draft { provenance: on("2026-04-20"), ..receipt() };
    assert!(case_with(complaint()).drafts(late).page().contains("<p>maandag 20 april 2026</p>"));
}

#[test]
fn a_letter_that_does_not_fit_in_a_record_is_refused() {
    let long = "<".repeat(16_000);
    let asked = with_template("{{subject}}", &[("subject", &long)]);
    case_with(complaint()).drafts(asked).invalid(["values: TOO_LARGE"]);
}
