//! Enumerations: one name on both sides, value by value.

use super::reader::Choice;
use crate::domain::dossier::entry::{
    ConsentForm, ConsentScope, Correspondent, Direction, EndingReason, EntryKind, FailedWay,
    HandoverMeans, InformationTopic, IntakeTopic, Length, Means, MeldcodeAdviser, MeldcodeDecision,
    MeldcodeStage, NotGivenBy, Occasion, Quantity, Setting, Signatory,
};
use crate::domain::dossier::{
    BsnCheck, BsnGround, ChangeCause, ClosingReason, NameUse, Regime, Relation,
    RepresentationGround, Sex, WithdrawalReason,
};
use crate::domain::practice::NumberKind;
use crate::grpc::pb;

macro_rules! choices {
    ($($name:ident { $($value:ident),* $(,)? })*) => {$(
        impl Choice for $name {
            fn of(number: i32) -> Option<$name> {
                match pb::$name::try_from(number).ok()? {
                    pb::$name::Unspecified => None,
                    $(pb::$name::$value => Some($name::$value),)*
                }
            }
        }

        impl From<$name> for i32 {
            fn from(value: $name) -> i32 {
                match value { $($name::$value => pb::$name::$value.into(),)* }
            }
        }
    )*};
}
pub(super) use choices;

choices! {
    Regime { Wgbo, Wmo, Jeugdwet }
    Relation { MotherOf, ChildOf, SiblingOf }
    ClosingReason { CareEnded, NoCare, HandedOver, ClientDied, Other }
    ChangeCause { Changed, Corrected }
    WithdrawalReason { WrongClient, RecordedTwice, Other }
    NameUse { Own, Partner, PartnerThenOwn, OwnThenPartner }
    Sex { Female, Male, Undetermined, Unknown }
    BsnGround { Wabvpz, Wmo, OtherAct }
    BsnCheck { Register, Document, CheckedUser }
    RepresentationGround {
        ParentWithAuthority, Guardian, Curator, Mentor, WrittenProxy, SpouseOrPartner, Parent,
        Child, Sibling, Grandparent, Grandchild,
    }
    NumberKind { Big, Agb, Kckz, Ibclc, Skj, Other }
    EntryKind {
        RequestForCare, InformationGiven, Agreement, Anamnesis, Intake, ConsultReport, Plan,
        Advice, Measurement, Consent, RiskAndMeasures, CareNotGiven, FailedContact, Letter,
        Evaluation, Handover, Ending, IncidentNote, MeldcodeStep,
    }
    InformationTopic {
        GeneralTerms, ComplaintsScheme, PrivacyProtocol, WayOfWorking, Reachability, Costs, Other,
    }
    IntakeTopic { WayOfWorking, CareQuestion, Reachability, Other }
    Length { Full, Short }
    Quantity {
        BodyWeight, BodyHeight, HeadCircumference, BodyTemperature, PainScore, FeedIntake,
        MilkVolume, PumpVacuum, Other,
    }
    ConsentScope { Treatment, Sharing, Images, AccessAfterDeath }
    ConsentForm { Oral, Written, Digital }
    NotGivenBy { Client, Practice, Other }
    FailedWay { NoShow, NotReached, CancelledLate }
    Direction { Sent, Received }
    Correspondent {
        Client, GeneralPractitioner, Midwife, CareProvider, Municipality, Insurer, Other,
    }
    Occasion { Planned, Yearly, Extension, Ending }
    HandoverMeans { Spoken, Written }
    EndingReason {
        GoalsReached, ClientStopped, PracticeStopped, Referred, Moved, Died, IndicationEnded,
        Other,
    }
    MeldcodeStage { Signals, Consultation, Talk, Weighing, Decision }
    MeldcodeAdviser { Colleague, VeiligThuis, InjuryExpert, Other }
    MeldcodeDecision { Closed, Help, Reported, ReportedWithHelp }
    Setting { Home, Practice, Telephone, VideoCall, DigitalForm, Elsewhere }
    Means { InPerson, Telephone, Email, DigitalMessage, Post, Website }
    Signatory { Client, Parent, Representative, Practice, Other }
}
