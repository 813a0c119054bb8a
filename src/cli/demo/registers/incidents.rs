//! The incidents of the year: from an idea to a calamity that was notified and inquired into, and a doubt that came to nothing.

use serde_json::{Value as Json, json};

use super::super::calendar::Calendar;
use super::case::{Case, Register, entry_of};
use super::dossiers::FAMILY;

const OFFICER: &str = "Rosalie Zilverdraad";

/// They, in the order of their beginnings.
pub fn cases(calendar: Calendar) -> Vec<Case> {
    let on = |day: i32| calendar.text(day);
    vec![
        accident(&on(40)),
        short(
            "a mix-up that was seen",
            75,
            "near_accident",
            &on(75),
            "Bijna de melk van een ander kind gegeven.",
        ),
        short(
            "an idea",
            100,
            "improvement",
            &on(99),
            "Een tweede weegschaal zou het bezoek korter maken.",
        ),
        short(
            "a pump that failed",
            130,
            "equipment_failure",
            &on(129),
            "De huurkolf viel uit midden in de nacht.",
        ),
        violence(&on(170)),
        doubt(&on(184)),
        calamity(calendar),
        short(
            "wrong parts",
            310,
            "supplier_fault",
            &on(308),
            "De leverancier stuurde borstschilden van een andere maat.",
        ),
        stolen_bag(&on(320)),
        short(
            "no handover",
            330,
            "chain",
            &on(328),
            "De kraamzorg wist niets van het afgesproken kolfplan.",
        ),
        just_reported(&on(363)),
    ]
}

fn report(kind: &str, on: &str, nature: &str, noticeable: &str) -> Json {
    let mut report = json!({
        "kind": kind,
        "regime": "wgbo",
        "took_place": on,
        "discovered": on,
        "nature": nature,
        "noticeable": noticeable,
        "reporter": { "name": "Mirthe Lindeboom", "position": "witness" },
    });
    if let Some(fields) = report.as_object_mut().filter(|_| kind == "chain") {
        fields.insert("chain".to_owned(), json!(["Kraamzorg De Wieg"]));
    }
    report
}

fn reported(name: &'static str, day: u16, report: &Json) -> Case {
    Case::begun(Register::Incident, name, day, json!({ "report": report }))
}

fn assessed(findings: &str, noticeable: &str) -> Json {
    json!({ "assess": { "assessed_by": OFFICER, "findings": findings, "noticeable": noticeable } })
}

fn classified(class: &str, grounds: &str) -> Json {
    json!({ "classify": { "class": class, "decided_by": OFFICER, "grounds": grounds } })
}

fn told(nature: &str, cause: &str) -> Json {
    json!({ "tell_client": {
        "told": [{ "told_as": "client" }],
        "nature": nature,
        "cause": cause,
        "limiting": "Bij twijfel dag en nacht bellen.",
    } })
}

fn notified(account: &str) -> Json {
    json!({ "notify": { "authority": "inspectorate", "means": "website", "account": account } })
}

fn closed(conclusion: &str) -> Json {
    json!({ "close": { "conclusion": conclusion } })
}

/// One without noticeable effects, assessed and closed within the week.
fn short(name: &'static str, day: u16, kind: &str, on: &str, nature: &str) -> Case {
    reported(name, day, &report(kind, on, nature, "no"))
        .then(day + 1, assessed("Niemand heeft er iets van gemerkt.", "no"))
        .then(day + 3, classified("incident", "Geen schade en geen gevolg voor het kind."))
        .then(day + 6, closed("Besproken en klaar."))
}

fn accident(on: &str) -> Case {
    let nature = "De baby gleed bij het wegen van de schaal.";
    let cause = "De tafel was nat en de schaal stond los.";
    let letter = [
        ("client", "Liselot Sterrenmos"),
        ("happened_on", on),
        ("nature", nature),
        ("cause", cause),
        ("consequences", "Een blauwe plek op de heup, verder niets gevonden."),
        ("remedy", "De huisarts heeft uw kind nagekeken."),
    ];
    let note = json!({ "link_note": {
        "dossier_id": format!("@{FAMILY}"),
        "entry_id": entry_of(FAMILY),
    } });
    reported("a fall from the scales", 40, &report("accident", on, nature, "yes"))
        .then(41, assessed("Blauwe plek, geen breuk.", "yes"))
        .then_at(41, 330, classified("incident", "Geen ernstig schadelijk gevolg."))
        .then(42, told(nature, cause))
        .letter(42, "incident_notice", "client", &letter)
        .then(43, note)
        .then(44, json!({ "list_measures": { "measure_ids": ["@scales out of reach"] } }))
        .then(
            50,
            json!({ "evaluate": {
                "evaluated_by": [OFFICER],
                "method": "tijdlijn",
                "findings": "Er was geen vaste plek voor de weegschaal.",
                "causes": ["Geen mat onder de schaal."],
            } }),
        )
        .then(60, closed("Matten liggen er; het kind maakt het goed."))
}

