//! Opening a dossier, what is known of its client, and links.

use griffie::domain::dossier::event::*;
use griffie::domain::dossier::*;
use griffie::domain::provenance::{Happened, Moment};

use crate::given::*;
use crate::sample::*;

fn open_as(change: impl FnOnce(&mut Client)) -> Command {
    let mut client = client("Berkel");
    change(&mut client);
    Command::Open { regime: Regime::Wgbo, client, provenance: on("2026-03-01") }
}

fn change(changes: Changes) -> Command {
    Command::ChangeClient { cause: ChangeCause::Changed, changes, provenance: on("2026-05-01") }
}

#[test]
fn a_dossier_is_opened_once() {
    given([]).when(open()).then([opened()]);
    given([opened()]).when(open()).refused("DOSSIER_ALREADY_OPENED");
}

#[test]
fn nothing_can_be_asked_of_a_dossier_that_was_never_opened() {
    let commands = [
        record([draft(1, "2026-05-01", advice("warmte"))]),
        correct(1, "2026-05-01", advice("warmte")),
        withdraw(1),
        change(Changes::default()),
        link(1, 2, Relation::MotherOf),
        close("2026-05-01"),
        reopen("2026-05-01"),
        attach(1, None, "2026-05-01"),
        Command::WithdrawAttachment {
            attachment: attachment_id(1),
            withdrawal: withdrawal_on("2026-05-01"),
        },
    ];
    for command in commands {
        given([]).when(command).refused("NO_SUCH_DOSSIER");
    }
}

#[test]
fn a_citizen_service_number_passes_the_eleven_test() {
    assert!(Bsn::try_from("999990019").is_ok());
    for wrong in ["999990018", "000000000", "99999001", "9999900190", "99999001a", ""] {
        assert_eq!(Bsn::try_from(wrong).unwrap_err().code(), "BSN_INVALID", "{wrong}");
    }
}

#[test]
fn a_citizen_service_number_is_held_on_a_ground_that_fits_the_regime() {
    let with_number = |regime, ground, article: Option<&str>| {
        let Command::Open { mut client, provenance, .. } = open() else { unreachable!() };
        let article = article.map(line);
        client.identity.bsn = Some(BsnOnRecord { ground, article, ..bsn() });
        Command::Open { regime, client, provenance }
    };
    let ground = "client.identity.bsn.ground: BSN_GROUND_DOES_NOT_FIT_REGIME";
    let fits = |regime, ground| given([]).when(with_number(regime, ground, None));
    fits(Regime::Wgbo, BsnGround::Wabvpz).accepted();
    fits(Regime::Wmo, BsnGround::Wmo).accepted();
    fits(Regime::Wmo, BsnGround::Wabvpz).invalid([ground]);
    fits(Regime::Wgbo, BsnGround::Wmo).invalid([ground]);
    fits(Regime::Jeugdwet, BsnGround::OtherAct).invalid(["client.identity.bsn.article: MISSING"]);
    let named = with_number(Regime::Jeugdwet, BsnGround::OtherAct, Some("Jw 7.2"));
    given([]).when(named).accepted();
}

#[test]
fn all_that_is_wrong_is_named_at_once() {
    let command = open_as(|client| {
        client.identity.names.partner_surname = None;
        client.identity.born_on = Some(day("2027-01-01"));
        client.identity.died_on = Some(day("2026-01-01"));
        client.contact.address.as_mut().unwrap().postcode = line("12");
        client.contact.telephones = vec!["06-00000003".try_into().unwrap(); 11];
        client.representatives[0].until = Some(day("2026-02-01"));
    });
    given([]).when(command).invalid([
        "client.identity.names.name_use: NAME_USE_NEEDS_PARTNER_NAME",
        "client.identity.born_on: IN_THE_FUTURE",
        "client.identity.died_on: DIED_BEFORE_BIRTH",
        "client.contact.address.postcode: POSTCODE_INVALID",
        "client.contact.telephones: TOO_MANY",
        "client.representatives[0].until: PERIOD_REVERSED",
    ]);
}

#[test]
fn a_grandchild_represents_under_the_wgbo_and_not_under_the_jeugdwet() {
    let under = |regime| {
        let Command::Open { mut client, provenance, .. } = open_under(regime) else {
            unreachable!()
        };
        client.representatives = vec![representative(RepresentationGround::Grandchild)];
        given([]).when(Command::Open { regime, client, provenance })
    };
    under(Regime::Wgbo).accepted();
    under(Regime::Jeugdwet)
        .invalid(["client.representatives[0].ground: REPRESENTATION_NOT_IN_REGIME"]);
}

#[test]
fn a_representative_acts_from_the_first_day_up_to_and_including_the_last() {
    let father = representative(RepresentationGround::ParentWithAuthority);
    assert!(!father.acts_on(day("2026-02-28")));
    assert!(father.acts_on(day("2026-03-01")) && father.acts_on(day("2044-03-01")));
    assert!(!father.acts_on(day("2044-03-02")));
}

#[test]
fn changed_sections_replace_the_old_and_the_others_stay() {
    let moved = ContactDetails { address: None, ..client("Berkel").contact };
    let changes = Changes { contact: Some(moved.clone()), ..Changes::default() };
    let event = Event::ClientChanged(ClientChanged {
        cause: ChangeCause::Changed,
        changes: changes.clone(),
        provenance: on("2026-05-01"),
    });
    given([opened()]).when(change(changes)).then([event.clone()]);

    let mut state = State::default();
    for event in [opened(), event] {
        evolve(&mut state, &event);
    }
    let now = &state.dossier().unwrap().client;
    assert_eq!(now.contact, moved);
    assert_eq!(now.identity, client("Berkel").identity);
}

