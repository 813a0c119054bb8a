//! The kinds of entry, as a closed list, and which of them move the start of the retention term.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$documentation:meta])* $name:ident = $text:literal, substantive: $substantive:literal;)*) => {
        /// A kind of entry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum EntryKind {
            $($(#[$documentation])* $name,)*
        }

        impl EntryKind {
            /// Every kind.
            pub const ALL: &'static [EntryKind] = &[$(EntryKind::$name,)*];

            /// Its name in bodies, requests and errors.
            pub fn as_str(self) -> &'static str {
                match self { $(EntryKind::$name => $text,)* }
            }

            /// Whether it is substantive: has care in it, so that it moves the start of the
            /// 20 years (rule WGBO-RETAIN: health notes, actions, plan, advice, evaluation,
            /// consent). What only administers the care does not.
            pub fn substantive(self) -> bool {
                match self { $(EntryKind::$name => $substantive,)* }
            }
        }
    };
}

kinds! {
    /// Request for care (aanmelding, hulpvraag).
    RequestForCare = "request_for_care", substantive: true;
    /// Information given (informatie vooraf): terms, schemes, protocols.
    InformationGiven = "information_given", substantive: false;
    /// Agreement (zorgovereenkomst).
    Agreement = "agreement", substantive: false;
    /// History taken (anamnese).
    Anamnesis = "anamnesis", substantive: true;
    /// Intake.
    Intake = "intake", substantive: true;
    /// Consult report (consultverslag), full or short.
    ConsultReport = "consult_report", substantive: true;
    /// Care plan (zorgplan).
    Plan = "plan", substantive: true;
    /// Advice (advies).
    Advice = "advice", substantive: true;
    /// Measurement (meting).
    Measurement = "measurement", substantive: true;
    /// Consent, its refusal or withdrawal (toestemming).
    Consent = "consent", substantive: true;
    /// Risk and measures (risico-inventarisatie).
    RiskAndMeasures = "risk_and_measures", substantive: true;
    /// Care not given (niet verleende zorg).
    CareNotGiven = "care_not_given", substantive: true;
    /// A contact that failed (no-show).
    FailedContact = "failed_contact", substantive: false;
    /// Letter (brief).
    Letter = "letter", substantive: true;
    /// Evaluation (evaluatie).
    Evaluation = "evaluation", substantive: true;
    /// Warm handover (warme overdracht).
    Handover = "handover", substantive: true;
    /// Ending of the care (beëindiging).
    Ending = "ending", substantive: true;
    /// The note of an incident (aantekening van een incident, Wkkgz 10(3)).
    IncidentNote = "incident_note", substantive: true;
    /// A step of the reporting code (meldcode).
    MeldcodeStep = "meldcode_step", substantive: true;
}
