//! What clients' rights leave in a dossier: requests read into commands, and statements, restrictions and disclosures as shown.

use std::collections::BTreeMap;

use super::choice::choices;
use super::reader::{Choice, Reader};
use super::write;
use crate::domain::dossier::Command;
use crate::domain::dossier::rights::{
    Disclosed, DisclosureGround, Restricted, RestrictionGround, RestrictionLifted, StatementAdded,
};
use crate::domain::dossier::view::Recorded;
use crate::domain::id::{DossierId, EntryId};
use crate::domain::violation::FieldPath;
use crate::export::copy::Withheld;
use crate::grpc::pb;

type WithheldGround = Withheld;

choices! {
    WithheldGround { PrivacyOfAnother, NotGoodCare }
    RestrictionGround { AccuracyDisputed, UnlawfulButKept, NeededForClaim, ObjectionPending }
    DisclosureGround { Consent, DirectlyInvolved, Locum, StatutoryDuty, ConflictOfDuties }
}

fn dossier(reader: &mut Reader, text: String) -> Option<DossierId> {
    reader.text(&FieldPath::whole(), "dossier_id", text)
}

/// The client's own statement.
pub fn statement(
    request: pb::AddClientStatementRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier(reader, request.dossier_id);
    let entry = reader.optional_text::<EntryId>(&at, "entry_id", request.entry_id);
    let text = reader.text(&at, "text", request.text);
    let received_on = reader.day(&at, "received_on", request.received_on);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let (entry, text, received_on) = (entry?, text?, received_on?);
    let provenance = provenance?;
    let fact = StatementAdded { entry, text, received_on, provenance };
    Some((dossier?, Command::AddStatement(fact)))
}

/// Use is restricted.
pub fn restrict(
    request: pb::RestrictDossierRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier(reader, request.dossier_id);
    let ground = reader.choice(&at, "ground", request.ground);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let fact = Restricted { ground: ground?, provenance: provenance? };
    Some((dossier?, Command::Restrict(fact)))
}

/// A restriction is lifted.
pub fn lift(
    request: pb::LiftRestrictionRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier(reader, request.dossier_id);
    let told_on = reader.day(&at, "told_on", request.told_on);
    let reason = reader.text(&at, "reason", request.reason);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let fact = RestrictionLifted { told_on: told_on?, reason: reason?, provenance: provenance? };
    Some((dossier?, Command::LiftRestriction(fact)))
}

/// Data went to somebody else.
pub fn disclose(
    request: pb::RecordDisclosureRequest,
    reader: &mut Reader,
) -> Option<(DossierId, Command)> {
    let at = FieldPath::whole();
    let dossier = dossier(reader, request.dossier_id);
    let recipient = reader.text(&at, "recipient", request.recipient);
    let categories = reader.texts(&at, "categories", request.categories);
    let ground = reader.choice(&at, "ground", request.ground);
    let consent = reader.optional_text::<EntryId>(&at, "consent_id", request.consent_id);
    let provenance = reader.message(&at, "provenance", request.provenance);
    let fact = Disclosed {
        recipient: recipient?,
        categories: categories?,
        ground: ground?,
        consent: consent?,
        provenance: provenance?,
    };
    Some((dossier?, Command::Disclose(fact)))
}

/// Records that are not given, each with why.
pub fn withheld(
    records: &[pb::WithheldRecord],
    reader: &mut Reader,
) -> Option<BTreeMap<u64, Withheld>> {
    let at = FieldPath::new("withheld");
    let mut read = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        read.insert(record.position, reader.choice(&at.index(index), "ground", record.ground)?);
    }
    Some(read)
}

/// A statement as it is shown.
pub fn shown_statement((place, fact): (&Recorded, &StatementAdded)) -> pb::ClientStatement {
    pb::ClientStatement {
        text: write::text(&fact.text),
        received_on: fact.received_on.to_string(),
        provenance: write::message(&fact.provenance),
        place: write::message(place),
    }
}

impl From<&Restricted> for pb::Restriction {
    fn from(fact: &Restricted) -> pb::Restriction {
        let provenance = write::message(&fact.provenance);
        pb::Restriction { ground: fact.ground.into(), provenance }
    }
}

/// A disclosure as it is shown.
pub fn shown_disclosure((place, fact): &(Recorded, Disclosed)) -> pb::Disclosure {
    pb::Disclosure {
        recipient: write::text(&fact.recipient),
        categories: write::texts(&fact.categories),
        ground: fact.ground.into(),
        consent_id: fact.consent.map(|it| it.to_string()).unwrap_or_default(),
        provenance: write::message(&fact.provenance),
        place: write::message(place),
    }
}
