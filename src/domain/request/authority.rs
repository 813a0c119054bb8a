//! Whether who asks is entitled to it, by regime, age on the day of the request, understanding and capacity (`law::representation`),
//! and after death by BW 7:458a. A representative's right ends on the day it ends.

use chrono::NaiveDate;

use super::received::{AfterDeathGround, Capacity, Received};
use super::right::Right;
use crate::domain::dossier::Dossier;
use crate::domain::dossier::entry::{ConsentDecision, ConsentScope, Content, Matter};
use crate::domain::dossier::regime::Regime;
use crate::domain::dossier::representative::{RepresentationGround, Representative};
use crate::law::age::age_on;
use crate::law::representation::{self, Decides, Relation, RightsAct, who_decides};

/// What the dossier says of the client, as far as it matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// The act under which it is kept.
    pub regime: Regime,
    /// Date of birth.
    pub born_on: Option<NaiveDate>,
    /// Date of death.
    pub died_on: Option<NaiveDate>,
    /// Representatives, those whose time is over included.
    pub representatives: Vec<Representative>,
    /// Consent to access after death given in life, or a veto; nothing if neither stands.
    pub access_after_death: Option<bool>,
}

/// What is lacking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The date of birth is not known: the law draws lines by age.
    BirthUnknown,
    /// The law names nobody for it.
    NobodyNamed,
    /// The client decides, alone.
    OnlyTheClient,
    /// A representative decides, and none asks who acts on the day of the request.
    NoRepresentative,
    /// All parents with authority must ask.
    NotAllParents,
    /// Somebody who comes first in the law's order is there.
    SomebodyBefore,
    /// The client has died: what is left is access after death.
    ClientDied,
    /// The client has not died.
    ClientLives,
    /// The ground for access after death does not hold.
    NoGround,
    /// The client recorded in life that they do not want it.
    Veto,
}

impl Lack {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Lack::BirthUnknown => "birth_unknown",
            Lack::NobodyNamed => "nobody_named",
            Lack::OnlyTheClient => "only_the_client",
            Lack::NoRepresentative => "no_representative",
            Lack::NotAllParents => "not_all_parents",
            Lack::SomebodyBefore => "somebody_before",
            Lack::ClientDied => "client_died",
            Lack::ClientLives => "client_lives",
            Lack::NoGround => "no_ground",
            Lack::Veto => "veto",
        }
    }
}

/// Who asks is not entitled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotEntitled {
    /// Where that is found.
    pub article: &'static str,
    /// What is lacking.
    pub lack: Lack,
}

impl About {
    /// What a dossier says.
    pub fn of(dossier: &Dossier) -> About {
        let mut access_after_death = None;
        for (_, entry) in dossier.standing_entries() {
            if let Content::Fields(Matter::Consent(consent)) = &entry.current().content
                && consent.scope == ConsentScope::AccessAfterDeath
            {
                access_after_death = match consent.decision {
                    ConsentDecision::Given => Some(true),
                    ConsentDecision::Refused => Some(false),
                    ConsentDecision::Withdrawn { .. } => None,
                };
            }
        }
        About {
            regime: dossier.regime,
            born_on: dossier.client.identity.born_on,
            died_on: dossier.client.identity.died_on,
            representatives: dossier.client.representatives.clone(),
            access_after_death,
        }
    }
}

/// Whether who asks is entitled to something on the day of the request; where that is found.
pub fn entitled(
    received: &Received,
    on: NaiveDate,
    right: Right,
    about: &About,
) -> Result<&'static str, NotEntitled> {
    if right == Right::AccessAfterDeath {
        return after_death(received, on, about);
    }
    if about.died_on.is_some_and(|died| died <= on) {
        return Err(NotEntitled { article: AFTER_DEATH, lack: Lack::ClientDied });
    }
    let (act, law_right) = law_of(right, about.regime);
    let Some(born_on) = about.born_on else {
        return Err(NotEntitled { article: "BW 7:447", lack: Lack::BirthUnknown });
    };
    let understands = received.incapacity.is_none();
    let row = who_decides(act, law_right, born_on, on, understands);
    let Some(row) = row else {
        return Err(NotEntitled { article: "BW 7:465", lack: Lack::NobodyNamed });
    };
    let asking = Asking { received, on, about };
    let lack = match row.decides {
        Decides::Client => (!asking.client()).then_some(Lack::OnlyTheClient),
        Decides::ClientOrRepresentative => {
            (!asking.client() && !asking.any(LEGAL)).then_some(Lack::NoRepresentative)
        }
        Decides::ClientAndParents | Decides::ClientAndRepresentative => {
            (!asking.client() || !asking.any(LEGAL)).then_some(Lack::NoRepresentative)
        }
        Decides::EachParentAlone | Decides::ParentsOrGuardian => {
            (!asking.any(PARENTS)).then_some(Lack::NoRepresentative)
        }
        Decides::AllParents => asking.all_parents(),
        Decides::LegalRepresentative => (!asking.any(LEGAL)).then_some(Lack::NoRepresentative),
        Decides::FirstOf(order) => asking.first_of(order),
    };
    lack.map_or(Ok(row.article), |lack| Err(NotEntitled { article: row.article, lack }))
}

const AFTER_DEATH: &str = "BW 7:458a";
const PARENTS: &[RepresentationGround] =
    &[RepresentationGround::ParentWithAuthority, RepresentationGround::Guardian];
