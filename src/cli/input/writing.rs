//! A message shown as the form it could be read from: the same keys, the same words, hashes in hex.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat};
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, ReflectMessage as _, Value};
use serde_json::{Value as Json, json};

use super::descriptor::{self, Named, TIMESTAMP, word};

/// A message as JSON; what is absent or an empty text is left out.
pub fn shown<M: Named>(message: &M) -> Json {
    let Some(descriptor) = descriptor::message(M::NAME) else { return Json::Null };
    let mut dynamic = DynamicMessage::new(descriptor);
    match dynamic.transcode_from(message) {
        Ok(()) => object(&dynamic),
        Err(_) => Json::Null,
    }
}

/// Names with dots and the values below them, in the order of the fields.
pub fn flattened(shown: &Json) -> Vec<(String, Json)> {
    let mut pairs = Vec::new();
    flatten("", shown, &mut pairs);
    pairs
}

/// A value as it fits in one cell of a table: of a time only the time.
pub fn cell(shown: Json) -> Json {
    match shown {
        Json::Object(_) => {
            let texts = flattened(&shown).into_iter().map(|(_, value)| value);
            let texts: Vec<String> = texts.filter_map(|it| Some(it.as_str()?.to_owned())).collect();
            json!(texts.join(" – "))
        }
        value => value,
    }
}

fn flatten(path: &str, shown: &Json, pairs: &mut Vec<(String, Json)>) {
    match shown {
        Json::Object(fields) => {
            for (key, value) in fields {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(&path, value, pairs);
            }
        }
        Json::Array(items) if items.iter().any(Json::is_object) => {
            for (at, item) in items.iter().enumerate() {
                flatten(&format!("{path}[{at}]"), item, pairs);
            }
        }
        Json::Array(items) => {
            let texts: Vec<&str> = items.iter().filter_map(Json::as_str).collect();
            pairs.push((path.to_owned(), json!(texts.join(", "))));
        }
        value => pairs.push((path.to_owned(), value.clone())),
    }
}

fn object(message: &DynamicMessage) -> Json {
    let descriptor = message.descriptor();
    if descriptor.full_name() == TIMESTAMP {
        return timestamp(message);
    }
    let shown = descriptor.fields().filter(|field| is_shown(message, field)).map(|field| {
        let shown = match message.get_field(&field).as_ref() {
            Value::List(items) => items.iter().map(|item| one(&field, item)).collect(),
            value => one(&field, value),
        };
        (field.name().to_owned(), shown)
    });
    Json::Object(shown.collect())
}

/// A number or a yes or no that cannot be absent is shown even if it is 0 or no: programs count on it.
fn is_shown(message: &DynamicMessage, field: &FieldDescriptor) -> bool {
    let counts = matches!(field.kind(), Kind::Bool | Kind::Uint64 | Kind::Int32);
    message.has_field(field) || (counts && !field.is_list() && !field.supports_presence())
}

fn one(field: &FieldDescriptor, value: &Value) -> Json {
    match value {
        Value::Bool(value) => json!(value),
        Value::I32(value) => json!(value),
        Value::I64(value) => json!(value),
        Value::U32(value) => json!(value),
        Value::U64(value) => json!(value),
        Value::String(text) => json!(text),
        Value::Bytes(bytes) => json!(hex::encode(bytes)),
        Value::Message(message) => object(message),
        Value::EnumNumber(number) => match field.kind() {
            Kind::Enum(choices) => choices
                .get_value(*number)
                .map_or(json!(number), |value| json!(word(&choices, value.name()))),
            _ => json!(number),
        },
        _ => Json::Null,
    }
}

fn timestamp(message: &DynamicMessage) -> Json {
    let number = |name| message.get_field_by_name(name).map(Cow::into_owned);
    let seconds = number("seconds").and_then(|value| value.as_i64()).unwrap_or_default();
    let nanos = number("nanos").and_then(|value| value.as_i32()).unwrap_or_default();
    let instant = DateTime::from_timestamp(seconds, nanos.max(0).cast_unsigned());
    instant.map_or(Json::Null, |at| json!(at.to_rfc3339_opts(SecondsFormat::AutoSi, true)))
}
