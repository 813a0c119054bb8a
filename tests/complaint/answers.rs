//! The whole table: in every standing, what every command is answered. Printed, so that a lawyer can read it.

use std::fmt::Write as _;

use griffie::domain::complaint::*;

use crate::given::*;
use crate::sample::*;

/// A case in every standing.
fn every_case() -> Vec<Case> {
    let filed = filed("2026-03-03");
    let handled = filed.and(Step::TakeUp(taking_up()), "2026-03-05");
    let extended = handled.and(Step::Extend(extension()), "2026-04-01");
    let agreed = extended.and(Step::Agree(consent("2026-06-30")), "2026-04-02");
    let judged = handled.and(Step::Judge(judgement(Means::Post)), "2026-04-01");
    let disputed =
        judged.and(Step::SubmitDispute(dispute(Ground::JudgementInsufficient)), "2026-04-03");
    let ruling = Ruling { outcome: RulingOutcome::Upheld, summary: None, compensation_cents: None };
    let ruled = disputed.and(Step::Rule(ruling), "2026-04-05");
    let withdrawn = handled.and(Step::Withdraw(Withdrawal { reason: None }), "2026-04-01");
    let settled = handled.and(Step::Settle(settlement()), "2026-04-01");
    let closed = judged.and(Step::Close(closing(None)), "2026-04-05");
    let dissatisfied = dissatisfied("2026-03-01");
    vec![
        dissatisfied,
        filed,
        handled,
        extended,
        agreed,
        judged,
        disputed,
        ruled,
        withdrawn,
        settled,
        closed,
    ]
}

#[test]
fn every_standing_answers_every_command() {
    let mut table = String::new();
    let mut standings = Vec::new();
    let corrections = [WhichDate::Receipt, WhichDate::Submission];
    for (name, case) in std::iter::once(("Unknown".to_owned(), nothing()))
        .chain(every_case().into_iter().map(|case| (format!("{:?}", case.standing()), case)))
    {
        standings.extend(case.state.complaint().map(Complaint::standing));
        writeln!(table, "{name}").unwrap();
        for (words, step) in every_step() {
            let answer = case.step(step, "2026-04-10").in_words();
            writeln!(table, "  {words:<28} {answer}").unwrap();
        }
        for which in corrections {
            let answer = case.correct(which, "2026-03-02").in_words();
            let words = format!("correct the {which:?}").to_lowercase();
            writeln!(table, "  {words:<28} {answer}").unwrap();
        }
        let wgbo = filing(&[griffie::domain::dossier::Regime::Wgbo]);
        for (words, beginning) in [
            ("begin: voice", Beginning::Voice(voiced())),
            ("begin: file", Beginning::File(wgbo)),
            (
                "begin: dispute (b)",
                Beginning::Dispute(direct_dispute(Ground::JudgementInsufficient)),
            ),
            ("begin: dispute (c)", Beginning::Dispute(direct_dispute(Ground::NotReasonable))),
        ] {
            let answer = case.when(Command::Begin(beginning, on("2026-03-01"))).in_words();
            writeln!(table, "  {words:<28} {answer}").unwrap();
        }
    }
    assert_eq!(standings, Standing::ALL);
    insta::assert_snapshot!(table);
}
