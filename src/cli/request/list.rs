//! `griffie request list`: every page of them.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::Errand;
use crate::grpc::pb;

/// What a list of requests shows: no names.
const COLUMNS: &[(&str, &str)] = &[
    ("request", "client_request_id"),
    ("standing", "standing"),
    ("received", "received_on"),
    ("dossier", "dossier_id"),
    ("asked", "rights"),
    ("open", "open_items"),
];

/// `griffie request list`
#[derive(Debug, Args)]
pub struct List {
    /// Standing so: open, withdrawn, closed.
    #[arg(long, value_name = "WORD")]
    standing: Option<String>,
    /// About this dossier.
    #[arg(long, value_name = "ID")]
    dossier: Option<String>,
    #[command(flatten)]
    errand: Errand,
}

impl List {
    /// Lists them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("standing", self.standing.clone());
        form.set_some("dossier_id", self.dossier.clone());
        let ask = self.errand.ask(
            form,
            async |connection, mut request: pb::ListClientRequestsRequest| {
                let mut found = Vec::new();
                loop {
                    let mut client = connection.client_request();
                    let page = client.list_client_requests(request.clone()).await?.into_inner();
                    found.extend(page.client_requests);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            },
        );
        self.errand.show_many(out, &ask.await?, COLUMNS)
    }
}
