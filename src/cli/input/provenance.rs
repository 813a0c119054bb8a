//! Where a recorded fact comes from, by flags: when it happened and was learned, who said so, who writes it down.

use chrono::DateTime;
use clap::Args;
use serde_json::{Map, Value as Json, json};

use crate::cli::clock_source::SystemClock;
use crate::cli::failure::{Exit, Failure};
use crate::cli::settings::AuthorSection;
use crate::domain::provenance::local_day;
use crate::register::clock::Clock as _;

use super::Form;

/// When it happened, when it was learned, who said so.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Where it comes from")]
pub struct Source {
    /// When it happened: 2026-03-05, or an RFC 3339 instant.
    #[arg(long, value_name = "WHEN")]
    date: Option<String>,
    /// When you learned of it. If not said: for your own finding when it happened, else today.
    #[arg(long, value_name = "WHEN")]
    learned: Option<String>,
    /// Who said so: client, parent, representative, referrer, `own_finding`, other.
    #[arg(long, value_name = "WORD")]
    informant: Option<String>,
    /// Their name, where it is not the client or you.
    #[arg(long, value_name = "NAME", requires = "informant")]
    informant_name: Option<String>,
}

impl Source {
    /// Whether any flag was given.
    pub fn is_given(&self) -> bool {
        self.date.is_some() || self.learned.is_some() || self.informant.is_some()
    }

    /// Puts a provenance into a form.
    pub fn fill(&self, form: &mut Form, path: &str) {
        form.set_some(&format!("{path}.happened"), self.date.clone());
        form.set_some(&format!("{path}.learned"), self.learned.clone());
        form.set_some(&format!("{path}.informant.kind"), self.informant.clone());
        form.set_some(&format!("{path}.informant.name"), self.informant_name.clone());
    }
}

/// Who writes it down.
#[derive(Clone, Debug, Args)]
pub struct Author {
    /// Who writes it down; also [author] name in griffie.toml.
    #[arg(long, value_name = "NAME", env = "GRIFFIE_AUTHOR")]
    author: Option<String>,
}

impl Author {
    /// Completes every provenance in a form: its author, and when it was learned. `caller` is the pseudonym of who calls.
    pub fn complete(
        &self,
        form: &mut Form,
        config: &AuthorSection,
        caller: &str,
    ) -> Result<(), Failure> {
        let name = self.author.clone().or_else(|| config.name.clone());
        let actor = config.actor_id.as_deref().unwrap_or(caller);
        let mut unsaid = false;
        complete(form.fields_mut(), name.as_deref(), actor, &mut unsaid);
        if unsaid {
            let message = "say who writes it down: --author NAME, GRIFFIE_AUTHOR or [author] name in griffie.toml";
            return Err(Failure::new(Exit::Usage, message));
        }
        Ok(())
    }
}

fn complete(form: &mut Json, name: Option<&str>, actor: &str, unsaid: &mut bool) {
    match form {
        Json::Array(items) => {
            for item in items {
                complete(item, name, actor, unsaid);
            }
        }
        Json::Object(fields) => {
            for (key, value) in fields {
                if let ("provenance", Json::Object(provenance)) = (key.as_str(), &mut *value) {
                    provenance.entry("author").or_insert_with(|| json!({}));
                    learned(provenance);
                }
                if let ("author", Json::Object(author)) = (key.as_str(), &mut *value) {
                    match name {
                        Some(name) => drop(author.entry("name").or_insert_with(|| json!(name))),
                        None => *unsaid |= !author.contains_key("name"),
                    }
                    author.entry("actor_id").or_insert_with(|| json!(actor));
                }
                complete(value, name, actor, unsaid);
            }
        }
        _ => {}
    }
}

/// One's own finding is learned when it happens, unless that lasted; what others tell is learned when it is written down.
fn learned(provenance: &mut Map<String, Json>) {
    if provenance.get("learned").is_some_and(|learned| !learned.is_null()) {
        return;
    }
    let kind = provenance.get("informant").and_then(|informant| informant.get("kind"));
    let own = kind.and_then(Json::as_str) == Some("own_finding");
    let happened = provenance.get("happened").filter(|it| own && it.get("during").is_none());
    let learned = happened.cloned().unwrap_or_else(|| json!(today()));
    provenance.insert("learned".to_owned(), learned);
}

/// Today in the Netherlands, by this machine's clock.
pub fn today() -> String {
    let now = DateTime::from_timestamp_micros(SystemClock::new().now()).unwrap_or_default();
    local_day(now).to_string()
}
