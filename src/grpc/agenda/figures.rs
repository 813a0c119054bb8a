//! Counts over the cases of one register, period by period.

use crate::projection::cases::CaseRegister;
use crate::projection::figures::{Figures, Outcomes, Period, figures};
use crate::register::ReadFailure;

use super::{Sight, folding, refuse};
use crate::domain::violation::FieldPath;
use crate::grpc::convert::{self, Reader};
use crate::grpc::hosted::Hosted;
use crate::grpc::pb;

/// Years that may be asked for; what the calendars of the rules reach, roughly.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;
/// Years in one answer at most.
const YEARS_MAX: i32 = 50;

/// What is asked for.
pub struct Asked {
    /// Of which register.
    pub register: CaseRegister,
    periods: Vec<Period>,
    suppress: bool,
}

/// Reads what is asked for.
pub fn asked(request: &pb::GetFiguresRequest, reader: &mut Reader) -> Option<Asked> {
    let register = reader.case_register(&FieldPath::whole(), "register", request.register);
    let last = if request.until_year == 0 { request.year } else { request.until_year };
    let half = match request.half {
        0 => Some(None),
        1 => Some(Some(1)),
        2 => Some(Some(2)),
        _ => None,
    };
    let good = [
        ("year", YEARS.contains(&request.year)),
        ("until_year", (request.year..request.year.saturating_add(YEARS_MAX)).contains(&last)),
        ("half", half.is_some()),
    ];
    for (field, _) in good.iter().filter(|(_, good)| !good) {
        refuse(reader, field);
    }
    let half = half.filter(|_| good.iter().all(|(_, good)| *good))?;
    let periods = (request.year..=last).map(|year| Period { year, half }).collect();
    Some(Asked { register: register?, periods, suppress: request.suppress_small })
}

/// Counts them.
pub fn count(hosted: &Hosted, asked: &Asked) -> Result<Vec<pb::PeriodFigures>, ReadFailure> {
    let Sight { below, now } = Sight::of(&hosted.register, None)?;
    folding::with_agenda(hosted, below, |agenda| {
        let counted = asked.periods.iter().map(|period| {
            let of_register = agenda.cases().filter(|case| case.register == asked.register);
            let counted = figures(of_register, *period, now);
            shown(*period, if asked.suppress { counted.suppressed() } else { counted })
        });
        counted.collect()
    })
}

fn shown(period: Period, figures: Figures) -> pb::PeriodFigures {
    let kinds = figures.kinds.into_iter();
    pb::PeriodFigures {
        year: period.year,
        half: period.half.map_or(0, i32::from),
        cases: figures.cases,
        kinds: kinds.map(|(kind, count)| pb::KindCount { kind: kind.to_owned(), count }).collect(),
        rules: figures.rules.into_iter().map(rule).collect(),
    }
}

fn rule((rule, outcomes): (String, Outcomes)) -> pb::RuleFigures {
    convert::agenda::rule_figures(rule, &outcomes)
}
