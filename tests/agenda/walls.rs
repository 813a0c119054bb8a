//! What a role may not open is not there for it: not on the agenda, not in the calendar, not in a count, not by an error.

use griffie::grpc::pb;
use griffie::law::RuleId;
use griffie::projection::cases::CaseRegister;
use tonic::{Code, Status};
use tonic_types::StatusExt;

use crate::register_given::Given;
use crate::served::*;

use pb::CaseRegister::{Breach, Complaint, Incident, Measure, Request};

/// Which registers each role may open.
const MAY_OPEN: &[(pb::Role, &[pb::CaseRegister])] = &[
    (pb::Role::Owner, &[Complaint, Breach, Measure, Request]),
    (pb::Role::ComplaintsOfficer, &[Complaint]),
    (pb::Role::IncidentOfficer, &[Incident]),
    (pb::Role::PrivacyOfficer, &[Breach, Request]),
];

const REGISTERS: &[pb::CaseRegister] = &[Complaint, Breach, Incident, Measure, Request];

pub fn refusal(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    (status.code(), details.error_info().map_or_else(String::new, |info| info.reason.clone()))
}

fn one_of_each(given: Given) -> Served {
    let served = served(given);
    for (number, register) in (1..).zip(CaseRegister::ALL) {
        served.started(*register, number, RuleId::HandbookEffect, "2026-10-01");
    }
    served
}

pub fn figures(
    served: &Served,
    role: pb::Role,
    register: pb::CaseRegister,
) -> Result<Vec<pb::PeriodFigures>, Status> {
    let request = pb::GetFiguresRequest {
        access_context: as_role(role),
        register: register.into(),
        year: 2026,
        ..pb::GetFiguresRequest::default()
    };
    let mut client = served.connection.agenda();
    Ok(served.given.wait(client.get_figures(request))?.into_inner().periods)
}

#[test]
fn each_role_has_the_agenda_of_its_own_registers() {
    let served = one_of_each(Given::a_solo_ledger());
    for (role, registers) in MAY_OPEN {
        let shown: Vec<pb::CaseRegister> =
            served.agenda(*role, "").iter().map(pb::AgendaItem::register).collect();
        assert_eq!(&shown, registers, "{role:?}");
        let feed = served.feed(*role, pb::CalendarLanguage::Dutch);
        assert_eq!(feed.matches("BEGIN:VEVENT").count(), registers.len(), "{role:?}");
    }
}

#[test]
fn each_role_counts_its_own_registers_and_is_told_nothing_of_the_others() {
    let served = one_of_each(Given::a_solo_ledger());
    for (role, registers) in MAY_OPEN {
        for register in REGISTERS {
            let answer = figures(&served, *role, *register);
            if registers.contains(register) {
                assert_eq!(answer.unwrap()[0].cases, Some(1));
            } else {
                let refused = refusal(&answer.unwrap_err());
                assert_eq!(refused, (Code::PermissionDenied, "NOT_ALLOWED".to_owned()));
            }
        }
    }
}

#[test]
fn a_page_holds_as_many_duties_as_were_asked_for_whatever_lies_behind_the_wall() {
    let served = one_of_each(Given::a_solo_ledger());
    let request = pb::GetAgendaRequest {
        access_context: as_role(pb::Role::PrivacyOfficer),
        page_size: 1,
        ..pb::GetAgendaRequest::default()
    };
    let page = served.agenda_page(request).unwrap();
    assert_eq!(page.items.len(), 1);
    let next = pb::GetAgendaRequest {
        access_context: as_role(pb::Role::PrivacyOfficer),
        page_size: 1,
        page_token: page.next_page_token,
        ..pb::GetAgendaRequest::default()
    };
    // Two registers are theirs, a breach and a request: the second page is the last.
    let page = served.agenda_page(next).unwrap();
    assert_eq!((page.items.len(), page.next_page_token.as_str()), (1, ""));
}

#[test]
fn a_role_that_was_not_granted_has_no_agenda() {
    let served = one_of_each(Given::a_ledger());
    let request = pb::GetAgendaRequest {
        access_context: as_role(pb::Role::IncidentOfficer),
        ..pb::GetAgendaRequest::default()
    };
    let refused = refusal(&served.agenda_page(request).unwrap_err());
    assert_eq!(refused, (Code::PermissionDenied, "ROLE_NOT_GRANTED".to_owned()));
}

#[test]
fn clocks_of_other_matters_than_cases_are_on_no_agenda() {
    let served = one_of_each(Given::a_solo_ledger());
    let before = served.agenda(pb::Role::Owner, "").len();
    // A clock in a stream that does not begin like a case of any register.
    let mut stray = crate::cases::Case::new(CaseRegister::Measure, 77);
    let note = br#"{"body":{}}"#.to_vec();
    served.given.record_sealed(&[(stray.stream, "dossier.imagined/1", note)]);
    let start = crate::cases::on("2026-10-01");
    served.record(&mut stray, |plan| {
        plan.start(RuleId::HandbookEffect, start).unwrap();
    });
    assert_eq!(served.agenda(pb::Role::Owner, "").len(), before);
}

#[test]
fn what_is_wrong_with_a_question_is_named_all_at_once() {
    let served = one_of_each(Given::a_solo_ledger());
    let request = pb::GetAgendaRequest {
        on: "morgen".to_owned(),
        from: "2026-11-02".to_owned(),
        until: "2026-11-01".to_owned(),
        statuses: vec![9],
        page_size: 201,
        ..pb::GetAgendaRequest::default()
    };
    let status = served.agenda_page(request).unwrap_err();
    let details = status.get_error_details();
    let mut fields: Vec<String> =
        details.bad_request().unwrap().field_violations.iter().map(|it| it.field.clone()).collect();
    fields.sort();
    assert_eq!(fields, ["access_context", "on", "page_size", "statuses[0]"]);
    let request = pb::GetFiguresRequest {
        access_context: as_role(pb::Role::Owner),
        year: 2026,
        until_year: 2025,
        half: 3,
        ..pb::GetFiguresRequest::default()
    };
    let mut client = served.connection.agenda();
    let status = served.given.wait(client.get_figures(request)).unwrap_err();
    let details = status.get_error_details();
    let fields: Vec<String> =
        details.bad_request().unwrap().field_violations.iter().map(|it| it.field.clone()).collect();
    assert_eq!(fields, ["register", "until_year", "half"]);
}

#[test]
fn the_roles_somebody_holds_are_told_with_the_status() {
    let roles = |given| {
        let served = served(given);
        let mut client = served.connection.ledger();
        let status = served.given.wait(client.get_status(pb::GetStatusRequest {})).unwrap();
        status.into_inner().roles().collect::<Vec<_>>()
    };
    assert_eq!(roles(Given::a_ledger()), [pb::Role::Owner]);
    assert_eq!(roles(Given::a_solo_ledger()).len(), 4);
}
