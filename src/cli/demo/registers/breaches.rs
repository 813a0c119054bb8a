//! The breaches of the year, of each level of risk: declined with reasons, notified in two phases, told to the persons, late,
//! suffered as a processor, a false alarm, and one of yesterday.

use serde_json::{Value as Json, json};

use super::case::{Case, Register};

const OWNER: &str = "Rosalie Zilverdraad";

/// They, in the order of their beginnings.
pub fn cases() -> Vec<Case> {
    vec![
        without_risk(),
        notified_in_two_phases(),
        of_high_risk(),
        notified_late(),
        as_a_processor(),
        no_breach_after_all(),
        of_yesterday(),
    ]
}

fn reported(name: &'static str, day: u16, nature: &str) -> Case {
    Case::begun(Register::Breach, name, day, json!({ "report": report("controller", nature) }))
}

fn report(role: &str, nature: &str) -> Json {
    json!({
        "role": role,
        "reporter": { "side": "external", "name": "Wiebe Nergenshuis" },
        "aspects": ["confidentiality"],
        "causes": ["human_failure"],
        "nature": nature,
        "considerable_risk": "not_known_yet",
        "data": ["naam en adres", "gegevens over de gezondheid"],
        "persons": { "number": 3, "approximate": true },
        "groups": ["cliënten en hun kinderen"],
        "contact": contact(OWNER),
    })
}

fn contact(name: &str) -> Json {
    json!({ "name": name, "email": "praktijk@zilverdraad.example" })
}

fn aware(because: &str) -> Json {
    json!({ "become_aware": { "by": OWNER, "certain_because": because } })
}

fn assessed(risk: &str, reasons: &str) -> Json {
    json!({ "assessment": {
        "risk": risk,
        "reasons": reasons,
        "follow_up": "De ontvanger vragen het bericht te wissen.",
        "consequences": "Anderen weten van de zorg in het gezin.",
        "measures": "Adressen worden voortaan uit het dossier gekozen.",
        "action_owner": OWNER,
    } })
}

fn approved() -> Json {
    json!({ "approval": { "by": OWNER } })
}

fn notice(nature: &str, whole: bool) -> Json {
    let mut content = json!({ "nature": nature, "contact": contact(OWNER) });
    if let Some(fields) = content.as_object_mut().filter(|_| whole) {
        fields.insert("consequences".to_owned(), json!("Anderen weten van de zorg in het gezin."));
        fields.insert("measures".to_owned(), json!("Het bericht is gewist bij de ontvanger."));
    }
    json!({ "phase": "first", "means": "form", "content": content })
}

fn answered(reference: &str) -> Json {
    json!({ "authority_answer": { "response": "confirmation", "reference": reference } })
}

fn closed(effects: &str) -> Json {
    json!({ "closing": {
        "by": OWNER,
        "remedial_action": "Werkwijze voor het versturen is aangescherpt.",
        "effects": effects,
    } })
}

fn without_risk() -> Case {
    let declined = json!({ "no_notice": {
        "by": OWNER,
        "reasons": "De collega die het kreeg heeft dezelfde geheimhouding en wiste het.",
    } });
    reported("without risk", 25, "Een groeicurve ging naar een collega in de waarneemgroep.")
        .then_at(25, 330, aware("De collega belde zelf op."))
        .then_at(25, 400, assessed("none", "Alleen een collega zag het, en die wiste het."))
        .then_at(25, 420, approved())
        .then(26, declined)
        .then(30, closed("Niemand heeft er last van gehad."))
}

fn notified_in_two_phases() -> Case {
    let supplement = json!({ "authority_notice": {
        "phase": "follow_up",
        "means": "form",
        "content": {
            "consequences": "Een buurvrouw weet van de depressie na de bevalling.",
            "measures": "De brief is opgehaald en vernietigd.",
        },
        "explanation": "Nu bekend is bij wie de brief terechtkwam.",
    } });
    let first = notice("Een brief aan een cliënte lag bij de buren in de bus.", false);
    reported("notified in two phases", 70, "Een brief lag bij de buren in de bus.")
        .then_at(70, 330, aware("De buurvrouw bracht de open brief terug."))
        .then(71, assessed("risk", "De brief vertelt over de gezondheid van moeder."))
        .then_at(71, 320, approved())
        .then(72, json!({ "authority_notice": first }))
        .then(73, answered("DL-0000-0001"))
        .then(80, supplement)
        .then(95, closed("Cliënte is met de buurvrouw in gesprek gegaan."))
}

