//! What a letter knows without being told: the practice as it stood on the letter's day, who writes, and days and articles of the
//! case's clocks, by the book each clock was computed with. Decides nothing.

use chrono::NaiveDate;

use super::kind::{LetterKind, Register};
use super::value::{Named, Value};
use crate::domain::clock::{Clocks, Running, When};
use crate::domain::contact::{Address, ContactPoint};
use crate::domain::practice::Details;
use crate::domain::text::Line;
use crate::law::clock::{End, Terms};
use crate::law::{Book, Rule, RuleId, RuleName};

/// Collects named values, leaving out what is not there.
#[derive(Default)]
struct Collected(Vec<Named>);

impl Collected {
    fn add(&mut self, name: &'static str, value: Option<Value>) {
        self.0.extend(value.map(|value| (name, value)));
    }

    fn day(&mut self, name: &'static str, day: Option<NaiveDate>) {
        self.add(name, day.map(Value::Day));
    }

    fn words(&mut self, name: &'static str, words: Option<String>) {
        self.add(name, words.map(Value::Words));
    }

    fn article(&mut self, name: &'static str, article: Option<&str>) {
        self.add(name, article.map(|article| Value::Article(article.to_owned())));
    }
}

/// Of the letter and the practice that sends it.
pub(super) fn of_the_sender(
    date: NaiveDate,
    author: &Line,
    practice: Option<&Details>,
) -> Vec<Named> {
    let mut known = Collected::default();
    known.day("date", Some(date));
    known.words("author", Some(author.as_str().to_owned()));
    let Some(practice) = practice else { return known.0 };
    let text = |line: &Line| line.as_str().to_owned();
    known.words("practice.name", Some(text(&practice.name)));
    known.words("practice.address", Some(address(&practice.address)));
    known.words("practice.city", Some(text(&practice.address.city)));
    known.words("practice.website", practice.website.as_ref().map(text));
    known.words("practice.kvk", Some(practice.kvk.as_str().to_owned()));
    let ways = [
        practice.telephone.as_ref().map(|it| it.as_str().to_owned()),
        practice.email.as_ref().map(|it| it.as_str().to_owned()),
        practice.website.as_ref().map(text),
    ];
    let contact = listed(ways);
    // Whom the persons of a breach may turn to (AVG 33(3)(b)), unless the case names somebody.
    known.words("contact", contact.clone());
    known.words("practice.contact", contact);
    known
        .words("practice.complaints_officer", practice.complaints_officer.as_ref().and_then(point));
    known.words("practice.dispute_body", practice.dispute_body.as_ref().and_then(point));
    known.0
}

/// Of the case's clocks, for one kind of letter.
pub(super) fn of_the_clocks(kind: LetterKind, clocks: &Clocks) -> Vec<Named> {
    match kind.register() {
        Register::Complaint => of_a_complaint(kind, clocks),
        Register::Breach => {
            let subject = clocks.newest(RuleId::AvgBreachSubject);
            discovered(clocks.newest(RuleId::AvgBreachAp), subject)
        }
        Register::Incident => {
            let told = clocks.newest(RuleId::WkkgzIncidentClient);
            discovered(told, told)
        }
    }
}

fn of_a_complaint(kind: LetterKind, clocks: &Clocks) -> Vec<Named> {
    let mut known = Collected::default();
    let taken_up = clocks.newest(RuleId::HandbookComplaint5Wd);
    known.day("take_up_due", taken_up.and_then(Running::due_day));
    // The act's clock, or that of the provider's own scheme in Wmo and Jeugdwet care.
    let judgement = [RuleId::WkkgzJudgement, RuleId::SchemeJudgement];
    let Some(clock) = judgement.into_iter().find_map(|rule| clocks.newest(rule)) else {
        return known.0;
    };
    known.day("received_on", Some(clock.started.start.day()));
    known.day("first_due", end(clock, false));
    let due = match kind {
        // The notice is drafted before the extension is recorded, which needs the day it was sent on.
        LetterKind::ComplaintExtension if !clock.extended => end(clock, true),
        // Nobody is asked for more than the act allows while the act itself still allows more.
        LetterKind::ComplaintFurtherExtension if !clock.extended => None,
        _ => clock.due().map(When::day),
    };
    known.day("due", due);
    known.day("agreed_until", clock.agreed.map(|(_, due)| due.day()));
    let row = row(clock);
    known.article("article", row.map(|row| row.article));
    let extension = row.and_then(|row| row.extension);
    known.article("extension_article", extension.map(|it| it.article));
    known.0
}

fn discovered(found: Option<&Running>, duty: Option<&Running>) -> Vec<Named> {
    let mut known = Collected::default();
    known.day("discovered_on", found.map(|clock| clock.started.start.day()));
    known.article("article", duty.and_then(row).map(|row| row.article));
    known.0
}

/// The row a clock was computed with; nothing if a newer release computed it.
fn row(clock: &Running) -> Option<&'static Rule> {
    let started = &clock.started;
    let book = Book::at(started.table, started.calendar)?;
    book.rule(started.rule_id()?, started.start.day())
}

/// The last day of a clock in the plain or the extended form of its rule, whichever of them it runs in.
fn end(clock: &Running, extended: bool) -> Option<NaiveDate> {
    let started = &clock.started;
    let book = Book::at(started.table, started.calendar)?;
    let name = RuleName { id: started.rule_id()?, extended };
    let count = started.count.filter(|_| !extended);
    let terms = Terms { count, pauses: &clock.pauses };
    match book.clock_with(name, started.start.start(), terms).ok()?.end {
        End::Day { due, .. } => Some(due),
        _ => None,
    }
}

/// An address on one line; the country where it is another one.
fn address(address: &Address) -> String {
    let addition = address.addition.as_ref().map(Line::as_str).unwrap_or_default();
    let (street, number) = (address.street.as_str(), address.house_number.as_str());
    let (postcode, city) = (address.postcode.as_str(), address.city.as_str());
    let country = match address.country.as_str() {
        "NL" => String::new(),
        other => format!(", {other}"),
    };
    format!("{street} {number}{addition}, {postcode} {city}{country}")
}

/// Whom to turn to, and how.
pub(super) fn point(point: &ContactPoint) -> Option<String> {
    listed([
        Some(point.name.as_str().to_owned()),
        point.organisation.as_ref().map(|it| it.as_str().to_owned()),
        point.telephone.as_ref().map(|it| it.as_str().to_owned()),
        point.email.as_ref().map(|it| it.as_str().to_owned()),
        point.website.as_ref().map(|it| it.as_str().to_owned()),
    ])
}

fn listed<const N: usize>(parts: [Option<String>; N]) -> Option<String> {
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { None } else { Some(parts.join(", ")) }
}
