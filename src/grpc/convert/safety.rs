//! Entries about safety: the note of an incident, and the steps of the reporting code.

use super::reader::{Read, Reader};
use super::table::message;
use super::write;
use crate::domain::dossier::entry::{
    IncidentNote, MeldcodeConsultation, MeldcodeStep, MeldcodeTalk, MeldcodeWeighing,
};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;

message!(IncidentNote {
    nature: text,
    cause: text,
    took_place: message,
    involved: texts,
    told_to: messages,
    limiting: optional_text,
});

message!(MeldcodeStep {
    stage: choice,
    taken_by: text,
    facts: optional_text,
    interpretation: optional_text,
    consulted: messages,
    talk: optional_message,
    weighing: optional_message,
    decision: optional_choice,
    report_number: optional_text,
    follow_up: optional_text,
});

message!(MeldcodeConsultation {
    with: choice,
    name: optional_text,
    anonymous: plain,
    advice: optional_text,
});

message!(MeldcodeWeighing {
    suspicion: plain,
    unsafety: plain,
    help_possible: plain,
    help_accepted: plain,
    help_works: plain,
    grounds: optional_text,
});

impl Read<pb::MeldcodeTalk> for MeldcodeTalk {
    fn read(message: pb::MeldcodeTalk, at: &FieldPath, reader: &mut Reader) -> Option<Self> {
        if message.not_held_because.is_empty() {
            let with = reader.texts(at, "with", message.with);
            let account = reader.text(at, "account", message.account);
            return Some(MeldcodeTalk::Held { with: with?, account: account? });
        }
        if !message.with.is_empty() || !message.account.is_empty() {
            reader.note(at, "not_held_because", Reason::Contradiction);
        }
        let why = reader.text(at, "not_held_because", message.not_held_because)?;
        Some(MeldcodeTalk::NotHeld { why })
    }
}

impl From<&MeldcodeTalk> for pb::MeldcodeTalk {
    fn from(talk: &MeldcodeTalk) -> pb::MeldcodeTalk {
        match talk {
            MeldcodeTalk::Held { with, account } => pb::MeldcodeTalk {
                with: write::texts(with),
                account: write::text(account),
                not_held_because: String::new(),
            },
            MeldcodeTalk::NotHeld { why } => pb::MeldcodeTalk {
                not_held_because: write::text(why),
                ..pb::MeldcodeTalk::default()
            },
        }
    }
}
