//! Enumerations of the complaint register: one name on both sides, value by value.

use crate::domain::complaint::{
    AskedBy as ComplaintAskedBy, Capacity as ComplaintCapacity, Ground as ComplaintGround,
    Kind as ComplaintKind, Means as ComplaintMeans, OfficerOutcome as ComplaintOfficerOutcome,
    Route as ComplaintRoute, RulingOutcome as ComplaintRulingOutcome,
    Standing as ComplaintStanding, WhichDate as ComplaintDate, WrittenForm as ComplaintWrittenForm,
};
use crate::grpc::convert::choice::choices;
use crate::grpc::convert::reader::Choice;
use crate::grpc::pb;

choices! {
    ComplaintCapacity { Client, NextOfKin, Representative, WronglyNotSeen }
    ComplaintKind {
        Financial, Privacy, Communication, Advice, Reporting, HealthDamage, CodeOther,
        Representation,
    }
    ComplaintWrittenForm { Letter, Email, Form }
    ComplaintAskedBy { Client, Provider }
    ComplaintOfficerOutcome { Solved, PartlySolved, NotSolved, Ended }
    ComplaintMeans { Electronic, Post, HandedOver }
    ComplaintGround { RulesBroken, JudgementInsufficient, NotReasonable, InterestOrganisation }
    ComplaintRulingOutcome { Upheld, PartlyUpheld, Dismissed, NotAdmissible }
    ComplaintRoute {
        Iblce, DataProtectionAuthority, Inspectorate, DisciplinaryCourt, CivilCourt, Other,
    }
    ComplaintDate { Receipt, Submission }
    ComplaintStanding {
        Dissatisfaction, Filed, InHandling, Extended, ExtendedByConsent, Judged, DisputeSubmitted,
        Ruled, Withdrawn, Settled, Closed,
    }
}
