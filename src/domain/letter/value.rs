//! Values for placeholders: known or given, put together and written out in the letter's language. Knows no source of them.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;

use super::article;
use super::kind::{Language, LetterKind};
use super::placeholder::{self, Placeholder, Shape, Source};
use super::template::Template;
use crate::domain::text::Text;
use crate::domain::violation::{FieldPath, Reason, Violations};
use crate::law::explain::written_day;

/// Values one request may give.
const GIVEN_MAX: usize = 40;

/// What a placeholder is filled with.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// A day.
    Day(NaiveDate),
    /// From one day to another, both of them within it.
    Period {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        until: NaiveDate,
    },
    /// Words.
    Words(String),
    /// Words of griffie's own, in both languages.
    Either {
        /// In Dutch.
        dutch: String,
        /// In English.
        english: String,
    },
    /// A place in the law, as the rule table has it.
    Article(String),
}

/// Almost all values are about a person.
impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Value(…)")
    }
}

impl Value {
    fn written(&self, language: Language) -> String {
        let day = |day: &NaiveDate| written_day(*day, language.of_the_law());
        match (self, language) {
            (Value::Day(on), _) => day(on),
            (Value::Period { from, until }, Language::Dutch) => {
                format!("{} tot en met {}", day(from), day(until))
            }
            (Value::Period { from, until }, Language::English) => {
                format!("{} to {}", day(from), day(until))
            }
            (Value::Words(words), _) => words.clone(),
            (Value::Either { dutch, .. }, Language::Dutch) => dutch.clone(),
            (Value::Either { english, .. }, Language::English) => english.clone(),
            (Value::Article(article), _) => article::written(article, language),
        }
    }
}

/// A value given with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The placeholder's name.
    pub name: String,
    /// The value; a day as `YYYY-MM-DD`.
    pub value: Text,
}

/// Named values of a letter.
pub(super) type Named = (&'static str, Value);

/// What fills the placeholders of a template. Notes what is missing, given twice, given for nothing, or given though it is known:
/// a letter has no gaps, and no other days than the law's.
pub(super) fn filled(
    template: &Template,
    kind: LetterKind,
    language: Language,
    known: &[Named],
    given: &[Given],
    violations: &mut Violations,
) -> BTreeMap<&'static str, String> {
    let at = FieldPath::new("values");
    let mut values: BTreeMap<&'static str, Value> = known.iter().cloned().collect();
    let mut refused = Vec::new();
    if given.len() > GIVEN_MAX {
        violations.add(at.clone(), Reason::TooMany);
    }
    for (index, one) in given.iter().take(GIVEN_MAX).enumerate() {
        let Some(placeholder) = placeholder::named(kind, &one.name) else {
            violations.add(at.index(index).join("name"), Reason::UnknownPlaceholder);
            continue;
        };
        let name = placeholder.name;
        let is_known = placeholder.source != Source::Given && values.contains_key(name);
        let reason = if given.iter().take(index).any(|other| other.name == one.name) {
            Some(Reason::Duplicate)
        } else if is_known || placeholder.source == Source::Known {
            Some(Reason::ValueKnown)
        } else if !template.placeholders().any(|it| it.name == name) {
            Some(Reason::NotInTemplate)
        } else {
            None
        };
        let read = reason.map_or_else(|| read(placeholder, &one.value), Err);
        match read {
            Ok(value) => drop(values.insert(name, value)),
            Err(reason) => {
                violations.add(at.join(name), reason);
                refused.push(name);
            }
        }
    }
    for placeholder in template.placeholders() {
        let name = placeholder.name;
        if !values.contains_key(name) && !refused.contains(&name) {
            violations.add(at.join(name), Reason::Missing);
            refused.push(name); // Named once, however often it stands there.
        }
    }
    values.into_iter().map(|(name, value)| (name, value.written(language))).collect()
}

fn read(placeholder: &Placeholder, text: &Text) -> Result<Value, Reason> {
    let text = text.as_str().trim();
    let day: Option<NaiveDate> =
        text.parse().ok().filter(|day: &NaiveDate| day.to_string() == text);
    match (placeholder.shape, day) {
        (Shape::Day | Shape::DayOrWords, Some(day)) => Ok(Value::Day(day)),
        (Shape::Day, None) => Err(Reason::NotADate),
        (Shape::Article, _) => Ok(Value::Article(text.to_owned())),
        (Shape::Words | Shape::DayOrWords, _) => Ok(Value::Words(text.to_owned())),
    }
}
