//! The vocabulary: given clocks and letters, when this is asked, then that. Invented people only.

use chrono::{DateTime, NaiveDate, Utc};
use griffie::domain::Context;
use griffie::domain::clock::{Clocks, Event as ClockEvent, Form, Plan, When};
use griffie::domain::contact::{Address, ContactPoint};
use griffie::domain::id::{ActorId, LetterId};
use griffie::domain::letter::*;
use griffie::domain::practice::Details;
use griffie::domain::provenance::{Happened, Informant, Moment, Practitioner, Provenance};
use griffie::domain::text::{Line, Text};
use griffie::law::{Book, RuleId};

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

pub fn letter_id(number: u8) -> LetterId {
    LetterId::from_bytes([number; 16]).unwrap()
}

pub fn practitioner(name: &str) -> Practitioner {
    Practitioner { actor: ActorId::from_bytes([7; 16]).unwrap(), name: line(name) }
}

/// Drafted, or told, on one day by the practitioner herself.
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

fn contact_point(name: &str, telephone: &str) -> ContactPoint {
    ContactPoint {
        name: line(name),
        organisation: None,
        telephone: Some(telephone.try_into().unwrap()),
        email: None,
        website: None,
        agb: None,
    }
}

pub fn practice() -> Details {
    Details {
        name: line("Praktijk Zilvermeeuw"),
        address: Address {
            street: line("Wilgenpad"),
            house_number: line("12"),
            addition: Some(line("b")),
            postcode: line("9999 XY"),
            city: line("Fictum"),
            country: "NL".try_into().unwrap(),
        },
        telephone: Some("050-0000001".try_into().unwrap()),
        email: Some("post@zilvermeeuw.example".try_into().unwrap()),
        website: None,
        kvk: "12345678".try_into().unwrap(),
        branch: None,
        agb: None,
        professional_numbers: vec![],
        dispute_body: Some(contact_point("Geschillenloket Verzonnen", "050-0000003")),
        complaints_officer: Some(contact_point("Ids Wending", "050-0000002")),
        supervisors: vec![],
    }
}

/// Clocks as commands on a case would start them.
pub fn clocks(change: impl FnOnce(&mut Plan)) -> Clocks {
    let mut plan = Plan::new(Book::CURRENT, &Clocks::default());
    change(&mut plan);
    plan.clocks().clone()
}

/// A written complaint about treatment, received on Tuesday 3 March 2026.
pub fn complaint() -> Clocks {
    complaint_received("2026-03-03")
}

pub fn complaint_received(date: &str) -> Clocks {
    clocks(|plan| {
        let start = When::Day(day(date));
        plan.start(RuleId::WkkgzJudgement, start).unwrap();
        plan.start(RuleId::HandbookComplaint5Wd, start).unwrap();
    })
}

/// Changes to clocks that run already.
pub fn then(clocks: &Clocks, change: impl FnOnce(&mut Plan)) -> Clocks {
    let mut plan = Plan::new(Book::CURRENT, clocks);
    change(&mut plan);
    let mut clocks = clocks.clone();
    for event in plan.into_events() {
        let event: ClockEvent = event;
        clocks.evolve(&event);
    }
    clocks
}

pub fn extended(clocks: &Clocks) -> Clocks {
    then(clocks, |plan| plan.extend(RuleId::WkkgzJudgement, day("2026-04-10")).unwrap())
}

pub fn agreed(clocks: &Clocks, until: &str) -> Clocks {
    let until = When::Day(day(until));
    let consent = |plan: &mut Plan| {
        plan.agree(RuleId::WkkgzJudgement, Form::Consent, until).unwrap();
    };
    then(clocks, consent)
}

/// A breach that was known on 5 March and judged to be of high risk on 6 March 2026.
pub fn breach() -> Clocks {
    clocks(|plan| {
        plan.start(RuleId::AvgBreachAp, When::At(instant("2026-03-05T09:30:00Z"))).unwrap();
        plan.start(RuleId::AvgBreachSubject, When::At(instant("2026-03-06T08:00:00Z"))).unwrap();
    })
}

/// An incident that was discovered on 9 March 2026.
pub fn incident() -> Clocks {
    clocks(|plan| {
        let found = When::At(instant("2026-03-09T14:00:00Z"));
        plan.start(RuleId::WkkgzIncidentClient, found).unwrap();
    })
}

