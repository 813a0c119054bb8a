//! The choices of a breach in words, Dutch and English.

use super::phrase::{Phrase, both};
use crate::domain::breach::assessment::Risk;
use crate::domain::breach::missing::Missing;
use crate::domain::breach::notice::{Means, Phase};
use crate::domain::breach::persons::ExemptionGround;
use crate::domain::breach::report::{Answer, Aspect, Cause, Role, Side};

/// A choice that has words.
pub trait Words {
    /// The words.
    fn words(self) -> Phrase;
}

macro_rules! words {
    ($($name:ident { $($value:ident: $dutch:literal, $english:literal;)* })*) => {$(
        impl Words for $name {
            fn words(self) -> Phrase {
                match self { $($name::$value => both($dutch, $english),)* }
            }
        }
    )*};
}

words! {
    Role {
        Controller: "verwerkingsverantwoordelijke", "controller";
        Processor: "verwerker", "processor";
        Commissioned: "werkend in opdracht", "commissioned";
    }
    Side {
        Internal: "intern", "internal";
        External: "extern", "external";
    }
    Aspect {
        Confidentiality: "vertrouwelijkheid", "confidentiality";
        Integrity: "integriteit", "integrity";
        Availability: "beschikbaarheid", "availability";
    }
    Cause {
        WilfulAct: "moedwillig handelen", "wilful act";
        TechnicalFailure: "technisch falen", "technical failure";
        HumanFailure: "menselijk falen", "human failure";
        Calamity: "calamiteit", "calamity";
        LossOfDevice: "verlies van een USB-stick, laptop of dergelijke", "loss of a USB stick, laptop or the like";
        VisibleAddresses: "e-mail met alle adressen zichtbaar", "mail with all addresses visible";
        UnlawfulProcessing: "onrechtmatige verwerking", "unlawful processing";
    }
    Answer {
        Yes: "ja", "yes";
        No: "nee", "no";
        NotKnownYet: "nog niet bekend", "not known yet";
    }
    Risk {
        None: "een risico is onwaarschijnlijk", "a risk is unlikely";
        Risk: "er is een risico", "there is a risk";
        High: "een hoog risico is waarschijnlijk", "a high risk is likely";
    }
    Phase {
        First: "eerste melding", "first notification";
        FollowUp: "vervolgmelding", "follow-up";
        Withdrawal: "intrekking", "withdrawal";
    }
    Means {
        Form: "formulier", "form";
        Telephone: "telefoon", "telephone";
        Email: "e-mail", "e-mail";
        Post: "post", "post";
        InPerson: "persoonlijk", "in person";
        DigitalMessage: "digitaal bericht", "digital message";
        Publication: "openbare mededeling", "public announcement";
    }
    ExemptionGround {
        Unintelligible: "de gegevens zijn onbegrijpelijk voor wie ze heeft (AVG 34(3)(a))",
            "the data are unintelligible to whoever has them (AVG 34(3)(a))";
        RiskRemoved: "latere maatregelen namen het hoge risico weg (AVG 34(3)(b))",
            "later measures removed the high risk (AVG 34(3)(b))";
        Disproportionate: "onevenredige inspanning; openbare mededeling (AVG 34(3)(c))",
            "disproportionate effort; public announcement (AVG 34(3)(c))";
    }
    Missing {
        Awareness: "wanneer de praktijk kennis kreeg", "when the practice became aware";
        Assessment: "de beoordeling", "the assessment";
        Approval: "het akkoord", "the approval";
        AuthorityDecision: "de melding aan de AP of het besluit niet te melden",
            "the notification to the authority, or the decision not to";
        NoticeContent: "een deel van de inhoud van AVG 33(3) in de melding",
            "part of the content of AVG 33(3) in the notification";
        DelayReasons: "de redenen van de late melding", "the reasons for the late notification";
        PersonsDecision: "de mededeling aan betrokkenen of de uitzondering",
            "the notice to the persons, or the exception";
        PrincipalNotice: "de melding aan de opdrachtgever of verantwoordelijke",
            "the notice to the one for whom the practice works";
    }
}
