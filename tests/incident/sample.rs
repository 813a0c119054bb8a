//! Invented incidents, and the steps taken about them.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::domain::dossier::Regime;
use griffie::domain::dossier::entry::Means;
use griffie::domain::id::{ActorId, DossierId, EntryId, MeasureId};
use griffie::domain::incident::*;
use griffie::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use griffie::domain::text::{Line, Text};

pub const NOW: &str = "2027-01-15T10:00:00Z";

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn line(text: &str) -> Line {
    Line::try_from(text).unwrap()
}

pub fn text(text: &str) -> Text {
    Text::try_from(text).unwrap()
}

pub fn on(date: &str) -> Provenance {
    let happened = Happened::On(day(date));
    let author = Practitioner {
        actor: ActorId::from_bytes([7; 16]).unwrap(),
        name: line("Sterre van Duin"),
    };
    Provenance {
        happened,
        learned: Moment::On(day(date)),
        originally_recorded_on: None,
        responsible: author.clone(),
        author,
        informant: Informant::OwnFinding,
    }
}

pub fn at(instant_text: &str) -> Provenance {
    let instant = instant(instant_text);
    let (happened, learned) = (Happened::At(instant), Moment::At(instant));
    Provenance { happened, learned, ..on("2026-03-02") }
}

/// A near-accident without noticeable effects, on 1 March 2026, found on the 2nd.
pub fn a_report(regime: Regime) -> Report {
    Report {
        kind: IncidentKind::NearAccident,
        regime,
        took_place: Happened::On(day("2026-03-01")),
        discovered: Moment::On(day("2026-03-02")),
        place: None,
        persons: vec![],
        nature: text("Bijna de verkeerde voeding gegeven."),
        cause: None,
        harm: None,
        noticeable: Noticeable::No,
        reporter: Reporter { name: None, position: ReporterPosition::Witness },
        chain: vec![],
        settlements: vec![],
    }
}

/// Every field filled.
pub fn a_full_report() -> Report {
    let person = |name, part| Person { name: line(name), part };
    Report {
        kind: IncidentKind::LossDamageTheft,
        took_place: Happened::During { from: day("2026-02-27"), until: day("2026-03-01") },
        discovered: Moment::At(instant("2026-03-02T08:30:00.000001Z")),
        place: Some(line("Wilgenpad 12, Fictum")),
        persons: vec![
            person("Fenna Verzonnen", IncidentPart::Client),
            person("Aart Verzonnen", IncidentPart::Family),
            person("Mirthe Lindeboom", IncidentPart::Practitioner),
            person("Tess Ooijevaar", IncidentPart::OtherProvider),
            person("een bezoeker", IncidentPart::Other),
        ],
        cause: Some(text("Kolf stond los.")),
        harm: Some(text("Kolf beschadigd.")),
        noticeable: Noticeable::Perhaps,
        reporter: Reporter {
            name: Some(line("Mirthe Lindeboom")),
            position: ReporterPosition::FoundEffects,
        },
        chain: vec![line("Kraamzorg De Wieg")],
        settlements: vec![
            Settlement { party: SettlementParty::Insurer, reference: Some(line("V-17")) },
            Settlement { party: SettlementParty::Police, reference: None },
        ],
        ..a_report(Regime::Wgbo)
    }
}

pub fn report_it(report: Report, provenance: Provenance) -> Command {
    Command::Report { report, provenance }
}

/// Received on 2 March 2026.
pub fn reported(regime: Regime) -> Command {
    report_it(a_report(regime), on("2026-03-02"))
}

pub fn step(step: Step, date: &str) -> Command {
    Command::Record { step, provenance: on(date) }
}

pub fn assessment(noticeable: Noticeable) -> Assessment {
    Assessment { assessed_by: line("Sterre van Duin"), findings: text("Geen schade."), noticeable }
}

pub fn assess(date: &str) -> Command {
    step(Step::Assess(assessment(Noticeable::No)), date)
}

pub fn classification(class: IncidentClass) -> Classification {
    Classification {
        class,
        decided_by: line("Sterre van Duin"),
        grounds: text("Blijkt uit de reconstructie."),
        institution: false,
        municipal: None,
    }
}

