//! How much presses: counts over the agenda of all registers together, for who looks after the machine and may open none of them.

use chrono::{DateTime, Days, Utc};

use crate::domain::clock::Status;
use crate::domain::provenance::local_day;
use crate::grpc::hosted::Hosted;
use crate::projection::agenda::Query;
use crate::register::ReadFailure;

use super::folding::with_agenda;

/// Days before the end of a duty within which it is counted as due soon.
const SOON_DAYS: u64 = 7;

/// How many duties press. Of which register, and of whom, is not told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pressing {
    /// To be done within seven days.
    pub soon: u64,
    /// Overdue.
    pub overdue: u64,
}

impl Hosted {
    /// What presses at a moment.
    pub fn pressing(&self, now: DateTime<Utc>) -> Result<Pressing, ReadFailure> {
        let until = local_day(now).checked_add_days(Days::new(SOON_DAYS));
        let query = Query { from: None, until, statuses: vec![Status::Due, Status::Overdue] };
        with_agenda(self, None, |agenda| {
            let mut pressing = Pressing::default();
            for duty in agenda.list(&query, now, |_| true) {
                match duty.status(now) {
                    Status::Overdue => pressing.overdue += 1,
                    _ => pressing.soon += 1,
                }
            }
            pressing
        })
    }
}
