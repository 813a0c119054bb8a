//! The note of an incident and the steps of the reporting code: what each must say.

use griffie::domain::dossier::entry::{
    IncidentNote, Matter, MeldcodeDecision, MeldcodeStage, MeldcodeStep, MeldcodeTalk,
    MeldcodeWeighing,
};
use griffie::domain::dossier::{Content, EntryKind};
use griffie::domain::provenance::Happened;
use griffie::grpc::{convert, pb};

use crate::given::*;
use crate::sample::*;
use crate::wire::{new_entry, read, refused};

fn note(change: impl FnOnce(&mut IncidentNote)) -> Content {
    let mut note = every_matter("Gezien.").into_iter().find_map(|matter| match matter {
        Matter::IncidentNote(note) => Some(note),
        _ => None,
    });
    change(note.as_mut().unwrap());
    Content::Fields(Matter::IncidentNote(note.unwrap()))
}

fn bare(stage: MeldcodeStage) -> MeldcodeStep {
    MeldcodeStep {
        stage,
        taken_by: line("Mirthe Lindeboom"),
        facts: None,
        interpretation: None,
        consulted: vec![],
        talk: None,
        weighing: None,
        decision: None,
        report_number: None,
        follow_up: None,
    }
}

fn asked(step: MeldcodeStep) -> Then {
    let content = Content::Fields(Matter::MeldcodeStep(step));
    given([opened()]).when(record([draft(1, "2026-05-01", content)]))
}

fn answers(given: [Option<bool>; 5]) -> MeldcodeWeighing {
    let [suspicion, unsafety, help_possible, help_accepted, help_works] = given;
    let grounds = None;
    MeldcodeWeighing { suspicion, unsafety, help_possible, help_accepted, help_works, grounds }
}

#[test]
fn the_note_of_an_incident_names_those_involved_and_a_time_that_has_come() {
    let asked = |content| given([opened()]).when(record([draft(1, "2026-05-01", content)]));
    asked(note(|_| {})).accepted();
    asked(note(|note| note.told_to.clear())).accepted();
    asked(note(|note| note.involved.clear()))
        .invalid(["entries[0].content.incident_note.involved: EMPTY"]);
    asked(note(|note| note.took_place = Happened::On(day("2026-05-23"))))
        .invalid(["entries[0].content.incident_note.took_place: IN_THE_FUTURE"]);
    let turned = Happened::During { from: day("2026-05-03"), until: day("2026-05-01") };
    asked(note(|note| note.took_place = turned))
        .invalid(["entries[0].content.incident_note.took_place: PERIOD_REVERSED"]);
}

#[test]
fn note_and_step_are_care_and_move_the_retention_term() {
    assert!(EntryKind::IncidentNote.substantive() && EntryKind::MeldcodeStep.substantive());
}

#[test]
fn each_step_of_the_reporting_code_says_what_it_is_about() {
    let at = |field: &str| format!("entries[0].content.meldcode_step.{field}: MISSING");
    let stages = [
        (MeldcodeStage::Signals, "facts"),
        (MeldcodeStage::Consultation, "consulted"),
        (MeldcodeStage::Talk, "talk"),
        (MeldcodeStage::Weighing, "weighing"),
        (MeldcodeStage::Decision, "decision"),
    ];
    for (stage, field) in stages {
        asked(bare(stage)).invalid([at(field).as_str()]);
    }
    let talk = Some(MeldcodeTalk::NotHeld { why: text("gevaar voor de cliënt") });
    asked(MeldcodeStep { talk, ..bare(MeldcodeStage::Talk) }).accepted();
    let talk = Some(MeldcodeTalk::Held { with: vec![], account: text("besproken") });
    asked(MeldcodeStep { talk, ..bare(MeldcodeStage::Talk) })
        .invalid(["entries[0].content.meldcode_step.talk.with: EMPTY"]);
}

#[test]
fn the_weighing_frame_asks_to_report_acute_unsafety_and_help_that_fails() {
    let (yes, no) = (Some(true), Some(false));
    let frame = [
        ([no, None, None, None, None], Some(false)),
        ([yes, yes, None, None, None], Some(true)),
        ([yes, no, no, None, None], Some(true)),
        ([yes, no, yes, no, None], Some(true)),
        ([yes, no, yes, yes, no], Some(true)),
        ([yes, no, yes, yes, yes], Some(false)),
        ([yes, no, yes, yes, None], None),
        ([yes, None, None, None, None], None),
        ([None, None, None, None, None], None),
    ];
    for (given, asks) in frame {
        assert_eq!(answers(given).asks_report(), asks, "{given:?}");
    }
}

#[test]
fn who_decides_otherwise_than_the_frame_says_why() {
    let weighing = answers([Some(true), Some(true), None, None, None]);
    let decided = |weighing, decision| MeldcodeStep {
        weighing: Some(weighing),
        decision: Some(decision),
        ..bare(MeldcodeStage::Decision)
    };
    asked(decided(weighing.clone(), MeldcodeDecision::Reported)).accepted();
    asked(decided(weighing.clone(), MeldcodeDecision::Help))
        .invalid(["entries[0].content.meldcode_step.weighing.grounds: MISSING"]);
    let grounds = Some(text("melding vergroot nu het gevaar"));
    let weighing = MeldcodeWeighing { grounds, ..weighing };
    asked(decided(weighing.clone(), MeldcodeDecision::Help)).accepted();
    let number = Some(line("VT-2026-8"));
    let step = MeldcodeStep { report_number: number, ..decided(weighing, MeldcodeDecision::Help) };
    asked(step).invalid(["entries[0].content.meldcode_step.report_number: CONTRADICTION"]);
    let weighing = answers([None, None, None, None, None]);
    asked(decided(weighing, MeldcodeDecision::Help))
        .invalid(["entries[0].content.meldcode_step.weighing.suspicion: MISSING"]);
}

#[test]
fn a_talk_that_was_not_held_comes_over_the_wire_unchanged_and_not_as_both() {
    let talk = Some(MeldcodeTalk::NotHeld { why: text("gevaar") });
    let step = MeldcodeStep { talk, ..bare(MeldcodeStage::Talk) };
    let mut wire = pb::MeldcodeStep::from(&step);
    let asked = |wire: &pb::MeldcodeStep| {
        let content = pb::content::Content::MeldcodeStep(wire.clone());
        let draft = pb::EntryDraft {
            entry_id: String::new(),
            provenance: Some((&on("2026-05-01")).into()),
            content: Some(pb::Content { content: Some(content) }),
        };
        let request = pb::RecordEntryRequest {
            dossier_id: dossier_id(1).to_string(),
            entry: Some(draft),
            ..pb::RecordEntryRequest::default()
        };
        read(|reader| convert::record_entry(request, new_entry, reader))
    };
    let (_, command) = asked(&wire).unwrap();
    let content = Content::Fields(Matter::MeldcodeStep(step));
    let draft =
        griffie::domain::dossier::Draft { entry: new_entry(), ..draft(1, "2026-05-01", content) };
    assert!(command == record([draft]));
    wire.talk.as_mut().unwrap().account = "besproken".to_owned();
    let field = "entry.content.meldcode_step.talk.not_held_because: CONTRADICTION";
    refused(asked(&wire), [field]);
}
