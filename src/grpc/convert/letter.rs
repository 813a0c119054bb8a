//! Letters and their templates.

use super::choice::choices;
use super::reader::{Choice, Reader};
use super::write;
use crate::chain::StreamId;
use crate::domain::dossier::view::Recorded;
use crate::domain::letter::{
    Capacity as LetterCapacity, Given, Language, Letter, LetterKind, Means as LetterMeans, Sent,
    placeholder,
};
use crate::domain::practice::{self, LetterTemplateSet};
use crate::domain::provenance::Provenance;
use crate::domain::violation::{FieldPath, Reason};
use crate::grpc::{case, pb};

choices! {
    LetterKind {
        ComplaintReceipt, ComplaintExtension, ComplaintFurtherExtension, ComplaintJudgement,
        BreachNotice, IncidentNotice,
    }
    LetterCapacity { Client, Representative, NextOfKin, DataSubject, Other }
    LetterMeans { Electronic, Post, HandedOver }
}

impl Choice for Language {
    fn of(number: i32) -> Option<Language> {
        match pb::LetterLanguage::try_from(number).ok()? {
            pb::LetterLanguage::Unspecified => None,
            pb::LetterLanguage::Nl => Some(Language::Dutch),
            pb::LetterLanguage::En => Some(Language::English),
        }
    }
}

impl From<Language> for i32 {
    fn from(language: Language) -> i32 {
        match language {
            Language::Dutch => pb::LetterLanguage::Nl.into(),
            Language::English => pb::LetterLanguage::En.into(),
        }
    }
}

/// A letter to be drafted, as a request names it.
#[derive(Debug)]
pub struct Draft {
    /// What it is for.
    pub kind: LetterKind,
    /// Its language.
    pub language: Language,
    /// What the case does not know.
    pub values: Vec<Given>,
    /// Who drafts it.
    pub provenance: Provenance,
}

/// Kind, language, values and provenance of a request.
type Said = (i32, i32, Vec<pb::LetterValue>, Option<pb::Provenance>);

/// Drafts a letter of the case named by a field.
pub fn draft(
    field: &str,
    case: &str,
    (kind, language, values, provenance): Said,
    reader: &mut Reader,
) -> Option<(StreamId, Draft)> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, field, case);
    let kind = reader.choice(&at, "kind", kind);
    let language = reader.choice(&at, "language", language);
    let path = FieldPath::new("values");
    let read = values.into_iter().enumerate().map(|(index, value)| {
        let at = path.index(index);
        if value.name.is_empty() {
            reader.note(&at, "name", Reason::Missing);
        }
        let read = reader.text(&at, "value", value.value)?;
        Some(Given { name: value.name, value: read })
    });
    let values: Vec<Option<Given>> = read.collect();
    let provenance = reader.message(&at, "provenance", provenance);
    let (kind, language, provenance) = (kind?, language?, provenance?);
    let values = values.into_iter().collect::<Option<Vec<Given>>>()?;
    Some((stream?, Draft { kind, language, values, provenance }))
}

/// Records a sending of a letter of the case named by a field.
pub fn sent(
    field: &str,
    case: &str,
    letter_id: String,
    sending: pb::LetterSending,
    reader: &mut Reader,
) -> Option<(StreamId, Sent)> {
    let at = FieldPath::whole();
    let stream = case::stream(reader, field, case);
    let letter = reader.text(&at, "letter_id", letter_id);
    let to = reader.choice(&at, "to", sending.to);
    let means = reader.choice(&at, "means", sending.means);
    let sent_on = reader.day(&at, "sent_on", sending.sent_on);
    let received_on = reader.optional_day(&at, "received_on", sending.received_on);
    let provenance = reader.message(&at, "provenance", sending.provenance);
    let (letter, to, means, sent_on) = (letter?, to?, means?, sent_on?);
    let (received_on, provenance) = (received_on?, provenance?);
    Some((stream?, Sent { letter, to, means, sent_on, received_on, provenance }))
}

/// A letter without its page.
pub fn letter(letter: &Letter, place: Option<Recorded>) -> pb::CaseLetter {
    let drafted = &letter.drafted;
    pb::CaseLetter {
        letter_id: drafted.letter.to_string(),
        kind: drafted.kind.into(),
        language: drafted.language.into(),
        template_position: drafted.template,
        provenance: write::message(&drafted.provenance),
        place: write::optional_message(&place),
        sendings: letter.sendings.iter().map(sending).collect(),
    }
}

fn sending(sent: &Sent) -> pb::LetterSending {
    pb::LetterSending {
        to: sent.to.into(),
        means: sent.means.into(),
        sent_on: write::day(&sent.sent_on),
        received_on: write::optional_day(&sent.received_on),
        provenance: write::message(&sent.provenance),
    }
}

/// Sets a template.
pub fn set_template(
    request: pb::SetLetterTemplateRequest,
    reader: &mut Reader,
) -> Option<practice::Command> {
    let at = FieldPath::whole();
    let letter = reader.choice(&at, "letter", request.letter);
    let language = reader.choice(&at, "language", request.language);
    let text = reader.optional_text(&at, "text", request.text);
    let author = reader.message(&at, "author", request.author);
    let (letter, language, text) = (letter?, language?, text?);
    let set = LetterTemplateSet { letter, language, text, author: author? };
    Some(practice::Command::SetLetterTemplate(set))
}

/// Which templates are asked for; nothing means all.
pub fn wanted_templates(
    letter: i32,
    language: i32,
    reader: &mut Reader,
) -> Option<(Option<LetterKind>, Option<Language>)> {
    let at = FieldPath::whole();
    let letter = reader.optional_choice(&at, "letter", letter);
    let language = reader.optional_choice(&at, "language", language);
    letter.zip(language)
}

/// A template that came with griffie.
pub fn template_built_in(
    letter: LetterKind,
    language: Language,
    text: &str,
    in_force: bool,
) -> pb::LetterTemplate {
    pb::LetterTemplate {
        letter: letter.into(),
        language: language.into(),
        built_in: true,
        text: text.to_owned(),
        placeholders: placeholders(letter),
        author: None,
        place: None,
        in_force,
    }
}

/// A template the practice set.
pub fn template(set: &LetterTemplateSet, place: Recorded, in_force: bool) -> pb::LetterTemplate {
    pb::LetterTemplate {
        letter: set.letter.into(),
        language: set.language.into(),
        built_in: false,
        text: write::optional_text(&set.text),
        placeholders: placeholders(set.letter),
        author: write::message(&set.author),
        place: Some((&place).into()),
        in_force: in_force && set.text.is_some(),
    }
}

fn placeholders(letter: LetterKind) -> Vec<String> {
    placeholder::of(letter).map(|placeholder| placeholder.name.to_owned()).collect()
}
