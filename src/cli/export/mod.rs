//! `griffie export practice`: all that a practice holds, into a folder that any other system can read (docs/export.md). It asks once
//! in each role that the caller holds: walls stand between the roles, not before the person who holds them all.

mod folder;
mod readme;

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::export::Part;
use crate::grpc::fields::role;
use crate::grpc::pb;

use super::connect::Connection;
use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::verb::Errand;
use super::standing::progress;
use folder::Partial;
use readme::{Left, Readme};

/// `griffie export …`
#[derive(Debug, Subcommand)]
pub enum Export {
    /// Export all that the practice holds: dossiers, registers, attachments, FHIR resources, and the proof of each record.
    Practice(Practice),
}

/// `griffie export practice`
#[derive(Debug, Args)]
pub struct Practice {
    /// The folder to make; one that is there must be empty.
    #[arg(long, value_name = "DIR", alias = "out")]
    to: PathBuf,
    #[command(flatten)]
    errand: Errand,
}

impl Export {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let Export::Practice(practice) = self;
        practice.run(out).await
    }
}

impl Practice {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let folder = Partial::create(&self.to)?;
        let connection = match self.errand.connection().await {
            Ok(connection) => connection,
            Err(failure) => {
                folder.discard();
                return Err(failure);
            }
        };
        let written = self.write(&connection, folder).await;
        connection.close().await;
        let (records, left) = written?;
        writeln!(out, "{records} records in {}", self.to.display())?;
        for Left { part, roles } in left {
            writeln!(out, "left out: {} (needs the role {roles})", part.as_str())?;
        }
        Ok(())
    }

    /// Everything, or nothing: whatever goes wrong, what was written so far does not stay.
    async fn write(
        &self,
        connection: &Connection,
        mut folder: Partial,
    ) -> Result<(u64, Vec<Left>), Failure> {
        let received = self.receive(connection, &mut folder).await;
        match received {
            Ok(done) => folder.finish().map(|()| done),
            Err(failure) => {
                folder.discard();
                Err(failure)
            }
        }
    }

    async fn receive(
        &self,
        connection: &Connection,
        folder: &mut Partial,
    ) -> Result<(u64, Vec<Left>), Failure> {
        let status = connection.ledger().get_status(pb::GetStatusRequest {}).await?.into_inner();
        let wait = pb::GetCheckpointRequest { wait_for_size: status.size };
        let checkpoint = connection.ledger().get_checkpoint(wait).await?.into_inner();
        let mut form = Form::default();
        form.set("checkpoint", checkpoint.checkpoint.clone());
        let mut missing: Vec<Part> = Part::ALL.to_vec();
        let (mut records, mut asked, mut last) = (0, false, None);
        for form in self.errand.forms_by_role(connection, &form).await? {
            let mut request = form.read::<pb::ExportPracticeRequest>()?;
            let own = request.access_context.as_ref().and_then(|it| role(it.role()));
            let Some(role) = own else { continue };
            let (mine, others) = missing.iter().partition(|part| part.may_be_carried_by(role));
            missing = others;
            request.parts = wire(&mine);
            if mine.is_empty() {
                last = Some(request);
            } else {
                records += self.receive_parts(connection, request, folder).await?;
                asked = true;
            }
        }
        // Who may carry nothing is told so by the ledger, which writes the refusal down.
        if let Some(request) = last.filter(|_| !asked) {
            self.receive_parts(connection, request, folder).await?;
        }
        folder.write("checkpoint", checkpoint.checkpoint.as_bytes())?;
        folder.write("verifier-key", format!("{}\n", status.verifier_key).as_bytes())?;
        let left: Vec<Left> = missing.into_iter().map(Left::of).collect();
        let readme = Readme { size: checkpoint.size, left: &left };
        folder.write("README.txt", readme.to_string().as_bytes())?;
        Ok((records, left))
    }

    async fn receive_parts(
        &self,
        connection: &Connection,
        request: pb::ExportPracticeRequest,
        folder: &mut Partial,
    ) -> Result<u64, Failure> {
        let mut pieces = connection.export().export_practice(request).await?.into_inner();
        let bar = progress("exported");
        while let Some(piece) = pieces.message().await? {
            bar.set_length(piece.records_total);
            bar.set_position(piece.records_done);
            if piece.complete {
                bar.finish_and_clear();
                return Ok(piece.records_done);
            }
            folder.add(&piece.path, &piece.content)?;
        }
        Err(Failure::new(Exit::Failed, "the server ended before the export was whole"))
    }
}

/// The parts as the contract names them.
fn wire(parts: &[Part]) -> Vec<i32> {
    let named = parts.iter().map(|part| match part {
        Part::Practice => pb::PracticePart::Practice,
        Part::Dossiers => pb::PracticePart::Dossiers,
        Part::Complaints => pb::PracticePart::Complaints,
        Part::Breaches => pb::PracticePart::Breaches,
        Part::Requests => pb::PracticePart::Requests,
        Part::Measures => pb::PracticePart::Measures,
        Part::Incidents => pb::PracticePart::Incidents,
        Part::AccessLog => pb::PracticePart::AccessLog,
    });
    named.map(i32::from).collect()
}
