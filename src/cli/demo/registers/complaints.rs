//! The complaints of the year, by every route the law knows: talked over, judged in time and late, taken to the dispute body,
//! under the practice's own scheme, withdrawn, settled.

use serde_json::{Value as Json, json};

use super::super::calendar::Calendar;
use super::case::{Case, Register, Verb};

const BODY: &str = "Geschilleninstantie Voorbeeld";
const OFFICER: &str = "Klachtenfunctionaris Voorbeeld";

/// They, in the order of their beginnings.
pub fn cases(calendar: Calendar) -> Vec<Case> {
    vec![
        talked_over(),
        judged_in_time(calendar),
        judged_late(calendar),
        of_a_next_of_kin(),
        under_the_own_scheme(),
        withdrawn(),
        settled_by_the_officer(),
        agreed_upon_later(calendar),
        straight_to_the_dispute_body(),
        in_hand(),
    ]
}

fn filed(name: &'static str, day: u16, grievance: &Json, written: &str) -> Case {
    let filing = json!({ "grievance": grievance, "written": written });
    Case::begun(Register::Complaint, name, day, json!({ "filing": filing }))
}

fn grievance(who: &str, kind: &str, conduct: &str) -> Json {
    json!({
        "complainant": { "name": who, "capacity": "client" },
        "regimes": ["wgbo"],
        "kinds": [kind],
        "conduct": conduct,
        "wished": "Een antwoord waar ik iets mee kan.",
    })
}

/// In another capacity than the client's own.
fn on_behalf(of: &str, capacity: &str, mut grievance: Json) -> Json {
    if let Some(fields) = grievance.as_object_mut() {
        fields.insert("client".to_owned(), json!(of));
        if let Some(complainant) = fields.get_mut("complainant").and_then(Json::as_object_mut) {
            complainant.insert("capacity".to_owned(), json!(capacity));
        }
    }
    grievance
}

fn taken_up() -> Json {
    json!({ "taking_up": {
        "by": "Rosalie Zilverdraad",
        "message": "Wij hebben uw klacht gelezen en gaan ermee aan de slag.",
    } })
}

fn judgement(conclusion: &str, means: &str) -> Json {
    json!({ "judgement": {
        "conclusion": conclusion,
        "decisions": "Wij bieden excuses aan en passen onze werkwijze aan.",
        "no_measures": {},
        "means": means,
    } })
}

fn route(route: &str, note: &str) -> Json {
    json!({ "route": { "route": route, "note": note } })
}

fn closing() -> Json {
    json!({ "closing": { "note": "Afgehandeld en opgeborgen." } })
}

fn talked_over() -> Case {
    let grievance =
        grievance("Yolande Brandnetel", "communication", "De afspraak werd twee keer verzet.");
    let voiced = json!({ "dissatisfaction": { "grievance": grievance } });
    Case::begun_by(Register::Complaint, "talked over", (12, Verb::Voice), voiced)
        .then(
            14,
            json!({ "conversation": {
                "participants": ["Yolande Brandnetel", "Rosalie Zilverdraad"],
                "report": "Het verzetten kwam door ziekte en was slecht uitgelegd.",
                "agreed": "Voortaan belt de praktijk zelf.",
            } }),
        )
        .then(20, closing())
}

fn judged_in_time(calendar: Calendar) -> Case {
    let grievance = grievance(
        "Hedwig Koperdraad",
        "advice",
        "Het advies over bijvoeden klopte niet met de folder.",
    );
    let judgement = json!({ "judgement": {
        "conclusion": "De klacht is gegrond: het advies was onvolledig.",
        "decisions": "De folder en het advies worden gelijk gemaakt.",
        "measures": {
            "by": calendar.text(90),
            "measures": [{
                "measure": "Waarneming van de mailbox regelen.",
                "owner": "Rosalie Zilverdraad",
                "due": calendar.text(90),
            }],
        },
        "means": "post",
    } });
    let letter = [
        ("complainant", "Hedwig Koperdraad"),
        ("subject", "advies over bijvoeden"),
        ("judgement", "Uw klacht is gegrond, want het advies was onvolledig."),
        ("decisions", "Wij maken folder en advies gelijk."),
        ("measures_term", "Binnen dertig dagen na vandaag."),
    ];
    filed("judged in time", 30, &grievance, "letter")
        .letter(31, "complaint_receipt", "client", letter.get(..2).unwrap_or_default())
        .then(32, taken_up())
        .letter(60, "complaint_judgement", "client", &letter)
        .then(60, judgement)
        .then(62, json!({ "judgement_received": {} }))
        .then(66, route("iblce", "Gewezen op de gedragscode van lactatiekundigen."))
        .then(100, closing())
}

fn judged_late(calendar: Calendar) -> Case {
    let grievance = grievance(
        "Babette Zandloper",
        "reporting",
        "De huisarts kreeg nooit bericht over de kolfproblemen.",
    );
    let reason = "De huisarts is nog niet gehoord over wat hij ontving.";
    let who = ("complainant", "Babette Zandloper");
    filed("judged late", 80, &grievance, "email")
        .then(83, taken_up())
        .then(
            100,
            json!({ "progress": { "message": "Wij wachten op het verhaal van de huisarts." } }),
        )
        .letter(115, "complaint_extension", "client", &[who, ("reason", reason)])
        .then(115, json!({ "extension": { "reason": reason } }))
        .letter(
            140,
            "complaint_further_extension",
            "client",
            &[who, ("reason", reason), ("agreed_until", &calendar.text(170))],
        )
        .then(165, judgement("De klacht is deels gegrond: het bericht was zoekgeraakt.", "post"))
        .then(175, route("inspectorate", "Wees op het Landelijk Meldpunt Zorg."))
        .then(210, closing())
}

