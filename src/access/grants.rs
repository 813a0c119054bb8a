//! Who may come in: grants and tokens, folded from their records. Knows days, no clock: which day it is comes as an argument.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use crate::chain::{ActorId, StreamId};

use super::caller::Roles;
use super::{Caller, Role, Token, TokenHash};

/// A role given to somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who holds it, by pseudonym.
    pub actor: ActorId,
    /// The role.
    pub role: Role,
    /// The dossiers or cases it is for; none: all that the role reaches.
    pub streams: BTreeSet<StreamId>,
    /// The first day on which it holds.
    pub from: Option<NaiveDate>,
    /// The last day on which it holds.
    pub until: Option<NaiveDate>,
    /// Where it was recorded.
    pub given_at: u64,
    /// Where it was ended.
    pub ended_at: Option<u64>,
}

impl Grant {
    /// Whether it holds on a day.
    pub fn holds(&self, today: NaiveDate) -> bool {
        self.ended_at.is_none()
            && self.from.is_none_or(|from| from <= today)
            && self.until.is_none_or(|until| today <= until)
    }
}

/// A token issued for a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Issued {
    /// The grant.
    pub grant: StreamId,
    /// The last day on which it lets in.
    pub until: Option<NaiveDate>,
    /// Where it was revoked.
    pub revoked_at: Option<u64>,
}

/// How far somebody's role reaches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Granted {
    /// Whether one of the grants is for all that the role is for.
    pub everything: bool,
    /// What the others name.
    pub streams: BTreeSet<StreamId>,
}

/// Grants by id; tokens by hash, and by the position of their record, which is what they are called by.
#[derive(Debug, Default)]
pub struct Grants {
    given: BTreeMap<StreamId, Grant>,
    tokens: BTreeMap<u64, Issued>,
    by_hash: HashMap<TokenHash, u64>,
}

impl Grants {
    /// A grant was given.
    pub fn given(&mut self, grant: StreamId, given: Grant) {
        self.given.insert(grant, given);
    }

    /// A grant ended.
    pub fn ended(&mut self, grant: StreamId, position: u64) {
        if let Some(given) = self.given.get_mut(&grant) {
            given.ended_at.get_or_insert(position);
        }
    }

    /// A token was issued for a grant.
    pub fn issued(
        &mut self,
        position: u64,
        grant: StreamId,
        token: TokenHash,
        until: Option<NaiveDate>,
    ) {
        self.tokens.insert(position, Issued { grant, until, revoked_at: None });
        self.by_hash.insert(token, position);
    }

    /// A token was revoked.
    pub fn revoked(&mut self, token: u64, position: u64) {
        if let Some(issued) = self.tokens.get_mut(&token) {
            issued.revoked_at.get_or_insert(position);
        }
    }

    /// Every grant there ever was, in the order in which they were given.
    pub fn all(&self) -> Vec<(StreamId, &Grant)> {
        let mut all: Vec<_> = self.given.iter().map(|(id, grant)| (*id, grant)).collect();
        all.sort_by_key(|(_, grant)| grant.given_at);
        all
    }

    /// A grant.
    pub fn grant(&self, grant: StreamId) -> Option<&Grant> {
        self.given.get(&grant)
    }

    /// A token, by the position of its record.
    pub fn token(&self, position: u64) -> Option<&Issued> {
        self.tokens.get(&position)
    }

    /// The tokens of a grant, in the order in which they were issued.
    pub fn tokens_of(&self, grant: StreamId) -> impl Iterator<Item = (u64, &Issued)> {
        let of_grant = move |(_, issued): &(&u64, &Issued)| issued.grant == grant;
        self.tokens.iter().filter(of_grant).map(|(position, issued)| (*position, issued))
    }

    /// The caller a token stands for on a day, with every role its holder has then. Looks the hash up, so the time taken tells
    /// nothing about any token.
    pub fn caller(&self, token: &Token, today: NaiveDate) -> Option<Caller> {
        let issued = self.tokens.get(self.by_hash.get(&token.hash())?)?;
        let lets_in = issued.revoked_at.is_none() && issued.until.is_none_or(|it| today <= it);
        lets_in.then(|| self.holder(issued.grant, today)).flatten()
    }

    /// The owner of the practice; of several, who was it first.
    pub fn owner(&self, today: NaiveDate) -> Option<Caller> {
        let owners = self.given.iter().filter(|(_, it)| it.role == Role::Owner && it.holds(today));
        let (grant, _) = owners.min_by_key(|(_, grant)| grant.given_at)?;
        self.holder(*grant, today)
    }

    /// Whether somebody would still be owner without this grant.
    pub fn owned_without(&self, grant: StreamId, today: NaiveDate) -> bool {
        // One that ends by itself does not keep a practice from having no owner one day.
        let keeps = |(id, it): (&StreamId, &Grant)| {
            *id != grant && it.role == Role::Owner && it.holds(today) && it.until.is_none()
        };
        self.given.iter().any(keeps)
    }

    /// How far somebody reaches in a role on a day; nothing if they do not hold it then.
    pub fn reach(&self, actor: ActorId, role: Role, today: NaiveDate) -> Option<Granted> {
        let mut reach: Option<Granted> = None;
        let of_role = |it: &&Grant| it.actor == actor && it.role == role && it.holds(today);
        for grant in self.given.values().filter(of_role) {
            let granted = reach.get_or_insert_default();
            granted.everything |= grant.streams.is_empty();
            granted.streams.extend(&grant.streams);
        }
        reach
    }

