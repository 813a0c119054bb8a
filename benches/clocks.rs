//! What one clock costs. The budget is two microseconds for any rule.

use chrono::NaiveDate;
use criterion::{Criterion, criterion_group, criterion_main};
use griffie::law::{Book, RuleId, Start};
use std::hint::black_box;

fn clocks(criterion: &mut Criterion) {
    let start = Start::Instant(
        NaiveDate::from_ymd_opt(2026, 2, 20)
            .and_then(|day| day.and_hms_opt(9, 30, 0))
            .unwrap_or_default()
            .and_utc(),
    );
    for id in [
        RuleId::WkkgzJudgement,
        RuleId::AvgRequest,
        RuleId::AvgBreachAp,
        RuleId::WkkgzCalamity,
        RuleId::WgboRetain,
        RuleId::HandbookEffect,
    ] {
        criterion.bench_function(id.as_str(), |bencher| {
            bencher.iter(|| {
                let clock = Book::CURRENT.clock(black_box(id), black_box(start));
                black_box(clock.map(|clock| clock.end_utc_exclusive()))
            });
        });
    }
}

criterion_group!(benches, clocks);
criterion_main!(benches);
