//! The stored form of every fact of a breach ever released. Lines are added, never changed.

use std::collections::BTreeSet;
use std::path::Path;

use griffie::domain::Event;
use griffie::domain::body::BODY_BYTES_MAX;
use griffie::domain::breach::assessment::{Communication, Liability, Police, Risk};
use griffie::domain::breach::event::{Closing, KINDS};
use griffie::domain::breach::notice::{AuthorityNotice, Means, Phase};
use griffie::domain::breach::persons::{ExemptionGround, PersonsNotice};
use griffie::domain::breach::report::{
    Answer, Aspect, Cause, Count, Detection, Report, Reporter, Role, Side,
};
use griffie::domain::breach::{Command, Step};
use griffie::domain::provenance::Happened;
use griffie::domain::text::Text;
use serde::{Deserialize, Serialize};

use crate::given::*;
use crate::sample::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    what: String,
    kind: String,
    body: String,
}

const REPORTED: &str = "2026-03-10T09:00:00+01:00";
const THEN: &str = "2026-03-11T10:00:00+01:00";

/// A report with every field filled in.
pub fn full_report() -> Report {
    Report {
        principal: Some(contact("Gemeente Veenmeer")),
        reporter: Reporter {
            side: Side::Internal,
            name: line("Wiebe Nergenshuis"),
            reach: Some(line("0107654321")),
        },
        phoned_at: Some(moment(REPORTED)),
        written_at: Some(moment("2026-03-10")),
        occurred: Some(Happened::During {
            from: "2026-03-01".parse().unwrap(),
            until: "2026-03-09".parse().unwrap(),
        }),
        detection: Some(Detection { at: moment("2026-03-09"), by: line("Wiebe Nergenshuis") }),
        aspects: vec![Aspect::Confidentiality, Aspect::Integrity, Aspect::Availability],
        causes: vec![
            Cause::WilfulAct,
            Cause::TechnicalFailure,
            Cause::HumanFailure,
            Cause::Calamity,
            Cause::LossOfDevice,
            Cause::VisibleAddresses,
            Cause::UnlawfulProcessing,
        ],
        considerable_risk: Answer::Yes,
        records: Some(Count { number: 12, approximate: false }),
        other_countries: vec!["BE".try_into().unwrap()],
        measures: Some(text("Laptop op afstand gewist.")),
        consequences: Some(text("Geen, denkt de melder.")),
        processor: Some(line("Reservekopie BV")),
        ..the_report(Role::Commissioned)
    }
}

/// An assessment with every field filled in.
pub fn full_assessment() -> griffie::domain::breach::assessment::Assessment {
    let said = |words: &str| Some(text(words));
    griffie::domain::breach::assessment::Assessment {
        to_authority: said("Wat er gemaild is."),
        measures_by_persons: said("Wachtwoord wijzigen."),
        way_of_telling: said("Gebeld."),
        contact_for_persons: Some(contact("Tjitske Verzonnen")),
        internal_handling: said("Melder bedankt."),
        liability: Some(Liability {
            own: Answer::No,
            third_party: Answer::NotKnownYet,
            explanation: said("Contract nagezien."),
        }),
        police: Some(Police {
            reported: Answer::Yes,
            number: Some(line("PL-2026-1")),
            criminal_blame: Answer::NotKnownYet,
            explanation: said("Diefstal."),
        }),
        communication: Some(Communication {
            told: text("Bericht op de website."),
            moment: Some(line("na de melding")),
            press: Answer::No,
        }),
        other_stakeholders: vec![line("de coöperatie")],
        internal_reporting: said("In het jaarverslag."),
        insured: Some(Answer::Yes),
        ..assessment(Risk::High)
    }
}

fn full_notice(phase: Phase) -> AuthorityNotice {
    AuthorityNotice {
        means: Means::Telephone,
        content: Some(content()),
        explanation: Some(text("Later meer.")),
        reference: Some(line("AP-2026-000123")),
        delay_reasons: Some(text("Weekeinde.")),
        ..notice(phase)
    }
}