pub fn classify(class: IncidentClass, date: &str) -> Command {
    step(Step::Classify(classification(class)), date)
}

pub fn municipal(days: Option<u16>, counts_from_event: bool) -> Municipal {
    Municipal { municipality: line("Fictum"), days, counts_from_event }
}

/// Under the Wmo, as a municipality counts.
pub fn classify_wmo(class: IncidentClass, municipal: Municipal, date: &str) -> Command {
    let municipal = Some(municipal);
    step(Step::Classify(Classification { municipal, ..classification(class) }), date)
}

pub fn notification(means: Means) -> Notification {
    Notification {
        authority: IncidentAuthority::Inspectorate,
        municipality: None,
        means,
        received: None,
        reference: None,
        account: None,
    }
}

pub fn notify(means: Means, date: &str) -> Command {
    step(Step::Notify(notification(means)), date)
}

pub fn notify_supervisor(date: &str) -> Command {
    let notification = Notification {
        authority: IncidentAuthority::MunicipalSupervisor,
        municipality: Some(line("Fictum")),
        ..notification(Means::Website)
    };
    step(Step::Notify(notification), date)
}

pub fn a_reply(reply: IncidentReply, due: Option<&str>) -> AuthorityReply {
    AuthorityReply { reply, due: due.map(day), reference: None, words: None }
}

pub fn reply(reply: IncidentReply, due: Option<&str>, date: &str) -> Command {
    step(Step::RecordReply(a_reply(reply, due)), date)
}

pub fn ask_extension(until: &str, date: &str) -> Command {
    let request = ExtensionRequest { until: day(until), reasons: text("Deskundige van buiten.") };
    step(Step::AskExtension(request), date)
}

pub fn inquiry_report(means: Means) -> InquiryReport {
    InquiryReport { means, received: None, conclusions: text("Controle vooraf ontbrak.") }
}

pub fn send_report(means: Means, date: &str) -> Command {
    step(Step::SendReport(inquiry_report(means)), date)
}

pub fn telling() -> Telling {
    Telling {
        told: vec![Told { told_as: ToldAs::Client, name: None }],
        nature: text("Verkeerde voeding klaargezet."),
        cause: text("Etiketten verwisseld."),
        limiting: Some(text("Bij klachten bellen.")),
    }
}

pub fn tell_client(date: &str) -> Command {
    step(Step::TellClient(telling()), date)
}

pub fn note() -> NoteLink {
    NoteLink {
        dossier: DossierId::from_bytes([1; 16]).unwrap(),
        entry: EntryId::from_bytes([2; 16]).unwrap(),
    }
}

pub fn link_note(date: &str) -> Command {
    step(Step::LinkNote(note()), date)
}

pub fn evaluation() -> Evaluation {
    Evaluation {
        evaluated_by: vec![line("Sterre van Duin"), line("Mirthe Lindeboom")],
        method: Some(line("tijdlijn")),
        findings: text("Twee flessen leken op elkaar."),
        causes: vec![text("Geen etiketten.")],
    }
}

pub fn evaluate(date: &str) -> Command {
    step(Step::Evaluate(evaluation()), date)
}

pub fn measure(number: u8) -> MeasureId {
    MeasureId::from_bytes([number; 16]).unwrap()
}

pub fn list_measures(numbers: &[u8], date: &str) -> Command {
    let measures = numbers.iter().map(|number| measure(*number)).collect();
    step(Step::ListMeasures(MeasureList { measures }), date)
}

pub fn close(date: &str) -> Command {
    step(Step::Close(Closing { conclusion: text("Afgehandeld.") }), date)
}

pub fn reopen(date: &str) -> Command {
    step(Step::Reopen(Reopening { reason: text("Nieuwe klachten bij het kind.") }), date)
}

pub fn correct(date: IncidentDate, right: &str, when: &str) -> Command {
    let correction =
        Correction { date, right: Moment::On(day(right)), reason: text("Verschreven.") };
    Command::Correct { correction, provenance: on(when) }
}
