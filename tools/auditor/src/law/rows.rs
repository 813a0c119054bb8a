//! The rule table, revision 1, in the order of `docs/rules.md` and typed from it: only what an end is computed from.
//! A test compares every row with that page. A later revision adds rows and changes none.

use super::calendar::Calendar::{Atw, Eu, None as Unmoved, Work};
use super::rule::{ANY, Rule};
use super::term::Period::{HalfYear, Quarter, Year};
use super::term::Term::{
    After, AfterBookYear, Back, EachPeriod, Events, Number, ThatDay, WithoutDelay,
};
use super::term::Unit::{Days, Hours, Months, Weeks, WorkingDays, Years};

/// From the beginning of the calendars.
const ALWAYS: (i32, i32, i32) = (1950, 1, 1);
/// The first day of the AVG.
const AVG: (i32, i32, i32) = (2018, 5, 25);
/// The first day of the Wkkgz.
const WKKGZ: (i32, i32, i32) = (2016, 1, 1);
/// The first day of Wmo 2015 and Jeugdwet.
const WMO: (i32, i32, i32) = (2015, 1, 1);
/// The first day of the twenty years.
const TWENTY_YEARS: (i32, i32, i32) = (2020, 1, 1);

/// All rules.
#[rustfmt::skip]
pub const RULES: &[Rule] = &[
    Rule::new("WKKGZ-JUDGEMENT", After(6, Weeks), Atw, WKKGZ).extended(10, Weeks),
    Rule::new("WKKGZ-DISPUTE", After(6, Months), Unmoved, WKKGZ),
    Rule::new("SCHEME-JUDGEMENT", After(6, Weeks), Unmoved, ALWAYS).extended(10, Weeks).set(ANY),
    Rule::new("HANDBOOK-COMPLAINT-5WD", After(5, WorkingDays), Work, ALWAYS),
    Rule::new("HANDBOOK-COMPLAINT-6W", After(6, Weeks), Atw, ALWAYS),
    Rule::new("AVG-REQUEST", After(1, Months), Eu, AVG).extended(3, Months).pausable(),
    Rule::new("UAVG-DECISION", After(1, Months), Eu, AVG).extended(3, Months).pausable(),
    Rule::new("UAVG-COURT", After(6, Weeks), Atw, AVG).extended_without_notice(6, Weeks),
    Rule::new("WGBO-DESTROY", After(1, Months), Eu, AVG).extended(3, Months).pausable(),
    Rule::new("WGBO-ACCESS", After(1, Months), Eu, AVG).extended(3, Months).pausable(),
    Rule::new("WGBO-STATEMENT", After(1, Months), Eu, AVG),
    Rule::new("WMO-DESTROY", After(3, Months), Atw, WMO),
    Rule::new("WMO-ACCESS", After(1, Months), Eu, AVG).extended(3, Months).pausable(),
    Rule::new("JW-DESTROY", After(1, Months), Eu, AVG).extended(3, Months).pausable(),
    Rule::new("JW-ACCESS", After(1, Months), Eu, AVG).extended(3, Months).pausable(),
    Rule::new("HANDBOOK-RETAIN-3M", After(3, Months), Unmoved, ALWAYS),
    Rule::new("WGBO-RETAIN", After(20, Years), Unmoved, TWENTY_YEARS).and_before(),
    Rule::new("JW-RETAIN", After(20, Years), Unmoved, TWENTY_YEARS).and_before(),
    Rule::new("WMO-RETAIN", After(15, Years), Unmoved, WMO).and_before(),
    Rule::new("LOG-RETAIN", After(5, Years), Unmoved, (2019, 6, 27)).and_before().set((5, 20)),
    Rule::new("TAX-RETAIN", AfterBookYear(7), Unmoved, ALWAYS).and_before().extended_without_notice(10, Years),
    Rule::new("COMPLAINT-RETAIN", After(2, Years), Unmoved, ALWAYS).and_before().set((2, 5)),
    Rule::new("HANDBOOK-RETAIN-20Y", After(20, Years), Unmoved, ALWAYS).and_before(),
    Rule::new("HANDBOOK-RETAIN-7Y", AfterBookYear(7), Unmoved, ALWAYS).and_before(),
    Rule::new("AVG-BREACH-AP", After(72, Hours), Unmoved, AVG),
    Rule::new("AVG-BREACH-SUBJECT", WithoutDelay(72), Unmoved, AVG).set(ANY),
    Rule::new("HANDBOOK-BREACH-24H", After(24, Hours), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-BREACH-72H", After(72, Hours), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-BREACH-SUBJECT", WithoutDelay(72), Unmoved, ALWAYS).set(ANY),
    Rule::new("WKKGZ-CALAMITY", After(3, WorkingDays), Work, WKKGZ),
    Rule::new("WKKGZ-VIOLENCE", After(3, WorkingDays), Work, WKKGZ),
    Rule::new("WKKGZ-DISMISSAL", After(3, WorkingDays), Work, WKKGZ),
    Rule::new("WKKGZ-CALAMITY-FACTS", After(6, Weeks), Unmoved, WKKGZ),
    Rule::new("WKKGZ-CALAMITY-REPORT", After(8, Weeks), Unmoved, WKKGZ),
    Rule::new("WKKGZ-INCIDENT-CLIENT", WithoutDelay(24), Unmoved, WKKGZ).set(ANY),
    Rule::new("WMO-CALAMITY", After(3, WorkingDays), Work, WMO).set(ANY),
    Rule::new("JW-CALAMITY", After(3, WorkingDays), Work, WMO),
    Rule::new("HANDBOOK-MIC-3D", After(3, Days), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-CALAMITY-3D", After(3, Days), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-CALAMITY-6W", After(6, Weeks), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-CALAMITY-8W", After(8, Weeks), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-CLIENT-TOLD", WithoutDelay(24), Unmoved, ALWAYS).set(ANY),
    Rule::new("WMO-VOG", Back(3, Months), Unmoved, WMO),
    Rule::new("WMO-VOG-SOLO", Back(3, Years), Unmoved, WMO),
    Rule::new("WMO-VOG-SUSPICION", After(10, Weeks), Atw, WMO),
    Rule::new("WMOQ-CONTRACT", ThatDay, Unmoved, ALWAYS),
    Rule::new("WMOQ-PLAN", After(3, Months), Unmoved, ALWAYS),
    Rule::new("WMOQ-EVAL", After(1, Years), Unmoved, ALWAYS),
    Rule::new("WMOQ-NOSHOW", Events, Unmoved, ALWAYS),
    Rule::new("WMOQ-CHANGE", After(5, WorkingDays), Work, ALWAYS).set(ANY),
    Rule::new("WMOQ-VOG", Back(3, Months), Unmoved, ALWAYS),
    Rule::new("WMOQ-TRAINING", EachPeriod(Year), Unmoved, ALWAYS),
    Rule::new("WMOQ-AUDIT", After(1, Years), Unmoved, ALWAYS),
    Rule::new("WMOQ-RISKORG", EachPeriod(Year), Unmoved, ALWAYS),
    Rule::new("WMOQ-SATISFACTION", After(2, Years), Unmoved, ALWAYS),
    Rule::new("WMOQ-COUNCIL", Number, Unmoved, ALWAYS),
    Rule::new("WMOQ-CERT", ThatDay, Unmoved, ALWAYS),
    Rule::new("WMOQ-DOCS", Number, Unmoved, ALWAYS),
    Rule::new("HANDBOOK-PLAN-GOALS", EachPeriod(Year), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-PLAN-Q", EachPeriod(Quarter), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-SELFEVAL", EachPeriod(Year), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-INFO", After(1, Years), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-CALIBRATE", ThatDay, Unmoved, ALWAYS),
    Rule::new("HANDBOOK-BACKUP", After(24, Hours), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-RESTORE", After(1, Years), Unmoved, ALWAYS).set(ANY),
    Rule::new("HANDBOOK-STAKEHOLDER", EachPeriod(Year), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-PROTOCOL", After(1, Years), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-REPORTS-2Y", EachPeriod(HalfYear), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-EFFECT", After(6, Months), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-INTERVISION", EachPeriod(Year), Unmoved, ALWAYS),
    Rule::new("HANDBOOK-INFO-BEFORE", ThatDay, Unmoved, ALWAYS),
];
