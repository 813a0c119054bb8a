//! Who is entitled to what: one table over regime, age, understanding and capacity, on the day of the request.

use griffie::domain::dossier::Regime;
use griffie::domain::dossier::representative::RepresentationGround as Ground;
use griffie::domain::request::*;

use crate::given::*;

const MOTHER: &str = "Marijke Oosterling";
const FATHER: &str = "Jort Oosterling";

fn parent(name: &str) -> Requester {
    representative(name, Ground::ParentWithAuthority)
}

/// A child with two parents with authority, born on a day.
fn child(born: &str) -> About {
    About {
        born_on: Some(day(born)),
        representatives: vec![
            acting(MOTHER, Ground::ParentWithAuthority, born, None),
            acting(FATHER, Ground::ParentWithAuthority, born, None),
        ],
        ..adult()
    }
}

fn incapable() -> Incapacity {
    Incapacity { by: line("Dr. Hazelhoff"), on: day("2026-06-01") }
}

/// Whether they are entitled on 10 June 2026; what is lacking if not.
fn judged(
    about: &About,
    right: Right,
    requesters: Vec<Requester>,
    incapacity: Option<Incapacity>,
) -> Result<&'static str, &'static str> {
    let received = Received { requesters, incapacity, ..asked(&[right]) };
    entitled(&received, day("2026-06-10"), right, about).map_err(|why| why.lack.as_str())
}

#[test]
fn the_table_of_who_may_ask_what() {
    let under_12 = child("2020-01-01");
    let twelve = child("2014-06-10");
    let sixteen = child("2010-06-10");
    let both = || vec![parent(MOTHER), parent(FATHER)];
    let one = || vec![parent(MOTHER)];
    let own = || vec![client()];
    let copy = Right::Copy;
    let destruction = Right::Destruction;
    let rows = [
        ("under 12, one parent, copy", judged(&under_12, copy, one(), None), "ok"),
        (
            "under 12, one parent, destruction",
            judged(&under_12, destruction, one(), None),
            "not_all_parents",
        ),
        ("under 12, both parents, destruction", judged(&under_12, destruction, both(), None), "ok"),
        ("under 12, the child", judged(&under_12, destruction, own(), None), "not_all_parents"),
        ("12 today and understands", judged(&twelve, destruction, own(), None), "ok"),
        (
            "12 and understands, both parents",
            judged(&twelve, copy, both(), None),
            "only_the_client",
        ),
        (
            "12, cannot weigh it, both parents",
            judged(&twelve, destruction, both(), Some(incapable())),
            "ok",
        ),
        (
            "12, cannot weigh it, one parent",
            judged(&twelve, destruction, one(), Some(incapable())),
            "not_all_parents",
        ),
        ("16 today", judged(&sixteen, destruction, own(), None), "ok"),
        ("16, the parents", judged(&sixteen, copy, both(), None), "only_the_client"),
        ("adult", judged(&adult(), destruction, own(), None), "ok"),
        (
            "adult, a stranger",
            judged(&adult(), copy, vec![parent("Niemand Bekend")], None),
            "only_the_client",
        ),
        (
            "adult who cannot, nobody named",
            judged(&adult(), copy, own(), Some(incapable())),
            "no_representative",
        ),
    ];
    for (what, found, expected) in rows {
        assert_eq!(found.map_or_else(|lack| lack, |_| "ok"), expected, "{what}");
    }
}

#[test]
fn a_representatives_right_ends_on_the_day_it_ends() {
    let with = |until: &str| About {
        representatives: vec![acting("Teun Mentor", Ground::Mentor, "2025-01-01", Some(until))],
        ..adult()
    };
    let asks = || vec![representative("Teun Mentor", Ground::Mentor)];
    assert!(judged(&with("2026-06-10"), Right::Copy, asks(), Some(incapable())).is_ok());
    assert_eq!(
        judged(&with("2026-06-09"), Right::Copy, asks(), Some(incapable())),
        Err("no_representative")
    );
    // Nor on a ground that is not the one on record.
    let other = vec![representative("Teun Mentor", Ground::Curator)];
    assert!(judged(&with("2026-06-10"), Right::Copy, other, Some(incapable())).is_err());
}

