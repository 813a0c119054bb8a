//! `griffie practice …`: what the practice states about itself, as versions by date.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use crate::grpc::pb;

use super::failure::{Exit, Failure};
use super::input::Form;
use super::input::provenance::today;
use super::input::verb::{AsOf, Errand, Recording};
use super::letter::template::LetterTemplate;

/// `griffie practice …`
#[derive(Debug, Subcommand)]
pub enum Practice {
    /// State the practice's details from a day on, whole: what is left out is gone from that day.
    Set(Box<Set>),
    /// Show the details as they stand, or stood.
    Show(Show),
    /// List every version ever recorded.
    List(List),
    /// The templates of its letters.
    #[command(subcommand)]
    LetterTemplate(LetterTemplate),
}

/// `griffie practice set`
#[derive(Debug, Args)]
pub struct Set {
    #[command(flatten)]
    recording: Recording,
    #[command(flatten)]
    details: Details,
}

/// The details most practices have; a form takes all of them.
#[derive(Debug, Args)]
#[command(next_help_heading = "The practice")]
struct Details {
    /// First day on which the details hold; today if not said.
    #[arg(long, value_name = "DATE")]
    valid_from: Option<String>,
    /// When you learned of them; today if not said.
    #[arg(long, value_name = "WHEN")]
    learned: Option<String>,
    /// Name.
    #[arg(long)]
    name: Option<String>,
    /// Number in the trade register (KvK-nummer), 8 digits.
    #[arg(long, value_name = "NUMBER")]
    kvk: Option<String>,
    /// The practice's AGB code, 8 digits.
    #[arg(long, value_name = "NUMBER")]
    agb: Option<String>,
    /// Telephone number.
    #[arg(long, value_name = "NUMBER")]
    telephone: Option<String>,
    /// E-mail address.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Website.
    #[arg(long, value_name = "URL")]
    website: Option<String>,
    /// Street.
    #[arg(long, requires_all = ["house_number", "postcode", "city"])]
    street: Option<String>,
    /// House number.
    #[arg(long, value_name = "NUMBER", requires = "street")]
    house_number: Option<String>,
    /// Postcode, like `1234 AB`.
    #[arg(long, requires = "street")]
    postcode: Option<String>,
    /// Town; the country is NL unless a form says otherwise.
    #[arg(long, requires = "street")]
    city: Option<String>,
}

impl Details {
    fn fill(&self, form: &mut Form) -> bool {
        let fields = [
            ("name", &self.name),
            ("kvk", &self.kvk),
            ("agb", &self.agb),
            ("telephone", &self.telephone),
            ("email", &self.email),
            ("website", &self.website),
            ("address.street", &self.street),
            ("address.house_number", &self.house_number),
            ("address.postcode", &self.postcode),
            ("address.city", &self.city),
        ];
        for (field, value) in fields {
            form.set_some(&format!("practice.{field}"), value.clone());
        }
        if self.street.is_some() {
            form.set_missing("practice.address.country", "NL");
        }
        form.set_some("from", self.valid_from.clone());
        form.set_some("learned", self.learned.clone());
        fields.iter().any(|(_, value)| value.is_some())
    }
}

/// `griffie practice show`
#[derive(Debug, Args)]
pub struct Show {
    /// The day on which they hold; today if not said.
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    #[command(flatten)]
    as_of: AsOf,
    #[command(flatten)]
    errand: Errand,
}

/// `griffie practice list`
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    errand: Errand,
}

impl Practice {
    /// Carries it out.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        match self {
            Practice::Set(set) => set.run(out).await,
            Practice::Show(show) => show.run(out).await,
            Practice::List(list) => list.run(out).await,
            Practice::LetterTemplate(template) => template.run(out).await,
        }
    }
}

impl Set {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let given = self.details.fill(&mut form);
        form.set_missing("from", today());
        form.set_missing("learned", today());
        form.set_missing("author", json!({}));
        self.recording
            .record(out, form, given, async |connection, request: pb::DescribePracticeRequest| {
                connection.practice().describe_practice(request).await
            })
            .await
    }
}

impl Show {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set_some("on", self.on.clone());
        self.as_of.fill(&mut form)?;
        let answer = self.errand.ask(form, async |connection, request: pb::GetPracticeRequest| {
            Ok(connection.practice().get_practice(request).await?.into_inner())
        });
        let answer = answer.await?;
        if answer.version.is_none() {
            return Err(Failure::new(
                Exit::NotFound,
                "nothing was stated about the practice for that day",
            ));
        }
        self.errand.show(out, &answer)
    }
}

impl List {
    async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let ask = self.errand.ask(
            Form::default(),
            async |connection, mut request: pb::ListPracticeVersionsRequest| {
                let mut found = Vec::new();
                loop {
                    let page =
                        connection.practice().list_practice_versions(request.clone()).await?;
                    let page = page.into_inner();
                    found.extend(page.versions);
                    request.page_token = page.next_page_token;
                    if request.page_token.is_empty() {
                        return Ok(found);
                    }
                }
            },
        );
        let columns = [
            ("from", "from"),
            ("name", "practice.name"),
            ("kvk", "practice.kvk"),
            ("recorded", "place.recorded_time"),
            ("position", "place.position"),
        ];
        self.errand.show_many(out, &ask.await?, &columns)
    }
}
