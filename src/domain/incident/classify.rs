//! Classification: what the event is by law, and to whom it is to be notified from when.

use super::classification::{Classification, IncidentClass};
use super::command::Refusal;
use super::duty;
use super::event::{Classified, Event};
use super::report::{Noticeable, ended};
use super::state::IncidentStage;
use super::step::Judged;
use crate::domain::clock::StopReason;
use crate::domain::dossier::Regime;
use crate::domain::violation::Reason;
use crate::law::RuleId;

/// Judges a classification.
pub(super) fn classify(
    judged: &mut Judged<'_>,
    classification: Classification,
) -> Result<Event, Refusal> {
    let class = classification.class;
    follows(judged, class)?;
    let regime = judged.incident.report.regime;
    if class == IncidentClass::Dismissal && !(regime == Regime::Wgbo && classification.institution)
    {
        let article = judged.article(RuleId::WkkgzDismissal);
        return Err(Refusal::OnlyInstitutions { article });
    }
    judged.not_before(judged.incident.discovered);
    check_municipal(judged, &classification);
    // Whoever says what it is has assessed the report.
    let done = ended(judged.provenance.happened);
    judged.plan.meet(&[RuleId::HandbookMic3D], done, false);
    if class == IncidentClass::InDoubt {
        let rules = [RuleId::WkkgzCalamityFacts, RuleId::HandbookCalamity6W];
        duty::start(&mut judged.plan, regime, rules, judged.incident.discovered)?;
    } else {
        judged.plan.meet(duty::FACTS, done, false);
    }
    let rule = duty::notification(regime, class);
    start_notification(judged, rule, &classification)?;
    if class.is_calamity() {
        // Death or a seriously harmful effect is noticeable.
        judged.see_effects(Noticeable::Yes)?;
    }
    Ok(Classified {
        classification,
        duty: rule.map(|rule| rule.as_str().to_owned()),
        authority: rule.map(|_| duty::authority(regime)),
        provenance: judged.provenance.clone(),
    }
    .into())
}

/// Whether a class may follow upon what is known.
fn follows(judged: &Judged<'_>, class: IncidentClass) -> Result<(), Refusal> {
    use IncidentStage::{Assessed, InDoubt, Inquired, Internal, Notified, Reportable, Reported};
    match (judged.incident.stage, class) {
        (InDoubt, IncidentClass::InDoubt) => Err(Refusal::AlreadyClassified),
        (Reportable | Notified | Inquired, IncidentClass::InDoubt) => {
            Err(Refusal::AlreadyEstablished)
        }
        (InDoubt, IncidentClass::StillInDoubt) => Ok(()),
        (_, IncidentClass::StillInDoubt) => Err(Refusal::NotInDoubt),
        (Internal | Reportable | Notified | Inquired, class)
            if judged.incident.class == Some(class) =>
        {
            Err(Refusal::AlreadyClassified)
        }
        (Reported | Assessed | InDoubt | Internal | Reportable | Notified | Inquired, _) => Ok(()),
    }
}

/// Municipalities differ (decision 8): which one it is, and how it counts, belongs to what a Wmo supervisor is notified of.
fn check_municipal(judged: &mut Judged<'_>, classification: &Classification) {
    let wmo = judged.incident.report.regime == Regime::Wmo;
    let field = judged.path.join("municipal");
    match &classification.municipal {
        Some(_) if !wmo => judged.violations.add(field, Reason::Contradiction),
        None if wmo && classification.class.is_reportable() => {
            judged.violations.add(field, Reason::Missing);
        }
        _ => {}
    }
}

fn start_notification(
    judged: &mut Judged<'_>,
    rule: Option<RuleId>,
    classification: &Classification,
) -> Result<(), Refusal> {
    let day = judged.at().day();
    // What another class asked is not asked any more; what was sent was sent.
    let (others, why): (Vec<RuleId>, StopReason) = match rule {
        None => (duty::NOTIFICATION.to_vec(), StopReason::NotApplicable),
        Some(rule) => {
            let promise = judged.context.book.rule(rule, day).and_then(|row| row.promise);
            let other = |it: &RuleId| *it != rule && Some(*it) != promise;
            let others = duty::NOTIFICATION.iter().copied().filter(other);
            (others.collect(), StopReason::Replaced)
        }
    };
    judged.plan.stop(&others, day, why);
    let Some(rule) = rule else { return Ok(()) };
    if duty::stands(judged.plan.clocks(), &[rule]) {
        return Ok(());
    }
    let municipal = classification.municipal.as_ref();
    let from = if municipal.is_some_and(|it| it.counts_from_event) {
        judged.incident.took_place
    } else if classification.class == IncidentClass::StillInDoubt {
        duty::end_of_doubt(judged.plan.clocks(), judged.at())
    } else {
        judged.at()
    };
    judged.plan.start_with(rule, from, municipal.and_then(|it| it.days))?;
    Ok(())
}
