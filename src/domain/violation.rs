//! What is wrong with the fields of a command: where, and for which stable reason.
//! Never carries the value itself: that may be personal data.

use std::fmt;

/// Where in a request a violation lies, in the words of the wire contract: `entries[3].content`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldPath(String);

impl FieldPath {
    /// The path of a field of the request itself.
    pub fn new(field: &str) -> FieldPath {
        FieldPath(field.to_owned())
    }

    /// The request itself, for a rule about all of it together.
    pub fn whole() -> FieldPath {
        FieldPath(String::new())
    }

    /// A field of the message at this path.
    #[must_use]
    pub fn join(&self, field: &str) -> FieldPath {
        if self.0.is_empty() { Self::new(field) } else { FieldPath(format!("{}.{field}", self.0)) }
    }

    /// An element of the list at this path.
    #[must_use]
    pub fn index(&self, position: usize) -> FieldPath {
        FieldPath(format!("{}[{position}]", self.0))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same field as seen from a request that calls `from` by the name `to`: a single entry
    /// is judged as `entries[0]` and was asked for as `entry`.
    #[must_use]
    pub fn rebase(&self, from: &str, to: &str) -> FieldPath {
        match self.0.strip_prefix(from) {
            Some(rest) if rest.is_empty() || rest.starts_with(['.', '[']) => {
                FieldPath(format!("{to}{rest}").trim_start_matches('.').to_owned())
            }
            _ => self.clone(),
        }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

macro_rules! reasons {
    ($($name:ident = $code:literal, $clause:literal;)*) => {
        /// Why a field is refused. The codes are public contract: added, never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Reason {
            $(#[doc = $clause] $name,)*
        }

        impl Reason {
            /// Every reason there is, for the list in the README and the test that guards it.
            pub const ALL: &'static [Reason] = &[$(Reason::$name,)*];

            /// The stable code.
            pub fn code(self) -> &'static str {
                match self { $(Reason::$name => $code,)* }
            }

            /// The reason as a lower-case clause, without any value.
            pub fn clause(self) -> &'static str {
                match self { $(Reason::$name => $clause,)* }
            }
        }
    };
}

reasons! {
    Missing = "MISSING", "must be given";
    Unspecified = "UNSPECIFIED", "must be one of the listed values";
    Contradiction = "CONTRADICTION", "contradicts another field";
    NotAnIdentifier = "NOT_AN_IDENTIFIER", "must be 32 lowercase hexadecimal digits, not all zero";
    NotAUuid = "NOT_A_UUID", "must be a UUID, and not the nil one";
    NotAKind = "NOT_A_KIND", "must be a kind such as `dossier.entry_recorded/1`";
    DayOutOfBounds = "DAY_OUT_OF_BOUNDS", "lies before 1950 or after 2100";
    NotThere = "NOT_THERE", "is not there, or not of the kind that is meant";
    PageSizeInvalid = "PAGE_SIZE_INVALID", "must be between 0 and 200";
    PageTokenInvalid = "PAGE_TOKEN_INVALID", "is not a token of an earlier page of this request";
    Duplicate = "DUPLICATE", "stands in the request twice";
    TooLong = "TOO_LONG", "is longer than the limit of its kind of text";
    TooMany = "TOO_MANY", "holds more elements than the limit";
    TooLarge = "TOO_LARGE", "does not fit in one record";
    Empty = "EMPTY", "must not be empty";
    ControlCharacter = "CONTROL_CHARACTER", "holds a control character";
    Noncharacter = "NONCHARACTER", "holds a code point that is no character (U+FFFE and its like)";
    NotADate = "NOT_A_DATE", "is not a calendar date";
    NotAnInstant = "NOT_AN_INSTANT", "is not an instant in UTC";
    TimeOutOfRange = "TIME_OUT_OF_RANGE", "lies before 1900";
    InTheFuture = "IN_THE_FUTURE", "lies in the future";
    HappenedAfterLearned = "HAPPENED_AFTER_LEARNED", "happened after it was learned";
    LearnedAfterRecorded = "LEARNED_AFTER_RECORDED", "was learned more than a day from now";
    HappenedAfterOriginalRecording = "HAPPENED_AFTER_ORIGINAL_RECORDING",
        "happened after it was originally recorded";
    PeriodReversed = "PERIOD_REVERSED", "ends before it begins";
    NameUseNeedsPartnerName = "NAME_USE_NEEDS_PARTNER_NAME",
        "names a partner's surname that is not given";
    DiedBeforeBirth = "DIED_BEFORE_BIRTH", "lies before the date of birth";
    BsnInvalid = "BSN_INVALID", "is not a citizen service number";
    BsnGroundDoesNotFitRegime = "BSN_GROUND_DOES_NOT_FIT_REGIME",
        "is not a ground for the number under this regime";
    RepresentationNotInRegime = "REPRESENTATION_NOT_IN_REGIME",
        "is not a ground for representation under this regime";
    KvkInvalid = "KVK_INVALID", "is not 8 digits";
    BranchInvalid = "BRANCH_INVALID", "is not 12 digits";
    AgbInvalid = "AGB_INVALID", "is not 8 digits";
    BigInvalid = "BIG_INVALID", "is not 11 digits";
    UzoviInvalid = "UZOVI_INVALID", "is not 4 digits";
    PostcodeInvalid = "POSTCODE_INVALID", "is not four digits and two letters";
    CountryInvalid = "COUNTRY_INVALID", "is not a two-letter country code";
    LanguageInvalid = "LANGUAGE_INVALID", "is not a language tag";
    TelephoneInvalid = "TELEPHONE_INVALID", "is not a telephone number";
    EmailInvalid = "EMAIL_INVALID", "is not an e-mail address";
    DecimalInvalid = "DECIMAL_INVALID", "is not a decimal number";
    WeightNotInGrams = "WEIGHT_NOT_IN_GRAMS", "must be a weight in whole grams (unit g)";
    FhirNotJson = "FHIR_NOT_JSON", "is not strict JSON";
    FhirNotAResource = "FHIR_NOT_A_RESOURCE", "is not a JSON object with a resourceType";
    MediaTypeNotAllowed = "MEDIA_TYPE_NOT_ALLOWED", "is not an allowed type of file";
    AttachmentTooLarge = "ATTACHMENT_TOO_LARGE", "is larger than 25 MiB";
    PartsDoNotFitSize = "PARTS_DO_NOT_FIT_SIZE", "does not fit the size in parts of 64 KiB";
    HashInvalid = "HASH_INVALID", "must be 64 lowercase hexadecimal digits";
    NothingChanges = "NOTHING_CHANGES", "would change nothing";
    KindChanges = "KIND_CHANGES", "a correction keeps the kind: withdraw and record anew";
    FieldsNeeded = "FIELDS_NEEDED", "this kind is recorded in fields, not as text";
    NoSuchConsent = "NO_SUCH_CONSENT", "does not name a consent that stands in this dossier";
    BeforeCarriedOut = "BEFORE_CARRIED_OUT", "lies before the day on which the measure was carried out";
    PeriodInvalid = "PERIOD_INVALID", "is not a year or half of a year that can be asked for";
    AfterReview = "AFTER_REVIEW", "lies after a review of the measure's effect";
    BeforeCause = "BEFORE_CAUSE", "lies before what it follows from";
    AfterEffect = "AFTER_EFFECT", "lies after what follows from it";
    UnknownPlaceholder = "UNKNOWN_PLACEHOLDER", "is not a placeholder of this letter";
    BracesUnbalanced = "BRACES_UNBALANCED", "holds a brace that is not part of a `{{placeholder}}`";
    ValueKnown = "VALUE_KNOWN", "comes from the case, its clocks or the practice and is not given";
    NotInTemplate = "NOT_IN_TEMPLATE", "does not stand in the letter's template";
    LetterElsewhere = "LETTER_ELSEWHERE", "is a letter of another register";
    SentBeforeDated = "SENT_BEFORE_DATED", "lies before the date of the letter";
    NotAMoment = "NOT_A_MOMENT", "must be a day or an instant, not a period: a term counts from it";
    PositionOfRecordedTime = "POSITION_OF_RECORDED_TIME",
        "is a moment of recorded time alone: name a day or an instant";
    BeforeItsStart = "BEFORE_ITS_START", "lies before what it follows on";
    NotLater = "NOT_LATER", "is not later than the end that is in force";
    NumberOutOfBounds = "NUMBER_OUT_OF_BOUNDS", "lies outside the bounds of this number";
    InstantNeeded = "INSTANT_NEEDED",
        "must be an instant: hours are counted from it (handbook 2.5, AVG 33(1), AVG 34(1))";
    NoticeMeansMissing = "NOTICE_MEANS_MISSING",
        "must say by which means the authority was notified (AVG 33)";
    NoticeMomentMissing = "NOTICE_MOMENT_MISSING",
        "must be the instant at which the authority was notified (AVG 33)";
    NoticeContentMissing = "NOTICE_CONTENT_MISSING",
        "must be told to the authority with the first notification (AVG 33(3))";
    DelayReasonsMissing = "DELAY_REASONS_MISSING",
        "must be given with a first notification after 72 hours (AVG 33(1))";
    NotInPlainLanguage = "NOT_IN_PLAIN_LANGUAGE",
        "must be so: the persons are told in clear and plain language (AVG 34(2))";
    NumberTooLarge = "NUMBER_TOO_LARGE", "is larger than 4,294,967,295";
    PublicNoticeMissing = "PUBLIC_NOTICE_MISSING",
        "must be given: the persons are told publicly instead (AVG 34(3)(c))";
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.clause())
    }
}

/// One thing wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Violation {
    /// The field.
    pub field: FieldPath,
    /// What is wrong with it.
    pub reason: Reason,
}

/// Everything wrong with a command, gathered before anything is refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Notes that a field is wrong.
    pub fn add(&mut self, field: FieldPath, reason: Reason) {
        self.0.push(Violation { field, reason });
    }

    /// Notes the reason of a failed parse and gives the value of a good one.
    pub fn take<T>(&mut self, field: &FieldPath, parsed: Result<T, Reason>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(reason) => {
                self.add(field.clone(), reason);
                None
            }
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order in which they were found.
    pub fn into_vec(self) -> Vec<Violation> {
        self.0
    }
}
