//! The calendars from 1950 through 2100: which days are free for the Atw, for Regulation 1182/71
//! and for "werkdagen", and what that does to the end of a term.
#![allow(clippy::unwrap_used)]

use chrono::{Datelike, Days, NaiveDate, Weekday};
use griffie::law::calendar::{FIRST_DAY, Feast, FeastDay, FeastRow, LAST_DAY, easter_sunday};
use griffie::law::explain::free_day_name;
use griffie::law::rule::{Basis, Rule, RuleId, Term};
use griffie::law::{Book, Calendar, Calendars, End, FreeDay, Language, Length, Start};

const NOW: Calendars<'static> = Calendars::CURRENT;

#[test]
fn easter_falls_on_its_published_dates() {
    // Earliest, latest and ordinary Easters of the calendar's range, from printed almanacs.
    for (year, month, date) in [
        (1950, 4, 9),
        (1954, 4, 18),
        (1961, 4, 2),
        (1981, 4, 19),
        (1999, 4, 4),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2038, 4, 25),
        (2049, 4, 18),
        (2076, 4, 19),
        (2100, 3, 28),
    ] {
        assert_eq!(easter_sunday(year), day(year, month, date));
    }
}

#[test]
fn easter_is_a_sunday_from_22_march_through_25_april_in_every_year() {
    for year in 1950..=2100 {
        let easter = easter_sunday(year);
        assert_eq!(easter.weekday(), Weekday::Sun, "{easter}");
        assert!((day(year, 3, 22)..=day(year, 4, 25)).contains(&easter), "{easter}");
    }
}

