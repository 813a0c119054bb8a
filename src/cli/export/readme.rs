//! What lies where in an exported practice, in Dutch and English, for whoever finds the folder in ten years. Without names.

use std::fmt;

use crate::access::Role;
use crate::export::Part;

/// A part that is not in the folder.
pub(super) struct Left {
    /// Which.
    pub(super) part: Part,
    /// The roles that may carry it away.
    pub(super) roles: String,
}

impl Left {
    /// Why a part is not there: nobody asked in a role that may carry it away.
    pub(super) fn of(part: Part) -> Left {
        let may = Role::ALL.iter().filter(|role| part.may_be_carried_by(**role));
        let roles: Vec<&str> = may.map(|role| role.as_str()).collect();
        Left { part, roles: roles.join(" / ") }
    }
}

/// The page.
pub(super) struct Readme<'a> {
    /// Records of the ledger under the checkpoint.
    pub(super) size: u64,
    /// What is not in the folder.
    pub(super) left: &'a [Left],
}

impl fmt::Display for Readme<'_> {
    fn fmt(&self, page: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(page, "{DUTCH}")?;
        writeln!(page, "Het register had {} records toen deze map werd gemaakt.", self.size)?;
        self.left_out(page, "Niet in deze map", "alleen voor", "Niets is weggelaten.")?;
        writeln!(page, "\n{ENGLISH}")?;
        writeln!(page, "The ledger had {} records when this folder was made.", self.size)?;
        self.left_out(page, "Not in this folder", "only for", "Nothing is left out.")
    }
}

impl Readme<'_> {
    fn left_out(
        &self,
        page: &mut fmt::Formatter<'_>,
        not_here: &str,
        only_for: &str,
        nothing: &str,
    ) -> fmt::Result {
        if self.left.is_empty() {
            return writeln!(page, "{nothing}");
        }
        for Left { part, roles } in self.left {
            writeln!(page, "{not_here}: {} ({only_for} {roles}).", part.as_str())?;
        }
        Ok(())
    }
}

const DUTCH: &str = "\
ALLES WAT DE PRAKTIJK BEWAART

Deze map bevat bijzondere persoonsgegevens. Bewaar haar versleuteld en verwijder haar zodra het nieuwe systeem alles heeft.

practice.json                        wie de praktijk is, en vanaf wanneer
ledger.ndjson                        wat het register over zichzelf vastlegde: rollen, bewaringen, vernietigingen
dossiers/index.ndjson                een regel per dossier
dossiers/ID/dossier.ndjson           een regel per record, in de volgorde van vastleggen
dossiers/ID/fhir/POSITIE.json        FHIR-resources, byte voor byte zoals ze kwamen
dossiers/ID/attachments/ID.TYPE      bijlagen, byte voor byte; de oorspronkelijke naam staat in het record
dossiers/ID/receipts                 per record het bewijs dat het in het register staat (C2SP tlog-proof)
registers/*.ndjson                   klachten, datalekken, verzoeken, maatregelen, incidenten, wie wat inzag
registers/*.receipts                 de bewijzen daarbij
checkpoint, verifier-key             het ondertekende peil waar alle bewijzen naar leiden, en de sleutel daarbij
SHA256SUMS                           van elk bestand de som

Een record met \"state\":\"destroyed\" is vernietigd; alleen dat het er was staat er nog. Een record met \"corrected_by\" of
\"withdrawn_by\" geldt niet meer zoals het er staat. Van een dossier met \"restricted\" is het gebruik beperkt (AVG 18): het mag
worden bewaard en verder nergens voor gebruikt; wie het overneemt moet die beperking overnemen. De muren blijven staan: geef
registers/incidents.* alleen aan wie daar de meldingen beheert (Wkkgz 9), en laat klachten buiten de dossiers.

Controleren:  sha256sum -c SHA256SUMS
Alle velden, en hoe een bewijs wordt nagerekend: docs/export.md bij griffie.";

const ENGLISH: &str = "\
ALL THAT THE PRACTICE HOLDS

This folder holds personal data concerning health. Keep it encrypted, and remove it once the new system has all of it.

practice.json                        who the practice is, and since when
ledger.ndjson                        what the ledger recorded of itself: roles, holds, destructions
dossiers/index.ndjson                a line a dossier
dossiers/ID/dossier.ndjson           a line a record, in the order of recording
dossiers/ID/fhir/POSITION.json       FHIR resources, byte for byte as they came
dossiers/ID/attachments/ID.TYPE      attachments, byte for byte; the name they came with stands in the record
dossiers/ID/receipts                 for each record the proof that it is in the ledger (C2SP tlog-proof)
registers/*.ndjson                   complaints, breaches, requests, measures, incidents, who looked at what
registers/*.receipts                 the proofs of those
checkpoint, verifier-key             the signed checkpoint all proofs lead to, and its key
SHA256SUMS                           the sum of every file

A record with \"state\":\"destroyed\" was destroyed; only that it was there is left. A record with \"corrected_by\" or
\"withdrawn_by\" does not hold any more as it reads. The use of a dossier with \"restricted\" is restricted (GDPR 18): it may be
kept and used for nothing else; whoever takes it over takes the restriction over. Walls stay walls: give registers/incidents.*
to nobody but who keeps the incidents there (Wkkgz 9), and keep complaints out of the dossiers.

To check:  sha256sum -c SHA256SUMS
Every field, and how a proof is computed: docs/export.md of griffie.";
