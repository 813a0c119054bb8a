//! Which rules an incident sets going, by regime and class: the rows of the rule book it waits for. Knows no state.

use super::authority::IncidentAuthority;
use super::classification::IncidentClass;
use crate::domain::clock::{ClockRefusal, Clocks, Plan, When};
use crate::domain::dossier::Regime;
use crate::law::RuleId;

/// Rules by which an authority is notified, and the promise beside them.
pub(super) const NOTIFICATION: &[RuleId] = &[
    RuleId::WkkgzCalamity,
    RuleId::WkkgzViolence,
    RuleId::WkkgzDismissal,
    RuleId::WmoCalamity,
    RuleId::JwCalamity,
    RuleId::HandbookCalamity3D,
];

/// Rules of finding out whether it is a calamity.
pub(super) const FACTS: &[RuleId] = &[RuleId::WkkgzCalamityFacts, RuleId::HandbookCalamity6W];

/// Rules of the report of the inquiry.
pub(super) const REPORT: &[RuleId] = &[RuleId::WkkgzCalamityReport, RuleId::HandbookCalamity8W];

/// Rules of telling the client.
pub(super) const CLIENT: &[RuleId] = &[RuleId::WkkgzIncidentClient, RuleId::HandbookClientTold];

/// The rule by which a class is notified under a regime; nothing where nothing is.
pub(super) fn notification(regime: Regime, class: IncidentClass) -> Option<RuleId> {
    use IncidentClass::{Calamity, Dismissal, InDoubt, Incident, StillInDoubt, Violence};
    match (regime, class) {
        (_, Incident | InDoubt) | (Regime::Wmo | Regime::Jeugdwet, Dismissal) => None,
        (Regime::Wgbo, Calamity | StillInDoubt) => Some(RuleId::WkkgzCalamity),
        (Regime::Wgbo, Violence) => Some(RuleId::WkkgzViolence),
        (Regime::Wgbo, Dismissal) => Some(RuleId::WkkgzDismissal),
        (Regime::Wmo, Calamity | StillInDoubt | Violence) => Some(RuleId::WmoCalamity),
        (Regime::Jeugdwet, Calamity | StillInDoubt | Violence) => Some(RuleId::JwCalamity),
    }
}

/// The rule that names a regime's authority.
pub(super) fn of_regime(regime: Regime) -> RuleId {
    match regime {
        Regime::Wgbo => RuleId::WkkgzCalamity,
        Regime::Wmo => RuleId::WmoCalamity,
        Regime::Jeugdwet => RuleId::JwCalamity,
    }
}

/// The authority of a regime: under the Jeugdwet the inspectorate too, whatever the handbook says (rule book §12, 6).
pub(super) fn authority(regime: Regime) -> IncidentAuthority {
    match regime {
        Regime::Wgbo | Regime::Jeugdwet => IncidentAuthority::Inspectorate,
        Regime::Wmo => IncidentAuthority::MunicipalSupervisor,
    }
}

/// Starts the clock of a Wkkgz rule with the promise beside it; the promise alone where the Wkkgz does not hold.
pub(super) fn start(
    plan: &mut Plan,
    regime: Regime,
    [rule, promise]: [RuleId; 2],
    from: When,
) -> Result<(), ClockRefusal> {
    if regime == Regime::Wgbo {
        let law = plan.start(rule, from)?;
        plan.start_beside(promise, from, law)?;
    } else {
        plan.start(promise, from)?;
    }
    Ok(())
}

/// Whether a clock of one of these rules runs or was met.
pub(super) fn stands(clocks: &Clocks, rules: &[RuleId]) -> bool {
    use crate::domain::clock::Standing;
    let of = |rule: &RuleId| clocks.newest(*rule);
    rules.iter().filter_map(of).any(|it| !matches!(it.standing, Standing::Stopped { .. }))
}

/// The moment from which a notification "still in doubt" counts: when that was said, at the latest the end of the six weeks.
pub(super) fn end_of_doubt(clocks: &Clocks, said: When) -> When {
    let ends = FACTS.iter().filter_map(|rule| clocks.newest(*rule)?.due());
    ends.fold(said, |earliest, end| if earliest.is_after(end) { end } else { earliest })
}

/// The rule of a recorded duty, with the promise beside it; none for one this release does not know.
pub(super) fn of_text(duty: Option<&str>) -> Vec<RuleId> {
    let rule: Option<RuleId> = duty.and_then(|duty| duty.parse().ok());
    let promise = (rule == Some(RuleId::WkkgzCalamity)).then_some(RuleId::HandbookCalamity3D);
    rule.into_iter().chain(promise).collect()
}
