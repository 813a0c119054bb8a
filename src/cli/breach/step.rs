//! `griffie breach aware|assess|…`: a verb a step, each with flags for the commonest fields; a form takes all of them.

use std::io::Write;

use clap::Args;

use crate::cli::failure::Failure;
use crate::cli::input::Form;
use crate::cli::input::provenance::Source;
use crate::cli::input::verb::Recording;
use crate::grpc::pb;

/// What every step is told.
#[derive(Debug, Args)]
struct Taking {
    /// The breach's id.
    breach: String,
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    recording: Recording,
}

impl Taking {
    /// Records a step with these of its fields given by flags.
    async fn run(
        &self,
        out: &mut impl Write,
        step: &str,
        given: &[(&str, &Option<String>)],
        and: impl FnOnce(&mut Form),
    ) -> Result<(), Failure> {
        let mut form = self.recording.form()?;
        form.set("breach_id", self.breach.clone());
        // The step is chosen by the verb, also where none of its fields is given: a template asks for this one alone.
        form.set_missing(step, serde_json::json!({}));
        for (field, value) in given {
            form.set_some(&format!("{step}.{field}"), (*value).clone());
        }
        and(&mut form);
        self.source.fill(&mut form, "provenance");
        let given = given.iter().any(|(_, value)| value.is_some());
        self.recording
            .record(out, form, given, async |connection, request: pb::RecordBreachStepRequest| {
                connection.breach().record_breach_step(request).await
            })
            .await
    }
}

