//! A ledger of an invented practice of one, served, with a clock set by hand; and what the agenda of it answers.

use std::collections::BTreeMap;
use std::sync::Arc;

use griffie::access::Token;
use griffie::backup::Plan as BackupPlan;
use griffie::chain::{StreamId, Visibility};
use griffie::cli::connect::{Connection, ServerFile};
use griffie::domain::clock::{Event as ClockFact, Plan};
use griffie::grpc::hosted::Hosted;
use griffie::grpc::pb;
use griffie::grpc::serve::serve;
use griffie::law::RuleId;
use griffie::projection::cases::CaseRegister;
use griffie::register::{Draft, Proposal};
use icalendar::{CalendarComponent, Component, DatePerhapsTime};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tonic::Status;

use crate::cases::*;
use crate::register_given::{Given, LEDGER_STREAM, OWNER};

const DAY: u64 = 24 * 60 * 60 * 1_000_000;

/// A ledger at work behind a server.
pub struct Served {
    pub given: Given,
    pub connection: Connection,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

/// Serves a ledger.
pub fn served(given: Given) -> Served {
    served_with(given, None)
}

/// Serves a ledger whose backups go where a plan says.
pub fn served_with(given: Given, plan: Option<Arc<BackupPlan>>) -> Served {
    let token = Token::from_random([0x55; 32]);
    let hosted = Hosted::new(given.register.clone(), Some(&token)).unwrap().with_backups(plan);
    let (stop, stopped) = oneshot::channel();
    let (connection, task) = given.wait(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let connections = tokio_stream::wrappers::TcpListenerStream::new(listener);
        let task = tokio::spawn(async move {
            let ended = async { drop(stopped.await) };
            serve(vec![hosted.into()], connections, ended).await.unwrap();
        });
        let (token, pid) = (token.reveal().to_string(), std::process::id());
        let found = ServerFile { address, authority: None, token: token.clone(), pid };
        let connection = Connection::at(&found, &token).await;
        (connection.unwrap_or_else(|failure| panic!("{}", failure.message())), task)
    });
    Served { given, connection, stop, task }
}

/// Why a call is made, in a role.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn as_role(role: pb::Role) -> Option<pb::AccessContext> {
    Some(pb::AccessContext {
        purpose: pb::Purpose::QualityReview.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: role.into(),
    })
}

impl Served {
    /// The ledger, not served any more.
    pub fn stopped(self) -> Given {
        let Served { given, connection, stop, task } = self;
        given.wait(connection.close());
        stop.send(()).unwrap();
        given.wait(task).unwrap();
        given
    }

    /// Days go by.
    pub fn days_pass(&self, days: u64) {
        self.given.clock.advance(days * DAY);
    }

