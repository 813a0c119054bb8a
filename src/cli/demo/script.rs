//! What happens to one family in the year, decided beforehand from the seed: who comes when, what is written down, what is
//! corrected later. Pure; ids are filled in by whoever records it.

use super::calendar::{Calendar, DAYS};
use super::chance::Chance;
use super::people::{self, Names};
use super::words;
use crate::grpc::pb;

/// The day on which every family in care is called and the others' post comes in; on it the server is killed.
pub const CALLING_DAY: u16 = 182;
/// The day on which the family that is shown comes.
pub const SHOWN_FROM: u16 = 5;
/// The day on which the weight that was shown is corrected.
pub const SHOWN_CORRECTED: u16 = 200;

/// Whose dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// The mother's.
    Mother,
    /// A child's, the first being 0.
    Child(usize),
}

/// An entry that is referred to later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The first weight.
    Weight,
    /// The report of the first visit.
    Visit,
    /// The consent for images.
    Images,
    /// The letter to the general practitioner.
    Letter,
    /// The agreement.
    Agreement,
}

/// An entry to be recorded.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The day on which it happened.
    pub day: u16,
    /// The minute of the working day.
    pub minute: u32,
    /// In which capacity somebody told it.
    pub informant: pb::InformantKind,
    /// What it says.
    pub content: pb::Content,
    /// What it is called later.
    pub mark: Option<Mark>,
}

/// A file to be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    /// A photo (PNG).
    Photo,
    /// A letter or a signed agreement (PDF).
    Document,
    /// A plain list of feeds.
    List,
}

/// One thing that is done.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "a year has some thousands of them")]
pub enum Act {
    /// Opens a dossier.
    Open { whose: Whose, client: Box<pb::Client> },
    /// Links two dossiers.
    Link { one: Whose, other: Whose, relation: pb::Relation },
    /// Records entries: one alone, several all or nothing.
    Record { whose: Whose, entries: Vec<Draft> },
    /// Sends entries one after another over a stream.
    Stream { whose: Whose, entries: Vec<Draft> },
    /// Attaches a file to an entry.
    Attach { whose: Whose, mark: Mark, file: File, size: u32 },
    /// Corrects an entry.
    Correct { whose: Whose, mark: Mark, entry: Draft, reason: &'static str },
    /// Withdraws an entry as recorded in error.
    Withdraw { whose: Whose, mark: Mark },
    /// Changes the contact details.
    Move { contact: Box<pb::ContactDetails> },
    /// Closes a dossier.
    Close { whose: Whose, reason: pb::ClosingReason },
    /// Opens a closed dossier again.
    Reopen { whose: Whose },
}

/// One family's year.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// What is done on which day, in order.
    pub acts: Vec<(u16, Act)>,
}

/// Writes scripts.
struct Author {
    calendar: Calendar,
    chance: Chance,
    number: usize,
    names: Names,
    acts: Vec<(u16, Act)>,
    shown: bool,
}

/// The scripts of so many families. The first one is shown at the end: it comes early and stays long.
pub fn year(seed: u64, families: usize, calendar: Calendar) -> Vec<Script> {
    (0..families).map(|number| family(seed, number, families, calendar)).collect()
}

fn family(seed: u64, number: usize, families: usize, calendar: Calendar) -> Script {
    let mut chance = Chance::of(seed, number as u64);
    let shown = number == 0;
    // Spread over the year, so that some are still in care when it ends.
    let spread = u32::try_from(number * 355 / families.max(1)).unwrap_or(0);
    let first = u16::try_from(spread + chance.between(0, 9)).unwrap_or(0);
    let first = if shown { SHOWN_FROM } else { first };
    let children = if !shown && chance.in_hundred(4) { 2 } else { 1 };
    let born = i32::try_from(chance.between(7_300, 14_000)).unwrap_or(9_000);
    let names = people::family(&mut chance, number, children, calendar.text(-born));
    let mut author = Author { calendar, chance, number, names, acts: Vec::new(), shown };
    author.come(first);
    let mut acts = author.acts;
    acts.retain(|(day, _)| *day < DAYS);
    acts.sort_by_key(|(day, _)| *day);
    Script { acts }
}

impl Author {
    fn act(&mut self, day: u16, act: Act) {
        self.acts.push((day, act));
    }

    fn draft(&mut self, day: u16, content: pb::Content, mark: Option<Mark>) -> Draft {
        let minute = self.chance.between(0, 600);
        Draft { day, minute, informant: pb::InformantKind::OwnFinding, content, mark }
    }

    fn told(&mut self, day: u16, content: pb::Content) -> Draft {
        Draft { informant: pb::InformantKind::Client, ..self.draft(day, content, None) }
    }

    fn record(&mut self, day: u16, whose: Whose, entries: Vec<Draft>) {
        self.act(day, Act::Record { whose, entries });
    }

    fn children(&self) -> impl Iterator<Item = Whose> + use<> {
        (0..self.names.children.len()).map(Whose::Child)
    }

