//! A practice leaves while something of it is being destroyed: what went may not leave with it.

use griffie::export::{ExportError, Part, PracticeExport};

use crate::given::*;
use crate::register_given::{Given, dossier};

fn exporting(given: &Given) -> PracticeExport {
    let size = given.register.size();
    given.wait(given.register.published_at_least(size)).unwrap();
    PracticeExport::start(&given.register, &Part::ALL, None).unwrap()
}

fn rest(export: &mut PracticeExport) -> Result<String, ExportError> {
    let mut text = String::new();
    while let Some(piece) = export.next_piece()? {
        text.push_str(&String::from_utf8_lossy(&piece.content));
    }
    Ok(text)
}

#[test]
fn an_export_ends_where_a_destruction_is_decided_and_a_new_one_says_what_went() {
    let given = two_dossiers();
    let whole_one = rest(&mut exporting(&given)).unwrap();
    assert!(whole_one.contains("zilverreiger"));
    // However far it came: before its first piece, after each one, and when nothing was left but to end.
    let mut steps = 0;
    let mut counting = exporting(&given);
    while counting.next_piece().unwrap().is_some() {
        steps += 1;
    }
    assert!(steps > 8, "{steps}");
    for done in [0, 1, steps / 2, steps] {
        let given = two_dossiers();
        let mut export = exporting(&given);
        for _ in 0..done {
            export.next_piece().unwrap().unwrap();
        }
        let destroyed = destroy(&given, &whole(&[dossier(1)])).unwrap();
        let ended = rest(&mut export).unwrap_err();
        let ExportError::DestroyedSince { position } = ended else { panic!("{ended}") };
        assert!(position >= 11 && destroyed.executed.is_some(), "{position}");
        let anew = rest(&mut exporting(&given)).unwrap();
        assert!(!anew.contains("zilverreiger") && anew.contains("kwikstaart"));
        assert_eq!(anew.matches("\"state\":\"destroyed\"").count(), 4);
    }
}

#[test]
fn an_export_is_made_under_a_checkpoint_of_this_ledger_only() {
    let given = two_dossiers();
    let other = two_dossiers();
    let size = other.register.size();
    let foreign = other.wait(other.register.published_at_least(size)).unwrap().note;
    given.wait(given.register.published_at_least(size)).unwrap();
    let note = griffie::chain::Note::parse(foreign.as_bytes()).unwrap();
    let refused = PracticeExport::start(&given.register, &Part::ALL, Some(note));
    assert!(matches!(refused.err(), Some(ExportError::ForeignCheckpoint)));
}
