//! Why a command on a request is refused.

use super::authority::NotEntitled;
use crate::domain::clock::ClockRefusal;
use crate::domain::violation::Violations;

/// Why a command on a request is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Fields are wrong; all of them are named.
    #[error("fields of the request are invalid")]
    Invalid(Violations),
    /// There is one under this id already.
    #[error("the request is there already")]
    AlreadyThere,
    /// There is none under this id.
    #[error("there is no such request")]
    NoSuchRequest,
    /// It was withdrawn or closed.
    #[error("the request has ended")]
    RequestEnded,
    /// It asks for fewer things.
    #[error("the request does not ask so many things")]
    NoSuchItem,
    /// It was answered, and nothing was refused that could be granted yet.
    #[error("this was answered already")]
    AlreadyAnswered,
    /// Only what was granted is done.
    #[error("this was not granted")]
    NotGranted,
    /// It was done before.
    #[error("this was done already")]
    AlreadyFulfilled,
    /// Nothing was decided that is not answered yet.
    #[error("nothing was decided that was not answered yet")]
    NothingToAnswer,
    /// No answer was sent.
    #[error("no answer was sent")]
    NotAnswered,
    /// Something asked was not decided, not answered, or granted and not done.
    #[error("something that was asked is not answered or not done yet")]
    ItemsOpen,
    /// Who asks was asked who they are and has not answered.
    #[error("who asks has not shown who they are yet")]
    IdentityOpen,
    /// Who asks was asked already.
    #[error("who asks was asked who they are already")]
    IdentityAsked,
    /// Who asks was not asked.
    #[error("who asks was not asked who they are")]
    IdentityNotAsked,
    /// Who asks could not be identified: nothing is granted.
    #[error("who asks could not be identified")]
    IdentityNotEstablished,
    /// Who asks is not entitled to it.
    #[error("who asks is not entitled to this ({})", .0.article)]
    NotEntitled(NotEntitled),
    /// A clock cannot do what is asked.
    #[error(transparent)]
    Clock(#[from] ClockRefusal),
}

impl Refusal {
    /// The stable reason, part of the public contract.
    pub fn reason(&self) -> &'static str {
        match self {
            Refusal::Invalid(_) => "INVALID",
            Refusal::AlreadyThere => "REQUEST_ALREADY_THERE",
            Refusal::NoSuchRequest => "NO_SUCH_REQUEST",
            Refusal::RequestEnded => "REQUEST_ENDED",
            Refusal::NoSuchItem => "NO_SUCH_ITEM",
            Refusal::AlreadyAnswered => "ALREADY_ANSWERED",
            Refusal::NotGranted => "NOT_GRANTED",
            Refusal::AlreadyFulfilled => "ALREADY_FULFILLED",
            Refusal::NothingToAnswer => "NOTHING_TO_ANSWER",
            Refusal::NotAnswered => "NOT_ANSWERED",
            Refusal::ItemsOpen => "ITEMS_OPEN",
            Refusal::IdentityOpen => "IDENTITY_OPEN",
            Refusal::IdentityAsked => "IDENTITY_ALREADY_ASKED",
            Refusal::IdentityNotAsked => "IDENTITY_NOT_ASKED",
            Refusal::IdentityNotEstablished => "IDENTITY_NOT_ESTABLISHED",
            Refusal::NotEntitled(_) => "NOT_ENTITLED",
            Refusal::Clock(refusal) => refusal.reason(),
        }
    }

    /// What else an integrator may show: articles and days, never anything of a person.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        match self {
            Refusal::NotEntitled(why) => {
                vec![("article", why.article.to_owned()), ("lack", why.lack.as_str().to_owned())]
            }
            Refusal::Clock(refusal) => refusal.facts(),
            _ => Vec::new(),
        }
    }
}
