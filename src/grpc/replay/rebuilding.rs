//! Every projection rebuilt from the records and held against what is served. The kept one is caught up first, by the same function
//! that serves; what differs then was folded wrongly, or rests on records that cannot be read any more.

use parking_lot::Mutex;
use tonic::Status;

use crate::chain::Kind;
use crate::grpc::hosted::Hosted;
use crate::grpc::{
    access_log, agenda, breach, client_request, complaint, incident, measure, pb, reading,
    retention,
};
use crate::projection::access_lines::AccessLines;
use crate::projection::agenda::Agenda;
use crate::projection::breaches::Breaches;
use crate::projection::complaints::Complaints;
use crate::projection::dossiers::Dossiers;
use crate::projection::incidents::Incidents;
use crate::projection::measures::Measures;
use crate::projection::requests::Requests;
use crate::projection::retention::Retention;
use crate::register::{ReadFailure, Rebuilt, Register};

/// What is to be known of a read model to rebuild it.
struct Model<'a, M> {
    name: &'static str,
    kept: &'a Mutex<M>,
    catch_up: fn(&Register, &mut M) -> Result<(), ReadFailure>,
    next: fn(&M) -> u64,
    concerns: fn(&str) -> bool,
    first_difference: fn(&M, &M) -> Option<u64>,
}

macro_rules! model {
    ($name:literal, $kept:expr, $model:ident, $catch_up:expr) => {
        Model {
            name: $name,
            kept: $kept,
            catch_up: $catch_up,
            next: $model::next,
            concerns: $model::concerns,
            first_difference: $model::first_difference,
        }
    };
}

/// Rebuilds all of them, one at a time. Blocks.
pub fn rebuild(hosted: &Hosted) -> Result<Vec<pb::RebuiltProjection>, Status> {
    let register = &hosted.register;
    let models = &hosted.models;
    let agenda_up = |register: &Register, agenda: &mut Agenda| {
        let size = register.size().max(agenda.next());
        agenda::folding::catch_up(register, agenda, size)
    };
    Ok(vec![
        model!("dossiers", &models.dossiers, Dossiers, reading::catch_up).rebuild(register)?,
        model!("complaints", &models.complaints, Complaints, complaint::catch_up)
            .rebuild(register)?,
        model!("breaches", &models.breaches, Breaches, breach::reading::catch_up)
            .rebuild(register)?,
        model!("incidents", &models.incidents, Incidents, incident::catch_up).rebuild(register)?,
        model!("measures", &models.measures, Measures, measure::catch_up).rebuild(register)?,
        model!("requests", &models.requests, Requests, client_request::catch_up)
            .rebuild(register)?,
        model!("agenda", &models.agenda, Agenda, agenda_up).rebuild(register)?,
        model!("retention", &models.retention, Retention, retention::catch_up).rebuild(register)?,
        model!("access lines", &models.access_lines, AccessLines, access_log::catch_up)
            .rebuild(register)?,
        of_register("folded streams", register, Register::rebuild_streams)?,
        of_register("index", register, Register::rebuild_index)?,
        of_register("tree", register, Register::rebuild_tree)?,
    ])
}

/// How many destructions were decided: what is folded on either side of one may differ, and is looked at again.
fn decided(register: &Register) -> usize {
    register.with_destructions(|state| state.decisions().len())
}

impl<M: Default> Model<'_, M> {
    fn rebuild(&self, register: &Register) -> Result<pb::RebuiltProjection, ReadFailure> {
        loop {
            let before = decided(register);
            let mut rebuilt = M::default();
            (self.catch_up)(register, &mut rebuilt)?;
            let mut kept = self.kept.lock();
            let served_below = (self.next)(&kept);
            (self.catch_up)(register, &mut kept)?;
            // Both stand at the same record, however much is recorded meanwhile.
            while (self.next)(&kept) != (self.next)(&rebuilt) {
                (self.catch_up)(register, &mut rebuilt)?;
                (self.catch_up)(register, &mut kept)?;
            }
            let differs_at = (self.first_difference)(&kept, &rebuilt);
            let size = (self.next)(&kept);
            drop(kept);
            if differs_at.is_some() && decided(register) != before {
                continue;
            }
            let concerns = |kind: &Kind| (self.concerns)(kind.as_str());
            let folded = register.with_index(|index| index.positions_of_kinds(size, concerns));
            return Ok(pb::RebuiltProjection {
                name: self.name.to_owned(),
                records: folded.len() as u64,
                served_below,
                differs_at,
            });
        }
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
