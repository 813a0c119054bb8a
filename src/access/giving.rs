//! What may be given to whom: the rules of a grant that is about to be given. Pure; what is on record comes as an argument.

use chrono::{Datelike as _, NaiveDate};

use super::Role;

/// Streams a grant may name.
pub const STREAMS_MAX: usize = 200;

/// A grant that is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The role.
    pub role: Role,
    /// Who: nobody that was registered; a person; a system.
    pub holder: Option<Holder>,
    /// What each named dossier or case is, by the first word of its first record's kind; nothing if it is not there.
    pub named: Vec<Option<String>>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub until: Option<NaiveDate>,
}

/// Who is to hold a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A person.
    Person,
    /// A program.
    System,
}

/// What is wrong with a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A registered holder is needed.
    HolderMissing,
    /// A client is known by their dossier, not by a registration.
    HolderOfClient,
    /// A role of people for a program, or the other way round.
    HolderUnfit,
    /// Exactly one dossier is needed.
    OneDossierNeeded,
    /// This role is for everything of its register.
    NothingToName,
    /// More than [`STREAMS_MAX`].
    TooMany,
    /// The dossier or case at this place is not there, or not one of the role's.
    NotThere(usize),
    /// A last day is needed.
    LastDayMissing,
    /// It ends before it begins, or is over.
    Over,
    /// A day before 1950 or after 2100: no auditor counts that far (docs/format.md §7).
    OutOfBounds,
}

/// Everything that is wrong with a grant that is asked for on a day.
pub fn faults(asked: &Asked, today: NaiveDate) -> Vec<Fault> {
    let mut faults = Vec::new();
    let role = asked.role;
    match (role, asked.holder) {
        (Role::Client, Some(_)) => faults.push(Fault::HolderOfClient),
        (Role::Client, None) | (Role::Auditor, Some(_)) => {}
        (_, None) => faults.push(Fault::HolderMissing),
        (_, Some(holder)) if (role == Role::System) != (holder == Holder::System) => {
            faults.push(Fault::HolderUnfit);
        }
        (_, Some(_)) => {}
    }
    if role == Role::Client && asked.named.len() != 1 {
        faults.push(Fault::OneDossierNeeded);
    }
    if asked.named.len() > STREAMS_MAX {
        faults.push(Fault::TooMany);
    }
    match kind_named(role) {
        None if !asked.named.is_empty() => faults.push(Fault::NothingToName),
        None => {}
        Some(kind) => {
            let unfit = |it: &(usize, &Option<String>)| it.1.as_deref() != Some(kind);
            let there = asked.named.iter().enumerate().filter(unfit);
            faults.extend(there.map(|(index, _)| Fault::NotThere(index)));
        }
    }
    // Who stands in does so until a day.
    if role == Role::Locum && asked.until.is_none() {
        faults.push(Fault::LastDayMissing);
    }
    let first = asked.from.unwrap_or(today);
    if asked.until.is_some_and(|until| until < first.max(today)) {
        faults.push(Fault::Over);
    }
    let known = |day: &NaiveDate| (1950..=2100).contains(&day.year());
    if !asked.from.iter().chain(&asked.until).all(known) {
        faults.push(Fault::OutOfBounds);
    }
    faults
}

/// What a grant of a role may name: dossiers, or cases of the role's register.
fn kind_named(role: Role) -> Option<&'static str> {
    match role {
        Role::Practitioner | Role::Locum | Role::System | Role::Client => Some("dossier"),
        Role::ComplaintsOfficer => Some("complaint"),
        Role::IncidentOfficer => Some("incident"),
        // These look over registers of several kinds.
        Role::Owner | Role::PrivacyOfficer | Role::Auditor => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 12, day).unwrap()
    }

    fn asked(role: Role, holder: Option<Holder>, named: &[&str]) -> Asked {
        let named = named.iter().map(|it| Some((*it).to_owned())).collect();
        Asked { role, holder, named, from: None, until: None }
    }

    #[test]
    fn a_role_of_people_is_given_to_a_person_and_that_of_a_system_to_a_program() {
        for role in Role::ALL.iter().copied().filter(|it| *it != Role::Client) {
            let until = Some(day(9));
            let to = |holder| faults(&Asked { until, ..asked(role, holder, &[]) }, day(1));
            assert_eq!(to(None), [Fault::HolderMissing], "{role:?}");
            let (person, system) = (to(Some(Holder::Person)), to(Some(Holder::System)));
            assert_eq!(person.is_empty(), role != Role::System, "{role:?}");
            assert_eq!(system.is_empty(), matches!(role, Role::System | Role::Auditor), "{role:?}");
        }
    }

    #[test]
    fn a_client_is_known_by_one_dossier_and_nothing_else() {
        assert_eq!(faults(&asked(Role::Client, None, &["dossier"]), day(1)), []);
        let two = asked(Role::Client, None, &["dossier", "dossier"]);
        assert_eq!(faults(&two, day(1)), [Fault::OneDossierNeeded]);
        let named = asked(Role::Client, Some(Holder::Person), &[]);
        assert_eq!(faults(&named, day(1)), [Fault::HolderOfClient, Fault::OneDossierNeeded]);
    }

    #[test]
    fn cases_are_named_of_the_roles_own_register_alone() {
        let officer = |named: &[&str]| {
            faults(&asked(Role::ComplaintsOfficer, Some(Holder::Person), named), day(1))
        };
        assert_eq!(officer(&["complaint"]), []);
        assert_eq!(officer(&["complaint", "dossier"]), [Fault::NotThere(1)]);
        let privacy = asked(Role::PrivacyOfficer, Some(Holder::Person), &["breach"]);
        assert_eq!(faults(&privacy, day(1)), [Fault::NothingToName]);
        let mut gone = asked(Role::Practitioner, Some(Holder::Person), &[]);
        gone.named = vec![None];
        assert_eq!(faults(&gone, day(1)), [Fault::NotThere(0)]);
    }

    #[test]
    fn a_locum_stands_in_until_a_day_that_is_to_come() {
        let locum = |from, until| {
            let asked = asked(Role::Locum, Some(Holder::Person), &[]);
            faults(&Asked { from, until, ..asked }, day(10))
        };
        assert_eq!(locum(None, None), [Fault::LastDayMissing]);
        assert_eq!(locum(None, Some(day(10))), []);
        assert_eq!(locum(None, Some(day(9))), [Fault::Over]);
        assert_eq!(locum(Some(day(12)), Some(day(11))), [Fault::Over]);
        let far = NaiveDate::from_ymd_opt(2101, 1, 1);
        assert_eq!(locum(None, far), [Fault::OutOfBounds]);
        // What was forgotten is made good: it held since, and is not over.
        assert_eq!(locum(Some(day(1)), Some(day(11))), []);
    }
}
