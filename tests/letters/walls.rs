//! Through a real server: a letter from template to sending, and nothing of it behind another register's walls.

use std::collections::BTreeSet;

use griffie::chain::Header;
use griffie::grpc::pb;
use tonic::Code;

use crate::office::{Office, context, provenance, refusal, request_id, violations};

const OWN: &str = "# Bericht\n\nBeste {{complainant}},\n\n{{practice.name}}, {{date}}\n";

fn draft(complaint_id: &str, pairs: &[(&str, &str)]) -> pb::DraftComplaintLetterRequest {
    let value = |(name, value): &(&str, &str)| pb::LetterValue {
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    };
    pb::DraftComplaintLetterRequest {
        request_id: request_id(),
        access_context: context(pb::Role::ComplaintsOfficer),
        expected_revision: None,
        validate_only: false,
        complaint_id: complaint_id.to_owned(),
        kind: pb::LetterKind::ComplaintReceipt.into(),
        language: pb::LetterLanguage::Nl.into(),
        values: pairs.iter().map(value).collect(),
        provenance: provenance(),
    }
}

fn get(complaint_id: &str, letter_id: &str) -> pb::GetComplaintLetterRequest {
    pb::GetComplaintLetterRequest {
        access_context: context(pb::Role::ComplaintsOfficer),
        complaint_id: complaint_id.to_owned(),
        letter_id: letter_id.to_owned(),
        as_of: None,
    }
}

