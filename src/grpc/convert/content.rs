//! The contents of entries, kind by kind.

use super::reader::{Read, Reader};
use super::table::message;
use super::write;
use crate::domain::dossier::entry::{
    Agreed, Agreement, CareDecision, CareNotGiven, Consent, ConsentDecision, ConsultReport,
    Content, Device, Ending, Evaluation, FailedContact, Handover, InformationGiven, Intake, Letter,
    Matter, Measurement, Narrative, Plan, PlanRole, RequestForCare, RiskAndMeasures, Sending,
    Signature,
};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;

message!(Narrative { text: text });

message!(RequestForCare { channel: choice, question: text, decision: optional_message });

message!(InformationGiven { topics: choices, means: choice, note: optional_text });

message!(Agreement {
    content: text,
    hours: optional_text,
    notice_term: optional_text,
    delivery: optional_text,
    signatures: messages,
    sent_to: messages,
});

message!(Intake { setting: choice, topics: choices, findings: text });

message!(ConsultReport {
    length: choice,
    setting: choice,
    report: optional_text,
    subjective: optional_text,
    objective: optional_text,
    assessment: optional_text,
    plan: optional_text,
});

message!(Plan {
    diagnoses: texts,
    goals: texts,
    actions: text,
    evaluation_moments: texts,
    duration: optional_text,
    roles: messages,
    agreed: optional_message,
});

message!(PlanRole { party: text, task: text });

message!(Measurement {
    quantity: choice,
    named: optional_text,
    value: text,
    unit: text,
    device: optional_message,
    note: optional_text,
});

message!(Device { name: text, serial: optional_text, calibrated_on: optional_day });

message!(RiskAndMeasures {
    risk: text,
    measures: texts,
    participants: texts,
    network: optional_text,
    review_on: optional_day,
});

message!(CareNotGiven { care: text, why: text, decided_by: choice, follow_up: optional_text });

message!(FailedContact { way: choice, setting: choice, follow_up: optional_text });

message!(Letter {
    direction: choice,
    correspondent: choice,
    name: text,
    subject: text,
    means: choice,
    text: optional_text,
});

message!(Evaluation {
    occasion: choice,
    participants: texts,
    findings: text,
    adjusted_goals: texts,
    agreed: optional_message,
    shared_with: messages,
});

message!(Handover {
    from: text,
    to: text,
    means: choice,
    client_present: plain,
    why_absent: optional_text,
    summary: text,
});

message!(Ending {
    reason: choice,
    summary: optional_text,
    continuity: optional_text,
    reported_to: messages,
});

message!(Signature { by: choice, name: optional_text, on: day });

message!(Sending { to: text, on: day, means: optional_choice });

impl Read<pb::CareDecision> for CareDecision {
    fn read(message: pb::CareDecision, at: &FieldPath, reader: &mut Reader) -> Option<Self> {
        use pb::CareDecisionOutcome as Outcome;
        match Outcome::try_from(message.outcome) {
            Ok(Outcome::Accepted) => {
                Some(CareDecision::Accepted { why: reader.optional_text(at, "why", message.why)? })
            }
            Ok(Outcome::Declined) => {
                Some(CareDecision::Declined { why: reader.text(at, "why", message.why)? })
            }
            Ok(Outcome::Unspecified) | Err(_) => {
                reader.note(at, "outcome", Reason::Unspecified);
                None
            }
        }
    }
}

impl From<&CareDecision> for pb::CareDecision {
    fn from(decision: &CareDecision) -> pb::CareDecision {
        use pb::CareDecisionOutcome as Outcome;
        let (outcome, why) = match decision {
            CareDecision::Accepted { why } => (Outcome::Accepted, write::optional_text(why)),
            CareDecision::Declined { why } => (Outcome::Declined, write::text(why)),
        };
        pb::CareDecision { outcome: outcome.into(), why }
    }
}

impl Read<pb::Agreed> for Agreed {
    fn read(message: pb::Agreed, at: &FieldPath, reader: &mut Reader) -> Option<Agreed> {
        let signatures = reader.messages(at, "signatures", message.signatures)?;
        if message.not_signed_because.is_empty() {
            return Some(Agreed::Signed(signatures));
        }
        if !signatures.is_empty() {
            reader.note(at, "not_signed_because", Reason::Contradiction);
        }
        let why = reader.text(at, "not_signed_because", message.not_signed_because)?;
        Some(Agreed::NotSigned { why })
    }
}

impl From<&Agreed> for pb::Agreed {
    fn from(agreed: &Agreed) -> pb::Agreed {
        let (signatures, not_signed_because) = match agreed {
            Agreed::Signed(signatures) => (write::messages(signatures), String::new()),
            Agreed::NotSigned { why } => (Vec::new(), write::text(why)),
        };
        pb::Agreed { signatures, not_signed_because }
    }
}

