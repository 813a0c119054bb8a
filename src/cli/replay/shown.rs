//! Steps of a replay as a table for people: what happened when, what somebody decided, where the clocks stood. What a record says is
//! in the JSON alone.

use std::io::Write;

use serde_json::{Value, json};

use crate::cli::failure::Failure;
use crate::cli::input::descriptor::Named;
use crate::cli::input::verb::Errand;
use crate::cli::input::writing;
use crate::cli::output::Form as Shape;
use crate::grpc::pb;
use crate::grpc::pb::replay_response::Message;

const COLUMNS: &[&str] =
    &["position", "recorded", "happened", "learned", "kind", "standing", "decision", "clocks"];

/// A replay: as JSON every message, as a table every step and how it stood at the end.
pub fn played(
    out: &mut impl Write,
    errand: &Errand,
    messages: &[pb::ReplayResponse],
) -> Result<(), Failure> {
    if errand.output.output == Shape::Json {
        return lines(out, messages);
    }
    let mut rows = Vec::new();
    for message in messages.iter().filter_map(|it| it.message.as_ref()) {
        match message {
            Message::Begun(_) => {}
            Message::Step(step) => rows.push(row(step)),
            Message::Ended(ended) => {
                let mut last = vec![json!("end"), json!(""), json!(""), json!(""), json!("")];
                last.extend([json!(ended.standing), json!(""), json!(clocks(&ended.clocks))]);
                rows.push(last);
            }
        }
    }
    errand.output.many(out, COLUMNS, &rows)
}

/// What lies between two moments.
pub fn compared(
    out: &mut impl Write,
    errand: &Errand,
    found: &pb::CompareMomentsResponse,
) -> Result<(), Failure> {
    if errand.output.output == Shape::Json {
        return lines(out, std::slice::from_ref(found));
    }
    let mut rows: Vec<Vec<Value>> = Vec::new();
    for step in &found.steps {
        let what = match step.effect() {
            pb::ReplayEffect::Corrects => "corrected",
            pb::ReplayEffect::Withdraws => "withdrawn",
            pb::ReplayEffect::Adds | pb::ReplayEffect::Unspecified => "added",
        };
        let position = step.place.as_ref().map_or(0, |place| place.position);
        rows.push(vec![json!(what), json!(step.kind), json!(""), json!(position.to_string())]);
    }
    if found.standing_before != found.standing_after {
        let (before, after) = (&found.standing_before, &found.standing_after);
        rows.push(vec![json!("standing"), json!(""), json!(before), json!(after)]);
    }
    for change in &found.clocks {
        let rule = change.after.as_ref().or(change.before.as_ref()).map_or("", |it| &it.rule);
        let side = |clock: &Option<pb::Clock>| clock.as_ref().map(clock_ends).unwrap_or_default();
        let (before, after) = (side(&change.before), side(&change.after));
        rows.push(vec![json!("clock"), json!(rule), json!(before), json!(after)]);
    }
    errand.output.many(out, &["what", "kind or rule", "before", "after"], &rows)
}

fn lines<M: Named>(out: &mut impl Write, messages: &[M]) -> Result<(), Failure> {
    for message in messages {
        writeln!(out, "{}", writing::shown(message))?;
    }
    Ok(())
}

fn row(step: &pb::ReplayStep) -> Vec<Value> {
    let place = step.place.unwrap_or_default();
    let recorded = pb::Moment { moment: place.recorded_time.map(pb::moment::Moment::At) };
    let happened = step.happened.as_ref().map(|it| writing::cell(writing::shown(it)));
    let learned = step.learned.as_ref().map(|it| writing::cell(writing::shown(it)));
    let kind = match step.content() {
        pb::ReplayContent::Left => format!("{} (in part)", step.kind),
        pb::ReplayContent::Lost => format!("{} (lost)", step.kind),
        pb::ReplayContent::Destroyed => format!("{} (destroyed)", step.kind),
        pb::ReplayContent::Whole | pb::ReplayContent::Unspecified => step.kind.clone(),
    };
    vec![
        json!(place.position.to_string()),
        writing::cell(writing::shown(&recorded)),
        happened.unwrap_or(Value::Null),
        learned.unwrap_or(Value::Null),
        json!(kind),
        json!(step.standing),
        json!(if step.decision { "yes" } else { "" }),
        json!(clocks(&step.clocks)),
    ]
}

fn clocks(clocks: &[pb::Clock]) -> String {
    let shown: Vec<String> =
        clocks.iter().map(|clock| format!("{} {}", clock.rule, clock_ends(clock))).collect();
    shown.join("; ")
}

/// The end of a clock, and how it stands.
fn clock_ends(clock: &pb::Clock) -> String {
    let due = clock.due.as_ref().map(|due| writing::cell(writing::shown(due)));
    let due = due.as_ref().and_then(Value::as_str).unwrap_or("without delay").to_owned();
    let status = clock.status().as_str_name().trim_start_matches("CLOCK_STATUS_");
    format!("{due} {}", status.to_ascii_lowercase())
}
