//! The table of the registers: how many cases of which kind, and what became of their clocks, as the agenda service counts them;
//! held against what was recorded.

use std::collections::BTreeMap;

use chrono::Datelike as _;

use super::super::super::connect::Connection;
use super::super::super::failure::{Exit, Failure};
use super::super::calendar::{Calendar, DAYS};
use super::super::desk::in_role;
use super::case::Register;
use super::play::Registers;
use crate::grpc::pb;

/// Register, its word in the contract, its officer, its name in the table.
const REGISTERS: [(Register, pb::CaseRegister, pb::Role, &str); 4] = [
    (Register::Complaint, pb::CaseRegister::Complaint, pb::Role::ComplaintsOfficer, "complaints"),
    (Register::Breach, pb::CaseRegister::Breach, pb::Role::PrivacyOfficer, "breaches"),
    (Register::Incident, pb::CaseRegister::Incident, pb::Role::IncidentOfficer, "incidents"),
    (Register::Measure, pb::CaseRegister::Measure, pb::Role::Owner, "measures"),
];

/// What one register came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Tally {
    cases: u64,
    kinds: BTreeMap<String, u64>,
    in_time: u64,
    extended: u64,
    missed: u64,
    overdue: u64,
    waiting: u64,
}

/// The counts of the whole year, as a sentence and as the lines of a table; fails unless they are those of what was recorded.
pub async fn table(
    connection: &Connection,
    calendar: Calendar,
    registers: &Registers,
) -> Result<(String, Vec<String>), Failure> {
    let mut lines = vec![format!(
        "{:<11}{:>6}{:>9}{:>10}{:>8}{:>9}{:>9}  kinds",
        "register", "cases", "in time", "extended", "missed", "overdue", "waiting"
    )];
    let (mut told, mut tallies) = (Vec::new(), Vec::new());
    for (register, of, role, name) in REGISTERS {
        let request = pb::GetFiguresRequest {
            access_context: Some(in_role(role)),
            register: of.into(),
            year: calendar.day(0).year(),
            until_year: calendar.day(i32::from(DAYS) - 1).year(),
            ..pb::GetFiguresRequest::default()
        };
        let periods = connection.agenda().get_figures(request).await?.into_inner().periods;
        let tally = Tally::of(&periods);
        if tally.cases != registers.cases(register) {
            let (counted, recorded) = (tally.cases, registers.cases(register));
            let message = format!("{recorded} {name} were recorded, and {counted} are counted");
            return Err(Failure::new(Exit::Failed, message));
        }
        lines.push(tally.line(name));
        told.push(format!("{} {name}", tally.cases));
        tallies.push(tally);
    }
    let sum = |count: fn(&Tally) -> u64| tallies.iter().map(count).sum::<u64>();
    let (in_time, extended, missed) =
        (sum(|it| it.in_time), sum(|it| it.extended), sum(|it| it.missed));
    let told = format!(
        "{}, {} letters; {in_time} duties met in time, {extended} extended, {missed} missed",
        told.join(", "),
        registers.letters()
    );
    // The cases have some of each; counts without them would be of something else.
    if in_time == 0 || extended == 0 || missed == 0 {
        return Err(Failure::new(Exit::Failed, told));
    }
    Ok((told, lines))
}

impl Tally {
    /// The sum of the periods.
    fn of(periods: &[pb::PeriodFigures]) -> Tally {
        let mut tally = Tally::default();
        for period in periods {
            tally.cases += period.cases.unwrap_or(0);
            for kind in &period.kinds {
                let count = kind.count.unwrap_or(0);
                if count > 0 {
                    *tally.kinds.entry(kind.kind.clone()).or_default() += count;
                }
            }
            for rule in &period.rules {
                tally.in_time += rule.met.unwrap_or(0);
                tally.extended += rule.extended.unwrap_or(0);
                tally.missed += rule.missed.unwrap_or(0);
                tally.overdue += rule.overdue.unwrap_or(0);
                tally.waiting += rule.waiting.unwrap_or(0);
            }
        }
        tally
    }

    fn line(&self, name: &str) -> String {
        let Tally { cases, in_time, extended, missed, overdue, waiting, .. } = self;
        let kinds: Vec<String> =
            self.kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
        format!(
            "{name:<11}{cases:>6}{in_time:>9}{extended:>10}{missed:>8}{overdue:>9}{waiting:>9}  {}",
            kinds.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_calendar_years_are_one_line() {
        let period = |year| pb::PeriodFigures {
            year,
            half: 0,
            cases: Some(2),
            kinds: vec![pb::KindCount { kind: "advice".to_owned(), count: Some(2) }],
            rules: vec![pb::RuleFigures {
                rule: "WKKGZ-JUDGEMENT".to_owned(),
                met: Some(1),
                missed: Some(1),
                ..pb::RuleFigures::default()
            }],
        };
        let tally = Tally::of(&[period(2025), period(2026)]);
        assert_eq!((tally.cases, tally.in_time, tally.missed), (4, 2, 2));
        assert_eq!(tally.line("complaints").split_whitespace().nth(1), Some("4"));
        assert!(tally.line("complaints").ends_with("advice 4"));
    }
}