impl Read<pb::Consent> for Consent {
    fn read(message: pb::Consent, at: &FieldPath, reader: &mut Reader) -> Option<Consent> {
        let scope = reader.choice(at, "scope", message.scope);
        let decision = consent_decision(message.decision, message.withdrawn_consent_id, at, reader);
        let by = reader.choice(at, "by", message.by);
        let name = reader.optional_text(at, "name", message.name);
        let form = reader.choice(at, "form", message.form);
        let concerning = reader.text(at, "concerning", message.concerning);
        let recipients = reader.texts(at, "recipients", message.recipients);
        let until = reader.optional_day(at, "until", message.until);
        Some(Consent {
            scope: scope?,
            decision: decision?,
            by: by?,
            name: name?,
            form: form?,
            concerning: concerning?,
            recipients: recipients?,
            until: until?,
        })
    }
}

fn consent_decision(
    decision: i32,
    withdrawn: String,
    at: &FieldPath,
    reader: &mut Reader,
) -> Option<ConsentDecision> {
    let withdrawn = reader.optional_text(at, "withdrawn_consent_id", withdrawn)?;
    let decision = pb::ConsentDecision::try_from(decision);
    if withdrawn.is_some() && decision != Ok(pb::ConsentDecision::Withdrawn) {
        reader.note(at, "withdrawn_consent_id", Reason::Contradiction);
    }
    match decision {
        Ok(pb::ConsentDecision::Given) => Some(ConsentDecision::Given),
        Ok(pb::ConsentDecision::Refused) => Some(ConsentDecision::Refused),
        Ok(pb::ConsentDecision::Withdrawn) => {
            Some(ConsentDecision::Withdrawn { consent: withdrawn })
        }
        Ok(pb::ConsentDecision::Unspecified) | Err(_) => {
            reader.note(at, "decision", Reason::Unspecified);
            None
        }
    }
}

impl From<&Consent> for pb::Consent {
    fn from(consent: &Consent) -> pb::Consent {
        let (decision, withdrawn) = match consent.decision {
            ConsentDecision::Given => (pb::ConsentDecision::Given, None),
            ConsentDecision::Refused => (pb::ConsentDecision::Refused, None),
            ConsentDecision::Withdrawn { consent } => (pb::ConsentDecision::Withdrawn, consent),
        };
        pb::Consent {
            scope: consent.scope.into(),
            decision: decision.into(),
            withdrawn_consent_id: write::optional_text(&withdrawn),
            by: consent.by.into(),
            name: write::optional_text(&consent.name),
            form: consent.form.into(),
            concerning: write::text(&consent.concerning),
            recipients: write::texts(&consent.recipients),
            until: write::optional_day(&consent.until),
        }
    }
}

/// Both directions of the sum of all kinds, from one list.
macro_rules! contents {
    ($($kind:ident: $field:literal),* $(,)?) => {
        impl Read<pb::Content> for Content {
            fn read(message: pb::Content, at: &FieldPath, reader: &mut Reader) -> Option<Content> {
                use pb::content::Content as Form;
                match message.content {
                    $(Some(Form::$kind(fields)) => {
                        let fields = Read::read(fields, &at.join($field), reader)?;
                        Some(Content::Fields(Matter::$kind(fields)))
                    })*
                    Some(Form::Text(text)) => {
                        let at = at.join("text");
                        let kind = reader.choice(&at, "kind", text.kind);
                        let text = reader.text(&at, "text", text.text);
                        Some(Content::Text { kind: kind?, text: text? })
                    }
                    Some(Form::Fhir(fhir)) => {
                        let at = at.join("fhir");
                        let kind = reader.choice(&at, "kind", fhir.kind);
                        let resource = reader.text(&at, "resource", fhir.resource);
                        Some(Content::Fhir { kind: kind?, resource: resource? })
                    }
                    None => {
                        reader.refuse(at.clone(), Reason::Missing);
                        None
                    }
                }
            }
        }

        impl From<&Content> for pb::Content {
            fn from(content: &Content) -> pb::Content {
                use pb::content::Content as Form;
                let form = match content {
                    $(Content::Fields(Matter::$kind(fields)) => Form::$kind(fields.into()),)*
                    Content::Text { kind, text } => Form::Text(pb::TextContent {
                        kind: (*kind).into(),
                        text: write::text(text),
                    }),
                    Content::Fhir { kind, resource } => Form::Fhir(pb::FhirContent {
                        kind: (*kind).into(),
                        resource: write::text(resource),
                    }),
                };
                pb::Content { content: Some(form) }
            }
        }
    };
}

contents! {
    RequestForCare: "request_for_care",
    InformationGiven: "information_given",
    Agreement: "agreement",
    Anamnesis: "anamnesis",
    Intake: "intake",
    ConsultReport: "consult_report",
    Plan: "plan",
    Advice: "advice",
    Measurement: "measurement",
    Consent: "consent",
    RiskAndMeasures: "risk_and_measures",
    CareNotGiven: "care_not_given",
    FailedContact: "failed_contact",
    Letter: "letter",
    Evaluation: "evaluation",
    Handover: "handover",
    Ending: "ending",
    IncidentNote: "incident_note",
    MeldcodeStep: "meldcode_step",
}
