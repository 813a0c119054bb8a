//! Incidents on the wire: the report, each step, a correction, and how an incident stands.

mod choice;
mod request;

pub use request::{Period, correct, list, record, report};

use super::reader::{Read, Reader};
use super::table::message;
use super::write;
use crate::chain::StreamId;
use crate::domain::incident::{
    Assessment, AuthorityReply, Classification, Closing, Correction, Evaluation, ExtensionRequest,
    Incident, InquiryReport, MeasureList, Municipal, NoteLink, Notification, Person, Reopening,
    Report, Reporter, Settlement, State, Telling, Told,
};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;

message!(IncidentReport => Report {
    kind: choice,
    regime: choice,
    took_place: message,
    discovered: message,
    place: optional_text,
    persons: messages,
    nature: text,
    cause: optional_text,
    harm: optional_text,
    noticeable: choice,
    reporter: message,
    chain: texts,
    settlements: messages,
});

message!(IncidentPerson => Person { name: text, part: choice });

message!(IncidentReporter => Reporter { name: optional_text, position: choice });

message!(IncidentSettlement => Settlement { party: choice, reference: optional_text });

message!(IncidentAssessment => Assessment { assessed_by: text, findings: text, noticeable: choice });

message!(IncidentClassification => Classification {
    class: choice,
    decided_by: text,
    grounds: text,
    institution: plain,
    municipal: optional_message,
});

message!(IncidentNotification => Notification {
    authority: choice,
    municipality: optional_text,
    means: choice,
    received: optional_message,
    reference: optional_text,
    account: optional_text,
});

message!(IncidentAuthorityReply => AuthorityReply {
    reply: choice,
    due: optional_day,
    reference: optional_text,
    words: optional_text,
});

message!(IncidentExtensionRequest => ExtensionRequest { until: day, reasons: text });

message!(IncidentInquiryReport => InquiryReport {
    means: choice,
    received: optional_message,
    conclusions: text,
});

message!(IncidentTelling => Telling {
    told: messages,
    nature: text,
    cause: text,
    limiting: optional_text,
});

message!(IncidentTold => Told { told_as: choice, name: optional_text });

message!(IncidentEvaluation => Evaluation {
    evaluated_by: texts,
    method: optional_text,
    findings: text,
    causes: texts,
});

message!(IncidentClosing => Closing { conclusion: text });

message!(IncidentReopening => Reopening { reason: text });

message!(IncidentCorrection => Correction { date: choice, right: message, reason: text });

impl Read<pb::IncidentMunicipality> for Municipal {
    fn read(
        message: pb::IncidentMunicipality,
        at: &FieldPath,
        reader: &mut Reader,
    ) -> Option<Self> {
        let municipality = reader.text(at, "municipality", message.municipality);
        let days = message.days.map(u16::try_from).transpose();
        if days.is_err() {
            reader.note(at, "days", Reason::TooLarge);
        }
        let counts_from_event = message.counts_from_event;
        Some(Municipal { municipality: municipality?, days: days.ok()?, counts_from_event })
    }
}

impl From<&Municipal> for pb::IncidentMunicipality {
    fn from(municipal: &Municipal) -> pb::IncidentMunicipality {
        pb::IncidentMunicipality {
            municipality: write::text(&municipal.municipality),
            days: municipal.days.map(i32::from),
            counts_from_event: municipal.counts_from_event,
        }
    }
}

impl Read<pb::IncidentNoteLink> for NoteLink {
    fn read(message: pb::IncidentNoteLink, at: &FieldPath, reader: &mut Reader) -> Option<Self> {
        let dossier = reader.text(at, "dossier_id", message.dossier_id);
        let entry = reader.text(at, "entry_id", message.entry_id);
        Some(NoteLink { dossier: dossier?, entry: entry? })
    }
}

impl From<&NoteLink> for pb::IncidentNoteLink {
    fn from(link: &NoteLink) -> pb::IncidentNoteLink {
        pb::IncidentNoteLink {
            dossier_id: link.dossier.to_string(),
            entry_id: link.entry.to_string(),
        }
    }
}

impl Read<pb::IncidentMeasureList> for MeasureList {
    fn read(message: pb::IncidentMeasureList, at: &FieldPath, reader: &mut Reader) -> Option<Self> {
        Some(MeasureList { measures: reader.texts(at, "measure_ids", message.measure_ids)? })
    }
}

impl From<&MeasureList> for pb::IncidentMeasureList {
    fn from(list: &MeasureList) -> pb::IncidentMeasureList {
        pb::IncidentMeasureList { measure_ids: write::texts(&list.measures) }
    }
}

/// How an incident stands; nothing if there is none.
pub fn summary(id: StreamId, state: &State) -> Option<pb::IncidentSummary> {
    let incident: &Incident = state.incident()?;
    let standing = if state.is_closed() { pb::Standing::Closed } else { pb::Standing::Open };
    Some(pb::IncidentSummary {
        incident_id: id.to_string(),
        kind: incident.report.kind.into(),
        regime: incident.report.regime.into(),
        stage: incident.stage.into(),
        standing: standing.into(),
        class: write::optional_choice(&incident.class),
        took_place: Some(incident.took_place.into()),
        discovered: Some(incident.discovered.into()),
        received: Some(incident.received.into()),
        established: incident.established.map(Into::into),
        duty: incident.duty.clone().unwrap_or_default(),
        authority: write::optional_choice(&incident.authority),
        notified: incident.notified.map(Into::into),
        told: incident.told.map(Into::into),
    })
}
