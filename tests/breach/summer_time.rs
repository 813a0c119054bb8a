//! 72 elapsed hours over both changes of time in 2026: the wall clock looks an hour off, and is not.

use griffie::domain::breach::notice::Phase;

use crate::given::*;
use crate::sample::*;

/// The clock of the authority from awareness on, as it stands just at and just after its end.
#[track_caller]
fn seventy_two_hours(aware_at: &str, due: &str, just_after: &str, line: &str) {
    let given = given([report(aware_at), aware(aware_at)]);
    assert_eq!(instant(due) - instant(aware_at), chrono::TimeDelta::hours(72));
    assert_eq!(given.clocks_at(due)[1], format!("{line}: due"));
    assert_eq!(given.clocks_at(just_after)[1], format!("{line}: overdue"));
    let met = given.clone().when(notify(Phase::First, due)).accepted();
    assert_eq!(met.clocks_at(NOW)[1], format!("{line}: met"));
    given
        .when(notify(Phase::First, just_after))
        .invalid(["authority_notice.delay_reasons: DELAY_REASONS_MISSING"]);
}

#[test]
fn over_29_march_the_wall_clock_ends_an_hour_later() {
    seventy_two_hours(
        "2026-03-27T10:20:00+01:00",
        "2026-03-30T11:20:00+02:00",
        "2026-03-30T11:20:01+02:00",
        "AVG-BREACH-AP 03-27 10:20+01:00 to 03-30 11:20+02:00",
    );
}

#[test]
fn over_25_october_the_wall_clock_ends_an_hour_earlier() {
    seventy_two_hours(
        "2026-10-23T10:20:00+02:00",
        "2026-10-26T09:20:00+01:00",
        "2026-10-26T09:20:01+01:00",
        "AVG-BREACH-AP 10-23 10:20+02:00 to 10-26 09:20+01:00",
    );
}

#[test]
fn within_the_hour_that_comes_twice_the_offset_tells_which() {
    let first = "AVG-BREACH-AP 10-25 02:30+02:00 to 10-28 01:30+01:00";
    let second = "AVG-BREACH-AP 10-25 02:30+01:00 to 10-28 02:30+01:00";
    for (aware_at, line) in
        [("2026-10-25T02:30:00+02:00", first), ("2026-10-25T02:30:00+01:00", second)]
    {
        let given = given([report("2026-10-25T01:00:00+02:00"), aware(aware_at)]);
        assert_eq!(given.clocks_at("2026-10-25T12:00:00+01:00")[1], format!("{line}: due"));
    }
}

#[test]
fn the_24_hours_are_elapsed_too() {
    let lines = given([report("2026-03-28T12:00:00+01:00")]).clocks_at(NOW);
    assert_eq!(lines, ["HANDBOOK-BREACH-24H 03-28 12:00+01:00 to 03-29 13:00+02:00: missed"]);
}
