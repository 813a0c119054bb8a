//! The rules of a breach, all of them: choices may be refused, late facts are recorded.

use chrono::{DateTime, Utc};

use super::assessment::{Awareness, Risk};
use super::command::{Command, Refusal, Step};
use super::duty;
use super::event::{
    Approved, Assessed, AuthorityAnswered, AuthorityNotified, AwarenessCorrected, BecameAware,
    Closed, Correction, Dismissed, Event, NotificationDeclined, PersonsExempted, PersonsTold,
    PrincipalTold, Reopened, ReportCorrected, Reported,
};
use super::evolve::evolve;
use super::notice::{AuthorityNotice, Phase};
use super::report::Report;
use super::state::{Breach, State};
use crate::domain::body::BODY_BYTES_MAX;
use crate::domain::clock::{Clocks, Plan, When};
use crate::domain::provenance::{Happened, Provenance};
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::domain::{Context, Decided};
use crate::law::RuleId;

/// Judges a command against the breach and its clocks as they stand. The only place with its rules.
pub fn decide(
    state: &State,
    clocks: &Clocks,
    command: Command,
    context: &Context,
) -> Result<Decided<Event>, Refusal> {
    let case = Case { state, clocks, context };
    match (state, command) {
        (State::Unknown, Command::Report { report, awareness, provenance }) => {
            case.report(report, awareness, provenance)
        }
        (State::Unknown, _) => Err(Refusal::NoSuchBreach),
        (_, Command::Report { .. }) => Err(Refusal::AlreadyThere),
        // What was entered wrongly is put right whenever that is found, also after the closing.
        (
            State::Suspected(breach)
            | State::Aware(breach)
            | State::Closed(breach)
            | State::Dismissed(breach),
            Command::CorrectReport { report, provenance, correction },
        ) => case.correct_report(breach, report, provenance, correction),
        (
            State::Suspected(breach)
            | State::Aware(breach)
            | State::Closed(breach)
            | State::Dismissed(breach),
            Command::CorrectAwareness { awareness, correction },
        ) => case.correct_awareness(breach, awareness, correction),
        (State::Suspected(breach), Command::Take { step, provenance }) => match step {
            Step::DeclineNotification(_) => Err(Refusal::NotAware),
            step => case.take(breach, step, provenance),
        },
        (State::Aware(breach), Command::Take { step, provenance }) => match step {
            Step::BecomeAware { .. } => Err(Refusal::AlreadyAware),
            step => case.take(breach, step, provenance),
        },
        (State::Closed(breach) | State::Dismissed(breach), Command::Take { step, provenance }) => {
            match step {
                Step::Reopen(reasons) => case.accept(Reopened { reasons, provenance }),
                // The authority answers when it answers.
                step @ Step::AuthorityAnswered(_) => case.take(breach, step, provenance),
                _ => Err(Refusal::Ended),
            }
        }
    }
}

/// A breach, its clocks, and what a decision may know beside them.
struct Case<'a> {
    state: &'a State,
    clocks: &'a Clocks,
    context: &'a Context,
}

