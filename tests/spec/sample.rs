//! Invented people and facts about them, filled in to the last field.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::domain::contact::{Address, ContactPoint};
use griffie::domain::dossier::client::*;
use griffie::domain::dossier::entry::*;
use griffie::domain::dossier::event::*;
use griffie::domain::dossier::*;
use griffie::domain::id::{ActorId, AttachmentId, DossierId, EntryId};
use griffie::domain::practice::{Described, Details, NumberKind, ProfessionalNumber, Supervisor};
use griffie::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use griffie::domain::text::{Decimal, Line, Text};

pub const NOW: &str = "2026-05-20T10:00:00Z";

pub fn instant(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn line(text: &str) -> Line {
    Line::try_from(text).unwrap()
}

pub fn text(text: &str) -> Text {
    Text::try_from(text).unwrap()
}

pub fn entry(number: u8) -> EntryId {
    EntryId::from_bytes([number; 16]).unwrap()
}

pub fn attachment_id(number: u8) -> AttachmentId {
    AttachmentId::from_bytes([number; 16]).unwrap()
}

pub fn dossier_id(number: u8) -> DossierId {
    DossierId::from_bytes([number; 16]).unwrap()
}

pub fn practitioner(name: &str) -> Practitioner {
    Practitioner { actor: ActorId::from_bytes([7; 16]).unwrap(), name: line(name) }
}

/// Happened and learned on one day, found by the author.
pub fn on(date: &str) -> Provenance {
    Provenance {
        happened: Happened::On(day(date)),
        learned: Moment::On(day(date)),
        originally_recorded_on: None,
        author: practitioner("Mirthe Lindeboom"),
        responsible: practitioner("Mirthe Lindeboom"),
        informant: Informant::OwnFinding,
    }
}

/// Everything a provenance can hold.
pub fn told_in_full(name: &str) -> Provenance {
    Provenance {
        happened: Happened::During { from: day("2026-05-01"), until: day("2026-05-03") },
        learned: Moment::At(instant("2026-05-04T08:15:30.123456Z")),
        originally_recorded_on: Some(day("2026-05-05")),
        author: practitioner("Mirthe Lindeboom"),
        responsible: practitioner("Sterre van Duin"),
        informant: Informant::Parent { name: Some(line(name)) },
    }
}

pub fn names(surname: &str) -> Names {
    Names {
        initials: Some(line("Z.M.")),
        given: Some(line("Zoë Maria")),
        called: Some(line("Zoë")),
        prefix: Some(line("van der")),
        surname: line(surname),
        partner_prefix: None,
        partner_surname: Some(line("Oeverzicht")),
        name_use: NameUse::OwnThenPartner,
    }
}

pub fn bsn() -> BsnOnRecord {
    BsnOnRecord {
        number: Bsn::try_from("999990019").unwrap(),
        ground: BsnGround::Wabvpz,
        article: None,
        checked: Some(BsnCheck::Document),
        checked_on: Some(day("2026-03-01")),
    }
}

pub fn identity(surname: &str) -> Identity {
    Identity {
        names: names(surname),
        born_on: Some(day("1994-02-11")),
        sex: Sex::Female,
        bsn: Some(bsn()),
        died_on: None,
    }
}

pub fn address() -> Address {
    Address {
        street: line("Wilgenpad"),
        house_number: line("12"),
        addition: Some(line("b")),
        postcode: line("9999 XY"),
        city: line("Fictum"),
        country: "NL".try_into().unwrap(),
    }
}

pub fn contact_point(name: &str) -> ContactPoint {
    ContactPoint {
        name: line(name),
        organisation: Some(line("Praktijk De Brug")),
        telephone: Some("050-0000001".try_into().unwrap()),
        email: Some("balie@brug.example".try_into().unwrap()),
        website: Some(line("https://brug.example")),
        agb: Some("01234567".try_into().unwrap()),
    }
}

pub fn representative(ground: RepresentationGround) -> Representative {
    Representative {
        name: line("Aart van der Berkel"),
        relation: Some(line("vader")),
        ground,
        from: day("2026-03-01"),
        until: Some(day("2044-03-01")),
        proof_seen: Some(line("uittreksel gezagsregister")),
        limits: Some(text("Alleen samen met de moeder.")),
        capacity: Some(CapacityJudgement {
            by: line("dr. Ploeg"),
            on: day("2026-03-01"),
            about: text("Kan over voeding beslissen."),
        }),
        telephone: Some("+31 6 00000002".try_into().unwrap()),
        email: Some("aart@berkel.example".try_into().unwrap()),
    }
}

pub fn client(surname: &str) -> Client {
    Client {
        identity: identity(surname),
        contact: ContactDetails {
            address: Some(address()),
            telephones: vec!["06-00000003".try_into().unwrap()],
            emails: vec!["zoe@berkel.example".try_into().unwrap()],
            language: Some("nl".try_into().unwrap()),
        },
        network: CareNetwork {
            insurer: Some(Insurer {
                name: line("Zeker Zorg"),
                uzovi: Some("9999".try_into().unwrap()),
                policy_number: Some(line("P-100")),
            }),
            general_practitioner: Some(contact_point("dr. Ploeg")),
            midwife: Some(contact_point("Tess Ooijevaar")),
            referrer: Some(contact_point("Consultatiebureau Fictum")),
        },
        representatives: vec![representative(RepresentationGround::ParentWithAuthority)],
        commission: Commission::CommissionedBy {
            name: line("Gemeente Fictum"),
            reference: Some(line("B-2026-17")),
        },
    }
}

pub fn signature() -> Signature {
    Signature { by: Signatory::Client, name: Some(line("Zoë")), on: day("2026-05-01") }
}

pub fn sending() -> Sending {
    Sending { to: line("Gemeente Fictum"), on: day("2026-05-02"), means: Some(Means::Post) }
}

/// One matter of each kind with every field filled, all of its texts being `words`.
#[expect(clippy::too_many_lines, reason = "one value for each kind")]
pub fn every_matter(words: &str) -> Vec<Matter> {
    let some = || Some(text(words));
    vec![
        Matter::RequestForCare(RequestForCare {
            channel: Means::Telephone,
            question: text(words),
            decision: Some(CareDecision::Declined { why: text(words) }),
        }),
        Matter::InformationGiven(InformationGiven {
            topics: vec![InformationTopic::GeneralTerms, InformationTopic::ComplaintsScheme],
            means: Means::Email,
            note: some(),
        }),
        Matter::Agreement(Agreement {
            content: text(words),
            hours: Some(line("4 uur")),
            notice_term: Some(line("1 maand")),
            delivery: Some(line("thuis")),
            signatures: vec![signature()],
            sent_to: vec![sending()],
        }),
        Matter::Anamnesis(Narrative { text: text(words) }),
        Matter::Intake(Intake {
            setting: Setting::Home,
            topics: vec![IntakeTopic::WayOfWorking, IntakeTopic::CareQuestion],
            findings: text(words),
        }),
        Matter::ConsultReport(ConsultReport {
            length: Length::Full,
            setting: Setting::Practice,
            report: some(),
            subjective: some(),
            objective: some(),
            assessment: some(),
            plan: some(),
        }),
        Matter::Plan(Plan {
            diagnoses: vec![line("tepelkloven")],
            goals: vec![text(words)],
            actions: text(words),
            evaluation_moments: vec![line("na twee weken")],
            duration: Some(line("zes weken")),
            roles: vec![PlanRole { party: line("kraamzorg"), task: line("wegen") }],
            agreed: Some(Agreed::NotSigned { why: text(words) }),
        }),
        Matter::Advice(Narrative { text: text(words) }),
        weight("3650"),
        Matter::Consent(Consent {
            scope: ConsentScope::Sharing,
            decision: ConsentDecision::Given,
            by: Signatory::Client,
            name: Some(line("Zoë")),
            form: ConsentForm::Digital,
            concerning: text(words),
            recipients: vec![line("huisarts")],
            until: Some(day("2027-01-01")),
        }),
        Matter::RiskAndMeasures(RiskAndMeasures {
            risk: text(words),
            measures: vec![text(words)],
            participants: vec![line("partner")],
            network: some(),
            review_on: Some(day("2026-09-01")),
        }),
        Matter::CareNotGiven(CareNotGiven {
            care: text(words),
            why: text(words),
            decided_by: NotGivenBy::Client,
            follow_up: some(),
        }),
        Matter::FailedContact(FailedContact {
            way: FailedWay::NoShow,
            setting: Setting::Home,
            follow_up: some(),
        }),
        Matter::Letter(Letter {
            direction: Direction::Sent,
            correspondent: Correspondent::GeneralPractitioner,
            name: line("dr. Ploeg"),
            subject: line("Verslag"),
            means: Means::Email,
            text: some(),
        }),
        Matter::Evaluation(Evaluation {
            occasion: Occasion::Yearly,
            participants: vec![line("cliënt")],
            findings: text(words),
            adjusted_goals: vec![text(words)],
            agreed: Some(Agreed::Signed(vec![signature()])),
            shared_with: vec![sending()],
        }),
        Matter::Handover(Handover {
            from: line("kraamzorg"),
            to: line("praktijk"),
            means: HandoverMeans::Spoken,
            client_present: false,
            why_absent: some(),
            summary: text(words),
        }),
        Matter::Ending(Ending {
            reason: EndingReason::GoalsReached,
            summary: some(),
            continuity: some(),
            reported_to: vec![sending()],
        }),
        Matter::IncidentNote(IncidentNote {
            nature: text(words),
            cause: text(words),
            took_place: Happened::On(day("2026-05-01")),
            involved: vec![line("Zoë"), line("Mirthe Lindeboom")],
            told_to: vec![sending()],
            limiting: some(),
        }),
        meldcode(words),
    ]
}

pub fn meldcode(words: &str) -> Matter {
    Matter::MeldcodeStep(MeldcodeStep {
        stage: MeldcodeStage::Decision,
        taken_by: line("Mirthe Lindeboom"),
        facts: Some(text(words)),
        interpretation: Some(text(words)),
        consulted: vec![MeldcodeConsultation {
            with: MeldcodeAdviser::VeiligThuis,
            name: Some(line("Veilig Thuis Fictum")),
            anonymous: true,
            advice: Some(text(words)),
        }],
        talk: Some(MeldcodeTalk::Held { with: vec![line("moeder")], account: text(words) }),
        weighing: Some(MeldcodeWeighing {
            suspicion: Some(true),
            unsafety: Some(false),
            help_possible: Some(true),
            help_accepted: Some(false),
            help_works: None,
            grounds: Some(text(words)),
        }),
        decision: Some(MeldcodeDecision::ReportedWithHelp),
        report_number: Some(line("VT-2026-8")),
        follow_up: Some(text(words)),
    })
}

pub fn weight(grams: &str) -> Matter {
    Matter::Measurement(Measurement {
        quantity: Quantity::BodyWeight,
        named: None,
        value: Decimal::try_from(grams).unwrap(),
        unit: line("g"),
        device: Some(Device {
            name: line("babyweegschaal"),
            serial: Some(line("BW-4")),
            calibrated_on: Some(day("2026-01-10")),
        }),
        note: Some(text("bloot gewogen")),
    })
}

pub fn advice(words: &str) -> Content {
    Content::Fields(Matter::Advice(Narrative { text: text(words) }))
}

pub fn consent(decision: ConsentDecision) -> Content {
    Content::Fields(Matter::Consent(Consent {
        scope: ConsentScope::Images,
        decision,
        by: Signatory::Client,
        name: None,
        form: ConsentForm::Oral,
        concerning: text("foto's van de aanleghouding"),
        recipients: vec![],
        until: None,
    }))
}

pub fn file(number: u8, entry: Option<EntryId>) -> Attachment {
    Attachment {
        id: attachment_id(number),
        entry,
        name: line("houding.jpg"),
        media_type: MediaType::Jpeg,
        size_bytes: 70_000,
        blake3: FileHash::try_from("ab".repeat(32)).unwrap(),
        first_part: 4,
        parts: 2,
    }
}

pub fn correction_on(date: &str) -> Correction {
    let provenance = Provenance { informant: Informant::Client, ..on(date) };
    Correction { reason: text("verkeerde borst genoteerd"), proof: None, provenance }
}

pub fn withdrawal_on(date: &str) -> Withdrawal {
    Withdrawal { reason: WithdrawalReason::WrongClient, explanation: None, provenance: on(date) }
}

pub fn described(from: &str, name: &str) -> Described {
    Described {
        from: day(from),
        learned: Moment::On(day("2026-01-01")),
        author: practitioner("Mirthe Lindeboom"),
        details: Details {
            name: line(name),
            address: address(),
            telephone: Some("050-0000001".try_into().unwrap()),
            email: Some("post@praktijk.example".try_into().unwrap()),
            website: Some(line("https://praktijk.example")),
            kvk: "12345678".try_into().unwrap(),
            branch: Some("000012345678".try_into().unwrap()),
            agb: Some("12345678".try_into().unwrap()),
            professional_numbers: vec![ProfessionalNumber {
                holder: line("Mirthe Lindeboom"),
                kind: NumberKind::Big,
                number: line("12345678901"),
            }],
            dispute_body: Some(contact_point("Geschillenloket Zorg")),
            complaints_officer: Some(contact_point("Ids Wending")),
            supervisors: vec![Supervisor {
                municipality: line("Fictum"),
                contact: contact_point("Toezicht Wmo Fictum"),
            }],
        },
    }
}
