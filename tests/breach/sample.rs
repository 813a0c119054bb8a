//! Invented breaches and the people in them, each with as little as is let in.

use chrono::{DateTime, Utc};
use griffie::domain::breach::assessment::{Approval, Assessment, Awareness, Risk};
use griffie::domain::breach::event::{Closing, Correction, Dismissal};
use griffie::domain::breach::notice::{
    AuthorityAnswer, AuthorityNotice, Content, Means, NoNotice, Phase, Response,
};
use griffie::domain::breach::persons::{
    Exemption, ExemptionGround, PersonsNotice, PrincipalNotice,
};
use griffie::domain::breach::report::{Answer, Aspect, Cause, Count, Report, Reporter, Role, Side};
use griffie::domain::breach::{Command, Step};
use griffie::domain::contact::ContactPoint;
use griffie::domain::id::ActorId;
use griffie::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use griffie::domain::text::{Line, Text};

pub fn text(text: &str) -> Text {
    Text::try_from(text).unwrap()
}

pub fn line(line: &str) -> Line {
    Line::try_from(line).unwrap()
}

pub fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

/// A time as it is written: a day, or an instant.
pub fn moment(text: &str) -> Moment {
    match text.parse() {
        Ok(day) => Moment::On(day),
        Err(_) => Moment::At(instant(text)),
    }
}

/// Something the practitioner saw herself.
pub fn at(when: &str) -> Provenance {
    let moment = moment(when);
    let happened = match moment {
        Moment::At(instant) => Happened::At(instant),
        Moment::On(day) => Happened::On(day),
    };
    let author = Practitioner {
        actor: ActorId::from_bytes([0x0b; 16]).unwrap(),
        name: line("Tjitske Verzonnen"),
    };
    Provenance {
        happened,
        learned: moment,
        originally_recorded_on: None,
        author: author.clone(),
        responsible: author,
        informant: Informant::OwnFinding,
    }
}

pub fn contact(name: &str) -> ContactPoint {
    ContactPoint {
        name: line(name),
        organisation: None,
        telephone: Some("0101234567".try_into().unwrap()),
        email: None,
        website: None,
        agb: None,
    }
}

pub fn about(number: u32) -> Count {
    Count { number, approximate: true }
}

pub fn the_report(role: Role) -> Report {
    let principal = (role != Role::Controller).then(|| contact("Gemeente Veenmeer"));
    Report {
        role,
        principal,
        reporter: Reporter { side: Side::External, name: line("Wiebe Nergenshuis"), reach: None },
        phoned_at: None,
        written_at: None,
        occurred: None,
        detection: None,
        aspects: vec![Aspect::Confidentiality],
        causes: vec![Cause::HumanFailure],
        nature: text("Verslag aan de verkeerde geadresseerde gemaild."),
        considerable_risk: Answer::NotKnownYet,
        data: vec![line("naam en adres"), line("gezondheid")],
        persons: Some(about(3)),
        records: None,
        groups: vec![line("cliënten")],
        other_countries: vec![],
        measures: None,
        consequences: None,
        contact: contact("Tjitske Verzonnen"),
        processor: None,
    }
}

pub fn report_as(role: Role, when: &str) -> Command {
    Command::Report { report: the_report(role), awareness: None, provenance: at(when) }
}

/// Reported to the practice as controller.
pub fn report(when: &str) -> Command {
    report_as(Role::Controller, when)
}

pub fn step(step: Step, when: &str) -> Command {
    Command::Take { step, provenance: at(when) }
}

pub fn awareness(when: &str) -> Awareness {
    Awareness {
        by: line("Tjitske Verzonnen"),
        certain_because: text("De ontvanger las het voor."),
        provenance: at(when),
    }
}

pub fn aware(when: &str) -> Command {
    let Awareness { by, certain_because, .. } = awareness(when);
    step(Step::BecomeAware { by, certain_because }, when)
}

pub fn assessment(risk: Risk) -> Assessment {
    Assessment {
        risk,
        reasons: text("Gezien de gegevens en de ontvanger."),
        follow_up: text("Ontvanger gevraagd te wissen."),
        to_authority: None,
        consequences: text("Anderen weten van de zorg."),
        measures: text("Adressen worden voortaan gekozen uit het dossier."),
        measures_by_persons: None,
        way_of_telling: None,
        contact_for_persons: None,
        internal_handling: None,
        liability: None,
        police: None,
        communication: None,
        other_stakeholders: vec![],
        internal_reporting: None,
        action_owner: line("Tjitske Verzonnen"),
        insured: None,
    }
}

