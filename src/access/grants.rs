//! Who may come in: grants and tokens, folded from their records.

use std::collections::HashMap;

use crate::chain::{ActorId, StreamId};

use super::{Caller, Role, Token, TokenHash};

/// Grants by id and tokens by hash.
#[derive(Debug, Default)]
pub struct Grants {
    grants: HashMap<StreamId, Caller>,
    tokens: HashMap<TokenHash, StreamId>,
}

impl Grants {
    /// A grant was given. A role this program does not know lets nobody in.
    pub fn given(&mut self, grant: StreamId, actor: ActorId, role: &str) {
        if let Some(role) = Role::ALL.iter().find(|known| known.as_str() == role) {
            self.grants.insert(grant, Caller { actor, grant, role: *role });
        }
    }

    /// A token was issued for a grant.
    pub fn issued(&mut self, grant: StreamId, token: TokenHash) {
        self.tokens.insert(token, grant);
    }

    /// The caller a token stands for. Looks the hash up, so the time taken tells nothing about any token.
    pub fn caller(&self, token: &Token) -> Option<Caller> {
        let grant = self.tokens.get(&token.hash())?;
        self.grants.get(grant).copied()
    }

    /// The owner of the practice.
    pub fn owner(&self) -> Option<Caller> {
        self.grants.values().find(|caller| caller.role == Role::Owner).copied()
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
    fn a_role_of_a_newer_release_lets_nobody_in() {
        let (grant, token) = (StreamId::from_bytes([1; 16]), Token::from_random([3; 32]));
        let mut grants = Grants::default();
        grants.given(grant, ActorId::ZERO, "astronaut");
        grants.issued(grant, token.hash());
        assert_eq!(grants.caller(&token), None);
    }
}
