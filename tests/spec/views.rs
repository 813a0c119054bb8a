//! What one sees of a dossier.

use griffie::domain::Event;
use griffie::domain::dossier::event::Event as Fact;
use griffie::domain::dossier::view::{
    ClientQuery, EntryFilter, Recorded, Row, SearchQuery, Subject, View,
};
use griffie::domain::dossier::{Content, EntryKind, Resource};
use griffie::domain::provenance::{Happened, Moment};

use crate::given::*;
use crate::sample::*;

fn place(revision: u64) -> Recorded {
    let at = instant("2026-05-01T08:00:00Z") + chrono::TimeDelta::hours(revision.cast_signed());
    Recorded { position: 100 + 3 * revision, revision, at }
}

fn fold(events: impl IntoIterator<Item = Event>) -> View {
    let mut view = View::default();
    for (revision, event) in (0..).zip(events) {
        view.apply(place(revision), &event);
    }
    view
}

fn view(facts: impl IntoIterator<Item = Fact>) -> View {
    fold(facts.into_iter().map(|fact| Event::Dossier(Box::new(fact))))
}

fn ids(view: &View, filter: &EntryFilter) -> Vec<u8> {
    view.entries(filter).map(|found| found.id.to_bytes()[0]).collect()
}

#[test]
fn a_corrected_entry_shows_the_new_value_with_a_mark_and_keeps_the_old() {
    let view = view([
        opened(),
        recorded(1, "2026-05-01", advice("links")),
        corrected(1, "2026-05-01", advice("rechts")),
    ]);
    let found = view.entry(entry(1)).unwrap();
    assert!(found.entry.is_corrected());
    assert_eq!(found.entry.current().content, advice("rechts"));
    assert_eq!(found.entry.versions()[0].content, advice("links"));
    assert_eq!(found.places.versions, [place(1), place(2)]);
}

#[test]
fn a_withdrawn_entry_is_hidden_and_can_be_accounted_for() {
    let view = view([
        opened(),
        recorded(1, "2026-05-01", advice("links")),
        recorded(2, "2026-05-02", advice("rust")),
        withdrawn(1, true),
    ]);
    assert_eq!(ids(&view, &EntryFilter::default()), [2]);
    let all = EntryFilter { withdrawn_too: true, ..EntryFilter::default() };
    assert_eq!(ids(&view, &all), [1, 2]);
    let gone = view.entry(entry(1)).unwrap();
    assert_eq!(gone.entry.withdrawn, Some(withdrawal_on("2026-05-19")));
    assert_eq!(gone.places.withdrawn, Some(place(3)));
    let standing = view.state().dossier().unwrap().standing_entries();
    assert_eq!(standing.map(|(id, _)| id).collect::<Vec<_>>(), [entry(2)]);
}

#[test]
fn entries_are_listed_by_kind_and_by_the_days_on_which_they_happened() {
    let view = view([
        opened(),
        recorded(1, "2026-05-02", advice("links")),
        recorded(2, "2026-05-01", Content::Fields(weight("3650"))),
        recorded(3, "2026-05-03", advice("rust")),
    ]);
    let filter = |kinds: &[EntryKind], from: Option<&str>, until: Option<&str>| EntryFilter {
        kinds: kinds.to_vec(),
        from: from.map(day),
        until: until.map(day),
        withdrawn_too: false,
    };
    assert_eq!(ids(&view, &filter(&[], None, None)), [1, 2, 3]);
    assert_eq!(ids(&view, &filter(&[EntryKind::Measurement], None, None)), [2]);
    assert_eq!(ids(&view, &filter(&[], Some("2026-05-02"), None)), [1, 3]);
    assert_eq!(ids(&view, &filter(&[], None, Some("2026-05-02"))), [1, 2]);
    let both = [EntryKind::Measurement, EntryKind::Advice];
    assert_eq!(ids(&view, &filter(&both, Some("2026-05-02"), Some("2026-05-02"))), [1]);
}

#[test]
fn a_period_is_listed_wherever_it_overlaps() {
    let Fact::EntryRecorded(mut fact) = recorded(1, "2026-05-05", advice("pijn")) else { panic!() };
    fact.provenance.happened =
        Happened::During { from: day("2026-05-01"), until: day("2026-05-05") };
    let view = view([opened(), Fact::EntryRecorded(fact)]);
    let within = |from, until| EntryFilter {
        from: Some(day(from)),
        until: Some(day(until)),
        ..EntryFilter::default()
    };
    assert_eq!(ids(&view, &within("2026-05-03", "2026-05-03")), [1]);
    assert_eq!(ids(&view, &within("2026-05-05", "2026-05-09")), [1]);
    assert_eq!(ids(&view, &within("2026-05-06", "2026-05-09")), [0; 0]);
}

