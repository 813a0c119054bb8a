//! A request as its records make it.

use chrono::NaiveDate;

use super::received::Received;
use super::right::Item;
use super::step::{Decision, Outcome};
use crate::domain::provenance::Moment;
use crate::domain::sending::Means;
use crate::law::RuleId;

/// What is known of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Nothing: there is none.
    #[default]
    Unknown,
    /// It came in.
    Known(Box<Request>),
}

/// A request that came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// As it came in.
    pub received: Received,
    /// When, as corrected.
    pub at: Moment,
    /// What became of each thing asked.
    pub items: Vec<ItemState>,
    /// How it stands with the identity of who asks.
    pub identity: Identity,
    /// The day on which notice of a longer term was sent.
    pub extended: Option<NaiveDate>,
    /// Answers, in the order in which they were sent.
    pub answers: Vec<Sent>,
    /// How it stands.
    pub standing: Standing,
    /// The day of the last step; what comes after it is not before the receipt alone.
    pub ended_on: Option<NaiveDate>,
}

/// What became of one thing asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemState {
    /// The decision that counts.
    pub decided: Option<Decision>,
    /// The number of the answer that told it.
    pub answer: Option<usize>,
    /// The day on which what was granted was done.
    pub fulfilled: Option<NaiveDate>,
    /// The position that shows it.
    pub position: Option<u64>,
}

/// An answer that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sent {
    /// When.
    pub at: Moment,
    /// How.
    pub means: Means,
    /// When it was received, if that is known.
    pub received: Option<Moment>,
}

/// How it stands with the identity of who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identity {
    /// There was no doubt.
    #[default]
    NotAsked,
    /// They were asked on this day.
    Asked(NaiveDate),
    /// They are who they say.
    Established,
    /// They could not show it.
    NotEstablished,
}

/// How a request stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Something is to be done about it.
    #[default]
    Open,
    /// It was taken back.
    Withdrawn,
    /// Everything is answered and done.
    Closed,
}

impl State {
    /// The request, if there is one.
    pub fn request(&self) -> Option<&Request> {
        match self {
            State::Unknown => None,
            State::Known(request) => Some(request),
        }
    }
}

impl Request {
    /// One thing asked, with what became of it.
    pub fn item(&self, number: u16) -> Option<(&Item, &ItemState)> {
        let number = usize::from(number);
        self.received.items.get(number).zip(self.items.get(number))
    }

    /// The rule by which the term of one thing asked is counted.
    pub fn rule(&self, item: &Item) -> Option<RuleId> {
        item.right.rule(self.received.regime, self.received.channel.is_written())
    }

    /// Things asked with what became of them.
    pub fn each(&self) -> impl Iterator<Item = (&Item, &ItemState)> {
        self.received.items.iter().zip(&self.items)
    }
}

impl ItemState {
    /// Whether it was granted, in whole or in part.
    pub fn is_granted(&self) -> bool {
        self.decided.as_ref().is_some_and(|decided| decided.outcome != Outcome::Refused)
    }

    /// Whether nothing is to be done about it any more.
    pub fn is_done(&self) -> bool {
        self.answer.is_some() && (!self.is_granted() || self.fulfilled.is_some())
    }
}
