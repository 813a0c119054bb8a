//! A form read into a message: every key must be a field, every value of its type. All that is wrong is named at once, by path,
//! without repeating what was written: it may be a name.

use std::fmt;

use chrono::DateTime;
use prost_reflect::{
    DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage as _, Value,
};
use serde_json::{Map, Value as Json};

use super::descriptor::{TIMESTAMP, is_time, number, words};

/// What is wrong with a form.
#[derive(Debug, Default)]
pub struct Wrong(Vec<String>);

impl Wrong {
    fn note(&mut self, path: &str, what: impl fmt::Display) {
        let path = if path.is_empty() { "the form" } else { path };
        self.0.push(format!("{path}: {what}"));
    }

    /// Whether nothing is.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.join("\n  "))
    }
}

/// Reads an object into a message.
pub fn message(
    descriptor: &MessageDescriptor,
    form: &Json,
    path: &str,
    wrong: &mut Wrong,
) -> DynamicMessage {
    let mut read = DynamicMessage::new(descriptor.clone());
    if descriptor.full_name() == TIMESTAMP {
        timestamp(&mut read, form, path, wrong);
        return read;
    }
    match form {
        Json::Object(fields) => object(&mut read, fields, path, wrong),
        Json::String(text) if is_time(descriptor) => {
            let which = if text.contains(['T', 't']) { "at" } else { "on" };
            let fields = Map::from_iter([(which.to_owned(), form.clone())]);
            object(&mut read, &fields, path, wrong);
        }
        _ if is_time(descriptor) => wrong.note(path, "must be a date, an instant or a table"),
        _ => wrong.note(path, "must be a table"),
    }
    read
}

fn object(read: &mut DynamicMessage, fields: &Map<String, Json>, path: &str, wrong: &mut Wrong) {
    let descriptor = read.descriptor();
    for (key, value) in fields {
        let at = join(path, key);
        let Some(field) = descriptor.get_field_by_name(key) else {
            let known: Vec<String> = descriptor.fields().map(|it| it.name().to_owned()).collect();
            wrong.note(&at, format!("there is no such key; known are {}", known.join(", ")));
            continue;
        };
        if value.is_null() {
            continue;
        }
        if let Some(oneof) = field.containing_oneof()
            && let Some(other) = oneof.fields().find(|other| read.has_field(other))
        {
            wrong.note(&at, format!("cannot stand beside `{}`", other.name()));
            continue;
        }
        if let Some(value) = held(&field, value, &at, wrong) {
            read.set_field(&field, value);
        }
    }
}

fn held(field: &FieldDescriptor, form: &Json, path: &str, wrong: &mut Wrong) -> Option<Value> {
    if !field.is_list() {
        return one(field, form, path, wrong);
    }
    let Json::Array(items) = form else {
        wrong.note(path, "must be a list");
        return None;
    };
    let items = items.iter().enumerate();
    let read = items.map(|(at, item)| one(field, item, &format!("{path}[{at}]"), wrong));
    let read: Vec<Option<Value>> = read.collect();
    Some(Value::List(read.into_iter().collect::<Option<_>>()?))
}

fn one(field: &FieldDescriptor, form: &Json, path: &str, wrong: &mut Wrong) -> Option<Value> {
    let (read, expected) = match field.kind() {
        Kind::Message(held) => return Some(Value::Message(message(&held, form, path, wrong))),
        Kind::String => (form.as_str().map(|text| Value::String(text.to_owned())), "text"),
        Kind::Bool => (form.as_bool().map(Value::Bool), "true or false"),
        Kind::Uint64 => (form.as_u64().map(Value::U64), "a whole number"),
        Kind::Uint32 => {
            let number = form.as_u64().and_then(|number| u32::try_from(number).ok());
            (number.map(Value::U32), "a whole number")
        }
        Kind::Int32 => {
            let number = form.as_i64().and_then(|number| i32::try_from(number).ok());
            (number.map(Value::I32), "a whole number")
        }
        Kind::Enum(choices) => {
            let chosen = form.as_str().and_then(|word| number(&choices, word));
            if chosen.is_none() {
                wrong.note(path, format!("must be one of {}", words(&choices).join(", ")));
            }
            return chosen.map(Value::EnumNumber);
        }
        _ => (None, "left out: it cannot be written in a form"),
    };
    if read.is_none() {
        wrong.note(path, format!("must be {expected}"));
    }
    read
}

fn timestamp(read: &mut DynamicMessage, form: &Json, path: &str, wrong: &mut Wrong) {
    match form.as_str().map(DateTime::parse_from_rfc3339) {
        Some(Ok(instant)) => {
            let nanos = instant.timestamp_subsec_nanos().min(999_999_999).cast_signed();
            read.set_field_by_name("seconds", Value::I64(instant.timestamp()));
            read.set_field_by_name("nanos", Value::I32(nanos));
        }
        _ => wrong.note(path, "must be an instant like 2026-03-05T10:20:00+01:00"),
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}
