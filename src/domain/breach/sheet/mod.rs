//! The sheet of a breach: what the register of AVG 33(5) holds of it, in the order in which the authority asks, in Dutch and English,
//! ready to be typed over. What people wrote stays in their own words. Knows no form of the authority, and no screen.

mod authority;
mod phrase;
mod words;

use chrono_tz::Europe::Amsterdam;

pub use phrase::Phrase;

use super::state::{Breach, Ending};
use crate::domain::clock::{Clocks, When};
use crate::domain::contact::{ContactPoint, Email, Telephone};
use crate::domain::provenance::{Happened, Moment};
use crate::domain::text::{Line, Text};

use super::report::{Count, Reporter, when};
use phrase::{both, nothing, same};
use words::Words as _;

/// One question of the sheet and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// What is asked.
    pub question: Phrase,
    /// What is known.
    pub answer: Phrase,
}

/// The sheet being written.
#[derive(Default)]
struct Sheet(Vec<Row>);

impl Sheet {
    /// A question with its answer; without one, that nothing is recorded.
    fn ask(&mut self, dutch: &str, english: &str, answer: Option<Phrase>) {
        self.0.push(Row { question: both(dutch, english), answer: answer.unwrap_or_else(nothing) });
    }
}

/// The sheet of a breach, with the clocks as they stand.
pub fn sheet(breach: &Breach, clocks: &Clocks) -> Vec<Row> {
    let mut sheet = Sheet::default();
    authority::notification(&mut sheet, breach, clocks);
    nature(&mut sheet, breach);
    extent(&mut sheet, breach);
    dates(&mut sheet, breach);
    consequences(&mut sheet, breach);
    authority::persons(&mut sheet, breach);
    contact(&mut sheet, breach);
    ending(&mut sheet, breach, clocks);
    sheet.0
}

fn nature(sheet: &mut Sheet, breach: &Breach) {
    let report = &breach.reported.report;
    sheet.ask("Aard van de inbreuk", "Nature of the breach", Some(text(&report.nature)));
    let aspects = Phrase::list(report.aspects.iter().map(|it| it.words()));
    sheet.ask("Soort inbreuk", "Kind of breach", aspects);
    let causes = Phrase::list(report.causes.iter().map(|it| it.words()));
    sheet.ask("Oorzaak", "Cause", causes);
    sheet.ask(
        "Aanmerkelijk risico op verlies of onrechtmatige verwerking, volgens de melder",
        "Considerable risk of loss or unlawful processing, as reported",
        Some(report.considerable_risk.words()),
    );
    let processor = report.processor.as_ref().map_or_else(|| both("nee", "no"), line);
    sheet.ask("Betrokken verwerker", "Processor involved", Some(processor));
}

fn extent(sheet: &mut Sheet, breach: &Breach) {
    let report = &breach.reported.report;
    let data = Phrase::list(report.data.iter().map(line));
    sheet.ask("Categorieën persoonsgegevens", "Categories of personal data", data);
    let records = report.records.map(count);
    sheet.ask("Aantal gegevensrecords", "Number of records", Some(records.unwrap_or_else(unknown)));
    let groups = Phrase::list(report.groups.iter().map(line));
    sheet.ask("Groepen betrokkenen", "Groups of persons", groups);
    let persons = report.persons.map(count);
    sheet.ask("Aantal betrokkenen", "Number of persons", Some(persons.unwrap_or_else(unknown)));
    let abroad = report.other_countries.iter().map(|it| same(it.as_str()));
    sheet.ask(
        "Grensoverschrijdend: betrokkenen in andere landen",
        "Cross-border: persons in other countries",
        Some(Phrase::list(abroad).unwrap_or_else(|| both("nee", "no"))),
    );
}

fn dates(sheet: &mut Sheet, breach: &Breach) {
    let Reporter { side, name, .. } = &breach.reported.report.reporter;
    let report = &breach.reported.report;
    let occurred = report.occurred.map(happened);
    sheet.ask("Wanneer de inbreuk plaatsvond", "When the breach happened", occurred);
    let detected = report.detection.as_ref();
    let detected = detected.map(|it| moment(it.at).and(both(", door ", ", by ")).and(line(&it.by)));
    sheet.ask("Wanneer en door wie ontdekt", "When and by whom it was detected", detected);
    let reported = happened(breach.reported.provenance.happened);
    let by = both(", door ", ", by ").and(line(name)).and(same(" (")).and(side.words());
    let reported = reported.and(by).and(same(")"));
    sheet.ask(
        "Wanneer en door wie gemeld aan de praktijk",
        "When and by whom it was reported",
        Some(reported),
    );
    let phoned = report.phoned_at.map(moment);
    sheet.ask("Telefonisch gemeld", "Reported by telephone", phoned);
    let written = report.written_at.map(moment);
    sheet.ask("Schriftelijk vastgelegd", "Put in writing", written);
    let aware = breach.awareness.as_ref().map(|it| {
        let at = happened(it.provenance.happened);
        at.and(both(", door ", ", by "))
            .and(line(&it.by))
            .and(same(": "))
            .and(text(&it.certain_because))
    });
    sheet.ask(
        "Wanneer en waardoor de praktijk kennis kreeg",
        "When the practice became aware, and why it was certain",
        aware,
    );
}

