//! `griffie breach …`: the register of breaches (datalekken), from report to closing, and the sheet for the authority.

mod correct;
mod list;
mod report;
mod sheet;
mod step;

use std::io::Write;

use clap::Subcommand;

use super::failure::Failure;

/// `griffie breach …`
#[derive(Debug, Subcommand)]
pub enum Breach {
    /// Enter a breach that was reported to the practice.
    Report(Box<report::Report>),
    /// The practice became aware: it is reasonably certain that personal data were compromised. The 72 hours run.
    Aware(Box<step::Aware>),
    /// Assess the risk, the consequences and the measures; again if need be.
    Assess(Box<step::Assess>),
    /// Approve what was assessed, as it is or adjusted.
    Approve(Box<step::Approve>),
    /// The authority was notified: first, `follow_up` or withdrawal.
    Notify(Box<step::Notify>),
    /// The authority answered, perhaps with its number.
    Answer(Box<step::Answer>),
    /// Decide not to notify the authority, where a risk is unlikely.
    Decline(Box<step::Decline>),
    /// The persons were told.
    TellPersons(Box<step::TellPersons>),
    /// Use an exception to telling the persons (AVG 34(3)).
    Exempt(Box<step::Exempt>),
    /// The one for whom the practice works was told.
    TellPrincipal(Box<step::TellPrincipal>),
    /// It turned out to be no breach.
    Dismiss(Box<step::Dismiss>),
    /// Close it; refused while a decision is missing.
    Close(Box<step::Close>),
    /// Take a closed one up again.
    Reopen(Box<step::Reopen>),
    /// Correct the report or the moment of awareness: what was entered wrongly. What is not given stays as it reads.
    Correct(Box<correct::Correct>),
    /// Show one with its clocks and its records.
    Show(list::Show),
    /// List them in the order in which they were entered.
    List(list::List),
    /// Print the sheet of one: questions and answers in the order of the authority's form.
    Sheet(sheet::Sheet),
}

impl Breach {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Breach::Report(report) => report.run(out).await,
            Breach::Aware(step) => step.run(out).await,
            Breach::Assess(step) => step.run(out).await,
            Breach::Approve(step) => step.run(out).await,
            Breach::Notify(step) => step.run(out).await,
            Breach::Answer(step) => step.run(out).await,
            Breach::Decline(step) => step.run(out).await,
            Breach::TellPersons(step) => step.run(out).await,
            Breach::Exempt(step) => step.run(out).await,
            Breach::TellPrincipal(step) => step.run(out).await,
            Breach::Dismiss(step) => step.run(out).await,
            Breach::Close(step) => step.run(out).await,
            Breach::Reopen(step) => step.run(out).await,
            Breach::Correct(correct) => correct.run(out).await,
            Breach::Show(show) => show.run(out).await,
            Breach::List(list) => list.run(out).await,
            Breach::Sheet(sheet) => sheet.run(out).await,
        }
    }
}
