//! The report in plain words: verdict first, then what was looked at and what not, who attests, and what no audit can see.
//! Knows only the report, and how a day is dated.

use std::fmt::{self, Write as _};
use std::path::Path;

use crate::certificate::Certified;
use crate::law::Day;
use crate::report::{Report, Reservation, Verdict};

/// The whole report for people, ending in a line break.
pub fn tell(report: &Report, folder: &Path) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write_all(&mut text, report, folder);
    text
}

fn write_all(text: &mut String, report: &Report, folder: &Path) -> fmt::Result {
    writeln!(text, "{}", verdict(report.verdict))?;
    writeln!(text)?;
    writeln!(text, "Bundle      {}", folder.display())?;
    if let (Some(ledger), Some(size)) = (&report.ledger, report.size) {
        writeln!(text, "Ledger      griffie/{ledger}")?;
        writeln!(text, "Records     {size}")?;
    }
    if let Some(root) = &report.root {
        writeln!(text, "Root        {root}")?;
    }
    if let Some((first, last)) = report.details.times {
        writeln!(text, "Recorded    {} to {}", moment(first), moment(last))?;
    }
    if let Some(unreadable) = &report.details.unreadable {
        writeln!(text, "\n{unreadable}")?;
    }
    write_findings(text, report)?;
    if matches!(report.verdict, Verdict::Sound | Verdict::Reservation) {
        write_examined(text, report)?;
        write_attested(text, report)?;
        write_reservations(text, report)?;
        write_limits(text, report)?;
    }
    Ok(())
}

/// What a certificate comes to, for people, ending in a line break.
pub fn tell_certified(certified: &Certified, file: &Path) -> String {
    let verdict = match certified.verdict {
        Verdict::Sound => {
            "SOUND. What it certifies was decided and carried out, as the ledger recorded it."
        }
        Verdict::Reservation => {
            "SOUND, WITH A RESERVATION. It holds together; without --key nothing says that the key in it is the ledger's."
        }
        Verdict::Broken => "BROKEN. This certificate is not what a ledger recorded.",
        Verdict::Unsupported => "UNSUPPORTED. This auditor is too old to judge this certificate.",
        Verdict::Unreadable => "COULD NOT READ.",
    };
    told(verdict, "Certificate", certified, file)
}

/// A client's copy, in words.
pub fn tell_copy(checked: &Certified, file: &Path) -> String {
    let verdict = match checked.verdict {
        Verdict::Sound => {
            "SOUND. What it gives is what the ledger recorded, in order, with nothing missing in between."
        }
        Verdict::Reservation => {
            "SOUND, WITH A RESERVATION. It holds together; without --key nothing says that the key in it is the ledger's."
        }
        Verdict::Broken => "BROKEN. This copy is not what a ledger recorded.",
        Verdict::Unsupported => "UNSUPPORTED. This auditor is too old to judge this copy.",
        Verdict::Unreadable => "COULD NOT READ.",
    };
    told(verdict, "Copy", checked, file)
}

fn told(verdict: &str, what: &str, checked: &Certified, file: &Path) -> String {
    let mut text = format!("{verdict}\n\n{what} {}\n", file.display());
    for finding in &checked.findings {
        let at = finding.position.map_or(String::new(), |at| format!(" (position {at})"));
        // Writing to a string cannot fail.
        let _ = writeln!(text, "  {}{at}", finding.code.words());
    }
    for line in &checked.told {
        let _ = writeln!(text, "  {line}");
    }
    text
}

fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Sound => "SOUND. Nothing in this bundle was altered, inserted or removed.",
        Verdict::Reservation => {
            "SOUND, WITH RESERVATIONS. Nothing was found altered, inserted or removed; read below what this does not prove."
        }
        Verdict::Broken => "BROKEN. This bundle is not what the ledger recorded.",
        Verdict::Unsupported => {
            "UNSUPPORTED. This auditor is too old to judge this bundle; it found nothing broken in what it knows."
        }
        Verdict::Unreadable => "COULD NOT READ. This says nothing about the records.",
    }
}

fn write_findings(text: &mut String, report: &Report) -> fmt::Result {
    if report.findings.is_empty() || report.verdict == Verdict::Unreadable {
        return Ok(());
    }
    writeln!(text, "\nFindings")?;
    for finding in &report.findings {
        let position = finding.position.map(|position| format!("position {position}"));
        let place: Vec<_> = position.into_iter().chain(finding.path.clone()).collect();
        writeln!(text, "  {}: {}", place.join(", "), finding.code.words())?;
    }
    if report.findings.len() >= 100 {
        writeln!(text, "  and perhaps more: an auditor stops at a hundred")?;
    }
    Ok(())
}

