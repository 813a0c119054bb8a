//! The events that start a clock, with the words that name them in an explanation.

macro_rules! triggers {
    ($($variant:ident = $english:literal, $dutch:literal;)+) => {
        /// What starts (or, counted back, ends) a term.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Trigger {
            $(#[doc = $english] $variant,)+
        }

        impl Trigger {
            /// Every trigger.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// English, to follow "the moment at which".
            pub const fn english(self) -> &'static str {
                match self { $(Self::$variant => $english,)+ }
            }

            /// Dutch, to follow "het moment waarop".
            pub const fn dutch(self) -> &'static str {
                match self { $(Self::$variant => $dutch,)+ }
            }
        }
    };
}

triggers! {
    ComplaintReceived = "the written complaint was received", "de schriftelijke klacht is ontvangen";
    DisputeSubmitted = "the dispute was submitted", "het geschil is voorgelegd";
    RequestReceived = "the request was received", "het verzoek is ontvangen";
    WrittenRequestReceived = "the written or electronic request was received", "het schriftelijke of elektronische verzoek is ontvangen";
    StatementReceived = "the client's statement was received", "de verklaring van de cliënt is ontvangen";
    AnswerReceived = "the answer to the request was received", "het antwoord op het verzoek is ontvangen";
    MediationEnded = "the mediation by the authority ended", "de bemiddeling door de toezichthouder is geëindigd";
    LastSubstantiveChange = "the dossier was last changed in substance", "het dossier voor het laatst inhoudelijk is gewijzigd";
    LastChangeOfData = "these data were last changed", "deze gegevens voor het laatst zijn gewijzigd";
    LogLineWritten = "the log line was written", "de logregel is geschreven";
    BookedInYear = "the record was booked", "het stuk is geboekt";
    ComplaintClosed = "the complaint was closed", "de klacht is gesloten";
    BreachKnown = "the practice became aware of the breach", "de praktijk kennis kreeg van het datalek";
    BreachReported = "the breach was reported to the practice", "het datalek aan de praktijk is gemeld";
    HighRiskEstablished = "the high risk was established", "het hoge risico is vastgesteld";
    CalamityEstablished = "it was established that it is a calamity", "is vastgesteld dat het een calamiteit is";
    ViolenceEstablished = "the violence was established", "het geweld is vastgesteld";
    CalamityOrViolenceEstablished = "the calamity or violence was established", "de calamiteit of het geweld is vastgesteld";
    ContractEnded = "the contract was ended", "de overeenkomst is beëindigd";
    EventFound = "the event was found", "de gebeurtenis is ontdekt";
    CalamityNotified = "the authority was notified", "de melding aan de toezichthouder is gedaan";
    IncidentDiscovered = "the incident was discovered", "het incident is ontdekt";
    IncidentReported = "the incident report was received", "de melding is ontvangen";
    WorkStarts = "the person starts work", "de persoon begint met werken";
    CertificateJudged = "the certificate is looked at", "de verklaring wordt beoordeeld";
    SuspicionArose = "the suspicion arose", "het vermoeden is ontstaan";
    SupportStarts = "the support starts", "de ondersteuning begint";
    LastEvaluation = "the support started or was last evaluated", "de ondersteuning begon of het laatst is geëvalueerd";
    Noshow = "the client did not appear", "de cliënt niet is verschenen";
    SituationChanged = "the drastic change became known", "de ingrijpende wijziging bekend werd";
    LastMeasurement = "satisfaction was last measured", "de tevredenheid het laatst is gemeten";
    LastReview = "this was last reviewed", "dit het laatst is beoordeeld";
    LastTested = "restoring was last tested", "het terugzetten het laatst is getest";
    LastBackup = "the last backup succeeded", "de laatste back-up is gelukt";
    MeasureCarriedOut = "the measure was carried out or last reviewed", "de maatregel is uitgevoerd of het laatst is beoordeeld";
    DateSet = "it has to be done, as set in advance", "het gedaan moet zijn, zoals vooraf bepaald";
    IntakeTakesPlace = "the intake takes place", "de intake plaatsvindt";
    DayInPeriod = "the period is running", "de periode loopt";
    NoMoment = "nothing starts this, it is a number", "niets dit start, het is een aantal";
}
