//! Clocks (termijnen) as facts: started, met, extended, standing still, stopped, in the stream of the case they belong to. Whether
//! one was missed is derived. Open payloads: a type of their own, with dates and rules in it and nobody's name. Computes with
//! `law`; what starts a clock is the case's to know.

mod event;
mod plan;
mod running;
mod when;

pub use event::{
    CORRECTED, Corrected, EXTENDED, Event, Extended, Form, KINDS, MET, Met, PAUSED, Paused,
    RESUMED, Resumed, STARTED, STOPPED, Started, StopReason, Stopped,
};
pub use plan::{ClockRefusal, Plan};
pub use running::{Clocks, End, Running, Standing, Status};
pub use when::When;