    /// How many people practise on a day.
    pub fn practitioners(&self, today: NaiveDate) -> usize {
        let practise = |it: &&Grant| it.role == Role::Practitioner && it.holds(today);
        let people: BTreeSet<_> = self.given.values().filter(practise).map(|it| it.actor).collect();
        people.len()
    }

    fn holder(&self, grant: StreamId, today: NaiveDate) -> Option<Caller> {
        let of_token = self.given.get(&grant).filter(|it| it.holds(today))?;
        let actor = of_token.actor;
        let held = self.given.values().filter(|it| it.actor == actor && it.holds(today));
        let roles = held.fold(Roles::default(), |roles, it| roles.and(it.role));
        Some(Caller { actor, grant, roles })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
    }

    fn stream(byte: u8) -> StreamId {
        StreamId::from_bytes([byte; 16])
    }

    fn grant(role: Role) -> Grant {
        Grant {
            actor: ActorId::from_bytes([2; 16]),
            role,
            streams: BTreeSet::new(),
            from: None,
            until: None,
            given_at: 1,
            ended_at: None,
        }
    }

    fn token(byte: u8) -> Token {
        Token::from_random([byte; 32])
    }

    #[test]
    fn a_token_lets_in_the_holder_of_its_grant_and_nobody_else() {
        let mut grants = Grants::default();
        grants.given(stream(1), grant(Role::Owner));
        grants.issued(2, stream(1), token(3).hash(), None);
        let actor = grants.caller(&token(3), day(1)).map(|caller| caller.actor);
        assert_eq!(actor, Some(ActorId::from_bytes([2; 16])));
        assert_eq!(grants.caller(&token(4), day(1)), None);
    }

    #[test]
    fn whoever_holds_several_roles_holds_them_with_each_token() {
        let mut grants = Grants::default();
        grants.given(stream(1), grant(Role::Owner));
        grants.given(stream(2), grant(Role::IncidentOfficer));
        grants.issued(2, stream(1), token(3).hash(), None);
        let roles = grants.caller(&token(3), day(1)).unwrap().roles;
        assert_eq!(roles, Roles::only(Role::Owner).and(Role::IncidentOfficer));
        assert!(!roles.hold(Role::PrivacyOfficer));
    }

    #[test]
    fn a_token_lets_in_until_its_last_day_and_until_it_is_revoked() {
        let mut grants = Grants::default();
        grants.given(stream(1), grant(Role::Owner));
        grants.issued(2, stream(1), token(3).hash(), Some(day(5)));
        grants.issued(3, stream(1), token(4).hash(), None);
        assert!(grants.caller(&token(3), day(5)).is_some());
        assert!(grants.caller(&token(3), day(6)).is_none());
        assert!(grants.caller(&token(4), day(6)).is_some());
        grants.revoked(3, 9);
        assert!(grants.caller(&token(4), day(6)).is_none());
    }

    #[test]
    fn a_locum_comes_in_from_the_first_day_to_the_last_and_not_after_an_end() {
        let mut grants = Grants::default();
        let locum = Grant { from: Some(day(3)), until: Some(day(5)), ..grant(Role::Locum) };
        grants.given(stream(1), locum);
        grants.issued(2, stream(1), token(3).hash(), None);
        let comes_in = |grants: &Grants, on| grants.caller(&token(3), day(on)).is_some();
        assert_eq!([2, 3, 5, 6].map(|on| comes_in(&grants, on)), [false, true, true, false]);
        grants.ended(stream(1), 9);
        assert!(!comes_in(&grants, 4));
    }

    #[test]
    fn a_role_that_ended_is_not_held_with_the_token_of_another() {
        let mut grants = Grants::default();
        grants.given(stream(1), grant(Role::Owner));
        grants.given(stream(2), grant(Role::PrivacyOfficer));
        grants.issued(2, stream(1), token(3).hash(), None);
        grants.ended(stream(2), 9);
        assert_eq!(grants.caller(&token(3), day(1)).unwrap().roles, Roles::only(Role::Owner));
    }

    #[test]
    fn several_grants_of_a_role_reach_as_far_as_all_of_them() {
        let actor = ActorId::from_bytes([2; 16]);
        let mut grants = Grants::default();
        let of = |byte| Grant { streams: [stream(byte)].into(), ..grant(Role::Practitioner) };
        grants.given(stream(1), of(8));
        grants.given(stream(2), of(9));
        let reach = |grants: &Grants, role| grants.reach(actor, role, day(1));
        let streams = BTreeSet::from([stream(8), stream(9)]);
        let both = Granted { everything: false, streams: streams.clone() };
        assert_eq!(reach(&grants, Role::Practitioner), Some(both));
        assert_eq!(reach(&grants, Role::Client), None);
        grants.given(stream(3), grant(Role::Practitioner));
        let all = Granted { everything: true, streams };
        assert_eq!(reach(&grants, Role::Practitioner), Some(all));
    }

    #[test]
    fn a_practice_keeps_an_owner_whose_grant_does_not_end() {
        let mut grants = Grants::default();
        grants.given(stream(1), grant(Role::Owner));
        assert!(!grants.owned_without(stream(1), day(1)));
        grants.given(stream(2), Grant { until: Some(day(9)), ..grant(Role::Owner) });
        assert!(!grants.owned_without(stream(1), day(1)));
        grants.given(stream(3), grant(Role::Owner));
        assert!(grants.owned_without(stream(1), day(1)));
    }
}
