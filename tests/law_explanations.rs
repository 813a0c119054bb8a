//! Why an end falls where it falls, in the words a practice owner reads.
#![allow(clippy::unwrap_used)]

use griffie::law::answer::{Question, answer};
use griffie::law::clock::Terms;
use griffie::law::explain::explain;
use griffie::law::{Book, Language, Pause, RuleId, Start, Trigger};

/// One question for every way in which an end can come about.
const EXPLAINED: [(&str, &[&str]); 27] = [
    ("WKKGZ-JUDGEMENT", &["2026-03-03"]),
    ("WKKGZ-JUDGEMENT", &["2026-02-20"]),
    ("WKKGZ-JUDGEMENT", &["2026-03-24"]),
    ("WKKGZ-JUDGEMENT", &["2026-03-02T23:30:00Z"]),
    ("WKKGZ-JUDGEMENT", &["2028-11-19"]),
    ("WKKGZ-JUDGEMENT-EXT", &["2026-03-16"]),
    ("WKKGZ-DISPUTE", &["2026-08-31"]),
    ("SCHEME-JUDGEMENT", &["2026-02-20"]),
    ("AVG-REQUEST", &["2026-03-05"]),
    ("AVG-REQUEST", &["2026-04-15"]),
    ("AVG-REQUEST", &["2017-03-05"]),
    ("AVG-REQUEST-EXT", &["2026-01-31"]),
    ("WGBO-DESTROY", &["2026-01-31"]),
    ("UAVG-COURT-EXT", &["2026-03-03"]),
    ("AVG-BREACH-AP", &["2026-03-27T10:20:00+01:00"]),
    ("AVG-BREACH-AP", &["2026-10-23T10:20:00+02:00"]),
    ("AVG-BREACH-SUBJECT", &["2026-03-10T09:30:00+01:00"]),
    ("WKKGZ-CALAMITY", &["2026-04-02"]),
    ("WKKGZ-CALAMITY-FACTS", &["2026-02-22"]),
    ("WGBO-RETAIN", &["2026-07-01"]),
    ("TAX-RETAIN-EXT", &["2024-03-15"]),
    ("WMOQ-VOG", &["2026-05-31"]),
    ("WMOQ-CONTRACT", &["2026-03-03"]),
    ("WMOQ-NOSHOW", &["2026-01-10", "2026-02-05", "2026-03-01", "2026-04-09"]),
    ("WMOQ-NOSHOW", &["2026-01-10"]),
    ("HANDBOOK-PLAN-Q", &["2026-02-10"]),
    ("HANDBOOK-BACKUP", &["2026-03-13T03:00:00+01:00"]),
];

#[test]
fn explained_in_english() {
    insta::assert_snapshot!(explained(Language::English));
}

#[test]
fn explained_in_dutch() {
    insta::assert_snapshot!(explained(Language::Dutch));
}

#[test]
fn a_pause_is_named() {
    let pauses =
        [Pause { from: "2026-06-12".parse().unwrap(), until: "2026-06-17".parse().unwrap() }];
    let start = Start::parse("2026-06-10").unwrap();
    let terms = Terms { pauses: &pauses, count: None };
    let clock = Book::CURRENT.clock_with(RuleId::AvgRequest, start, terms).unwrap();
    let lines = [explain(&clock, Language::English), explain(&clock, Language::Dutch)].concat();
    insta::assert_snapshot!(lines.join("\n"), @r"
Rule AVG-REQUEST: request of the data subject (AVG 12(3); European law).
On Wednesday 10 June 2026 the request was received. That day itself does not count.
1 month, and 5 days in which the clock stood still, later is Wednesday 15 July 2026.
The last day is Wednesday 15 July 2026, until midnight.
Regel AVG-REQUEST: verzoek van de betrokkene (AVG 12(3); Europese wet).
Woensdag 10 juni 2026 is de dag waarop het verzoek is ontvangen. Die dag zelf telt niet mee.
1 maand plus 5 dagen waarin de termijn stilstond later is woensdag 15 juli 2026.
De laatste dag is woensdag 15 juli 2026, tot middernacht.
");
}

#[test]
fn every_rule_with_dates_is_explained_in_both_languages_and_names_its_article() {
    for rule in Book::CURRENT.rules() {
        let start = Start::parse("2026-03-10T09:30:00+01:00").unwrap();
        let Ok(clock) = Book::CURRENT.clock(rule.id, start) else { continue };
        for language in [Language::English, Language::Dutch] {
            let lines = explain(&clock, language);
            assert!(lines.len() >= 3, "{} {lines:?}", rule.id);
            assert!(lines.iter().all(|line| line.ends_with('.')), "{lines:?}");
            assert!(lines.iter().all(|line| !line.contains("  ")), "{lines:?}");
        }
        let english = explain(&clock, Language::English).concat();
        assert!(english.contains(rule.article), "{english}");
        let in_period = rule.trigger == Trigger::DayInPeriod;
        assert!(in_period || english.contains(rule.trigger.english()), "{english}");
        // A Dutch reader meets no English words for where a promise or contract is found.
        let dutch = explain(&clock, Language::Dutch).concat();
        for word in ["handbook", "framework", "scheme", "real estate", "checked"] {
            assert!(!dutch.contains(word), "{} says {word}", rule.id);
        }
    }
}

fn explained(language: Language) -> String {
    let mut texts = Vec::new();
    for (rule, starts) in EXPLAINED {
        let question = Question::parse(rule, starts.iter().copied(), false, None).unwrap();
        let answer = answer(&Book::CURRENT, &question, true).unwrap();
        let lines = match language {
            Language::Dutch => answer.why_nl,
            Language::English => answer.why_en,
        };
        texts.push(lines.join("\n"));
    }
    texts.join("\n\n")
}
