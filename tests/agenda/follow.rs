//! Following the agenda: the running duties, then what changes, and of what lies behind a wall nothing.

use griffie::grpc::pb;
use griffie::law::RuleId;
use griffie::projection::cases::CaseRegister;
use pb::follow_agenda_response::Message;

use crate::cases::*;
use crate::register_given::Given;
use crate::served::*;

type Stream = tonic::Streaming<pb::FollowAgendaResponse>;

fn follow(served: &Served, role: pb::Role) -> Stream {
    let request = pb::FollowAgendaRequest { access_context: as_role(role), explain: false };
    let mut client = served.connection.agenda();
    served.given.wait(client.follow_agenda(request)).unwrap().into_inner()
}

fn next(served: &Served, stream: &mut Stream) -> Message {
    served.given.wait(stream.message()).unwrap().unwrap().message.unwrap()
}

fn item(message: Message) -> pb::AgendaItem {
    let Message::Item(item) = message else { panic!("caught up, where a duty was expected") };
    item
}

const RULE: RuleId = RuleId::HandbookEffect;

#[test]
fn the_running_duties_come_first_then_each_that_changes() {
    let served = served(Given::a_solo_ledger());
    let mut first = served.started(CaseRegister::Measure, 1, RULE, "2026-10-01");
    let mut ended = served.started(CaseRegister::Measure, 2, RULE, "2026-09-01");
    served.record(&mut ended, |plan| plan.meet(&[RULE], on("2026-10-01"), false));
    let mut stream = follow(&served, pb::Role::Owner);
    assert_eq!(item(next(&served, &mut stream)).case_id, first.stream.to_string());
    assert!(matches!(next(&served, &mut stream), Message::CaughtUp(_)));
    served.record(&mut first, |plan| plan.meet(&[RULE], on("2026-10-20"), false));
    let changed = item(next(&served, &mut stream));
    assert_eq!(
        (changed.case_id.clone(), changed.status()),
        (first.stream.to_string(), pb::ClockStatus::Met)
    );
    let new = served.started(CaseRegister::Complaint, 3, RuleId::WkkgzJudgement, "2026-10-30");
    assert_eq!(item(next(&served, &mut stream)).case_id, new.stream.to_string());
}

#[test]
fn what_lies_behind_a_wall_makes_no_sound() {
    let served = served(Given::a_solo_ledger());
    served.started(CaseRegister::Incident, 1, RULE, "2026-10-01");
    let mut stream = follow(&served, pb::Role::PrivacyOfficer);
    assert!(matches!(next(&served, &mut stream), Message::CaughtUp(_)));
    for number in 2..5 {
        served.started(CaseRegister::Incident, number, RULE, "2026-10-01");
    }
    let breach = served.started(CaseRegister::Breach, 9, RULE, "2026-10-01");
    // The very next thing heard is one's own.
    assert_eq!(item(next(&served, &mut stream)).case_id, breach.stream.to_string());
}
