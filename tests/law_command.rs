//! `griffie clock` as its users meet it: words, one JSON object, a batch, and refusals.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use clap::Parser;
use griffie::cli::clock::{Args, ClockCommandError, run};
use serde_json::Value;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: Args,
}

#[test]
fn words_in_both_languages_or_in_one() {
    let both = said(&["WKKGZ-JUDGEMENT", "--from", "2026-02-20"]).unwrap();
    let dutch = said(&["WKKGZ-JUDGEMENT", "--from", "2026-02-20", "--language", "nl"]).unwrap();
    assert!(both.starts_with("WKKGZ-JUDGEMENT  2026-04-07\n"));
    assert!(both.contains("Good Friday") && both.contains("Goede Vrijdag"));
    assert!(!dutch.contains("Good Friday") && dutch.contains("Goede Vrijdag"));
}

#[test]
fn one_json_object_with_the_public_field_names() {
    insta::assert_snapshot!(
        said(&["wgbo-destroy", "--from", "2026-01-31", "--extended", "--json"]).unwrap(), @r#"
{"rule":"WGBO-DESTROY-EXT","start":"2026-01-31","nominal":"2026-04-30","due":"2026-04-30","due_end_utc_exclusive":"2026-04-30T22:00:00+00:00","notice_latest":"2026-03-02","practice_promise":"2026-04-30","working_due":"2026-04-30","article":"BW 7:455 + AVG 12(3)","basis":"STATUTE/EU","why_nl":["Regel WGBO-DESTROY-EXT: vernietiging van het dossier op verzoek (BW 7:455 + AVG 12(3), verlengd volgens AVG 12(3); Nederlandse wet, termijn uit Europese wet).","Zaterdag 31 januari 2026 is de dag waarop het schriftelijke of elektronische verzoek is ontvangen. Die dag zelf telt niet mee.","3 maanden later is donderdag 30 april 2026. Die maand heeft zo'n dag niet, dus geldt de laatste dag.","De laatste dag is donderdag 30 april 2026, tot middernacht.","Het bericht van verlenging moet uiterlijk op maandag 2 maart 2026 weg zijn, met redenen.","De praktijk beloofde donderdag 30 april 2026. Werk naar de vroegste datum: donderdag 30 april 2026."],"why_en":["Rule WGBO-DESTROY-EXT: destruction of the dossier on request (BW 7:455 + AVG 12(3), extended by AVG 12(3); Dutch law, term from European law).","On Saturday 31 January 2026 the written or electronic request was received. That day itself does not count.","3 months later is Thursday 30 April 2026. That month has no such day, so its last day is taken.","The last day is Thursday 30 April 2026, until midnight.","Notice of the extension must be sent on Monday 2 March 2026 at the latest, with reasons.","The practice promised Thursday 30 April 2026. Work to the earlier date: Thursday 30 April 2026."]}
"#);
}

#[test]
fn several_no_shows_answer_whether_they_oblige() {
    let days = ["2026-01-10", "2026-02-05", "2026-03-01", "2026-04-09"];
    let mut words = vec!["WMOQ-NOSHOW", "--json"];
    for day in days {
        words.extend(["--from", day]);
    }
    let answer: Value = serde_json::from_str(&said(&words).unwrap()).unwrap();
    assert_eq!(answer["triggered"], true);
    assert_eq!(answer["dates"], serde_json::json!(days));
    words.truncate(words.len() - 2);
    let answer: Value = serde_json::from_str(&said(&words).unwrap()).unwrap();
    assert_eq!(answer["triggered"], false);
}

#[test]
fn a_batch_answers_line_by_line_and_says_which_lines_it_could_not() {
    let folder = std::env::temp_dir().join(format!("griffie-clock-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let questions = folder.join("questions.ndjson");
    let lines = [
        r#"{"rule":"AVG-REQUEST","start":"2026-03-05"}"#,
        r#"{"rule":"AVG-REQUEST","start":"2026-06-10","extended":true}"#,
        r#"{"rule":"COMPLAINT-RETAIN","start":"2026-02-28","count":5}"#,
        r#"{"rule":"WMOQ-NOSHOW","dates":["2026-01-10"]}"#,
        r#"{"rule":"AVG-REQUEST","start":"2026-02-30"}"#,
        r#"{"rule":"AVG-REQUEST","begin":"2026-02-28"}"#,
    ];
    std::fs::write(&questions, lines.join("\n")).unwrap();
    let mut out = Vec::new();
    let outcome = run(&parse(&["--batch", questions.to_str().unwrap()]), &mut out);
    std::fs::remove_dir_all(&folder).unwrap();

    let answers: Vec<Value> = String::from_utf8(out)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let field = |number: usize, field: &str| answers[number][field].clone();
    assert_eq!(answers.len(), lines.len());
    assert_eq!(field(0, "due"), "2026-04-07");
    assert_eq!(field(1, "rule"), "AVG-REQUEST-EXT");
    assert_eq!(field(2, "due"), "2031-02-28");
    assert_eq!(field(3, "triggered"), false);
    assert_eq!((field(4, "line"), field(4, "error").is_string()), (5.into(), true));
    assert_eq!((field(5, "line"), field(5, "error").is_string()), (6.into(), true));
    // A batch carries no prose: it is for machines, and quick.
    assert!(answers.iter().all(|answer| answer.get("why_nl").is_none()));
    let error = outcome.unwrap_err();
    assert!(matches!(error, ClockCommandError::Batch { failed: 2, lines: 6 }));
    assert_eq!(error.exit_code(), 2);
}

#[test]
fn what_was_asked_wrongly_exits_with_2_and_a_missing_file_with_1() {
    for words in [
        &["WKKGZ-JUDGMENT", "--from", "2026-03-03"][..],
        &["WKKGZ-JUDGEMENT", "--from", "2026-02-30"],
        &["WMO-DESTROY", "--from", "2026-03-03", "--extended"],
        &["WKKGZ-JUDGEMENT", "--from", "2026-03-03", "--count", "7"],
    ] {
        assert_eq!(said(words).unwrap_err().exit_code(), 2, "{words:?}");
    }
    assert_eq!(said(&["--batch", "/nowhere/questions.ndjson"]).unwrap_err().exit_code(), 1);
}

#[test]
fn a_rule_and_a_batch_exclude_each_other_and_one_of_them_is_needed() {
    for words in [
        &["griffie"][..],
        &["griffie", "AVG-REQUEST"],
        &["griffie", "--from", "2026-03-03"],
        &["griffie", "AVG-REQUEST", "--from", "2026-03-03", "--batch", "-"],
    ] {
        let error = Command::try_parse_from(words).err().unwrap();
        assert_eq!(error.exit_code(), 2, "{words:?}");
    }
}

fn said(words: &[&str]) -> Result<String, ClockCommandError> {
    let mut out = Vec::new();
    run(&parse(words), &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

fn parse(words: &[&str]) -> Args {
    let words = std::iter::once(&"griffie").chain(words);
    Command::try_parse_from(words).unwrap_or_else(|error| error.exit()).args
}
