//! Who may come in: grants and tokens, folded from their records.

use std::collections::HashMap;

use crate::chain::{ActorId, StreamId};

use super::caller::Roles;
use super::{Caller, Role, Token, TokenHash};

/// Grants by id, roles by holder, tokens by hash.
#[derive(Debug, Default)]
pub struct Grants {
    given: HashMap<StreamId, (ActorId, Role)>,
    roles: HashMap<ActorId, Roles>,
    tokens: HashMap<TokenHash, StreamId>,
}

impl Grants {
    /// A grant was given. A role this program does not know lets nobody in.
    pub fn given(&mut self, grant: StreamId, actor: ActorId, role: &str) {
        if let Some(role) = Role::ALL.iter().find(|known| known.as_str() == role) {
            self.given.insert(grant, (actor, *role));
            let roles = self.roles.entry(actor).or_default();
            *roles = roles.and(*role);
        }
    }

    /// A token was issued for a grant.
    pub fn issued(&mut self, grant: StreamId, token: TokenHash) {
        self.tokens.insert(token, grant);
    }

    /// The caller a token stands for, with every role its holder was given. Looks the hash up, so the time taken tells nothing
    /// about any token.
    pub fn caller(&self, token: &Token) -> Option<Caller> {
        self.holder(*self.tokens.get(&token.hash())?)
    }

    /// The owner of the practice.
    pub fn owner(&self) -> Option<Caller> {
        let of_owner = |(_, (_, role)): &(&StreamId, &(ActorId, Role))| *role == Role::Owner;
        let (grant, _) = self.given.iter().find(of_owner)?;
        self.holder(*grant)
    }

    fn holder(&self, grant: StreamId) -> Option<Caller> {
        let (actor, _) = *self.given.get(&grant)?;
        let roles = self.roles.get(&actor).copied().unwrap_or_default();
        Some(Caller { actor, grant, roles })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_lets_in_the_holder_of_its_grant_and_nobody_else() {
        let (grant, actor) = (StreamId::from_bytes([1; 16]), ActorId::from_bytes([2; 16]));
        let (good, other) = (Token::from_random([3; 32]), Token::from_random([4; 32]));
        let mut grants = Grants::default();
        grants.given(grant, actor, "owner");
        grants.issued(grant, good.hash());
        assert_eq!(grants.caller(&good).map(|caller| caller.actor), Some(actor));
        assert_eq!(grants.caller(&other), None);
    }

    #[test]
    fn whoever_holds_several_roles_holds_them_with_each_token() {
        let (owner, officer) = (StreamId::from_bytes([1; 16]), StreamId::from_bytes([2; 16]));
        let (actor, token) = (ActorId::from_bytes([2; 16]), Token::from_random([3; 32]));
        let mut grants = Grants::default();
        grants.given(owner, actor, "owner");
        grants.given(officer, actor, "incident_officer");
        grants.issued(owner, token.hash());
        let roles = grants.caller(&token).unwrap().roles;
        assert_eq!(roles, Roles::only(Role::Owner).and(Role::IncidentOfficer));
        assert!(!roles.hold(Role::PrivacyOfficer));
    }

    #[test]
    fn a_role_of_a_newer_release_lets_nobody_in() {
        let (grant, token) = (StreamId::from_bytes([1; 16]), Token::from_random([3; 32]));
        let mut grants = Grants::default();
        grants.given(grant, ActorId::ZERO, "astronaut");
        grants.issued(grant, token.hash());
        assert_eq!(grants.caller(&token), None);
    }
}
