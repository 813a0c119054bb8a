//! What a case tells its letters of its own: who, what and why, as it was last recorded, in the language of the letter.

use griffie::domain::Event;
use griffie::domain::letter::Language::{Dutch, English};
use griffie::domain::letter::LetterKind::*;
use griffie::domain::letter::{Draft, Value, case};
use griffie::domain::{breach, complaint, incident};

use crate::given::*;
use crate::recorded::recorded;

type Values = Vec<(&'static str, Value)>;

fn of_complaint(facts: &[&str]) -> Values {
    let mut state = complaint::State::default();
    for fact in facts {
        let Event::Complaint(fact) = recorded("complaint", fact) else { panic!("{fact}") };
        complaint::evolve(&mut state, &fact);
    }
    case::complaint_values(&state)
}

fn of_breach(facts: &[&str]) -> Values {
    let mut state = breach::State::default();
    for fact in facts {
        let Event::Breach(fact) = recorded("breach", fact) else { panic!("{fact}") };
        breach::evolve(&mut state, &fact);
    }
    case::breach_values(&state)
}

fn of_incident(facts: &[&str]) -> Values {
    let mut state = incident::State::default();
    for fact in facts {
        let Event::Incident(fact) = recorded("incident", fact) else { panic!("{fact}") };
        incident::evolve(&mut state, &fact);
    }
    case::incident_values(&state)
}

fn names(values: &Values) -> Vec<&'static str> {
    values.iter().map(|(name, _)| *name).collect()
}

#[test]
fn what_never_was_tells_nothing() {
    assert!(of_complaint(&[]).is_empty() && of_breach(&[]).is_empty());
    assert!(of_incident(&[]).is_empty());
}

#[test]
fn a_receipt_needs_nothing_that_the_complaint_does_not_know() {
    let told = of_complaint(&["filed"]);
    let desk = case_with(complaint()).telling(&told);
    let page = desk.drafts(draft(ComplaintReceipt, Dutch, &[])).page();
    assert!(page.contains("Beste Jorinde Veenstra,"), "{page}");
    let subject = "gaat over: onvoldoende communicatie; een verkeerd of onvolledig advies.<";
    assert!(page.contains(subject), "{page}");
    let page = desk.drafts(draft(ComplaintReceipt, English, &[])).page();
    assert!(page.contains("insufficient communication; wrong or incomplete advice."), "{page}");
}

#[test]
fn a_complaint_of_no_kind_yet_tells_who_is_dissatisfied_and_no_more() {
    assert_eq!(names(&of_complaint(&["dissatisfaction"])), ["complainant"]);
}

#[test]
fn a_case_that_began_with_the_dispute_tells_who_complains_there() {
    assert_eq!(names(&of_complaint(&["dispute: NotReasonable"])), ["complainant", "subject"]);
}

#[test]
fn every_kind_of_complaint_has_words_in_both_languages() {
    let told = of_complaint(&["filed about everything"]);
    for language in [Dutch, English] {
        let asked =
            Draft { template: own("{{subject}}"), ..draft(ComplaintReceipt, language, &[]) };
        let page = case_with(complaint()).telling(&told).drafts(asked).page();
        let (_, body) = page.split_once("<body>").unwrap();
        assert_eq!(body.matches("; ").count(), complaint_kinds() - 1, "{page}");
    }
}

fn complaint_kinds() -> usize {
    let Event::Complaint(fact) = recorded("complaint", "filed about everything") else { panic!() };
    let complaint::Event::Filed(fact) = *fact else { panic!() };
    fact.what.grievance.kinds.len()
}

