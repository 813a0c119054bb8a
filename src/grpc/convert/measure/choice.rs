//! Enumerations of measures: on the wire their names begin with the noun, since one package holds all registers.

use crate::domain::measure::{Occurrence, Outcome, Source, State, WithdrawalCause, WrongDay};
use crate::grpc::convert::reader::Choice;
use crate::grpc::pb;

macro_rules! choices_of {
    ($($message:ident => $name:ident { $($value:ident),* $(,)? })*) => {$(
        impl Choice for $name {
            fn of(number: i32) -> Option<$name> {
                match pb::$message::try_from(number).ok()? {
                    pb::$message::Unspecified => None,
                    $(pb::$message::$value => Some($name::$value),)*
                }
            }
        }

        impl From<$name> for i32 {
            fn from(value: $name) -> i32 {
                match value { $($name::$value => pb::$message::$value.into(),)* }
            }
        }
    )*};
}

choices_of! {
    MeasureSource => Source { Complaint, Breach, Incident, Evaluation, Intervision, Audit }
    MeasureOccurrence => Occurrence { Incidental, Structural }
    MeasureOutcome => Outcome { Effective, PartlyEffective, NotEffective }
    MeasureWithdrawalCause => WithdrawalCause { GivenUp, Replaced, RecordedInError }
    MeasureDay => WrongDay { CarriedOut, LastReview }
}

/// How a measure stands.
pub fn standing(state: &State) -> pb::MeasureStanding {
    match state {
        State::Unknown => pb::MeasureStanding::Unspecified,
        State::Planned(_) => pb::MeasureStanding::Planned,
        State::CarriedOut(_) => pb::MeasureStanding::CarriedOut,
        State::Effective(_) => pb::MeasureStanding::Effective,
        State::Closed(_) => pb::MeasureStanding::Closed,
        State::Withdrawn(_) => pb::MeasureStanding::Withdrawn,
    }
}
