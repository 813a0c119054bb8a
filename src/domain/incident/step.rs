//! What may be done about an incident that exists, step by step, and what its clocks do then.

use super::aftermath::{Evaluation, MeasureList, NoteLink, Telling};
use super::authority::{AuthorityReply, ExtensionRequest, InquiryReport, Notification};
use super::classification::{Assessment, IncidentClass};
use super::classify::classify;
use super::command::{Refusal, Step};
use super::decide::finish;
use super::duty;
use super::event::{
    Assessed, AuthorityReplied, ClientTold, Closed, Evaluated, Event, ExtensionAsked,
    MeasuresListed, NoteLinked, Notified, Reopened, ReportSent,
};
use super::report::{Noticeable, began, ended};
use super::state::{Incident, IncidentStage};
use crate::domain::clock::{ClockRefusal, Clocks, Form, Plan, Standing, StopReason, When};
use crate::domain::dossier::entry::Means;
use crate::domain::provenance::{Moment, Provenance};
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::domain::{Context, Decided};
use crate::law::RuleId;
use crate::law::receipt::{self, assumed_receipt};

/// A step being judged: what is known, what follows for the clocks, and what is wrong with it.
pub(super) struct Judged<'a> {
    pub(super) incident: &'a Incident,
    pub(super) context: &'a Context,
    pub(super) provenance: &'a Provenance,
    pub(super) plan: Plan,
    pub(super) violations: Violations,
    pub(super) path: FieldPath,
}

/// Judges a step.
pub(super) fn step(
    incident: &Incident,
    closed: bool,
    clocks: &Clocks,
    step: Step,
    provenance: &Provenance,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    // Choices wait until it is taken up again; what came late is recorded all the same.
    let choice = matches!(
        step,
        Step::Assess(_) | Step::Classify(_) | Step::AskExtension(_) | Step::Close(_)
    );
    if closed && choice {
        return Err(Refusal::Closed);
    }
    if !closed && matches!(step, Step::Reopen(_)) {
        return Err(Refusal::NotClosed);
    }
    let field = step.field();
    let mut judged = Judged {
        incident,
        context,
        provenance,
        plan: Plan::new(context.book, clocks),
        violations: Violations::default(),
        path: FieldPath::new(field),
    };
    let event = match step {
        Step::Assess(assessment) => judged.assess(assessment)?,
        Step::Classify(classification) => classify(&mut judged, classification)?,
        Step::Notify(notification) => judged.notify(notification)?,
        Step::RecordReply(answer) => judged.record_reply(answer)?,
        Step::AskExtension(request) => judged.ask_extension(request)?,
        Step::SendReport(report) => judged.send_report(report)?,
        Step::TellClient(telling) => judged.tell_client(telling),
        Step::LinkNote(note) => judged.link_note(note)?,
        Step::Evaluate(evaluation) => judged.evaluate(evaluation),
        Step::ListMeasures(list) => judged.list_measures(list),
        Step::Close(closing) => {
            judged.may_close()?;
            Closed { closing, provenance: provenance.clone() }.into()
        }
        Step::Reopen(reopening) => Reopened { reopening, provenance: provenance.clone() }.into(),
    };
    let Judged { plan, violations, .. } = judged;
    finish(event, provenance, plan, violations, context, field)
}