fn set_template(text: &str) -> pb::SetLetterTemplateRequest {
    pb::SetLetterTemplateRequest {
        request_id: request_id(),
        access_context: context(pb::Role::Owner),
        expected_revision: None,
        validate_only: false,
        letter: pb::LetterKind::ComplaintReceipt.into(),
        language: pb::LetterLanguage::Nl.into(),
        text: text.to_owned(),
        author: provenance().unwrap().author,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_is_shown_then_drafted_once_and_stays_as_it_was_when_the_template_changes() {
    let office = Office::open();
    office.states_itself();
    let [complaint, ..] = office.cases().await;
    let client = office.client().await;
    let (mut letters, mut practice) = (client.complaint_letter(), client.practice());
    let set = practice.set_letter_template(set_template(OWN)).await.unwrap().into_inner();
    let position = set.acknowledgement.unwrap().records[0].position;

    let who = [("complainant", "mevrouw <Zonnedauw>")];
    let only_shown =
        pb::DraftComplaintLetterRequest { validate_only: true, ..draft(&complaint, &who) };
    let shown = letters.draft_complaint_letter(only_shown).await.unwrap().into_inner();
    assert!(shown.html.contains("Beste mevrouw &lt;Zonnedauw&gt;,"), "{}", shown.html);
    assert!(shown.html.contains("Praktijk Zilvermeeuw, donderdag 5 maart 2026"), "{}", shown.html);
    assert_eq!(shown.letter_id, "");
    assert!(shown.acknowledgement.unwrap().records.is_empty());

    let request = draft(&complaint, &who);
    let drafted = letters.draft_complaint_letter(request.clone()).await.unwrap().into_inner();
    assert_eq!(drafted.html, shown.html);
    assert_eq!(drafted.acknowledgement.unwrap().records.len(), 1);
    practice.set_letter_template(set_template("Geheel anders.")).await.unwrap();
    // A new letter comes from the template that was set last.
    let newer = letters.draft_complaint_letter(draft(&complaint, &[])).await.unwrap().into_inner();
    assert!(newer.html.contains("<p>Geheel anders.</p>"), "{}", newer.html);
    // The same request again is the same letter, whatever the template says by now.
    let again = letters.draft_complaint_letter(request).await.unwrap().into_inner();
    assert!(again.acknowledgement.unwrap().replayed);
    assert_eq!((again.letter_id.as_str(), &again.html), (drafted.letter_id.as_str(), &shown.html));
    let kept = letters.get_complaint_letter(get(&complaint, &drafted.letter_id)).await.unwrap();
    let kept = kept.into_inner();
    assert_eq!(kept.html, shown.html);
    assert_eq!(kept.letter.unwrap().template_position, Some(position));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_draft_is_told_by_field_and_nothing_is_recorded() {
    let office = Office::open();
    let [complaint, ..] = office.cases().await;
    let mut letters = office.client().await.complaint_letter();
    let mut practice = office.client().await.practice();
    practice.set_letter_template(set_template(OWN)).await.unwrap();
    let refused = letters.draft_complaint_letter(draft(&complaint, &[("subject", "x")])).await;
    assert_eq!(
        violations(&refused.unwrap_err()),
        ["values.subject: NOT_IN_TEMPLATE", "values.practice.name: MISSING",]
    );
    let refused = practice.set_letter_template(set_template("Beste {{klager}},")).await;
    assert_eq!(violations(&refused.unwrap_err()), ["text.klager: UNKNOWN_PLACEHOLDER"]);
    let list = pb::ListComplaintLettersRequest {
        access_context: context(pb::Role::Owner),
        complaint_id: complaint,
        ..pb::ListComplaintLettersRequest::default()
    };
    assert!(letters.list_complaint_letters(list).await.unwrap().into_inner().letters.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_of_a_letter_is_found_from_another_register_or_by_another_role() {
    let office = Office::open();
    office.states_itself();
    let [complaint, breach, incident] = office.cases().await;
    let client = office.client().await;
    client.practice().set_letter_template(set_template(OWN)).await.unwrap();
    let mut letters = client.complaint_letter();
    let who = [("complainant", "mevrouw Zonnedauw")];
    let drafted = letters.draft_complaint_letter(draft(&complaint, &who)).await.unwrap();
    let letter = drafted.into_inner().letter_id;

    // A case of another register is no case here, whatever revision is insisted on.
    for other in [&breach, &incident] {
        let by_id = letters.get_complaint_letter(get(other, &letter)).await.unwrap_err();
        assert_eq!(refusal(&by_id), (Code::NotFound, "NO_SUCH_COMPLAINT".to_owned()));
        let stale =
            pb::DraftComplaintLetterRequest { expected_revision: Some(0), ..draft(other, &who) };
        let drafting = letters.draft_complaint_letter(stale).await.unwrap_err();
        assert_eq!(refusal(&drafting), (Code::NotFound, "NO_SUCH_COMPLAINT".to_owned()));
        let list = pb::ListComplaintLettersRequest {
            access_context: context(pb::Role::ComplaintsOfficer),
            complaint_id: other.clone(),
            ..pb::ListComplaintLettersRequest::default()
        };
        let listing = letters.list_complaint_letters(list).await.unwrap_err();
        assert_eq!(refusal(&listing), (Code::NotFound, "NO_SUCH_COMPLAINT".to_owned()));
    }
    let of_incident = pb::GetIncidentLetterRequest {
        access_context: context(pb::Role::IncidentOfficer),
        incident_id: complaint.clone(),
        letter_id: letter.clone(),
        as_of: None,
    };
    let found =
        client.incident_letter().get_incident_letter(of_incident.clone()).await.unwrap_err();
    assert_eq!(refusal(&found), (Code::NotFound, "NO_SUCH_INCIDENT".to_owned()));

    // One person in another role is another one; the owner as such does not see incidents.
    for role in [pb::Role::IncidentOfficer, pb::Role::PrivacyOfficer] {
        let request = pb::GetComplaintLetterRequest {
            access_context: context(role),
            ..get(&complaint, &letter)
        };
        let refused = letters.get_complaint_letter(request).await.unwrap_err();
        assert_eq!(refusal(&refused), (Code::PermissionDenied, "NOT_ALLOWED".to_owned()));
    }
    for role in [pb::Role::Owner, pb::Role::ComplaintsOfficer, pb::Role::PrivacyOfficer] {
        let access_context = context(role);
        let request = pb::GetIncidentLetterRequest { access_context, ..of_incident.clone() };
        let refused = client.incident_letter().get_incident_letter(request).await.unwrap_err();
        assert_eq!(refusal(&refused), (Code::PermissionDenied, "NOT_ALLOWED".to_owned()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_of_an_incident_is_recorded_under_the_actor_of_that_register_and_read_by_its_officer_alone()
 {
    let office = Office::open();
    office.states_itself();
    let [_, _, incident] = office.cases().await;
    let officer = "incident_officer";
    let template = office.path("template.txt");
    std::fs::write(&template, "Beste {{client}}, {{nature}}").unwrap();
    let setting = [
        "practice",
        "letter-template",
        "set",
        "--letter",
        "incident_notice",
        "--language",
        "en",
        "--text",
    ];
    office.does("owner", &[&setting[..], &[&template]].concat());
    let page = office.path("letter.html");
    let words = ["letter", "draft", "--incident", &incident, "--language", "en", "--to", &page];
    let values = ["--value", "client=Zonnedauw", "--value", "nature=a wrong size"];
    let drafted = office.json(officer, &[&words[..], &values].concat());
    let letter = drafted["letter_id"].as_str().unwrap();
    assert!(std::fs::read_to_string(&page).unwrap().contains("Beste Zonnedauw, a wrong size"));

    let mut ledger = office.client().await.ledger();
    let mut read = async |role| {
        let request = pb::ReadRecordsRequest {
            access_context: context(role),
            include_payloads: true,
            ..pb::ReadRecordsRequest::default()
        };
        let mut records = ledger.read_records(request).await.unwrap().into_inner();
        let mut found = Vec::new();
        while let Some(page) = records.message().await.unwrap() {
            found.extend(page.records);
        }
        found.retain(|record| record.stream_id == incident && !record.kind.starts_with("clock."));
        found
    };
    let seen = read(pb::Role::Owner).await;
    assert_eq!(seen.last().unwrap().kind, "incident.letter_drafted/1");
    let actors: BTreeSet<_> =
        seen.iter().map(|record| Header::decode(&record.header).unwrap().actor).collect();
    assert_eq!(actors.len(), 1);
    assert!(seen.iter().all(|record| record.payload.is_empty()));
    let sent = [
        "letter",
        "sent",
        letter,
        "--incident",
        &incident,
        "--to",
        "client",
        "--means",
        "handed_over",
    ];
    assert!(office.refuses("owner", &sent).contains("this role may not do this"));
    office.does(officer, &sent);
}
