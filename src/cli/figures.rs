//! `griffie figures`: counts over the cases of one register, as a table, as JSON, or as CSV for a spreadsheet.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use crate::grpc::pb;

use super::failure::Failure;
use super::input::verb::Errand;
use super::input::{Form, writing};
use super::output::Form as Shape;

const COLUMNS: &[&str] = &["period", "of", "figure", "number"];
/// What stands for a number that was hidden: small, or one from which a small one could be reckoned.
const HIDDEN: &str = "hidden";

/// `griffie figures`
#[derive(Debug, Args)]
pub struct Figures {
    /// Of which register: complaint, breach, incident, measure.
    #[arg(long, value_name = "WORD")]
    register: String,
    /// Cases that began in this calendar year.
    #[arg(long, value_name = "YEAR")]
    year: i32,
    /// And in each year up to this one.
    #[arg(long, value_name = "YEAR")]
    until_year: Option<i32>,
    /// Of each year its first (1) or second (2) half only.
    #[arg(long, value_name = "HALF")]
    half: Option<i32>,
    /// Hide small numbers: for figures that leave the practice.
    #[arg(long)]
    suppress: bool,
    /// As CSV.
    #[arg(long)]
    csv: bool,
    #[command(flatten)]
    errand: Errand,
}

impl Figures {
    /// Shows them.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = Form::default();
        form.set("register", self.register.clone());
        form.set("year", self.year);
        form.set_some("until_year", self.until_year);
        form.set_some("half", self.half);
        form.set("suppress_small", self.suppress);
        let ask = self.errand.ask(form, async |connection, request: pb::GetFiguresRequest| {
            Ok(connection.agenda().get_figures(request).await?.into_inner().periods)
        });
        let periods = ask.await?;
        if self.csv {
            writeln!(out, "{}\r", COLUMNS.join(","))?;
            for row in periods.iter().flat_map(rows) {
                writeln!(out, "{}\r", row.join(","))?;
            }
            return Ok(());
        }
        if self.errand.output.output == Shape::Json {
            for period in &periods {
                writeln!(out, "{}", writing::shown(period))?;
            }
            return Ok(());
        }
        let cells = |row: Vec<String>| row.into_iter().map(|cell| json!(cell)).collect();
        let table: Vec<Vec<Value>> = periods.iter().flat_map(rows).map(cells).collect();
        self.errand.output.many(out, COLUMNS, &table)
    }
}

/// The counts of a period, a row each. All of it are words of closed lists and numbers, so CSV needs no quotes.
fn rows(period: &pb::PeriodFigures) -> Vec<Vec<String>> {
    let name = match period.half {
        0 => period.year.to_string(),
        half => format!("{}-H{half}", period.year),
    };
    let number = |count: Option<u64>| count.map_or_else(|| HIDDEN.to_owned(), |it| it.to_string());
    let row = |of: &str, figure: &str, count: String| {
        vec![name.clone(), of.to_owned(), figure.to_owned(), count]
    };
    let mut rows = vec![row("all", "cases", number(period.cases))];
    for kind in &period.kinds {
        rows.push(row(&kind.kind, "cases", number(kind.count)));
    }
    for rule in &period.rules {
        let counts = [
            ("started", rule.started),
            ("met", rule.met),
            ("missed", rule.missed),
            ("waiting", rule.waiting),
            ("overdue", rule.overdue),
            ("stopped", rule.stopped),
            ("extended", rule.extended),
        ];
        rows.extend(counts.map(|(figure, count)| row(&rule.rule, figure, number(count))));
        // Where nothing was met there is no middle either.
        let median = rule.median_days.map_or_else(String::new, |days| days.to_string());
        rows.push(row(&rule.rule, "median_days", median));
    }
    rows
}
