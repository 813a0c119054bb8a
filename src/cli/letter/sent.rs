//! `griffie letter sent`: to whom, how and when a letter went.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::provenance::{Source, today};
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

use super::{Case, by_register};

/// `griffie letter sent`
#[derive(Debug, Args)]
pub struct Sent {
    /// The letter's id.
    letter: String,
    #[command(flatten)]
    case: Case,
    /// To whom: client, representative, `next_of_kin`, `data_subject`, other.
    #[arg(long, value_name = "WORD")]
    to: Option<String>,
    /// How: electronic, post, `handed_over`.
    #[arg(long, value_name = "WORD")]
    means: Option<String>,
    /// The day on which it went; today if not said.
    #[arg(long = "sent-on", value_name = "DATE")]
    went_on: Option<String>,
    /// The day on which it was received, if you know; may be told later with the same words.
    #[arg(long, value_name = "DATE")]
    received_on: Option<String>,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Sent {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let register = self.case.fill(&mut form);
        form.set("letter_id", self.letter.clone());
        form.set_some("to", self.to.clone());
        form.set_some("means", self.means.clone());
        form.set_some("sent_on", self.went_on.clone());
        form.set_some("received_on", self.received_on.clone());
        let given = self.to.is_some();
        form.set_missing("sent_on", today());
        self.source.fill(&mut form, "provenance");
        // It happened on the day it went.
        let sent_on = form.get("sent_on").cloned().unwrap_or_default();
        form.set_missing("provenance.happened", sent_on);
        form.set_missing("provenance.informant.kind", "own_finding");
        macro_rules! send {
            ($client:ident, $method:ident, $request:ident) => {
                self.recording
                    .record(out, form, given, async |connection, request: pb::$request| {
                        connection.$client().$method(request).await
                    })
                    .await
            };
        }
        by_register!(register, send:
            Complaint, complaint_letter, record_complaint_letter_sent, RecordComplaintLetterSentRequest;
            Breach, breach_letter, record_breach_letter_sent, RecordBreachLetterSentRequest;
            Incident, incident_letter, record_incident_letter_sent, RecordIncidentLetterSentRequest;
        )
    }
}