/// A verb as a table: what it is, its step in the contract, and a line a flag.
macro_rules! verbs {
    ($($verb:ident = $name:literal, $step:literal {
        $($(#[$flag:meta])* $field:ident = $path:literal;)*
    })*) => {$(
        #[doc = concat!("`griffie breach ", $name, "`")]
        #[derive(Debug, Args)]
        pub struct $verb {
            #[command(flatten)]
            taking: Taking,
            $($(#[$flag])* $field: Option<String>,)*
        }

        impl $verb {
            /// Records it.
            pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
                let given = [$(($path, &self.$field)),*];
                self.taking.run(out, $step, &given, |_| {}).await
            }
        }
    )*};
}

verbs! {
    Aware = "aware", "become_aware" {
        /// Who was certain.
        #[arg(long, value_name = "NAME")]
        by = "by";
        /// Why it was certain enough.
        #[arg(long, value_name = "TEXT")]
        because = "certain_because";
    }
    Assess = "assess", "assessment" {
        /// The risk: none, risk, high.
        #[arg(long, value_name = "WORD")]
        risk = "risk";
        /// Why it is that.
        #[arg(long, value_name = "TEXT")]
        reasons = "reasons";
        /// What must be done now.
        #[arg(long, value_name = "TEXT")]
        follow_up = "follow_up";
        /// What it may mean for the persons.
        #[arg(long, value_name = "TEXT")]
        consequences = "consequences";
        /// What the practice does to limit the harm.
        #[arg(long, value_name = "TEXT")]
        measures = "measures";
        /// Who sees to it that this is done.
        #[arg(long, value_name = "NAME")]
        action_owner = "action_owner";
    }
    Approve = "approve", "approval" {
        /// Who approved.
        #[arg(long, value_name = "NAME")]
        by = "by";
        /// What was adjusted; without it: approved as it is.
        #[arg(long, value_name = "TEXT")]
        adjustments = "adjustments";
    }
    Notify = "notify", "authority_notice" {
        /// Which one: first, `follow_up`, withdrawal.
        #[arg(long, value_name = "WORD")]
        phase = "phase";
        /// By which means: form, telephone, email, post, `in_person`, `digital_message`.
        #[arg(long, value_name = "WORD")]
        means = "means";
        /// The nature of the breach, as it was told.
        #[arg(long, value_name = "TEXT")]
        nature = "content.nature";
        /// Where more can be learned, as it was told.
        #[arg(long, value_name = "NAME")]
        contact = "content.contact.name";
        /// The likely consequences, as they were told.
        #[arg(long, value_name = "TEXT")]
        consequences = "content.consequences";
        /// The measures, as they were told.
        #[arg(long, value_name = "TEXT")]
        measures = "content.measures";
        /// What is new in it, or why it is taken back.
        #[arg(long, value_name = "TEXT")]
        explanation = "explanation";
        /// The authority's number.
        #[arg(long, value_name = "NUMBER")]
        reference = "reference";
        /// Why the first one came after 72 hours.
        #[arg(long, value_name = "TEXT")]
        delay_reasons = "delay_reasons";
    }
    Answer = "answer", "authority_answer" {
        /// What it did: confirmation, question, other.
        #[arg(long, value_name = "WORD")]
        response = "response";
        /// The number under which it knows the notification.
        #[arg(long, value_name = "NUMBER")]
        reference = "reference";
        /// What it said.
        #[arg(long, value_name = "TEXT")]
        text = "text";
    }
    Decline = "decline", "no_notice" {
        /// Who decided.
        #[arg(long, value_name = "NAME")]
        by = "by";
        /// Why a risk is unlikely.
        #[arg(long, value_name = "TEXT")]
        reasons = "reasons";
    }
    Exempt = "exempt", "exemption" {
        /// Which: unintelligible, `risk_removed`, disproportionate.
        #[arg(long, value_name = "WORD")]
        exemption = "ground";
        /// Why it holds here.
        #[arg(long, value_name = "TEXT")]
        reasons = "reasons";
        /// The public announcement; needed with disproportionate.
        #[arg(long, value_name = "TEXT")]
        public_notice = "public_notice";
    }
    TellPrincipal = "tell-principal", "notice_to_principal" {
        /// Who there was told.
        #[arg(long, value_name = "NAME")]
        told = "told.name";
        /// By which means: telephone, email, post, `in_person`, `digital_message`, form.
        #[arg(long, value_name = "WORD")]
        means = "means";
        /// What.
        #[arg(long, value_name = "TEXT")]
        text = "text";
    }
    Dismiss = "dismiss", "dismissal" {
        /// Who found so.
        #[arg(long, value_name = "NAME")]
        by = "by";
        /// Why it is no breach.
        #[arg(long, value_name = "TEXT")]
        reasons = "reasons";
    }
    Close = "close", "closing" {
        /// Who closes it.
        #[arg(long, value_name = "NAME")]
        by = "by";
        /// What was done in the end to repair it and to keep it from happening again.
        #[arg(long, value_name = "TEXT")]
        remedial_action = "remedial_action";
        /// What it came to for the persons.
        #[arg(long, value_name = "TEXT")]
        effects = "effects";
    }
    Reopen = "reopen", "reopening" {
        /// Why.
        #[arg(long, value_name = "TEXT")]
        reasons = "reasons";
    }
}

/// `griffie breach tell-persons`
#[derive(Debug, Args)]
pub struct TellPersons {
    #[command(flatten)]
    taking: Taking,
    /// The nature of the breach, as it was told.
    #[arg(long, value_name = "TEXT")]
    nature: Option<String>,
    /// The likely consequences, as they were told.
    #[arg(long, value_name = "TEXT")]
    consequences: Option<String>,
    /// The measures, as they were told.
    #[arg(long, value_name = "TEXT")]
    measures: Option<String>,
    /// What they can do themselves.
    #[arg(long, value_name = "TEXT")]
    advice: Option<String>,
    /// Whom they can turn to.
    #[arg(long, value_name = "NAME")]
    contact: Option<String>,
    /// By which means: email, post, telephone, `in_person`, `digital_message`, publication, form.
    #[arg(long, value_name = "WORD")]
    channel: Option<String>,
    /// That it was said in clear and plain language (AVG 34(2)).
    #[arg(long)]
    plain_language: bool,
}

impl TellPersons {
    /// Records it.
    pub async fn run(&self, out: &mut impl Write) -> Result<(), Failure> {
        let given = [
            ("nature", &self.nature),
            ("consequences", &self.consequences),
            ("measures", &self.measures),
            ("advice", &self.advice),
            ("contact.name", &self.contact),
            ("channel", &self.channel),
        ];
        let plain = |form: &mut Form| {
            if self.plain_language {
                form.set("notice_to_persons.plain_language", true);
            }
        };
        self.taking.run(out, "notice_to_persons", &given, plain).await
    }
}
