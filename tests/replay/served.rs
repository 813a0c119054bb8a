//! A ledger behind a server in this process, and replays asked of it.

use griffie::access::Token;
use griffie::chain::StreamId;
use griffie::cli::connect::{Connection, ServerFile};
use griffie::grpc::hosted::Hosted;
use griffie::grpc::pb;
use griffie::grpc::pb::replay_response::Message;
use griffie::grpc::pb::replay_selection::Selection;
use griffie::grpc::serve::serve;
use tonic::{Code, Status, Streaming};
use tonic_types::StatusExt;

use crate::register_given::Given;

/// A ledger at work behind a server.
pub struct Served {
    pub given: Given,
    pub connection: Connection,
}

pub fn served(given: Given) -> Served {
    let token = Token::from_random([0x55; 32]);
    let hosted = Hosted::new(given.register.clone(), Some(&token)).unwrap();
    let connection = given.wait(async {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let connections = tokio_stream::wrappers::TcpListenerStream::new(listener);
        tokio::spawn(serve(vec![hosted.into()], connections, std::future::pending()));
        let (token, pid) = (token.reveal().to_string(), std::process::id());
        let found = ServerFile { address, authority: None, token: token.clone(), pid };
        Connection::at(&found, &token).await.unwrap_or_else(|it| panic!("{}", it.message()))
    });
    Served { given, connection }
}

/// Why a call is made, in a role.
#[expect(clippy::unnecessary_wraps, reason = "as the messages want it")]
pub fn access(role: pb::Role, purpose: pb::Purpose) -> Option<pb::AccessContext> {
    Some(pb::AccessContext {
        purpose: purpose.into(),
        ground: pb::AccessGround::LegalDuty.into(),
        on_behalf_of: pb::OnBehalfOf::Practice.into(),
        role: role.into(),
    })
}

/// A question for the whole course of something, in a role, to review the quality of one's work.
pub fn of(selection: Selection, role: pb::Role) -> pb::ReplayRequest {
    pb::ReplayRequest {
        access_context: access(role, pb::Purpose::QualityReview),
        selection: Some(pb::ReplaySelection { selection: Some(selection) }),
        ..pb::ReplayRequest::default()
    }
}

pub fn of_dossier(dossier: StreamId) -> pb::ReplayRequest {
    of(Selection::DossierId(dossier.to_string()), pb::Role::Owner)
}

impl Served {
    /// A replay that has begun.
    pub fn begins(
        &self,
        request: pb::ReplayRequest,
    ) -> Result<Streaming<pb::ReplayResponse>, Status> {
        let mut client = self.connection.replay();
        self.given.wait(client.replay(request)).map(tonic::Response::into_inner)
    }

    /// Its next message.
    pub fn next(
        &self,
        told: &mut Streaming<pb::ReplayResponse>,
    ) -> Result<Option<Message>, Status> {
        let next = self.given.wait(told.message())?;
        Ok(next.and_then(|it| it.message))
    }

    /// Every step.
    pub fn plays(&self, request: pb::ReplayRequest) -> Result<Vec<pb::ReplayStep>, Status> {
        let mut told = self.begins(request)?;
        let mut steps = Vec::new();
        while let Some(message) = self.next(&mut told)? {
            if let Message::Step(step) = message {
                steps.push(step);
            }
        }
        Ok(steps)
    }

    /// Code and reason with which a replay is refused.
    #[track_caller]
    pub fn refuses(&self, request: pb::ReplayRequest) -> (Code, String) {
        refusal(&self.plays(request).unwrap_err())
    }
}

pub fn refusal(status: &Status) -> (Code, String) {
    let details = status.get_error_details();
    (status.code(), details.error_info().unwrap().reason.clone())
}
