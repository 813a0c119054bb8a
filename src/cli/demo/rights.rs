//! A client uses their rights: everything that can be asked is asked, decided, done and answered; they carry away a copy that a
//! stranger verifies, are told who looked, and the practice sees what may go in twenty years and not before.

use std::path::Path;

use griffie_audit::{Verdict, check_copy};

use super::super::connect::Connection;
use super::super::failure::{Exit, Failure};
use super::desk::{care, in_role, request_id};
use super::report::Report;
use crate::grpc::pb;
use crate::private_file;
use pb::record_client_request_step_request::Step;
use pb::{RefusalGround, RequestOutcome, RequestedRight};

/// Everything a client can ask in life, and what becomes of it here.
const ASKED: &[(RequestedRight, Option<RefusalGround>)] = &[
    (RequestedRight::Inspection, None),
    (RequestedRight::Copy, None),
    (RequestedRight::Rectification, Some(RefusalGround::NotAWrongFact)),
    (RequestedRight::Statement, None),
    (RequestedRight::Destruction, Some(RefusalGround::InterestOfAnother)),
    (RequestedRight::Restriction, None),
    (RequestedRight::Portability, Some(RefusalGround::OutsideTheRight)),
    (RequestedRight::Objection, Some(RefusalGround::OutsideTheRight)),
    (RequestedRight::AccessOverview, None),
];

/// The client whose dossier it is, and on which day of the year.
struct Asking<'a> {
    /// The line to the server.
    connection: &'a Connection,
    /// The dossier.
    dossier: String,
    /// The day, YYYY-MM-DD.
    on: String,
    author: pb::Practitioner,
}

fn for_the_client() -> pb::AccessContext {
    pb::AccessContext { purpose: pb::Purpose::ClientRequest.into(), ..care() }
}

