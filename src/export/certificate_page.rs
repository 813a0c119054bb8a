//! The certificate's page for people, in Dutch and in English: plain words, one table, no script that runs, nothing from outside.

use std::fmt::Write as _;

use chrono::DateTime;
use chrono_tz::Europe::Amsterdam;

use crate::register::destruction::Ground;
use crate::register::destruction::fact::{DestructionExecuted, MirrorStanding};

use super::certificate::{Language, Told};

/// What no certificate can promise.
pub(super) fn limits(language: Language, executed: &DestructionExecuted) -> Vec<&'static str> {
    let lagging = executed.mirrors.iter().any(|it| it.state == MirrorStanding::Lagging);
    let mut limits = match language {
        Language::Dutch => vec![
            "Dat de sleutels vernietigd zijn, is de vastgelegde verklaring van de praktijk; geen bestand kan het bewijzen.",
            "Kopieën die elders zijn gemaakt, momentopnamen van machines en schijven, en wat een SSD bij het verspreiden van slijtage bewaart, zijn hiermee niet gewist.",
            "De versleutelde inhoud kan nog in oude delen van de opslag liggen; zonder sleutel is zij voor niemand leesbaar.",
            "Reservekopieën van sleutels die buiten griffie om zijn gemaakt, zijn niet bekend.",
        ],
        Language::English => vec![
            "That the keys are destroyed is the practice's recorded statement; no file can prove it.",
            "Copies made elsewhere, snapshots of machines and volumes, and what an SSD keeps when it levels wear are not erased by this.",
            "The encrypted content may lie in old parts of the storage; without a key nobody can read it.",
            "Backups of keys that were made past griffie are not known.",
        ],
    };
    if lagging {
        limits.push(match language {
            Language::Dutch => {
                "Ten minste één spiegel van de sleutels was niet bereikbaar en hield ze toen nog."
            }
            Language::English => {
                "At least one mirror of the keys could not be reached and still held them then."
            }
        });
    }
    limits
}

fn ground(language: Language, ground: Ground) -> &'static str {
    match (language, ground) {
        (Language::Dutch, Ground::ClientRequest) => {
            "op verzoek van de cliënt (BW 7:455, Jeugdwet 7.3.9, Wmo 5.3.5, AVG 17)"
        }
        (Language::Dutch, Ground::RetentionEnded) => "de bewaartermijn is voorbij (AVG 5(1)(e))",
        (Language::Dutch, Ground::Transferred) => "overgedragen aan een andere praktijk (UAVG 30a)",
        (Language::Dutch, Ground::RecordedUnlawfully) => {
            "had niet vastgelegd mogen worden (AVG 17(1)(d))"
        }
        (Language::Dutch, Ground::LogYearEnded) => {
            "een jaar van het toegangslog, vijf jaar na afloop"
        }
        (Language::English, Ground::ClientRequest) => {
            "the client asked for it (BW 7:455, Jeugdwet 7.3.9, Wmo 5.3.5, AVG 17)"
        }
        (Language::English, Ground::RetentionEnded) => {
            "the term for keeping it is over (AVG 5(1)(e))"
        }
        (Language::English, Ground::Transferred) => "transferred to another practice (UAVG 30a)",
        (Language::English, Ground::RecordedUnlawfully) => {
            "it should not have been recorded (AVG 17(1)(d))"
        }
        (Language::English, Ground::LogYearEnded) => {
            "a year of the access log, five years after it"
        }
    }
}

/// Words of the page.
struct Words {
    title: &'static str,
    lead: &'static str,
    rows: [&'static str; 9],
    limits: &'static str,
    check: &'static str,
}

const DUTCH: Words = Words {
    title: "Bewijs van vernietiging",
    lead: "Wat hieronder staat, is besloten en uitgevoerd. Dit bewijs bevat niets van de inhoud.",
    rows: [
        "Register",
        "Dossier",
        "Aantal vastleggingen",
        "Waarvan in deel",
        "Grond",
        "Besloten",
        "Uitgevoerd",
        "Besloten door",
        "Goedgekeurd door",
    ],
    limits: "Wat dit bewijs niet kan beloven",
    check: "Controleren kan zonder ons te vertrouwen: griffie-audit certificate BESTAND --key SLEUTEL. Bewaar dit bestand; met het nummer van het dossier kunt u ook later vragen wie het heeft ingezien.",
};

const ENGLISH: Words = Words {
    title: "Certificate of destruction",
    lead: "What stands below was decided and carried out. This certificate holds nothing of the content.",
    rows: [
        "Ledger",
        "Dossier",
        "Number of records",
        "Of these in part",
        "Ground",
        "Decided",
        "Carried out",
        "Decided by",
        "Approved by",
    ],
    limits: "What this certificate cannot promise",
    check: "Anyone can check it without trusting us: griffie-audit certificate FILE --key KEY. Keep this file; with the number of the dossier you can still ask later who looked at it.",
};

const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
th{text-align:left;vertical-align:top;padding:.2rem 1rem .2rem 0;font-weight:600}td{padding:.2rem 0;overflow-wrap:anywhere}\
@media print{body{margin:0}}";

/// The page.
pub(super) fn page(language: Language, told: &Told<'_>) -> String {
    let words = match language {
        Language::Dutch => DUTCH,
        Language::English => ENGLISH,
    };
    let fact = &told.decision.fact;
    let dossiers: Vec<String> = told.decision.touched.iter().map(ToString::to_string).collect();
    let values = [
        format!("griffie/{}", told.ledger),
        dossiers.join(", "),
        told.decision.each_position().count().to_string(),
        fact.replacements.len().to_string(),
        ground(language, fact.ground).to_owned(),
        placed(told.decided),
        placed(told.executed),
        told.people[0].clone(),
        told.people[1].clone(),
    ];
    let mut rows = String::new();
    for (name, value) in words.rows.iter().zip(values) {
        // A string takes all.
        let _ = writeln!(rows, "<tr><th scope=\"row\">{name}</th><td>{value}</td></tr>");
    }
    let mut limits = String::new();
    for limit in told.limits {
        let _ = writeln!(limits, "<li>{limit}</li>");
    }
    let Words { title, lead, limits: about_limits, check, .. } = words;
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{lead}</p>\n\
         <table>\n{rows}</table>\n<h2>{about_limits}</h2>\n<ul>\n{limits}</ul>\n<p>{check}</p>\n</main>\n<script type=\"application/json\" id=\"certificate\">{json}</script>\n</body>\n</html>\n",
        code = language.code(),
        json = told.json,
    )
}

/// A moment in the Netherlands, and the position it is recorded at.
fn placed((position, recorded_at): (u64, i64)) -> String {
    let at = DateTime::from_timestamp_micros(recorded_at).unwrap_or_default();
    format!("{} (position {position})", at.with_timezone(&Amsterdam).format("%Y-%m-%d %H:%M %Z"))
}
