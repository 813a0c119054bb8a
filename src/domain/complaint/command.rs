//! What one may ask of a complaint: begin it in one of three ways, take a step, correct a date. Judges nothing.

use super::dispute::{Dispute, RouteNoted, Ruling};
use super::event::Event;
use super::grievance::{Dissatisfaction, Filing};
use super::judgement::{Judgement, JudgementReceived};
use super::step::{
    Closing, Consent, Conversation, DateCorrected, Extension, OfficerAsked, OfficerConcluded,
    OfficerContacted, ProgressTold, Reopening, Settlement, TakingUp, Withdrawal,
};
use crate::domain::provenance::Provenance;
use crate::domain::told::Told;

/// What one may ask of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Begin one.
    Begin(Beginning, Provenance),
    /// Take a step in one. Never begins one: a step cannot make a complaint out of what is something else.
    Take(Step, Provenance),
    /// Correct a date that was entered wrongly.
    Correct(Correction, Provenance),
}

/// What is corrected.
pub type Correction = DateCorrected;

macro_rules! said {
    ($about:literal, $name:ident; $($(#[$documentation:meta])* $variant:ident($fact:ty);)*) => {
        #[doc = $about]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($(#[$documentation])* $variant($fact),)*
        }

        impl $name {
            /// The fact that is recorded of it: what was said, word for word.
            pub(super) fn into_event(self, provenance: Provenance) -> Event {
                match self {
                    $($name::$variant(what) => Told { what, provenance }.into(),)*
                }
            }
        }
    };
}

said! {
    "How a complaint begins.", Beginning;
    /// Dissatisfaction was voiced.
    Voice(Dissatisfaction);
    /// A written complaint was received.
    File(Filing);
    /// A dispute was submitted without a step at the provider.
    Dispute(Dispute);
}

said! {
    "A step in a complaint.", Step;
    /// A written complaint follows on what was voiced before.
    File(Filing);
    /// It was talked about.
    Converse(Conversation);
    /// It is taken up.
    TakeUp(TakingUp);
    /// The complaints officer is asked for.
    AskOfficer(OfficerAsked);
    /// The complaints officer was in contact about it.
    ContactOfficer(OfficerContacted);
    /// The complaints officer's work ended.
    ConcludeOfficer(OfficerConcluded);
    /// The complainant is told how it stands.
    TellProgress(ProgressTold);
    /// The term is lengthened.
    Extend(Extension);
    /// The client agreed to a later end.
    Agree(Consent);
    /// The judgement is sent.
    Judge(Judgement);
    /// The judgement was received.
    ReceiveJudgement(JudgementReceived);
    /// A dispute is submitted.
    SubmitDispute(Dispute);
    /// The dispute body ruled.
    Rule(Ruling);
    /// Another way was taken or pointed out.
    NoteRoute(RouteNoted);
    /// It is withdrawn.
    Withdraw(Withdrawal);
    /// It is settled.
    Settle(Settlement);
    /// The file is closed.
    Close(Closing);
    /// It is opened again.
    Reopen(Reopening);
}