fn of_high_risk() -> Case {
    let nature = "Een groepsbericht toonde alle adressen en de vraag van elke moeder.";
    let told = json!({ "notice_to_persons": {
        "nature": nature,
        "consequences": "Andere moeders kennen uw naam en uw hulpvraag.",
        "measures": "Het bericht is ingetrokken en ieder is gevraagd het te wissen.",
        "advice": "Wees voorzichtig met berichten van onbekenden.",
        "contact": contact(OWNER),
        "plain_language": true,
        "channel": "post",
        "persons": { "number": 21 },
    } });
    let letter = [
        ("person", "Oriana Waterlelie"),
        ("happened_on", "in de nacht van zondag op maandag"),
        ("nature", nature),
        ("data", "uw naam, uw mailadres en uw hulpvraag"),
        ("consequences", "Andere moeders kennen uw naam en uw hulpvraag."),
        ("measures", "Het bericht is ingetrokken."),
        ("advice", "Wees voorzichtig met berichten van onbekenden."),
    ];
    reported("of high risk", 150, nature)
        .then_at(150, 330, aware("Een van de moeders stuurde het bericht terug."))
        .then(151, assessed("high", "Eenentwintig gezinnen, met wat zij vroegen."))
        .then_at(151, 320, approved())
        .then(152, json!({ "authority_notice": notice(nature, true) }))
        .letter(152, "breach_notice", "data_subject", &letter)
        .then_at(152, 330, told)
        .then(154, answered("DL-0000-0002"))
        .then(190, closed("Twee moeders hebben een nieuw adres genomen."))
}

fn notified_late() -> Case {
    let mut late = notice("Een notitieboekje bleef achter in de trein.", true);
    if let Some(fields) = late.as_object_mut() {
        let why = "De praktijk stond leeg tijdens de griep van de eigenaar.";
        fields.insert("delay_reasons".to_owned(), json!(why));
    }
    reported("notified late", 210, "Een notitieboekje met namen bleef achter in de trein.")
        .then_at(210, 330, aware("De vinder las er een naam uit voor."))
        .then(215, assessed("risk", "Namen en afspraken, en twee keer een klacht."))
        .then_at(215, 320, approved())
        .then(216, json!({ "authority_notice": late }))
        .then(219, answered("DL-0000-0003"))
        .then(240, closed("Het boekje kwam ongelezen terug."))
}

fn as_a_processor() -> Case {
    let mut report =
        report("processor", "Een lijst van het consultatiebureau stond open op de laptop.");
    if let Some(fields) = report.as_object_mut() {
        fields.insert("principal".to_owned(), contact("Consultatiebureau Voorbeeld"));
    }
    let told = json!({ "notice_to_principal": {
        "told": contact("Functionaris van het bureau"),
        "means": "telephone",
        "text": "De lijst was een uur zichtbaar in de wachtkamer.",
    } });
    Case::begun(Register::Breach, "as a processor", 260, json!({ "report": report }))
        .then_at(260, 330, aware("Een vader in de wachtkamer las zijn eigen naam."))
        .then_at(260, 420, told)
}

fn no_breach_after_all() -> Case {
    let dismissal = json!({ "dismissal": {
        "by": OWNER,
        "reasons": "De usb-stick was leeg; er stond nooit iets op.",
    } });
    reported("no breach after all", 300, "Een usb-stick van de praktijk was zoek.")
        .then(301, dismissal)
}

fn of_yesterday() -> Case {
    reported("of yesterday", 363, "Een dagstaat lag bij het oud papier op straat.")
        .then_at(363, 500, aware("Een voorbijganger bracht het blad terug."))
        .then_at(364, 120, assessed("risk", "Zes namen met adres en bezoektijd."))
}