pub fn values(pairs: &[(&str, &str)]) -> Vec<Given> {
    let given =
        pairs.iter().map(|(name, value)| Given { name: (*name).to_owned(), value: text(value) });
    given.collect()
}

pub fn draft(kind: LetterKind, language: Language, pairs: &[(&str, &str)]) -> Draft {
    Draft {
        letter: letter_id(1),
        kind,
        language,
        template: TemplateChoice::BuiltIn,
        practice: Some(practice()),
        values: values(pairs),
        provenance: on("2026-03-10"),
    }
}

pub fn own(text_of_it: &str) -> TemplateChoice {
    TemplateChoice::Own { position: 7, text: text(text_of_it) }
}

pub fn receipt_values() -> [(&'static str, &'static str); 2] {
    [("complainant", "mevrouw Zonnedauw"), ("subject", "het nakomen van een afspraak.")]
}

pub fn sent(number: u8, date: &str) -> Sent {
    Sent {
        letter: letter_id(number),
        to: Capacity::Client,
        means: Means::Post,
        sent_on: day(date),
        received_on: None,
        provenance: on(date),
    }
}

/// A case with its clocks and its letters; nothing if the register has no such case.
pub struct Desk {
    case: Option<Vec<(&'static str, Value)>>,
    clocks: Clocks,
    letters: Letters,
}

pub fn no_case() -> Desk {
    Desk { case: None, clocks: Clocks::default(), letters: Letters::default() }
}

pub fn case_with(clocks: Clocks) -> Desk {
    Desk { case: Some(Vec::new()), clocks, letters: Letters::default() }
}

pub struct Then(Result<Vec<Event>, Refusal>);

impl Desk {
    pub fn telling(mut self, values: &[(&'static str, Value)]) -> Desk {
        self.case = Some(values.to_vec());
        self
    }

    pub fn and(mut self, fact: Fact) -> Desk {
        self.letters.evolve(&Event { register: Register::Complaint, fact });
        self
    }

    pub fn letters(&self) -> &Letters {
        &self.letters
    }

    /// A receipt was drafted as letter 1, dated 10 March 2026.
    pub fn with_a_draft(self) -> Desk {
        let kind = LetterKind::ComplaintReceipt;
        let asked = draft(kind, Language::Dutch, &receipt_values());
        let Event { fact, .. } = case_with(complaint()).drafts(asked).event();
        self.and(fact)
    }

    pub fn when(&self, register: Register, asked: Asked) -> Then {
        let context = Context::at(instant(NOW));
        let command = Command { register, asked };
        Then(decide(self.case.as_deref(), &self.letters, &self.clocks, command, &context))
    }

    pub fn drafts(&self, draft: Draft) -> Then {
        self.when(draft.kind.register(), Asked::Draft(Box::new(draft)))
    }

    pub fn sends(&self, sent: Sent) -> Then {
        self.when(Register::Complaint, Asked::Send(sent))
    }
}

impl Then {
    pub fn event(self) -> Event {
        let mut events = self.0.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        assert_eq!(events.len(), 1);
        events.remove(0)
    }

    #[track_caller]
    pub fn page(self) -> String {
        let Fact::Drafted(drafted) = self.event().fact else { panic!("not a draft") };
        drafted.html.as_str().to_owned()
    }

    #[track_caller]
    pub fn refused(self, reason: &str) {
        assert_eq!(self.0.expect_err("it was accepted").reason(), reason);
    }

    /// Refused for exactly these fields and reasons, each as `field: REASON`, in any order.
    #[track_caller]
    pub fn invalid<const N: usize>(self, expected: [&str; N]) {
        let Err(Refusal::Invalid(violations)) = self.0 else { panic!("{:?}", self.0) };
        let mut found: Vec<String> = violations
            .into_vec()
            .into_iter()
            .map(|violation| format!("{}: {}", violation.field, violation.reason.code()))
            .collect();
        found.sort();
        let mut expected = expected.map(str::to_owned).to_vec();
        expected.sort();
        assert_eq!(found, expected);
    }

    /// The answer in one word, for the table.
    pub fn word(self) -> String {
        match self.0 {
            Ok(events) => events.iter().map(Event::kind).collect::<Vec<_>>().join(", "),
            Err(refusal) => format!("refused: {}", refusal.reason()),
        }
    }
}
