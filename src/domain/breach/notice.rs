//! What passes between the practice and the authority (AVG 33), or the reasoned decision not to notify it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::report::Count;
use crate::domain::contact::ContactPoint;
use crate::domain::provenance::Happened;
use crate::domain::text::{Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// Which notification it is; the authority may be told in phases (AVG 33(4)).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// The first one, with what is known by then.
    First,
    /// A supplement.
    FollowUp,
    /// It is taken back.
    Withdrawal,
}

/// By which means somebody was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Means {
    /// A form on a website.
    Form,
    /// By telephone.
    Telephone,
    /// By e-mail.
    Email,
    /// By post.
    Post,
    /// Face to face.
    InPerson,
    /// A message in an application or portal.
    DigitalMessage,
    /// A public announcement.
    Publication,
}

/// What the authority was told of AVG 33(3). What is not known yet follows in a later phase.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The nature of the breach (33(3)(a)).
    pub nature: Option<Text>,
    /// The categories of data.
    pub data: Vec<Line>,
    /// The categories of persons.
    pub groups: Vec<Line>,
    /// About how many persons.
    pub persons: Option<Count>,
    /// About how many records.
    pub records: Option<Count>,
    /// Where more can be learned (33(3)(b)).
    pub contact: Option<ContactPoint>,
    /// The likely consequences (33(3)(c)).
    pub consequences: Option<Text>,
    /// The measures taken or proposed, those to limit the harm included (33(3)(d)).
    pub measures: Option<Text>,
}

/// A notification to the authority. It was sent when its fact happened.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityNotice {
    /// Which one.
    pub phase: Phase,
    /// By which means.
    pub means: Means,
    /// What it told.
    pub content: Option<Content>,
    /// What is new in it, or why it is taken back.
    pub explanation: Option<Text>,
    /// The authority's number, where it was given at once.
    pub reference: Option<Line>,
    /// Why the first one came after 72 hours (AVG 33(1)).
    pub delay_reasons: Option<Text>,
}

impl AuthorityNotice {
    /// Notes what cannot be. `due` is the end of the 72 hours, if they run or ran.
    pub fn check(
        &self,
        happened: Happened,
        due: Option<DateTime<Utc>>,
        path: &FieldPath,
        violations: &mut Violations,
    ) {
        let notice = path.join("authority_notice");
        let sent = match happened {
            Happened::At(sent) => Some(sent),
            Happened::On(_) | Happened::During { .. } => {
                violations.add(path.join("provenance.happened"), Reason::NoticeMomentMissing);
                None
            }
        };
        let content = notice.join("content");
        match (self.phase, &self.content) {
            (Phase::First, None) => violations.add(content, Reason::NoticeContentMissing),
            (Phase::First, Some(told)) => {
                if told.nature.is_none() {
                    violations.add(content.join("nature"), Reason::NoticeContentMissing);
                }
                if told.contact.is_none() {
                    violations.add(content.join("contact"), Reason::NoticeContentMissing);
                }
            }
            (Phase::FollowUp, None) | (Phase::Withdrawal, _) if self.explanation.is_none() => {
                violations.add(notice.join("explanation"), Reason::Missing);
            }
            _ => {}
        }
        let late = sent.zip(due).is_some_and(|(sent, due)| sent > due);
        if self.phase == Phase::First && late && self.delay_reasons.is_none() {
            violations.add(notice.join("delay_reasons"), Reason::DelayReasonsMissing);
        }
    }
}

/// What the authority did with a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// It confirmed receipt.
    Confirmation,
    /// It asked something, or came to verify where the notification comes from.
    Question,
    /// Something else, told in the text.
    Other,
}

/// The authority answered.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorityAnswer {
    /// What it did.
    pub response: Response,
    /// The number under which it knows the notification.
    pub reference: Option<Line>,
    /// What it said.
    pub text: Option<Text>,
}

/// The decision not to notify the authority (AVG 33(1): a risk is unlikely), for the register of 33(5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoNotice {
    /// Who decided.
    pub by: Line,
    /// Why a risk is unlikely.
    pub reasons: Text,
}
