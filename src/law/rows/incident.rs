//! Incidents, calamities, violence: the inspectorate, the municipal supervisor, the client.

use super::{JEUGDWET, WKKGZ, WMO_2015};
use crate::law::rule::{Basis, Regime, Rule, RuleId, Setting, Term, Trigger};
use crate::law::{
    Calendar,
    Length::{Days, Weeks, WorkingDays},
};

/// "Onverwijld" in the act, three working days by the regulator.
const THREE_WORKING_DAYS: Rule = Rule {
    field: "igj_due",
    basis: Basis::StatuteAndPolicy,
    term: Term::After(WorkingDays(3)),
    calendar: Calendar::Work,
    ..Rule::COMMON
};

pub(super) const ROWS: &[Rule] = &[
    Rule {
        id: RuleId::WkkgzCalamity,
        dutch: "melding van de calamiteit aan de IGJ",
        english: "notification of the calamity to the inspectorate",
        article: "Wkkgz 11(1)(a)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::CalamityEstablished,
        promise: Some(RuleId::HandbookCalamity3D),
        first_day: WKKGZ,
        ..THREE_WORKING_DAYS
    },
    Rule {
        id: RuleId::WkkgzViolence,
        dutch: "melding van geweld in de zorgrelatie aan de IGJ",
        english: "notification of violence in the care relation to the inspectorate",
        article: "Wkkgz 11(1)(b)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::ViolenceEstablished,
        first_day: WKKGZ,
        ..THREE_WORKING_DAYS
    },
    Rule {
        id: RuleId::WkkgzDismissal,
        dutch: "melding van beëindiging wegens ernstig tekortschieten aan de IGJ",
        english: "notification of a dismissal for serious shortcoming to the inspectorate",
        article: "Wkkgz 11(1)(c)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::ContractEnded,
        first_day: WKKGZ,
        ..THREE_WORKING_DAYS
    },
    Rule {
        id: RuleId::WkkgzCalamityFacts,
        dutch: "vaststellen of het een calamiteit is",
        english: "finding out whether it is a calamity",
        field: "facts_due",
        article: "IGJ",
        basis: Basis::Policy,
        regimes: &[Regime::Wgbo],
        trigger: Trigger::EventFound,
        term: Term::After(Weeks(6)),
        then: Some(RuleId::WkkgzCalamity),
        first_day: WKKGZ,
        ..Rule::COMMON
    },
    // The authority sets the date in its reply; this is the default until it does.
    Rule {
        id: RuleId::WkkgzCalamityReport,
        dutch: "calamiteitenrapport",
        english: "report of the calamity inquiry",
        field: "igj_report_due",
        article: "Uitvoeringsbesluit Wkkgz 8.7, IGJ",
        basis: Basis::Policy,
        regimes: &[Regime::Wgbo],
        trigger: Trigger::CalamityNotified,
        term: Term::After(Weeks(8)),
        first_day: WKKGZ,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::WkkgzIncidentClient,
        dutch: "melding van het incident aan de cliënt",
        english: "telling the client of the incident",
        field: "client_told",
        article: "Wkkgz 10(3)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::IncidentDiscovered,
        term: Term::WithoutDelay { target_hours: Some(24) },
        setting: Setting::Free,
        first_day: WKKGZ,
        ..Rule::COMMON
    },
    // Municipalities differ; the default holds until the practice enters theirs.
    Rule {
        id: RuleId::WmoCalamity,
        dutch: "melding van calamiteit of geweld aan de Wmo-toezichthouder",
        english: "notification of a calamity or violence to the municipal supervisor",
        field: "wmo_supervisor_due",
        article: "Wmo 3.4",
        regimes: &[Regime::Wmo],
        trigger: Trigger::CalamityOrViolenceEstablished,
        setting: Setting::Free,
        first_day: WMO_2015,
        ..THREE_WORKING_DAYS
    },
    Rule {
        id: RuleId::JwCalamity,
        dutch: "melding van calamiteit of geweld in de jeugdhulp aan de IGJ",
        english: "notification of a calamity or violence in youth help to the inspectorate",
        article: "Jw 4.1.8",
        regimes: &[Regime::Jeugdwet],
        trigger: Trigger::CalamityOrViolenceEstablished,
        first_day: JEUGDWET,
        ..THREE_WORKING_DAYS
    },
    Rule {
        id: RuleId::HandbookMic3D,
        dutch: "beoordelen van de melding (MIC)",
        english: "assessing the incident report",
        field: "mic_assess_due",
        article: "handbook 5.2",
        basis: Basis::Promise,
        trigger: Trigger::IncidentReported,
        term: Term::After(Days(3)),
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookCalamity3D,
        dutch: "melding van de calamiteit, belofte",
        english: "notification of the calamity, as promised",
        field: "igj_promised",
        article: "handbook 5.2",
        basis: Basis::Promise,
        trigger: Trigger::CalamityEstablished,
        term: Term::After(Days(3)),
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookCalamity6W,
        dutch: "vaststellen of het een calamiteit is, belofte",
        english: "finding out whether it is a calamity, as promised",
        field: "facts_due",
        article: "handbook 5.2",
        basis: Basis::Promise,
        trigger: Trigger::EventFound,
        term: Term::After(Weeks(6)),
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookCalamity8W,
        dutch: "onderzoek van de calamiteit, belofte",
        english: "inquiry into the calamity, as promised",
        field: "igj_report_due",
        article: "handbook 5.2",
        basis: Basis::Promise,
        trigger: Trigger::CalamityNotified,
        term: Term::After(Weeks(8)),
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookClientTold,
        dutch: "melding van het incident aan de cliënt, belofte",
        english: "telling the client of the incident, as promised",
        field: "client_told",
        article: "handbook 5.2 (= Wkkgz 10(3))",
        basis: Basis::Promise,
        trigger: Trigger::IncidentDiscovered,
        term: Term::WithoutDelay { target_hours: Some(24) },
        setting: Setting::Free,
        ..Rule::COMMON
    },
];
