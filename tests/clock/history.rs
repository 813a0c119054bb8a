//! What holds over all histories of clocks.

use chrono::Days;
use griffie::domain::clock::{Clocks, Event, Form, Plan, StopReason, When};
use griffie::law::RuleId::{self, *};
use griffie::law::clock::Terms;
use griffie::law::{Book, End, RuleName};
use proptest::prelude::*;

use crate::given::*;

const RULES: &[RuleId] =
    &[WkkgzJudgement, WkkgzCalamity, AvgRequest, WgboDestroy, SchemeJudgement, WkkgzCalamityReport];

#[derive(Clone, Debug)]
enum Move {
    Start(RuleId),
    Extend(RuleId),
    Agree(RuleId, bool),
    Pause(RuleId),
    Resume(RuleId),
    Correct(RuleId),
    Meet(RuleId),
    Stop(RuleId),
}

fn moves() -> impl Strategy<Value = Vec<(Move, u64)>> {
    let rule = || proptest::sample::select(RULES);
    let one = prop_oneof![
        3 => rule().prop_map(Move::Start),
        1 => rule().prop_map(Move::Extend),
        1 => (rule(), any::<bool>()).prop_map(|(rule, consent)| Move::Agree(rule, consent)),
        1 => rule().prop_map(Move::Pause),
        1 => rule().prop_map(Move::Resume),
        1 => rule().prop_map(Move::Correct),
        1 => rule().prop_map(Move::Meet),
        1 => rule().prop_map(Move::Stop),
    ];
    prop::collection::vec((one, 0_u64..60), 1..25)
}

/// Carries out what is not refused.
fn played(moves: &[(Move, u64)]) -> (Clocks, Vec<Event>) {
    let (mut clocks, mut events) = (Clocks::default(), Vec::new());
    for (it, days) in moves {
        let day = day("2026-01-05").checked_add_days(Days::new(*days)).unwrap();
        let when = When::Day(day);
        let mut plan = Plan::new(Book::CURRENT, &clocks);
        let done = match it {
            Move::Start(rule) => plan.start(*rule, when).map(drop),
            Move::Extend(rule) => plan.extend(*rule, day),
            Move::Agree(rule, consent) => {
                let form = if *consent { Form::Consent } else { Form::Authority };
                plan.agree(*rule, form, when)
            }
            Move::Pause(rule) => plan.pause(&[*rule], day),
            Move::Resume(rule) => plan.resume(&[*rule], day),
            Move::Correct(rule) => plan.correct(&[*rule], when),
            Move::Meet(rule) => {
                plan.meet(&[*rule], when, false);
                Ok(())
            }
            Move::Stop(rule) => {
                plan.stop(&[*rule], day, StopReason::Withdrawn);
                Ok(())
            }
        };
        if done.is_ok() {
            clocks = plan.clocks().clone();
            events.extend(plan.into_events());
        }
    }
    (clocks, events)
}

proptest! {
    /// Rebuilt from its records, a clock is the one that was decided upon; and its end is the law's.
    #[test]
    fn replay_gives_the_same_clocks_and_every_end_is_that_of_the_law(moves in moves()) {
        let (clocks, events) = played(&moves);
        let mut replayed = Clocks::default();
        for event in &events {
            let body = event.to_body();
            let read = Event::from_body(event.kind(), &body).unwrap().unwrap();
            prop_assert_eq!(&read, event);
            replayed.evolve(&read);
        }
        prop_assert_eq!(&replayed, &clocks);
        for clock in clocks.iter() {
            let started = &clock.started;
            let name = RuleName { id: started.rule_id().unwrap(), extended: clock.extended };
            let terms = Terms { count: started.count, pauses: &clock.pauses };
            let law = Book::CURRENT.clock_with(name, started.start.start(), terms).unwrap();
            let End::Day { nominal, due } = law.end else { panic!("a day") };
            let end = clock.ends.last().unwrap();
            prop_assert_eq!((end.nominal, end.due), (Some(nominal), Some(When::Day(due))));
        }
    }

    /// Numbers count up without gaps, and no fact is about a clock that was not started before it.
    #[test]
    fn numbers_count_up_and_facts_follow_their_start(moves in moves()) {
        let (_, events) = played(&moves);
        let mut started = 0;
        for event in &events {
            if let Event::Started(fact) = event {
                prop_assert_eq!(fact.clock, started);
                prop_assert!(fact.beside.is_none_or(|beside| beside < started));
                started += 1;
            }
            prop_assert!(event.clock() < started);
        }
    }
}