    /// The request, and what follows from it.
    fn come(&mut self, day: u16) {
        let client = Box::new(self.names.mother.clone());
        self.act(day, Act::Open { whose: Whose::Mother, client });
        if !self.shown && self.chance.in_hundred(6) {
            let why = "Geen plaats binnen de termijn die nodig is; verwezen naar een collega.";
            let content = words::request(&mut self.chance, Some(why));
            let request = self.told(day, content);
            self.record(day, Whose::Mother, vec![request]);
            let reason = pb::ClosingReason::NoCare;
            return self.act(day, Act::Close { whose: Whose::Mother, reason });
        }
        let content = words::request(&mut self.chance, None);
        let request = self.told(day, content);
        self.record(day, Whose::Mother, vec![request]);
        let information = self.draft(day, words::information(), None);
        let agreed = self.told(day, words::consent(pb::ConsentScope::Treatment));
        self.record(day, Whose::Mother, vec![information, agreed]);
        let visit = day + u16::try_from(self.chance.between(1, 3)).unwrap_or(1);
        let visit = if self.shown { day } else { visit };
        self.first_visit(visit);
        self.weeks(visit);
        self.end(visit);
        self.show(day);
    }

    fn first_visit(&mut self, day: u16) {
        let born = i32::from(day) - i32::try_from(self.chance.between(3, 20)).unwrap_or(5);
        let born_on = self.calendar.text(born);
        let on = self.calendar.text(day.into());
        for (index, whose) in self.children().enumerate() {
            let client = Box::new(people::child(&self.names, index, &born_on));
            self.act(day, Act::Open { whose, client });
            let relation = pb::Relation::MotherOf;
            self.act(day, Act::Link { one: Whose::Mother, other: whose, relation });
            if index > 0 {
                let relation = pb::Relation::SiblingOf;
                self.act(day, Act::Link { one: whose, other: Whose::Child(0), relation });
            }
            self.weigh(day, whose, true);
        }
        let contents = [
            (words::agreement(&on), Some(Mark::Agreement)),
            (words::anamnesis(&mut self.chance, false), None),
            (words::intake(&mut self.chance), None),
            (words::visit(&mut self.chance), Some(Mark::Visit)),
            (words::plan(&mut self.chance, &on), None),
            (words::advice(&mut self.chance), None),
        ];
        let entries = contents.map(|(content, mark)| self.draft(day, content, mark));
        self.record(day, Whose::Mother, entries.to_vec());
        if self.shown || self.chance.in_hundred(15) {
            let size = self.chance.between(2_000, 90_000);
            let (mark, file) = (Mark::Agreement, File::Document);
            self.act(day, Act::Attach { whose: Whose::Mother, mark, file, size });
        }
        if self.shown || self.chance.in_hundred(15) {
            self.photo(day);
        }
        if self.chance.in_hundred(15) {
            let risk = words::risk(&self.calendar.text(i32::from(day) + 30));
            let risk = self.draft(day, risk, None);
            self.record(day, Whose::Mother, vec![risk]);
        }
    }

    fn photo(&mut self, day: u16) {
        let consent = words::consent(pb::ConsentScope::Images);
        let consent = self.draft(day, consent, Some(Mark::Images));
        self.record(day, Whose::Mother, vec![consent]);
        let (whose, mark, file) = (Whose::Mother, Mark::Visit, File::Photo);
        let size = self.chance.between(20, 150);
        self.act(day, Act::Attach { whose, mark, file, size });
        if self.chance.in_hundred(30) {
            let withdrawn = self.told(day + 10, words::images_withdrawn());
            self.record(day + 10, Whose::Mother, vec![withdrawn]);
        }
    }

    fn weigh(&mut self, day: u16, whose: Whose, first: bool) {
        let calibrated = self.calendar.text(-40);
        let grams = self.chance.between(2_900, 4_100) + if first { 0 } else { 600 };
        let grams = if first && self.shown { SHOWN_GRAMS_WRONG } else { grams };
        let mut entries = Vec::new();
        if first {
            let history = words::anamnesis(&mut self.chance, true);
            entries.push(self.draft(day, history, None));
        }
        let as_resource = !first && self.chance.in_hundred(20);
        let weight = if as_resource {
            words::weight_as_resource(grams, &self.calendar.text(day.into()))
        } else {
            words::weight(grams, &calibrated)
        };
        entries.push(self.draft(day, weight, first.then_some(Mark::Weight)));
        let fed = words::intake_at_feed(self.chance.between(15, 110), &calibrated);
        entries.push(self.draft(day, fed, None));
        let report = words::visit(&mut self.chance);
        entries.push(self.draft(day, report, None));
        self.record(day, whose, entries);
    }