impl Case<'_> {
    fn report(
        &self,
        report: Report,
        awareness: Option<Awareness>,
        provenance: Provenance,
    ) -> Result<Decided<Event>, Refusal> {
        let mut violations = Violations::default();
        self.check_report(&report, &provenance, &mut violations);
        let mut facts = Vec::new();
        if let Some(awareness) = awareness {
            let path = FieldPath::new("awareness");
            check_awareness(&awareness, &report, &path, &mut violations);
            self.check_times(&awareness.provenance, &path, &mut violations);
            facts.push(BecameAware { awareness }.into());
        }
        facts.insert(0, Reported { report, provenance }.into());
        self.decided(facts, violations)
    }

    fn correct_report(
        &self,
        breach: &Breach,
        report: Report,
        provenance: Provenance,
        correction: Correction,
    ) -> Result<Decided<Event>, Refusal> {
        let mut violations = Violations::default();
        self.check_report(&report, &provenance, &mut violations);
        if breach.reported.report == report && breach.reported.provenance == provenance {
            violations.add(FieldPath::new("report"), Reason::NothingChanges);
        }
        self.check_times(&correction.provenance, &FieldPath::new("correction"), &mut violations);
        self.decided(vec![ReportCorrected { report, provenance, correction }.into()], violations)
    }

    fn correct_awareness(
        &self,
        breach: &Breach,
        awareness: Awareness,
        correction: Correction,
    ) -> Result<Decided<Event>, Refusal> {
        let known = breach.awareness.as_ref().ok_or(Refusal::NotAware)?;
        let mut violations = Violations::default();
        let path = FieldPath::new("awareness");
        check_awareness(&awareness, &breach.reported.report, &path, &mut violations);
        self.check_times(&awareness.provenance, &path, &mut violations);
        if *known == awareness {
            violations.add(path, Reason::NothingChanges);
        }
        self.check_times(&correction.provenance, &FieldPath::new("correction"), &mut violations);
        self.decided(vec![AwarenessCorrected { awareness, correction }.into()], violations)
    }

    fn become_aware(
        &self,
        breach: &Breach,
        awareness: Awareness,
    ) -> Result<Decided<Event>, Refusal> {
        let mut violations = Violations::default();
        let path = FieldPath::whole();
        check_awareness(&awareness, &breach.reported.report, &path, &mut violations);
        self.check_times(&awareness.provenance, &path, &mut violations);
        self.decided(vec![BecameAware { awareness }.into()], violations)
    }

    /// A step on a breach that is not closed. Facts (somebody was told) are recorded whenever they are learned; decisions are
    /// judged.
    fn take(
        &self,
        breach: &Breach,
        step: Step,
        provenance: Provenance,
    ) -> Result<Decided<Event>, Refusal> {
        let happened = provenance.happened;
        let whole = FieldPath::whole();
        let mut violations = Violations::default();
        let fact: Event = match step {
            Step::BecomeAware { by, certain_because } => {
                return self.become_aware(breach, Awareness { by, certain_because, provenance });
            }
            Step::Assess(assessment) => {
                assessment.check(happened, &whole, &mut violations);
                Assessed { assessment, provenance }.into()
            }
            Step::Approve(approval) => {
                may_approve(breach)?;
                Approved { approval, provenance }.into()
            }
            Step::NotifyAuthority(notice) => {
                may_notify(breach, &notice)?;
                notice.check(happened, self.due(), &whole, &mut violations);
                AuthorityNotified { notice, provenance }.into()
            }
            Step::AuthorityAnswered(answer) => {
                if breach.notices.is_empty() {
                    return Err(Refusal::NotNotified);
                }
                AuthorityAnswered { answer, provenance }.into()
            }
            Step::DeclineNotification(decision) => {
                may_decline(breach)?;
                NotificationDeclined { decision, provenance }.into()
            }
            Step::TellPersons(notice) => {
                notice.check(&whole.join("notice_to_persons"), &mut violations);
                PersonsTold { notice, provenance }.into()
            }
            Step::ExemptPersons(exemption) => {
                may_exempt(breach)?;
                exemption.check(&whole.join("exemption"), &mut violations);
                PersonsExempted { exemption, provenance }.into()
            }
            Step::TellPrincipal(notice) => {
                if breach.is_controller() {
                    return Err(Refusal::NoPrincipal);
                }
                PrincipalTold { notice, provenance }.into()
            }
            Step::Dismiss(dismissal) => {
                if breach.notified().is_some() {
                    return Err(Refusal::NoticeStands);
                }
                Dismissed { dismissal, provenance }.into()
            }
            Step::Close(closing) => {
                let missing = breach.missing(self.clocks);
                if !missing.is_empty() {
                    return Err(Refusal::Incomplete(missing));
                }
                Closed { closing, provenance }.into()
            }
            Step::Reopen(_) => return Err(Refusal::NotEnded),
        };
        self.accept_after(fact, violations)
    }

    fn accept(&self, fact: impl Into<Event>) -> Result<Decided<Event>, Refusal> {
        self.accept_after(fact.into(), Violations::default())
    }

    /// A fact with one provenance, if nothing is wrong with it beyond what was found already.
    fn accept_after(
        &self,
        fact: Event,
        mut violations: Violations,
    ) -> Result<Decided<Event>, Refusal> {
        self.check_times(fact.provenance(), &FieldPath::whole(), &mut violations);
        self.decided(vec![fact], violations)
    }

    /// The facts, and what the clocks do about them.
    fn decided(
        &self,
        facts: Vec<Event>,
        mut violations: Violations,
    ) -> Result<Decided<Event>, Refusal> {
        if facts.iter().any(|fact| fact.to_body().len() > BODY_BYTES_MAX) {
            violations.add(FieldPath::whole(), Reason::TooLarge);
        }
        if !violations.is_empty() {
            return Err(Refusal::Invalid(violations));
        }
        let mut after = self.state.clone();
        for fact in &facts {
            evolve(&mut after, fact);
        }
        let mut plan = Plan::new(self.context.book, self.clocks);
        if let (Some(breach), Some(last)) = (after.breach(), facts.last()) {
            let on = last.provenance().happened.last_day();
            duty::align(&mut plan, breach, on, self.context.now)?;
        }
        Ok(Decided { facts, clocks: plan.into_events() })
    }

    fn check_report(&self, report: &Report, provenance: &Provenance, violations: &mut Violations) {
        let happened = provenance.happened;
        if !matches!(happened, Happened::At(_)) {
            violations.add(FieldPath::new("provenance.happened"), Reason::InstantNeeded);
        }
        report.check(happened, self.context.now, &FieldPath::new("report"), violations);
        self.check_times(provenance, &FieldPath::whole(), violations);
    }

    fn check_times(&self, provenance: &Provenance, path: &FieldPath, violations: &mut Violations) {
        provenance.check(self.context.now, &path.join("provenance"), violations);
    }

    /// The end of the law's 72 hours, if they run or ran.
    fn due(&self) -> Option<DateTime<Utc>> {
        match self.clocks.newest(RuleId::AvgBreachAp)?.due()? {
            When::At(due) => Some(due),
            When::Day(_) => None,
        }
    }
}

