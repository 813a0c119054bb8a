//! An amended act changes no clock that has started; and at all times what the clocks say can be computed again.

use griffie::domain::clock::Event as ClockFact;
use griffie::domain::complaint::*;
use griffie::law::rule::{TABLE_REVISION, Term};
use griffie::law::{Book, Length, Rule, RuleId};

use crate::given::*;
use crate::sample::*;

/// The rule book of a later year: from 2027 on a judgement is due in four weeks, six when extended.
fn amended() -> Book<'static> {
    let row = *Book::CURRENT.rule(RuleId::WkkgzJudgement, day("2026-03-03")).unwrap();
    let extension =
        row.extension.map(|it| griffie::law::Extension { whole: Length::Weeks(6), ..it });
    let later = Rule {
        first_day: day("2027-01-01"),
        term: Term::After(Length::Weeks(4)),
        extension,
        revision: TABLE_REVISION + 1,
        ..row
    };
    let rows: &'static [Rule] = Box::leak(Box::new([later]));
    let tables = [Book::CURRENT.tables, &[rows]].concat();
    let tables: &'static [&'static [Rule]] = Box::leak(tables.into_boxed_slice());
    Book { tables, revision: TABLE_REVISION + 1, ..Book::CURRENT }
}

#[test]
fn an_amended_rule_changes_no_clock_already_started() {
    let before = filed("2026-12-21").under(amended());
    assert_eq!(before.due(RuleId::WkkgzJudgement), "2027-02-01");
    // Nor does what is done to it later: extended, corrected within the old rule's time, received, opened again.
    let extended = before.and(Step::Extend(extension()), "2027-01-20");
    assert_eq!(extended.due(RuleId::WkkgzJudgement), "2027-03-01");
    let corrected = before.correct(WhichDate::Receipt, "2026-12-22").accepted();
    assert_eq!(corrected.due(RuleId::WkkgzJudgement), "2027-02-02");
    let reopened = before
        .and(Step::Withdraw(Withdrawal { reason: None }), "2027-01-10")
        .and(Step::Reopen(reopening()), "2027-01-12");
    assert_eq!(reopened.due(RuleId::WkkgzJudgement), "2027-02-01");
}

#[test]
fn a_complaint_of_the_new_time_counts_by_the_new_rule() {
    let asked = Beginning::File(filing(&[griffie::domain::dossier::Regime::Wgbo]));
    let case = nothing().under(amended()).begun(asked, "2027-01-04");
    assert_eq!(case.due(RuleId::WkkgzJudgement), "2027-02-01");
    assert_eq!(case.clock(RuleId::WkkgzJudgement).started.table, TABLE_REVISION + 1);
    assert_eq!(case.due(RuleId::HandbookComplaint6W), "2027-02-15");
}

/// docs/format.md §7: a clock that was met or stopped has no record after that but a correction, or a taking back.
#[test]
fn no_history_makes_a_clock_do_what_the_format_forbids() {
    let mut histories = 0;
    let steps = every_step();
    for first in &steps {
        for second in &steps {
            for third in &steps {
                let mut case = filed("2026-03-03");
                let mut facts = Vec::new();
                for ((_, step), when) in
                    [first, second, third].iter().zip(["2026-04-01", "2026-04-02", "2026-04-03"])
                {
                    let command = Command::Take((*step).clone(), on(when));
                    if let Ok(it) = decide(&case.state, &case.clocks, command, &case.context) {
                        it.facts.iter().for_each(|fact| evolve(&mut case.state, fact));
                        it.clocks.iter().for_each(|fact| case.clocks.evolve(fact));
                        facts.extend(it.clocks);
                    }
                }
                assert_orderly(&case, &facts);
                histories += 1;
            }
        }
    }
    assert_eq!(histories, 19 * 19 * 19);
}

fn assert_orderly(case: &Case, facts: &[ClockFact]) {
    use griffie::domain::clock::StopReason::RecordedInError;
    let mut over = std::collections::BTreeSet::new();
    for fact in facts {
        let taken_back =
            matches!(fact, ClockFact::Stopped(stopped) if stopped.reason == RecordedInError);
        let allowed = taken_back || matches!(fact, ClockFact::Corrected(_));
        assert!(allowed || !over.contains(&fact.clock()), "{fact:?} in {:?}", case.standing());
        if matches!(fact, ClockFact::Met(_) | ClockFact::Stopped(_)) {
            over.insert(fact.clock());
        }
    }
}
