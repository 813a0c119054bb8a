//! A case of each register, begun through the server as any officer would begin it, so that letters have real clocks and something
//! to tell. Everybody in them is invented.

use griffie::domain::breach::assessment::{Assessment, Risk};
use griffie::domain::breach::report as breach;
use griffie::domain::complaint::{
    Capacity, Complainant, Filing, Grievance, Kind as Complains, WrittenForm,
};
use griffie::domain::contact::ContactPoint;
use griffie::domain::dossier::Regime;
use griffie::domain::incident;
use griffie::domain::provenance::{Happened, Moment, Provenance};
use griffie::grpc::pb;
use pb::record_breach_step_request::Step as BreachStep;

use crate::given::{day, instant, line, on, text};
use crate::office::{Office, context, request_id};

/// Received on Tuesday 3 March 2026.
pub const RECEIVED: &str = "2026-03-03";
/// A breach was reported, known and assessed then.
const KNOWN: &str = "2026-03-05T09:30:00Z";

/// Somebody complains in writing about advice and being kept waiting for it.
pub fn filing() -> Filing {
    let complainant =
        Complainant { name: line("Jorinde Veenstra"), capacity: Capacity::Client, reachable: None };
    let grievance = Grievance {
        complainant,
        client: None,
        dossier_id: None,
        regimes: vec![Regime::Wgbo],
        kinds: vec![Complains::Communication, Complains::Advice],
        conduct: text("Het advies kwam te laat."),
        wished: None,
    };
    Filing { grievance, written: WrittenForm::Email, oral_at: None, scheme: None }
}

/// A list went to the wrong address.
pub fn breach_report() -> breach::Report {
    let reporter = breach::Reporter {
        side: breach::Side::External,
        name: line("Wiebe Nergenshuis"),
        reach: None,
    };
    breach::Report {
        role: breach::Role::Controller,
        principal: None,
        reporter,
        phoned_at: None,
        written_at: None,
        occurred: Some(Happened::During { from: day("2026-03-02"), until: day("2026-03-04") }),
        detection: None,
        aspects: vec![breach::Aspect::Confidentiality],
        causes: vec![breach::Cause::HumanFailure],
        nature: text("Een lijst is naar een verkeerd adres gemaild."),
        considerable_risk: breach::Answer::NotKnownYet,
        data: vec![line("naam en adres"), line("gezondheid")],
        persons: None,
        records: None,
        groups: vec![line("cliënten")],
        other_countries: vec![],
        measures: Some(text("Om wissen gevraagd.")),
        consequences: Some(text("Iemand kan de lijst lezen.")),
        contact: ContactPoint {
            name: line("Tjitske Verzonnen"),
            organisation: None,
            telephone: Some("0101234567".try_into().unwrap()),
            email: None,
            website: None,
            agb: None,
        },
        processor: None,
    }
}

/// A high risk is likely.
pub fn high_risk() -> Assessment {
    let contact = ContactPoint { name: line("Hidde Denkbeeld"), ..breach_report().contact };
    Assessment {
        risk: Risk::High,
        reasons: text("Gezien de gegevens en de ontvanger."),
        follow_up: text("Ontvanger gevraagd te wissen."),
        to_authority: None,
        consequences: text("Anderen weten van de zorg."),
        measures: text("De ontvanger heeft de lijst gewist."),
        measures_by_persons: Some(text("Geef niets door aan wie u belt.")),
        way_of_telling: None,
        contact_for_persons: Some(contact),
        internal_handling: None,
        liability: None,
        police: None,
        communication: None,
        other_stakeholders: vec![],
        internal_reporting: None,
        action_owner: line("Tjitske Verzonnen"),
        insured: None,
    }
}

/// A wrong size was given; the client may notice.
pub fn incident_report() -> incident::Report {
    let person = |name, part| incident::Person { name: line(name), part };
    incident::Report {
        kind: incident::IncidentKind::Accident,
        regime: Regime::Wgbo,
        took_place: Happened::On(day("2026-03-01")),
        discovered: Moment::On(day("2026-03-02")),
        place: None,
        persons: vec![
            person("Fenna Verzonnen", incident::IncidentPart::Client),
            person("Mirthe Lindeboom", incident::IncidentPart::Practitioner),
        ],
        nature: text("Een verkeerde maat tepelhoedje gegeven."),
        cause: Some(text("De maten lagen door elkaar.")),
        harm: Some(text("Een geïrriteerde huid.")),
        noticeable: incident::Noticeable::Yes,
        reporter: incident::Reporter {
            name: Some(line("Sterre van Duin")),
            position: incident::ReporterPosition::Witness,
        },
        chain: vec![],
        settlements: vec![],
    }
}

/// Happened and learned at an instant.
fn at(when: &str) -> Provenance {
    let (happened, learned) = (Happened::At(instant(when)), Moment::At(instant(when)));
    Provenance { happened, learned, ..on("2026-03-05") }
}

impl Office {
    /// A complaint, a breach that is known to be of high risk, and an incident; their ids.
    pub async fn cases(&self) -> [String; 3] {
        [self.complaint().await, self.breach().await, self.incident().await]
    }

    async fn complaint(&self) -> String {
        let request = pb::FileComplaintRequest {
            request_id: request_id(),
            access_context: context(pb::Role::ComplaintsOfficer),
            provenance: Some((&on(RECEIVED)).into()),
            filing: Some((&filing()).into()),
            ..Default::default()
        };
        let mut complaints = self.client().await.complaint();
        complaints.file_complaint(request).await.unwrap().into_inner().complaint_id
    }

    async fn breach(&self) -> String {
        let access_context = context(pb::Role::PrivacyOfficer);
        let provenance: Option<pb::Provenance> = Some((&at(KNOWN)).into());
        let request = pb::ReportBreachRequest {
            request_id: request_id(),
            access_context,
            provenance: provenance.clone(),
            report: Some((&breach_report()).into()),
            ..Default::default()
        };
        let mut breaches = self.client().await.breach();
        let breach_id = breaches.report_breach(request).await.unwrap().into_inner().breach_id;
        let aware = pb::BreachBecomeAware {
            by: "Tjitske Verzonnen".to_owned(),
            certain_because: "De ontvanger las het voor.".to_owned(),
        };
        let steps = [BreachStep::BecomeAware(aware), BreachStep::Assessment((&high_risk()).into())];
        for step in steps {
            let request = pb::RecordBreachStepRequest {
                request_id: request_id(),
                access_context,
                breach_id: breach_id.clone(),
                provenance: provenance.clone(),
                step: Some(step),
                ..Default::default()
            };
            breaches.record_breach_step(request).await.unwrap();
        }
        breach_id
    }

    async fn incident(&self) -> String {
        let request = pb::ReportIncidentRequest {
            request_id: request_id(),
            access_context: context(pb::Role::IncidentOfficer),
            validate_only: false,
            provenance: Some((&on("2026-03-02")).into()),
            report: Some((&incident_report()).into()),
        };
        let mut incidents = self.client().await.incident();
        incidents.report_incident(request).await.unwrap().into_inner().incident_id
    }
}
