//! The agenda, caught up with the ledger or as it stood before some of its records.

use crate::projection::agenda::Agenda;
use crate::projection::cases::CaseRegister;
use crate::register::{PayloadRead, ReadFailure, Register, payload};

use crate::grpc::hosted::Hosted;

/// Records read at once.
const READ_AT_ONCE: usize = 1024;

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
        catch_up(&hosted.register, &mut kept, wanted)?;
        return Ok(look(&kept));
    }
    drop(kept);
    let mut earlier = Agenda::default();
    catch_up(&hosted.register, &mut earlier, wanted)?;
    Ok(look(&earlier))
}

/// Folds in what was recorded since, below a size of the ledger.
pub(in crate::grpc) fn catch_up(
    register: &Register,
    agenda: &mut Agenda,
    below: u64,
) -> Result<(), ReadFailure> {
    let positions = register.with_index(|index| {
        index.positions_of_kinds_from(agenda.next(), below, |kind| Agenda::concerns(kind.as_str()))
    });
    for positions in positions.chunks(READ_AT_ONCE) {
        for record in register.records(positions, true)? {
            let header = &record.header;
            let (position, stream) = (header.position, header.stream);
            // Clocks of other matters than cases are none of the agenda's.
            let Some(case) = register_of(register, header.stream) else { continue };
            // What is lost changes no agenda any more.
            let PayloadRead::Given(opened) = &record.payload else { continue };
            let event = payload::event(header, opened.payload());
            let event = event.map_err(|_| ReadFailure::Damaged { position })?;
            agenda.apply(position, header.recorded_at, stream, case, &event);
        }
    }
    agenda.seen(below);
    Ok(())
}

/// The register of a stream, told by the kind of its first record.
fn register_of(register: &Register, stream: crate::chain::StreamId) -> Option<CaseRegister> {
    register.with_index(|index| {
        let first = *index.positions(stream, 0, u64::MAX).first()?;
        CaseRegister::of_kind(index.kind(first)?.as_str())
    })
}