    /// A new case of a register; of what happened only that something did.
    pub fn case(&self, register: CaseRegister, number: u32) -> Case {
        let case = Case::new(register, number);
        let kind = format!("{}imagined/1", register.prefix());
        self.given.record_sealed(&[(case.stream, &kind, br#"{"body":{}}"#.to_vec())]);
        case
    }

    /// Records what a case's clocks do.
    pub fn record(&self, case: &mut Case, decide: impl FnOnce(&mut Plan)) {
        let facts = case.clocks(decide);
        self.record_open(case.stream, &facts);
    }

    /// A new case with one clock and what stands beside it.
    pub fn started(&self, register: CaseRegister, number: u32, rule: RuleId, start: &str) -> Case {
        let mut case = self.case(register, number);
        self.record(&mut case, |plan| {
            plan.start(rule, on(start)).unwrap();
        });
        case
    }

    fn record_open(&self, stream: StreamId, facts: &[ClockFact]) {
        let given = &self.given;
        let key = given.wait(given.register.data_key(stream)).unwrap();
        let drafts = facts.iter().map(|fact| {
            let sealed = given.vault.seal(key, stream, fact.to_body().as_bytes()).unwrap();
            Draft {
                stream,
                kind: fact.kind().parse().unwrap(),
                visibility: Visibility::Open,
                commitment: sealed.commitment,
                sealed: sealed.box_bytes,
                fact: None,
            }
        });
        let drafts = drafts.collect();
        let grant = crate::register_given::GRANT;
        let request =
            given.vault.request_id(grant.as_bytes(), &given.next_request(), LEDGER_STREAM);
        given.clock.advance(1_000);
        let proposal = Proposal { request, actor: OWNER, reads: Vec::new(), after: None, drafts };
        given.wait(given.register.submit(proposal)).unwrap();
    }

    pub fn agenda_page(
        &self,
        request: pb::GetAgendaRequest,
    ) -> Result<pb::GetAgendaResponse, Status> {
        let mut client = self.connection.agenda();
        self.given.wait(client.get_agenda(request)).map(tonic::Response::into_inner)
    }

    /// All duties for a role, on a day or now.
    pub fn agenda(&self, role: pb::Role, on: &str) -> Vec<pb::AgendaItem> {
        let request = pb::GetAgendaRequest {
            access_context: as_role(role),
            on: on.to_owned(),
            page_size: 200,
            ..pb::GetAgendaRequest::default()
        };
        let page = self.agenda_page(request).unwrap();
        assert_eq!(page.next_page_token, "");
        page.items
    }

    pub fn feed(&self, role: pb::Role, language: pb::CalendarLanguage) -> String {
        let language = language.into();
        let request = pb::GetCalendarFeedRequest { access_context: as_role(role), language };
        let mut client = self.connection.agenda();
        self.given.wait(client.get_calendar_feed(request)).unwrap().into_inner().calendar
    }
}

/// The four statuses of one duty, looked at on four days.
#[test]
fn on_a_day_that_is_over_everything_stands_as_it_stood_at_its_end() {
    let served = served(Given::a_solo_ledger());
    let rule = RuleId::HandbookEffect;
    let mut case = served.started(CaseRegister::Measure, 1, rule, "2026-05-03");
    served.days_pass(5);
    served.record(&mut case, |plan| plan.meet(&[rule], on("2026-11-05"), false));
    let status = |on: &str| -> Vec<pb::ClockStatus> {
        served.agenda(pb::Role::Owner, on).iter().map(pb::AgendaItem::status).collect()
    };
    assert!(status("2026-11-01").is_empty());
    assert_eq!(status("2026-11-02"), [pb::ClockStatus::Due]);
    assert_eq!(status("2026-11-03"), [pb::ClockStatus::Due]);
    assert_eq!(status("2026-11-04"), [pb::ClockStatus::Overdue]);
    assert_eq!(status(""), [pb::ClockStatus::Missed]);
    assert_eq!(status("2026-11-07"), [pb::ClockStatus::Missed]);
}

#[test]
fn on_a_day_to_come_everything_looks_as_it_will_if_nothing_happens() {
    let served = served(Given::a_solo_ledger());
    served.started(CaseRegister::Measure, 1, RuleId::HandbookEffect, "2026-10-01");
    let status = |on: &str| served.agenda(pb::Role::Owner, on)[0].status();
    assert_eq!(status(""), pb::ClockStatus::Due);
    assert_eq!(status("2027-04-01"), pb::ClockStatus::Due);
    assert_eq!(status("2027-04-02"), pb::ClockStatus::Overdue);
}

#[test]
fn after_a_restart_the_agenda_is_folded_from_its_records_and_is_the_same() {
    let before = served(Given::a_solo_ledger());
    let rule = RuleId::WkkgzJudgement;
    let mut case = before.started(CaseRegister::Complaint, 1, rule, "2026-10-12");
    before.started(CaseRegister::Breach, 2, RuleId::AvgBreachSubject, "2026-10-30");
    let listed = before.agenda(pb::Role::Owner, "");
    before.record(&mut case, |plan| plan.extend(rule, day("2026-10-20")).unwrap());
    let extended = before.agenda(pb::Role::Owner, "");
    assert_ne!(listed, extended);
    let after = served(before.stopped().restarted());
    assert_eq!(after.agenda(pb::Role::Owner, ""), extended);
    after.stopped();
}

#[test]
fn reasons_come_in_both_languages_and_only_when_they_are_asked_for() {
    let served = served(Given::a_solo_ledger());
    served.started(CaseRegister::Complaint, 1, RuleId::WkkgzJudgement, "2026-10-12");
    let item = &served.agenda(pb::Role::Owner, "")[0];
    assert!(item.clocks.iter().all(|clock| clock.explanation_dutch.is_empty()));
    let mut request =
        pb::GetAgendaRequest { access_context: as_role(pb::Role::Owner), ..Default::default() };
    request.explain = true;
    let item = served.agenda_page(request).unwrap().items.remove(0);
    let clock = &item.clocks[0];
    assert_eq!((clock.rule.as_str(), clock.article.as_str()), ("WKKGZ-JUDGEMENT", "Wkkgz 17(1)"));
    assert!(!clock.explanation_dutch.is_empty() && !clock.explanation_english.is_empty());
    assert_eq!(item.legal_end, "2026-11-23");
    assert!(item.day <= item.legal_end);
}

#[test]
fn pages_are_those_of_the_first_one_whatever_is_recorded_between_them() {
    let served = served(Given::a_solo_ledger());
    for (number, start) in [(1, "2026-06-01"), (2, "2026-07-01"), (3, "2026-08-01")] {
        served.started(CaseRegister::Measure, number, RuleId::HandbookEffect, start);
    }
    let whole: Vec<String> =
        served.agenda(pb::Role::Owner, "").into_iter().map(|item| item.calendar_uid).collect();
    let mut request = pb::GetAgendaRequest {
        access_context: as_role(pb::Role::Owner),
        page_size: 1,
        ..pb::GetAgendaRequest::default()
    };
    let mut paged = Vec::new();
    for number in 4.. {
        let page = served.agenda_page(request.clone()).unwrap();
        paged.extend(page.items.into_iter().map(|item| item.calendar_uid));
        if page.next_page_token.is_empty() {
            break;
        }
        request.page_token = page.next_page_token;
        // Earlier than all of them: it would push the others down a place.
        served.started(CaseRegister::Measure, number, RuleId::HandbookEffect, "2026-01-01");
        assert_eq!(served.agenda(pb::Role::Owner, "").len(), number as usize);
    }
    assert_eq!(paged, whole);
}

/// UIDs and days of the events, read by a parser that nobody here wrote.
fn events(calendar: &str) -> BTreeMap<String, String> {
    let parsed: icalendar::Calendar = calendar.parse().unwrap();
    let mut events = BTreeMap::new();
    for component in &parsed.components {
        let CalendarComponent::Event(event) = component else { panic!("{component:?}") };
        let Some(DatePerhapsTime::Date(start)) = event.get_start() else { panic!("{event:?}") };
        let Some(DatePerhapsTime::Date(end)) = event.get_end() else { panic!("{event:?}") };
        assert_eq!(start.succ_opt(), Some(end));
        assert!(!event.get_summary().unwrap().is_empty());
        let uid = event.get_uid().unwrap().to_owned();
        assert_eq!(events.insert(uid, start.to_string()), None, "a duty stands there twice");
    }
    events
}

#[test]
fn every_running_duty_is_in_the_calendar_once_on_its_day_and_nothing_else_is() {
    let served = served(Given::a_solo_ledger());
    assert_eq!(events(&served.feed(pb::Role::Owner, pb::CalendarLanguage::Dutch)).len(), 0);
    let rules = [
        (CaseRegister::Complaint, RuleId::WkkgzJudgement),
        (CaseRegister::Complaint, RuleId::HandbookComplaint5Wd),
        (CaseRegister::Breach, RuleId::AvgBreachSubject),
        (CaseRegister::Measure, RuleId::HandbookEffect),
        (CaseRegister::Incident, RuleId::HandbookMic3D),
    ];
    for (number, (register, rule)) in (0..).zip(rules.iter().cycle().take(20)) {
        let mut case = served.started(*register, number, *rule, "2026-10-12");
        match number % 7 {
            0 => served.record(&mut case, |plan| plan.meet(&[*rule], on("2026-10-13"), false)),
            1 => {
                let reason = griffie::domain::clock::StopReason::Settled;
                served.record(&mut case, |plan| plan.stop_all(day("2026-10-13"), reason));
            }
            _ => {}
        }
    }
    for role in [pb::Role::Owner, pb::Role::ComplaintsOfficer, pb::Role::IncidentOfficer] {
        let runs = |item: &pb::AgendaItem| {
            use pb::ClockStatus::{Due, Overdue, Paused};
            matches!(item.status(), Due | Paused | Overdue)
        };
        let duties = served.agenda(role, "").into_iter().filter(runs);
        let duties: BTreeMap<String, String> =
            duties.map(|item| (item.calendar_uid, item.day)).collect();
        assert!(!duties.is_empty());
        for language in [pb::CalendarLanguage::Dutch, pb::CalendarLanguage::English] {
            assert_eq!(events(&served.feed(role, language)), duties);
        }
    }
}

#[test]
fn the_calendar_keeps_to_the_form_and_names_rules_only() {
    let served = served(Given::a_solo_ledger());
    served.started(CaseRegister::Complaint, 1, RuleId::WkkgzJudgement, "2026-10-12");
    let dutch = served.feed(pb::Role::Owner, pb::CalendarLanguage::Unspecified);
    let english = served.feed(pb::Role::Owner, pb::CalendarLanguage::English);
    for calendar in [&dutch, &english] {
        assert!(calendar.ends_with("END:VCALENDAR\r\n"));
        assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')));
    }
    let item = &served.agenda(pb::Role::Owner, "")[0];
    let titled = |title: &str| format!("\r\nSUMMARY:{title}\r\n");
    assert!(dutch.contains(&titled(&item.title_dutch)), "{dutch}");
    assert!(english.contains(&titled(&item.title_english)), "{english}");
    assert!(dutch.replace("\r\n ", "").contains("Wkkgz 17(1)\\, STATUTE"), "{dutch}");
}
