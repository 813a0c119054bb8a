//! `griffie dossier open`: the flags of the common case, a client of the practice's own.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// `griffie dossier open`
#[derive(Debug, Args)]
pub struct Open {
    #[command(flatten)]
    recording: Recording,
    #[command(flatten)]
    client: Client,
    #[command(flatten)]
    source: Source,
}

/// Who the client is. A form takes all that can be known of them.
#[derive(Debug, Args)]
#[command(next_help_heading = "The client (rather in a form: see --from)")]
struct Client {
    /// The act under which the dossier is kept: wgbo, wmo, jeugdwet.
    #[arg(long, value_name = "WORD")]
    regime: Option<String>,
    /// Surname; they go by it unless a form says otherwise.
    #[arg(long, value_name = "NAME")]
    surname: Option<String>,
    /// Prefix of the surname (voorvoegsel).
    #[arg(long, value_name = "WORDS")]
    prefix: Option<String>,
    /// First names in full.
    #[arg(long, value_name = "NAMES")]
    given: Option<String>,
    /// The name by which they are called (roepnaam).
    #[arg(long, value_name = "NAME")]
    called: Option<String>,
    /// Date of birth, 2026-03-05.
    #[arg(long, value_name = "DATE")]
    born: Option<String>,
    /// Sex as registered: female, male, undetermined, unknown.
    #[arg(long, value_name = "WORD")]
    sex: Option<String>,
    /// Who commissioned the care; without it the client is the practice's own.
    #[arg(long, value_name = "NAME")]
    commissioned_by: Option<String>,
}

impl Client {
    fn fill(&self, form: &mut Form) -> bool {
        let fields = [
            ("regime", &self.regime),
            ("client.identity.names.surname", &self.surname),
            ("client.identity.names.prefix", &self.prefix),
            ("client.identity.names.given", &self.given),
            ("client.identity.names.called", &self.called),
            ("client.identity.born_on", &self.born),
            ("client.identity.sex", &self.sex),
        ];
        for (field, value) in fields {
            form.set_some(field, value.clone());
        }
        if let Some(name) = &self.commissioned_by {
            form.set("client.commission", json!({ "commissioned_by": { "name": name } }));
        }
        fields.iter().any(|(_, value)| value.is_some())
    }
}

impl Open {
    /// Opens it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let given = self.client.fill(&mut form);
        if given {
            form.set_missing("client.identity.names.name_use", "own");
            form.set_missing("client.commission", json!({ "own_client": {} }));
        }
        self.source.fill(&mut form, "provenance");
        self.recording
            .record(out, form, given, async |connection, request: pb::OpenDossierRequest| {
                connection.dossier().open_dossier(request).await
            })
            .await
    }
}
