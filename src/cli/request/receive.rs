//! `griffie request receive`: a request of one person by flags; more of them, or places in records, in a form.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// `griffie request receive`
#[derive(Debug, Args)]
pub struct Receive {
    /// The dossier; none for something else, such as the file of a complaint.
    #[arg(long, value_name = "ID")]
    dossier: Option<String>,
    /// By which channel: letter, email, portal, telephone, `in_person`.
    #[arg(long, value_name = "WORD")]
    channel: Option<String>,
    /// What is asked, each of the whole dossier: inspection, copy, rectification, statement, destruction, restriction, portability,
    /// objection, `access_overview`, `access_after_death`.
    #[arg(long = "asks", value_name = "WORD", value_delimiter = ',')]
    asks: Vec<String>,
    /// Who asks.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// As whom: client, `next_of_kin`, or the ground on which a representative acts, such as `parent_with_authority`.
    #[arg(long = "as", value_name = "WORD", default_value = "client", requires = "name")]
    capacity: String,
    #[command(flatten)]
    provenance: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Receive {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set_some("dossier_id", self.dossier.clone());
        form.set_some("channel", self.channel.clone());
        if !self.asks.is_empty() {
            let items: Vec<_> = self.asks.iter().map(|right| json!({ "right": right })).collect();
            form.set("items", items);
        }
        if let Some(name) = &self.name {
            let requester = match self.capacity.as_str() {
                "client" => json!({ "name": name, "client": {} }),
                "next_of_kin" => json!({ "name": name, "next_of_kin": {} }),
                ground => json!({ "name": name, "representative": { "ground": ground } }),
            };
            form.set("requesters", vec![requester]);
        }
        self.provenance.fill(&mut form, "provenance");
        let given = self.channel.is_some() || !self.asks.is_empty();
        self.recording
            .record(
                out,
                form,
                given,
                async |connection, request: pb::ReceiveClientRequestRequest| {
                    connection.client_request().receive_client_request(request).await
                },
            )
            .await
    }
}
