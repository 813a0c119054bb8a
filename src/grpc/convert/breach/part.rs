//! The parts of a breach, a message each.

use crate::domain::breach::assessment::{
    Approval, Assessment, Awareness, Communication, Liability, Police,
};
use crate::domain::breach::event::{Closing, Correction, Dismissal};
use crate::domain::breach::notice::{AuthorityAnswer, AuthorityNotice, Content, NoNotice};
use crate::domain::breach::persons::{Exemption, PersonsNotice, PrincipalNotice};
use crate::domain::breach::report::{Count, Detection, Report, Reporter};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::convert::table::message;
use crate::grpc::convert::{Read, Reader, write};
use crate::grpc::pb;

message!(BreachReporter => Reporter { side: choice, name: text, reach: optional_text });
message!(BreachDetection => Detection { at: message, by: text });

message!(BreachReport => Report {
    role: choice,
    principal: optional_message,
    reporter: message,
    phoned_at: optional_message,
    written_at: optional_message,
    occurred: optional_message,
    detection: optional_message,
    aspects: choices,
    causes: choices,
    nature: text,
    considerable_risk: choice,
    data: texts,
    persons: optional_message,
    records: optional_message,
    groups: texts,
    other_countries: texts,
    measures: optional_text,
    consequences: optional_text,
    contact: message,
    processor: optional_text,
});

message!(BreachAwareness => Awareness { by: text, certain_because: text, provenance: message });

message!(BreachLiability => Liability {
    own: choice,
    third_party: choice,
    explanation: optional_text,
});
message!(BreachPolice => Police {
    reported: choice,
    number: optional_text,
    criminal_blame: choice,
    explanation: optional_text,
});
message!(BreachCommunication => Communication {
    told: text,
    moment: optional_text,
    press: choice,
});

message!(BreachAssessment => Assessment {
    risk: choice,
    reasons: text,
    follow_up: text,
    to_authority: optional_text,
    consequences: text,
    measures: text,
    measures_by_persons: optional_text,
    way_of_telling: optional_text,
    contact_for_persons: optional_message,
    internal_handling: optional_text,
    liability: optional_message,
    police: optional_message,
    communication: optional_message,
    other_stakeholders: texts,
    internal_reporting: optional_text,
    action_owner: text,
    insured: optional_choice,
});

message!(BreachApproval => Approval { by: text, adjustments: optional_text });

message!(BreachNoticeContent => Content {
    nature: optional_text,
    data: texts,
    groups: texts,
    persons: optional_message,
    records: optional_message,
    contact: optional_message,
    consequences: optional_text,
    measures: optional_text,
});

message!(BreachAuthorityAnswer => AuthorityAnswer {
    response: choice,
    reference: optional_text,
    text: optional_text,
});
message!(BreachNoNotice => NoNotice { by: text, reasons: text });

message!(BreachPersonsNotice => PersonsNotice {
    nature: text,
    consequences: text,
    measures: text,
    advice: optional_text,
    contact: message,
    plain_language: plain,
    channel: choice,
    persons: optional_message,
});
message!(BreachExemption => Exemption {
    ground: choice,
    reasons: text,
    public_notice: optional_text,
});
message!(BreachPrincipalNotice => PrincipalNotice {
    told: message,
    means: choice,
    text: optional_text,
});

message!(BreachDismissal => Dismissal { by: text, reasons: text });
message!(BreachClosing => Closing {
    by: text,
    remedial_action: text,
    effects: optional_text,
});
message!(BreachCorrection => Correction { reason: text, provenance: message });

/// By hand for the largest number there may be.
impl Read<pb::BreachCount> for Count {
    fn read(message: pb::BreachCount, at: &FieldPath, reader: &mut Reader) -> Option<Count> {
        let Ok(number) = u32::try_from(message.number) else {
            reader.note(at, "number", Reason::NumberTooLarge);
            return None;
        };
        Some(Count { number, approximate: message.approximate })
    }
}

impl From<&Count> for pb::BreachCount {
    fn from(count: &Count) -> pb::BreachCount {
        pb::BreachCount { number: count.number.into(), approximate: count.approximate }
    }
}

/// By hand for its means: that they are missing is refused with the article that asks for them.
impl Read<pb::BreachAuthorityNotice> for AuthorityNotice {
    fn read(
        message: pb::BreachAuthorityNotice,
        at: &FieldPath,
        reader: &mut Reader,
    ) -> Option<AuthorityNotice> {
        let phase = reader.choice(at, "phase", message.phase);
        let means = reader.optional_choice(at, "means", message.means);
        let content = reader.optional_message(at, "content", message.content);
        let explanation = reader.optional_text(at, "explanation", message.explanation);
        let reference = reader.optional_text(at, "reference", message.reference);
        let delay_reasons = reader.optional_text(at, "delay_reasons", message.delay_reasons);
        let means = means.and_then(|means| {
            if means.is_none() {
                reader.note(at, "means", Reason::NoticeMeansMissing);
            }
            means
        });
        Some(AuthorityNotice {
            phase: phase?,
            means: means?,
            content: content?,
            explanation: explanation?,
            reference: reference?,
            delay_reasons: delay_reasons?,
        })
    }
}

impl From<&AuthorityNotice> for pb::BreachAuthorityNotice {
    fn from(notice: &AuthorityNotice) -> pb::BreachAuthorityNotice {
        pb::BreachAuthorityNotice {
            phase: notice.phase.into(),
            means: notice.means.into(),
            content: write::optional_message(&notice.content),
            explanation: write::optional_text(&notice.explanation),
            reference: write::optional_text(&notice.reference),
            delay_reasons: write::optional_text(&notice.delay_reasons),
        }
    }
}
