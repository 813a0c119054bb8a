//! Who works with the ledger, and what each of them was given, as it is shown.

use std::collections::HashMap;
use std::sync::Arc;

use tonic::Status;

use crate::grpc::catching_up::catch_up;
use crate::grpc::convert::grant as convert;
use crate::grpc::hosted::Hosted;
use crate::grpc::pb;
use crate::projection::people::People;
use crate::register::ReadFailure;

/// Looks at the list of people, caught up with the ledger.
pub async fn looked_at<T: Send + 'static>(
    hosted: &Arc<Hosted>,
    look: impl FnOnce(&People) -> T + Send + 'static,
) -> Result<T, Status> {
    let hosted = Arc::clone(hosted);
    let looking = tokio::task::spawn_blocking(move || {
        let mut known = hosted.models.people.lock();
        catch_up(&hosted.register, &mut *known)?;
        Ok::<T, ReadFailure>(look(&known))
    });
    Ok(looking.await.unwrap_or(Err(ReadFailure::Unavailable))?)
}

/// Grants with their holders and tokens, in the order in which they were given.
pub async fn grants(
    hosted: &Arc<Hosted>,
    include_ended: bool,
) -> Result<Vec<pb::GrantState>, Status> {
    let looking = Arc::clone(hosted);
    let listed = looked_at(hosted, move |known| {
        let today = looking.today();
        let named: HashMap<_, _> = known
            .list(u64::MAX)
            .filter_map(|row| {
                let person = row.state.person()?;
                let name = person.details.name.as_str().to_owned();
                Some((person.actor.to_string(), (row.person.to_string(), name)))
            })
            .collect();
        looking.with_grants(|grants| {
            let mut shown = Vec::new();
            for (id, grant) in grants.all() {
                let holds = grant.holds(today);
                let over = grant.ended_at.is_some() || grant.until.is_some_and(|it| it < today);
                if over && !include_ended {
                    continue;
                }
                let mut state = convert::grant(id, grant, holds);
                if let Some((person, name)) = named.get(&state.actor_id) {
                    (state.person_id, state.name) = (person.clone(), name.clone());
                }
                state.tokens = grants.tokens_of(id).map(convert::token).collect();
                if let Some(reason) = looking.register.emergency_reason(id)? {
                    reason.as_str().clone_into(&mut state.emergency_reason);
                }
                shown.push(state);
            }
            Ok::<_, ReadFailure>(shown)
        })
    });
    Ok(listed.await??)
}
