//! Wmo: certificates of conduct (VOG) and the municipal quality framework.

use super::WMO_2015;
use crate::law::period::Period;
use crate::law::rule::{Basis, HeadcountStep, Regime, Rule, RuleId, Setting, Term, Trigger};
use crate::law::{
    Calendar,
    Length::{Months, Weeks, WorkingDays, Years},
};

const ACT: Rule = Rule { regimes: &[Regime::Wmo], first_day: WMO_2015, ..Rule::COMMON };

const FRAMEWORK: Rule = Rule {
    article: "municipal Wmo quality framework",
    basis: Basis::Contract,
    regimes: &[Regime::Wmo],
    ..Rule::COMMON
};

/// By members of staff, where there is no residential care.
const COUNCIL: &[HeadcountStep] = &[
    HeadcountStep {
        from: 5,
        english: "an alternative to a client council, shown",
        dutch: "een aantoonbaar alternatief voor een cliëntenraad",
    },
    HeadcountStep { from: 26, english: "a client council", dutch: "een cliëntenraad" },
];

/// Aggression, emergency response, medication, boundary-crossing, substance use, incidents and
/// calamities, house rules, admission; each current, or not applicable with the reason.
const POLICIES: &[HeadcountStep] = &[HeadcountStep {
    from: 8,
    english: "all policies are there",
    dutch: "alle beleidsstukken zijn er",
}];

pub(super) const ROWS: &[Rule] = &[
    Rule {
        id: RuleId::WmoVog,
        dutch: "verklaring omtrent het gedrag (VOG) bij het begin",
        english: "certificate of conduct at the start of work",
        field: "vog_ok",
        article: "Wmo 3.5(1)",
        trigger: Trigger::WorkStarts,
        term: Term::Before(Months(3)),
        ..ACT
    },
    Rule {
        id: RuleId::WmoVogSolo,
        dutch: "VOG van een zelfstandige aanbieder",
        english: "certificate of conduct of a solo provider",
        field: "vog_ok",
        article: "Wmo 3.5",
        trigger: Trigger::CertificateJudged,
        term: Term::Before(Years(3)),
        ..ACT
    },
    Rule {
        id: RuleId::WmoVogSuspicion,
        dutch: "nieuwe VOG bij een vermoeden",
        english: "new certificate of conduct on suspicion",
        field: "vog_renew_due",
        article: "Wmo 3.5(2)",
        trigger: Trigger::SuspicionArose,
        term: Term::After(Weeks(10)),
        calendar: Calendar::Atw,
        ..ACT
    },
    Rule {
        id: RuleId::WmoqContract,
        dutch: "zorgovereenkomst getekend voor de start",
        english: "care agreement signed before the start",
        field: "contract_signed_by",
        trigger: Trigger::SupportStarts,
        term: Term::OnTheDay,
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqPlan,
        dutch: "uitvoeringsplan",
        english: "implementation plan",
        field: "plan_due",
        trigger: Trigger::SupportStarts,
        term: Term::After(Months(3)),
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqEval,
        dutch: "evaluatie met de cliënt",
        english: "evaluation with the client",
        field: "eval_due",
        trigger: Trigger::LastEvaluation,
        term: Term::After(Years(1)),
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqNoshow,
        dutch: "no-shows melden aan de gemeente",
        english: "telling the municipality of no-shows",
        field: "municipality_notice",
        trigger: Trigger::Noshow,
        term: Term::MoreThan { allowed: 3, within: Months(3) },
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqChange,
        dutch: "ingrijpende wijziging melden aan de gemeente",
        english: "telling the municipality of a drastic change",
        field: "change_notice_due",
        trigger: Trigger::SituationChanged,
        term: Term::After(WorkingDays(5)),
        calendar: Calendar::Work,
        setting: Setting::Free,
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqVog,
        dutch: "VOG bij het begin, volgens het kwaliteitskader",
        english: "certificate of conduct at the start, by the framework",
        field: "vog_ok",
        trigger: Trigger::WorkStarts,
        term: Term::Before(Months(3)),
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqTraining,
        dutch: "jaarlijkse scholing (BHV, meldcode, agressie)",
        english: "yearly training (emergency response, reporting code, aggression), per person",
        field: "training_due",
        trigger: Trigger::DayInPeriod,
        term: Term::Each(Period::Year),
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqAudit,
        dutch: "jaarlijkse veiligheidsaudit per locatie",
        english: "yearly safety audit of a day-care location",
        field: "audit_due",
        trigger: Trigger::LastReview,
        term: Term::After(Years(1)),
        ..FRAMEWORK
    },
    // The framework says "from time to time"; once a calendar year is the advice.
    Rule {
        id: RuleId::WmoqRiskorg,
        dutch: "risicoanalyse van de organisatie",
        english: "risk analysis of the organisation",
        field: "risk_analysis_due",
        trigger: Trigger::DayInPeriod,
        term: Term::Each(Period::Year),
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqSatisfaction,
        dutch: "cliënttevredenheid",
        english: "client satisfaction survey",
        field: "survey_due",
        trigger: Trigger::LastMeasurement,
        term: Term::After(Years(2)),
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqCouncil,
        dutch: "cliëntenraad of alternatief, naar aantal medewerkers",
        english: "client council or alternative, by number of staff",
        field: "council",
        trigger: Trigger::NoMoment,
        term: Term::Headcount(COUNCIL),
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqCert,
        dutch: "geldig certificaat van het kwaliteitssysteem",
        english: "valid certificate of the quality system",
        field: "certificate_valid_until",
        trigger: Trigger::DateSet,
        term: Term::OnTheDay,
        ..FRAMEWORK
    },
    Rule {
        id: RuleId::WmoqDocs,
        dutch: "acht actuele beleidsstukken",
        english: "eight current policies",
        field: "policies",
        trigger: Trigger::NoMoment,
        term: Term::Headcount(POLICIES),
        ..FRAMEWORK
    },
];