impl<'a> Asking<'a> {
    /// Begins on a day.
    async fn on(
        connection: &'a Connection,
        dossier: String,
        on: String,
    ) -> Result<Asking<'a>, Failure> {
        let status = connection.ledger().get_status(pb::GetStatusRequest {}).await?.into_inner();
        let name = "Mirthe Lindeboom".to_owned();
        let author = pb::Practitioner { actor_id: status.actor_id, name };
        Ok(Asking { connection, dossier, on, author })
    }

    fn provenance(&self) -> pb::Provenance {
        let happened = pb::happened::Happened::On(self.on.clone());
        let learned = pb::moment::Moment::On(self.on.clone());
        pb::Provenance {
            happened: Some(pb::Happened { happened: Some(happened) }),
            learned: Some(pb::Moment { moment: Some(learned) }),
            author: Some(self.author.clone()),
            informant: Some(pb::Informant {
                kind: pb::InformantKind::Client.into(),
                name: String::new(),
            }),
            ..pb::Provenance::default()
        }
    }

    async fn step(&self, request: &str, step: Step) -> Result<(), Failure> {
        let request = pb::RecordClientRequestStepRequest {
            request_id: request_id(),
            access_context: Some(for_the_client()),
            client_request_id: request.to_owned(),
            provenance: Some(self.provenance()),
            step: Some(step),
            ..pb::RecordClientRequestStepRequest::default()
        };
        self.connection.client_request().record_client_request_step(request).await?;
        Ok(())
    }

    /// One request for everything: identity checked, each thing decided, answered, done, closed.
    async fn everything(&self) -> Result<String, Failure> {
        let items = ASKED
            .iter()
            .map(|(right, _)| pb::RequestedItem { right: (*right).into(), scope: None })
            .collect();
        let requester = pb::Requester {
            name: "de cliënt zelf".to_owned(),
            capacity: Some(pb::requester::Capacity::Client(pb::AsClient {})),
        };
        let receive = pb::ReceiveClientRequestRequest {
            request_id: request_id(),
            access_context: Some(for_the_client()),
            provenance: Some(self.provenance()),
            dossier_id: self.dossier.clone(),
            channel: pb::RequestChannel::Letter.into(),
            requesters: vec![requester],
            items,
            ..pb::ReceiveClientRequestRequest::default()
        };
        let received = self.connection.client_request().receive_client_request(receive).await?;
        let id = received.into_inner().client_request_id;
        let method = || "gezien bij het consult".to_owned();
        self.step(&id, Step::AskIdentity(pb::AskIdentity { method: method() })).await?;
        let checked = pb::CheckIdentity { method: method(), established: true };
        self.step(&id, Step::CheckIdentity(checked)).await?;
        for (item, (_, refused)) in (0..).zip(ASKED) {
            let outcome = refused.map_or(RequestOutcome::Granted, |_| RequestOutcome::Refused);
            let decided = pb::DecideItem {
                item,
                outcome: outcome.into(),
                grounds: refused.iter().map(|ground| (*ground).into()).collect(),
                withheld: None,
                explanation: refused.map_or(String::new(), |_| "Zie de brief.".to_owned()),
            };
            self.step(&id, Step::Decide(decided)).await?;
        }
        self.leave_in_the_dossier().await?;
        let means = pb::AnswerMeans::HandedOver.into();
        let answer = pb::AnswerClientRequest { means, received: None };
        self.step(&id, Step::Answer(answer)).await?;
        for (item, _) in (0..).zip(ASKED).filter(|(_, (_, refused))| refused.is_none()) {
            self.step(&id, Step::Fulfil(pb::FulfilItem { item, position: None })).await?;
        }
        self.step(&id, Step::Close(pb::CloseClientRequest::default())).await?;
        let show = pb::GetClientRequestRequest {
            access_context: Some(for_the_client()),
            client_request_id: id,
            as_of: None,
        };
        let shown = self.connection.client_request().get_client_request(show).await?.into_inner();
        let late = [pb::ClockStatus::Missed, pb::ClockStatus::Overdue];
        if shown.clocks.iter().any(|clock| late.contains(&clock.status())) {
            return Err(Failure::new(Exit::Failed, "a term of the request was missed"));
        }
        let refused = ASKED.iter().filter(|(_, refused)| refused.is_some()).count();
        Ok(format!(
            "{} things asked of one dossier, {refused} refused on a ground of the table, the others done; {} terms, none missed",
            ASKED.len(),
            shown.clocks.len()
        ))
    }

    /// The statement, the restriction for as long as it was disputed, and to whom data went.
    async fn leave_in_the_dossier(&self) -> Result<(), Failure> {
        let mut rights = self.connection.client_rights();
        let restrict = pb::RestrictDossierRequest {
            request_id: request_id(),
            access_context: Some(for_the_client()),
            dossier_id: self.dossier.clone(),
            ground: pb::RestrictionGround::AccuracyDisputed.into(),
            provenance: Some(self.provenance()),
            ..pb::RestrictDossierRequest::default()
        };
        rights.restrict_dossier(restrict).await?;
        let look = pb::GetDossierRequest {
            access_context: Some(care()),
            dossier_id: self.dossier.clone(),
            as_of: None,
        };
        if self.connection.dossier().get_dossier(look).await.is_ok() {
            return Err(Failure::new(Exit::Failed, "a restricted dossier was read for care"));
        }
        let statement = pb::AddClientStatementRequest {
            request_id: request_id(),
            access_context: Some(for_the_client()),
            dossier_id: self.dossier.clone(),
            text: "Zo heb ik het niet beleefd.".to_owned(),
            received_on: self.on.clone(),
            provenance: Some(self.provenance()),
            ..pb::AddClientStatementRequest::default()
        };
        rights.add_client_statement(statement).await?;
        let lift = pb::LiftRestrictionRequest {
            request_id: request_id(),
            access_context: Some(for_the_client()),
            dossier_id: self.dossier.clone(),
            told_on: self.on.clone(),
            reason: "De juistheid is nagegaan.".to_owned(),
            provenance: Some(self.provenance()),
            ..pb::LiftRestrictionRequest::default()
        };
        rights.lift_restriction(lift).await?;
        Ok(())
    }

    /// The copy: handed out, verified by a stranger, and broken after one letter was changed.
    async fn copy(&self, folder: &Path, key: &str) -> Result<String, Failure> {
        let request = pb::MakeCopyRequest {
            access_context: Some(for_the_client()),
            dossier_id: self.dossier.clone(),
            ..pb::MakeCopyRequest::default()
        };
        let mut pieces = self.connection.client_rights().make_copy(request).await?.into_inner();
        let (mut page, mut json) = (Vec::new(), Vec::new());
        while let Some(piece) = pieces.message().await? {
            let file = if Path::new(&piece.path).extension().is_some_and(|it| it == "html") {
                &mut page
            } else {
                &mut json
            };
            file.extend(piece.content);
        }
        let (shown, changed) = (folder.join("copy.html"), folder.join("copy-changed.html"));
        private_file::write(&shown, &page)?;
        let not_json = || Failure::new(Exit::Failed, "the copy is not JSON");
        let mut copy: serde_json::Value = serde_json::from_slice(&json).map_err(|_| not_json())?;
        let records = copy.get_mut("records").and_then(serde_json::Value::as_array_mut);
        let records = records.filter(|records| records.len() > 1).ok_or_else(not_json)?;
        let count = records.len();
        records.remove(1);
        private_file::write(&changed, copy.to_string().as_bytes())?;
        let key = key.parse().map_err(|_| Failure::new(Exit::Failed, "the key is not one"))?;
        let unreadable = |error| Failure::because("a copy cannot be read", &error);
        let verdict = check_copy(&shown, Some(&key)).map_err(unreadable)?.verdict;
        let without = check_copy(&changed, Some(&key)).map_err(unreadable)?.verdict;
        std::fs::remove_file(&changed)?;
        if (verdict, without) == (Verdict::Sound, Verdict::Broken) {
            return Ok(format!(
                "{count} records in {}, verified by a stranger; with one left out: {without:?}",
                shown.display()
            ));
        }
        Err(Failure::new(Exit::ChainBroken, format!("{verdict:?}, with one left out {without:?}")))
    }

    /// Who looked at the dossier.
    async fn who_looked(&self) -> Result<String, Failure> {
        let request = pb::GetAccessOverviewRequest {
            access_context: Some(for_the_client()),
            stream_id: self.dossier.clone(),
            page_size: 200,
            ..pb::GetAccessOverviewRequest::default()
        };
        let found = self.connection.access_log().get_access_overview(request).await?.into_inner();
        let exported =
            found.lines.iter().filter(|it| it.action() == pb::AccessAction::Export).count();
        if exported != 1 {
            return Err(Failure::new(Exit::Failed, "the copy is not in the log once"));
        }
        Ok(format!("{} looks at the dossier on record, one of them the copy", found.lines.len()))
    }
}

