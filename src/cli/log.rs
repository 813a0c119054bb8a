//! What the program writes of itself on standard error: a line an event, as words or (`GRIFFIE_LOG_FORMAT=json`) as JSON. Only fields
//! of a closed list are written, so that no call somewhere can begin to tell of a person.

use std::fmt::{Debug, Write as _};
use std::io::Write;

use chrono::{DateTime, SecondsFormat};
use serde_json::{Map, Value, json};
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::Context;
use tracing_subscriber::prelude::*;

use crate::register::clock::Clock as _;

use super::clock_source::SystemClock;

/// Our own events say no more than this. Facts of the machine, places in the ledger, words of closed lists.
const FIELDS: &[&str] = &[
    "bytes",
    "cause",
    "error",
    "file_system",
    "kind",
    "message",
    "pending",
    "position",
    "reason",
    "refusal",
    "size",
    "what",
    "why",
];
/// Targets of our own.
const OWN: &str = "griffie";
/// What is written of an event that another crate made: it may hold what we hold secret.
const OF_OTHERS: &str = "something a library says, left out";

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// For people.
    Words,
    /// For programs.
    Json,
}

/// Our own words at info unless `GRIFFIE_LOG` names another level; of libraries that and where something was wrong.
pub fn start() {
    let variable = |name: &str| std::env::var(name).ok();
    let ours = variable("GRIFFIE_LOG").and_then(|level| level.parse().ok());
    let targets = Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target(OWN, ours.unwrap_or(LevelFilter::INFO));
    let is_json = variable("GRIFFIE_LOG_FORMAT").is_some_and(|it| it == "json");
    let lines = Lines { shape: if is_json { Shape::Json } else { Shape::Words } };
    // A second call in one process (tests) keeps the first.
    let _ = tracing_subscriber::registry().with(lines.with_filter(targets)).try_init();
}

/// Writes events as lines.
struct Lines {
    shape: Shape,
}

impl<S: Subscriber> tracing_subscriber::Layer<S> for Lines {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let line = line(self.shape, SystemClock::new().now(), event);
        // Nobody reads it: then there is nobody to tell.
        let _ = std::io::stderr().lock().write_all(line.as_bytes());
    }
}

/// One event as a line, at a moment in microseconds UTC.
fn line(shape: Shape, now: i64, event: &Event<'_>) -> String {
    let mut told = Told::default();
    let target = event.metadata().target();
    if target == OWN || target.starts_with("griffie::") {
        event.record(&mut told);
    } else {
        told.note("message", json!(OF_OTHERS));
    }
    let time = DateTime::from_timestamp_micros(now).unwrap_or_default();
    let time = time.to_rfc3339_opts(SecondsFormat::Micros, true);
    let level = level(*event.metadata().level());
    let Told(mut fields) = told;
    if shape == Shape::Json {
        let mut object = Map::new();
        object.insert("time".to_owned(), json!(time));
        object.insert("level".to_owned(), json!(level));
        object.insert("target".to_owned(), json!(target));
        object.append(&mut fields);
        return format!("{}\n", Value::Object(object));
    }
    let message = fields.remove("message").unwrap_or_default();
    let mut text = format!("{time} {level:>5} {target}: {}", plain(&message));
    for (name, value) in &fields {
        // Writing to a text does not fail.
        let _ = write!(text, " {name}={}", plain(value));
    }
    // A line is a line, whatever an error says.
    format!("{}\n", text.replace(['\n', '\r'], " "))
}

const fn level(level: Level) -> &'static str {
    match level {
        Level::ERROR => "ERROR",
        Level::WARN => "WARN",
        Level::INFO => "INFO",
        Level::DEBUG => "DEBUG",
        Level::TRACE => "TRACE",
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Fields of an event that may be written.
#[derive(Default)]
struct Told(Map<String, Value>);

impl Told {
    fn note(&mut self, name: &str, value: Value) {
        if FIELDS.contains(&name) {
            self.0.insert(name.to_owned(), value);
        }
    }
}

impl Visit for Told {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.note(field.name(), json!(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.note(field.name(), json!(value));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.note(field.name(), json!(value));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.note(field.name(), json!(value));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.note(field.name(), json!(format!("{value:?}")));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use parking_lot::Mutex;

    use super::*;

    /// Keeps lines instead of writing them.
    struct Kept(Shape, Arc<Mutex<Vec<String>>>);

    impl<S: Subscriber> tracing_subscriber::Layer<S> for Kept {
        fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
            self.1.lock().push(line(self.0, 1_793_608_200_000_001, event));
        }
    }

    /// The lines that a piece of a program writes.
    fn lines(shape: Shape, says: impl FnOnce()) -> Vec<String> {
        let kept = Arc::default();
        let layer = Kept(shape, Arc::clone(&kept));
        tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), says);
        kept.lock().clone()
    }

    #[test]
    fn a_field_that_is_not_on_the_list_is_not_written() {
        for shape in [Shape::Words, Shape::Json] {
            let written = lines(shape, || {
                tracing::warn!(position = 7, surname = "Bovenkamp", "not written");
            });
            assert!(written[0].contains("not written") && written[0].contains('7'), "{written:?}");
            assert!(!written[0].contains("Bovenkamp") && !written[0].contains("surname"));
        }
    }

    #[test]
    fn a_library_is_heard_and_not_quoted() {
        let written = lines(Shape::Json, || {
            tracing::warn!(target: "h2::codec", error = "Bovenkamp", "frame Bovenkamp");
        });
        assert!(written[0].contains("h2::codec") && !written[0].contains("Bovenkamp"));
    }

    #[test]
    fn an_event_is_one_line_and_json_is_json() {
        let says = || tracing::error!(error = %"two\nlines", position = 7, "the register stops");
        let words = lines(Shape::Words, says);
        assert_eq!(
            words,
            [
                "2026-11-02T08:30:00.000001Z ERROR griffie::cli::log::tests: the register stops error=two lines position=7\n"
            ]
        );
        let json = lines(Shape::Json, says).remove(0);
        assert_eq!(json.matches('\n').count(), 1);
        let json: Value = serde_json::from_str(&json).unwrap();
        assert_eq!(
            json,
            json!({"time": "2026-11-02T08:30:00.000001Z", "level": "ERROR", "target": "griffie::cli::log::tests",
                   "message": "the register stops", "error": "two\nlines", "position": 7})
        );
    }
}
