//! The measures of the year: from a complaint, a breach, an incident and elsewhere; reviewed, given up, and still open.

use serde_json::{Value as Json, json};

use super::super::calendar::Calendar;
use super::case::{Case, Register};

/// They, in the order of their beginnings.
pub fn cases(calendar: Calendar) -> Vec<Case> {
    let due = |day| calendar.text(day);
    let begun = |name, day, source: &str, plan: Json| {
        Case::begun(Register::Measure, name, day, json!({ "source": source, "plan": plan }))
    };
    vec![
        begun(
            "scales out of reach",
            44,
            "incident",
            plan("Weegschaal gleed van een natte tafel.", "Antislipmat onder elke weegschaal", &due(70)),
        )
        .then(60, json!({ "carry_out": { "account": "Matten gekocht en verdeeld." } }))
        .then(220, review("effective", "Geen schuiver meer gezien in een half jaar."))
        .then(221, json!({ "close": { "remark": "Mat ligt nu vast in de weegtas." } })),
        begun(
            "answer within two days",
            61,
            "complaint",
            plan("Berichten bleven liggen in de vakantie.", "Waarneming van de mailbox afspreken", &due(90)),
        )
        .then(85, json!({ "carry_out": {} }))
        .then(200, review("partly_effective", "In de herfstvakantie ging het nog eens mis."))
        .then(300, review("effective", "Alle berichten binnen twee dagen beantwoord."))
        .then(305, json!({ "close": {} })),
        begun(
            "intervision on tongue ties",
            100,
            "intervision",
            plan("Verwijzing bij korte tongriem verschilt per collega.", "Gezamenlijke verwijskaart", &due(235)),
        )
        .then(230, json!({ "carry_out": { "account": "Kaart vastgesteld met drie collega's." } })),
        begun(
            "paper intake forms",
            120,
            "evaluation",
            plan("Intake werd dubbel opgeschreven.", "Papieren formulier vervangen", &due(150)),
        )
        .then(
            140,
            json!({ "withdraw": { "cause": "given_up", "reason": "Te duur voor wat het oplevert." } }),
        ),
        begun(
            "addresses from the dossier",
            154,
            "breach",
            plan("Groepsbericht ging met alle adressen zichtbaar uit.", "Alleen nog berichten per persoon", &due(180)),
        )
        .then(170, json!({ "carry_out": { "account": "Groepsadres opgeheven." } }))
        .then(330, review("effective", "Steekproef van dertig berichten: alle goed.")),
        begun(
            "calibration of scales",
            350,
            "audit",
            plan("IJkstickers van een weegschaal waren verlopen.", "Jaarlijkse ijking in de agenda", &due(380)),
        ),
    ]
}

fn plan(deviation: &str, corrective: &str, due: &str) -> Json {
    json!({
        "deviation": deviation,
        "occurrence": "structural",
        "corrective": corrective,
        "owner": "Rosalie Zilverdraad",
        "due": due,
    })
}

fn review(outcome: &str, findings: &str) -> Json {
    json!({ "review": { "outcome": outcome, "findings": findings } })
}
