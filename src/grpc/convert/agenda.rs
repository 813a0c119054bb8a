//! Duties and counts as they are shown, and what is asked of them.

use chrono::{DateTime, NaiveDate, Utc};

use super::clock::clock;
use super::reader::{Choice, Reader};
use super::write;
use crate::chain::LedgerId;
use crate::domain::clock::{Running, Status};
use crate::domain::violation::{FieldPath, Reason};
use crate::export::calendar_feed::{title, uid};
use crate::grpc::pb;
use crate::law::{Basis, Book, Language};
use crate::projection::agenda::{Duty, Query};
use crate::projection::cases::CaseRegister;
use crate::projection::figures::Outcomes;

impl Choice for CaseRegister {
    fn of(number: i32) -> Option<CaseRegister> {
        match pb::CaseRegister::try_from(number).ok()? {
            pb::CaseRegister::Unspecified => None,
            pb::CaseRegister::Complaint => Some(CaseRegister::Complaint),
            pb::CaseRegister::Breach => Some(CaseRegister::Breach),
            pb::CaseRegister::Incident => Some(CaseRegister::Incident),
            pb::CaseRegister::Measure => Some(CaseRegister::Measure),
            pb::CaseRegister::Request => Some(CaseRegister::Request),
        }
    }
}

impl From<CaseRegister> for i32 {
    fn from(register: CaseRegister) -> i32 {
        match register {
            CaseRegister::Complaint => pb::CaseRegister::Complaint,
            CaseRegister::Breach => pb::CaseRegister::Breach,
            CaseRegister::Incident => pb::CaseRegister::Incident,
            CaseRegister::Measure => pb::CaseRegister::Measure,
            CaseRegister::Request => pb::CaseRegister::Request,
        }
        .into()
    }
}

impl Choice for Status {
    fn of(number: i32) -> Option<Status> {
        match pb::ClockStatus::try_from(number).ok()? {
            pb::ClockStatus::Unspecified => None,
            pb::ClockStatus::Due => Some(Status::Due),
            pb::ClockStatus::Paused => Some(Status::Paused),
            pb::ClockStatus::Overdue => Some(Status::Overdue),
            pb::ClockStatus::Met => Some(Status::Met),
            pb::ClockStatus::Missed => Some(Status::Missed),
            pb::ClockStatus::Stopped => Some(Status::Stopped),
        }
    }
}

impl Reader {
    /// A required register.
    pub fn case_register(
        &mut self,
        at: &FieldPath,
        field: &str,
        number: i32,
    ) -> Option<CaseRegister> {
        self.choice(at, field, number)
    }
}

/// On which day the agenda is looked at, if not now, and which duties are asked for.
pub fn query(
    request: &pb::GetAgendaRequest,
    reader: &mut Reader,
) -> Option<(Option<NaiveDate>, Query)> {
    let at = FieldPath::whole();
    let on = reader.optional_day(&at, "on", request.on.clone());
    let from = reader.optional_day(&at, "from", request.from.clone());
    let until = reader.optional_day(&at, "until", request.until.clone());
    let statuses = reader.choices(&at, "statuses", request.statuses.clone());
    let (on, from, until) = (on?, from?, until?);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        reader.note(&at, "until", Reason::PeriodReversed);
    }
    Some((on, Query { from, until, statuses: statuses? }))
}

/// A duty as it looks at a moment.
pub fn item(
    ledger: LedgerId,
    duty: &Duty<'_>,
    now: DateTime<Utc>,
    explain: bool,
) -> pb::AgendaItem {
    let task = duty.task();
    let shown = |running| {
        let mut shown = clock(running, &duty.case.clocks, now);
        if !explain {
            shown.explanation_dutch.clear();
            shown.explanation_english.clear();
        }
        shown
    };
    let promised = task.map(|task| task.due).or_else(|| earliest(duty, true));
    pb::AgendaItem {
        day: duty.day.to_string(),
        working_day: write::optional_day(&duty.working_day()),
        status: super::clock::status(duty.status(now)).into(),
        register: duty.case.register.into(),
        case_id: duty.case.stream.to_string(),
        duty: task.is_none().then_some(duty.number.into()),
        title_dutch: title(duty, Language::Dutch),
        title_english: title(duty, Language::English),
        legal_end: write::optional_day(&earliest(duty, false)),
        promised_end: write::optional_day(&promised),
        clocks: duty.clocks().map(shown).collect(),
        calendar_uid: uid(ledger, duty),
    }
}

/// The earliest end of what was promised, or of what the law asks.
fn earliest(duty: &Duty<'_>, promised: bool) -> Option<NaiveDate> {
    let wanted = |clock: &&Running| is_promised(clock) == promised;
    duty.clocks().filter(wanted).filter_map(|clock| Some(clock.due_in_force()?.day())).min()
}

/// Whether the practice bound itself to it, rather than the law. A rule this release does not know counts as law.
fn is_promised(clock: &Running) -> bool {
    let started = &clock.started;
    let book = Book::at(started.table, started.calendar);
    let row = book.zip(started.rule_id());
    let row = row.and_then(|(book, rule)| book.rule(rule, started.start.day()));
    row.is_some_and(|row| matches!(row.basis, Basis::Promise | Basis::Contract | Basis::OwnPolicy))
}

/// What became of the clocks of one rule.
pub fn rule_figures(rule: String, outcomes: &Outcomes) -> pb::RuleFigures {
    pb::RuleFigures {
        rule,
        started: outcomes.started,
        met: outcomes.met,
        missed: outcomes.missed,
        waiting: outcomes.waiting,
        overdue: outcomes.overdue,
        stopped: outcomes.stopped,
        extended: outcomes.extended,
        median_days: outcomes.median_days,
    }
}
