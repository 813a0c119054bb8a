//! The facts of a complaint and every stored version of them. Versions are added, never edited. Kinds say which step it was, never
//! what the complaint is about: anyone may read them in the headers.

use super::dispute::{Dispute, RouteNoted as Route, Ruling};
use super::grievance;
use super::judgement;
use super::step;
use crate::domain::facts::facts;
use crate::domain::told::Told;

facts! {
    "A fact about one complaint.";
    /// Dissatisfaction was voiced.
    DissatisfactionVoiced = DISSATISFACTION_VOICED, "complaint.dissatisfaction_voiced/1";
    /// A written complaint was received.
    Filed = FILED, "complaint.filed/1";
    /// It was talked about.
    ConversationHeld = CONVERSATION_HELD, "complaint.conversation_held/1";
    /// It was taken up.
    TakenUp = TAKEN_UP, "complaint.taken_up/1";
    /// The complaints officer was asked for.
    OfficerAsked = OFFICER_ASKED, "complaint.officer_asked/1";
    /// The complaints officer was in contact about it.
    OfficerContacted = OFFICER_CONTACTED, "complaint.officer_contacted/1";
    /// The complaints officer's work ended.
    OfficerConcluded = OFFICER_CONCLUDED, "complaint.officer_concluded/1";
    /// The complainant was told how it stands.
    ProgressTold = PROGRESS_TOLD, "complaint.progress_told/1";
    /// The term was lengthened.
    Extended = EXTENDED, "complaint.extended/1";
    /// The client agreed to a later end.
    ExtensionAgreed = EXTENSION_AGREED, "complaint.extension_agreed/1";
    /// The judgement was sent.
    Judged = JUDGED, "complaint.judged/1";
    /// The judgement was received.
    JudgementReceived = JUDGEMENT_RECEIVED, "complaint.judgement_received/1";
    /// A dispute was submitted.
    DisputeSubmitted = DISPUTE_SUBMITTED, "complaint.dispute_submitted/1";
    /// The dispute body ruled.
    DisputeRuled = DISPUTE_RULED, "complaint.dispute_ruled/1";
    /// Another way was taken or pointed out.
    RouteNoted = ROUTE_NOTED, "complaint.route_noted/1";
    /// It was withdrawn.
    Withdrawn = WITHDRAWN, "complaint.withdrawn/1";
    /// It was settled.
    Settled = SETTLED, "complaint.settled/1";
    /// The file was closed.
    Closed = CLOSED, "complaint.closed/1";
    /// It was opened again.
    Reopened = REOPENED, "complaint.reopened/1";
    /// A date had been entered wrongly.
    DateCorrected = DATE_CORRECTED, "complaint.date_corrected/1";
}

/// Dissatisfaction was voiced.
pub type DissatisfactionVoiced = Told<grievance::Dissatisfaction>;
/// A written complaint was received.
pub type Filed = Told<grievance::Filing>;
/// It was talked about.
pub type ConversationHeld = Told<step::Conversation>;
/// It was taken up.
pub type TakenUp = Told<step::TakingUp>;
/// The complaints officer was asked for.
pub type OfficerAsked = Told<step::OfficerAsked>;
/// The complaints officer was in contact about it.
pub type OfficerContacted = Told<step::OfficerContacted>;
/// The complaints officer's work ended.
pub type OfficerConcluded = Told<step::OfficerConcluded>;
/// The complainant was told how it stands.
pub type ProgressTold = Told<step::ProgressTold>;
/// The term was lengthened.
pub type Extended = Told<step::Extension>;
/// The client agreed to a later end.
pub type ExtensionAgreed = Told<step::Consent>;
/// The judgement was sent.
pub type Judged = Told<judgement::Judgement>;
/// The judgement was received.
pub type JudgementReceived = Told<judgement::JudgementReceived>;
/// A dispute was submitted.
pub type DisputeSubmitted = Told<Dispute>;
/// The dispute body ruled.
pub type DisputeRuled = Told<Ruling>;
/// Another way was taken or pointed out.
pub type RouteNoted = Told<Route>;
/// It was withdrawn.
pub type Withdrawn = Told<step::Withdrawal>;
/// It was settled.
pub type Settled = Told<step::Settlement>;
/// The file was closed.
pub type Closed = Told<step::Closing>;
/// It was opened again.
pub type Reopened = Told<step::Reopening>;
/// A date had been entered wrongly.
pub type DateCorrected = Told<step::DateCorrected>;
