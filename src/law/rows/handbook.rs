//! What the practice's handbook promises to do again and again. Things of the organisation count
//! per calendar period; things of one document, device or measure roll on from their last review.

use crate::law::Length::{Hours, Months, Years};
use crate::law::period::Period;
use crate::law::rule::{Basis, Rule, RuleId, Setting, Term, Trigger};

const PROMISE: Rule = Rule { basis: Basis::Promise, ..Rule::COMMON };

const PER_YEAR: Rule =
    Rule { trigger: Trigger::DayInPeriod, term: Term::Each(Period::Year), ..PROMISE };

const ROLLING_YEAR: Rule =
    Rule { trigger: Trigger::LastReview, term: Term::After(Years(1)), ..PROMISE };

pub(super) const ROWS: &[Rule] = &[
    Rule {
        id: RuleId::HandbookPlanGoals,
        dutch: "jaarplan met SMART-doelen",
        english: "year plan with SMART goals",
        field: "year_plan_due",
        article: "handbook 2.1",
        ..PER_YEAR
    },
    Rule {
        id: RuleId::HandbookPlanQ,
        dutch: "voortgang van het jaarplan",
        english: "progress of the year plan",
        field: "plan_progress_due",
        article: "handbook 2.1",
        term: Term::Each(Period::Quarter),
        ..PER_YEAR
    },
    Rule {
        id: RuleId::HandbookSelfeval,
        dutch: "zelfevaluatie van het kwaliteitssysteem",
        english: "self-evaluation of the quality system",
        field: "self_evaluation_due",
        article: "handbook 2.1, 5.3",
        ..PER_YEAR
    },
    Rule {
        id: RuleId::HandbookInfo,
        dutch: "controle van voorlichtingsmateriaal",
        english: "check of an information leaflet",
        field: "information_check_due",
        article: "handbook 2.2",
        ..ROLLING_YEAR
    },
    // The handbook gives no number ("periodiek"): the date is set per device.
    Rule {
        id: RuleId::HandbookCalibrate,
        dutch: "controle of ijking van een apparaat",
        english: "check or calibration of a device",
        field: "calibration_due",
        article: "handbook 2.2",
        trigger: Trigger::DateSet,
        term: Term::OnTheDay,
        ..PROMISE
    },
    Rule {
        id: RuleId::HandbookBackup,
        dutch: "dagelijkse volledige back-up",
        english: "daily full backup",
        field: "backup_due_at",
        article: "handbook 2.2",
        trigger: Trigger::LastBackup,
        term: Term::After(Hours(24)),
        ..PROMISE
    },
    // The handbook gives no number; a year is the advice.
    Rule {
        id: RuleId::HandbookRestore,
        dutch: "test van het terugzetten van een back-up",
        english: "test of restoring a backup",
        field: "restore_test_due",
        article: "handbook 2.2",
        trigger: Trigger::LastTested,
        setting: Setting::Free,
        ..ROLLING_YEAR
    },
    Rule {
        id: RuleId::HandbookStakeholder,
        dutch: "stakeholderanalyse, vóór de zelfevaluatie",
        english: "stakeholder analysis, before the self-evaluation",
        field: "stakeholder_analysis_due",
        article: "handbook 2.6",
        ..PER_YEAR
    },
    Rule {
        id: RuleId::HandbookProtocol,
        dutch: "beoordeling van een protocol of richtlijn",
        english: "assessment of a protocol or guideline",
        field: "protocol_review_due",
        article: "handbook 4.3",
        ..ROLLING_YEAR
    },
    Rule {
        id: RuleId::HandbookReports2Y,
        dutch: "analyse van alle meldingen",
        english: "analysis of all reports",
        field: "report_analysis_due",
        article: "handbook 5.2, 5.4",
        term: Term::Each(Period::HalfYear),
        ..PER_YEAR
    },
    Rule {
        id: RuleId::HandbookEffect,
        dutch: "beoordeling van het effect van een maatregel",
        english: "review of the effect of a measure",
        field: "effect_review_due",
        article: "handbook 5.4",
        trigger: Trigger::MeasureCarriedOut,
        term: Term::After(Months(6)),
        ..PROMISE
    },
    Rule {
        id: RuleId::HandbookIntervision,
        dutch: "intervisie per onderdeel",
        english: "intervision, per part of the organisation",
        field: "intervision_due",
        article: "handbook 5.5",
        ..PER_YEAR
    },
    Rule {
        id: RuleId::HandbookInfoBefore,
        dutch: "voorwaarden, klachtenregeling en privacyprotocol vóór de intake",
        english: "terms, complaints scheme and privacy protocol given before the intake",
        field: "information_given_by",
        article: "handbook 4.2",
        trigger: Trigger::IntakeTakesPlace,
        term: Term::OnTheDay,
        ..PROMISE
    },
];
