//! Personal data breaches (datalekken): the authority, the persons, the practice's own papers.

use super::AVG;
use crate::law::Length::Hours;
use crate::law::rule::{Basis, Rule, RuleId, Setting, Term, Trigger};

pub(super) const ROWS: &[Rule] = &[
    Rule {
        id: RuleId::AvgBreachAp,
        dutch: "melding van het datalek aan de AP",
        english: "notification of the breach to the authority",
        field: "ap_due_at",
        article: "AVG 33(1)",
        basis: Basis::Eu,
        trigger: Trigger::BreachKnown,
        term: Term::After(Hours(72)),
        first_day: AVG,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::AvgBreachSubject,
        dutch: "mededeling van het datalek aan de betrokkene",
        english: "telling the persons of the breach",
        field: "subject_notice",
        article: "AVG 34",
        basis: Basis::Eu,
        trigger: Trigger::HighRiskEstablished,
        term: Term::WithoutDelay { target_hours: Some(72) },
        setting: Setting::Free,
        first_day: AVG,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookBreach24H,
        dutch: "intern vastleggen van het datalek",
        english: "documenting the breach within the practice",
        field: "internal_doc_due_at",
        article: "handbook 2.5",
        basis: Basis::Promise,
        trigger: Trigger::BreachReported,
        term: Term::After(Hours(24)),
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookBreach72H,
        dutch: "melding aan de AP, belofte",
        english: "notification to the authority, as promised",
        field: "ap_due_at",
        article: "handbook 2.5 (= AVG 33(1))",
        basis: Basis::Promise,
        trigger: Trigger::BreachKnown,
        term: Term::After(Hours(72)),
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookBreachSubject,
        dutch: "mededeling aan de betrokkene, belofte",
        english: "telling the persons, as promised",
        field: "subject_notice",
        article: "handbook 2.5 (= AVG 34)",
        basis: Basis::Promise,
        trigger: Trigger::HighRiskEstablished,
        term: Term::WithoutDelay { target_hours: Some(72) },
        setting: Setting::Free,
        ..Rule::COMMON
    },
];