#[test]
fn a_change_that_changes_nothing_is_refused() {
    given([opened()]).when(change(Changes::default())).invalid(["changes: NOTHING_CHANGES"]);
    let same = Changes::from(&client("Berkel"));
    given([opened()]).when(change(same)).invalid(["changes: NOTHING_CHANGES"]);
}

#[test]
fn mother_and_child_are_two_dossiers_with_a_link_each_way() {
    assert_eq!(Relation::MotherOf.inverse(), Relation::ChildOf);
    assert_eq!(Relation::ChildOf.inverse(), Relation::MotherOf);
    assert_eq!(Relation::SiblingOf.inverse(), Relation::SiblingOf);
    given([opened()]).when(link(1, 2, Relation::MotherOf)).then([linked(2, Relation::MotherOf)]);
    given([opened()]).when(link(1, 1, Relation::MotherOf)).refused("LINK_TO_ITSELF");
    given([opened(), linked(2, Relation::MotherOf)])
        .when(link(1, 2, Relation::MotherOf))
        .refused("ALREADY_LINKED");
}

#[test]
fn a_link_can_be_ended_and_made_again() {
    let unlink = || Command::Unlink {
        other: dossier_id(2),
        relation: Relation::MotherOf,
        reason: text("verkeerde moeder"),
        provenance: on("2026-05-01"),
    };
    let unlinked = || {
        Event::Unlinked(Unlinked {
            other: dossier_id(2),
            relation: Relation::MotherOf,
            reason: text("verkeerde moeder"),
            provenance: on("2026-05-01"),
        })
    };
    given([opened()]).when(unlink()).refused("NOT_LINKED");
    given([opened(), linked(2, Relation::ChildOf)]).when(unlink()).refused("NOT_LINKED");
    given([opened(), linked(2, Relation::MotherOf)]).when(unlink()).then([unlinked()]);
    given([opened(), linked(2, Relation::MotherOf), unlinked()])
        .when(link(1, 2, Relation::MotherOf))
        .accepted();
}

#[test]
fn impossible_times_are_refused_and_late_ones_are_not() {
    let when = |happened, learned| {
        let Command::Open { regime, client, .. } = open() else { unreachable!() };
        given([]).when(Command::Open { regime, client, provenance: times(happened, learned) })
    };
    let at = |text: &str| Happened::At(instant(text));
    let learned = |text: &str| Moment::At(instant(text));
    // Years late is a fact like any other.
    when(Happened::On(day("2019-01-01")), Moment::On(day("2020-01-01"))).accepted();
    // In the same instant, or on the same Dutch day, nothing is impossible.
    when(at("2026-05-01T12:00:00Z"), learned("2026-05-01T12:00:00Z")).accepted();
    when(Happened::On(day("2026-05-02")), learned("2026-05-01T22:30:00Z")).accepted();
    let too_late = "provenance.happened: HAPPENED_AFTER_LEARNED";
    when(at("2026-05-01T12:00:00.000001Z"), learned("2026-05-01T12:00:00Z")).invalid([too_late]);
    when(Happened::On(day("2026-05-02")), learned("2026-05-01T21:30:00Z")).invalid([too_late]);
    let period = |from, until| Happened::During { from: day(from), until: day(until) };
    when(period("2026-05-01", "2026-05-03"), Moment::On(day("2026-05-02"))).invalid([too_late]);
    when(period("2026-05-03", "2026-05-01"), Moment::On(day("2026-05-04")))
        .invalid(["provenance.happened: PERIOD_REVERSED"]);
    when(Happened::On(day("1899-12-31")), Moment::On(day("2026-05-01")))
        .invalid(["provenance.happened: TIME_OUT_OF_RANGE"]);
}

#[test]
fn learned_may_lie_a_day_ahead_of_the_clock_and_no_more() {
    let learned = |moment| {
        let Command::Open { regime, client, .. } = open() else { unreachable!() };
        let provenance = times(Happened::On(day("2026-05-01")), moment);
        given([]).when(Command::Open { regime, client, provenance })
    };
    let future = "provenance.learned: LEARNED_AFTER_RECORDED";
    learned(Moment::At(instant("2026-05-21T10:00:00Z"))).accepted();
    learned(Moment::At(instant("2026-05-21T10:00:01Z"))).invalid([future]);
    learned(Moment::On(day("2026-05-21"))).accepted();
    learned(Moment::On(day("2026-05-22"))).invalid([future]);
}

#[test]
fn an_imported_fact_was_first_recorded_after_it_happened_and_not_in_the_future() {
    let first_recorded = |date: &str| {
        let Command::Open { regime, client, mut provenance } = open() else { unreachable!() };
        provenance.originally_recorded_on = Some(day(date));
        given([]).when(Command::Open { regime, client, provenance })
    };
    first_recorded("2026-03-01").accepted();
    first_recorded("2026-02-28")
        .invalid(["provenance.happened: HAPPENED_AFTER_ORIGINAL_RECORDING"]);
    first_recorded("2026-05-21").invalid(["provenance.originally_recorded_on: IN_THE_FUTURE"]);
}

#[test]
fn a_name_is_written_as_the_client_uses_it() {
    let with = |name_use| Names { name_use, ..names("Berkel") }.display();
    assert_eq!(with(NameUse::Own), "Zoë van der Berkel");
    assert_eq!(with(NameUse::Partner), "Zoë Oeverzicht");
    assert_eq!(with(NameUse::OwnThenPartner), "Zoë van der Berkel - Oeverzicht");
    assert_eq!(with(NameUse::PartnerThenOwn), "Zoë Oeverzicht - van der Berkel");
}
