//! `griffie agenda follow`: the agenda as it goes on, in every role at once, until it is interrupted.

use std::io::Write;

use clap::Args;
use tokio_stream::{StreamExt as _, StreamMap};

use crate::cli::failure::Failure;
use crate::cli::input::verb::Errand;
use crate::cli::input::{Form, writing};
use crate::cli::output::Form as Shape;
use crate::grpc::pb;
use crate::grpc::pb::follow_agenda_response::Message;

use super::listed;

/// `griffie agenda follow`
#[derive(Debug, Args)]
pub struct Follow {
    /// In English, not in Dutch.
    #[arg(long)]
    english: bool,
    #[command(flatten)]
    errand: Errand,
}

impl Follow {
    /// Follows until the server stops or the reader leaves.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let connection = self.errand.connection().await?;
        let followed = async {
            let mut streams = StreamMap::new();
            for form in self.errand.forms_by_role(&connection, &Form::default()).await? {
                let request: pb::FollowAgendaRequest = form.read()?;
                let stream = connection.agenda().follow_agenda(request).await?.into_inner();
                streams.insert(streams.len(), stream);
            }
            while let Some((_, told)) = streams.next().await {
                if let Some(Message::Item(item)) = told?.message {
                    match self.errand.output.output {
                        Shape::Json => writeln!(out, "{}", writing::shown(&item))?,
                        Shape::Table => writeln!(out, "{}", listed::line(&item, self.english))?,
                    }
                    out.flush()?;
                }
            }
            Ok(())
        }
        .await;
        connection.close().await;
        followed
    }
}
