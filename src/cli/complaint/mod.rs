//! `griffie complaint …`: the register of complaints (klachten), from dissatisfaction to closing.

mod begin;
mod show;
mod step;

use std::io::Write;

use clap::Subcommand;

use super::failure::Failure;

/// `griffie complaint …`
#[derive(Debug, Subcommand)]
pub enum Complaint {
    /// Begin one: dissatisfaction was voiced. No clock starts.
    Voice(Box<begin::Voice>),
    /// Begin one: a written complaint was received (on --date). The clocks start.
    File(Box<begin::File>),
    /// Begin one: a dispute was submitted without a step at the practice first.
    DisputeDirectly(Box<begin::DisputeDirectly>),
    /// A written complaint follows on what was voiced.
    FileAfter(Box<step::FileAfter>),
    /// It was talked about.
    Converse(Box<step::Converse>),
    /// Take it up.
    TakeUp(Box<step::TakeUp>),
    /// The complaints officer was asked for.
    AskOfficer(Box<step::AskOfficer>),
    /// The complaints officer was in contact about it.
    OfficerContact(Box<step::OfficerContact>),
    /// The complaints officer's work ended.
    OfficerOutcome(Box<step::OfficerOutcome>),
    /// Tell the complainant how it stands.
    Inform(Box<step::Inform>),
    /// Lengthen the term by at most four weeks, once; --date is the day on which notice of it was sent.
    Extend(Box<step::Extend>),
    /// The client agreed to a later end.
    Agree(Box<step::Agree>),
    /// The judgement was sent (on --date), in its three parts.
    Judge(Box<step::Judge>),
    /// The judgement was received (on --date).
    Received(Box<step::Received>),
    /// A dispute was submitted.
    Dispute(Box<step::Dispute>),
    /// The dispute body ruled.
    Rule(Box<step::Rule>),
    /// Another way was taken or pointed out: inspectorate, court, authority.
    Route(Box<step::Route>),
    /// It was withdrawn.
    Withdraw(Box<step::Withdraw>),
    /// It was settled.
    Settle(Box<step::Settle>),
    /// Close the file.
    Close(Box<step::Close>),
    /// Open it again.
    Reopen(Box<step::Reopen>),
    /// Correct a date that was entered wrongly.
    CorrectDate(Box<show::CorrectDate>),
    /// Show one with its clocks and its records, now or as it stood.
    Show(show::Show),
    /// List them in the order in which they were first recorded.
    List(show::List),
}

impl Complaint {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Complaint::Voice(verb) => verb.run(out).await,
            Complaint::File(verb) => verb.run(out).await,
            Complaint::DisputeDirectly(verb) => verb.run(out).await,
            Complaint::FileAfter(verb) => verb.run(out).await,
            Complaint::Converse(verb) => verb.run(out).await,
            Complaint::TakeUp(verb) => verb.run(out).await,
            Complaint::AskOfficer(verb) => verb.run(out).await,
            Complaint::OfficerContact(verb) => verb.run(out).await,
            Complaint::OfficerOutcome(verb) => verb.run(out).await,
            Complaint::Inform(verb) => verb.run(out).await,
            Complaint::Extend(verb) => verb.run(out).await,
            Complaint::Agree(verb) => verb.run(out).await,
            Complaint::Judge(verb) => verb.run(out).await,
            Complaint::Received(verb) => verb.run(out).await,
            Complaint::Dispute(verb) => verb.run(out).await,
            Complaint::Rule(verb) => verb.run(out).await,
            Complaint::Route(verb) => verb.run(out).await,
            Complaint::Withdraw(verb) => verb.run(out).await,
            Complaint::Settle(verb) => verb.run(out).await,
            Complaint::Close(verb) => verb.run(out).await,
            Complaint::Reopen(verb) => verb.run(out).await,
            Complaint::CorrectDate(verb) => verb.run(out).await,
            Complaint::Show(verb) => verb.run(out).await,
            Complaint::List(verb) => verb.run(out).await,
        }
    }
}