impl Judged<'_> {
    /// When the step was taken; the start of what counts from it.
    pub(super) fn at(&self) -> When {
        began(self.provenance.happened)
    }

    fn provenance(&self) -> Provenance {
        self.provenance.clone()
    }

    /// The article of a rule, as it stood on the day of the step.
    pub(super) fn article(&self, rule: RuleId) -> &'static str {
        self.context.book.rule(rule, self.at().day()).map_or("", |row| row.article)
    }

    /// Notes a step that lies before what it follows from.
    pub(super) fn not_before(&mut self, cause: When) {
        if cause.is_after(ended(self.provenance.happened)) {
            self.violations.add(FieldPath::new("provenance").join("happened"), Reason::BeforeCause);
        }
    }

    fn assess(&mut self, assessment: Assessment) -> Result<Event, Refusal> {
        self.not_before(self.incident.received);
        let done = ended(self.provenance.happened);
        self.plan.meet(&[RuleId::HandbookMic3D], done, false);
        // Of a calamity the effects are noticeable, whoever looks again.
        let calamity = self.incident.class.is_some_and(IncidentClass::is_calamity);
        self.see_effects(if calamity { Noticeable::Yes } else { assessment.noticeable })?;
        Ok(Assessed { assessment, provenance: self.provenance() }.into())
    }

    /// The client is to be told from the discovery on, or not any more.
    pub(super) fn see_effects(&mut self, noticeable: Noticeable) -> Result<(), Refusal> {
        if !noticeable.asks_telling() {
            let day = self.at().day();
            self.plan.stop(duty::CLIENT, day, StopReason::NotApplicable);
            return Ok(());
        }
        if duty::stands(self.plan.clocks(), duty::CLIENT) {
            return Ok(());
        }
        let rules = [RuleId::WkkgzIncidentClient, RuleId::HandbookClientTold];
        let (regime, discovered) = (self.incident.report.regime, self.incident.discovered);
        duty::start(&mut self.plan, regime, rules, discovered)?;
        if let Some(told) = self.incident.told {
            self.plan.meet(duty::CLIENT, told, false);
        }
        Ok(())
    }

    fn notify(&mut self, notification: Notification) -> Result<Event, Refusal> {
        use IncidentStage::{Inquired, Notified as Done, Reportable};
        let regime = self.incident.report.regime;
        let article = self.article(duty::of_regime(regime));
        if !matches!(self.incident.stage, Reportable | Done | Inquired) {
            return Err(Refusal::NothingToNotify { article });
        }
        if notification.authority != duty::authority(regime) {
            return Err(Refusal::WrongAuthority { article });
        }
        notification.check(&self.path, &mut self.violations);
        let (received, assumed) = self.receipt(notification.means, notification.received);
        self.plan.meet(duty::NOTIFICATION, received, assumed);
        let calamity = self.incident.class.is_some_and(IncidentClass::is_calamity);
        if calamity && !duty::stands(self.plan.clocks(), duty::REPORT) {
            self.start_report(self.at())?;
        }
        Ok(Notified { notification, provenance: self.provenance() }.into())
    }

    fn start_report(&mut self, from: When) -> Result<(), Refusal> {
        let rules = [RuleId::WkkgzCalamityReport, RuleId::HandbookCalamity8W];
        Ok(duty::start(&mut self.plan, self.incident.report.regime, rules, from)?)
    }

    fn record_reply(&mut self, answer: AuthorityReply) -> Result<Event, Refusal> {
        let notified = self.incident.notified.ok_or(Refusal::NotNotified)?;
        self.not_before(notified);
        answer.check(&self.path, &mut self.violations);
        if let Some(due) = answer.due.filter(|_| answer.reply.sets_date()) {
            // A date that is set makes a term also where none was running, as for violence.
            if !duty::stands(self.plan.clocks(), duty::REPORT) {
                self.start_report(notified)?;
            }
            for rule in duty::REPORT {
                if self.plan.clocks().running(*rule).is_some() {
                    self.plan.agree(*rule, Form::Authority, When::Day(due))?;
                }
            }
        }
        if answer.reply == super::IncidentReply::NoReportNeeded {
            let day = self.at().day();
            self.plan.stop(duty::REPORT, day, StopReason::NotApplicable);
        }
        Ok(AuthorityReplied { answer, provenance: self.provenance() }.into())
    }

    fn ask_extension(&mut self, request: ExtensionRequest) -> Result<Event, Refusal> {
        self.incident.notified.ok_or(Refusal::NotNotified)?;
        let running =
            duty::REPORT.iter().find_map(|rule| Some((*rule, self.plan.clocks().running(*rule)?)));
        let (rule, clock) =
            running.ok_or(ClockRefusal::NotRunning { rule: RuleId::WkkgzCalamityReport })?;
        let latest = clock.due_in_force().map_or(self.at().day(), When::day);
        if self.at().day() > latest {
            let article = self.article(rule);
            return Err(Refusal::ExtensionAskedTooLate { latest, article });
        }
        if request.until <= latest {
            return Err(ClockRefusal::NotLater.into());
        }
        Ok(ExtensionAsked { request, provenance: self.provenance() }.into())
    }

    fn send_report(&mut self, report: InquiryReport) -> Result<Event, Refusal> {
        let notified = self.incident.notified.ok_or(Refusal::NotNotified)?;
        self.not_before(notified);
        let (received, assumed) = self.receipt(report.means, report.received);
        self.plan.meet(duty::REPORT, received, assumed);
        Ok(ReportSent { report, provenance: self.provenance() }.into())
    }

    /// When something sent was received: as it is known, else assumed from the means (electronic: the same day; post: two working
    /// days later).
    fn receipt(&mut self, means: Means, received: Option<Moment>) -> (When, bool) {
        let sent = ended(self.provenance.happened);
        if let Some(received) = received.map(When::from) {
            let field = self.path.join("received");
            if began(self.provenance.happened).is_after(received) {
                self.violations.add(field.clone(), Reason::BeforeCause);
            }
            let now = self.context.now;
            crate::domain::provenance::check_past_day(
                received.day(),
                now,
                field,
                &mut self.violations,
            );
            return (received, false);
        }
        match means {
            Means::InPerson | Means::Telephone | Means::Website => (sent, false),
            Means::Email | Means::DigitalMessage => (sent, true),
            Means::Post => {
                let calendars = &self.context.book.calendars;
                let day = assumed_receipt(calendars, sent.day(), receipt::Means::Post);
                (day.map_or(sent, When::Day), true)
            }
        }
    }

    fn tell_client(&mut self, telling: Telling) -> Event {
        self.not_before(self.incident.took_place);
        telling.check(&self.path, &mut self.violations);
        let done = ended(self.provenance.happened);
        self.plan.meet(duty::CLIENT, done, false);
        ClientTold { telling, provenance: self.provenance() }.into()
    }

    fn link_note(&mut self, note: NoteLink) -> Result<Event, Refusal> {
        if self.incident.notes.contains(&note) {
            return Err(Refusal::NoteAlreadyLinked);
        }
        Ok(NoteLinked { note, provenance: self.provenance() }.into())
    }

    fn evaluate(&mut self, evaluation: Evaluation) -> Event {
        evaluation.check(&self.path, &mut self.violations);
        Evaluated { evaluation, provenance: self.provenance() }.into()
    }

    fn list_measures(&mut self, list: MeasureList) -> Event {
        let path = self.path.join("measures");
        if list.measures.is_empty() {
            self.violations.add(path.clone(), Reason::Empty);
        }
        let mut known = self.incident.measures.clone();
        for (index, measure) in list.measures.iter().enumerate() {
            if !known.insert(*measure) {
                self.violations.add(path.index(index), Reason::Duplicate);
            }
        }
        MeasuresListed { list, provenance: self.provenance() }.into()
    }

    /// It may be closed once it is said what it is, and nothing runs any more.
    fn may_close(&self) -> Result<(), Refusal> {
        use IncidentStage::{Assessed as Seen, InDoubt, Reported};
        if matches!(self.incident.stage, Reported | Seen | InDoubt) {
            return Err(Refusal::NotClassified);
        }
        let open = self.plan.clocks().iter().find(|it| it.standing == Standing::Running);
        open.map_or(Ok(()), |clock| {
            let article = clock.started.rule_id().map_or("", |rule| self.article(rule));
            Err(Refusal::DutyOpen { rule: clock.started.rule.clone(), article })
        })
    }
}
