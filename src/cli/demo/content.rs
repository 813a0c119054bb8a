//! What the scripts hold together: how much it is, and which of its texts must never be found unsealed.

use super::chance::Chance;
use super::files;
use super::script::{Act, Script};
use super::search::Needles;
use crate::grpc::pb;
use pb::content::Content as Which;

/// Longest piece of a text that is looked for.
const PIECE: usize = 48;
/// Where in a file the piece is taken that is looked for: behind the header that all files of its type share.
const FILE_FROM: usize = 120;

/// How much a year holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Amounts {
    /// Dossiers.
    pub dossiers: u64,
    /// Entries.
    pub entries: u64,
    /// Attachments.
    pub attachments: u64,
    /// Corrections and withdrawals.
    pub corrections: u64,
}

/// Counts what the scripts hold.
pub fn amounts(scripts: &[Script]) -> Amounts {
    let mut amounts = Amounts::default();
    for (_, act) in scripts.iter().flat_map(|script| &script.acts) {
        match act {
            Act::Open { .. } => amounts.dossiers += 1,
            Act::Record { entries, .. } | Act::Stream { entries, .. } => {
                amounts.entries += entries.len() as u64;
            }
            Act::Attach { .. } => amounts.attachments += 1,
            Act::Correct { .. } | Act::Withdraw { .. } => amounts.corrections += 1,
            Act::Link { .. } | Act::Move { .. } | Act::Close { .. } | Act::Reopen { .. } => {}
        }
    }
    amounts
}

/// Names, addresses, texts and pieces of files that were recorded.
pub fn needles(scripts: &[Script], seed: u64) -> Needles {
    let mut needles = Needles::default();
    for (number, script) in scripts.iter().enumerate() {
        for (day, act) in &script.acts {
            match act {
                Act::Open { client, .. } => add_client(&mut needles, client),
                Act::Record { entries, .. } | Act::Stream { entries, .. } => {
                    for entry in entries {
                        add_content(&mut needles, &entry.content);
                    }
                }
                Act::Correct { entry, reason, .. } => {
                    add_content(&mut needles, &entry.content);
                    needles.add(reason.as_bytes());
                }
                Act::Move { contact } => add_contact(&mut needles, contact),
                Act::Attach { file, size, .. } => {
                    let built = files::build(*file, *size, &mut file_chance(seed, number, *day));
                    let piece = built.bytes.get(FILE_FROM..FILE_FROM + PIECE);
                    needles.add(piece.unwrap_or_default());
                }
                _ => {}
            }
        }
    }
    needles
}

/// The chance that fills the files of a family on a day.
pub fn file_chance(seed: u64, number: usize, day: u16) -> Chance {
    Chance::of(seed, (number as u64) << 16 | u64::from(day) | 1 << 60)
}

fn add_client(needles: &mut Needles, client: &pb::Client) {
    if let Some(names) = client.identity.as_ref().and_then(|identity| identity.names.as_ref()) {
        needles.add(names.surname.as_bytes());
        needles.add(names.partner_surname.as_bytes());
    }
    if let Some(contact) = &client.contact {
        add_contact(needles, contact);
    }
    for representative in &client.representatives {
        needles.add(representative.name.as_bytes());
    }
}

fn add_contact(needles: &mut Needles, contact: &pb::ContactDetails) {
    for text in contact.emails.iter().chain(&contact.telephones) {
        needles.add(text.as_bytes());
    }
    if let Some(address) = &contact.address {
        needles.add(address.street.as_bytes());
    }
}

fn add_content(needles: &mut Needles, content: &pb::Content) {
    let texts: Vec<&str> = match &content.content {
        Some(Which::RequestForCare(request)) => vec![&request.question],
        Some(Which::Agreement(agreement)) => vec![&agreement.content, &agreement.delivery],
        Some(Which::Anamnesis(narrative) | Which::Advice(narrative)) => vec![&narrative.text],
        Some(Which::Intake(intake)) => vec![&intake.findings],
        Some(Which::ConsultReport(report)) => {
            vec![&report.report, &report.subjective, &report.objective, &report.assessment]
        }
        Some(Which::Plan(plan)) => vec![&plan.actions],
        Some(Which::RiskAndMeasures(risk)) => vec![&risk.risk, &risk.network],
        Some(Which::CareNotGiven(care)) => vec![&care.care, &care.why],
        Some(Which::FailedContact(contact)) => vec![&contact.follow_up],
        Some(Which::Letter(letter)) => vec![&letter.subject, &letter.text],
        Some(Which::Evaluation(evaluation)) => vec![&evaluation.findings],
        Some(Which::Handover(handover)) => vec![&handover.summary],
        Some(Which::Ending(ending)) => vec![&ending.summary],
        Some(Which::Consent(given)) => vec![&given.concerning],
        Some(Which::Text(text)) => vec![&text.text],
        _ => Vec::new(),
    };
    for text in texts {
        add_text(text, needles);
    }
}

/// Adds a text, or the beginning of a long one.
pub fn add_text(text: &str, needles: &mut Needles) {
    needles.add(text.as_bytes().get(..PIECE).unwrap_or(text.as_bytes()));
}

#[cfg(test)]
mod tests {
    use super::super::calendar::Calendar;
    use super::super::script::year;
    use super::*;

    fn scripts(seed: u64) -> Vec<Script> {
        let now = chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        year(seed, 60, Calendar::ending_before(now))
    }

    #[test]
    fn the_same_seed_invents_the_same_year_and_another_seed_another_one() {
        assert_eq!(scripts(4), scripts(4));
        assert_ne!(scripts(4), scripts(5));
    }

    #[test]
    fn a_year_of_sixty_families_holds_every_kind_of_entry() {
        let scripts = scripts(4);
        let amounts = amounts(&scripts);
        assert!(amounts.dossiers > 100 && amounts.entries > 1_000, "{amounts:?}");
        assert!(amounts.attachments > 5 && amounts.corrections > 2, "{amounts:?}");
        let acts = scripts.iter().flat_map(|script| &script.acts);
        let mut kinds = std::collections::BTreeSet::new();
        for (_, act) in acts {
            if let Act::Record { entries, .. } | Act::Stream { entries, .. } = act {
                let contents = entries.iter().filter_map(|entry| entry.content.content.as_ref());
                kinds.extend(contents.map(|it| format!("{:?}", std::mem::discriminant(it))));
            }
        }
        // Seventeen kinds in fields, running text and a resource.
        assert_eq!(kinds.len(), 19);
    }

    #[test]
    fn names_texts_and_files_are_all_looked_for() {
        let needles = needles(&scripts(4), 4);
        assert!(needles.count() > 300, "{}", needles.count());
        assert_eq!(needles.occurring(b"Pijnscore van 7 naar 2, groei op de lijn."), 1);
    }
}
