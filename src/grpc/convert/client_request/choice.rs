//! Enumerations of requests.

use crate::domain::request::{
    AfterDeathGround, Channel, Identity, Outcome, RefusalGround, Right, Standing,
};
use crate::domain::sending::Means;
use crate::grpc::convert::choice::choices;
use crate::grpc::convert::reader::Choice;
use crate::grpc::pb;

type RequestedRight = Right;
type RequestChannel = Channel;
type RequestOutcome = Outcome;
type ClientRequestStanding = Standing;

choices! {
    RequestedRight {
        Inspection, Copy, Rectification, Statement, Destruction, Restriction, Portability,
        Objection, AccessOverview, AccessAfterDeath,
    }
    RequestChannel { Letter, Email, Portal, Telephone, InPerson }
    AfterDeathGround { ConsentInLife, IncidentNotice, WeightyInterest, AuthorityOverChild }
    RequestOutcome { Granted, GrantedInPart, Refused }
    RefusalGround {
        InterestOfAnother, ActOpposes, ChildSafety, PrivacyOfAnother, NotGoodCare, NotAWrongFact,
        NoCaseForRestriction, OutsideTheRight, NoGroundAfterDeath, Veto, NotEntitled,
        IdentityNotEstablished, UnfoundedOrExcessive, NothingThere,
    }
    ClientRequestStanding { Open, Withdrawn, Closed }
}

// The wire has these words with complaints as well, under a name of their own.
impl Choice for AnswerMeansRead {
    fn of(number: i32) -> Option<AnswerMeansRead> {
        match pb::AnswerMeans::try_from(number).ok()? {
            pb::AnswerMeans::Unspecified => None,
            pb::AnswerMeans::Electronic => Some(AnswerMeansRead(Means::Electronic)),
            pb::AnswerMeans::Post => Some(AnswerMeansRead(Means::Post)),
            pb::AnswerMeans::HandedOver => Some(AnswerMeansRead(Means::HandedOver)),
        }
    }
}

/// How an answer was sent, as it is read.
pub(super) struct AnswerMeansRead(pub(super) Means);

/// How it stands with the identity of who asks.
pub(super) fn identity(identity: Identity) -> pb::RequesterIdentity {
    match identity {
        Identity::NotAsked => pb::RequesterIdentity::NotAsked,
        Identity::Asked(_) => pb::RequesterIdentity::Asked,
        Identity::Established => pb::RequesterIdentity::Established,
        Identity::NotEstablished => pb::RequesterIdentity::NotEstablished,
    }
}