#[test]
fn for_an_adult_who_cannot_the_laws_order_holds() {
    let about = About {
        representatives: vec![
            acting("Bea Zuster", Ground::Sibling, "2025-01-01", None),
            acting("Otto Partner", Ground::SpouseOrPartner, "2025-01-01", None),
        ],
        ..adult()
    };
    let sister = || vec![representative("Bea Zuster", Ground::Sibling)];
    let partner = || vec![representative("Otto Partner", Ground::SpouseOrPartner)];
    assert!(judged(&about, Right::Copy, partner(), Some(incapable())).is_ok());
    assert_eq!(judged(&about, Right::Copy, sister(), Some(incapable())), Err("somebody_before"));
    // A grandchild may under the Wgbo and not under the Jeugdwet.
    let grandchild = |regime| About {
        regime,
        representatives: vec![acting("Lot Kleinkind", Ground::Grandchild, "2025-01-01", None)],
        ..adult()
    };
    let asks = || vec![representative("Lot Kleinkind", Ground::Grandchild)];
    assert!(judged(&grandchild(Regime::Wgbo), Right::Copy, asks(), Some(incapable())).is_ok());
    assert!(judged(&grandchild(Regime::Jeugdwet), Right::Copy, asks(), Some(incapable())).is_err());
}

#[test]
fn under_the_avg_a_child_of_12_or_its_representative_may_since_september_2026() {
    let twelve = child("2013-01-01");
    let entitled_on = |date: &str, requesters| {
        let received = Received { requesters, ..asked(&[Right::Restriction]) };
        entitled(&received, day(date), Right::Restriction, &twelve).is_ok()
    };
    assert!(!entitled_on("2026-08-31", vec![client()]));
    assert!(entitled_on("2026-09-01", vec![client()]));
    assert!(entitled_on("2026-08-31", vec![parent(MOTHER)]));
    assert!(entitled_on("2026-09-01", vec![parent(MOTHER)]));
}

#[test]
fn without_a_date_of_birth_nothing_is_granted() {
    let unknown = About { born_on: None, ..adult() };
    assert_eq!(judged(&unknown, Right::Copy, vec![client()], None), Err("birth_unknown"));
}

/// Access after death: consent, veto, incident notice, weighty interest, authority over a child.
#[test]
fn the_table_of_access_after_death() {
    let kin = || Requester { name: line(FATHER), capacity: Capacity::NextOfKin {} };
    let found = |about: &About, ground| {
        let explanation = Some(text("Erfelijkheid."));
        let after_death = Some(AfterDeath { ground, explanation });
        let right = Right::AccessAfterDeath;
        let received = Received { requesters: vec![kin()], after_death, ..asked(&[right]) };
        let judged = entitled(&received, day("2026-06-10"), right, about);
        judged.map_or_else(|why| why.lack.as_str(), |_| "ok")
    };
    let died = |consent| About {
        died_on: Some(day("2026-05-01")),
        access_after_death: consent,
        ..adult()
    };
    assert_eq!(found(&adult(), AfterDeathGround::ConsentInLife), "client_lives");
    assert_eq!(found(&died(Some(true)), AfterDeathGround::ConsentInLife), "ok");
    assert_eq!(found(&died(None), AfterDeathGround::ConsentInLife), "no_ground");
    assert_eq!(found(&died(None), AfterDeathGround::IncidentNotice), "ok");
    assert_eq!(found(&died(None), AfterDeathGround::WeightyInterest), "ok");
    for ground in [
        AfterDeathGround::ConsentInLife,
        AfterDeathGround::IncidentNotice,
        AfterDeathGround::WeightyInterest,
    ] {
        assert_eq!(found(&died(Some(false)), ground), "veto");
    }
    // A veto counts of a client who was 12 or older, or whose age is not known.
    let of_age = |born: Option<&str>| About { born_on: born.map(day), ..died(Some(false)) };
    for (born, judged) in [(Some("2014-05-02"), "ok"), (Some("2014-05-01"), "veto"), (None, "veto")]
    {
        assert_eq!(found(&of_age(born), AfterDeathGround::WeightyInterest), judged, "{born:?}");
    }
    let child = About { died_on: Some(day("2026-05-01")), ..child("2011-01-01") };
    assert_eq!(found(&child, AfterDeathGround::AuthorityOverChild), "ok");
    let older = About { born_on: Some(day("2010-05-01")), ..child };
    assert_eq!(found(&older, AfterDeathGround::AuthorityOverChild), "no_ground");
    // And what a client could ask in life, nobody asks in their place.
    assert_eq!(judged(&died(None), Right::Copy, vec![client()], None), Err("client_died"));
}

#[test]
fn who_is_not_entitled_is_granted_nothing_and_may_be_refused() {
    let asks = Received { requesters: vec![parent(MOTHER)], ..asked(&[Right::Copy]) };
    let given = given([receive(asks, "2026-06-10")]);
    given.clone().when(grant(0, "2026-06-12")).refused("NOT_ENTITLED");
    given.when(refuse(0, RefusalGround::NotEntitled, "2026-06-12")).accepted();
}
