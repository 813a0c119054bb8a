//! `griffie breach sheet`: questions and answers one below the other, for whoever types them over; or the message as JSON.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::{AsOf, Errand};
use crate::cli::output::Form as Shape;
use crate::grpc::pb;

/// The language of the sheet's own words.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    /// As the authority asks.
    Dutch,
    /// For whoever reads no Dutch.
    English,
}

/// `griffie breach sheet`
#[derive(Debug, Args)]
pub struct Sheet {
    /// The breach's id.
    breach: String,
    /// The language of the questions; what people wrote stays as it is.
    #[arg(long, value_enum, default_value_t = Language::Dutch)]
    language: Language,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl Sheet {
    /// Prints it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("breach_id", self.breach.clone());
        self.as_of.fill(&mut form)?;
        let answer =
            self.errand.ask(form, async |connection, request: pb::GetBreachSheetRequest| {
                Ok(connection.breach().get_breach_sheet(request).await?.into_inner())
            });
        let answer = answer.await?;
        if self.errand.output.output == Shape::Json {
            return self.errand.show(out, &answer);
        }
        for row in answer.rows {
            let (question, answer) = match self.language {
                Language::Dutch => (row.question_dutch, row.answer_dutch),
                Language::English => (row.question_english, row.answer_english),
            };
            writeln!(out, "{question}")?;
            for line in answer.lines() {
                writeln!(out, "  {line}")?;
            }
            writeln!(out)?;
        }
        Ok(())
    }
}