fn violence(on: &str) -> Case {
    let nature = "Een vader duwde de waarnemer tegen de deurpost.";
    reported("a push", 170, &report("violence", on, nature, "perhaps"))
        .then(171, assessed("Geweld tegen wie zorg gaf, in het bijzijn van moeder.", "perhaps"))
        .then_at(171, 330, classified("violence", "Geweld in de zorgrelatie."))
        .then(172, notified("Vader duwde de waarnemer; het bezoek is gestaakt."))
        .then(173, told(nature, "Vader had dagen niet geslapen."))
        .then(
            180,
            json!({ "record_reply": {
                "reply": "no_report_needed",
                "reference": "IGJ-0000-0001",
                "words": "Wij zien af van een rapport.",
            } }),
        )
        .then(185, closed("Bezoeken gaan voortaan met twee personen."))
}

fn doubt(on: &str) -> Case {
    let nature = "De baby werd slap na het bijvoeden.";
    let cause = "De baby had een virus dat daarna is vastgesteld.";
    reported("a doubt", 185, &report("accident", on, nature, "perhaps"))
        .then(186, assessed("Niet duidelijk of het van de voeding kwam.", "perhaps"))
        .then(188, classified("in_doubt", "Opname van een nacht ter observatie."))
        .then(189, told(nature, "Wordt nog uitgezocht met het ziekenhuis."))
        .then(220, classified("incident", cause))
        .then(225, closed("Geen verband met de zorg."))
}

fn calamity(calendar: Calendar) -> Case {
    let nature = "Een baby raakte ernstig uitgedroogd terwijl wij kwamen wegen.";
    let cause = "Twee gewichten waren verwisseld, zodat de daling niet opviel.";
    reported("a calamity", 225, &report("accident", &calendar.text(224), nature, "yes"))
        .then(226, classified("calamity", "Opname op de intensive care met blijvende schade."))
        .then_at(226, 330, told(nature, cause))
        .then(227, notified("Uitdroging na verwisselde gewichten; dossier veiliggesteld."))
        .then(
            229,
            json!({ "record_reply": {
                "reply": "received",
                "reference": "IGJ-0000-0002",
                "words": "Wij verwachten uw rapport binnen acht weken.",
            } }),
        )
        .then(
            275,
            json!({ "send_report": {
                "means": "website",
                "conclusions": "Gewichten worden voortaan door twee mensen gelezen.",
            } }),
        )
        .then(
            300,
            json!({ "record_reply": { "reply": "report_accepted", "words": "Het rapport is voldoende." } }),
        )
        .then(
            302,
            json!({ "evaluate": {
                "evaluated_by": [OFFICER, "Mirthe Lindeboom"],
                "findings": "De groeicurve werd niet bij elk bezoek bekeken.",
                "causes": ["Cijfers op losse briefjes."],
            } }),
        )
        .then(305, closed("Rapport aanvaard, maatregelen lopen."))
}

fn stolen_bag(on: &str) -> Case {
    let mut report = report("loss_damage_theft", on, "De bezoektas is uit de auto gehaald.", "no");
    if let Some(fields) = report.as_object_mut() {
        let police = json!([{ "party": "police", "reference": "PL-0000-0001" }]);
        fields.insert("settlements".to_owned(), police);
    }
    reported("a stolen bag", 320, &report)
        .then(321, assessed("Alleen spullen van de praktijk zelf.", "no"))
        .then(323, classified("incident", "Geen cliënt bij betrokken."))
}

fn just_reported(on: &str) -> Case {
    let nature = "Moeder kreeg een tabel met hoeveelheden voor een ouder kind.";
    reported("just reported", 364, &report("near_accident", on, nature, "perhaps"))
}