/// Notes what awareness cannot be. It cannot come before anybody noticed.
fn check_awareness(
    awareness: &Awareness,
    report: &Report,
    path: &FieldPath,
    violations: &mut Violations,
) {
    let field = path.join("provenance.happened");
    match awareness.provenance.happened {
        Happened::At(_) => {}
        Happened::On(_) | Happened::During { .. } => {
            violations.add(field.clone(), Reason::InstantNeeded);
        }
    }
    let aware = super::report::when(awareness.provenance.happened);
    let detected = report.detection.as_ref().map(|detection| When::from(detection.at));
    if detected.is_some_and(|detected| detected.is_after(aware)) {
        violations.add(field, Reason::Contradiction);
    }
}

fn may_approve(breach: &Breach) -> Result<(), Refusal> {
    match (breach.assessments.is_empty(), breach.approved.is_some()) {
        (true, _) => Err(Refusal::NotAssessed),
        (false, true) => Err(Refusal::AlreadyApproved),
        (false, false) => Ok(()),
    }
}

fn may_notify(breach: &Breach, notice: &AuthorityNotice) -> Result<(), Refusal> {
    match (notice.phase, breach.notified().is_some()) {
        (Phase::First, true) => Err(Refusal::AlreadyNotified),
        (Phase::FollowUp | Phase::Withdrawal, false) => Err(Refusal::NotNotified),
        (Phase::First, false) | (Phase::FollowUp | Phase::Withdrawal, true) => Ok(()),
    }
}

fn may_decline(breach: &Breach) -> Result<(), Refusal> {
    if !breach.is_controller() {
        return Err(Refusal::NotTheController { article: "AVG 33(1), 33(2)" });
    }
    if breach.notified().is_some() {
        return Err(Refusal::AlreadyNotified);
    }
    if breach.declined.is_some() {
        return Err(Refusal::AlreadyDeclined);
    }
    match breach.risk() {
        None => Err(Refusal::NotAssessed),
        Some(Risk::Risk | Risk::High) => Err(Refusal::RiskNotExcluded),
        Some(Risk::None) => Ok(()),
    }
}

fn may_exempt(breach: &Breach) -> Result<(), Refusal> {
    if !breach.is_controller() {
        return Err(Refusal::NotTheController { article: "AVG 34(1), 33(2)" });
    }
    match breach.risk() {
        None => Err(Refusal::NotAssessed),
        Some(Risk::None | Risk::Risk) => Err(Refusal::NoHighRisk),
        Some(Risk::High) if !breach.persons_told.is_empty() => Err(Refusal::PersonsTold),
        Some(Risk::High) => Ok(()),
    }
}