    /// The weeks of care between the first visit and the end.
    fn weeks(&mut self, visit: u16) {
        let call = visit + 4;
        let content = if self.chance.in_hundred(10) {
            words::no_show()
        } else {
            words::telephone(&mut self.chance)
        };
        let entry = self.draft(call, content, None);
        self.record(call, Whose::Mother, vec![entry]);
        for whose in self.children() {
            self.weigh(visit + 8, whose, false);
            if self.chance.in_hundred(40) {
                let entries = (0..self.chance.between(3, 8))
                    .map(|times| {
                        let grams = 3_600 + times * 35;
                        let day = visit + 9 + u16::try_from(times).unwrap_or(0);
                        let weight = words::weight(grams, &self.calendar.text(-40));
                        Draft {
                            informant: pb::InformantKind::Parent,
                            ..self.draft(day, weight, None)
                        }
                    })
                    .collect();
                self.act(visit + 18, Act::Stream { whose, entries });
                if self.chance.in_hundred(20) {
                    let (mark, file) = (Mark::Weight, File::List);
                    self.act(visit + 18, Act::Attach { whose, mark, file, size: 40 });
                }
            }
        }
        if self.chance.in_hundred(8) {
            let entry = self.draft(visit + 8, words::not_given(), None);
            self.record(visit + 8, Whose::Mother, vec![entry]);
        }
        let notes = [words::telephone(&mut self.chance), words::note(&mut self.chance)];
        let entries = notes.map(|content| self.draft(visit + 13, content, None));
        self.record(visit + 15, Whose::Mother, entries.to_vec());
        let sharing = self.told(visit + 15, words::consent(pb::ConsentScope::Sharing));
        let letter = words::letter(&people::full_name(&self.names.mother));
        let letter = self.draft(visit + 15, letter, Some(Mark::Letter));
        self.record(visit + 15, Whose::Mother, vec![sharing, letter]);
        if self.chance.in_hundred(20) {
            let size = self.chance.between(3_000, 40_000);
            let (mark, file) = (Mark::Letter, File::Document);
            self.act(visit + 15, Act::Attach { whose: Whose::Mother, mark, file, size });
        }
        self.second_thoughts(visit);
    }

    /// What is set right or changes later.
    fn second_thoughts(&mut self, visit: u16) {
        if self.chance.in_hundred(10) {
            let report = words::visit(&mut self.chance);
            let entry = self.draft(visit, report, None);
            let (mark, reason) = (Mark::Visit, "Het bezoek was anders verlopen dan genoteerd.");
            self.act(visit + 20, Act::Correct { whose: Whose::Mother, mark, entry, reason });
        } else if self.chance.in_hundred(3) {
            self.act(visit + 20, Act::Withdraw { whose: Whose::Mother, mark: Mark::Letter });
        }
        if self.chance.in_hundred(6) {
            self.moves(visit + 17);
        }
        if visit < CALLING_DAY {
            // Whoever left care is not called; what came back by post is kept, also in a closed dossier.
            let in_care = self.shown || visit + 40 > CALLING_DAY;
            let content = if in_care {
                words::telephone(&mut self.chance)
            } else {
                words::survey(&mut self.chance)
            };
            let entry = self.draft(CALLING_DAY, content, None);
            self.record(CALLING_DAY, Whose::Mother, vec![entry]);
        }
    }

    fn moves(&mut self, day: u16) {
        let identity = self.names.mother.identity.as_ref();
        let given = identity.and_then(|it| it.names.as_ref()).map(|it| it.given.clone());
        let given = given.unwrap_or_default();
        let contact = Box::new(people::contact(&mut self.chance, &given, self.number));
        self.act(day, Act::Move { contact });
    }

    fn end(&mut self, visit: u16) {
        let last = if self.shown { SHOWN_CORRECTED + 60 } else { visit + 40 };
        let on = self.calendar.text(last.into());
        let evaluation = words::evaluation(&mut self.chance, &on);
        let mut entries = vec![self.draft(last, evaluation, None)];
        if self.chance.in_hundred(20) {
            entries.push(self.draft(last, words::handover(), None));
        }
        entries.push(self.draft(last, words::ending(&on), None));
        self.record(last, Whose::Mother, entries);
        for whose in self.children() {
            let ending = self.draft(last, words::ending(&on), None);
            self.record(last, whose, vec![ending]);
        }
        let reason = pb::ClosingReason::CareEnded;
        for whose in std::iter::once(Whose::Mother).chain(self.children()) {
            self.act(last, Act::Close { whose, reason });
        }
        if self.chance.in_hundred(4) {
            self.act(last + 20, Act::Reopen { whose: Whose::Mother });
            let content = words::visit(&mut self.chance);
            let entry = self.draft(last + 20, content, None);
            self.record(last + 20, Whose::Mother, vec![entry]);
        }
    }

    /// The dossier that is shown: a first weight of a child that turns out to be another one's, and a move.
    fn show(&mut self, day: u16) {
        if !self.shown {
            return;
        }
        self.moves(120);
        let weight = words::weight(SHOWN_GRAMS_RIGHT, &self.calendar.text(-40));
        let entry = self.draft(day, weight, None);
        let (whose, mark) = (Whose::Child(0), Mark::Weight);
        let reason = "De cijfers waren verwisseld; nagekeken op de groeikaart.";
        self.act(SHOWN_CORRECTED, Act::Correct { whose, mark, entry, reason });
    }
}

/// The first weight of the child that is shown, as it was written down.
pub const SHOWN_GRAMS_WRONG: u32 = 3_120;
/// The same, as it was corrected.
pub const SHOWN_GRAMS_RIGHT: u32 = 3_210;
