//! What holds for every history that the rules let through.

use griffie::domain::body::BODY_BYTES_MAX;
use griffie::domain::dossier::entry::ConsentDecision;
use griffie::domain::dossier::view::{EntryFilter, Recorded, View};
use griffie::domain::dossier::*;
use griffie::domain::provenance::Provenance;
use griffie::domain::text::Text;
use griffie::domain::{Context, Event};
use proptest::prelude::*;

use crate::given::*;
use crate::sample::*;

/// Checks RFC 7493 and design §3 token by token, without a JSON library: no fraction, exponent or
/// minus zero, whole numbers within ±(2^53−1), no name twice in one object.
pub fn assert_i_json(body: &str) {
    let mut names: Vec<Vec<&str>> = Vec::new();
    let mut rest = body;
    assert!(body.starts_with('{'), "{body}");
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '{' => {
                names.push(Vec::new());
                1
            }
            '}' => {
                names.pop().unwrap();
                1
            }
            '-' | '0'..='9' => {
                let end = rest.find([',', '}', ']']).unwrap();
                let number = &rest[..end];
                assert_ne!(number, "-0");
                let value: i64 = number.parse().unwrap_or_else(|_| panic!("{number}"));
                assert!(value.unsigned_abs() < 1 << 53, "{number}");
                end
            }
            'a'..='z' => rest.find(|char: char| !char.is_ascii_lowercase()).unwrap(),
            other => {
                assert!("[],:".contains(other), "{other:?} in {body}");
                1
            }
        };
        let (token, after) = rest.split_at(length);
        if first == '"' && after.starts_with(':') {
            let known = names.last_mut().unwrap();
            assert!(!known.contains(&token), "{token} stands twice");
            known.push(token);
        }
        let noncharacter = |char: char| {
            matches!(char, '\u{fdd0}'..='\u{fdef}') || u32::from(char) & 0xfffe == 0xfffe
        };
        assert!(!token.contains(noncharacter), "a noncharacter");
        rest = after;
    }
    assert!(names.is_empty());
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        assert!(byte >= b' ', "a bare control character");
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    panic!("a string without an end")
}

/// Words as people and programs may send them, quotes, accents and emoji included.
fn words() -> impl Strategy<Value = Text> {
    let some = prop_oneof![
        8 => "[\\PC\n\t]{1,200}",
        1 => "[\"\\\\\n\t\u{7f0}-\u{7ff}]{900,1000}".prop_map(|part| part.repeat(15)),
        1 => "[a-z]{900,1000}".prop_map(|part| part.repeat(50)),
    ];
    some.prop_filter_map("not a text", |words| Text::try_from(words).ok())
}

fn provenance() -> impl Strategy<Value = Provenance> {
    let in_full = any::<bool>();
    (1u32..=25, in_full).prop_map(|(date, in_full)| {
        if in_full { told_in_full("Aart") } else { on(&format!("2026-05-{date:02}")) }
    })
}

fn content() -> impl Strategy<Value = Content> {
    let kinds = 0..EntryKind::ALL.len();
    (0..4, kinds, words(), 0u8..6).prop_map(|(form, kind, words, number)| {
        let kind = EntryKind::ALL[kind];
        match form {
            0 => Content::Text { kind, text: words },
            1 => {
                let text = serde_json::to_string(words.as_str()).unwrap();
                let json =
                    format!("{{ \"resourceType\" : \"Basic\", \"n\": 1.50e3, \"t\":{text}}}");
                Resource::try_from(json)
                    .map_or(advice("te lang"), |resource| Content::Fhir { kind, resource })
            }
            2 if number > 0 => consent(ConsentDecision::Withdrawn { consent: Some(entry(number)) }),
            _ => {
                let short: String = words.as_str().chars().take(3000).collect();
                let short = if short.trim().is_empty() { "x".to_owned() } else { short };
                Content::Fields(every_matter(&short).swap_remove(kind as usize))
            }
        }
    })
}

fn drafts() -> impl Strategy<Value = Vec<Draft>> {
    let draft = (1u8..6, provenance(), content());
    let draft = draft.prop_map(|(number, provenance, content)| Draft {
        entry: entry(number),
        provenance,
        content,
    });
    prop::collection::vec(draft, 1..3)
}

