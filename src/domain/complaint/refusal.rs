//! Why a command on a complaint is refused, with reasons that are public contract: added, never renamed.

use chrono::NaiveDate;

use crate::domain::clock::ClockRefusal;
use crate::domain::violation::Violations;

macro_rules! refusals {
    ($($(#[$documentation:meta])* $name:ident = $reason:literal, $article:expr, $message:literal;)*) => {
        /// Why a command on a complaint is refused.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            /// Fields are wrong; all of them are named.
            #[error("fields of the request are invalid")]
            Invalid(Violations),
            /// It was withdrawn, settled or closed; what happened afterwards needs it opened again.
            #[error("the complaint ended on {on}; what came after needs it reopened")]
            Ended {
                /// The day.
                on: NaiveDate,
            },
            /// A clock cannot do what is asked.
            #[error(transparent)]
            Clock(#[from] ClockRefusal),
            $($(#[$documentation])* #[error($message)] $name,)*
        }

        impl Refusal {
            /// The stable reason.
            pub fn reason(&self) -> &'static str {
                match self {
                    Refusal::Invalid(_) => "INVALID",
                    Refusal::Ended { .. } => "COMPLAINT_ENDED",
                    Refusal::Clock(refusal) => refusal.reason(),
                    $(Refusal::$name => $reason,)*
                }
            }

            /// What else an integrator may show: articles and days, never anything of a person.
            pub fn facts(&self) -> Vec<(&'static str, String)> {
                let article: Option<&'static str> = match self {
                    Refusal::Invalid(_) => None,
                    Refusal::Ended { on } => return vec![("ended_on", on.to_string())],
                    Refusal::Clock(refusal) => return refusal.facts(),
                    $(Refusal::$name => $article,)*
                };
                article.into_iter().map(|article| ("article", article.to_owned())).collect()
            }
        }
    };
}

refusals! {
    /// There is one under this id already.
    AlreadyThere = "COMPLAINT_ALREADY_THERE", None, "the complaint is there already";
    /// There is none under this id.
    NoSuchComplaint = "NO_SUCH_COMPLAINT", None, "there is no such complaint";
    /// Nothing was filed in writing, so nothing is owed yet.
    NotFiled = "NOT_FILED", Some("Wkkgz 14(1)"), "no complaint was filed in writing";
    /// It was filed before.
    AlreadyFiled = "ALREADY_FILED", None, "the complaint was filed already; another one is another case";
    /// It was taken up before.
    AlreadyTakenUp = "ALREADY_TAKEN_UP", None, "the complaint was taken up already";
    /// An officer is at work on it.
    OfficerAtWork = "OFFICER_AT_WORK", None, "a complaints officer is at work on it already";
    /// No officer is at work on it.
    NoOfficer = "NO_OFFICER", None, "no complaints officer was asked for";
    /// The judgement was given.
    AlreadyJudged = "ALREADY_JUDGED", None, "the judgement was given already";
    /// No judgement was given.
    NotJudged = "NOT_JUDGED", None, "no judgement was given";
    /// It is known when the judgement was received.
    AlreadyReceived = "JUDGEMENT_ALREADY_RECEIVED", None, "it is known already when the judgement was received";
    /// A dispute was submitted before.
    AlreadyDisputed = "DISPUTE_ALREADY_SUBMITTED", None, "a dispute was submitted already";
    /// The dispute body stands open for care under the Wkkgz.
    NotUnderWkkgz = "NOT_UNDER_WKKGZ", Some("Wkkgz 21(1)"),
        "no care under the Wkkgz is complained of: note another route";
    /// The ground is that a judgement falls short, and there is none.
    GroundNeedsJudgement = "GROUND_NEEDS_JUDGEMENT", Some("Wkkgz 21(1)(b)"),
        "this ground needs a judgement, and none was given";
    /// No dispute was submitted.
    NoDispute = "NO_DISPUTE", None, "no dispute was submitted";
    /// The dispute body ruled before.
    AlreadyRuled = "ALREADY_RULED", None, "the dispute body ruled already";
    /// A filed complaint ends by judgement, withdrawal or settlement.
    JudgementOwed = "JUDGEMENT_OWED", Some("Wkkgz 17(1)"),
        "a judgement is owed: a filed complaint ends by judgement, withdrawal or settlement";
    /// The dispute body has not ruled.
    DisputePending = "DISPUTE_PENDING", Some("Wkkgz 22(1)"), "the dispute body has not ruled yet";
    /// It has not ended.
    NotEnded = "NOT_ENDED", None, "the complaint has not ended";
}
