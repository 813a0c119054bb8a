//! Requests of clients: access, copy, rectification, destruction, statement, and the way to court.

use super::{AVG, WMO_2015};
use crate::law::rule::{Basis, Extension, Regime, Rule, RuleId, Term, Trigger};
use crate::law::{
    Calendar,
    Length::{Months, Weeks},
};

/// Three months in all, with notice and reasons in the first.
const AVG_EXTENSION: Option<Extension> =
    Some(Extension { whole: Months(3), article: "AVG 12(3)", notice: true, trigger: None });

/// One month, the European calendar, a pause while identity is in doubt.
const AVG_MONTH: Rule = Rule {
    basis: Basis::StatuteAndEu,
    term: Term::After(Months(1)),
    calendar: Calendar::Eu,
    extension: AVG_EXTENSION,
    pausable: true,
    first_day: AVG,
    ..Rule::COMMON
};

pub(super) const ROWS: &[Rule] = &[
    Rule {
        id: RuleId::AvgRequest,
        dutch: "verzoek van de betrokkene",
        english: "request of the data subject",
        field: "request_due",
        article: "AVG 12(3)",
        basis: Basis::Eu,
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::UavgDecision,
        dutch: "schriftelijke beslissing op het verzoek",
        english: "written decision on the request",
        field: "request_due",
        article: "Uavg 34",
        basis: Basis::Statute,
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::UavgCourt,
        dutch: "verzoekschrift bij de rechtbank",
        english: "petition to the court",
        field: "court_petition_until",
        article: "Uavg 35(2)",
        trigger: Trigger::AnswerReceived,
        term: Term::After(Weeks(6)),
        calendar: Calendar::Atw,
        extension: Some(Extension {
            whole: Weeks(6),
            article: "Uavg 36",
            notice: false,
            trigger: Some(Trigger::MediationEnded),
        }),
        first_day: AVG,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::WgboDestroy,
        dutch: "vernietiging van het dossier op verzoek",
        english: "destruction of the dossier on request",
        field: "destruction_due",
        article: "BW 7:455 + AVG 12(3)",
        regimes: &[Regime::Wgbo],
        trigger: Trigger::WrittenRequestReceived,
        promise: Some(RuleId::HandbookRetain3M),
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::WgboAccess,
        dutch: "inzage en afschrift",
        english: "inspection and copy",
        field: "access_due",
        article: "BW 7:456 + AVG 12(3), 15",
        regimes: &[Regime::Wgbo],
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::WgboStatement,
        dutch: "eigen verklaring van de cliënt",
        english: "the client's own statement",
        field: "statement_due",
        article: "BW 7:454(2)",
        basis: Basis::Statute,
        regimes: &[Regime::Wgbo],
        trigger: Trigger::StatementReceived,
        extension: None,
        pausable: false,
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::WmoDestroy,
        dutch: "vernietiging van Wmo-gegevens op verzoek",
        english: "destruction of Wmo data on request",
        field: "destruction_due",
        article: "Wmo 5.3.5",
        regimes: &[Regime::Wmo],
        trigger: Trigger::WrittenRequestReceived,
        term: Term::After(Months(3)),
        calendar: Calendar::Atw,
        first_day: WMO_2015,
        ..Rule::COMMON
    },
    Rule {
        id: RuleId::WmoAccess,
        dutch: "inzage in Wmo-gegevens",
        english: "inspection of Wmo data",
        field: "access_due",
        article: "Wmo 5.3.2",
        basis: Basis::Statute,
        regimes: &[Regime::Wmo],
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::JwDestroy,
        dutch: "vernietiging van het jeugdhulpdossier op verzoek",
        english: "destruction of the youth help dossier on request",
        field: "destruction_due",
        article: "Jw 7.3.9 (number to be checked) + AVG 12(3)",
        regimes: &[Regime::Jeugdwet],
        promise: Some(RuleId::HandbookRetain3M),
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::JwAccess,
        dutch: "inzage in het jeugdhulpdossier",
        english: "inspection of the youth help dossier",
        field: "access_due",
        article: "Jw 7.3.10 (number to be checked) + AVG 12(3)",
        regimes: &[Regime::Jeugdwet],
        ..AVG_MONTH
    },
    Rule {
        id: RuleId::HandbookRetain3M,
        dutch: "vernietiging op verzoek, belofte",
        english: "destruction on request, as promised",
        field: "destruction_promised",
        article: "handbook 2.4",
        basis: Basis::Promise,
        term: Term::After(Months(3)),
        ..Rule::COMMON
    },
];
