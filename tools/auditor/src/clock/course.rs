//! One clock from its start on: which record may follow which, and the end that each must tell.

use super::need;
use super::statement::{Extended, Extending, Resumed, Started, Statement, StopReason, Told};
use crate::finding::Code;
use crate::law::{Asked, CALENDAR_REVISION, Day, End, Form, Pauses, Rule, TABLE_REVISION, When};

/// A clock, as its records told it so far.
#[derive(Debug)]
pub struct Course {
    /// What its ends are computed from; `None` where that cannot be.
    law: Option<Law>,
    /// It was extended by its rule, which is done once.
    extended: bool,
    /// The day from which it stands still.
    standing_since: Option<Day>,
    /// It was met or stopped.
    closed: bool,
}

#[derive(Clone, Copy, Debug)]
struct Law {
    rule: &'static Rule,
    asked: Asked,
    /// The end that was agreed or set, if the last extension was.
    stated: Option<When>,
}

impl Course {
    /// A clock of which nothing can be computed.
    pub fn untold() -> Self {
        Self { law: None, extended: false, standing_since: None, closed: false }
    }

    /// Whether its ends are computed.
    pub fn is_recomputed(&self) -> bool {
        self.law.is_some()
    }

    /// Whether the end in force was agreed or set.
    pub fn is_stated(&self) -> bool {
        self.law.is_some_and(|law| law.stated.is_some())
    }

    /// Its first record.
    pub fn start(&mut self, started: &Started) -> Result<(), Code> {
        let told = &started.told;
        are_known(told)?;
        let rule = started.rule.ok_or(Code::ClockMalformed)?;
        let asked = Asked {
            form: Form::Plain,
            start: told.start,
            count: started.count,
            pauses: Pauses::default(),
        };
        let law = Law { rule, asked, stated: None };
        law.compare(told)?;
        self.law = Some(law);
        Ok(())
    }

    /// Any later record.
    pub fn take(&mut self, statement: &Statement) -> Result<(), Code> {
        match statement {
            Statement::Started(_) => Err(Code::ClockMalformed),
            Statement::Corrected(told) => self.correct(told),
            Statement::Extended(extended) => self.extend(extended),
            Statement::Paused(paused) => self.pause(paused.from),
            Statement::Resumed(resumed) => self.resume(resumed),
            Statement::Met(_) => self.close(false),
            Statement::Stopped(stopped) => {
                self.close(stopped.reason == StopReason::RecordedInError)
            }
        }
    }

    fn correct(&mut self, told: &Told) -> Result<(), Code> {
        if let Err(code) = are_known(told) {
            self.law = None;
            return Err(code);
        }
        let Some(law) = &mut self.law else { return Ok(()) };
        law.asked.start = told.start;
        law.compare(told)
    }

    fn extend(&mut self, extended: &Extended) -> Result<(), Code> {
        let by_rule = extended.form == Extending::Rule;
        need(!self.closed && self.standing_since.is_none() && !(by_rule && self.extended))?;
        self.extended |= by_rule;
        let Some(law) = &mut self.law else { return Ok(()) };
        if !by_rule {
            need(extended.nominal.is_none() && extended.notice.is_none())?;
            need(extended.due.is_later_than(law.asked.start))?;
            law.stated = Some(extended.due);
            return Ok(());
        }
        let row = law.rule.governing(law.asked.start.day()).unwrap_or(law.rule);
        let asks_for_notice = row.extension.is_some_and(|extension| extension.notice);
        need(extended.notice.is_some() == asks_for_notice)?;
        let plain = law.end()?.due.map(When::day);
        need(extended.notice.is_none_or(|notice| Some(notice) <= plain))?;
        law.asked.form = Form::Extended;
        law.stated = None;
        law.compare_day(extended.nominal, extended.due)
    }

    fn pause(&mut self, from: Day) -> Result<(), Code> {
        need(!self.closed && self.standing_since.is_none())?;
        self.standing_since = Some(from);
        let Some(law) = &self.law else { return Ok(()) };
        // The shortest pause from that day must fit; the pause itself is only known when it ends.
        let mut law = *law;
        law.stand_still(from, from)
    }

    fn resume(&mut self, resumed: &Resumed) -> Result<(), Code> {
        need(!self.closed)?;
        let from = self.standing_since.take().ok_or(Code::ClockMalformed)?;
        let Some(law) = &mut self.law else { return Ok(()) };
        law.stand_still(from, resumed.until)?;
        law.compare_day(Some(resumed.nominal), resumed.due)
    }

    fn close(&mut self, in_any_case: bool) -> Result<(), Code> {
        need(in_any_case || !self.closed)?;
        self.closed = true;
        Ok(())
    }
}

impl Law {
    fn end(&self) -> Result<End, Code> {
        self.rule.end(self.asked).ok_or(Code::ClockMalformed)
    }

    /// A start, plain or corrected, tells all there is to tell of its end.
    fn compare(&self, told: &Told) -> Result<(), Code> {
        let End { nominal, due, target } = self.end()?;
        let same = told.nominal == nominal && told.due == due && told.target == target;
        if same { Ok(()) } else { Err(Code::ClockDiffers) }
    }

    fn compare_day(&self, nominal: Option<Day>, due: When) -> Result<(), Code> {
        let end = self.end()?;
        let same = end.nominal == nominal && end.due == Some(due);
        if same { Ok(()) } else { Err(Code::ClockDiffers) }
    }

    fn stand_still(&mut self, from: Day, until: Day) -> Result<(), Code> {
        self.asked.pauses = self.asked.pauses.with(from, until).ok_or(Code::ClockMalformed)?;
        self.end().map(drop)
    }
}

/// Whether this auditor has the tables a record was computed with.
fn are_known(told: &Told) -> Result<(), Code> {
    let known = told.table == TABLE_REVISION && told.calendar == CALENDAR_REVISION;
    if known { Ok(()) } else { Err(Code::ClockTableUnknown) }
}
