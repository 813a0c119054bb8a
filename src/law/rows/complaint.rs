//! Complaints (Wkkgz art. 13–23) and the provider's own scheme for Wmo and Jeugdwet care.

use super::WKKGZ;
use crate::law::rule::{Basis, Extension, Regime, Rule, RuleId, Setting, Term, Trigger};
use crate::law::{
    Calendar,
    Length::{Months, Weeks, WorkingDays},
};

pub(super) const ROWS: &[Rule] = &[
    Rule {
        id: RuleId::WkkgzJudgement,
        dutch: "oordeel over de klacht",
        english: "judgement on the complaint",
        field: "judgement_due",
        article: "Wkkgz 17(1)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::ComplaintReceived,
        term: Term::After(Weeks(6)),
        calendar: Calendar::Atw,
        extension: Some(Extension {
            whole: Weeks(10),
            article: "Wkkgz 17(2)",
            notice: true,
            trigger: None,
        }),
        first_day: WKKGZ,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::WkkgzDispute,
        dutch: "uitspraak van de geschilleninstantie",
        english: "ruling of the dispute body",
        field: "dispute_ruling_due",
        article: "Wkkgz 22(1)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::DisputeSubmitted,
        term: Term::After(Months(6)),
        first_day: WKKGZ,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::SchemeJudgement,
        dutch: "oordeel volgens de eigen klachtenregeling",
        english: "judgement under the provider's own scheme (Wmo and Jeugdwet care)",
        field: "judgement_due",
        article: "own complaints scheme",
        basis: Basis::Promise,
        regimes: &[Regime::Wmo, Regime::Jeugdwet],
        trigger: Trigger::ComplaintReceived,
        term: Term::After(Weeks(6)),
        extension: Some(Extension {
            whole: Weeks(10),
            article: "own complaints scheme",
            notice: true,
            trigger: None,
        }),
        setting: Setting::Free,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::HandbookComplaint5Wd,
        dutch: "in behandeling nemen van de klacht",
        english: "taking up the complaint",
        field: "complaint_takeup_due",
        article: "handbook 5.1",
        basis: Basis::Promise,
        trigger: Trigger::ComplaintReceived,
        term: Term::After(WorkingDays(5)),
        calendar: Calendar::Work,
        ..Rule::COMMON
    },
    // The same end as the statutory judgement, so the same calendar.
    Rule {
        id: RuleId::HandbookComplaint6W,
        dutch: "uitkomst en vervolg van de klacht",
        english: "outcome and follow-up of the complaint",
        field: "judgement_due",
        article: "handbook 5.1 (= Wkkgz 17(1))",
        basis: Basis::Promise,
        trigger: Trigger::ComplaintReceived,
        term: Term::After(Weeks(6)),
        calendar: Calendar::Atw,
        ..Rule::COMMON
    },
];
