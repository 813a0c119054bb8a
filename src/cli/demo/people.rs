//! Invented people: names put together at random, towns that do not exist, numbers that are given to nobody.

use super::chance::Chance;
use crate::grpc::pb;

const MOTHERS: &[&str] = &[
    "Anouk",
    "Bente",
    "Carlijn",
    "Daphne",
    "Elif",
    "Femke",
    "Gwen",
    "Hanna",
    "Ilse",
    "Jasmijn",
    "Kirsten",
    "Lotte",
    "Maaike",
    "Noor",
    "Olga",
    "Priya",
    "Quirine",
    "Roos",
    "Samira",
    "Tess",
    "Ursula",
    "Veerle",
    "Willemijn",
    "Xenia",
    "Yara",
    "Zoë",
    "Fatima",
    "Renée",
    "Merel",
    "Sanne",
];
const BABIES: &[&str] = &[
    "Abel", "Bo", "Casper", "Dina", "Eva", "Finn", "Guus", "Hugo", "Isa", "Jip", "Kiki", "Luna",
    "Mees", "Nora", "Otis", "Pien", "Quinten", "Riv", "Saar", "Teun", "Uma", "Vos", "Wout",
    "Yusuf", "Zev", "Amina",
];
const SURNAMES: &[&str] = &[
    "Aardewijn",
    "Boterbloem",
    "Cirkelslag",
    "Duizendblad",
    "Eikenstronk",
    "Fluitekruid",
    "Gouwenaer",
    "Hazelwinde",
    "IJsvogelaar",
    "Jeneverbes",
    "Kiezelbrink",
    "Lisdodde",
    "Meidoornse",
    "Nachtegaalder",
    "Ooievaarsbek",
    "Pimpernelis",
    "Regenboogh",
    "Stekelbrem",
    "Tormentil",
    "Uiverstee",
    "Veenmosser",
    "Waterscheer",
    "Zonnedauwe",
    "Zilverschoon",
    "Kamperfoeli",
    "Klaproosen",
];
const PREFIXES: &[&str] = &["", "", "", "", "van", "de", "van der", "ter"];
const TOWNS: &[(&str, &str)] = &[
    ("Lindewaard", "1099"),
    ("Waterdrecht", "2099"),
    ("Elzenmeer", "3499"),
    ("Roggedam", "4799"),
    ("Zilverhaven", "6899"),
    ("Hoogvenne", "8799"),
];
const STREETS: &[&str] = &[
    "Korenbloemkade",
    "Zandloperstraat",
    "Uilenboomlaan",
    "Theelichtplein",
    "Wolkenpad",
    "Kersenpitweg",
    "Sterrenmosdreef",
    "Kiezelsteenhof",
];

