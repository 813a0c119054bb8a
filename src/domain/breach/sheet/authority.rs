//! What the sheet says of the notification itself, and of what the persons were told.

use super::phrase::{Phrase, both, same};
use super::words::Words as _;
use super::{Sheet, count, happened, line, point, text, time};
use crate::domain::breach::notice::AuthorityNotice;
use crate::domain::breach::state::Breach;
use crate::domain::clock::{Clocks, Running};
use crate::law::RuleId;

/// Who the practice is in this, whether the authority was notified, when, and why late or not at all.
pub(super) fn notification(sheet: &mut Sheet, breach: &Breach, clocks: &Clocks) {
    let report = &breach.reported.report;
    sheet.ask("Rol van de praktijk", "Role of the practice", Some(report.role.words()));
    if let Some(principal) = &report.principal {
        let question = ("Voor wie de praktijk werkt", "For whom the practice works");
        sheet.ask(question.0, question.1, Some(point(principal)));
        let told = breach.principal_told.iter().map(|it| {
            let at = happened(it.provenance.happened).and(same(", "));
            at.and(it.notice.means.words()).and(same(", ")).and(point(&it.notice.told))
        });
        sheet.ask("Wanneer dat aan hen is gemeld", "When they were told", Phrase::list(told));
    }
    let notices = breach.notices.iter().map(|it| {
        let AuthorityNotice { phase, means, .. } = it.notice;
        let at = phase.words().and(same(", ")).and(happened(it.provenance.happened));
        at.and(same(", ")).and(means.words())
    });
    sheet.ask("Meldingen aan de AP", "Notifications to the authority", Phrase::list(notices));
    let due = clocks.newest(RuleId::AvgBreachAp).and_then(Running::due).map(time);
    sheet.ask("Uiterste moment van melding (72 uur)", "Last moment for it (72 hours)", due);
    let reference = breach.reference.as_ref().map(line);
    sheet.ask("Meldingsnummer van de AP", "Number given by the authority", reference);
    let reasons = breach.notices.iter().filter_map(|it| it.notice.delay_reasons.as_ref());
    sheet.ask("Redenen van vertraging", "Reasons for delay", Phrase::list(reasons.map(text)));
    let declined = breach.declined.as_ref().map(|it| {
        let at = happened(it.provenance.happened).and(both(", door ", ", by "));
        at.and(line(&it.decision.by)).and(same(": ")).and(text(&it.decision.reasons))
    });
    sheet.ask(
        "Besluit niet te melden, met redenen",
        "Decision not to notify, with reasons",
        declined,
    );
}

/// Whether and how the persons were told, or why not.
pub(super) fn persons(sheet: &mut Sheet, breach: &Breach) {
    let told = breach.persons_told.iter().map(|it| {
        let at = happened(it.provenance.happened).and(same(", ")).and(it.notice.channel.words());
        match it.notice.persons {
            Some(persons) => at.and(same(", ")).and(count(persons)),
            None => at,
        }
    });
    let none = || both("nee", "no");
    let told = Phrase::list(told).unwrap_or_else(none);
    sheet.ask("Betrokkenen ingelicht", "Persons told", Some(told));
    let last = breach.persons_told.last().map(|it| text(&it.notice.nature));
    sheet.ask("Inhoud van de mededeling", "What they were told", last);
    let exempted = breach
        .exempted
        .as_ref()
        .map(|it| it.exemption.ground.words().and(same(": ")).and(text(&it.exemption.reasons)));
    sheet.ask(
        "Uitzondering op de mededeling, met redenen",
        "Exception used, with reasons",
        exempted,
    );
}
