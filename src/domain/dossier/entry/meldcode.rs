//! The five steps of the reporting code for domestic violence and child abuse (meldcode huiselijk geweld en kindermishandeling;
//! rule MELDCODE), each as it was taken, with the weighing frame (afwegingskader) of steps 4 and 5.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{Fields, Texts, texts_of};
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// A step of the code. Steps may be taken in another order, and more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeldcodeStage {
    /// 1: signals mapped.
    Signals,
    /// 2: a colleague consulted, and where needed Veilig Thuis or an expert on injuries.
    Consultation,
    /// 3: talked with the client.
    Talk,
    /// 4: weighed.
    Weighing,
    /// 5: decided.
    Decision,
}

/// With whom somebody consulted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeldcodeAdviser {
    /// A colleague.
    Colleague,
    /// Veilig Thuis, the advice and reporting centre.
    VeiligThuis,
    /// An expert on the reading of injuries (letselduiding).
    InjuryExpert,
    /// Someone else.
    Other,
}

/// A consultation.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeldcodeConsultation {
    /// With whom.
    pub with: MeldcodeAdviser,
    /// Their name.
    pub name: Option<Line>,
    /// Whether the client stayed anonymous.
    pub anonymous: bool,
    /// What came of it.
    pub advice: Option<Text>,
}

/// The talk with the client or parents.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum MeldcodeTalk {
    /// It was held.
    Held {
        /// With whom.
        with: Vec<Line>,
        /// What was said.
        account: Text,
    },
    /// It was not held.
    NotHeld {
        /// Why not, such as danger to the client.
        why: Text,
    },
}

/// The five questions of the weighing frame. An answer that is absent was not reached.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeldcodeWeighing {
    /// 1: is there a suspicion of domestic violence or child abuse?
    pub suspicion: Option<bool>,
    /// 2: is there acute or structural unsafety?
    pub unsafety: Option<bool>,
    /// 3: can effective help be given or arranged?
    pub help_possible: Option<bool>,
    /// 4: do those involved accept the help?
    pub help_accepted: Option<bool>,
    /// 5: does the help bring safety within the wished time?
    pub help_works: Option<bool>,
    /// How the answers were come to; required where the decision is another than the frame's.
    pub grounds: Option<Text>,
}

/// What was decided in step 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeldcodeDecision {
    /// No suspicion is left: closed and recorded.
    Closed,
    /// Help is given or arranged.
    Help,
    /// Reported to Veilig Thuis.
    Reported,
    /// Reported to Veilig Thuis, and help is given or arranged.
    ReportedWithHelp,
}

/// A step of the reporting code.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeldcodeStep {
    /// Which step.
    pub stage: MeldcodeStage,
    /// Who took it.
    pub taken_by: Line,
    /// Facts as they were seen or heard; required in step 1.
    pub facts: Option<Text>,
    /// What they may mean, apart from the facts.
    pub interpretation: Option<Text>,
    /// With whom it was discussed; at least one in step 2.
    pub consulted: Vec<MeldcodeConsultation>,
    /// The talk, or why there was none; required in step 3.
    pub talk: Option<MeldcodeTalk>,
    /// The answers of the frame; required in step 4.
    pub weighing: Option<MeldcodeWeighing>,
    /// The decision; required in step 5.
    pub decision: Option<MeldcodeDecision>,
    /// The number Veilig Thuis gave to the report.
    pub report_number: Option<Line>,
    /// What follows.
    pub follow_up: Option<Text>,
}

impl MeldcodeWeighing {
    /// What the frame asks for, as far as the answers go: `Some(true)` to report, `Some(false)` not to.
    pub fn asks_report(&self) -> Option<bool> {
        if !self.suspicion? {
            return Some(false);
        }
        if self.unsafety? || !self.help_possible? || !self.help_accepted? {
            return Some(true);
        }
        self.help_works.map(|works| !works)
    }
}

impl MeldcodeDecision {
    /// Whether a report was made.
    pub fn reports(self) -> bool {
        matches!(self, MeldcodeDecision::Reported | MeldcodeDecision::ReportedWithHelp)
    }
}

impl Fields for MeldcodeStep {
    texts_of!(taken_by, facts, interpretation, consulted, talk, weighing, report_number, follow_up);

    fn check(&self, _now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        let (missing, field) = match self.stage {
            MeldcodeStage::Signals => (self.facts.is_none(), "facts"),
            MeldcodeStage::Consultation => (self.consulted.is_empty(), "consulted"),
            MeldcodeStage::Talk => (self.talk.is_none(), "talk"),
            MeldcodeStage::Weighing => (self.weighing.is_none(), "weighing"),
            MeldcodeStage::Decision => (self.decision.is_none(), "decision"),
        };
        if missing {
            violations.add(path.join(field), Reason::Missing);
        }
        if let Some(MeldcodeTalk::Held { with, .. }) = &self.talk
            && with.is_empty()
        {
            violations.add(path.join("talk").join("with"), Reason::Empty);
        }
        if let Some(weighing) = &self.weighing {
            let path = path.join("weighing");
            if weighing.suspicion.is_none() {
                violations.add(path.join("suspicion"), Reason::Missing);
            }
            // The frame is the norm of the profession: who decides otherwise says why.
            let other = weighing.asks_report().zip(self.decision);
            if other.is_some_and(|(asks, decision)| asks != decision.reports())
                && weighing.grounds.is_none()
            {
                violations.add(path.join("grounds"), Reason::Missing);
            }
        }
        let reported = self.decision.is_none_or(MeldcodeDecision::reports);
        if self.report_number.is_some() && !reported {
            violations.add(path.join("report_number"), Reason::Contradiction);
        }
    }
}

impl Texts for MeldcodeConsultation {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        self.name.add_to(into);
        self.advice.add_to(into);
    }
}

impl Texts for MeldcodeTalk {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        match self {
            MeldcodeTalk::Held { with, account } => {
                with.add_to(into);
                account.add_to(into);
            }
            MeldcodeTalk::NotHeld { why } => why.add_to(into),
        }
    }
}

impl Texts for MeldcodeWeighing {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        self.grounds.add_to(into);
    }
}
