//! A replay on its way out. What is destroyed while it plays ends it at once, however slow its reader is.

use tokio::sync::{mpsc, watch};
use tokio_stream::wrappers::ReceiverStream;
use tonic::Status;

use super::asked::Asked;
use crate::chain::StreamId;
use crate::grpc::{convert, pb, status};
use crate::register::Register;
use crate::replay::{Replay, Window};

/// Messages that wait for a slow reader: few, since they have left the hand that could take them back.
const BEHIND_MAX: usize = 1;

type Told = Result<pb::ReplayResponse, Status>;

/// Plays what was asked for, after the step of a position, perhaps up to the next decision.
pub fn play(
    register: Register,
    destroying: watch::Receiver<u64>,
    asked: Asked,
    after: Option<u64>,
    next_decision: bool,
) -> Result<ReceiverStream<Told>, Status> {
    let replay = Replay::new(&asked.records, asked.time);
    if after.is_some_and(|after| !replay.has_step(after)) {
        return Err(status::not_found("NO_SUCH_POSITION"));
    }
    let (sender, receiver) = mpsc::channel(BEHIND_MAX);
    let (stream, decisions) = (asked.stream, asked.decisions);
    tokio::spawn(async move {
        let stage = Stage { register, destroying, stream, decisions, sender };
        stage.run(asked, after, next_decision).await;
    });
    Ok(ReceiverStream::new(receiver))
}

/// How many decisions to destroy touch a stream.
pub fn decisions_on(register: &Register, stream: StreamId) -> usize {
    register.with_destructions(|state| {
        state.decisions().values().filter(|it| it.touched.contains(&stream)).count()
    })
}

struct Stage {
    register: Register,
    destroying: watch::Receiver<u64>,
    stream: StreamId,
    decisions: usize,
    sender: mpsc::Sender<Told>,
}

/// Why a replay ends early.
enum Cut {
    /// Nobody listens any more.
    Left,
    /// Something of it is going.
    Destroyed,
}

impl Stage {
    async fn run(mut self, asked: Asked, after: Option<u64>, next_decision: bool) {
        // What was read is let go of before anybody is told why.
        let played = self.steps(asked, after, next_decision).await;
        if let Err(Cut::Destroyed) = played {
            let whole = self.register.with_destructions(|state| state.whole(self.stream));
            let said = match whole {
                Some(_) => status::precondition("DESTROYED", "it was destroyed"),
                None => status::destroyed_since(),
            };
            let _ = self.sender.send(Err(said)).await; // The reader may have left.
        }
    }

    async fn steps(
        &mut self,
        asked: Asked,
        after: Option<u64>,
        next_decision: bool,
    ) -> Result<(), Cut> {
        use pb::replay_response::Message;
        let as_of_position = asked.below.saturating_sub(1);
        self.send(Message::Begun(pb::ReplayBegun { as_of_position })).await?;
        let [from, until] = asked.moments;
        let replay = Replay::new(&asked.records, asked.time);
        let mut told = 0;
        for step in replay.steps_after(after, Window { from, until }) {
            self.send(Message::Step(convert::replay::step(&step))).await?;
            told += 1;
            if next_decision && step.decision {
                let ended = pb::ReplayEnded {
                    steps: told,
                    standing: step.then.standing.to_owned(),
                    clocks: convert::replay::clocks(&step.then.clocks),
                };
                return self.send(Message::Ended(ended)).await;
            }
        }
        let then = replay.then(until, asked.end);
        let ended = pb::ReplayEnded {
            steps: told,
            standing: then.standing.to_owned(),
            clocks: convert::replay::clocks(&then.clocks),
        };
        self.send(Message::Ended(ended)).await
    }

    /// Sends a message, unless something of the matter is going.
    async fn send(&mut self, message: pb::replay_response::Message) -> Result<(), Cut> {
        loop {
            if decisions_on(&self.register, self.stream) != self.decisions {
                return Err(Cut::Destroyed);
            }
            tokio::select! {
                biased;
                changed = self.destroying.changed() => if changed.is_err() { return Err(Cut::Left) },
                permit = self.sender.reserve() => {
                    let permit = permit.map_err(|_| Cut::Left)?;
                    permit.send(Ok(pb::ReplayResponse { message: Some(message) }));
                    return Ok(());
                }
            }
        }
    }
}
