//! What an invented lactation practice writes down: one function for every kind of entry. Knows no dates but those it is given.

use super::chance::Chance;
use crate::grpc::pb;
use pb::content::Content as Which;

const QUESTIONS: &[&str] = &[
    "Het aanleggen doet pijn en de tepels zijn kapot; mevrouw wil weten of de aanhap anders kan.",
    "De baby groeit te langzaam volgens het consultatiebureau; mevrouw kolft na iedere voeding.",
    "Mevrouw wil na een borstverkleining zo veel mogelijk zelf voeden.",
    "De baby laat steeds los en huilt aan de borst, vooral in de avond.",
    "Mevrouw gaat over vier weken weer werken en wil een plan om te kolven.",
    "Terugkerende verstopte melkkanalen aan de linkerkant.",
];
const OBSERVED: &[&str] = &[
    "Ondiepe aanhap, tepel na de voeding afgeplat; mondje gaat wijd open als de kin eerst aanligt.",
    "Ritmisch slikken gedurende negen minuten, daarna alleen nog sabbelen.",
    "Tongriem kort maar soepel, zuigvacuüm goed, geen klakken gehoord.",
    "Borsten soepel na de voeding, geen roodheid, litteken rustig.",
];
const ADVICE: &[&str] = &[
    "Biologische houding proberen en de baby zelf laten happen; na drie dagen bellen.",
    "Minstens acht voedingen per etmaal, wisselvoeden en overdag huid-op-huid.",
    "Na de ochtendvoeding tien minuten kolven en de melk per lepel bijgeven.",
    "Warmte voor de voeding, koelte erna; bij koorts meteen de huisarts bellen.",
    "Tepels na het voeden aan de lucht laten drogen, geen zalf met lanoline nodig.",
];

fn content(which: Which) -> pb::Content {
    pb::Content { content: Some(which) }
}

/// A request for care that was accepted, or declined with this reason.
pub fn request(chance: &mut Chance, declined: Option<&str>) -> pb::Content {
    let outcome = match declined {
        None => pb::CareDecisionOutcome::Accepted,
        Some(_) => pb::CareDecisionOutcome::Declined,
    };
    let channel = [pb::Means::Telephone, pb::Means::Website, pb::Means::Email];
    content(Which::RequestForCare(pb::RequestForCare {
        channel: chance.one(&channel).into(),
        question: chance.one(QUESTIONS).to_owned(),
        decision: Some(pb::CareDecision {
            outcome: outcome.into(),
            why: declined.unwrap_or_default().to_owned(),
        }),
    }))
}

/// What every client is told beforehand.
pub fn information() -> pb::Content {
    let topics = [
        pb::InformationTopic::GeneralTerms,
        pb::InformationTopic::ComplaintsScheme,
        pb::InformationTopic::PrivacyProtocol,
        pb::InformationTopic::Costs,
    ];
    content(Which::InformationGiven(pb::InformationGiven {
        topics: topics.map(Into::into).to_vec(),
        means: pb::Means::Email.into(),
        note: String::new(),
    }))
}

/// A care agreement, signed by the client and sent to her.
pub fn agreement(on: &str) -> pb::Content {
    content(Which::Agreement(pb::Agreement {
        content: "Lactatiekundige begeleiding tot de hulpvraag is beantwoord.".to_owned(),
        hours: "tot 6 uur".to_owned(),
        notice_term: "geen".to_owned(),
        delivery: "huisbezoek en telefonisch".to_owned(),
        signatures: vec![signature(on)],
        sent_to: vec![sending("cliënt", on)],
    }))
}

/// The history of a mother or of her child.
pub fn anamnesis(chance: &mut Chance, of_child: bool) -> pb::Content {
    let weeks = chance.between(36, 41);
    let text = if of_child {
        format!(
            "Geboren na {weeks} weken, Apgar 9/10, eerste keer aangelegd na {} minuten.",
            chance.between(20, 90)
        )
    } else {
        format!(
            "Zwangerschap van {weeks} weken, bevalling thuis of poliklinisch, geen medicatie, {}e kind.",
            chance.between(1, 4)
        )
    };
    content(Which::Anamnesis(pb::Narrative { text }))
}

/// An intake at home.
pub fn intake(chance: &mut Chance) -> pb::Content {
    let topics = [pb::IntakeTopic::WayOfWorking, pb::IntakeTopic::CareQuestion];
    content(Which::Intake(pb::Intake {
        setting: pb::Setting::Home.into(),
        topics: topics.map(Into::into).to_vec(),
        findings: chance.one(QUESTIONS).to_owned(),
    }))
}