/// One line for each shape that is written, each with a name.
fn every_shape() -> Vec<(String, Event)> {
    let mut shapes = Vec::new();
    let mut add = |what: &str, given: &Given| {
        let fact = given.facts.last().unwrap().clone();
        shapes.push((what.to_owned(), Event::Breach(Box::new(fact))));
    };
    let after = |commands: &[Command], command: Command| {
        given(commands.iter().cloned()).when(command).accepted()
    };
    let full = Command::Report { report: full_report(), awareness: None, provenance: at(REPORTED) };
    add("reported", &after(&[], report(REPORTED)));
    add("reported in full", &after(&[], full));
    let base = [report(REPORTED)];
    add("report corrected", &after(&base, correct_report(Role::Processor, REPORTED, THEN)));
    add("became aware", &after(&base, aware(THEN)));
    let known = [report(REPORTED), aware(THEN)];
    add("awareness corrected", &after(&known, correct_awareness(REPORTED, THEN)));
    add("assessed", &after(&known, assess(Risk::None, "2026-03-11")));
    add("assessed in full", &after(&known, step(Step::Assess(full_assessment()), THEN)));
    let assessed = [report(REPORTED), aware(THEN), assess(Risk::High, THEN)];
    add("approved", &after(&assessed, approve(THEN)));
    let adjusted = griffie::domain::breach::assessment::Approval {
        by: line("Tjitske Verzonnen"),
        adjustments: Some(text("Ook de huisarts bellen.")),
    };
    add("approved with adjustments", &after(&assessed, step(Step::Approve(adjusted), THEN)));
    add("authority notified", &after(&known, notify(Phase::First, THEN)));
    let full = step(Step::NotifyAuthority(full_notice(Phase::First)), THEN);
    add("authority notified in full", &after(&known, full));
    let notified = [report(REPORTED), aware(THEN), notify(Phase::First, THEN)];
    add("authority told more", &after(&notified, notify(Phase::FollowUp, THEN)));
    add("notification withdrawn", &after(&notified, notify(Phase::Withdrawal, THEN)));
    add("authority answered", &after(&notified, answered("2026-03-12")));
    let harmless = [report(REPORTED), aware(THEN), assess(Risk::None, THEN)];
    add("notification declined", &after(&harmless, decline(THEN)));
    add("persons told", &after(&known, tell_persons(THEN)));
    let advised = PersonsNotice { advice: Some(text("Let op vreemde post.")), ..persons_notice() };
    add("persons told with advice", &after(&known, step(Step::TellPersons(advised), THEN)));
    for (what, ground) in [
        ("persons exempted: unintelligible", ExemptionGround::Unintelligible),
        ("persons exempted: risk removed", ExemptionGround::RiskRemoved),
        ("persons exempted: disproportionate", ExemptionGround::Disproportionate),
    ] {
        add(what, &after(&assessed, exempt_by(ground, THEN)));
    }
    let working = [report_as(Role::Processor, REPORTED)];
    add("principal told", &after(&working, tell_principal(THEN)));
    add("dismissed", &after(&known, dismiss(THEN)));
    let dealt_with = crate::closing::dealt_with();
    add("closed", &after(&dealt_with, close("2026-04-01")));
    let closing = Closing {
        by: line("Tjitske Verzonnen"),
        remedial_action: text("Adresboek opgeschoond."),
        effects: Some(text("Geen schade gebleken.")),
    };
    add("closed with effects", &after(&dealt_with, step(Step::Close(closing), "2026-04-01")));
    let closed = [dealt_with, vec![close("2026-04-01")]].concat();
    add("reopened", &after(&closed, reopen("2026-04-02")));
    shapes
}

fn golden_path() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/payloads_breach.json"))
}

fn golden() -> Vec<Golden> {
    serde_json::from_str(&std::fs::read_to_string(golden_path()).unwrap()).unwrap()
}

/// Old lines are read for ever; so is what they mean.
#[test]
fn every_line_ever_released_is_still_read_and_written_the_same() {
    for line in golden() {
        let event = Event::from_body(&line.kind, &line.body).unwrap();
        assert!(matches!(event, Event::Breach(_)), "{}", line.what);
        assert_eq!(event.kind(), line.kind);
        assert_eq!(event.to_body().unwrap(), line.body, "{}", line.what);
    }
}

/// `GRIFFIE_ADD_VECTORS=1 cargo test` adds lines for new shapes; it never touches an old line.
#[test]
fn every_shape_that_is_written_has_a_line() {
    let mut lines = golden();
    let mut missing = Vec::new();
    for (what, event) in every_shape() {
        let body = event.to_body().unwrap();
        match lines.iter().find(|line| line.what == what) {
            Some(line) => assert_eq!((&line.body, line.kind.as_str()), (&body, event.kind())),
            None => missing.push(Golden { what, kind: event.kind().to_owned(), body }),
        }
    }
    if std::env::var_os("GRIFFIE_ADD_VECTORS").is_some() {
        lines.append(&mut missing);
        let json = serde_json::to_string_pretty(&lines).unwrap();
        std::fs::write(golden_path(), json + "\n").unwrap();
    }
    assert_eq!(missing, []);
}

#[test]
fn every_kind_has_a_line() {
    let kinds: BTreeSet<String> = golden().into_iter().map(|line| line.kind).collect();
    assert_eq!(kinds, KINDS.iter().map(|kind| (*kind).to_owned()).collect());
}

#[test]
fn a_field_that_the_version_does_not_know_is_an_error_that_quotes_nothing() {
    for line in golden() {
        let body = line.body.replacen('{', r#"{"geheim":"Nergenshuis","#, 1);
        let error = Event::from_body(&line.kind, &body).unwrap_err();
        assert_eq!(error.kind, line.kind);
        assert!(!format!("{error} {error:?}").contains("Nergenshuis"), "{error}");
    }
}

#[test]
fn nothing_about_a_person_is_printed_by_debug() {
    let mut story = given([]);
    for command in crate::closing::dealt_with() {
        story = story.when(command).accepted();
        let printed = format!("{:?} {:?}", story.state, story.facts);
        for private in ["Nergenshuis", "Verzonnen", "geadresseerde", "0101234567"] {
            assert!(!printed.contains(private), "{private} is printed");
        }
    }
}

#[test]
fn what_does_not_fit_in_one_record_is_refused_and_not_cut() {
    let long: Text = "x".repeat(40_000).as_str().try_into().unwrap();
    let report =
        Report { measures: Some(long.clone()), nature: long, ..the_report(Role::Controller) };
    assert!(serde_json::to_string(&report).unwrap().len() > BODY_BYTES_MAX);
    Given::default()
        .when(Command::Report { report, awareness: None, provenance: at(REPORTED) })
        .invalid([": TOO_LARGE"]);
}
