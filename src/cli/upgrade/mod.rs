//! `griffie upgrade …`: what stands between this program and a ledger that another release wrote.

mod found;
mod look;
mod trial;

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::failure::{Exit, Failure};
use super::output::Output;
use super::settings::Place;
use found::Verdict;

/// `griffie upgrade …`
#[derive(Debug, Subcommand)]
pub enum Upgrade {
    /// Say in which formats a ledger lies, which kinds of records this program knows, whether it can open and write the ledger, and
    /// what the next start would do. Changes nothing; needs room for a copy of the records among the temporary files.
    Check(Check),
}

/// `griffie upgrade check`
#[derive(Debug, Args)]
pub struct Check {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    output: Output,
}

impl Upgrade {
    /// Carries it out.
    pub fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let Upgrade::Check(check) = self;
        check.run(out)
    }
}

impl Check {
    /// Shows what was found; fails with the exit code of the worst of it.
    fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let found = look::look(&self.place.folders()?)?;
        let rows: Vec<_> = found
            .iter()
            .map(|it| {
                vec![json!(it.what), json!(it.there), json!(it.verdict.word()), json!(it.words)]
            })
            .collect();
        self.output.many(out, &["looked_at", "found", "verdict", "what_to_know"], &rows)?;
        let has = |verdict| found.iter().any(|it| it.verdict == verdict);
        if has(Verdict::Damaged) {
            return Err(Failure::new(Exit::ChainBroken, "what lies there is damaged"));
        }
        if has(Verdict::Unsupported) {
            let message = "a newer release wrote this: this one must not write it; use that one, or a newer one";
            return Err(Failure::new(Exit::Failed, message));
        }
        Ok(())
    }
}
