//! `griffie clock RULE --from WHEN`: an end and its reasons, without a ledger. Reads arguments and
//! prints; every rule and date comes from `law`.

use crate::law::answer::{Answer, Question, QuestionError, answer};
use crate::law::{Book, Language};
use serde::Deserialize;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::PathBuf;
use thiserror::Error;

/// Computes the end of a term and explains it.
///
/// Examples: `griffie clock WKKGZ-JUDGEMENT --from 2026-02-20`,
/// `griffie clock AVG-BREACH-AP --from 2026-03-27T10:20:00+01:00 --json`.
#[derive(Clone, Debug, clap::Args)]
pub struct Args {
    /// The rule, like WKKGZ-JUDGEMENT; `-EXT` at its end is the same as --extended. A name that
    /// is no rule is answered with all that are.
    #[arg(required_unless_present = "batch", conflicts_with = "batch")]
    pub rule: Option<String>,
    /// When it starts: a date (local day in Amsterdam) or an RFC 3339 instant. Repeat it for a
    /// rule that watches several days, like WMOQ-NOSHOW.
    #[arg(long, value_name = "WHEN", required_unless_present = "batch", conflicts_with = "batch")]
    pub from: Vec<String>,
    /// The extended form of the rule.
    #[arg(long, conflicts_with = "batch")]
    pub extended: bool,
    /// Another number than the rule's own, where the practice may set one.
    #[arg(long, value_name = "NUMBER", conflicts_with = "batch")]
    pub count: Option<u16>,
    /// One JSON object instead of words.
    #[arg(long)]
    pub json: bool,
    /// The language of the words; both if not given.
    #[arg(long, value_name = "LANGUAGE", value_parser = ["nl", "en"])]
    pub language: Option<String>,
    /// Answers a file of questions, one JSON object a line
    /// (`{"rule":..,"start":..,"extended":..,"count":..}` or `{"rule":..,"dates":[..]}`), with one
    /// JSON object a line in the same order; `-` reads standard input.
    #[arg(long, value_name = "FILE")]
    pub batch: Option<PathBuf>,
}

/// Why the command gave no answer.
#[derive(Debug, Error)]
pub enum ClockCommandError {
    /// The question cannot be answered.
    #[error(transparent)]
    Question(#[from] QuestionError),
    /// Some lines of a batch had no answer; each line says why.
    #[error("{failed} of {lines} lines had no answer")]
    Batch {
        /// Lines without an answer.
        failed: usize,
        /// All lines.
        lines: usize,
    },
    /// Reading questions or writing answers failed.
    #[error("reading questions or writing answers failed: {0}")]
    Io(#[from] io::Error),
}

impl ClockCommandError {
    /// The exit code: 2 for what was asked wrongly, 1 for what failed.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Question(_) | Self::Batch { .. } => 2,
            Self::Io(_) => 1,
        }
    }
}

/// Runs the command, answers on `out`.
pub fn run(args: &Args, out: &mut impl Write) -> Result<(), ClockCommandError> {
    if let Some(path) = &args.batch {
        return if path.as_os_str() == "-" {
            batch(io::stdin().lock(), out)
        } else {
            batch(BufReader::new(File::open(path)?), out)
        };
    }
    let rule = args.rule.as_deref().unwrap_or_default();
    let starts = args.from.iter().map(String::as_str);
    let question = Question::parse(rule, starts, args.extended, args.count)?;
    let answer = answer(&Book::CURRENT, &question, true)?;
    if args.json {
        json_line(out, &answer)?;
    } else {
        words(out, &answer, language(args))?;
    }
    Ok(out.flush()?)
}

fn language(args: &Args) -> Option<Language> {
    match args.language.as_deref() {
        Some("nl") => Some(Language::Dutch),
        Some(_) => Some(Language::English),
        None => None,
    }
}

/// The answer for people: what, by when, and why.
fn words(out: &mut impl Write, answer: &Answer, language: Option<Language>) -> io::Result<()> {
    let end = match (&answer.due, answer.triggered, &answer.target) {
        (Some(due), ..) => due.clone(),
        (None, Some(true), _) => "triggered".to_owned(),
        (None, Some(false), _) => "not triggered".to_owned(),
        (None, None, Some(target)) => format!("without delay (own target {target})"),
        (None, None, None) => "without delay".to_owned(),
    };
    writeln!(out, "{}  {end}", answer.rule)?;
    for (wanted, lines) in [(Language::English, &answer.why_en), (Language::Dutch, &answer.why_nl)]
    {
        if language.is_none_or(|language| language == wanted) {
            writeln!(out)?;
            for line in lines {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

/// One line of a batch.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BatchLine {
    rule: String,
    #[serde(default)]
    start: Option<String>,
    #[serde(default)]
    dates: Vec<String>,
    #[serde(default)]
    extended: bool,
    #[serde(default)]
    count: Option<u16>,
}

fn batch(questions: impl BufRead, out: &mut impl Write) -> Result<(), ClockCommandError> {
    let (mut failed, mut lines) = (0, 0);
    for line in questions.lines() {
        let line = line?;
        lines += 1;
        match batch_answer(&line) {
            Ok(answer) => json_line(out, &answer)?,
            Err(error) => {
                failed += 1;
                json_line(out, &serde_json::json!({ "line": lines, "error": error }))?;
            }
        }
    }
    out.flush()?;
    if failed == 0 { Ok(()) } else { Err(ClockCommandError::Batch { failed, lines }) }
}

fn batch_answer(line: &str) -> Result<Answer, String> {
    let line: BatchLine = serde_json::from_str(line).map_err(|error| error.to_string())?;
    let starts = line.start.iter().chain(&line.dates).map(String::as_str);
    Question::parse(&line.rule, starts, line.extended, line.count)
        .and_then(|question| answer(&Book::CURRENT, &question, false))
        .map_err(|error| error.to_string())
}

fn json_line(out: &mut impl Write, value: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out)
}
