//! How answers are shown: as a table for people or as JSON for programs.

use std::io::Write;

use clap::{Args, ValueEnum};
use comfy_table::{ContentArrangement, Table};
use serde_json::Value;

use super::failure::Failure;

/// How an answer is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// The flag that chooses.
#[derive(Clone, Copy, Debug, Args)]
pub struct Output {
    /// How the answer is shown.
    #[arg(long, value_enum, default_value_t = Form::Table, env = "GRIFFIE_OUTPUT")]
    pub output: Form,
}

impl Output {
    /// Shows one thing as name and value, a line each.
    pub fn one(self, out: &mut impl Write, pairs: &[(&str, Value)]) -> Result<(), Failure> {
        match self.output {
            Form::Json => {
                let object: serde_json::Map<String, Value> =
                    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
                writeln!(out, "{}", Value::Object(object))?;
            }
            Form::Table => {
                let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
                for (name, value) in pairs {
                    writeln!(out, "{:width$}  {}", name.replace('_', " "), plain(value))?;
                }
            }
        }
        Ok(())
    }

    /// Shows many things, a row each.
    pub fn many(
        self,
        out: &mut impl Write,
        columns: &[&str],
        rows: &[Vec<Value>],
    ) -> Result<(), Failure> {
        match self.output {
            Form::Json => {
                for row in rows {
                    let object: serde_json::Map<String, Value> = columns
                        .iter()
                        .zip(row)
                        .map(|(name, value)| ((*name).to_owned(), value.clone()))
                        .collect();
                    writeln!(out, "{}", Value::Object(object))?;
                }
            }
            Form::Table => {
                let mut table = Table::new();
                table.load_style(comfy_table::TableStyle::new());
                table.set_content_arrangement(ContentArrangement::Disabled);
                table.set_header(columns.iter().map(|name| name.replace('_', " ").to_uppercase()));
                for row in rows {
                    table.add_row(row.iter().map(plain));
                }
                writeln!(out, "{table}")?;
            }
        }
        Ok(())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}
