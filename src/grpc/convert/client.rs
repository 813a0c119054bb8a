//! What is known of a client beside the care.

use super::reader::{Read, Reader};
use super::table::message;
use super::write;
use crate::domain::dossier::{
    BsnOnRecord, CapacityJudgement, CareNetwork, Changes, Client, Commission, ContactDetails,
    Identity, Insurer, Names, Representative,
};
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::pb;

message!(Client {
    identity: message,
    contact: message_or_default,
    network: message_or_default,
    representatives: messages,
    commission: message,
});

message!(Identity {
    names: message,
    born_on: optional_day,
    sex: choice,
    bsn: optional_message,
    died_on: optional_day,
});

message!(Names {
    initials: optional_text,
    given: optional_text,
    called: optional_text,
    prefix: optional_text,
    surname: text,
    partner_prefix: optional_text,
    partner_surname: optional_text,
    name_use: choice,
});

message!(BsnOnRecord {
    number: text,
    ground: choice,
    article: optional_text,
    checked: optional_choice,
    checked_on: optional_day,
});

message!(ContactDetails {
    address: optional_message,
    telephones: texts,
    emails: texts,
    language: optional_text,
});

message!(CareNetwork {
    insurer: optional_message,
    general_practitioner: optional_message,
    midwife: optional_message,
    referrer: optional_message,
});

message!(Insurer { name: text, uzovi: optional_text, policy_number: optional_text });

message!(Representative {
    name: text,
    relation: optional_text,
    ground: choice,
    from: day,
    until: optional_day,
    proof_seen: optional_text,
    limits: optional_text,
    capacity: optional_message,
    telephone: optional_text,
    email: optional_text,
});

message!(CapacityJudgement { by: text, on: day, about: text });

impl Read<pb::Commission> for Commission {
    fn read(message: pb::Commission, at: &FieldPath, reader: &mut Reader) -> Option<Commission> {
        match message.commission {
            Some(pb::commission::Commission::OwnClient(_)) => Some(Commission::OwnClient),
            Some(pb::commission::Commission::CommissionedBy(by)) => {
                let at = at.join("commissioned_by");
                let name = reader.text(&at, "name", by.name);
                let reference = reader.optional_text(&at, "reference", by.reference);
                Some(Commission::CommissionedBy { name: name?, reference: reference? })
            }
            None => {
                reader.note(at, "commission", Reason::Missing);
                None
            }
        }
    }
}

impl From<&Commission> for pb::Commission {
    fn from(commission: &Commission) -> pb::Commission {
        use pb::commission::Commission as Which;
        let which = match commission {
            Commission::OwnClient => Which::OwnClient(pb::OwnClient {}),
            Commission::CommissionedBy { name, reference } => {
                Which::CommissionedBy(pb::CommissionedBy {
                    name: write::text(name),
                    reference: write::optional_text(reference),
                })
            }
        };
        pb::Commission { commission: Some(which) }
    }
}

impl Read<pb::ClientChanges> for Changes {
    fn read(message: pb::ClientChanges, at: &FieldPath, reader: &mut Reader) -> Option<Changes> {
        let identity = reader.optional_message(at, "identity", message.identity);
        let contact = reader.optional_message(at, "contact", message.contact);
        let network = reader.optional_message(at, "network", message.network);
        let commission = reader.optional_message(at, "commission", message.commission);
        let listed = !message.representatives.is_empty();
        if listed && message.clear_representatives {
            reader.note(at, "clear_representatives", Reason::Contradiction);
        }
        let all = reader.messages(at, "representatives", message.representatives)?;
        let representatives = (listed || message.clear_representatives).then_some(all);
        Some(Changes {
            identity: identity?,
            contact: contact?,
            network: network?,
            representatives,
            commission: commission?,
        })
    }
}