/// A full report of a visit.
pub fn visit(chance: &mut Chance) -> pb::Content {
    content(Which::ConsultReport(pb::ConsultReport {
        length: pb::Length::Full.into(),
        setting: chance.one(&[pb::Setting::Home, pb::Setting::Practice]).into(),
        subjective: chance.one(QUESTIONS).to_owned(),
        objective: chance.one(OBSERVED).to_owned(),
        assessment: format!("Voeden gaat {} uit tien.", chance.between(3, 9)),
        plan: chance.one(ADVICE).to_owned(),
        ..pb::ConsultReport::default()
    }))
}

/// A short report of a talk by telephone.
pub fn telephone(chance: &mut Chance) -> pb::Content {
    content(Which::ConsultReport(pb::ConsultReport {
        length: pb::Length::Short.into(),
        setting: pb::Setting::Telephone.into(),
        report: format!("Gebeld: {}", chance.one(ADVICE)),
        ..pb::ConsultReport::default()
    }))
}

/// A care plan.
pub fn plan(chance: &mut Chance, on: &str) -> pb::Content {
    content(Which::Plan(pb::Plan {
        diagnoses: vec!["Ineffectieve borstvoeding".to_owned()],
        goals: vec!["Pijnvrij voeden".to_owned(), "Groei van 150 tot 200 gram per week".to_owned()],
        actions: chance.one(ADVICE).to_owned(),
        evaluation_moments: vec!["na vier weken".to_owned()],
        duration: "zes weken".to_owned(),
        roles: vec![pb::PlanRole {
            party: "partner".to_owned(),
            task: "kolfspullen klaarzetten".to_owned(),
        }],
        agreed: Some(pb::Agreed { signatures: vec![signature(on)], ..pb::Agreed::default() }),
    }))
}

/// Advice.
pub fn advice(chance: &mut Chance) -> pb::Content {
    content(Which::Advice(pb::Narrative { text: chance.one(ADVICE).to_owned() }))
}

/// Advice as running text instead of in fields.
pub fn note(chance: &mut Chance) -> pb::Content {
    let text = format!("Nagekomen notitie. {}", chance.one(ADVICE));
    content(Which::Text(pb::TextContent { kind: pb::EntryKind::Advice.into(), text }))
}

/// A weight, on the practice's own scales.
pub fn weight(grams: u32, calibrated_on: &str) -> pb::Content {
    measured(pb::Quantity::BodyWeight, grams, calibrated_on)
}

/// What a child took in at a feed.
pub fn intake_at_feed(grams: u32, calibrated_on: &str) -> pb::Content {
    measured(pb::Quantity::FeedIntake, grams, calibrated_on)
}

fn measured(quantity: pb::Quantity, grams: u32, calibrated_on: &str) -> pb::Content {
    content(Which::Measurement(pb::Measurement {
        quantity: quantity.into(),
        value: grams.to_string(),
        unit: "g".to_owned(),
        device: Some(pb::Device {
            name: "babyweegschaal".to_owned(),
            serial: "WS-2".to_owned(),
            calibrated_on: calibrated_on.to_owned(),
        }),
        ..pb::Measurement::default()
    }))
}

/// A weight as a FHIR R4 observation.
pub fn weight_as_resource(grams: u32, on: &str) -> pb::Content {
    let resource = format!(
        r#"{{"resourceType":"Observation","status":"final","code":{{"coding":[{{"system":"http://loinc.org","code":"29463-7"}}]}},"effectiveDateTime":"{on}","valueQuantity":{{"value":{grams},"unit":"g","system":"http://unitsofmeasure.org","code":"g"}}}}"#
    );
    content(Which::Fhir(pb::FhirContent { kind: pb::EntryKind::Measurement.into(), resource }))
}

/// A resource from elsewhere, byte for byte, under this kind.
pub fn resource(kind: pb::EntryKind, resource: String) -> pb::Content {
    content(Which::Fhir(pb::FhirContent { kind: kind.into(), resource }))
}

/// Consent given.
pub fn consent(scope: pb::ConsentScope) -> pb::Content {
    let (concerning, recipients) = match scope {
        pb::ConsentScope::Sharing => (
            "Bericht over verloop en groei",
            vec!["huisarts".to_owned(), "consultatiebureau".to_owned()],
        ),
        pb::ConsentScope::Images => ("Foto van de aanhap voor het dossier", Vec::new()),
        _ => ("Onderzoek van borsten en mondje, begeleiding bij het voeden", Vec::new()),
    };
    content(Which::Consent(pb::Consent {
        scope: scope.into(),
        decision: pb::ConsentDecision::Given.into(),
        by: pb::Signatory::Client.into(),
        form: pb::ConsentForm::Written.into(),
        concerning: concerning.to_owned(),
        recipients,
        ..pb::Consent::default()
    }))
}

