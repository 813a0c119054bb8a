//! A form written in an editor: a template of what the contract asks, with its comments, in a file only its owner can read. It is
//! removed when the form was recorded, and kept if it was refused: nobody writes a report twice.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::Command;

use prost_reflect::{FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value as Json};
use tempfile::NamedTempFile;

use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::descriptor::{self, comment, held, is_time, words};

/// What flags and settings fill, not an editor.
const NOT_ASKED: &[&str] = &[
    "request_id",
    "access_context",
    "dossier_id",
    "complaint_id",
    "breach_id",
    "incident_id",
    "letter_id",
    "expected_revision",
    "validate_only",
    "actor_id",
    "size_bytes",
    "blake3",
];

/// A file somebody wrote in.
pub struct Draft(NamedTempFile);

impl Draft {
    /// Has a form written, beginning with what is known already; gives it back with the file it lies in.
    pub fn write(message: &str, known: &Form) -> Result<(Draft, Form), Failure> {
        let unknown = || Failure::new(Exit::Failed, "the contract does not have this message");
        let message = descriptor::message(message).ok_or_else(unknown)?;
        let editor =
            std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR")).map_err(|_| {
                Failure::new(Exit::Usage, "no editor: set VISUAL or EDITOR, or give --from FILE")
            })?;
        let mut file = file()?;
        file.write_all(template(&message, known.fields()).as_bytes())?;
        file.flush()?;
        let draft = Draft(file);
        // The variable may hold arguments too, as everywhere: the shell takes it apart.
        let ended = Command::new("sh")
            .args(["-c", &format!("{editor} \"$1\""), "sh"])
            .arg(draft.0.path())
            .stdout(std::io::stderr())
            .status()?;
        if !ended.success() {
            return Err(Failure::new(Exit::Failed, "the editor gave up; nothing was recorded"));
        }
        let text = std::fs::read_to_string(draft.0.path())?;
        let mut form = match Form::from_text(&text) {
            Ok(form) => form,
            Err(failure) => {
                draft.keep()?;
                return Err(failure);
            }
        };
        form.prune(&message);
        if form.is_empty() {
            return Err(Failure::new(Exit::Usage, "nothing was written; nothing was recorded"));
        }
        Ok((draft, form))
    }

    /// Keeps the file and says where it is.
    pub fn keep(self) -> Result<(), Failure> {
        let (_, path) = self.0.keep().map_err(|error| Failure::from(error.error))?;
        let mut words = std::io::stderr();
        writeln!(
            words,
            "griffie: what you wrote is kept; correct it and give it with --from, then remove it:"
        )?;
        writeln!(words, "  {}", path.display())?;
        Ok(())
    }
}

/// In memory where the system offers it (`XDG_RUNTIME_DIR`), so that nothing of it reaches a disk. Mode 0600.
fn file() -> Result<NamedTempFile, Failure> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("griffie-").suffix(".toml");
    let memory = std::env::var_os("XDG_RUNTIME_DIR").and_then(|dir| builder.tempfile_in(dir).ok());
    match memory {
        Some(file) => Ok(file),
        None => Ok(builder.tempfile()?),
    }
}

/// The template of a message: known values stand, all others are comments; a table in which nothing is written is left out.
pub fn template(message: &MessageDescriptor, known: &Json) -> String {
    let mut text = String::from(
        "# Take the `#` away from what you fill in; what stays a comment is left out.\n\
         # Times are dates (\"2026-03-05\") or instants (\"2026-03-05T10:20:00+01:00\").\n",
    );
    table(&mut text, message, known, "");
    text
}

/// Plain fields first: in TOML all that follows a table's heading belongs to that table.
fn table(text: &mut String, message: &MessageDescriptor, known: &Json, path: &str) {
    let asked = || message.fields().filter(|field| !NOT_ASKED.contains(&field.name()));
    for field in asked().filter(plain) {
        line(text, &field, known.get(field.name()));
    }
    for field in asked().filter(|field| !plain(field)) {
        let Some(inner) = held(&field) else { continue };
        let path = if path.is_empty() {
            field.name().to_owned()
        } else {
            format!("{path}.{}", field.name())
        };
        let (open, close) = if field.is_list() { ("[[", "]]") } else { ("[", "]") };
        let mut elements: Vec<Json> = match known.get(field.name()) {
            Some(Json::Array(items)) => items.clone(),
            Some(value) => vec![value.clone()],
            None => Vec::new(),
        };
        // Of a choice that is made, the others are not asked.
        let chosen = field
            .containing_oneof()
            .is_some_and(|oneof| oneof.fields().any(|other| known.get(other.name()).is_some()));
        if elements.is_empty() {
            if chosen {
                continue;
            }
            elements.push(Json::Object(Map::new()));
        }
        for element in elements {
            let _ = write!(text, "\n# {}\n{open}{path}{close}\n", comment(&field)); // Into a string.
            table(text, &inner, &element, &path);
        }
    }
}

fn line(text: &mut String, field: &FieldDescriptor, known: Option<&Json>) {
    let said = comment(field);
    let (example, choices) = match field.kind() {
        Kind::Enum(choices) => ("\"\"", words(&choices).join(", ")),
        Kind::Bool => ("false", String::new()),
        Kind::Message(held) if held.fields().len() == 0 => ("{}", String::new()),
        Kind::String | Kind::Message(_) => ("\"\"", String::new()),
        _ => ("0", String::new()),
    };
    let _ = writeln!(text, "# {said}"); // Into a string.
    if !choices.is_empty() {
        let _ = writeln!(text, "#   {choices}"); // Into a string.
    }
    // JSON texts, numbers, booleans and lists of them read the same in TOML.
    let value = known.and_then(|known| toml::Value::try_from(known).ok());
    let _ = match value {
        Some(value) => writeln!(text, "{} = {value}", field.name()),
        None if field.is_list() => writeln!(text, "#{} = [{example}]", field.name()),
        None => writeln!(text, "#{} = {example}", field.name()),
    };
}

/// What is written on one line.
fn plain(field: &FieldDescriptor) -> bool {
    held(field).is_none_or(|held| is_time(&held) || held.fields().len() == 0)
}