/// Everything a client can ask, of the dossier and on the day named first; the copy goes to a folder and is judged with a key.
pub async fn used(
    connection: &Connection,
    (dossier, on): (String, String),
    (folder, key): (&Path, &str),
    report: &mut Report,
) -> Result<(), Failure> {
    let asking = Asking::on(connection, dossier, on).await?;
    report.note("a client uses every right", asking.everything().await)?;
    report.note("a copy for the client", asking.copy(folder, key).await)?;
    let _ = report.note("who looked", asking.who_looked().await);
    let _ = report.note("what may go, and when", retention(connection).await);
    Ok(())
}

/// What may go now, and in twenty-one years.
async fn retention(connection: &Connection) -> Result<String, Failure> {
    let due = async |on: &str| {
        let request = pb::ListRetentionRequest {
            access_context: Some(in_role(pb::Role::Owner)),
            on: on.to_owned(),
            due_only: true,
            page_size: 200,
            page_token: String::new(),
        };
        let found = connection.retention().list_retention(request).await?.into_inner();
        let dossiers = found.items.iter().filter(|it| it.class == "medical_dossier").count();
        Ok::<usize, Failure>(dossiers)
    };
    let (now, later) = (due("").await?, due("2047-12-31").await?);
    if now == 0 && later > 0 {
        return Ok(format!("no dossier may go now; {later} of them may by the end of 2047"));
    }
    Err(Failure::new(Exit::Failed, format!("{now} dossiers may go now, {later} later")))
}
