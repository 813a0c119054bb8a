//! The practice's own templates: what may stand in one, and which one counts.

use griffie::domain::Context;
use griffie::domain::letter::Language::{Dutch, English};
use griffie::domain::letter::{Draft, LetterKind};
use griffie::domain::practice::{
    Command, Event, LetterTemplateSet, Refusal, State, decide, evolve,
};

use crate::given::*;

fn set(letter: LetterKind, words: Option<&str>) -> LetterTemplateSet {
    let author = practitioner("Mirthe Lindeboom");
    LetterTemplateSet { letter, language: Dutch, text: words.map(text), author }
}

fn receipt(words: &str) -> LetterTemplateSet {
    set(LetterKind::ComplaintReceipt, Some(words))
}

fn judged(state: &State, set: LetterTemplateSet) -> Result<Vec<Event>, Refusal> {
    decide(state, Command::SetLetterTemplate(set), &Context::at(instant(NOW)))
}

fn state(sets: impl IntoIterator<Item = LetterTemplateSet>) -> State {
    let mut state = State::default();
    sets.into_iter().for_each(|set| evolve(&mut state, &Event::LetterTemplateSet(set)));
    state
}

#[track_caller]
fn refused<const N: usize>(words: &str, expected: [&str; N]) {
    let Err(Refusal::Invalid(violations)) = judged(&State::default(), receipt(words)) else {
        panic!("{words} was accepted")
    };
    let violations = violations.into_vec().into_iter();
    let found = violations.map(|it| format!("{}: {}", it.field, it.reason.code()));
    assert_eq!(found.collect::<Vec<_>>(), expected);
}

#[test]
fn an_unknown_placeholder_is_refused_by_its_name() {
    refused("Beste {{complainnant}},", ["text.complainnant: UNKNOWN_PLACEHOLDER"]);
    // One of another register is unknown here too.
    refused(
        "{{nature}} {{practice.nam}}",
        ["text.nature: UNKNOWN_PLACEHOLDER", "text.practice.nam: UNKNOWN_PLACEHOLDER"],
    );
    // What does not look like a name is not repeated.
    refused("Beste {{mevrouw Zonnedauw}},", ["text: UNKNOWN_PLACEHOLDER"]);
    refused("{{}}", ["text: UNKNOWN_PLACEHOLDER"]);
}

#[test]
fn braces_without_their_counterpart_are_refused_by_line() {
    for wrong in
        ["{{due", "due}}", "{due}", "{{due}", "{{{due}}}", "{{a{{due}}", "{{due}} {", "} {{due}}"]
    {
        refused(
            &format!("Beste {{{{complainant}}}},\n\n{wrong}"),
            ["text.lines[2]: BRACES_UNBALANCED"],
        );
    }
    // A placeholder does not go over a line.
    refused("{{\ndue}}", ["text.lines[0]: BRACES_UNBALANCED", "text.lines[1]: BRACES_UNBALANCED"]);
}

#[test]
fn everything_wrong_with_a_template_is_told_at_once() {
    refused(
        "{{klager}}\n{{due",
        ["text.klager: UNKNOWN_PLACEHOLDER", "text.lines[1]: BRACES_UNBALANCED"],
    );
}

#[test]
fn a_template_with_spaces_within_the_braces_is_the_same() {
    let asked = draft(LetterKind::ComplaintReceipt, Dutch, &[]);
    let asked = Draft { template: own("{{ due }}"), ..asked };
    let page = case_with(complaint()).drafts(asked).page();
    assert!(page.contains("<p>dinsdag 14 april 2026</p>"), "{page}");
}

#[test]
fn of_two_templates_the_last_one_set_counts_and_none_returns_to_the_built_in_one() {
    let kind = LetterKind::ComplaintReceipt;
    let counts =
        |state: &State| state.letter_template(kind, Dutch).map(|it| it.as_str().to_owned());
    let two = state([receipt("eerste"), receipt("tweede")]);
    assert_eq!(counts(&two).unwrap(), "tweede");
    assert_eq!(two.letter_template(kind, English), None);
    assert_eq!(two.letter_template(LetterKind::ComplaintJudgement, Dutch), None);
    let back = state([receipt("eerste"), set(kind, None)]);
    assert_eq!(counts(&back), None);
    assert_eq!(back.letter_templates().len(), 2);
}

#[test]
fn a_template_that_stands_already_is_not_set_again() {
    let one = state([receipt("eerste")]);
    let again = judged(&one, receipt("eerste")).unwrap_err();
    assert_eq!(again.reason(), "NOTHING_CHANGES");
    assert_eq!(judged(&one, receipt("anders")).unwrap().len(), 1);
    let none = set(LetterKind::ComplaintReceipt, None);
    assert_eq!(judged(&State::default(), none.clone()).unwrap_err().reason(), "NOTHING_CHANGES");
    assert_eq!(judged(&one, none).unwrap().len(), 1);
}

#[test]
fn a_letter_says_from_which_template_it_was_drafted() {
    let asked = draft(LetterKind::ComplaintReceipt, Dutch, &[]);
    let event = case_with(complaint()).drafts(Draft { template: own("Dag."), ..asked }).event();
    assert!(event.to_body().contains(r#""template":7,"html":"#));
}

#[test]
fn a_template_of_an_older_release_with_a_placeholder_that_is_gone_is_refused_when_it_is_used() {
    let asked = draft(LetterKind::ComplaintReceipt, Dutch, &[]);
    let asked = Draft { template: own("{{gone}}"), ..asked };
    case_with(complaint()).drafts(asked).invalid(["template.gone: UNKNOWN_PLACEHOLDER"]);
}
