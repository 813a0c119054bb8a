//! How long things are kept, as far as the rule table names a rule. `law::retention` lists every
//! category of record.

use super::{LOG_DECREE, WGBO_20_YEARS, WMO_2015};
use crate::law::Length::Years;
use crate::law::rule::{Basis, Extension, Regime, Rule, RuleId, Setting, Term, Trigger};

/// Retention: no calendar, destruction from the day after, and in force for what already lay there.
const KEEP: Rule = Rule { retention: true, reaches_back: true, ..Rule::COMMON };

pub(super) const ROWS: &[Rule] = &[
    Rule {
        id: RuleId::WgboRetain,
        dutch: "bewaartermijn medisch dossier",
        english: "retention of the medical dossier",
        field: "retain_until",
        article: "BW 7:454(3)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::LastSubstantiveChange,
        term: Term::After(Years(20)),
        first_day: WGBO_20_YEARS,
        ..KEEP
    },
    Rule {
        id: RuleId::JwRetain,
        dutch: "bewaartermijn jeugdhulpdossier",
        english: "retention of the youth help dossier",
        field: "retain_until",
        article: "Jw 7.3.8(3)",
        regimes: &[Regime::Jeugdwet],
        trigger: Trigger::LastSubstantiveChange,
        term: Term::After(Years(20)),
        first_day: WGBO_20_YEARS,
        ..KEEP
    },
    Rule {
        id: RuleId::WmoRetain,
        dutch: "bewaartermijn Wmo-gegevens",
        english: "retention of Wmo data",
        field: "retain_until",
        article: "Wmo 5.3.4(1)",
        regimes: &[Regime::Wmo],
        trigger: Trigger::LastChangeOfData,
        term: Term::After(Years(15)),
        first_day: WMO_2015,
        ..KEEP
    },
    // At least five years, at most as long as the dossier the line is about.
    Rule {
        id: RuleId::LogRetain,
        dutch: "bewaartermijn logging",
        english: "retention of the access log",
        field: "log_retain_until",
        article: "Stcrt. 2019, 38007",
        trigger: Trigger::LogLineWritten,
        term: Term::After(Years(5)),
        setting: Setting::Between(5, 20),
        first_day: LOG_DECREE,
        ..KEEP
    },
    Rule {
        id: RuleId::TaxRetain,
        dutch: "fiscale bewaarplicht",
        english: "retention for the tax authority",
        field: "tax_retain_until",
        article: "AWR 52(4)",
        trigger: Trigger::BookedInYear,
        term: Term::AfterBookYear(Years(7)),
        extension: Some(Extension {
            whole: Years(10),
            article: "Wet OB (real estate)",
            notice: false,
            trigger: None,
        }),
        ..KEEP
    },
    Rule {
        id: RuleId::ComplaintRetain,
        dutch: "bewaren van het klachtdossier",
        english: "retention of the complaint file",
        field: "complaint_retain_until",
        article: "AVG 5(1)(e)",
        basis: Basis::OwnPolicy,
        trigger: Trigger::ComplaintClosed,
        term: Term::After(Years(2)),
        setting: Setting::Between(2, 5),
        ..KEEP
    },
    Rule {
        id: RuleId::HandbookRetain20Y,
        dutch: "bewaren van het dossier, belofte",
        english: "keeping the dossier, as promised",
        field: "retain_until",
        article: "handbook 2.4",
        basis: Basis::Promise,
        trigger: Trigger::LastSubstantiveChange,
        term: Term::After(Years(20)),
        ..KEEP
    },
    // The handbook counts from the end of care; the rule in use is the tax act's.
    Rule {
        id: RuleId::HandbookRetain7Y,
        dutch: "bewaren van facturen, belofte",
        english: "keeping invoices, as promised",
        field: "tax_retain_until",
        article: "handbook 2.4 (= AWR 52(4))",
        basis: Basis::Promise,
        trigger: Trigger::BookedInYear,
        term: Term::AfterBookYear(Years(7)),
        ..KEEP
    },
];