fn of_a_next_of_kin() -> Case {
    let grievance = grievance(
        "Joris Wolkenveld",
        "health_damage",
        "Mijn vrouw is te laat naar het ziekenhuis gestuurd.",
    );
    let grievance = on_behalf("Marleen Wolkenveld", "next_of_kin", grievance);
    filed("of a next of kin", 110, &grievance, "letter")
        .then(112, taken_up())
        .then(
            140,
            judgement("De klacht is ongegrond: de signalen waren er toen niet.", "handed_over"),
        )
        .then(
            160,
            json!({ "dispute": {
                "body": BODY,
                "ground": "judgement_insufficient",
                "explanation": "Het oordeel gaat niet in op het telefoontje van die avond.",
            } }),
        )
        .then(
            230,
            json!({ "ruling": {
                "outcome": "partly_upheld",
                "summary": "Het telefoontje had eerder gevolg moeten krijgen.",
                "compensation_cents": 75_000,
            } }),
        )
        .then(231, route("disciplinary_court", "Nabestaande overweegt een tuchtklacht."))
        .then(260, closing())
}

fn under_the_own_scheme() -> Case {
    let grievance = json!({
        "complainant": { "name": "Ilse Parelmoer", "capacity": "client" },
        "regimes": ["wmo"],
        "kinds": ["communication"],
        "conduct": "De gemeente wist eerder van de hulp dan ik zelf.",
    });
    let scheme = json!({
        "judged_by": "Klachtencommissie Voorbeeld Wmo",
        "weeks": 8,
        "confidant": "Vertrouwenspersoon Voorbeeld",
    });
    let filing = json!({ "grievance": grievance, "written": "form", "scheme": scheme });
    let begun = json!({ "filing": filing });
    Case::begun(Register::Complaint, "under the own scheme", 190, begun)
        .then(193, taken_up())
        .then(
            230,
            judgement("De klacht is gegrond: eerst had u gebeld moeten worden.", "electronic"),
        )
        .then(
            232,
            json!({ "route": {
                "route": "other",
                "named": "Ombudsman van Lindewaard",
                "note": "Staat open voor hulp onder de Wmo.",
            } }),
        )
}

fn withdrawn() -> Case {
    let grievance = grievance(
        "Tirza Zwaluwstaart",
        "representation",
        "Er is niet met mij als mentor overlegd over de opname.",
    );
    let grievance = on_behalf("Philine Zwaluwstaart", "wrongly_not_seen", grievance);
    filed("withdrawn", 205, &grievance, "email")
        .then(206, taken_up())
        .then(215, json!({ "withdrawal": { "reason": "Het is in een gesprek opgehelderd." } }))
}

fn settled_by_the_officer() -> Case {
    let grievance = grievance(
        "Saskia Regenpijp",
        "financial",
        "Een huisbezoek dat niet doorging is toch berekend.",
    );
    filed("settled by the officer", 240, &grievance, "email")
        .then(242, taken_up())
        .then(
            243,
            json!({ "officer_asked": {
                "asked_by": "client",
                "officer": OFFICER,
                "question": "Kan de rekening van het bezoek van tafel?",
            } }),
        )
        .then(
            250,
            json!({ "officer_contacted": {
                "participants": ["Saskia Regenpijp", OFFICER],
                "report": "Beiden willen er samen uitkomen.",
            } }),
        )
        .then(
            256,
            json!({ "officer_concluded": {
                "outcome": "solved",
                "report": "De helft van het bedrag wordt kwijtgescholden.",
            } }),
        )
        .then(
            257,
            json!({ "settlement": {
                "agreement": "De praktijk stuurt een nieuwe rekening over de helft.",
                "with": "Saskia Regenpijp",
            } }),
        )
}

fn agreed_upon_later(calendar: Calendar) -> Case {
    let grievance = grievance(
        "Fleur Klaverveld",
        "privacy",
        "Mijn gegevens lagen op tafel bij een ander gezin.",
    );
    filed("agreed upon later", 250, &grievance, "form")
        .then(253, taken_up())
        .then(285, json!({ "extension": { "reason": "De collega die er was is met verlof." } }))
        .then(
            310,
            json!({ "consent": {
                "until": calendar.text(345),
                "reason": "Klaagster wacht liever op het verhaal van de collega.",
            } }),
        )
        .then(
            335,
            judgement("De klacht is gegrond: het dossier had in de tas gehoord.", "electronic"),
        )
        .then(336, json!({ "judgement_received": {} }))
        .then(337, route("data_protection_authority", "Klaagster wil ook daar melden."))
}

fn straight_to_the_dispute_body() -> Case {
    let grievance = grievance(
        "Dorothea Muurbloem",
        "code_other",
        "De lactatiekundige sprak over mij met mijn werkgever.",
    );
    let dispute = json!({ "dispute": {
        "body": BODY,
        "ground": "not_reasonable",
        "explanation": "De lactatiekundige is een nicht van mijn leidinggevende.",
        "grievance": grievance,
    } });
    let verb = (290, Verb::Dispute);
    Case::begun_by(Register::Complaint, "straight to the dispute body", verb, dispute)
        .then(292, route("civil_court", "Advocaat heeft de praktijk aansprakelijk gesteld."))
}

fn in_hand() -> Case {
    let grievance = grievance(
        "Nienke Vuurvlinder",
        "advice",
        "Het kolfschema was voor een baby van een andere leeftijd.",
    );
    let grievance = on_behalf("Amarens Vuurvlinder", "representative", grievance);
    filed("in hand", 345, &grievance, "letter").then(348, taken_up()).then(
        358,
        json!({ "progress": { "message": "Wij spreken u volgende week over het schema." } }),
    )
}
