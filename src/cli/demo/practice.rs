//! The invented practice itself.

use super::super::failure::Failure;
use super::super::way_out::own_administration;
use super::calendar::learned;
use super::desk::{Desk, request_id};
use crate::grpc::pb;

/// States the practice's details from the first day of the year on.
pub async fn describe(desk: &Desk) -> Result<String, Failure> {
    let point = |name: &str, email: &str| pb::ContactPoint {
        name: name.to_owned(),
        email: email.to_owned(),
        ..pb::ContactPoint::default()
    };
    let practice = pb::Practice {
        name: "Lactatiepraktijk De Zilverdraad".to_owned(),
        address: Some(pb::Address {
            street: "Theelichtplein".to_owned(),
            house_number: "7".to_owned(),
            postcode: "1099 SA".to_owned(),
            city: "Lindewaard".to_owned(),
            country: "NL".to_owned(),
            ..pb::Address::default()
        }),
        telephone: "06 0000 0000".to_owned(),
        email: "praktijk@zilverdraad.example".to_owned(),
        kvk: "00000000".to_owned(),
        agb: "00000000".to_owned(),
        professional_numbers: vec![pb::ProfessionalNumber {
            holder: desk.author.name.clone(),
            kind: pb::NumberKind::Ibclc.into(),
            number: "L-00000".to_owned(),
        }],
        dispute_body: Some(point("Geschilleninstantie Voorbeeld", "post@geschillen.example")),
        complaints_officer: Some(point("Klachtenfunctionaris Voorbeeld", "post@klachten.example")),
        supervisors: vec![pb::Supervisor {
            municipality: "Lindewaard".to_owned(),
            contact: Some(point("Toezichthouder Wmo", "toezicht@lindewaard.example")),
        }],
        ..pb::Practice::default()
    };
    let request = pb::DescribePracticeRequest {
        request_id: request_id(),
        access_context: Some(own_administration()),
        from: desk.calendar.text(0),
        learned: Some(learned(desk.calendar.at(0, 0))),
        author: Some(desk.author.clone()),
        practice: Some(practice),
        ..pb::DescribePracticeRequest::default()
    };
    let answer = desk.line.send(0, |connection| {
        let (mut service, request) = (connection.practice(), request.clone());
        async move { service.describe_practice(request).await }
    });
    answer.await?;
    Ok("details recorded, from the first day of the year".to_owned())
}
