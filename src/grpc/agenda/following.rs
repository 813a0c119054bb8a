//! Following the agenda: the running duties, then each duty that changes. A follower is woken by every record and told only of what
//! its role may see: of the rest not even that something happened.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use crate::access::Role;
use crate::projection::agenda::Agenda;
use crate::register::subscribe::{Filter, Message};

use super::{folding, looking, may_see, running};
use crate::grpc::case;
use crate::grpc::convert::{self, AsOf};
use crate::grpc::hosted::Hosted;
use crate::grpc::pb;

/// Messages a slow follower may be behind before its stream waits.
const BEHIND_MAX: usize = 16;

type Told = Result<pb::FollowAgendaResponse, Status>;

/// A stream that follows until the follower leaves or the register stops.
pub fn follow(hosted: Arc<Hosted>, role: Role, explain: bool) -> ReceiverStream<Told> {
    let (sender, receiver) = mpsc::channel(BEHIND_MAX);
    tokio::spawn(async move {
        let follower = Follower { hosted, role, explain, next: 0, sender };
        follower.run().await;
    });
    ReceiverStream::new(receiver)
}

struct Follower {
    hosted: Arc<Hosted>,
    role: Role,
    explain: bool,
    /// Every record below this position was told of.
    next: u64,
    sender: mpsc::Sender<Told>,
}

impl Follower {
    async fn run(mut self) {
        if !self.tell(true).await {
            return;
        }
        let caught_up = pb::follow_agenda_response::Message::CaughtUp(pb::AgendaCaughtUp {});
        if !self.send(Ok(caught_up)).await {
            return;
        }
        let (messages, mut woken) = mpsc::channel(BEHIND_MAX);
        let register = self.hosted.register.clone();
        tokio::spawn(register.follow(self.next, Filter::default(), messages));
        loop {
            let message = tokio::select! {
                message = woken.recv() => message,
                () = self.sender.closed() => return,
            };
            let going_on = match message {
                None => false,
                Some(Message::Failed(failure)) => {
                    self.send(Err(failure.into())).await;
                    false
                }
                Some(Message::Record(_) | Message::CaughtUp { .. }) => true,
                Some(Message::PositionMark { next }) => next <= self.next || self.tell(false).await,
            };
            if !going_on {
                return;
            }
        }
    }

    /// Tells of the running duties, or of those that changed since. `false` when there is nobody left to tell, or nothing to read.
    async fn tell(&mut self, first: bool) -> bool {
        let (role, explain, from) = (self.role, self.explain, self.next);
        let told = looking(&self.hosted, move |hosted| {
            folding::with_agenda(hosted, None, |agenda| {
                let items = items(hosted, agenda, role, explain, (!first).then_some(from));
                (agenda.next(), items)
            })
        });
        match told.await {
            Ok((size, items)) => {
                self.next = size;
                for item in items {
                    let message = pb::follow_agenda_response::Message::Item(item);
                    if !self.send(Ok(message)).await {
                        return false;
                    }
                }
                true
            }
            Err(failure) => {
                self.send(Err(failure)).await;
                false
            }
        }
    }

    async fn send(&self, said: Result<pb::follow_agenda_response::Message, Status>) -> bool {
        let response = said.map(|message| pb::FollowAgendaResponse { message: Some(message) });
        self.sender.send(response).await.is_ok()
    }
}

/// The running duties, or those that changed from a position on.
fn items(
    hosted: &Hosted,
    agenda: &Agenda,
    role: Role,
    explain: bool,
    changed_from: Option<u64>,
) -> Vec<pb::AgendaItem> {
    let now = case::now(&hosted.register, AsOf::Now);
    let ledger = hosted.register.ledger();
    let show = |duty| convert::agenda::item(ledger, &duty, now, explain);
    match changed_from {
        None => {
            agenda.list(&running(), now, |register| may_see(role, register)).map(show).collect()
        }
        Some(from) => {
            let changed = agenda.changed_since(from);
            changed.filter(|duty| may_see(role, duty.case.register)).map(show).collect()
        }
    }
}
