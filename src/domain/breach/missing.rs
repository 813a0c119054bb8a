//! What a breach still waits for before it may be closed: derived from what is recorded, never recorded itself.

use super::assessment::Risk;
use super::notice::Content;
use super::report::when;
use super::state::Breach;
use crate::domain::clock::{Clocks, Running};
use crate::law::RuleId;

macro_rules! missing {
    ($($name:ident = $code:literal, $article:literal, $clause:literal;)*) => {
        /// Something a breach waits for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Missing {
            $(#[doc = $clause] $name,)*
        }

        impl Missing {
            /// All of them.
            pub const ALL: &'static [Missing] = &[$(Missing::$name,)*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Missing::$name => $code,)* }
            }

            /// Where it is asked for.
            pub fn article(self) -> &'static str {
                match self { $(Missing::$name => $article,)* }
            }

            /// What it is, as a lower-case clause with its article.
            pub fn clause(self) -> &'static str {
                match self { $(Missing::$name => concat!($clause, " (", $article, ")"),)* }
            }
        }
    };
}

missing! {
    Awareness = "AWARENESS", "AVG 33(1)", "when the practice became aware";
    Assessment = "ASSESSMENT", "AVG 33(5)", "the assessment of the risk, its effects and the measures";
    Approval = "APPROVAL", "handbook 2.5", "the approval of what was assessed";
    AuthorityDecision = "AUTHORITY_DECISION", "AVG 33(1)",
        "the notification to the authority, or the reasoned decision not to";
    NoticeContent = "NOTICE_CONTENT", "AVG 33(3)",
        "nature, contact point, consequences and measures told to the authority in some phase";
    DelayReasons = "DELAY_REASONS", "AVG 33(1)", "the reasons for notifying after 72 hours";
    PersonsDecision = "PERSONS_DECISION", "AVG 34(1)",
        "the notice to the persons, or the exception used";
    PrincipalNotice = "PRINCIPAL_NOTICE", "AVG 33(2)",
        "the notice to the one for whom the practice works";
}

impl Breach {
    /// What is missing, in the order in which it is done.
    pub fn missing(&self, clocks: &Clocks) -> Vec<Missing> {
        let mut missing = Vec::new();
        let mut ask = |absent: bool, what| {
            if absent {
                missing.push(what);
            }
        };
        ask(self.awareness.is_none(), Missing::Awareness);
        ask(self.assessments.is_empty(), Missing::Assessment);
        ask(!self.assessments.is_empty() && self.approved.is_none(), Missing::Approval);
        if self.is_controller() {
            let notified = self.notified().is_some();
            ask(!notified && self.declined.is_none(), Missing::AuthorityDecision);
            ask(notified && !self.content_told(), Missing::NoticeContent);
            ask(self.notified_late(clocks) && !self.delay_explained(), Missing::DelayReasons);
            let unanswered = self.persons_told.is_empty() && self.exempted.is_none();
            ask(self.risk() == Some(Risk::High) && unanswered, Missing::PersonsDecision);
        } else {
            ask(self.principal_told.is_empty(), Missing::PrincipalNotice);
        }
        missing
    }

    /// Whether the phases together told what AVG 33(3) asks.
    fn content_told(&self) -> bool {
        let told = |what: fn(&Content) -> bool| {
            let mut contents =
                self.standing_notices().iter().filter_map(|it| it.notice.content.as_ref());
            contents.any(what)
        };
        told(|it| it.nature.is_some())
            && told(|it| it.contact.is_some())
            && told(|it| it.consequences.is_some())
            && told(|it| it.measures.is_some())
    }

    /// Whether the first notification that stands came after the 72 hours, by what is known of their start now.
    pub fn notified_late(&self, clocks: &Clocks) -> bool {
        let due = clocks.newest(RuleId::AvgBreachAp).and_then(Running::due);
        let sent = self.notified().map(|it| when(it.provenance.happened));
        sent.zip(due).is_some_and(|(sent, due)| sent.is_after(due))
    }

    fn delay_explained(&self) -> bool {
        self.standing_notices().iter().any(|it| it.notice.delay_reasons.is_some())
    }
}
