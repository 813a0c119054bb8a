//! Invented people, what they complain of, and a step of every kind.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::domain::id::{ActorId, DossierId};
use griffie::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use griffie::domain::text::{Line, Text};

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

/// A day as `2026-03-03`, or an instant.
pub fn moment(when: &str) -> Moment {
    if when.contains('T') { Moment::At(instant(when)) } else { Moment::On(day(when)) }
}

/// Happened and learned then.
pub fn on(when: &str) -> Provenance {
    let practitioner =
        Practitioner { actor: ActorId::from_bytes([7; 16]).unwrap(), name: line("Sanne Duinker") };
    let happened = match moment(when) {
        Moment::At(instant) => Happened::At(instant),
        Moment::On(day) => Happened::On(day),
    };
    Provenance {
        happened,
        learned: moment(when),
        originally_recorded_on: None,
        author: practitioner.clone(),
        responsible: practitioner,
        informant: Informant::Client,
    }
}

/// Over days.
pub fn during(from: &str, until: &str) -> Provenance {
    let happened = Happened::During { from: day(from), until: day(until) };
    Provenance { happened, learned: moment(until), ..on(until) }
}

pub fn grievance(regimes: &[Regime]) -> Grievance {
    Grievance {
        complainant: Complainant {
            name: line("Jorinde Veenstra"),
            capacity: Capacity::Client,
            reachable: Some(line("post")),
        },
        client: None,
        dossier_id: Some(DossierId::from_bytes([0xd0; 16]).unwrap()),
        regimes: regimes.to_vec(),
        kinds: vec![Kind::Communication, Kind::Advice],
        conduct: text("Het advies kwam te laat."),
        wished: Some(text("excuses")),
    }
}

pub fn filing(regimes: &[Regime]) -> Filing {
    Filing {
        grievance: grievance(regimes),
        written: WrittenForm::Email,
        oral_at: None,
        scheme: None,
    }
}

/// Filed by somebody else than the client.
pub fn filed_by(capacity: Capacity) -> Filing {
    let mut filing = filing(&[Regime::Wgbo]);
    filing.grievance.complainant.capacity = capacity;
    filing.grievance.client = Some(line("Alida Veenstra"));
    filing
}

pub fn scheme(weeks: u16) -> Scheme {
    Scheme {
        judged_by: Some(line("de klachtencommissie")),
        weeks: Some(weeks),
        confidant: Some(line("Wubbo Haan")),
    }
}

pub fn voiced() -> Dissatisfaction {
    let mut grievance = grievance(&[Regime::Wgbo]);
    grievance.kinds = Vec::new();
    Dissatisfaction { grievance }
}

pub fn judgement(means: Means) -> Judgement {
    Judgement {
        conclusion: text("De klacht is gegrond."),
        decisions: text("Er komt een tweede gesprek."),
        execution: Execution::NoMeasures {},
        means,
        received: None,
    }
}

pub fn with_measures(by: &str, due: &[&str]) -> Judgement {
    let measures = due.iter().map(|due| Decided {
        measure: text("werkafspraak over terugbellen"),
        owner: line("Sanne Duinker"),
        due: day(due),
    });
    let execution = Execution::Measures { by: day(by), measures: measures.collect() };
    Judgement { execution, ..judgement(Means::HandedOver) }
}

pub fn dispute(ground: Ground) -> Dispute {
    let organisation =
        (ground == Ground::InterestOrganisation).then(|| line("Vereniging Denkbeeldig"));
    Dispute {
        body: line("Geschilleninstantie Voorbeeld"),
        ground,
        explanation: Some(text("de termijn is voorbij")),
        organisation,
        grievance: None,
    }
}

pub fn direct_dispute(ground: Ground) -> Dispute {
    Dispute { grievance: Some(grievance(&[Regime::Wgbo])), ..dispute(ground) }
}

/// A step of every kind, by the words of the table.
pub fn every_step() -> Vec<(&'static str, Step)> {
    vec![
        ("file in writing", Step::File(filing(&[Regime::Wgbo]))),
        ("converse", Step::Converse(conversation())),
        ("take up", Step::TakeUp(taking_up())),
        ("ask for the officer", Step::AskOfficer(officer())),
        (
            "the officer is in contact",
            Step::ContactOfficer(OfficerContacted {
                participants: vec![line("Jorinde Veenstra")],
                report: text("gebeld"),
            }),
        ),
        (
            "the officer ends",
            Step::ConcludeOfficer(OfficerConcluded {
                outcome: OfficerOutcome::NotSolved,
                report: text("geen oplossing"),
            }),
        ),
        ("tell progress", Step::TellProgress(ProgressTold { message: text("loopt") })),
        ("extend", Step::Extend(extension())),
        ("agree to a later end", Step::Agree(consent("2026-08-03"))),
        ("judge", Step::Judge(judgement(Means::Post))),
        ("judgement received", Step::ReceiveJudgement(JudgementReceived {})),
        ("submit a dispute (a)", Step::SubmitDispute(dispute(Ground::RulesBroken))),
        ("submit a dispute (b)", Step::SubmitDispute(dispute(Ground::JudgementInsufficient))),
        (
            "the dispute body rules",
            Step::Rule(Ruling {
                outcome: RulingOutcome::PartlyUpheld,
                summary: Some(text("deels gegrond")),
                compensation_cents: Some(25_000),
            }),
        ),
        (
            "note another route",
            Step::NoteRoute(RouteNoted { route: Route::Inspectorate, named: None, note: None }),
        ),
        ("withdraw", Step::Withdraw(Withdrawal { reason: Some(text("opgelost")) })),
        ("settle", Step::Settle(settlement())),
        ("close", Step::Close(closing(None))),
        ("reopen", Step::Reopen(reopening())),
    ]
}

pub fn conversation() -> Conversation {
    Conversation {
        participants: vec![line("Jorinde Veenstra"), line("Sanne Duinker")],
        report: text("uitgesproken"),
        agreed: Some(text("terugbellen op maandag")),
    }
}

pub fn taking_up() -> TakingUp {
    TakingUp { by: line("Sanne Duinker"), message: Some(text("ontvangen, in behandeling")) }
}

pub fn officer() -> OfficerAsked {
    OfficerAsked {
        asked_by: AskedBy::Client,
        officer: line("Klaas Onzijdig"),
        question: Some(text("hulp bij verwoorden")),
    }
}

pub fn extension() -> Extension {
    Extension { reason: text("er moet nog een getuige worden gehoord") }
}

pub fn consent(until: &str) -> Consent {
    Consent { until: day(until), reason: text("bemiddeling loopt") }
}

pub fn settlement() -> Settlement {
    Settlement { agreement: text("de factuur vervalt"), with: Some(line("de verzekeraar")) }
}

pub fn closing(keep_years: Option<u16>) -> Closing {
    Closing { note: Some(text("afgehandeld")), keep_years }
}

pub fn reopening() -> Reopening {
    Reopening { reason: text("er is meer bekend geworden") }
}
