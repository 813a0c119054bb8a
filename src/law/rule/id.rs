//! The ids of rules, and their names with or without `-EXT`. Parsed at the edge, never loose text.

use std::{fmt, str::FromStr};
use thiserror::Error;

macro_rules! rule_ids {
    ($($variant:ident = $text:literal,)+) => {
        /// A rule of the law, a contract or a promise. The text form is public and never changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RuleId {
            $(#[doc = concat!("`", $text, "`")] $variant,)+
        }

        impl RuleId {
            /// Every rule, in the order of `docs/rules.md`.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The text form.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
        }
    };
}

rule_ids! {
    WkkgzJudgement = "WKKGZ-JUDGEMENT",
    WkkgzDispute = "WKKGZ-DISPUTE",
    SchemeJudgement = "SCHEME-JUDGEMENT",
    HandbookComplaint5Wd = "HANDBOOK-COMPLAINT-5WD",
    HandbookComplaint6W = "HANDBOOK-COMPLAINT-6W",
    AvgRequest = "AVG-REQUEST",
    UavgDecision = "UAVG-DECISION",
    UavgCourt = "UAVG-COURT",
    WgboDestroy = "WGBO-DESTROY",
    WgboAccess = "WGBO-ACCESS",
    WgboStatement = "WGBO-STATEMENT",
    WmoDestroy = "WMO-DESTROY",
    WmoAccess = "WMO-ACCESS",
    JwDestroy = "JW-DESTROY",
    JwAccess = "JW-ACCESS",
    HandbookRetain3M = "HANDBOOK-RETAIN-3M",
    WgboRetain = "WGBO-RETAIN",
    JwRetain = "JW-RETAIN",
    WmoRetain = "WMO-RETAIN",
    LogRetain = "LOG-RETAIN",
    TaxRetain = "TAX-RETAIN",
    ComplaintRetain = "COMPLAINT-RETAIN",
    HandbookRetain20Y = "HANDBOOK-RETAIN-20Y",
    HandbookRetain7Y = "HANDBOOK-RETAIN-7Y",
    AvgBreachAp = "AVG-BREACH-AP",
    AvgBreachSubject = "AVG-BREACH-SUBJECT",
    HandbookBreach24H = "HANDBOOK-BREACH-24H",
    HandbookBreach72H = "HANDBOOK-BREACH-72H",
    HandbookBreachSubject = "HANDBOOK-BREACH-SUBJECT",
    WkkgzCalamity = "WKKGZ-CALAMITY",
    WkkgzViolence = "WKKGZ-VIOLENCE",
    WkkgzDismissal = "WKKGZ-DISMISSAL",
    WkkgzCalamityFacts = "WKKGZ-CALAMITY-FACTS",
    WkkgzCalamityReport = "WKKGZ-CALAMITY-REPORT",
    WkkgzIncidentClient = "WKKGZ-INCIDENT-CLIENT",
    WmoCalamity = "WMO-CALAMITY",
    JwCalamity = "JW-CALAMITY",
    HandbookMic3D = "HANDBOOK-MIC-3D",
    HandbookCalamity3D = "HANDBOOK-CALAMITY-3D",
    HandbookCalamity6W = "HANDBOOK-CALAMITY-6W",
    HandbookCalamity8W = "HANDBOOK-CALAMITY-8W",
    HandbookClientTold = "HANDBOOK-CLIENT-TOLD",
    WmoVog = "WMO-VOG",
    WmoVogSolo = "WMO-VOG-SOLO",
    WmoVogSuspicion = "WMO-VOG-SUSPICION",
    WmoqContract = "WMOQ-CONTRACT",
    WmoqPlan = "WMOQ-PLAN",
    WmoqEval = "WMOQ-EVAL",
    WmoqNoshow = "WMOQ-NOSHOW",
    WmoqChange = "WMOQ-CHANGE",
    WmoqVog = "WMOQ-VOG",
    WmoqTraining = "WMOQ-TRAINING",
    WmoqAudit = "WMOQ-AUDIT",
    WmoqRiskorg = "WMOQ-RISKORG",
    WmoqSatisfaction = "WMOQ-SATISFACTION",
    WmoqCouncil = "WMOQ-COUNCIL",
    WmoqCert = "WMOQ-CERT",
    WmoqDocs = "WMOQ-DOCS",
    HandbookPlanGoals = "HANDBOOK-PLAN-GOALS",
    HandbookPlanQ = "HANDBOOK-PLAN-Q",
    HandbookSelfeval = "HANDBOOK-SELFEVAL",
    HandbookInfo = "HANDBOOK-INFO",
    HandbookCalibrate = "HANDBOOK-CALIBRATE",
    HandbookBackup = "HANDBOOK-BACKUP",
    HandbookRestore = "HANDBOOK-RESTORE",
    HandbookStakeholder = "HANDBOOK-STAKEHOLDER",
    HandbookProtocol = "HANDBOOK-PROTOCOL",
    HandbookReports2Y = "HANDBOOK-REPORTS-2Y",
    HandbookEffect = "HANDBOOK-EFFECT",
    HandbookIntervision = "HANDBOOK-INTERVISION",
    HandbookInfoBefore = "HANDBOOK-INFO-BEFORE",
}

/// A text that names no rule.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("`{given}` is no rule; the rules are: {}", all_names())]
pub struct UnknownRule {
    /// What was given, cut short.
    pub given: String,
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for RuleId {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        Self::ALL
            .iter()
            .copied()
            .find(|id| id.as_str() == text)
            .ok_or_else(|| UnknownRule { given: text.chars().take(40).collect() })
    }
}

/// A rule, plain or in its extended form (`-EXT`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RuleName {
    /// The rule.
    pub id: RuleId,
    /// Whether its extension is meant.
    pub extended: bool,
}

impl From<RuleId> for RuleName {
    fn from(id: RuleId) -> Self {
        Self { id, extended: false }
    }
}

impl RuleId {
    /// The extended form of the rule. Whether it has one, the row knows.
    pub fn extended(self) -> RuleName {
        RuleName { id: self, extended: true }
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id.as_str())?;
        f.write_str(if self.extended { "-EXT" } else { "" })
    }
}

impl FromStr for RuleName {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        match text.strip_suffix("-EXT") {
            Some(base) => base
                .parse::<RuleId>()
                .map(RuleId::extended)
                .map_err(|_| UnknownRule { given: text.chars().take(40).collect() }),
            None => text.parse::<RuleId>().map(Self::from),
        }
    }
}

/// All ids in one line, for the error that lists them.
fn all_names() -> String {
    RuleId::ALL.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(", ")
}