fn command() -> impl Strategy<Value = Command> {
    prop_oneof![
        8 => drafts().prop_map(|entries| Command::Record { entries }),
        3 => (1u8..6, provenance(), content()).prop_map(|(number, provenance, content)| {
            let correction = correction_on("2026-05-19");
            Command::Correct { entry: entry(number), provenance, content, correction }
        }),
        2 => (1u8..6).prop_map(withdraw),
        1 => Just(open()),
        1 => (1u8..4).prop_map(|number| attach(number, Some(number), "2026-05-10")),
        1 => (1u8..3).prop_map(|other| link(1, other, Relation::ChildOf)),
        1 => Just(close("2026-05-10")),
        1 => Just(reopen("2026-05-12")),
        1 => "[A-Z][a-zé]{1,20}".prop_map(|surname| Command::ChangeClient {
            cause: ChangeCause::Corrected,
            changes: Changes { identity: Some(identity(&surname)), ..Changes::default() },
            provenance: on("2026-05-01"),
        }),
    ]
}

fn history(commands: Vec<Command>) -> (State, Vec<dossier_event::Event>) {
    let context = Context::at(instant(NOW));
    let mut state = State::default();
    let mut events = Vec::new();
    for command in std::iter::once(open()).chain(commands) {
        let Ok(decided) = decide(&state, command, &context) else { continue };
        for event in decided {
            evolve(&mut state, &event);
            events.push(event);
        }
    }
    (state, events)
}

use griffie::domain::dossier::event as dossier_event;

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_was_decided_is_read_back_the_same(commands in prop::collection::vec(command(), 0..12)) {
        let (state, events) = history(commands);
        let mut again = State::default();
        for event in events {
            let body = event.to_body();
            assert_i_json(&body);
            prop_assert!(body.len() <= BODY_BYTES_MAX);
            let read = Event::from_body(event.kind(), &body).unwrap();
            prop_assert_eq!(read.to_body().unwrap(), body);
            let Event::Dossier(read) = read else { panic!("{}", event.kind()) };
            prop_assert_eq!(read.as_ref(), &event);
            evolve(&mut again, &read);
        }
        prop_assert_eq!(state, again);
    }

    #[test]
    fn a_view_agrees_with_the_state_it_shows(commands in prop::collection::vec(command(), 0..12)) {
        let (state, events) = history(commands);
        let mut view = View::default();
        for (revision, event) in (0..).zip(&events) {
            let recorded = Recorded { position: revision, revision, at: instant(NOW) };
            view.apply(recorded, &Event::Dossier(Box::new(event.clone())));
        }
        prop_assert_eq!(view.state(), &state);
        prop_assert_eq!(view.timeline().len(), events.len());
        let all = EntryFilter { withdrawn_too: true, ..EntryFilter::default() };
        prop_assert_eq!(view.entries(&all).count(), state.dossier().unwrap().entries.len());
        for shown in view.entries(&all) {
            prop_assert_eq!(shown.entry.versions().len(), shown.places.versions.len());
            prop_assert_eq!(shown.entry.withdrawn.is_some(), shown.places.withdrawn.is_some());
        }
        let standing = state.dossier().unwrap().standing_entries().count();
        prop_assert_eq!(view.entries(&EntryFilter::default()).count(), standing);
    }

    #[test]
    fn the_little_kept_for_recording_judges_entries_as_the_whole_dossier_does(
        commands in prop::collection::vec(command(), 0..12),
        kept_from in 0usize..12,
        entries in drafts(),
    ) {
        let context = Context::at(instant(NOW));
        let (state, events) = history(commands);
        // Given a dossier that was let go at some moment of its history, and followed from there on.
        let (before, after) = events.split_at(events.len().min(kept_from + 1));
        let mut known = State::default();
        for event in before {
            evolve(&mut known, event);
        }
        let mut recording = Recording::from(known.dossier().unwrap());
        for event in after {
            recording.evolve(event);
        }
        // Then it is what the whole dossier comes to, and says of new entries what the whole says.
        prop_assert_eq!(&recording, &Recording::from(state.dossier().unwrap()));
        let whole = decide(&state, Command::Record { entries: entries.clone() }, &context);
        prop_assert_eq!(decide_recording(&recording, entries, &context), whole);
    }

    #[test]
    fn evolve_takes_facts_in_any_order_and_number(
        commands in prop::collection::vec(command(), 0..12),
        kept in prop::collection::vec(any::<bool>(), 40),
    ) {
        // As after a destruction: some of the facts are gone.
        let (_, events) = history(commands);
        let mut state = State::default();
        for (event, _) in events.iter().rev().zip(kept).filter(|(_, keep)| *keep) {
            evolve(&mut state, event);
        }
        if let Some(dossier) = state.dossier() {
            prop_assert_eq!(dossier.order.len(), dossier.entries.len());
        }
    }
}
