//! What is said in a complaint, message by message.

use crate::domain::complaint::{
    Closing, Complainant, Consent, Conversation, DateCorrected, Decided, Dispute, Dissatisfaction,
    Execution, Extension, Filing, Grievance, Judgement, JudgementReceived, OfficerAsked,
    OfficerConcluded, OfficerContacted, ProgressTold, Reopening, RouteNoted, Ruling, Scheme,
    Settlement, TakingUp, Withdrawal,
};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::convert::reader::{Read, Reader};
use crate::grpc::convert::table::message;
use crate::grpc::convert::write;
use crate::grpc::pb;

message!(ComplaintComplainant => Complainant {
    name: text,
    capacity: choice,
    reachable: optional_text,
});

message!(ComplaintGrievance => Grievance {
    complainant: message,
    client: optional_text,
    dossier_id: optional_text,
    regimes: choices,
    kinds: choices,
    conduct: text,
    wished: optional_text,
});

message!(ComplaintDissatisfaction => Dissatisfaction { grievance: message });

message!(ComplaintFiling => Filing {
    grievance: message,
    written: choice,
    oral_at: optional_message,
    scheme: optional_message,
});

message!(ComplaintConversation => Conversation {
    participants: texts,
    report: text,
    agreed: optional_text,
});

message!(ComplaintTakingUp => TakingUp { by: text, message: optional_text });

message!(ComplaintOfficerAsked => OfficerAsked {
    asked_by: choice,
    officer: text,
    question: optional_text,
});

message!(ComplaintOfficerContacted => OfficerContacted { participants: texts, report: text });

message!(ComplaintOfficerConcluded => OfficerConcluded { outcome: choice, report: text });

message!(ComplaintProgressTold => ProgressTold { message: text });

message!(ComplaintExtension => Extension { reason: text });

message!(ComplaintConsent => Consent { until: day, reason: text });

message!(ComplaintMeasure => Decided { measure: text, owner: text, due: day });

message!(ComplaintDispute => Dispute {
    body: text,
    ground: choice,
    explanation: optional_text,
    organisation: optional_text,
    grievance: optional_message,
});

message!(ComplaintRuling => Ruling {
    outcome: choice,
    summary: optional_text,
    compensation_cents: plain,
});

message!(ComplaintRouteNoted => RouteNoted {
    route: choice,
    named: optional_text,
    note: optional_text,
});

message!(ComplaintWithdrawal => Withdrawal { reason: optional_text });

message!(ComplaintSettlement => Settlement { agreement: text, with: optional_text });

message!(ComplaintReopening => Reopening { reason: text });

message!(ComplaintDateCorrected => DateCorrected { which: choice, to: message, reason: text });

/// A number of weeks or years; 0 is none.
#[expect(
    clippy::option_option,
    reason = "outside: whether it was read; inside: whether it is known"
)]
fn number(given: i32, at: &FieldPath, field: &str, reader: &mut Reader) -> Option<Option<u16>> {
    if given == 0 {
        return Some(None);
    }
    let number = u16::try_from(given);
    number.map_err(|_| reader.note(at, field, Reason::NumberOutOfBounds)).ok().map(Some)
}

impl Read<pb::ComplaintScheme> for Scheme {
    fn read(message: pb::ComplaintScheme, at: &FieldPath, reader: &mut Reader) -> Option<Scheme> {
        let judged_by = reader.optional_text(at, "judged_by", message.judged_by);
        let weeks = number(message.weeks, at, "weeks", reader);
        let confidant = reader.optional_text(at, "confidant", message.confidant);
        Some(Scheme { judged_by: judged_by?, weeks: weeks?, confidant: confidant? })
    }
}

impl From<&Scheme> for pb::ComplaintScheme {
    fn from(scheme: &Scheme) -> pb::ComplaintScheme {
        pb::ComplaintScheme {
            judged_by: write::optional_text(&scheme.judged_by),
            weeks: scheme.weeks.unwrap_or_default().into(),
            confidant: write::optional_text(&scheme.confidant),
        }
    }
}

impl Read<pb::ComplaintClosing> for Closing {
    fn read(message: pb::ComplaintClosing, at: &FieldPath, reader: &mut Reader) -> Option<Closing> {
        let note = reader.optional_text(at, "note", message.note);
        let keep_years = number(message.keep_years, at, "keep_years", reader);
        Some(Closing { note: note?, keep_years: keep_years? })
    }
}

impl From<&Closing> for pb::ComplaintClosing {
    fn from(closing: &Closing) -> pb::ComplaintClosing {
        pb::ComplaintClosing {
            note: write::optional_text(&closing.note),
            keep_years: closing.keep_years.unwrap_or_default().into(),
        }
    }
}

impl Read<pb::ComplaintJudgementReceived> for JudgementReceived {
    fn read(
        _: pb::ComplaintJudgementReceived,
        _: &FieldPath,
        _: &mut Reader,
    ) -> Option<JudgementReceived> {
        Some(JudgementReceived {})
    }
}

impl From<&JudgementReceived> for pb::ComplaintJudgementReceived {
    fn from(_: &JudgementReceived) -> pb::ComplaintJudgementReceived {
        pb::ComplaintJudgementReceived {}
    }
}

impl Read<pb::ComplaintJudgement> for Judgement {
    fn read(
        message: pb::ComplaintJudgement,
        at: &FieldPath,
        reader: &mut Reader,
    ) -> Option<Judgement> {
        let conclusion = reader.text(at, "conclusion", message.conclusion);
        let decisions = reader.text(at, "decisions", message.decisions);
        let execution = execution(message.execution, at, reader);
        let means = reader.choice(at, "means", message.means);
        let received = reader.optional_message(at, "received", message.received);
        Some(Judgement {
            conclusion: conclusion?,
            decisions: decisions?,
            execution: execution?,
            means: means?,
            received: received?,
        })
    }
}

fn execution(
    message: Option<pb::complaint_judgement::Execution>,
    at: &FieldPath,
    reader: &mut Reader,
) -> Option<Execution> {
    use pb::complaint_judgement::Execution as Form;
    match message {
        Some(Form::NoMeasures(_)) => Some(Execution::NoMeasures {}),
        Some(Form::Measures(told)) => {
            let at = at.join("measures");
            let by = reader.day(&at, "by", told.by);
            let measures = reader.messages(&at, "measures", told.measures);
            Some(Execution::Measures { by: by?, measures: measures? })
        }
        None => {
            reader.note(at, "execution", Reason::Missing);
            None
        }
    }
}

impl From<&Judgement> for pb::ComplaintJudgement {
    fn from(judgement: &Judgement) -> pb::ComplaintJudgement {
        use pb::complaint_judgement::Execution as Form;
        let execution = match &judgement.execution {
            Execution::NoMeasures {} => Form::NoMeasures(pb::ComplaintNoMeasures {}),
            Execution::Measures { by, measures } => Form::Measures(pb::ComplaintMeasures {
                by: write::day(by),
                measures: write::messages(measures),
            }),
        };
        pb::ComplaintJudgement {
            conclusion: write::text(&judgement.conclusion),
            decisions: write::text(&judgement.decisions),
            execution: Some(execution),
            means: judgement.means.into(),
            received: write::optional_message(&judgement.received),
        }
    }
}