#[test]
fn the_holidays_of_the_years_around_now() {
    insta::assert_snapshot!(holidays(2025..=2028), @r"
Wed 2025-01-01 New Year's Day [Atw EU work]
Fri 2025-04-18 Good Friday [Atw]
Mon 2025-04-21 Easter Monday [Atw EU work]
Sat 2025-04-26 King's Day [Atw EU work]
Mon 2025-05-05 Liberation Day [Atw EU work]
Thu 2025-05-29 Ascension Day [Atw EU work]
Fri 2025-05-30 a day off by royal decree [Atw]
Mon 2025-06-09 Whit Monday [Atw EU work]
Thu 2025-12-25 Christmas Day [Atw EU work]
Fri 2025-12-26 Boxing Day [Atw EU work]
Thu 2026-01-01 New Year's Day [Atw EU work]
Fri 2026-01-02 a day off by royal decree [Atw]
Fri 2026-04-03 Good Friday [Atw]
Mon 2026-04-06 Easter Monday [Atw EU work]
Mon 2026-04-27 King's Day [Atw EU work]
Tue 2026-05-05 Liberation Day [Atw work]
Thu 2026-05-14 Ascension Day [Atw EU work]
Fri 2026-05-15 a day off by royal decree [Atw]
Mon 2026-05-25 Whit Monday [Atw EU work]
Fri 2026-12-25 Christmas Day [Atw EU work]
Sat 2026-12-26 Boxing Day [Atw EU work]
Fri 2027-01-01 New Year's Day [Atw EU work]
Fri 2027-03-26 Good Friday [Atw]
Mon 2027-03-29 Easter Monday [Atw EU work]
Tue 2027-04-27 King's Day [Atw EU work]
Wed 2027-05-05 Liberation Day [Atw work]
Thu 2027-05-06 Ascension Day [Atw EU work]
Fri 2027-05-07 a day off by royal decree [Atw]
Mon 2027-05-17 Whit Monday [Atw EU work]
Sat 2027-12-25 Christmas Day [Atw EU work]
Sun 2027-12-26 Boxing Day [Atw EU work]
Sat 2028-01-01 New Year's Day [Atw EU work]
Fri 2028-04-14 Good Friday [Atw]
Mon 2028-04-17 Easter Monday [Atw EU work]
Thu 2028-04-27 King's Day [Atw EU work]
Fri 2028-04-28 a day off by royal decree [Atw]
Fri 2028-05-05 Liberation Day [Atw work]
Thu 2028-05-25 Ascension Day [Atw EU work]
Fri 2028-05-26 a day off by royal decree [Atw]
Mon 2028-06-05 Whit Monday [Atw EU work]
Mon 2028-12-25 Christmas Day [Atw EU work]
Tue 2028-12-26 Boxing Day [Atw EU work]
");
}

#[test]
fn the_kings_or_queens_birthday_is_kept_by_the_rule_of_its_time() {
    for (year, month, date) in [
        (1950, 5, 1), // 30 April was a Sunday: Monday, as long as Juliana reigned.
        (1961, 5, 1),
        (1978, 5, 1),
        (1979, 4, 30),
        (1980, 4, 30),
        (1989, 4, 29), // From 1980 on: the Saturday before.
        (2006, 4, 29),
        (2013, 4, 30),
        (2014, 4, 26), // The first King's Day; the 27th was a Sunday.
        (2025, 4, 26),
        (2026, 4, 27),
        (2031, 4, 26),
        (2099, 4, 27),
    ] {
        let kept = (day(year, 4, 20)..=day(year, 5, 4)).find_named(&["King's Day", "Queen's Day"]);
        assert_eq!(kept, vec![day(year, month, date)]);
    }
}

#[test]
fn five_may_is_free_every_year_for_the_atw_and_in_lustrum_years_for_europe() {
    for year in 1950..=2100 {
        let liberation = day(year, 5, 5);
        assert!(NOW.is_free(Calendar::Atw, liberation), "{year}");
        assert!(NOW.is_free(Calendar::Work, liberation), "{year}");
        let weekend = matches!(liberation.weekday(), Weekday::Sat | Weekday::Sun);
        let ascension = liberation == easter_sunday(year) + Days::new(39);
        let free = weekend || ascension || year % 5 == 0;
        assert_eq!(NOW.is_free(Calendar::Eu, liberation), free, "{year}");
    }
}

#[test]
fn good_friday_and_decree_days_are_free_for_the_atw_alone() {
    for free in [day(2026, 4, 3), day(2026, 1, 2), day(2026, 5, 15), day(2028, 5, 26)] {
        assert!(NOW.is_free(Calendar::Atw, free), "{free}");
        assert!(!NOW.is_free(Calendar::Eu, free), "{free}");
        assert!(!NOW.is_free(Calendar::Work, free), "{free}");
    }
    // Bridging days that no decree names.
    assert!(!NOW.is_free(Calendar::Atw, day(2026, 5, 4)));
    assert!(!NOW.is_free(Calendar::Atw, day(2027, 4, 26)));
}

#[test]
fn is_free_and_free_day_agree_on_every_day_of_every_calendar() {
    for calendar in [Calendar::Plain, Calendar::Atw, Calendar::Eu, Calendar::Work] {
        for day in FIRST_DAY.iter_days().take_while(|day| *day <= LAST_DAY) {
            let named = NOW.free_day(calendar, day).is_some();
            assert_eq!(NOW.is_free(calendar, day), named, "{calendar:?} {day}");
        }
    }
}

#[test]
fn a_decree_day_of_a_later_revision_does_not_move_what_was_counted_before() {
    let mut rows = NOW.decree_days.to_vec();
    let mut added = rows.first().copied().unwrap();
    added.day = day(2029, 1, 12);
    added.revision = 2;
    rows.push(added);
    let amended = Calendars { decree_days: &rows, revision: 2, ..NOW };
    let before = Calendars { revision: 1, ..amended };
    assert!(amended.is_free(Calendar::Atw, day(2029, 1, 12)));
    assert!(!before.is_free(Calendar::Atw, day(2029, 1, 12)));
}

#[test]
fn a_holiday_of_a_later_revision_does_not_move_what_was_counted_before() {
    // Suppose 1 July became a holiday: a new row, under the next revision.
    let mut rows = NOW.feasts.to_vec();
    rows.push(FeastRow {
        feast: Feast::KingsDay,
        when: FeastDay::Fixed(7, 1),
        revision: 2,
        ..*rows.first().unwrap()
    });
    let amended = Calendars { feasts: &rows, revision: 2, ..NOW };
    let before = Calendars { revision: 1, ..amended };
    for calendar in [Calendar::Atw, Calendar::Eu, Calendar::Work] {
        assert!(amended.is_free(calendar, day(2026, 7, 1)));
        assert!(!before.is_free(calendar, day(2026, 7, 1)));
    }
}

#[test]
fn a_short_atw_term_has_two_working_days_in_it() {
    // Thursday before Easter: three days end on Easter Sunday, Tuesday is the first working day,
    // Wednesday the second.
    assert_eq!(last_day(Calendar::Atw, Length::Days(3), day(2026, 4, 2)), day(2026, 4, 8));
    // Without holidays nothing is lengthened.
    assert_eq!(last_day(Calendar::Atw, Length::Days(3), day(2026, 3, 3)), day(2026, 3, 6));
    // Friday plus three days: only Monday is a working day, so Tuesday.
    assert_eq!(last_day(Calendar::Atw, Length::Days(3), day(2026, 3, 6)), day(2026, 3, 10));
    // Two days are not lengthened by art. 2, only moved by art. 1.
    assert_eq!(last_day(Calendar::Atw, Length::Days(2), day(2026, 3, 6)), day(2026, 3, 9));
}

#[test]
fn every_fortnight_has_two_working_days_so_that_longer_terms_need_no_lengthening() {
    for start in FIRST_DAY.iter_days().take_while(|day| *day + Days::new(20) <= LAST_DAY) {
        for calendar in [Calendar::Atw, Calendar::Eu] {
            let second = NOW.nth_after(calendar, start, 2).unwrap();
            assert!((second - start).num_days() <= 14, "{calendar:?} {start}");
        }
    }
}

#[test]
fn a_short_european_term_has_two_working_days_in_it_from_two_days_on() {
    assert_eq!(last_day(Calendar::Eu, Length::Days(2), day(2026, 3, 6)), day(2026, 3, 10));
    assert_eq!(last_day(Calendar::Eu, Length::Days(1), day(2026, 3, 6)), day(2026, 3, 9));
    // Good Friday is a working day for Europe: Thursday plus two is Saturday, moved to Tuesday;
    // Friday and Tuesday are the two.
    assert_eq!(last_day(Calendar::Eu, Length::Days(2), day(2026, 4, 2)), day(2026, 4, 7));
}

#[test]
fn the_atw_covers_terms_up_to_90_days_12_weeks_and_3_months() {
    // Every one of these ends on a Saturday by count.
    let covered = [(Length::Days(90), 2026, 1, 11), (Length::Weeks(12), 2026, 1, 3)];
    for (length, year, month, date) in covered {
        let start = day(year, month, date);
        let nominal = length.after(start).unwrap();
        assert!(NOW.is_free(Calendar::Atw, nominal), "{nominal}");
        assert!(last_day(Calendar::Atw, length, start) > nominal);
    }
    let not = [Length::Days(91), Length::Weeks(13), Length::Months(4), Length::Years(1)];
    for length in not {
        let start = (1..28)
            .map(|date| day(2026, 1, date))
            .find(|start| NOW.is_free(Calendar::Atw, length.after(*start).unwrap()))
            .unwrap();
        assert_eq!(last_day(Calendar::Atw, length, start), length.after(start).unwrap());
    }
}

#[test]
fn months_are_clipped_and_never_chained() {
    let months = |n| Length::Months(n).after(day(2026, 1, 31)).unwrap();
    assert_eq!(
        [months(1), months(2), months(3), months(13)],
        [day(2026, 2, 28), day(2026, 3, 31), day(2026, 4, 30), day(2027, 2, 28)]
    );
    assert_eq!(Length::Months(1).after(day(2028, 1, 31)).unwrap(), day(2028, 2, 29));
    assert_eq!(Length::Years(15).after(day(2024, 2, 29)).unwrap(), day(2039, 2, 28));
    assert_eq!(Length::Months(3).before(day(2026, 5, 31)).unwrap(), day(2026, 2, 28));
    assert_eq!(Length::Weeks(2).before(day(2026, 1, 7)).unwrap(), day(2025, 12, 24));
}

#[test]
fn the_calendars_end_where_they_say() {
    assert_eq!(NOW.on_or_after(Calendar::Atw, day(2100, 12, 31)), Some(day(2100, 12, 31)));
    assert_eq!(NOW.nth_after(Calendar::Atw, day(2100, 12, 31), 1), None);
    assert_eq!(NOW.on_or_after(Calendar::Atw, day(1949, 12, 31)), None);
}

/// The last day of a term of a rule made for the question.
fn last_day(calendar: Calendar, length: Length, start: NaiveDate) -> NaiveDate {
    let row = Rule {
        term: Term::After(length),
        calendar,
        basis: Basis::Statute,
        extension: None,
        ..*Book::CURRENT.rule(RuleId::WmoDestroy, start).unwrap()
    };
    let rows = [row];
    let tables: [&[Rule]; 1] = [&rows];
    let book = Book { tables: &tables, calendars: NOW, revision: 1 };
    match book.clock(RuleId::WmoDestroy, Start::Day(start)).unwrap().end {
        End::Day { due, .. } => due,
        _ => NaiveDate::MAX,
    }
}

/// Every free day that is not just a weekend, with the calendars it counts for.
fn holidays(years: std::ops::RangeInclusive<i32>) -> String {
    let first = day(*years.start(), 1, 1);
    let mut lines = Vec::new();
    for day in first.iter_days().take_while(|day| day.year() <= *years.end()) {
        let Some(free) = NOW.free_day(Calendar::Atw, day) else { continue };
        if matches!(free, FreeDay::Saturday | FreeDay::Sunday) {
            continue;
        }
        let counts = [(Calendar::Atw, "Atw"), (Calendar::Eu, "EU"), (Calendar::Work, "work")]
            .into_iter()
            .filter(|(calendar, _)| NOW.free_day(*calendar, day) == Some(free))
            .map(|(_, name)| name)
            .collect::<Vec<_>>()
            .join(" ");
        let name = free_day_name(free, Language::English);
        lines.push(format!("{} {name} [{counts}]", day.format("%a %Y-%m-%d")));
    }
    lines.join("\n")
}

trait FindNamed {
    fn find_named(self, names: &[&str]) -> Vec<NaiveDate>;
}

impl FindNamed for std::ops::RangeInclusive<NaiveDate> {
    /// The days in the range with one of these names.
    fn find_named(self, names: &[&str]) -> Vec<NaiveDate> {
        self.start()
            .iter_days()
            .take_while(|day| day <= self.end())
            .filter(|day| {
                NOW.free_day(Calendar::Atw, *day)
                    .is_some_and(|free| names.contains(&free_day_name(free, Language::English)))
            })
            .collect()
    }
}

fn day(year: i32, month: u32, date: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, date).unwrap()
}