fn write_examined(text: &mut String, report: &Report) -> fmt::Result {
    let states = &report.states;
    writeln!(text, "\nExamined")?;
    let size = report.size.unwrap_or_default();
    writeln!(
        text,
        "  {size} record headers: one unbroken chain, and the tree the checkpoint signs"
    )?;
    for (count, what) in [
        (states.open, "given openly, each what was recorded"),
        (states.opened, "opened with the keys given, each what was recorded"),
        (states.destroyed, "destroyed by a recorded decision"),
        (states.destroying, "decided to be destroyed, not yet carried out"),
        (states.lost, "lost, as a record of damage says"),
    ] {
        if count > 0 {
            writeln!(text, "  {count} contents {what}")?;
        }
    }
    write_clocks(text, report)?;
    if report.not_examined == 0 {
        return writeln!(text, "  no position was left unexamined");
    }
    writeln!(text, "\nNot examined: {} positions", report.not_examined)?;
    for (count, what) in [
        (states.sealed_unexamined, "sealed: the box is here, its key is not"),
        (
            states.withheld,
            "withheld: the exporter says he holds the content; it is not in this bundle",
        ),
    ] {
        if count > 0 {
            writeln!(text, "  {count} {what}")?;
        }
    }
    Ok(())
}

fn write_clocks(text: &mut String, report: &Report) -> fmt::Result {
    let clocks = &report.clocks;
    for (count, what) in [
        (clocks.recomputed, "recomputed, each end the one the law gives"),
        (
            clocks.stated,
            "recomputed; the end now in force was agreed with the client or set by an authority",
        ),
        (clocks.not_recomputed, "not recomputed: a record of them is not in this bundle"),
    ] {
        if count > 0 {
            writeln!(text, "  {count} clocks of the law {what}")?;
        }
    }
    Ok(())
}

fn write_attested(text: &mut String, report: &Report) -> fmt::Result {
    let details = &report.details;
    writeln!(text, "\nWho attests")?;
    if let Some(key) = &details.key {
        let standing =
            if details.key_proven { "proven by --key" } else { "as the bundle itself says" };
        writeln!(text, "  the ledger's key, {standing}: {key}")?;
    }
    for position in &details.rotations {
        writeln!(text, "  the key was rotated at position {position}")?;
    }
    let size = report.size.unwrap_or_default();
    for attestation in &details.attestations {
        let what = match (attestation.receipt, attestation.signed) {
            (Some(index), _) => {
                format!("a receipt of position {index} at size {}", attestation.size)
            }
            (None, true) => format!("a signed checkpoint of size {}", attestation.size),
            (None, false) => format!("a checkpoint noted down at size {}", attestation.size),
        };
        let fit = match details.abandoned.get(&attestation.path) {
            Some(position) => format!("abandoned by the restore at {position}"),
            None if attestation.size <= size => "agrees".to_owned(),
            None => "newer, cannot be compared".to_owned(),
        };
        writeln!(text, "  {}: {what}; {fit}", attestation.path)?;
    }
    if details.attestations.is_empty() {
        writeln!(text, "  nothing outside the operator attests this history")?;
    }
    Ok(())
}

fn write_reservations(text: &mut String, report: &Report) -> fmt::Result {
    if report.reservations.is_empty() {
        return Ok(());
    }
    writeln!(text, "\nReservations")?;
    for reservation in &report.reservations {
        writeln!(text, "  {}", explain(*reservation))?;
    }
    Ok(())
}

fn explain(reservation: Reservation) -> &'static str {
    match reservation {
        Reservation::Abandoned => {
            "abandoned: a file from outside is of records that a restore left behind. What it attests is gone from the ledger."
        }
        Reservation::KeyUnproven => {
            "key_unproven: nobody outside vouches for the ledger's key. Give the verifier key somebody noted down with --key."
        }
        Reservation::Lost => {
            "lost: some contents were damaged, and a record says so. Whether the damage was an accident no audit can tell."
        }
        Reservation::NothingOutsideAttests => {
            "nothing_outside_attests: the operator could have written this whole history anew. Give a receipt or checkpoint\n    \
             that somebody else kept with --also."
        }
        Reservation::OutsideBeyondBundle => {
            "outside_beyond_bundle: somebody holds a newer checkpoint than this bundle reaches. Ask for a newer bundle."
        }
        Reservation::OutsideOlderThanBundle => {
            "outside_older_than_bundle: what was recorded after the newest outside checkpoint is attested by nobody else."
        }
        Reservation::Restored => {
            "restored: the ledger was restored from a copy once; what was recorded after that copy may be missing."
        }
    }
}

fn write_limits(text: &mut String, report: &Report) -> fmt::Result {
    writeln!(text, "\nWhat no audit can see")?;
    writeln!(
        text,
        "  what was never recorded, false statements, reading with the keys, copies kept elsewhere"
    )?;
    if report.states.destroyed + report.states.destroying > 0 {
        writeln!(text, "  that keys were destroyed is the operator's recorded claim")?;
    }
    Ok(())
}

/// Microseconds since 1970 as a UTC date and time.
/// A stamp as a civil moment, UTC.
pub(crate) fn moment(microseconds: u64) -> String {
    let seconds = microseconds / 1_000_000;
    let days = i32::try_from(seconds / 86_400).unwrap_or(i32::MAX / 2);
    let (year, month, day) = Day::since_1970(days).date();
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} UTC")
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn moments_are_civil_dates() {
        assert_eq!(moment(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(moment(951_782_399_999_999), "2000-02-28 23:59:59 UTC");
        assert_eq!(moment(951_782_400_000_000), "2000-02-29 00:00:00 UTC");
        assert_eq!(moment(1_793_491_200_000_000), "2026-11-01 00:00:00 UTC");
        assert_eq!(moment(i64::MAX.unsigned_abs()), "294247-01-10 04:00:54 UTC");
    }
}