#[test]
fn the_timeline_has_a_row_for_every_record_with_its_three_times_and_no_content() {
    let unknown = Event::Unknown { kind: "dossier.entry_recorded/9".to_owned() };
    let known = [opened(), recorded(1, "2026-04-01", advice("links")), attached(9, Some(1))];
    let known = known.into_iter().map(|fact| Event::Dossier(Box::new(fact)));
    let view = fold(known.chain([unknown]));
    assert_eq!(
        view.timeline()[1],
        Row {
            recorded: place(1),
            kind: "dossier.entry_recorded/1".to_owned(),
            subject: Subject::Entry(entry(1)),
            entry_kind: Some(EntryKind::Advice),
            happened: Some(Happened::On(day("2026-04-01"))),
            learned: Some(Moment::On(day("2026-04-01"))),
            substantive: true,
        }
    );
    assert_eq!(view.timeline()[2].subject, Subject::Attachment(attachment_id(9)));
    assert_eq!(view.attachment(attachment_id(9)), Some(place(2)));
    let last = &view.timeline()[3];
    assert_eq!((last.kind.as_str(), last.happened), ("dossier.entry_recorded/9", None));
    assert_eq!(last.subject, Subject::Dossier);
}

#[test]
fn a_correction_stands_though_the_entry_itself_was_destroyed() {
    let view = view([opened(), corrected(1, "2026-05-01", advice("rechts"))]);
    let found = view.entry(entry(1)).unwrap();
    assert!(found.entry.is_corrected());
    assert_eq!(ids(&view, &EntryFilter::default()), [1]);
}

#[test]
fn clients_are_found_by_the_beginnings_of_names_without_case_or_diacritics() {
    let zoe = identity("Berkel");
    let finds = |name: &str| ClientQuery::new(name, None).unwrap().matches(&zoe);
    for name in ["zoe", "ZOË", "berk", "Berkel Zoe", "oever", "van der berkel", "z.m. berkel"] {
        assert!(finds(name), "{name}");
    }
    for name in ["erkel", "zoë eik", "berkelaar"] {
        assert!(!finds(name), "{name}");
    }
}

#[test]
fn clients_are_found_by_date_of_birth_alone_or_with_a_name() {
    let zoe = identity("Berkel");
    let finds =
        |name: &str, born: &str| ClientQuery::new(name, Some(day(born))).unwrap().matches(&zoe);
    assert!(finds("", "1994-02-11") && finds("zoe", "1994-02-11"));
    assert!(!finds("zoe", "1994-02-12") && !finds("eik", "1994-02-11"));
    assert_eq!(ClientQuery::new(" - ", None).unwrap_err().code(), "EMPTY");
}

#[test]
fn words_are_found_in_fields_text_and_resources_as_they_read_now() {
    let json = r#"{"resourceType":"Observation","note":[{"text":"Tepelkl\u00f3of \"links\""}]}"#;
    let resource = Resource::try_from(json).unwrap();
    let content = Content::Fhir { kind: EntryKind::ConsultReport, resource };
    let view = view([
        opened(),
        recorded(1, "2026-05-01", advice("Warmte vóór het voeden")),
        corrected(1, "2026-05-01", advice("Koelte ná het voeden")),
        recorded(2, "2026-05-01", content),
    ]);
    let finds = |number: u8, words: &str| {
        SearchQuery::new(words).unwrap().matches(&view.entry(entry(number)).unwrap())
    };
    assert!(finds(1, "KOELTE na"));
    assert!(finds(1, "voed"));
    assert!(!finds(1, "warmte"));
    assert!(finds(2, "tepelkloof links"));
    assert!(!finds(2, "resourceType"));
    assert!(!finds(2, "tepelkloof rechts"));
    assert_eq!(SearchQuery::new("…").unwrap_err().code(), "EMPTY");
}

#[test]
fn every_text_of_every_kind_of_entry_is_searched() {
    for matter in every_matter("slaapritueel") {
        let kind = matter.kind();
        let content = Content::Fields(matter);
        // Every field that holds the word, as its stored form shows.
        let stored = serde_json::to_string(&content).unwrap();
        let searched = content.texts().concat();
        let count = |text: &str| text.matches("slaapritueel").count();
        assert_eq!(count(&searched), count(&stored), "{kind:?}");
        assert!(count(&stored) > 0 || kind == EntryKind::Measurement, "{kind:?}");
    }
}
