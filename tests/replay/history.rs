//! What holds for every history that the rules let through.

use griffie::domain::clock::Clocks;
use griffie::domain::complaint::*;
use griffie::domain::dossier::Regime;
use griffie::domain::provenance::Provenance;
use griffie::domain::{Event, complaint};
use griffie::replay::{Moment, Record, Replay, Time, Window};
use proptest::prelude::*;

use crate::given::History;
use crate::sample::*;

/// Any step, any day within a year, and how many days later it is recorded.
fn steps() -> impl Strategy<Value = Vec<(usize, u64, u64)>> {
    prop::collection::vec((0usize..every_step().len() + 1, 0u64..200, 0u64..30), 1..16)
}

fn told(day: u64) -> Provenance {
    on(&(self::day("2026-01-05") + chrono::Days::new(day)).to_string())
}

/// A complaint with what of these steps the rules accept; facts come in the order in which they are recorded.
fn history(steps: Vec<(usize, u64, u64)>) -> History {
    let mut history = History::default();
    let file = Command::Begin(Beginning::File(filing(&[Regime::Wgbo])), told(3));
    assert!(history.tries(file, "2026-08-01T09:00:00Z"));
    let all = every_step();
    for (number, (which, day, hour)) in steps.into_iter().enumerate() {
        let command = if let Some((_, step)) = all.get(which) {
            Command::Take(step.clone(), told(day))
        } else {
            let to = moment(&told(day % 5).happened.first_day().to_string());
            let reason = text("verkeerd overgenomen");
            let right = DateCorrected { which: WhichDate::Receipt, to, reason };
            Command::Correct(right, told(day))
        };
        let recorded = format!("2026-08-{:02}T{:02}:00:00Z", 2 + number, hour % 24);
        history.tries(command, &recorded);
    }
    history
}

/// How it stands by a fold of its own: only `evolve`, over the first records.
fn rebuilt(records: &[Record]) -> (Option<Standing>, Clocks) {
    let (mut state, mut clocks) = (State::default(), Clocks::default());
    for record in records {
        match record.event() {
            Some(Event::Complaint(fact)) => complaint::evolve(&mut state, fact),
            Some(Event::Clock(fact)) => clocks.evolve(fact),
            _ => {}
        }
    }
    (state.complaint().map(Complaint::standing), clocks)
}

/// The words of a standing, made from its name.
fn word(standing: Option<Standing>) -> String {
    let name = standing.map_or_else(String::new, |it| format!("{it:?}"));
    let mut word = String::new();
    for letter in name.chars() {
        if letter.is_uppercase() && !word.is_empty() {
            word.push('_');
        }
        word.extend(letter.to_lowercase());
    }
    word
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_replay_as_of_a_position_is_a_fresh_rebuild_cut_there(steps in steps()) {
        let records = history(steps).records;
        let whole = Replay::new(&records, Time::Recorded);
        let all: Vec<_> = whole.steps(Window::default()).collect();
        for cut in 1..=records.len() {
            let (kept, last) = (&records[..cut], &records[cut - 1]);
            let (standing, clocks) = rebuilt(kept);
            let then = Replay::new(kept, Time::Recorded).then(None, last.place.at);
            prop_assert_eq!(then.standing, word(standing));
            prop_assert_eq!(&then.clocks.all, &clocks);
            // Nobody ever saw a half of what one command recorded.
            let ends = records.get(cut).is_none_or(|next| next.command != last.command);
            if ends {
                let (position, at) = (last.place.position, last.place.at);
                let moment = Moment::Position { position, at };
                prop_assert_eq!(&whole.then(Some(moment), at), &then);
                let shown = Replay::new(kept, Time::Recorded);
                let shown: Vec<_> = shown.steps(Window::default()).collect();
                prop_assert_eq!(&shown[..], &all[..shown.len()]);
                let until = Window { from: None, until: Some(moment) };
                prop_assert_eq!(whole.steps(until).count(), shown.len());
            }
        }
    }

    #[test]
    fn in_happened_time_no_step_comes_before_one_of_an_earlier_day(steps in steps()) {
        let records = history(steps).records;
        let replay = Replay::new(&records, Time::Happened);
        let days: Vec<_> = replay
            .steps(Window::default())
            .map(|step| step.times.unwrap().happened.first_day())
            .collect();
        prop_assert!(days.is_sorted());
        // And no clock of a day runs that had not been started by then, or was met later.
        for step in replay.steps(Window::default()) {
            let today = step.times.unwrap().happened.first_day();
            for clock in step.then.clocks.iter() {
                prop_assert!(clock.started.start.day() <= today);
                if let griffie::domain::clock::Standing::Met { on, .. } = clock.standing {
                    prop_assert!(on.day() <= today);
                }
            }
        }
    }
}