pub fn assess(risk: Risk, when: &str) -> Command {
    step(Step::Assess(assessment(risk)), when)
}

pub fn approve(when: &str) -> Command {
    step(Step::Approve(Approval { by: line("Tjitske Verzonnen"), adjustments: None }), when)
}

pub fn content() -> Content {
    Content {
        nature: Some(text("Verkeerde geadresseerde.")),
        data: vec![line("gezondheid")],
        groups: vec![line("cliënten")],
        persons: Some(about(3)),
        records: None,
        contact: Some(contact("Tjitske Verzonnen")),
        consequences: Some(text("Anderen weten van de zorg.")),
        measures: Some(text("Gewist door de ontvanger.")),
    }
}

pub fn notice(phase: Phase) -> AuthorityNotice {
    AuthorityNotice {
        phase,
        means: Means::Form,
        content: (phase == Phase::First).then(content),
        explanation: (phase != Phase::First).then(|| text("Nader uitgezocht.")),
        reference: None,
        delay_reasons: None,
    }
}

pub fn notify(phase: Phase, when: &str) -> Command {
    step(Step::NotifyAuthority(notice(phase)), when)
}

pub fn notify_late(when: &str) -> Command {
    let delay_reasons = Some(text("De ontvanger meldde zich pas na het weekeinde."));
    let notice = AuthorityNotice { delay_reasons, ..notice(Phase::First) };
    step(Step::NotifyAuthority(notice), when)
}

pub fn answered(when: &str) -> Command {
    let reference = Some(line("AP-2026-000123"));
    let answer = AuthorityAnswer { response: Response::Confirmation, reference, text: None };
    step(Step::AuthorityAnswered(answer), when)
}

pub fn decline(when: &str) -> Command {
    let decision =
        NoNotice { by: line("Tjitske Verzonnen"), reasons: text("Ongelezen verwijderd.") };
    step(Step::DeclineNotification(decision), when)
}

pub fn persons_notice() -> PersonsNotice {
    PersonsNotice {
        nature: text("Uw verslag is naar een ander gemaild."),
        consequences: text("Die kan het gelezen hebben."),
        measures: text("Het is gewist."),
        advice: None,
        contact: contact("Tjitske Verzonnen"),
        plain_language: true,
        channel: Means::Telephone,
        persons: Some(Count { number: 3, approximate: false }),
    }
}

pub fn tell_persons(when: &str) -> Command {
    step(Step::TellPersons(persons_notice()), when)
}

pub fn exempt_by(ground: ExemptionGround, when: &str) -> Command {
    let public_notice =
        (ground == ExemptionGround::Disproportionate).then(|| text("In de weekkrant."));
    let exemption = Exemption { ground, reasons: text("Versleuteld."), public_notice };
    step(Step::ExemptPersons(exemption), when)
}

pub fn exempt(when: &str) -> Command {
    exempt_by(ExemptionGround::Unintelligible, when)
}

pub fn tell_principal(when: &str) -> Command {
    let notice =
        PrincipalNotice { told: contact("Gemeente Veenmeer"), means: Means::Email, text: None };
    step(Step::TellPrincipal(notice), when)
}

pub fn dismiss(when: &str) -> Command {
    let dismissal =
        Dismissal { by: line("Tjitske Verzonnen"), reasons: text("Het was een oefenbestand.") };
    step(Step::Dismiss(dismissal), when)
}

pub fn close(when: &str) -> Command {
    let closing = Closing {
        by: line("Tjitske Verzonnen"),
        remedial_action: text("Adresboek opgeschoond."),
        effects: None,
    };
    step(Step::Close(closing), when)
}

pub fn reopen(when: &str) -> Command {
    step(Step::Reopen(text("Er blijkt meer gelekt.")), when)
}

pub fn correction(when: &str) -> Correction {
    Correction { reason: text("Verkeerd overgenomen."), provenance: at(when) }
}

pub fn correct_awareness(right: &str, found: &str) -> Command {
    Command::CorrectAwareness { awareness: awareness(right), correction: correction(found) }
}

pub fn correct_report(role: Role, right: &str, found: &str) -> Command {
    Command::CorrectReport {
        report: the_report(role),
        provenance: at(right),
        correction: correction(found),
    }
}
