//! The read models beside a register, in memory alone. Each catches up when it is asked, and all are dropped when something is
//! destroyed, since they hold names: folded anew, they hold what is left.

use parking_lot::Mutex;

use crate::projection::access_lines::AccessLines;
use crate::projection::agenda::Agenda;
use crate::projection::breaches::Breaches;
use crate::projection::complaints::Complaints;
use crate::projection::dossiers::Dossiers;
use crate::projection::incidents::Incidents;
use crate::projection::measures::Measures;
use crate::projection::people::People;
use crate::projection::requests::Requests;
use crate::projection::retention::Retention;

/// The read models of one ledger.
#[derive(Default)]
pub struct ReadModels {
    /// Which dossiers there are.
    pub dossiers: Mutex<Dossiers>,
    /// Which measures there are.
    pub measures: Mutex<Measures>,
    /// What must be done when, over all registers.
    pub agenda: Mutex<Agenda>,
    /// Which incidents there are, for their own register alone.
    pub incidents: Mutex<Incidents>,
    /// Which complaints there are.
    pub complaints: Mutex<Complaints>,
    /// Which breaches there are.
    pub breaches: Mutex<Breaches>,
    /// Where the lines of the access log lie: positions, which nothing that is destroyed takes back.
    pub access_lines: Mutex<AccessLines>,
    /// Which requests of clients there are.
    pub requests: Mutex<Requests>,
    /// Who works with the ledger.
    pub people: Mutex<People>,
    /// Until when everything is kept.
    pub retention: Mutex<Retention>,
}

impl ReadModels {
    /// Drops all that hold names. One that is catching up is waited for: what it has just read goes as well.
    pub fn forget(&self) {
        *self.dossiers.lock() = Dossiers::default();
        *self.measures.lock() = Measures::default();
        *self.agenda.lock() = Agenda::default();
        *self.incidents.lock() = Incidents::default();
        *self.complaints.lock() = Complaints::default();
        *self.breaches.lock() = Breaches::default();
        *self.requests.lock() = Requests::default();
        *self.people.lock() = People::default();
        *self.retention.lock() = Retention::default();
    }
}
