//! Recording, correcting and withdrawing entries, and attachments.

use griffie::domain::dossier::entry::*;
use griffie::domain::dossier::event::*;
use griffie::domain::dossier::*;
use griffie::domain::text::{Line, Text};

use crate::given::*;
use crate::sample::*;

fn fields(matter: Matter) -> Content {
    Content::Fields(matter)
}

#[track_caller]
fn wrong<const N: usize>(content: Content, expected: [&str; N]) {
    given([opened()]).when(record([draft(1, "2026-05-01", content)])).invalid(expected);
}

#[test]
fn every_kind_of_entry_can_be_recorded_in_fields_as_text_and_as_a_resource() {
    let resource = Resource::try_from(r#"{"resourceType":"Observation"}"#).unwrap();
    for (number, matter) in (1..).zip(every_matter("gezien en besproken")) {
        let kind = matter.kind();
        let mut forms = vec![fields(matter), Content::Fhir { kind, resource: resource.clone() }];
        if kind != EntryKind::Consent {
            forms.push(Content::Text { kind, text: text("gezien") });
        }
        for form in forms {
            given([opened()])
                .when(record([draft(number, "2026-05-01", form.clone())]))
                .then([recorded(number, "2026-05-01", form)]);
        }
    }
}

#[test]
fn the_sample_has_every_kind() {
    let kinds: Vec<EntryKind> = every_matter("x").iter().map(Matter::kind).collect();
    assert_eq!(kinds, EntryKind::ALL);
}

#[test]
fn care_is_substantive_and_its_administration_is_not() {
    let not: Vec<&str> = EntryKind::ALL
        .iter()
        .filter(|kind| !kind.substantive())
        .map(|kind| kind.as_str())
        .collect();
    assert_eq!(not, ["information_given", "agreement", "failed_contact"]);
    assert!(corrected(1, "2026-05-01", advice("warmte")).substantive());
    assert!(withdrawn(1, true).substantive());
    for event in [opened(), closed("2026-05-01"), linked(2, Relation::MotherOf)] {
        assert!(!event.substantive());
    }
}

#[test]
fn many_entries_are_recorded_all_or_not_at_all() {
    let good = draft(1, "2026-05-01", advice("warmte"));
    let also_good = draft(2, "2026-05-02", advice("rust"));
    given([opened()]).when(record([good.clone(), also_good])).then([
        recorded(1, "2026-05-01", advice("warmte")),
        recorded(2, "2026-05-02", advice("rust")),
    ]);
    let late = draft(3, "2026-06-01", advice("morgen"));
    given([opened()])
        .when(record([good.clone(), late]))
        .invalid(["entries[1].provenance.learned: LEARNED_AFTER_RECORDED"]);
    given([opened()])
        .when(record([good.clone(), good]))
        .invalid(["entries[1].entry_id: DUPLICATE"]);
}

#[test]
fn one_command_records_between_one_and_five_hundred_entries() {
    let entries = |count: u16| {
        record((1..=count).map(|number| {
            let mut id = [0; 16];
            id[..2].copy_from_slice(&number.to_be_bytes());
            let entry = griffie::domain::id::EntryId::from_bytes(id).unwrap();
            Draft { entry, ..draft(1, "2026-05-01", advice("warmte")) }
        }))
    };
    given([opened()]).when(entries(0)).invalid(["entries: EMPTY"]);
    given([opened()]).when(entries(500)).accepted();
    given([opened()]).when(entries(501)).invalid(["entries: TOO_MANY"]);
}

#[test]
fn an_entry_id_is_given_once_also_if_the_entry_was_withdrawn() {
    let again = || record([draft(1, "2026-05-02", advice("rust"))]);
    let first = || recorded(1, "2026-05-01", advice("warmte"));
    given([opened(), first()]).when(again()).refused("ENTRY_EXISTS");
    given([opened(), first(), withdrawn(1, true)]).when(again()).refused("ENTRY_EXISTS");
}

#[test]
fn a_correction_says_how_the_entry_reads_from_now_on() {
    given([opened(), recorded(1, "2026-05-01", advice("links"))])
        .when(correct(1, "2026-05-01", advice("rechts")))
        .then([corrected(1, "2026-05-01", advice("rechts"))]);
}

#[test]
fn only_an_entry_that_stands_can_be_corrected_or_withdrawn() {
    let advised = || recorded(1, "2026-05-01", advice("links"));
    given([opened()]).when(correct(1, "2026-05-01", advice("rechts"))).refused("NO_SUCH_ENTRY");
    given([opened()]).when(withdraw(1)).refused("NO_SUCH_ENTRY");
    let gone = || given([opened(), advised(), withdrawn(1, true)]);
    gone().when(correct(1, "2026-05-01", advice("rechts"))).refused("ENTRY_WITHDRAWN");
    gone().when(withdraw(1)).refused("ENTRY_WITHDRAWN");
}

#[test]
fn a_correction_changes_something_and_keeps_the_kind() {
    let advised = || given([opened(), recorded(1, "2026-05-01", advice("links"))]);
    advised().when(correct(1, "2026-05-01", advice("links"))).invalid(["content: NOTHING_CHANGES"]);
    advised().when(correct(1, "2026-05-02", advice("links"))).accepted();
    advised()
        .when(correct(1, "2026-05-01", fields(weight("3650"))))
        .invalid(["content: KIND_CHANGES"]);
}

#[test]
fn a_correction_changed_back_is_a_correction_too() {
    let history = [
        opened(),
        recorded(1, "2026-05-01", advice("links")),
        corrected(1, "2026-05-01", advice("rechts")),
    ];
    given(history).when(correct(1, "2026-05-01", advice("links"))).accepted();
}

#[test]
fn a_withdrawal_tells_whether_care_was_taken_out() {
    given([opened(), recorded(1, "2026-05-01", advice("links"))])
        .when(withdraw(1))
        .then([withdrawn(1, true)]);
    let no_show = every_matter("x").remove(12);
    given([opened(), recorded(1, "2026-05-01", fields(no_show))])
        .when(withdraw(1))
        .then([withdrawn(1, false)]);
}

#[test]
fn a_withdrawal_for_another_reason_is_explained() {
    let mut withdrawal = withdrawal_on("2026-05-19");
    withdrawal.reason = WithdrawalReason::Other;
    given([opened(), recorded(1, "2026-05-01", advice("links"))])
        .when(Command::Withdraw { entry: entry(1), withdrawal })
        .invalid(["withdrawal.explanation: MISSING"]);
}

#[test]
fn weights_are_whole_grams() {
    let with = |value: &str, unit: &str| {
        let Matter::Measurement(mut measurement) = weight("3650") else { unreachable!() };
        measurement.value = value.try_into().unwrap();
        measurement.unit = line(unit);
        fields(Matter::Measurement(measurement))
    };
    let field = ["entries[0].content.measurement.unit: WEIGHT_NOT_IN_GRAMS"];
    wrong(with("3.65", "kg"), field);
    wrong(with("3650.5", "g"), field);
    wrong(with("3650", "kg"), field);
}

#[test]
fn fields_that_a_kind_cannot_do_without_are_asked_for() {
    let mut all = every_matter("gezien").into_iter();
    let mut next = move |kind| all.find(|matter| matter.kind() == kind).unwrap();
    let Matter::InformationGiven(mut given) = next(EntryKind::InformationGiven) else { panic!() };
    given.topics.clear();
    wrong(
        fields(Matter::InformationGiven(given)),
        ["entries[0].content.information_given.topics: EMPTY"],
    );
    let Matter::ConsultReport(report) = next(EntryKind::ConsultReport) else { panic!() };
    let (length, setting) = (report.length, report.setting);
    let [report, subjective, objective, assessment, plan] = [const { None }; 5];
    let empty = ConsultReport { length, setting, report, subjective, objective, assessment, plan };
    wrong(
        fields(Matter::ConsultReport(empty)),
        ["entries[0].content.consult_report.report: MISSING"],
    );
    let Matter::Plan(mut plan) = next(EntryKind::Plan) else { panic!() };
    plan.goals.clear();
    plan.agreed = Some(Agreed::Signed(vec![]));
    wrong(
        fields(Matter::Plan(plan)),
        [
            "entries[0].content.plan.goals: EMPTY",
            "entries[0].content.plan.agreed.signatures: EMPTY",
        ],
    );
    let Matter::Consent(mut consent) = next(EntryKind::Consent) else { panic!() };
    consent.recipients.clear();
    wrong(fields(Matter::Consent(consent)), ["entries[0].content.consent.recipients: EMPTY"]);
    let Matter::Ending(mut ending) = next(EntryKind::Ending) else { panic!() };
    ending.reason = EndingReason::Other;
    ending.summary = None;
    ending.reported_to[0].on = day("2026-05-22");
    wrong(
        fields(Matter::Ending(ending)),
        [
            "entries[0].content.ending.summary: MISSING",
            "entries[0].content.ending.reported_to[0].on: IN_THE_FUTURE",
        ],
    );
}

#[test]
fn consent_is_recorded_in_fields_and_never_as_text() {
    let content = Content::Text { kind: EntryKind::Consent, text: text("mag") };
    wrong(content, ["entries[0].content.text: FIELDS_NEEDED"]);
}

#[test]
fn a_withdrawn_consent_is_one_of_this_dossier() {
    let withdrawal = |number| consent(ConsentDecision::Withdrawn { consent: Some(entry(number)) });
    let given_on_paper = consent(ConsentDecision::Withdrawn { consent: None });
    let consented = || recorded(1, "2026-05-01", consent(ConsentDecision::Given));
    let withdraws = || record([draft(2, "2026-05-02", withdrawal(1))]);
    let none = "entries[0].content.consent.withdrawn_consent_id: NO_SUCH_CONSENT";
    given([opened()]).when(record([draft(2, "2026-05-02", given_on_paper)])).accepted();
    given([opened(), consented()]).when(withdraws()).accepted();
    given([opened()]).when(withdraws()).invalid([none]);
    given([opened(), recorded(1, "2026-05-01", advice("x"))]).when(withdraws()).invalid([none]);
    given([opened(), consented(), withdrawn(1, true)]).when(withdraws()).invalid([none]);
    // Given and withdrawn in one request, as an import does.
    given([opened()])
        .when(record([
            draft(1, "2026-05-01", consent(ConsentDecision::Given)),
            draft(2, "2026-05-02", withdrawal(1)),
        ]))
        .accepted();
}

#[test]
fn a_resource_is_strict_json_with_a_resource_type() {
    let refused = |json: &str| Resource::try_from(json).unwrap_err().code();
    assert_eq!(refused("{"), "FHIR_NOT_JSON");
    assert_eq!(refused("\u{feff}{\"resourceType\":\"Patient\"}"), "FHIR_NOT_JSON");
    assert_eq!(refused(r#"{"resourceType":"Patient"} {}"#), "FHIR_NOT_JSON");
    assert_eq!(refused(r#"{"resourceType":"Patient","id":"a","id":"b"}"#), "FHIR_NOT_JSON");
    assert_eq!(refused(r#"{"resourceType":"Patient","a":[{"b":1,"b":2}]}"#), "FHIR_NOT_JSON");
    assert_eq!(refused(r#"{"resourceType":"Patient","id":"\ud800"}"#), "FHIR_NOT_JSON");
    assert_eq!(refused("[]"), "FHIR_NOT_A_RESOURCE");
    assert_eq!(refused(r#"{"id":"a"}"#), "FHIR_NOT_A_RESOURCE");
    assert_eq!(refused(r#"{"resourceType":["Patient"]}"#), "FHIR_NOT_A_RESOURCE");
    assert_eq!(refused(r#"{"a":{"resourceType":"Patient"}}"#), "FHIR_NOT_A_RESOURCE");
    let long = format!(r#"{{"resourceType":"{}"}}"#, "x".repeat(50_000));
    assert_eq!(refused(&long), "TOO_LONG");
}

#[test]
fn text_holds_no_code_point_that_i_json_forbids() {
    for char in ['\u{fdd0}', '\u{fdef}', '\u{fffe}', '\u{ffff}', '\u{1fffe}', '\u{10ffff}'] {
        let words = format!("a{char}b");
        assert_eq!(Text::try_from(words.as_str()).unwrap_err().code(), "NONCHARACTER");
        assert_eq!(Line::try_from(words.as_str()).unwrap_err().code(), "NONCHARACTER");
        let json = format!(r#"{{"resourceType":"{words}"}}"#);
        assert_eq!(Resource::try_from(json).unwrap_err().code(), "NONCHARACTER");
    }
    for char in ['\u{fdcf}', '\u{fdf0}', '\u{fffd}', '\u{10fffd}'] {
        assert!(Text::try_from(char.to_string()).is_ok(), "{char:?}");
    }
}

#[test]
fn a_line_is_one_line_and_text_has_no_control_characters_but_its_breaks() {
    let of_line = |text: &str| Line::try_from(text).map_err(griffie_reason);
    let of_text = |text: &str| Text::try_from(text).map_err(griffie_reason);
    assert_eq!(of_line("a\nb").unwrap_err(), "CONTROL_CHARACTER");
    assert_eq!(of_text("a\u{0}b").unwrap_err(), "CONTROL_CHARACTER");
    assert!(of_text("a\r\n\tb").is_ok());
    for blank in ["", " ", "\u{a0}"] {
        assert_eq!(of_line(blank).unwrap_err(), "EMPTY");
        assert_eq!(of_text(blank).unwrap_err(), "EMPTY");
    }
    assert!(of_line(&"x".repeat(500)).is_ok() && of_text(&"x".repeat(50_000)).is_ok());
    assert_eq!(of_line(&"x".repeat(501)).unwrap_err(), "TOO_LONG");
    assert_eq!(of_text(&"x".repeat(50_001)).unwrap_err(), "TOO_LONG");
}

fn griffie_reason(reason: griffie::domain::violation::Reason) -> &'static str {
    reason.code()
}

#[test]
fn numbers_and_tags_have_one_form() {
    use griffie::domain::contact::{AgbCode, Country, Email, Telephone};
    use griffie::domain::text::{Decimal, LanguageTag};
    for good in ["0", "-1", "36.8", "3650", "007.50"] {
        assert!(Decimal::try_from(good).is_ok(), "{good}");
    }
    for wrong in ["", ".", "1.", ".5", "1,5", "+1", "1e3", "--1", "1.2.3", "NaN"] {
        assert_eq!(Decimal::try_from(wrong).unwrap_err().code(), "DECIMAL_INVALID", "{wrong}");
    }
    for good in ["nl", "pap-AW", "zh-Hant-TW"] {
        assert!(LanguageTag::try_from(good).is_ok(), "{good}");
    }
    for wrong in ["", "n", "Nederlands", "NL", "nl-", "nl_NL"] {
        assert_eq!(LanguageTag::try_from(wrong).unwrap_err().code(), "LANGUAGE_INVALID", "{wrong}");
    }
    for good in ["112", "+31 6 12345678", "(050) 123 45 67"] {
        assert!(Telephone::try_from(good).is_ok(), "{good}");
    }
    for wrong in ["", "12", "bel maar", "06+12345678", "1234567890123456"] {
        assert_eq!(Telephone::try_from(wrong).unwrap_err().code(), "TELEPHONE_INVALID", "{wrong}");
    }
    for good in ["a@b.nl", "zoë.k+x@zorg.example"] {
        assert!(Email::try_from(good).is_ok(), "{good}");
    }
    for wrong in ["", "a", "a@b", "@b.nl", "a b@c.nl", "a@.nl"] {
        assert_eq!(Email::try_from(wrong).unwrap_err().code(), "EMAIL_INVALID", "{wrong}");
    }
    assert_eq!(Country::try_from("nl").unwrap_err().code(), "COUNTRY_INVALID");
    assert_eq!(AgbCode::try_from("1234567").unwrap_err().code(), "AGB_INVALID");
    assert_eq!(Uzovi::try_from("99999").unwrap_err().code(), "UZOVI_INVALID");
}

#[test]
fn an_entry_that_does_not_fit_in_a_record_is_refused() {
    let full = |char: &str| {
        let text = Text::try_from(format!("x{}", char.repeat(49_999))).unwrap();
        Content::Text { kind: EntryKind::Anamnesis, text }
    };
    given([opened()]).when(record([draft(1, "2026-05-01", full("x"))])).accepted();
    // A line break takes two bytes in a body.
    wrong(full("\n"), ["entries[0].content: TOO_LARGE"]);
    given([opened(), recorded(1, "2026-05-01", advice("x"))])
        .when(correct(
            1,
            "2026-05-01",
            fields(Matter::Advice(Narrative {
                text: Text::try_from(format!("x{}", "\n".repeat(40_000))).unwrap(),
            })),
        ))
        .invalid(["content: TOO_LARGE"]);
}

#[test]
fn an_attachment_belongs_to_an_entry_that_stands_or_to_none() {
    let advised = || recorded(1, "2026-05-01", advice("links"));
    let event = |to: Option<u8>| {
        let attachment = file(9, to.map(entry));
        let provenance = on("2026-05-01");
        Event::AttachmentRecorded(AttachmentRecorded { attachment, provenance })
    };
    given([opened()]).when(attach(9, None, "2026-05-01")).then([event(None)]);
    given([opened(), advised()]).when(attach(9, Some(1), "2026-05-01")).then([event(Some(1))]);
    given([opened()]).when(attach(9, Some(1), "2026-05-01")).refused("NO_SUCH_ENTRY");
    given([opened(), advised(), withdrawn(1, true)])
        .when(attach(9, Some(1), "2026-05-01"))
        .refused("ENTRY_WITHDRAWN");
    given([opened(), attached(9, None)])
        .when(attach(9, None, "2026-05-01"))
        .refused("ATTACHMENT_EXISTS");
}

#[test]
fn an_attachment_has_the_parts_that_its_size_asks_for_and_at_most_25_mib() {
    let with = |size_bytes, parts| Command::Attach {
        attachment: Attachment { size_bytes, parts, ..file(9, None) },
        provenance: on("2026-05-01"),
    };
    given([opened()]).when(with(65_536, 1)).accepted();
    given([opened()]).when(with(65_537, 2)).accepted();
    given([opened()]).when(with(25 * 1024 * 1024, 400)).accepted();
    given([opened()]).when(with(65_537, 1)).invalid(["attachment.parts: PARTS_DO_NOT_FIT_SIZE"]);
    given([opened()])
        .when(with(25 * 1024 * 1024 + 1, 401))
        .invalid(["attachment.size_bytes: ATTACHMENT_TOO_LARGE"]);
    given([opened()]).when(with(0, 0)).invalid(["attachment.size_bytes: EMPTY"]);
    let unknown = MediaType::try_from("image/svg+xml").unwrap_err();
    assert_eq!(unknown.code(), "MEDIA_TYPE_NOT_ALLOWED");
}

#[test]
fn an_attachment_is_withdrawn_once() {
    let withdraw = || Command::WithdrawAttachment {
        attachment: attachment_id(9),
        withdrawal: withdrawal_on("2026-05-19"),
    };
    let gone = || {
        Event::AttachmentWithdrawn(AttachmentWithdrawn {
            attachment: attachment_id(9),
            withdrawal: withdrawal_on("2026-05-19"),
        })
    };
    given([opened()]).when(withdraw()).refused("NO_SUCH_ATTACHMENT");
    given([opened(), attached(9, None)]).when(withdraw()).then([gone()]);
    given([opened(), attached(9, None), gone()]).when(withdraw()).refused("ATTACHMENT_WITHDRAWN");
}