fn consequences(sheet: &mut Sheet, breach: &Breach) {
    let report = &breach.reported.report;
    let said = report.consequences.as_ref().map(text);
    sheet.ask("Gevolgen volgens de melder", "Consequences, as reported", said);
    let assessed = breach.assessments.last().map(|it| &it.assessment);
    sheet.ask(
        "Waarschijnlijke gevolgen voor betrokkenen",
        "Likely consequences for the persons",
        assessed.map(|it| text(&it.consequences)),
    );
    sheet.ask(
        "Risico voor betrokkenen",
        "Risk for the persons",
        assessed.map(|it| it.risk.words().and(same(": ")).and(text(&it.reasons))),
    );
    let said = report.measures.as_ref().map(text);
    sheet.ask("Maatregelen van de melder", "Measures by the reporter", said);
    sheet.ask(
        "Maatregelen van de praktijk om de schade te beperken",
        "Measures by the practice to limit the harm",
        assessed.map(|it| text(&it.measures)),
    );
    sheet.ask("Vervolgacties", "Follow-up actions", assessed.map(|it| text(&it.follow_up)));
    let own = assessed.and_then(|it| it.measures_by_persons.as_ref()).map(text);
    sheet.ask("Maatregelen die betrokkenen kunnen nemen", "Measures the persons can take", own);
}

fn contact(sheet: &mut Sheet, breach: &Breach) {
    let report = &breach.reported.report;
    sheet.ask(
        "Contactpersoon voor de melding",
        "Contact person for the report",
        Some(point(&report.contact)),
    );
    let assessed = breach.assessments.last().map(|it| &it.assessment);
    let for_persons = assessed.and_then(|it| it.contact_for_persons.as_ref()).map(point);
    sheet.ask("Contactpunt voor betrokkenen", "Contact point for the persons", for_persons);
    let police = assessed.and_then(|it| it.police.as_ref()).map(|it| it.reported.words());
    sheet.ask("Aangifte bij de politie", "Reported to the police", police);
    let insured = assessed.and_then(|it| it.insured).map(words::Words::words);
    sheet.ask("Schade gedekt door de verzekering", "Harm covered by insurance", insured);
}

fn ending(sheet: &mut Sheet, breach: &Breach, clocks: &Clocks) {
    let approved = breach.approved.as_ref().map(|it| {
        let at = happened(it.provenance.happened);
        at.and(both(", door ", ", by ")).and(line(&it.approval.by))
    });
    sheet.ask(
        "Akkoord op de uit te voeren activiteiten",
        "Approval of what is to be done",
        approved,
    );
    let ending = breach.ending.as_ref().map(|ending| match ending {
        Ending::Closed(it) => {
            let on = happened(it.provenance.happened).and(same(": "));
            let on = on.and(text(&it.closing.remedial_action));
            match &it.closing.effects {
                Some(effects) => on.and(both("; gevolgen: ", "; effects: ")).and(text(effects)),
                None => on,
            }
        }
        Ending::Dismissed(it) => {
            let what = both("geen inbreuk: ", "no breach: ").and(text(&it.dismissal.reasons));
            happened(it.provenance.happened).and(same(", ")).and(what)
        }
    });
    sheet.ask(
        "Afgesloten, met corrigerende maatregelen",
        "Closed, with the remedial action",
        ending,
    );
    let missing = Phrase::list(breach.missing(clocks).into_iter().map(words::Words::words));
    let none = || both("niets", "nothing");
    sheet.ask("Wat nog ontbreekt", "What is still missing", Some(missing.unwrap_or_else(none)));
}

fn text(text: &Text) -> Phrase {
    same(text.as_str())
}

fn line(line: &Line) -> Phrase {
    same(line.as_str())
}

fn unknown() -> Phrase {
    both("onbekend", "unknown")
}

fn count(count: Count) -> Phrase {
    let number = same(&count.number.to_string());
    if count.approximate { both("ongeveer ", "about ").and(number) } else { number }
}

fn point(point: &ContactPoint) -> Phrase {
    let ContactPoint { name, organisation, telephone, email, website, agb: _ } = point;
    let parts = [
        Some(name.as_str()),
        organisation.as_ref().map(Line::as_str),
        telephone.as_ref().map(Telephone::as_str),
        email.as_ref().map(Email::as_str),
        website.as_ref().map(Line::as_str),
    ];
    same(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn moment(moment: Moment) -> Phrase {
    time(moment.into())
}

fn happened(happened: Happened) -> Phrase {
    match happened {
        Happened::During { from, until } => {
            let from = same(&from.to_string()).and(both(" tot en met ", " to "));
            from.and(same(&until.to_string()))
        }
        other => time(when(other)),
    }
}

/// On Amsterdam's clocks, with the offset: on the night of a change of time the hour alone says too little.
fn time(when: When) -> Phrase {
    match when {
        When::Day(day) => same(&day.to_string()),
        When::At(instant) => {
            let local = instant.with_timezone(&Amsterdam);
            same(&local.format("%Y-%m-%d %H:%M (%:z)").to_string())
        }
    }
}
