//! The built-in letters through the real server, from cases with clocks of their own: nobody gives a day, and nothing is missing
//! that the case knows.

use griffie::domain::complaint::Extension;
use griffie::grpc::pb;
use pb::record_complaint_step_request::Step;

use crate::given::{on, text};
use crate::office::{Office, context, provenance, request_id, violations};

/// A practice that names its complaints officer and the dispute body, as the built-in letters need.
fn stated() -> Office {
    let office = Office::open();
    let form = office.path("practice.toml");
    std::fs::write(&form, PRACTICE).unwrap();
    office.does("owner", &["practice", "set", "--from", &form]);
    office
}

const PRACTICE: &str = r#"
from = "2026-01-01"
learned = "2026-01-01"
[practice]
name = "Praktijk Zilvermeeuw"
kvk = "12345678"
telephone = "050-0000001"
address = { street = "Wilgenpad", house_number = "12", postcode = "9999 XY", city = "Fictum", country = "NL" }
complaints_officer = { name = "Ids Wending", telephone = "050-0000002" }
dispute_body = { name = "Geschillenloket Verzonnen", telephone = "050-0000003" }
"#;

async fn drafted(
    office: &Office,
    complaint_id: &str,
    kind: pb::LetterKind,
    values: &[(&str, &str)],
) -> Result<String, tonic::Status> {
    let values = values.iter().map(|(name, value)| pb::LetterValue {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    });
    let request = pb::DraftComplaintLetterRequest {
        request_id: request_id(),
        access_context: context(pb::Role::ComplaintsOfficer),
        expected_revision: None,
        validate_only: false,
        complaint_id: complaint_id.to_owned(),
        kind: kind.into(),
        language: pb::LetterLanguage::Nl.into(),
        values: values.collect(),
        provenance: provenance(),
    };
    let mut letters = office.client().await.complaint_letter();
    Ok(letters.draft_complaint_letter(request).await?.into_inner().html)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_receipt_and_the_notice_of_an_extension_of_a_real_complaint_have_the_days_of_its_clocks()
 {
    let office = stated();
    let [complaint, ..] = office.cases().await;
    let receipt =
        drafted(&office, &complaint, pb::LetterKind::ComplaintReceipt, &[]).await.unwrap();
    for words in [
        "Beste Jorinde Veenstra,",
        "Op dinsdag 3 maart 2026 hebben wij uw klacht ontvangen.",
        "gaat over: onvoldoende communicatie; een verkeerd of onvolledig advies.",
        "uiterlijk op dinsdag 14 april 2026",
        "artikel 17 lid 1 van de Wkkgz",
        "Ids Wending, 050-0000002",
    ] {
        assert!(receipt.contains(words), "{words} is not in {receipt}");
    }

    let kind = pb::LetterKind::ComplaintExtension;
    let reason = [("reason", "Wij wachten op een collega.")];
    let notice = drafted(&office, &complaint, kind, &reason).await.unwrap();
    assert!(notice.contains("uiterlijk op dinsdag 14 april 2026 ons oordeel geven"), "{notice}");
    assert!(notice.contains("U krijgt ons oordeel uiterlijk op dinsdag 12 mei 2026"), "{notice}");
    let extension = Extension { reason: text("Wij wachten op een collega.") };
    let request = pb::RecordComplaintStepRequest {
        request_id: request_id(),
        access_context: context(pb::Role::ComplaintsOfficer),
        complaint_id: complaint.clone(),
        provenance: Some((&on("2026-04-10")).into()),
        step: Some(Step::Extension((&extension).into())),
        ..Default::default()
    };
    let mut complaints = office.client().await.complaint();
    complaints.record_complaint_step(request).await.unwrap();
    assert_eq!(drafted(&office, &complaint, kind, &reason).await.unwrap(), notice);

    // The clock's day is the only one: nobody promises another.
    let promised = [reason[0], ("due", "2026-12-31")];
    let refused = drafted(&office, &complaint, kind, &promised).await.unwrap_err();
    assert_eq!(violations(&refused), ["values.due: VALUE_KNOWN"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_letters_to_the_persons_of_a_breach_and_to_the_client_of_an_incident_say_what_was_recorded()
 {
    let office = stated();
    let [_, breach, incident] = office.cases().await;
    let page = office.path("breach.html");
    let words = ["letter", "draft", "--breach", &breach, "--value", "person=Zonnedauw"];
    office.does("privacy_officer", &[&words[..], &["--to", &page]].concat());
    let notice = std::fs::read_to_string(&page).unwrap();
    for words in [
        "Wanneer: maandag 2 maart 2026 tot en met woensdag 4 maart 2026.",
        "Wij ontdekten het op donderdag 5 maart 2026.",
        "Een lijst is naar een verkeerd adres gemaild.",
        "naam en adres, gezondheid",
        "Anderen weten van de zorg.",
        "De ontvanger heeft de lijst gewist.",
        "Geef niets door aan wie u belt.",
        "Neem contact met ons op: Hidde Denkbeeld, 0101234567.",
        "artikel 34 van de AVG",
    ] {
        assert!(notice.contains(words), "{words} is not in {notice}");
    }

    let page = office.path("incident.html");
    let words = ["letter", "draft", "--incident", &incident, "--value", "remedy=Rust."];
    office.does("incident_officer", &[&words[..], &["--to", &page]].concat());
    let notice = std::fs::read_to_string(&page).unwrap();
    for words in [
        "Beste Fenna Verzonnen,",
        "Wanneer: zondag 1 maart 2026. Wij ontdekten het op maandag 2 maart 2026.",
        "Een verkeerde maat tepelhoedje gegeven.",
        "De maten lagen door elkaar.",
        "Een geïrriteerde huid.",
    ] {
        assert!(notice.contains(words), "{words} is not in {notice}");
    }
    assert!(!notice.contains("Sterre van Duin"), "{notice}");
}
