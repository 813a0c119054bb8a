//! A sentence goes. The rest of the entry stays, in its own place.

use griffie::domain::part::Cut;
use griffie::register::destruction::Part;

use crate::given::*;
use crate::register_given::dossier;

const TEXT: &str = "/content/text/text";

fn sentence(position: u64) -> Part {
    let at = |bytes: &str| u32::try_from(bytes.chars().count()).unwrap();
    let before = WORDS.split(SENTENCE).next().unwrap();
    let from = at(before);
    let until = from + at(SENTENCE);
    Part { position, cuts: vec![Cut::Text { pointer: TEXT.to_owned(), from, until }] }
}

#[test]
fn a_sentence_goes_and_what_is_left_stands_in_its_place() {
    let given = two_dossiers();
    let before = read_all(&given);
    let done = destroy(&given, &parts(vec![sentence(5)])).unwrap();
    let replacement = done.decided.records[0].position;
    assert_eq!((replacement, done.position), (11, 12));
    let after = read_all(&given);
    assert_eq!(after[5], "Destroyed");
    let left = &after[usize::try_from(replacement).unwrap()];
    assert!(!left.contains("zilverreiger"), "{left}");
    let expected = before[5].replace(SENTENCE, "");
    assert!(left.starts_with(expected.trim_end_matches('}').trim_end_matches('}')), "{left}");
    assert!(left.contains(r#""part_destroyed":{"replaces":5,"#), "{left}");
    // In the dossier it is the same entry, recorded when it was, with what is left of its text.
    let folded = given.wait(given.register.folded(dossier(1))).unwrap();
    let folded = folded.lock();
    assert_eq!(
        (folded.part_destroyed.as_slice(), folded.destroyed.as_slice()),
        (&[5][..], &[][..])
    );
    let view = folded.dossier();
    assert_eq!(view.state().dossier().unwrap().entries.len(), 3);
    let places: Vec<u64> = view.timeline().iter().map(|row| row.recorded.position).collect();
    assert_eq!(places, [3, 5, 7, 9]);
    let texts = format!("{:?}", view.state().dossier().unwrap().standing_entries().count());
    assert_eq!(texts, "3");
}

#[test]
fn no_file_holds_the_sentence_and_every_neighbour_reads_as_before() {
    let given = two_dossiers();
    let before = read_all(&given);
    destroy(&given, &parts(vec![sentence(5)])).unwrap();
    let given = given.restarted();
    let after = read_all(&given);
    for position in [3, 4, 6, 7, 8, 9, 10] {
        assert_eq!(after[position], before[position]);
    }
    for folder in [given.data_folder(), given.path("data.vault")] {
        assert!(!holds(&folder, "zilverreiger".as_bytes()));
    }
    // The other client's sentence, by the same hand, is untouched.
    assert!(after[6].contains("kwikstaart"));
}

#[test]
fn a_second_part_goes_from_what_the_first_left() {
    let given = two_dossiers();
    destroy(&given, &parts(vec![sentence(5)])).unwrap();
    let cut = Cut::Text { pointer: TEXT.to_owned(), from: 0, until: 18 };
    let done = destroy(&given, &parts(vec![Part { position: 11, cuts: vec![cut] }])).unwrap();
    let given = given.restarted();
    let after = read_all(&given);
    assert_eq!((after[5].as_str(), after[11].as_str()), ("Destroyed", "Destroyed"));
    let left = &after[usize::try_from(done.decided.records[0].position).unwrap()];
    assert!(left.contains(r#""text":"Gewicht neemt toe.""#), "{left}");
    let folded = given.wait(given.register.folded(dossier(1))).unwrap();
    assert_eq!(folded.lock().part_destroyed, [5]);
    assert_eq!(folded.lock().dossier().state().dossier().unwrap().entries.len(), 3);
}

#[test]
fn what_cannot_be_taken_out_is_told_all_at_once() {
    let given = two_dossiers();
    let all = Cut::Text { pointer: TEXT.to_owned(), from: 0, until: 9 };
    let nothing_left = Part { position: 9, cuts: vec![all] };
    let beyond = Cut::Text { pointer: TEXT.to_owned(), from: 3, until: 900 };
    let nowhere = Cut::Text { pointer: "/content/else".to_owned(), from: 0, until: 1 };
    let wrong = Part { position: 7, cuts: vec![beyond, nowhere] };
    let found = objections(&given, &parts(vec![nothing_left, wrong]));
    assert_eq!(found, ["NO_SUCH_CHARACTERS", "NO_SUCH_TEXT", "NOTHING_LEFT"]);
}
