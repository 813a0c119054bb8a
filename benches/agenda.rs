//! What the agenda costs with 100,000 clocks in it: a page of it, all of it, folding it. Wanted: a question in 20 ms at most.
//! And figures over 20 years of 50,000 cases. Wanted: one second at most.

#![allow(missing_docs, reason = "criterion's macros make public items")]
#![allow(clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;

use chrono::{DateTime, Days, NaiveDate, Utc};
use criterion::{Criterion, criterion_group, criterion_main};
use griffie::chain::StreamId;
use griffie::domain::Event;
use griffie::domain::clock::{Clocks, Plan, Status, When};
use griffie::law::{Book, RuleId};
use griffie::projection::agenda::{Agenda, Query};
use griffie::projection::cases::CaseRegister;
use griffie::projection::figures::{Period, figures};

const CASES: u32 = 50_000;
const RULES: [RuleId; 2] = [RuleId::HandbookComplaint5Wd, RuleId::SchemeJudgement];

/// Cases over 20 years with two duties each; all but one in ten of them done with.
fn facts() -> Vec<(StreamId, Event)> {
    let first = NaiveDate::from_ymd_opt(2006, 1, 1).unwrap();
    let mut facts = Vec::new();
    for number in 0..CASES {
        let day = first + Days::new(u64::from(number) * 20 * 365 / u64::from(CASES));
        let mut bytes = [7; 16];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        let stream = StreamId::from_bytes(bytes);
        let mut plan = Plan::new(Book::CURRENT, &Clocks::default());
        for rule in RULES {
            plan.start(rule, When::Day(day)).unwrap();
        }
        if !number.is_multiple_of(10) {
            let met = day + Days::new(u64::from(number % 60));
            plan.meet(
                &[RULES.as_slice(), &[RuleId::HandbookComplaint6W]].concat(),
                When::Day(met),
                false,
            );
        }
        let decided = plan.into_events().into_iter();
        facts.extend(decided.map(|fact| (stream, Event::Clock(Box::new(fact)))));
    }
    facts
}

fn folded(facts: &[(StreamId, Event)]) -> Agenda {
    let mut agenda = Agenda::default();
    for (position, (stream, event)) in (0..).zip(facts) {
        agenda.apply(position, 0, *stream, CaseRegister::Complaint, event);
    }
    agenda
}

fn agenda(criterion: &mut Criterion) {
    let facts = facts();
    let agenda = folded(&facts);
    let now: DateTime<Utc> = "2026-01-01T09:00:00Z".parse().unwrap();
    let ask = |query: &Query, most: usize| agenda.list(query, now, |_| true).take(most).count();
    let year = |statuses: Vec<Status>| Query {
        from: NaiveDate::from_ymd_opt(2015, 1, 1),
        until: NaiveDate::from_ymd_opt(2015, 12, 31),
        statuses,
    };
    let running = vec![Status::Due, Status::Paused, Status::Overdue];
    let everything = Query::default();
    assert!(ask(&everything, usize::MAX) >= 100_000);
    criterion.bench_function("a page of what runs", |bencher| {
        let query = Query { statuses: running.clone(), ..Query::default() };
        bencher.iter(|| black_box(ask(&query, 200)));
    });
    criterion.bench_function("a year of missed duties", |bencher| {
        let query = year(vec![Status::Missed]);
        bencher.iter(|| black_box(ask(&query, usize::MAX)));
    });
    criterion.bench_function("every duty there ever was", |bencher| {
        bencher.iter(|| black_box(ask(&everything, usize::MAX)));
    });
    criterion.bench_function("figures over 20 years", |bencher| {
        bencher.iter(|| {
            for year in 2006..2026 {
                black_box(figures(agenda.cases(), Period { year, half: None }, now));
            }
        });
    });
    let mut group = criterion.benchmark_group("slow");
    group.sample_size(10);
    group.bench_function("folding all of it", |bencher| bencher.iter(|| black_box(folded(&facts))));
    group.finish();
}

criterion_group!(benches, agenda);
criterion_main!(benches);