/// A family as it comes to the practice.
#[derive(Clone, Debug, PartialEq)]
pub struct Names {
    /// The mother.
    pub mother: pb::Client,
    /// Her child's first names and sexes, one for each child.
    pub children: Vec<(&'static str, pb::Sex)>,
    /// The surname of the children.
    pub surname: String,
}

/// Invents a family with so many children; `number` keeps its addresses apart from all others.
pub fn family(chance: &mut Chance, number: usize, children: usize, born_on: String) -> Names {
    let given = chance.one(MOTHERS);
    let surname = chance.one(SURNAMES);
    let prefix = chance.one(PREFIXES);
    let partner = chance.one(SURNAMES);
    let shares = chance.in_hundred(30);
    let names = pb::Names {
        initials: given.chars().take(1).chain(['.']).collect(),
        given: given.to_owned(),
        called: given.to_owned(),
        prefix: prefix.to_owned(),
        surname: surname.to_owned(),
        partner_surname: if shares { partner.to_owned() } else { String::new() },
        name_use: if shares { pb::NameUse::OwnThenPartner } else { pb::NameUse::Own }.into(),
        ..pb::Names::default()
    };
    let bsn = pb::BsnOnRecord {
        number: test_bsn(chance),
        ground: pb::BsnGround::Wabvpz.into(),
        checked: pb::BsnCheck::Document.into(),
        ..pb::BsnOnRecord::default()
    };
    let mother = pb::Client {
        identity: Some(pb::Identity {
            names: Some(names),
            born_on,
            sex: pb::Sex::Female.into(),
            bsn: Some(bsn),
            ..pb::Identity::default()
        }),
        contact: Some(contact(chance, given, number)),
        network: Some(network(chance)),
        commission: Some(own_client()),
        ..pb::Client::default()
    };
    let children = (0..children).map(|_| (chance.one(BABIES), sex(chance))).collect();
    Names { mother, children, surname: surname.to_owned() }
}

/// How to reach someone at an invented address.
pub fn contact(chance: &mut Chance, given: &str, number: usize) -> pb::ContactDetails {
    let (city, digits) = chance.one(TOWNS);
    let plain = given.replace(['ë', 'é'], "e").to_lowercase();
    pb::ContactDetails {
        address: Some(pb::Address {
            street: chance.one(STREETS).to_owned(),
            house_number: chance.between(1, 199).to_string(),
            // SA, SD and SS are given to no postcode.
            postcode: format!("{digits} {}", chance.one(&["SA", "SD"])),
            city: city.to_owned(),
            country: "NL".to_owned(),
            ..pb::Address::default()
        }),
        telephones: vec![format!("06 0000 {:04}", number % 10_000)],
        emails: vec![format!("{plain}.{number}.{}@gezin.example", chance.between(100, 999))],
        language: "nl".to_owned(),
    }
}

/// A child of a mother, with her as the one who may act for it.
pub fn child(mother: &Names, index: usize, born_on: &str) -> pb::Client {
    let (given, sex) = mother.children.get(index).copied().unwrap_or_default();
    let names = pb::Names {
        given: given.to_owned(),
        called: given.to_owned(),
        surname: mother.surname.clone(),
        name_use: pb::NameUse::Own.into(),
        ..pb::Names::default()
    };
    pb::Client {
        identity: Some(pb::Identity {
            names: Some(names),
            born_on: born_on.to_owned(),
            sex: sex.into(),
            ..pb::Identity::default()
        }),
        representatives: vec![pb::Representative {
            name: full_name(&mother.mother),
            relation: "moeder".to_owned(),
            ground: pb::RepresentationGround::ParentWithAuthority.into(),
            from: born_on.to_owned(),
            ..pb::Representative::default()
        }],
        commission: Some(own_client()),
        ..pb::Client::default()
    }
}

/// First name and surname.
pub fn full_name(client: &pb::Client) -> String {
    let names = client.identity.as_ref().and_then(|identity| identity.names.as_ref());
    names.map(|names| format!("{} {}", names.given, names.surname)).unwrap_or_default()
}

fn network(chance: &mut Chance) -> pb::CareNetwork {
    let point = |name: String| pb::ContactPoint { name, ..pb::ContactPoint::default() };
    pb::CareNetwork {
        insurer: Some(pb::Insurer {
            name: "Zorgfonds Rozenwater".to_owned(),
            uzovi: "0000".to_owned(),
            policy_number: chance.between(10_000_000, 99_999_999).to_string(),
        }),
        general_practitioner: Some(point(format!("Huisartsenpraktijk {}", chance.one(STREETS)))),
        midwife: Some(point(format!("Verloskundigen {}", chance.one(STREETS)))),
        referrer: None,
    }
}

fn own_client() -> pb::Commission {
    pb::Commission { commission: Some(pb::commission::Commission::OwnClient(pb::OwnClient {})) }
}

fn sex(chance: &mut Chance) -> pb::Sex {
    if chance.in_hundred(50) { pb::Sex::Female } else { pb::Sex::Male }
}

/// A number that passes the eleven test and begins with 9999, as test data in Dutch care does.
fn test_bsn(chance: &mut Chance) -> String {
    loop {
        let middle = chance.between(0, 9_999);
        let digits = format!("9999{middle:04}");
        let weighted = digits.bytes().map(|digit| u32::from(digit - b'0')).zip((2..=9).rev());
        let check = weighted.map(|(digit, weight)| digit * weight).sum::<u32>() % 11;
        if check < 10 {
            return format!("{digits}{check}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::dossier::Bsn;

    #[test]
    fn invented_numbers_pass_the_eleven_test() {
        let mut chance = Chance::of(3, 3);
        for _ in 0..200 {
            let number = test_bsn(&mut chance);
            assert!(Bsn::try_from(number.as_str()).is_ok(), "{number}");
        }
    }
}
