//! `griffie practice letter-template …`: the practice's own words for its letters.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::verb::{AsOf, Errand, Recording};
use crate::grpc::pb;

/// `griffie practice letter-template …`
#[derive(Debug, Subcommand)]
pub enum LetterTemplate {
    /// Set the template of a letter, for letters drafted from now on.
    Set(Box<Set>),
    /// List the built-in templates and every one ever set.
    List(List),
    /// Show the text letters are drafted from, to edit it and set it.
    Show(Show),
}

/// `griffie practice letter-template set`
#[derive(Debug, Args)]
pub struct Set {
    /// Which letter, such as `complaint_receipt`; a wrong one is answered with all that are.
    #[arg(long, value_name = "WORD")]
    letter: Option<String>,
    /// In which language: nl, en.
    #[arg(long, value_name = "WORD")]
    language: Option<String>,
    /// The file with the template.
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// Return to the template that came with griffie.
    #[arg(long, conflicts_with = "text")]
    built_in: bool,
    #[command(flatten)]
    recording: Recording,
}

/// `griffie practice letter-template list`
#[derive(Debug, Args)]
pub struct List {
    /// Of this letter only.
    #[arg(long, value_name = "WORD")]
    letter: Option<String>,
    /// In this language only: nl, en.
    #[arg(long, value_name = "WORD")]
    language: Option<String>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie practice letter-template show`
#[derive(Debug, Args)]
pub struct Show {
    /// Which letter, such as `complaint_receipt`.
    #[arg(long, value_name = "WORD")]
    letter: String,
    /// In which language: nl, en.
    #[arg(long, value_name = "WORD")]
    language: String,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

impl LetterTemplate {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            LetterTemplate::Set(set) => set.run(out).await,
            LetterTemplate::List(list) => list.run(out).await,
            LetterTemplate::Show(show) => show.run(out).await,
        }
    }
}

impl Set {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set_some("letter", self.letter.clone());
        form.set_some("language", self.language.clone());
        if let Some(file) = &self.text {
            let unread = |error| Failure::because(&file.display().to_string(), &error);
            form.set("text", std::fs::read_to_string(file).map_err(unread)?);
        }
        if self.built_in {
            form.set("text", "");
        }
        form.set_missing("author", json!({}));
        let given = self.built_in || self.text.is_some();
        self.recording
            .record(out, form, given, async |connection, request: pb::SetLetterTemplateRequest| {
                connection.practice().set_letter_template(request).await
            })
            .await
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("letter", self.letter.clone());
        form.set_some("language", self.language.clone());
        self.as_of.fill(&mut form)?;
        let columns = [
            ("letter", "letter"),
            ("language", "language"),
            ("built_in", "built_in"),
            ("in_force", "in_force"),
            ("author", "author.name"),
            ("recorded", "place.recorded_time"),
            ("position", "place.position"),
        ];
        self.errand.show_many(out, &templates(&self.errand, form).await?, &columns)
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("letter", self.letter.clone());
        form.set("language", self.language.clone());
        self.as_of.fill(&mut form)?;
        let templates = templates(&self.errand, form).await?;
        for template in templates.iter().filter(|template| template.in_force) {
            write!(out, "{}", template.text)?;
        }
        Ok(())
    }
}

async fn templates(errand: &Errand, form: Form) -> Result<Vec<pb::LetterTemplate>, Failure> {
    let ask = errand.ask(form, async |connection, mut request: pb::ListLetterTemplatesRequest| {
        let mut found = Vec::new();
        loop {
            let page = connection.practice().list_letter_templates(request.clone()).await?;
            let page = page.into_inner();
            found.extend(page.templates);
            request.page_token = page.next_page_token;
            if request.page_token.is_empty() {
                return Ok(found);
            }
        }
    });
    ask.await
}