/// The withdrawal of a consent for images; which entry it was is filled in when it is recorded.
pub fn images_withdrawn() -> pb::Content {
    content(Which::Consent(pb::Consent {
        scope: pb::ConsentScope::Images.into(),
        decision: pb::ConsentDecision::Withdrawn.into(),
        by: pb::Signatory::Client.into(),
        form: pb::ConsentForm::Digital.into(),
        concerning: "Foto's niet meer gebruiken".to_owned(),
        ..pb::Consent::default()
    }))
}

/// A risk and what is done about it.
pub fn risk(review_on: &str) -> pb::Content {
    content(Which::RiskAndMeasures(pb::RiskAndMeasures {
        risk: "Uitputting: weinig slaap en geen hulp overdag.".to_owned(),
        measures: vec!["Partner neemt de avond over".to_owned(), "Kraamhulp verlengd".to_owned()],
        participants: vec!["cliënt".to_owned(), "partner".to_owned()],
        network: "Moeder van mevrouw woont op een uur rijden.".to_owned(),
        review_on: review_on.to_owned(),
    }))
}

/// Care that was not given.
pub fn not_given() -> pb::Content {
    content(Which::CareNotGiven(pb::CareNotGiven {
        care: "Proefvoeding met weging".to_owned(),
        why: "De baby had net gedronken bij aankomst.".to_owned(),
        decided_by: pb::NotGivenBy::Practice.into(),
        follow_up: "Bij het volgende bezoek.".to_owned(),
    }))
}

/// An appointment at which nobody was home.
pub fn no_show() -> pb::Content {
    content(Which::FailedContact(pb::FailedContact {
        way: pb::FailedWay::NoShow.into(),
        setting: pb::Setting::Home.into(),
        follow_up: "Voicemail ingesproken, nieuwe afspraak voorgesteld.".to_owned(),
    }))
}

/// A letter to the general practitioner.
pub fn letter(name: &str) -> pb::Content {
    content(Which::Letter(pb::Letter {
        direction: pb::Direction::Sent.into(),
        correspondent: pb::Correspondent::GeneralPractitioner.into(),
        name: "de huisarts".to_owned(),
        subject: format!("Begeleiding van {name}"),
        means: pb::Means::Post.into(),
        text: "Hierbij bericht over de begeleiding bij de borstvoeding; de groei herstelt."
            .to_owned(),
    }))
}

/// A card that a former client sent back.
pub fn survey(chance: &mut Chance) -> pb::Content {
    content(Which::Letter(pb::Letter {
        direction: pb::Direction::Received.into(),
        correspondent: pb::Correspondent::Client.into(),
        name: "cliënt".to_owned(),
        subject: "Ervaringskaart".to_owned(),
        means: pb::Means::Post.into(),
        text: format!("Geeft de begeleiding een {}.", chance.between(6, 10)),
    }))
}

/// An evaluation at the moment that the plan names.
pub fn evaluation(chance: &mut Chance, on: &str) -> pb::Content {
    content(Which::Evaluation(pb::Evaluation {
        occasion: pb::Occasion::Planned.into(),
        participants: vec!["cliënt".to_owned()],
        findings: format!("Pijnscore van 7 naar {}, groei op de lijn.", chance.between(0, 3)),
        adjusted_goals: vec!["Volledig aan de borst voor de zesde week".to_owned()],
        agreed: Some(pb::Agreed { signatures: vec![signature(on)], ..pb::Agreed::default() }),
        shared_with: vec![sending("cliënt", on)],
    }))
}

/// A warm handover to the child health clinic.
pub fn handover() -> pb::Content {
    content(Which::Handover(pb::Handover {
        from: "lactatiekundige".to_owned(),
        to: "jeugdverpleegkundige".to_owned(),
        means: pb::HandoverMeans::Spoken.into(),
        client_present: true,
        summary: "Groei blijven volgen; kolfplan loopt goed.".to_owned(),
        ..pb::Handover::default()
    }))
}

/// The ending of the care.
pub fn ending(on: &str) -> pb::Content {
    content(Which::Ending(pb::Ending {
        reason: pb::EndingReason::GoalsReached.into(),
        summary: "Voedt pijnvrij en volledig; hulpvraag beantwoord.".to_owned(),
        continuity: "Kan altijd weer bellen.".to_owned(),
        reported_to: vec![sending("huisarts", on)],
    }))
}

fn signature(on: &str) -> pb::Signature {
    pb::Signature { by: pb::Signatory::Client.into(), name: String::new(), on: on.to_owned() }
}

fn sending(to: &str, on: &str) -> pb::Sending {
    pb::Sending { to: to.to_owned(), on: on.to_owned(), means: pb::Means::Email.into() }
}
