//! The page of a letter: whole in itself, escaped, and for each built-in letter as it reads in both languages.

use griffie::domain::letter::Language::{self, Dutch, English};
use griffie::domain::letter::LetterKind::{self, *};
use griffie::domain::letter::{Draft, Template, built_in, placeholder};
use griffie::domain::violation::FieldPath;

use crate::given::*;

const BREACH: [(&str, &str); 7] = [
    ("person", "mevrouw Zonnedauw"),
    ("happened_on", "2026-03-04"),
    ("nature", "Een lijst met namen is naar een verkeerd adres gestuurd."),
    ("data", "Uw naam en uw telefoonnummer."),
    ("consequences", "Iemand kan u bellen en zich voordoen als ons."),
    ("measures", "De ontvanger heeft de lijst gewist."),
    ("advice", "Geef geen gegevens aan wie u belt."),
];
const INCIDENT: [(&str, &str); 6] = [
    ("client", "mevrouw Zonnedauw"),
    ("happened_on", "2026-03-08"),
    ("nature", "U kreeg een verkeerde maat tepelhoedje."),
    ("cause", "De maten lagen door elkaar in de tas."),
    ("consequences", "De huid kan geïrriteerd zijn."),
    ("remedy", "U krijgt de goede maat; wij kijken morgen opnieuw."),
];

fn every_letter(language: Language) -> Vec<(LetterKind, String)> {
    let who = receipt_values();
    let [complainant, subject] = who;
    let reason = ("reason", "Wij wachten op\nhet antwoord van een collega.");
    let judgement = [
        complainant,
        subject,
        ("judgement", "Uw klacht is gegrond.\n\nDe afspraak is niet nagekomen."),
        ("decisions", "Wij bellen voortaan zelf als wij later zijn."),
        ("measures_term", "Vanaf 1 mei 2026."),
    ];
    let further = [complainant, reason, ("agreed_until", "2026-06-12")];
    let extended = extended(&complaint());
    let letters = [
        (case_with(complaint()), draft(ComplaintReceipt, language, &who)),
        (case_with(complaint()), draft(ComplaintExtension, language, &[complainant, reason])),
        (case_with(extended.clone()), draft(ComplaintFurtherExtension, language, &further)),
        (case_with(extended), draft(ComplaintJudgement, language, &judgement)),
        (case_with(breach()), draft(BreachNotice, language, &BREACH)),
        (case_with(incident()), draft(IncidentNotice, language, &INCIDENT)),
    ];
    letters.map(|(case, asked)| (asked.kind, case.drafts(asked).page())).to_vec()
}

fn bodies(language: Language) -> String {
    let body = |page: &str| page.split_once("<body>").unwrap().1.to_owned();
    let letters = every_letter(language);
    let shown = letters.iter().map(|(kind, page)| format!("== {kind:?}\n{}", body(page)));
    shown.collect::<Vec<_>>().concat()
}

#[test]
fn every_letter_in_dutch() {
    insta::assert_snapshot!(bodies(Dutch));
}

#[test]
fn every_letter_in_english() {
    insta::assert_snapshot!(bodies(English));
}

#[test]
fn one_page_whole() {
    let asked = draft(ComplaintReceipt, English, &receipt_values());
    insta::assert_snapshot!(case_with(complaint()).drafts(asked).page());
}

#[test]
fn every_letter_says_its_language_and_asks_nothing_of_the_network() {
    for (language, tag) in [(Dutch, "nl"), (English, "en")] {
        let letters = every_letter(language);
        assert_eq!(letters.len(), LetterKind::ALL.len());
        for (kind, page) in letters {
            assert!(page.contains(&format!("<html lang=\"{tag}\">")), "{kind:?}");
            assert!(page.contains("default-src 'none'"), "{kind:?}");
            assert_eq!(page.matches("<h1>").count(), 1, "{kind:?}");
            for asks in ["http:", "https:", "src=", "href=", "<script", "@import", "url("] {
                assert!(!page.contains(asks), "{kind:?} holds {asks}");
            }
            let (_, body) = page.split_once("<body>").unwrap();
            assert!(!body.contains(['{', '}']), "{kind:?}");
        }
    }
}

#[test]
fn nothing_anybody_writes_becomes_markup() {
    let evil = "<script>alert('x')</script> & \"co\"";
    let asked = draft(ComplaintReceipt, Dutch, &[("complainant", evil)]);
    let template = format!("# <b>{{{{complainant}}}}</b>\n{evil}\n{{{{practice.name}}}}");
    let mut practice = practice();
    practice.name = line("Zilver & <i>Meeuw</i>");
    let asked = Draft { template: own(&template), practice: Some(practice), ..asked };
    let page = case_with(complaint()).drafts(asked).page();
    let escaped = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;co&quot;";
    assert_eq!(page.matches(escaped).count(), 3, "{page}"); // Title, heading, paragraph.
    assert!(page.contains("Zilver &amp; &lt;i&gt;Meeuw&lt;/i&gt;"), "{page}");
    for markup in ["<script", "<b>", "<i>"] {
        assert!(!page.contains(markup), "{page}");
    }
}

#[test]
fn a_value_cannot_fill_in_another_placeholder_or_begin_a_heading() {
    let asked = draft(ComplaintReceipt, Dutch, &[("complainant", "x\n# {{due}}\n- y")]);
    let asked = Draft { template: own("{{complainant}}"), ..asked };
    let page = case_with(complaint()).drafts(asked).page();
    assert!(page.contains("<p>x<br>\n# {{due}}<br>\n- y</p>"), "{page}");
}

#[test]
fn every_built_in_template_parses_and_both_languages_hold_the_same_placeholders() {
    for kind in LetterKind::ALL {
        let [dutch, english] = [Dutch, English].map(|language| {
            let text = text(built_in::text(*kind, language));
            let parsed = Template::parse(*kind, &text, &FieldPath::new("text")).unwrap();
            let mut names: Vec<&str> = parsed.placeholders().map(|it| it.name).collect();
            names.sort_unstable();
            names
        });
        assert_eq!(dutch, english, "{kind:?}");
    }
}

#[test]
fn a_placeholder_has_one_meaning_in_a_letter() {
    for kind in LetterKind::ALL {
        let mut names: Vec<&str> = placeholder::of(*kind).map(|it| it.name).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "{kind:?}");
    }
}
