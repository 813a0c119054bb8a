//! People, grants and tokens.

use super::reader::Choice;
use super::table::message;
use super::write;
use crate::access::{Grant, Issued};
use crate::chain::StreamId;
use crate::domain::person::{Details, Person, RegisterNumber, Sort};
use crate::grpc::fields::role_of;
use crate::grpc::pb;

message!(PersonDetails => Details { name: text, numbers: messages });

message!(RegisterNumber { kind: choice, number: text });

impl Choice for Sort {
    fn of(number: i32) -> Option<Sort> {
        match pb::PersonSort::try_from(number).ok()? {
            pb::PersonSort::Unspecified => None,
            pb::PersonSort::Person => Some(Sort::Person),
            pb::PersonSort::System => Some(Sort::System),
        }
    }
}

/// Somebody as they are shown.
pub fn person(stream: StreamId, person: &Person) -> pb::Person {
    let sort = match person.sort {
        Sort::Person => pb::PersonSort::Person,
        Sort::System => pb::PersonSort::System,
    };
    pb::Person {
        person_id: stream.to_string(),
        actor_id: person.actor.to_string(),
        sort: sort.into(),
        details: write::message(&person.details),
    }
}

/// A grant as it is shown, without its holder's name and its tokens.
pub fn grant(id: StreamId, grant: &Grant, holds: bool) -> pb::GrantState {
    pb::GrantState {
        grant_id: id.to_string(),
        actor_id: grant.actor.to_string(),
        person_id: String::new(),
        name: String::new(),
        role: role_of(grant.role).into(),
        stream_ids: grant.streams.iter().map(ToString::to_string).collect(),
        from: grant.from.map_or_else(String::new, |day| day.to_string()),
        until: grant.until.map_or_else(String::new, |day| day.to_string()),
        holds,
        given: grant.given_at,
        tokens: Vec::new(),
        emergency_reason: String::new(),
    }
}

/// A token as it is shown: never what lets anybody in.
pub fn token((position, issued): (u64, &Issued)) -> pb::TokenState {
    pb::TokenState {
        token: position,
        until: issued.until.map_or_else(String::new, |day| day.to_string()),
        revoked: issued.revoked_at.is_some(),
    }
}
