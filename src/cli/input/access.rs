//! Why a verb touches a person: said by flags, the environment, the form or the owner's own `griffie.toml`; never made up.

use std::fmt::Write as _;

use clap::Args;
use prost_reflect::Kind;

use crate::cli::failure::{Exit, Failure};
use crate::cli::settings::AccessSection;

use super::{Form, descriptor};

/// The flags of the access context. Each may also stand in `[access]` of `griffie.toml` in the data folder.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Why (also [access] in griffie.toml)")]
pub struct Access {
    /// What for: care, locum, `client_request`, complaint, incident, breach, `quality_review`, supervision, administration, emergency.
    #[arg(long, value_name = "WORD", env = "GRIFFIE_PURPOSE")]
    purpose: Option<String>,
    /// What makes it lawful: `treatment_contract`, consent, `legal_duty`, `vital_interest`, `directly_involved`, locum, representative.
    #[arg(long, value_name = "WORD", env = "GRIFFIE_GROUND")]
    ground: Option<String>,
    /// For whom: practice, client, representative, principal, supervisor.
    #[arg(long, value_name = "WORD", env = "GRIFFIE_ON_BEHALF_OF")]
    on_behalf_of: Option<String>,
    /// In which role: owner, `complaints_officer`, `incident_officer`, `privacy_officer`, practitioner, locum, system, auditor, client.
    #[arg(long, value_name = "WORD", env = "GRIFFIE_ROLE")]
    role: Option<String>,
}

impl Access {
    /// The role stated for this very call. The one of `griffie.toml` is what the daily verbs take where nothing is said; a verb
    /// that asks in every role does not.
    pub fn stated_role(&self) -> Option<&str> {
        self.role.as_deref()
    }

    /// Puts the access context into a form, or says which words are missing.
    pub fn fill(&self, form: &mut Form, config: &AccessSection) -> Result<(), Failure> {
        let said = [
            ("purpose", &self.purpose, &config.purpose),
            ("ground", &self.ground, &config.ground),
            ("on_behalf_of", &self.on_behalf_of, &config.on_behalf_of),
            ("role", &self.role, &config.role),
        ];
        let mut missing = String::new();
        for (name, flag, config) in said {
            let path = format!("access_context.{name}");
            form.set_some(&path, flag.clone());
            if let Some(config) = config {
                form.set_missing(&path, config.clone());
            }
            if !form.has(&path) {
                let flag = name.replace('_', "-");
                let words = words(name).join(", ");
                let _ = write!(missing, "\n  --{flag}: one of {words}"); // Into a string.
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        let message = "every call says why it touches a person, and nothing is assumed; say it with these flags, with \
                       GRIFFIE_* or in [access] of griffie.toml";
        Err(Failure::new(Exit::Usage, format!("{message}{missing}")))
    }
}

fn words(field: &str) -> Vec<String> {
    let context = descriptor::message("AccessContext");
    match context.and_then(|it| it.get_field_by_name(field)).map(|field| field.kind()) {
        Some(Kind::Enum(choices)) => descriptor::words(&choices),
        _ => Vec::new(),
    }
}