#[test]
fn the_judgement_as_it_was_recorded_fills_the_three_parts_of_its_letter() {
    let told = of_complaint(&["filed", "judged with measures"]);
    let desk = case_with(extended(&complaint())).telling(&told);
    let page = desk.drafts(draft(ComplaintJudgement, Dutch, &[])).page();
    for part in [
        "<p>De klacht is gegrond.</p>",
        "<p>Er komt een tweede gesprek.</p>",
        "<p>Alles is gedaan uiterlijk op maandag 1 juni 2026.<br>\n\
         werkafspraak over terugbellen: uiterlijk op vrijdag 1 mei 2026</p>",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    let page = desk.drafts(draft(ComplaintJudgement, English, &[])).page();
    assert!(page.contains("All is done at the latest on Monday 1 June 2026."), "{page}");
    assert!(page.contains(": at the latest on Friday 1 May 2026"), "{page}");
    // The last one counts, and one without measures says so.
    let told = of_complaint(&["filed", "judged with measures", "judge"]);
    let desk = case_with(complaint()).telling(&told);
    let page = desk.drafts(draft(ComplaintJudgement, English, &[])).page();
    assert!(page.contains("<p>There are no measures to carry out.</p>"), "{page}");
}

#[test]
fn a_breach_tells_what_was_reported_then_what_was_assessed_then_what_the_persons_were_told() {
    let page = |facts: &[&str], names: &str| {
        let template = names.split(' ').map(|name| format!("{{{{{name}}}}}\n\n"));
        let template = own(&template.collect::<String>());
        let asked = Draft { template, ..draft(BreachNotice, Dutch, &[]) };
        case_with(breach()).telling(&of_breach(facts)).drafts(asked).page()
    };
    let reported = page(&["reported"], "nature data contact");
    assert!(reported.contains("<p>Verslag aan de verkeerde geadresseerde gemaild.</p>"));
    assert!(reported.contains("<p>naam en adres, gezondheid</p>"), "{reported}");
    // Nobody is named for the persons: they turn to the practice.
    assert!(reported.contains("<p>050-0000001, post@zilvermeeuw.example</p>"), "{reported}");
    let all = "nature consequences measures advice contact";
    let assessed = page(&["reported", "assessed in full"], all);
    assert!(assessed.contains("<p>Verslag aan de verkeerde geadresseerde gemaild.</p>"));
    assert!(assessed.contains("<p>Anderen weten van de zorg.</p>"), "{assessed}");
    assert!(assessed.contains("<p>Adressen worden voortaan gekozen uit het dossier.</p>"));
    let facts = ["reported", "assessed in full", "persons told with advice"];
    let told = page(&facts, all);
    for words in [
        "Uw verslag is naar een ander gemaild.",
        "Die kan het gelezen hebben.",
        "Het is gewist.",
        "Let op vreemde post.",
        "Tjitske Verzonnen, 0101234567",
    ] {
        assert!(told.contains(&format!("<p>{words}</p>")), "{words} is not in {told}");
    }
}

#[test]
fn a_breach_that_went_on_for_days_tells_the_first_and_the_last_of_them() {
    let told = of_breach(&["reported in full"]);
    let page = |language| {
        let template = own("{{happened_on}}");
        let asked = Draft { template, ..draft(BreachNotice, language, &[]) };
        case_with(breach()).telling(&told).drafts(asked).page()
    };
    let (dutch, english) = (page(Dutch), page(English));
    assert!(dutch.contains(" tot en met "), "{dutch}");
    assert!(english.contains(" 2026 to "), "{english}");
}

#[test]
fn an_incident_tells_nature_cause_and_ways_to_limit_its_effects_and_never_who_reported_it() {
    let reported = of_incident(&["reported in full"]);
    assert_eq!(
        names(&reported),
        ["client", "happened_on", "nature", "cause", "consequences"],
        "how to limit the effects is not known before anybody was told"
    );
    let template = "{{client}}\n\n{{happened_on}}\n\n{{nature}}\n\n{{cause}}\n\n{{consequences}}";
    let page = |told: &Values, template: &str| {
        let asked = Draft { template: own(template), ..draft(IncidentNotice, Dutch, &[]) };
        case_with(incident()).telling(told).drafts(asked).page()
    };
    let shown = page(&reported, template);
    for words in [
        "Fenna Verzonnen",
        "vrijdag 27 februari 2026 tot en met zondag 1 maart 2026",
        "Bijna de verkeerde voeding gegeven.",
        "Kolf stond los.",
        "Kolf beschadigd.",
    ] {
        assert!(shown.contains(&format!("<p>{words}</p>")), "{words} is not in {shown}");
    }
    assert!(!shown.contains("Mirthe Lindeboom"), "{shown}");
    let told = of_incident(&["reported in full", "client told"]);
    let shown = page(&told, &format!("{template}\n\n{{{{remedy}}}}"));
    for words in ["Verkeerde voeding klaargezet.", "Etiketten verwisseld.", "Bij klachten bellen."]
    {
        assert!(shown.contains(&format!("<p>{words}</p>")), "{words} is not in {shown}");
    }
    assert!(shown.contains("<p>Kolf beschadigd.</p>"), "{shown}");
}
