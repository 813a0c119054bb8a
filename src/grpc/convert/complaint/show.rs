//! How a complaint stands, as it is shown.

use chrono::NaiveDate;

use crate::chain::StreamId;
use crate::domain::clock::{Clocks, Standing};
use crate::domain::complaint::{Complaint, Judged};
use crate::grpc::convert::write;
use crate::grpc::pb;
use crate::law::RuleId;

/// How a complaint stands. `revision` is the number of its records.
pub fn summary(
    stream: StreamId,
    complaint: &Complaint,
    clocks: &Clocks,
    revision: u64,
) -> pb::ComplaintSummary {
    let judgement = complaint.judgement.as_ref();
    pb::ComplaintSummary {
        complaint_id: stream.to_string(),
        standing: complaint.standing().into(),
        grievance: complaint.grievance().map(Into::into),
        began_on: write::day(&complaint.began),
        oral_at: write::optional_message(&complaint.oral_at()),
        received: write::optional_message(&complaint.received),
        taken_up: write::optional_message(&complaint.taken_up),
        judgement_sent: judgement.map(|judged| (&judged.sent).into()),
        judgement_received: judgement
            .and_then(Judged::known_received)
            .map(|received| (&received).into()),
        dispute_submitted: complaint.dispute.as_ref().map(|dispute| (&dispute.submitted).into()),
        ended_on: write::optional_day(&complaint.ended.map(|ended| ended.on)),
        working_day: write::optional_day(&working_day(clocks)),
        revision,
    }
}

/// The next day on which somebody must have acted. The keeping of the file asks nothing of anybody before it ends.
fn working_day(clocks: &Clocks) -> Option<NaiveDate> {
    let running = clocks.iter().filter(|clock| {
        clock.standing == Standing::Running
            && clock.started.rule_id() != Some(RuleId::ComplaintRetain)
    });
    running.filter_map(|clock| clocks.working_day(clock)).min()
}
