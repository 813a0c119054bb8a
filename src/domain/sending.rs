//! How a paper was sent, and when it counts as received: as recorded, or as assumed from the day of sending. Knows no case.

use serde::{Deserialize, Serialize};

use super::Context;
use super::clock::{ClockRefusal, When};
use super::provenance::Moment;
use crate::law::{ClockError, receipt};

/// How a paper was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// By e-mail, portal or message.
    Electronic,
    /// By post.
    Post,
    /// Handed over: sent and received at once.
    HandedOver,
}

/// When what was sent counts as received, and whether that is assumed.
pub(in crate::domain) fn received(
    means: Means,
    sent: Moment,
    received: Option<Moment>,
    context: &Context,
) -> Result<(When, bool), ClockRefusal> {
    match (received, means) {
        (Some(received), _) => Ok((received.into(), false)),
        (None, Means::HandedOver) => Ok((sent.into(), false)),
        (None, means) => Ok((assumed(sent, means, context)?, true)),
    }
}

/// The day on which something sent then is assumed to be received.
pub(in crate::domain) fn assumed(
    sent: Moment,
    means: Means,
    context: &Context,
) -> Result<When, ClockRefusal> {
    let day = sent.day();
    let means = match means {
        Means::Post => receipt::Means::Post,
        Means::Electronic | Means::HandedOver => receipt::Means::Electronic,
    };
    let assumed = receipt::assumed_receipt(&context.book.calendars, day, means);
    let assumed = assumed.ok_or(ClockRefusal::Law(ClockError::OutsideCalendars { day }))?;
    Ok(When::Day(assumed))
}
