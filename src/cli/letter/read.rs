//! `griffie letter show` and `griffie letter list`.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::attachment::new_file;
use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::{AsOf, Errand};
use crate::grpc::pb;

use super::{Case, by_register};

/// `griffie letter show`
#[derive(Debug, Args)]
pub struct Show {
    /// The letter's id.
    letter: String,
    #[command(flatten)]
    case: Case,
    /// Write the page into this file, which must not be there yet, and show what is known of the letter; `-` for the page alone.
    #[arg(long, value_name = "FILE.html")]
    to: Option<PathBuf>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie letter list`
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    case: Case,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Show {
    /// Shows it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        let register = self.case.fill(&mut form);
        form.set("letter_id", self.letter.clone());
        self.as_of.fill(&mut form)?;
        macro_rules! ask {
            ($client:ident, $method:ident, $request:ident) => {
                self.errand
                    .ask(form, async |connection, request: pb::$request| {
                        let answer = connection.$client().$method(request).await?.into_inner();
                        Ok((answer.letter.unwrap_or_default(), answer.html))
                    })
                    .await?
            };
        }
        let (letter, page) = by_register!(register, ask:
            Complaint, complaint_letter, get_complaint_letter, GetComplaintLetterRequest;
            Breach, breach_letter, get_breach_letter, GetBreachLetterRequest;
            Incident, incident_letter, get_incident_letter, GetIncidentLetterRequest;
        );
        match self.to.as_deref() {
            Some(to) if to == Path::new("-") => out.write_all(page.as_bytes())?,
            Some(to) => {
                new_file(to)?.write_all(page.as_bytes())?;
                self.errand.show(out, &letter)?;
            }
            None => self.errand.show(out, &letter)?,
        }
        Ok(())
    }
}

impl List {
    /// Lists them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        let register = self.case.fill(&mut form);
        self.as_of.fill(&mut form)?;
        macro_rules! ask {
            ($client:ident, $method:ident, $request:ident) => {
                self.errand
                    .ask(form, async |connection, mut request: pb::$request| {
                        let mut found = Vec::new();
                        loop {
                            let page = connection.$client().$method(request.clone()).await?;
                            let page = page.into_inner();
                            found.extend(page.letters);
                            request.page_token = page.next_page_token;
                            if request.page_token.is_empty() {
                                return Ok(found);
                            }
                        }
                    })
                    .await?
            };
        }
        let letters: Vec<pb::CaseLetter> = by_register!(register, ask:
            Complaint, complaint_letter, list_complaint_letters, ListComplaintLettersRequest;
            Breach, breach_letter, list_breach_letters, ListBreachLettersRequest;
            Incident, incident_letter, list_incident_letters, ListIncidentLettersRequest;
        );
        let columns = [
            ("letter", "letter_id"),
            ("kind", "kind"),
            ("language", "language"),
            ("date", "provenance.happened"),
            ("template", "template_position"),
            ("recorded", "place.recorded_time"),
            ("position", "place.position"),
        ];
        self.errand.show_many(out, &letters, &columns)
    }
}
