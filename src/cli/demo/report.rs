//! The report of the demo: one line a step, with what was counted and how long it took; below it what there is to see.

use std::io::{IsTerminal, Write};
use std::time::Instant;

use super::super::failure::Failure;

/// How the steps went.
#[derive(Debug)]
pub struct Report {
    lines: Vec<Line>,
    since: Instant,
    began: Instant,
}

#[derive(Debug)]
struct Line {
    step: &'static str,
    held: bool,
    words: String,
    seconds: f64,
    shown: Vec<String>,
}

impl Report {
    /// A report that begins now.
    pub fn new() -> Report {
        Report { lines: Vec::new(), since: Instant::now(), began: Instant::now() }
    }

    /// Notes how a step went; a step that failed is named with its cause and handed back.
    pub fn note(
        &mut self,
        step: &'static str,
        done: Result<String, Failure>,
    ) -> Result<(), Failure> {
        let seconds = self.since.elapsed().as_secs_f64();
        self.since = Instant::now();
        let words = match &done {
            Ok(words) => words.clone(),
            Err(failure) => failure.message().to_owned(),
        };
        let line = Line { step, held: done.is_ok(), words, seconds, shown: Vec::new() };
        if !std::io::stderr().is_terminal() {
            // Nobody may be reading along.
            let _ = writeln!(std::io::stderr(), "{step}: {seconds:.1} s");
        }
        self.lines.push(line);
        done.map(drop)
    }

    /// Notes a step that has lines to show below its own.
    pub fn note_shown(
        &mut self,
        step: &'static str,
        done: Result<(String, Vec<String>), Failure>,
    ) -> Result<(), Failure> {
        let (done, shown) = match done {
            Ok((words, shown)) => (Ok(words), shown),
            Err(failure) => (Err(failure), Vec::new()),
        };
        let noted = self.note(step, done);
        if let Some(line) = self.lines.last_mut() {
            line.shown = shown;
        }
        noted
    }

    /// How many steps failed.
    pub fn failed(&self) -> usize {
        self.lines.iter().filter(|line| !line.held).count()
    }

    /// Writes all of it.
    pub fn write(&self, out: &mut impl Write) -> Result<(), Failure> {
        for line in &self.lines {
            writeln!(out, "{}", line.text())?;
            for shown in &line.shown {
                writeln!(out, "          {shown}")?;
            }
        }
        let held = self.lines.len() - self.failed();
        let seconds = self.began.elapsed().as_secs_f64();
        writeln!(out, "{held} of {} steps held, in {seconds:.1} s", self.lines.len())?;
        Ok(())
    }
}

impl Line {
    fn text(&self) -> String {
        let verdict = if self.held { "held  " } else { "FAILED" };
        format!("{verdict}  {:<26} {:>6.1} s  {}", self.step, self.seconds, self.words)
    }
}
