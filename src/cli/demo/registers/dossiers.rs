//! The dossier in which an incident leaves its note and a worry the steps of the reporting code. The note never names the report.

use serde_json::{Value as Json, json};

use super::super::calendar::Calendar;
use super::case::{Case, Register};

/// What the incident officer calls the dossier.
pub const FAMILY: &str = "the family of the fall";

/// The dossier.
pub fn cases(calendar: Calendar) -> Vec<Case> {
    let client = json!({
        "identity": {
            "names": { "initials": "L.", "given": "Liselot", "surname": "Sterrenmos", "name_use": "own" },
            "born_on": calendar.text(-11_000),
            "sex": "female",
        },
        "contact": {
            "address": {
                "street": "Vlinderstruikhof",
                "house_number": "31",
                "postcode": "1099 ST",
                "city": "Lindewaard",
                "country": "NL",
            },
            "emails": ["liselot@sterrenmos.example"],
        },
        "commission": { "own_client": {} },
    });
    let opened =
        Case::begun(Register::Dossier, FAMILY, 35, json!({ "regime": "wgbo", "client": client }));
    let note = json!({ "incident_note": {
        "nature": "De baby gleed bij het wegen van de schaal op het kleed.",
        "cause": "De tafel was nat en de schaal stond los.",
        "took_place": calendar.text(40),
        "involved": ["Rosalie Zilverdraad", "Liselot Sterrenmos"],
        "told_to": [{ "to": "client", "on": calendar.text(42), "means": "in_person" }],
        "limiting": "Nagekeken door de huisarts, bij sufheid direct bellen.",
    } });
    let signals = json!({ "meldcode_step": {
        "stage": "signals",
        "taken_by": "Rosalie Zilverdraad",
        "facts": "Twee keer een oude blauwe plek op de bovenarm gezien.",
        "interpretation": "Kan van het dragen komen; past niet bij de uitleg.",
        "follow_up": "Collega raadplegen voor het volgende bezoek.",
    } });
    let consultation = json!({ "meldcode_step": {
        "stage": "consultation",
        "taken_by": "Rosalie Zilverdraad",
        "consulted": [{
            "with": "veilig_thuis",
            "name": "de adviseur van dienst",
            "anonymous": true,
            "advice": "Eerst het gesprek met de ouders aangaan.",
        }],
    } });
    let entry = |content: Json| json!({ "entry": { "content": content } });
    vec![opened.then(43, entry(note)).then(50, entry(signals)).then(52, entry(consultation))]
}
