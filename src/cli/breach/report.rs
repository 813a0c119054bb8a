//! `griffie breach report`: the flags of the commonest fields; a form takes all of the report.

use std::io::Write;

use clap::Args;
use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// `griffie breach report`
#[derive(Debug, Args)]
pub struct Report {
    #[command(flatten)]
    recording: Recording,
    #[command(flatten)]
    words: Words,
    /// When it reached the practice: an RFC 3339 instant, for hours are counted from it.
    #[command(flatten)]
    source: Source,
}

/// What was reported.
#[derive(Debug, Args)]
#[command(next_help_heading = "The report (rather in a form: see --from)")]
struct Words {
    /// What the practice is to the data: controller, processor, commissioned.
    #[arg(long, value_name = "WORD")]
    data_role: Option<String>,
    /// Whose data they are, where the practice is not the controller.
    #[arg(long, value_name = "NAME")]
    principal: Option<String>,
    /// Name of the reporter.
    #[arg(long, value_name = "NAME")]
    reporter: Option<String>,
    /// Where the reporter stands: internal, external.
    #[arg(long, value_name = "WORD")]
    side: Option<String>,
    /// What happened.
    #[arg(long, value_name = "TEXT")]
    nature: Option<String>,
    /// What it took from the data: confidentiality, integrity, availability; repeat it for more.
    #[arg(long, value_name = "WORD")]
    aspect: Vec<String>,
    /// How it came about, like `human_failure`; a wrong one is answered with all that are. Repeat it for more.
    #[arg(long, value_name = "WORD")]
    cause: Vec<String>,
    /// Which personal data, a kind at a time; repeat it for more.
    #[arg(long, value_name = "WORDS")]
    data_kind: Vec<String>,
    /// Which group of persons; repeat it for more.
    #[arg(long, value_name = "WORDS")]
    group: Vec<String>,
    /// Whether there is a considerable risk, as the reporter sees it: yes, no, `not_known_yet`.
    #[arg(long, value_name = "WORD")]
    considerable_risk: Option<String>,
    /// About how many persons.
    #[arg(long, value_name = "NUMBER")]
    persons: Option<u64>,
    /// Whom to ask about the report.
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// When it was told by telephone.
    #[arg(long, value_name = "WHEN")]
    phoned: Option<String>,
    /// When it was put in writing; else it is documented with this record.
    #[arg(long, value_name = "WHEN")]
    written: Option<String>,
}

impl Words {
    fn fill(&self, form: &mut Form) -> bool {
        let texts = [
            ("report.role", &self.data_role),
            ("report.principal.name", &self.principal),
            ("report.reporter.name", &self.reporter),
            ("report.reporter.side", &self.side),
            ("report.nature", &self.nature),
            ("report.considerable_risk", &self.considerable_risk),
            ("report.contact.name", &self.contact),
            ("report.phoned_at", &self.phoned),
            ("report.written_at", &self.written),
        ];
        for (field, value) in texts {
            form.set_some(field, value.clone());
        }
        let lists = [
            ("report.aspects", &self.aspect),
            ("report.causes", &self.cause),
            ("report.data", &self.data_kind),
            ("report.groups", &self.group),
        ];
        for (field, values) in lists.into_iter().filter(|(_, values)| !values.is_empty()) {
            form.set(field, values.clone());
        }
        if let Some(number) = self.persons {
            form.set("report.persons", json!({ "number": number, "approximate": true }));
        }
        texts.iter().any(|(_, value)| value.is_some())
    }
}

impl Report {
    /// Enters it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        let given = self.words.fill(&mut form);
        self.source.fill(&mut form, "provenance");
        self.recording
            .record(out, form, given, async |connection, request: pb::ReportBreachRequest| {
                connection.breach().report_breach(request).await
            })
            .await
    }
}
