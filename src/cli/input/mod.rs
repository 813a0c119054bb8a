//! What the daily verbs are asked to record: a form with the keys of the request it becomes, filled from a file, from flags or
//! in an editor. It knows the contract by its descriptors only, so a new field needs no line here.

pub mod access;
pub mod descriptor;
pub mod provenance;
mod reading;
pub mod verb;
pub mod writing;

use std::io::Read;
use std::path::Path;

use prost_reflect::MessageDescriptor;
use serde_json::{Map, Value as Json};

use crate::chain::check_i_json;

use super::failure::{Exit, Failure};
use descriptor::Named;

/// A form being filled.
#[derive(Clone, Debug)]
pub struct Form {
    fields: Json,
}

impl Default for Form {
    fn default() -> Form {
        Form { fields: Json::Object(Map::new()) }
    }
}

impl Form {
    /// The form in a file, in JSON if it begins with a brace, else in TOML; `-` is standard input.
    pub fn from_file(path: &Path) -> Result<Form, Failure> {
        let mut text = String::new();
        if path == Path::new("-") {
            std::io::stdin().read_to_string(&mut text)?;
        } else {
            let unread = |error| Failure::because(&path.display().to_string(), &error);
            text = std::fs::read_to_string(path).map_err(unread)?;
        }
        Form::from_text(&text)
    }

    /// The form in a text. What is wrong is told by line, never by repeating it: the text may be about a person.
    pub fn from_text(text: &str) -> Result<Form, Failure> {
        let fields =
            if text.trim_start().starts_with('{') { from_json(text) } else { from_toml(text) };
        Ok(Form { fields: fields? })
    }

    /// Fills a field; whoever comes last wins.
    pub fn set(&mut self, path: &str, value: impl Into<Json>) {
        *self.at(path) = value.into();
    }

    /// Fills a field if there is something to fill it with.
    pub fn set_some<V: Into<Json>>(&mut self, path: &str, value: Option<V>) {
        if let Some(value) = value {
            self.set(path, value);
        }
    }

    /// Fills a field that nothing has filled yet.
    pub fn set_missing(&mut self, path: &str, value: impl Into<Json>) {
        if !self.has(path) {
            self.set(path, value);
        }
    }

    /// Whether a field is filled.
    pub fn has(&self, path: &str) -> bool {
        self.get(path).is_some_and(|found| !found.is_null())
    }

    /// What a field holds.
    pub fn get(&self, path: &str) -> Option<&Json> {
        path.split('.').try_fold(&self.fields, |at, key| at.get(key))
    }

    /// Whether nothing is filled.
    pub fn is_empty(&self) -> bool {
        self.fields.as_object().is_none_or(Map::is_empty)
    }

    /// Lays another form over this one: its fields take the place of these, whole.
    pub fn lay_over(&mut self, other: Form) {
        if let (Json::Object(fields), Json::Object(others)) = (&mut self.fields, other.fields) {
            fields.extend(others);
        }
    }

    /// All fields.
    pub fn fields(&self) -> &Json {
        &self.fields
    }

    /// All fields, to complete them.
    pub fn fields_mut(&mut self) -> &mut Json {
        &mut self.fields
    }

    /// Drops tables in which nothing was written, such as an editor's template leaves; those without fields stay.
    pub fn prune(&mut self, message: &MessageDescriptor) {
        prune(message, &mut self.fields);
    }

    /// The request this form is.
    pub fn read<M: Named>(&self) -> Result<M, Failure> {
        let unknown = || Failure::new(Exit::Failed, "the contract does not have this message");
        let descriptor = descriptor::message(M::NAME).ok_or_else(unknown)?;
        let mut wrong = reading::Wrong::default();
        let read = reading::message(&descriptor, &self.fields, "", &mut wrong);
        if !wrong.is_empty() {
            let message = format!("the form cannot be read\n  {wrong}");
            return Err(Failure::new(Exit::Usage, message));
        }
        read.transcode_to().map_err(|error| Failure::because("the form cannot be sent", &error))
    }

    fn at(&mut self, path: &str) -> &mut Json {
        path.split('.').fold(&mut self.fields, |at, key| {
            if !at.is_object() {
                *at = Json::Object(Map::new());
            }
            match at {
                Json::Object(fields) => fields.entry(key).or_insert(Json::Null),
                other => other, // It is an object by now.
            }
        })
    }
}

fn from_json(text: &str) -> Result<Json, Failure> {
    // A name twice in one object would be settled in silence.
    check_i_json(text.as_bytes())
        .map_err(|error| Failure::new(Exit::Usage, format!("not JSON: {error}")))?;
    serde_json::from_str(text)
        .map_err(|error| Failure::new(Exit::Usage, format!("not JSON at line {}", error.line())))
}

fn from_toml(text: &str) -> Result<Json, Failure> {
    let table: toml::Table = toml::from_str(text).map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| text.get(..span.start));
        let line = before.map_or(1, |before| before.matches('\n').count() + 1);
        Failure::new(Exit::Usage, format!("not TOML at line {line}: {}", error.message()))
    })?;
    Ok(json_of(toml::Value::Table(table)))
}

/// TOML's own dates become text, as they are written.
fn json_of(value: toml::Value) -> Json {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json_of).collect(),
        toml::Value::Table(fields) => {
            Json::Object(fields.into_iter().map(|(key, value)| (key, json_of(value))).collect())
        }
    }
}

/// Says whether something is left.
fn prune(message: &MessageDescriptor, form: &mut Json) -> bool {
    let Json::Object(fields) = form else { return true };
    fields.retain(|key, value| {
        let held = message.get_field_by_name(key).and_then(|field| descriptor::held(&field));
        match (held, value) {
            (None, _) => true,
            (Some(held), Json::Array(items)) => {
                items.retain_mut(|item| prune(&held, item));
                !items.is_empty()
            }
            (Some(held), value) => prune(&held, value),
        }
    });
    !fields.is_empty() || message.fields().len() == 0
}
