//! The report, and becoming aware.

use griffie::domain::breach::Command;
use griffie::domain::breach::report::{Detection, Report, Role};

use crate::given::*;
use crate::sample::*;

fn reported(change: impl FnOnce(&mut Report), when: &str) -> Command {
    let mut report = the_report(Role::Controller);
    change(&mut report);
    Command::Report { report, awareness: None, provenance: at(when) }
}

#[test]
fn a_report_starts_the_24_hours_and_entering_it_meets_them() {
    let documented = ["HANDBOOK-BREACH-24H 03-13 16:20+01:00 to 03-14 16:20+01:00: met"];
    let when = "2026-03-13T16:20:00+01:00";
    Given::default()
        .when_at("2026-03-14T16:20:00+01:00", report(when))
        .accepted()
        .clocks_stand(NOW, documented);
}

#[test]
fn a_report_entered_late_is_recorded_and_shows_missed_unless_it_was_put_in_writing_in_time() {
    let when = "2026-03-13T16:20:00+01:00";
    let missed = ["HANDBOOK-BREACH-24H 03-13 16:20+01:00 to 03-14 16:20+01:00: missed"];
    Given::default()
        .when_at("2026-03-14T16:20:01+01:00", report(when))
        .accepted()
        .clocks_stand(NOW, missed);
    let on_paper = reported(|it| it.written_at = Some(moment("2026-03-13T18:00:00+01:00")), when);
    let met = ["HANDBOOK-BREACH-24H 03-13 16:20+01:00 to 03-14 16:20+01:00: met"];
    Given::default().when(on_paper).accepted().clocks_stand(NOW, met);
}

#[test]
fn the_hour_of_a_report_must_be_known() {
    Given::default().when(report("2026-03-13")).invalid(["provenance.happened: INSTANT_NEEDED"]);
}

#[test]
fn everything_wrong_with_a_report_is_named_at_once() {
    let bad = reported(
        |it| {
            it.principal = Some(contact("Gemeente Veenmeer"));
            it.aspects = vec![];
            it.causes = vec![it.causes[0], it.causes[0]];
            it.data = vec![];
            it.groups = vec![];
            it.phoned_at = Some(moment("2026-03-13T16:00:00+01:00"));
            it.written_at = Some(moment("2027-03-13"));
            let by = line("Wiebe Nergenshuis");
            it.detection = Some(Detection { at: moment("2026-03-14"), by });
        },
        "2026-03-13T16:20:00+01:00",
    );
    Given::default().when(bad).invalid([
        "report.principal: CONTRADICTION",
        "report.aspects: MISSING",
        "report.causes: DUPLICATE",
        "report.data: MISSING",
        "report.groups: MISSING",
        "report.phoned_at: CONTRADICTION",
        "report.written_at: IN_THE_FUTURE",
        "report.detection.at: CONTRADICTION",
    ]);
}

#[test]
fn who_works_for_another_says_for_whom() {
    for role in [Role::Processor, Role::Commissioned] {
        let nameless = reported(|it| it.role = role, "2026-03-13T16:20:00+01:00");
        Given::default().when(nameless).invalid(["report.principal: MISSING"]);
    }
}

#[test]
fn awareness_starts_72_hours_for_the_law_and_for_the_promise_and_may_come_later_than_the_report() {
    given([report("2026-03-09T16:00:00+01:00"), aware("2026-03-10T09:30:00+01:00")]).clocks_stand(
        "2026-03-13T09:30:00+01:00",
        [
            "HANDBOOK-BREACH-24H 03-09 16:00+01:00 to 03-10 16:00+01:00: missed",
            "AVG-BREACH-AP 03-10 09:30+01:00 to 03-13 09:30+01:00: due",
            "HANDBOOK-BREACH-72H 03-10 09:30+01:00 to 03-13 09:30+01:00: due",
        ],
    );
    let with_it = Command::Report {
        report: the_report(Role::Controller),
        awareness: Some(awareness("2026-03-09T16:00:00+01:00")),
        provenance: at("2026-03-09T16:00:00+01:00"),
    };
    let given = Given::default().when(with_it).accepted();
    assert_eq!((given.facts.len(), given.clocks.len()), (2, 3));
}

#[test]
fn awareness_is_an_instant_and_not_before_anybody_noticed() {
    let detection = Detection { at: moment("2026-03-08T12:00:00+01:00"), by: line("Wiebe") };
    let noticed =
        || reported(|it| it.detection = Some(detection.clone()), "2026-03-09T16:00:00+01:00");
    given([noticed()])
        .when(aware("2026-03-10"))
        .invalid(["provenance.happened: INSTANT_NEEDED"])
        .when(aware("2026-03-08T11:59:59+01:00"))
        .invalid(["provenance.happened: CONTRADICTION"])
        .when(aware("2026-03-08T12:00:00+01:00"))
        .accepted()
        .when(aware("2026-03-08T13:00:00+01:00"))
        .refused("BREACH_ALREADY_AWARE", "");
}

#[test]
fn who_is_not_the_controller_owes_the_principal_a_notice_and_the_authority_none() {
    for role in [Role::Processor, Role::Commissioned] {
        let given = given([
            report_as(role, "2026-03-09T16:00:00+01:00"),
            aware("2026-03-10T09:30:00+01:00"),
        ]);
        assert_eq!(given.clocks.len(), 1, "only that of the documentation");
        assert_eq!(given.missing(), ["ASSESSMENT", "PRINCIPAL_NOTICE"]);
        let told = given.when(tell_principal("2026-03-10T10:00:00+01:00")).accepted();
        assert_eq!(told.missing(), ["ASSESSMENT"]);
        told.when(decline("2026-03-10T11:00:00+01:00"))
            .refused("NOT_THE_CONTROLLER", "AVG 33(1), 33(2)");
    }
    given([report("2026-03-09T16:00:00+01:00")])
        .when(tell_principal("2026-03-10T10:00:00+01:00"))
        .refused("NO_PRINCIPAL", "AVG 33(2)");
}