const LEGAL: &[RepresentationGround] = &[
    RepresentationGround::ParentWithAuthority,
    RepresentationGround::Guardian,
    RepresentationGround::Curator,
    RepresentationGround::Mentor,
];

/// The act and the right by which the rule book judges something asked.
const fn law_of(right: Right, regime: Regime) -> (RightsAct, representation::Right) {
    use representation::Right as LawRight;
    let of_regime = match regime {
        Regime::Wgbo => RightsAct::Wgbo,
        Regime::Wmo => RightsAct::Wmo,
        Regime::Jeugdwet => RightsAct::Jeugdwet,
    };
    match right {
        Right::Inspection | Right::Copy | Right::AccessAfterDeath => {
            (of_regime, LawRight::Inspection)
        }
        Right::Destruction => (of_regime, LawRight::Destruction),
        Right::Statement => (of_regime, LawRight::Other),
        Right::AccessOverview => (RightsAct::Avg, LawRight::Inspection),
        Right::Rectification | Right::Restriction | Right::Portability | Right::Objection => {
            (RightsAct::Avg, LawRight::Other)
        }
    }
}

struct Asking<'a> {
    received: &'a Received,
    on: NaiveDate,
    about: &'a About,
}

impl Asking<'_> {
    fn client(&self) -> bool {
        self.received.requesters.iter().any(|it| it.capacity == Capacity::Client {})
    }

    /// Whether one of those who ask is this representative of the dossier.
    fn asks(&self, representative: &Representative) -> bool {
        let capacity = Capacity::Representative { ground: representative.ground };
        self.received
            .requesters
            .iter()
            .any(|it| it.capacity == capacity && it.name == representative.name)
    }

    /// Representatives on these grounds who act on the day of the request.
    fn acting<'a>(
        &'a self,
        grounds: &'a [RepresentationGround],
    ) -> impl Iterator<Item = &'a Representative> {
        let all = self.about.representatives.iter();
        all.filter(move |it| grounds.contains(&it.ground) && it.acts_on(self.on))
    }

    fn any(&self, grounds: &[RepresentationGround]) -> bool {
        self.acting(grounds).any(|it| self.asks(it))
    }

    /// A guardian alone, or every parent with authority.
    fn all_parents(&self) -> Option<Lack> {
        if self.any(&[RepresentationGround::Guardian]) {
            return None;
        }
        let grounds = [RepresentationGround::ParentWithAuthority];
        let mut parents = self.acting(&grounds).peekable();
        if parents.peek().is_none() {
            return Some(Lack::NoRepresentative);
        }
        (!parents.all(|it| self.asks(it))).then_some(Lack::NotAllParents)
    }

    /// Somebody in the law's order, and nobody in the dossier before them.
    fn first_of(&self, order: &[Relation]) -> Option<Lack> {
        for relation in order {
            let grounds = grounds_of(*relation);
            if self.any(grounds) {
                return None;
            }
            if self.acting(grounds).next().is_some() {
                return Some(Lack::SomebodyBefore);
            }
        }
        Some(Lack::NoRepresentative)
    }
}

const fn grounds_of(relation: Relation) -> &'static [RepresentationGround] {
    match relation {
        Relation::CuratorOrMentor => &[RepresentationGround::Curator, RepresentationGround::Mentor],
        Relation::WrittenProxy => &[RepresentationGround::WrittenProxy],
        Relation::Partner => &[RepresentationGround::SpouseOrPartner],
        Relation::Parent => &[RepresentationGround::Parent],
        Relation::Child => &[RepresentationGround::Child],
        Relation::Sibling => &[RepresentationGround::Sibling],
        Relation::Grandparent => &[RepresentationGround::Grandparent],
        Relation::Grandchild => &[RepresentationGround::Grandchild],
    }
}

fn after_death(
    received: &Received,
    on: NaiveDate,
    about: &About,
) -> Result<&'static str, NotEntitled> {
    let lacks = |lack| Err(NotEntitled { article: AFTER_DEATH, lack });
    let Some(died) = about.died_on.filter(|died| *died <= on) else {
        return lacks(Lack::ClientLives);
    };
    let age = about.born_on.and_then(|born| age_on(born, died));
    let consented = about.access_after_death;
    // A veto counts of a client of 12 or older; where the age is not known it counts.
    if consented == Some(false) && age.is_none_or(|age| age >= 12) {
        return lacks(Lack::Veto);
    }
    let holds = match received.after_death.as_ref().map(|it| it.ground) {
        None => false,
        Some(AfterDeathGround::ConsentInLife) => consented == Some(true),
        // That the notice was given, and that the interest is weighty, is for the practice to weigh and to record.
        Some(AfterDeathGround::IncidentNotice | AfterDeathGround::WeightyInterest) => true,
        Some(AfterDeathGround::AuthorityOverChild) => {
            age.is_some_and(|age| age < 16)
                && about.representatives.iter().any(|it| {
                    let named = |requester: &super::Requester| requester.name == it.name;
                    PARENTS.contains(&it.ground)
                        && it.acts_on(died)
                        && received.requesters.iter().any(named)
                })
        }
    };
    if holds { Ok(AFTER_DEATH) } else { lacks(Lack::NoGround) }
}
