//! The enumerations of a breach, value by value.

use crate::domain::breach::Missing as BreachMissing;
use crate::domain::breach::assessment::Risk as BreachRisk;
use crate::domain::breach::notice::{
    Means as BreachMeans, Phase as BreachNoticePhase, Response as BreachResponse,
};
use crate::domain::breach::persons::ExemptionGround as BreachExemptionGround;
use crate::domain::breach::report::{
    Answer as BreachAnswer, Aspect as BreachAspect, Cause as BreachCause, Role as BreachRole,
    Side as BreachReporterSide,
};
use crate::grpc::convert::choice::choices;
use crate::grpc::convert::reader::Choice;
use crate::grpc::pb;

choices! {
    BreachRole { Controller, Processor, Commissioned }
    BreachReporterSide { Internal, External }
    BreachAspect { Confidentiality, Integrity, Availability }
    BreachCause {
        WilfulAct, TechnicalFailure, HumanFailure, Calamity, LossOfDevice, VisibleAddresses,
        UnlawfulProcessing,
    }
    BreachAnswer { Yes, No, NotKnownYet }
    BreachRisk { None, Risk, High }
    BreachNoticePhase { First, FollowUp, Withdrawal }
    BreachMeans { Form, Telephone, Email, Post, InPerson, DigitalMessage, Publication }
    BreachResponse { Confirmation, Question, Other }
    BreachExemptionGround { Unintelligible, RiskRemoved, Disproportionate }
    BreachMissing {
        Awareness, Assessment, Approval, AuthorityDecision, NoticeContent, DelayReasons,
        PersonsDecision, PrincipalNotice,
    }
}
