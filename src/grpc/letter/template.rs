//! The practice's own templates, with the records that set them.

use tonic::Status;

use crate::domain::dossier::view::Recorded;
use crate::domain::letter::{Language, LetterKind, TemplateChoice, built_in};
use crate::domain::practice::{self, LetterTemplateSet};
use crate::register::{Folded, ReadFailure, Register};
use chrono::DateTime;

use super::super::convert::letter::{template, template_built_in};
use super::super::pb;

/// The practice as it stood at a point of the ledger's history.
pub struct Templates {
    /// The practice.
    pub practice: practice::State,
    /// One place for each of its templates.
    places: Vec<Recorded>,
}

impl Templates {
    /// Reads the practice's stream as it stood when the ledger had `below` records.
    pub async fn read(register: Register, below: u64) -> Result<Templates, Status> {
        let reading = tokio::task::spawn_blocking(move || {
            let stream = register.practice_stream();
            let (mut folded, mut places) = (Folded::default(), Vec::new());
            for record in register.stream(stream, 0, below)? {
                folded.apply(&record)?;
                let header = &record.header;
                let at = DateTime::from_timestamp_micros(header.recorded_at).unwrap_or_default();
                if folded.practice().letter_templates().len() > places.len() {
                    let (position, revision) = (header.position, header.revision);
                    places.push(Recorded { position, revision, at });
                }
            }
            Ok(Templates { practice: folded.practice().clone(), places })
        });
        Ok(reading.await.unwrap_or(Err(ReadFailure::Unavailable))?)
    }

    /// The template from which a letter is drafted: the last one set.
    pub fn choice(&self, kind: LetterKind, language: Language) -> TemplateChoice {
        let last = self.set(kind, language).last();
        match last.and_then(|(set, place)| Some((set.text.clone()?, place.position))) {
            Some((text, position)) => TemplateChoice::Own { position, text },
            None => TemplateChoice::BuiltIn,
        }
    }

    /// The built-in templates, then every one ever set; each with whether it is in force.
    pub fn shown(
        &self,
        kind: Option<LetterKind>,
        language: Option<Language>,
    ) -> Vec<pb::LetterTemplate> {
        let mut shown = Vec::new();
        let kinds = LetterKind::ALL.iter().filter(|it| kind.is_none_or(|kind| kind == **it));
        for kind in kinds {
            let languages = Language::ALL.iter();
            for language in languages.filter(|it| language.is_none_or(|language| language == **it))
            {
                let in_force = self.choice(*kind, *language) == TemplateChoice::BuiltIn;
                shown.push(template_built_in(
                    *kind,
                    *language,
                    built_in::text(*kind, *language),
                    in_force,
                ));
            }
        }
        let own = self.practice.letter_templates().iter().zip(&self.places).filter(|(set, _)| {
            kind.is_none_or(|kind| kind == set.letter)
                && language.is_none_or(|language| language == set.language)
        });
        shown.extend(own.map(|(set, place)| {
            let last = self.set(set.letter, set.language).last();
            let in_force = last.is_some_and(|(_, last)| last == place);
            template(set, *place, in_force)
        }));
        shown
    }

    fn set(
        &self,
        kind: LetterKind,
        language: Language,
    ) -> impl Iterator<Item = (&LetterTemplateSet, &Recorded)> {
        let all = self.practice.letter_templates().iter().zip(&self.places);
        all.filter(move |(set, _)| set.letter == kind && set.language == language)
    }
}
