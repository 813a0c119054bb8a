//! What a case itself can tell its letters, a function a register: names of placeholders with their values. A proposal only: what a
//! request gives takes its place, since a letter is written for somebody and often in another language than the case. Days and
//! articles come from the clocks. Who reported an incident or a breach is never told (Wkkgz 9(3)).

use super::known::point;
use super::value::{Named, Value};
use crate::domain::complaint::{Execution, Kind};
use crate::domain::contact::ContactPoint;
use crate::domain::incident::{Incident, IncidentPart};
use crate::domain::provenance::Happened;
use crate::domain::text::{Line, Text};
use crate::domain::{breach, complaint, incident};
use crate::law::explain::{Language, written_day};

/// Of a complaint: who complains, of what by the kinds of the professional body, and of the judgement that was recorded the three
/// parts Wkkgz 17(1) asks for.
pub fn complaint_values(complaint: &complaint::State) -> Vec<(&'static str, Value)> {
    let Some(complaint) = complaint.complaint() else { return Vec::new() };
    let mut told = Vec::new();
    if let Some(grievance) = complaint.grievance() {
        told.push(("complainant", line(&grievance.complainant.name)));
        told.extend(subject(&grievance.kinds).map(|subject| ("subject", subject)));
    }
    if let Some(judged) = &complaint.judgement {
        told.push(("judgement", text(&judged.judgement.conclusion)));
        told.push(("decisions", text(&judged.judgement.decisions)));
        told.push(("measures_term", measures_term(&judged.judgement.execution)));
    }
    told
}

/// Of a breach: what the persons were told, else what was assessed, else what was reported (AVG 34(2)).
pub fn breach_values(breach: &breach::State) -> Vec<(&'static str, Value)> {
    let Some(breach) = breach.breach() else { return Vec::new() };
    let report = &breach.reported.report;
    let assessed = breach.assessments.last().map(|fact| &fact.assessment);
    let notice = breach.persons_told.last().map(|fact| &fact.notice);
    let nature = notice.map_or(&report.nature, |it| &it.nature);
    let consequences = notice.map(|it| &it.consequences).or(assessed.map(|it| &it.consequences));
    let measures = notice.map(|it| &it.measures).or(assessed.map(|it| &it.measures));
    let by_persons = || assessed.and_then(|it| it.measures_by_persons.as_ref());
    let advice = notice.and_then(|it| it.advice.as_ref()).or_else(by_persons);
    let for_persons = || assessed.and_then(|it| it.contact_for_persons.as_ref());
    let contact: Option<&ContactPoint> = notice.map(|it| &it.contact).or_else(for_persons);
    let data: Vec<&str> = report.data.iter().map(Line::as_str).collect();
    let told = [
        ("happened_on", report.occurred.map(happened)),
        ("nature", Some(text(nature))),
        ("data", (!data.is_empty()).then(|| Value::Words(data.join(", ")))),
        ("consequences", consequences.or(report.consequences.as_ref()).map(text)),
        ("measures", measures.or(report.measures.as_ref()).map(text)),
        ("advice", advice.map(text)),
        ("contact", contact.and_then(point).map(Value::Words)),
    ];
    known(told)
}

/// Of an incident: its nature, its cause and the ways to limit its effects, as the client was told or as it was reported
/// (Wkkgz 10(3)).
pub fn incident_values(incident: &incident::State) -> Vec<(&'static str, Value)> {
    let Some(incident) = incident.incident() else { return Vec::new() };
    let (report, telling) = (&incident.report, incident.telling.as_ref());
    let nature = telling.map_or(&report.nature, |it| &it.nature);
    let cause = telling.map(|it| &it.cause).or(report.cause.as_ref());
    let remedy = telling.and_then(|it| it.limiting.as_ref());
    let told = [
        ("client", client(incident).map(line)),
        ("happened_on", Some(took_place(incident))),
        ("nature", Some(text(nature))),
        ("cause", cause.map(text)),
        ("consequences", report.harm.as_ref().map(text)),
        ("remedy", remedy.map(text)),
    ];
    known(told)
}

fn known<const N: usize>(told: [(&'static str, Option<Value>); N]) -> Vec<Named> {
    told.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn text(text: &Text) -> Value {
    Value::Words(text.as_str().to_owned())
}

fn line(line: &Line) -> Value {
    Value::Words(line.as_str().to_owned())
}

fn happened(happened: Happened) -> Value {
    match happened {
        Happened::During { from, until } if from != until => Value::Period { from, until },
        other => Value::Day(other.first_day()),
    }
}

/// The client, if only one was involved: a letter to one of several is no letter to all.
fn client(incident: &Incident) -> Option<&Line> {
    let mut clients =
        incident.report.persons.iter().filter(|person| person.part == IncidentPart::Client);
    let only = clients.next()?;
    clients.next().is_none().then_some(&only.name)
}

/// The period that was reported, or the day to which it was corrected.
fn took_place(incident: &Incident) -> Value {
    let reported = incident.report.took_place;
    let stands = incident.took_place.day();
    if stands == reported.first_day() { happened(reported) } else { Value::Day(stands) }
}

/// What a complaint is about, as a sentence; nothing before it has a kind.
fn subject(kinds: &[Kind]) -> Option<Value> {
    let (dutch, english): (Vec<&str>, Vec<&str>) =
        kinds.iter().map(|kind| words(*kind)).collect::<Vec<_>>().into_iter().unzip();
    let sentence = |words: &[&str]| format!("{}.", words.join("; "));
    let value = Value::Either { dutch: sentence(&dutch), english: sentence(&english) };
    (!kinds.is_empty()).then_some(value)
}

/// Dutch and English.
fn words(kind: Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Financial => ("een financieel geschil", "a financial dispute"),
        Kind::Privacy => ("schending van de privacy", "a breach of privacy"),
        Kind::Communication => ("onvoldoende communicatie", "insufficient communication"),
        Kind::Advice => ("een verkeerd of onvolledig advies", "wrong or incomplete advice"),
        Kind::Reporting => (
            "onvoldoende verslag aan de cliënt of de verwijzer",
            "insufficient reporting to the client or the referrer",
        ),
        Kind::HealthDamage => (
            "schade aan de gezondheid van moeder of kind",
            "damage to the health of mother or child",
        ),
        Kind::CodeOther => (
            "een andere schending van de gedragscode of de professionele standaard",
            "another breach of the code or the professional standard",
        ),
        Kind::Representation => {
            ("het niet als vertegenwoordiger gezien zijn", "not having been seen as representative")
        }
    }
}

/// Each measure with its own last day, below that of all of them. Who sees to it is the practice's own affair.
fn measures_term(execution: &Execution) -> Value {
    let Execution::Measures { by, measures } = execution else {
        return Value::Either {
            dutch: "Er zijn geen maatregelen om uit te voeren.".to_owned(),
            english: "There are no measures to carry out.".to_owned(),
        };
    };
    let list = |language, at_the_latest: &str, all: &str| {
        let day = |day| written_day(day, language);
        let each = measures.iter().map(|decided| {
            format!("\n{}: {at_the_latest} {}", decided.measure.as_str(), day(decided.due))
        });
        format!("{all} {}.{}", day(*by), each.collect::<String>())
    };
    Value::Either {
        dutch: list(Language::Dutch, "uiterlijk op", "Alles is gedaan uiterlijk op"),
        english: list(Language::English, "at the latest on", "All is done at the latest on"),
    }
}
