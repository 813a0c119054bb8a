//! Every projection rebuilt from the records and held against what is served. The kept one is caught up first, by the same function
//! that serves; what differs then was folded wrongly, or rests on records that cannot be read any more.

use parking_lot::Mutex;
use tonic::Status;

use crate::chain::Kind;
use crate::grpc::catching_up::{ReadModel, catch_up};
use crate::grpc::hosted::Hosted;
use crate::grpc::pb;
use crate::register::{ReadFailure, Rebuilt, Register};

/// Rebuilds all of them, one at a time. Blocks.
pub fn rebuild(hosted: &Hosted) -> Result<Vec<pb::RebuiltProjection>, Status> {
    let register = &hosted.register;
    let models = &hosted.models;
    Ok(vec![
        of_model("dossiers", register, &models.dossiers)?,
        of_model("complaints", register, &models.complaints)?,
        of_model("breaches", register, &models.breaches)?,
        of_model("incidents", register, &models.incidents)?,
        of_model("measures", register, &models.measures)?,
        of_model("requests", register, &models.requests)?,
        of_model("people", register, &models.people)?,
        of_model("agenda", register, &models.agenda)?,
        of_model("retention", register, &models.retention)?,
        of_model("access lines", register, &models.access_lines)?,
        of_register("folded streams", register, Register::rebuild_streams)?,
        of_register("index", register, Register::rebuild_index)?,
        of_register("tree", register, Register::rebuild_tree)?,
    ])
}

/// How many destructions were decided: what is folded on either side of one may differ, and is looked at again.
fn decided(register: &Register) -> usize {
    register.with_destructions(|state| state.decisions().len())
}

fn of_model<M: ReadModel>(
    name: &str,
    register: &Register,
    kept: &Mutex<M>,
) -> Result<pb::RebuiltProjection, ReadFailure> {
    loop {
        let before = decided(register);
        let mut rebuilt = M::default();
        catch_up(register, &mut rebuilt)?;
        let mut kept = kept.lock();
        let served_below = kept.next();
        catch_up(register, &mut *kept)?;
        // Both stand at the same record, however much is recorded meanwhile.
        while kept.next() != rebuilt.next() {
            catch_up(register, &mut rebuilt)?;
            catch_up(register, &mut *kept)?;
        }
        let differs_at = kept.first_difference(&rebuilt);
        let size = kept.next();
        drop(kept);
        if differs_at.is_some() && decided(register) != before {
            continue;
        }
        let concerns = |kind: &Kind| M::concerns(kind.as_str());
        let folded = register.with_index(|index| index.positions_of_kinds(size, concerns));
        let (name, records) = (name.to_owned(), folded.len() as u64);
        return Ok(pb::RebuiltProjection { name, records, served_below, differs_at });
    }
}

fn of_register(
    name: &str,
    register: &Register,
    rebuild: fn(&Register) -> Result<Rebuilt, ReadFailure>,
) -> Result<pb::RebuiltProjection, ReadFailure> {
    loop {
        let before = decided(register);
        let Rebuilt { records, differs_at } = rebuild(register)?;
        if differs_at.is_none() || decided(register) == before {
            let (name, served_below) = (name.to_owned(), records);
            return Ok(pb::RebuiltProjection { name, records, served_below, differs_at });
        }
    }
}
