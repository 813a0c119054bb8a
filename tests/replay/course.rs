//! One complaint in both times: recorded late, corrected, and judged in time.

use griffie::replay::{Effect, Moment, Replay, Time, Window, compare};

use crate::given::*;
use crate::sample::instant;

fn stood(time: Time, moment: Moment) -> (String, Option<(String, String)>) {
    let then = a_complaint().then(time, moment);
    (then.standing.to_owned(), judgement_clock(&then))
}

#[expect(clippy::unnecessary_wraps, reason = "as it is compared")]
fn clock(due: &str, status: &str) -> Option<(String, String)> {
    Some((due.to_owned(), status.to_owned()))
}

#[test]
fn in_recorded_time_it_stands_as_it_was_known_then() {
    let stood = |day| stood(Time::Recorded, on_day(day));
    assert_eq!(stood("2026-03-05"), (String::new(), None), "received, and not entered yet");
    assert_eq!(stood("2026-03-06"), ("filed".to_owned(), clock("2026-04-16", "Due")));
    // It was taken up on the 9th, which nobody had entered.
    assert_eq!(stood("2026-03-19").0, "filed");
    assert_eq!(stood("2026-03-20").0, "in_handling");
    assert_eq!(stood("2026-03-24").1, clock("2026-04-16", "Due"), "by the wrong date");
    assert_eq!(stood("2026-03-25").1, clock("2026-04-14", "Due"), "by the right one");
    assert_eq!(stood("2026-04-10"), ("judged".to_owned(), clock("2026-04-14", "Met")));
}

#[test]
fn in_happened_time_it_stands_as_it_truly_was_by_all_that_is_known_now() {
    let stood = |day| stood(Time::Happened, on_day(day));
    assert_eq!(stood("2026-03-02"), (String::new(), None));
    assert_eq!(stood("2026-03-03"), ("filed".to_owned(), clock("2026-04-14", "Due")));
    assert_eq!(stood("2026-03-08").0, "filed");
    assert_eq!(stood("2026-03-09").0, "in_handling");
    assert_eq!(stood("2026-04-09").1, clock("2026-04-14", "Due"));
    assert_eq!(stood("2026-04-10"), ("judged".to_owned(), clock("2026-04-14", "Met")));
}

#[test]
fn a_corrected_date_is_a_step_where_it_was_recorded_and_moves_a_step_where_it_happened() {
    let history = a_complaint();
    let kinds = |time| -> Vec<(String, String)> { history.steps(time, None) };
    let row = |kind: &str, day: &str| (kind.to_owned(), day.to_owned());
    assert_eq!(
        kinds(Time::Recorded),
        [
            row("complaint.filed/1", "2026-03-05"),
            row("complaint.taken_up/1", "2026-03-09"),
            row("complaint.date_corrected/1", "2026-03-25"),
            row("complaint.judged/1", "2026-04-10"),
        ]
    );
    assert_eq!(
        kinds(Time::Happened),
        [
            row("complaint.filed/1", "2026-03-03"),
            row("complaint.taken_up/1", "2026-03-09"),
            row("complaint.judged/1", "2026-04-10"),
        ]
    );
    let replay = Replay::new(&history.records, Time::Happened);
    let first = replay.steps(Window::default()).next().unwrap();
    assert_eq!(first.corrected_by, [history.position("complaint.date_corrected/1")]);
}

#[test]
fn what_one_command_recorded_is_one_step_with_its_clocks() {
    let history = a_complaint();
    let replay = Replay::new(&history.records, Time::Recorded);
    let steps: Vec<_> = replay.steps(Window::default()).collect();
    assert!(history.records.len() > steps.len(), "there are records of clocks");
    assert!(steps.iter().all(|step| !step.record.kind.starts_with("clock.")));
    assert_eq!(judgement_clock(&steps[0].then), clock("2026-04-16", "Due"));
    let decisions: Vec<bool> = steps.iter().map(|step| step.decision).collect();
    assert_eq!(decisions, [false, false, false, true]);
}

#[test]
fn between_two_moments_lie_what_was_added_what_was_set_right_and_clocks_that_stand_otherwise() {
    let history = a_complaint();
    let end = instant("2027-01-01T00:00:00Z");
    let (earlier, later) = (on_day("2026-03-10"), on_day("2026-03-26"));
    let found = compare(&history.records, Time::Recorded, earlier, later, end);
    assert_eq!(found.positions(Effect::Adds), [history.position("complaint.taken_up/1")]);
    assert_eq!(found.positions(Effect::Corrects), [history.position("complaint.date_corrected/1")]);
    assert_eq!(found.positions(Effect::Withdraws), Vec::<u64>::new());
    assert_eq!((found.before.standing, found.after.standing), ("filed", "in_handling"));
    let judgement = found
        .clocks()
        .into_iter()
        .find(|change| change.after.is_some_and(|it| it.started.rule == "WKKGZ-JUDGEMENT"));
    let judgement = judgement.unwrap();
    let due = |it: Option<&griffie::domain::clock::Running>| it.unwrap().due().unwrap().day();
    assert_eq!(due(judgement.before).to_string(), "2026-04-16");
    assert_eq!(due(judgement.after).to_string(), "2026-04-14");
    // What happened between the same days is the taking up alone, counted from the 8th.
    let found = compare(&history.records, Time::Happened, on_day("2026-03-08"), later, end);
    assert_eq!(found.positions(Effect::Adds), [history.position("complaint.taken_up/1")]);
    assert_eq!(found.positions(Effect::Corrects), Vec::<u64>::new());
}

#[test]
fn a_replay_goes_on_after_the_step_it_was_interrupted_at() {
    let history = a_complaint();
    for time in [Time::Recorded, Time::Happened] {
        let replay = Replay::new(&history.records, time);
        let all: Vec<_> = replay.steps(Window::default()).collect();
        for (number, step) in all.iter().enumerate() {
            let after = Some(step.record.place.position);
            let rest: Vec<_> = replay.steps_after(after, Window::default()).collect();
            assert_eq!(rest, all[number + 1..]);
        }
        assert!(!replay.has_step(7));
    }
}
