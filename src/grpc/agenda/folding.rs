//! The agenda, caught up with the ledger or as it stood before some of its records.

use crate::projection::agenda::Agenda;
use crate::register::ReadFailure;

use crate::grpc::catching_up::catch_up_below;
use crate::grpc::hosted::Hosted;

/// Looks at the agenda: of all records, or of the ledger's first `below`. The kept one goes forward only; what lies before it is
/// folded anew.
pub fn with_agenda<T>(
    hosted: &Hosted,
    below: Option<u64>,
    look: impl FnOnce(&Agenda) -> T,
) -> Result<T, ReadFailure> {
    let mut kept = hosted.models.agenda.lock();
    let wanted = below.unwrap_or_else(|| hosted.register.size().max(kept.next()));
    if kept.next() <= wanted {
        catch_up_below(&hosted.register, &mut *kept, wanted)?;
        return Ok(look(&kept));
    }
    drop(kept);
    let mut earlier = Agenda::default();
    catch_up_below(&hosted.register, &mut earlier, wanted)?;
    Ok(look(&earlier))
}
