//! How long each category of record is kept (bewaartermijnen): rows by category. The longer of two
//! terms wins per data element, and a hold beats them all; both are the caller's business.

use super::period::end_of_book_year;
use super::rule::{RuleId, Setting};
use super::{Basis, Length};
use chrono::NaiveDate;

/// A category of record (`retention_class`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetentionClass {
    /// Medical dossier under the Wgbo.
    MedicalDossier,
    /// Client data under the Wmo, per category of data.
    WmoData,
    /// Youth help dossier.
    YouthDossier,
    /// Financial and tax records.
    Financial,
    /// VAT data of immovable property.
    RealEstateVat,
    /// Complaint file.
    ComplaintFile,
    /// Dispute file.
    DisputeFile,
    /// Register of breaches.
    BreachRegister,
    /// Internal incident report with personal data: anonymised by then.
    IncidentReport,
    /// File of a calamity.
    CalamityFile,
    /// Note of an incident in the dossier (Wkkgz 10(3)).
    IncidentNote,
    /// A line of the access log.
    AccessLogLine,
    /// File of a request of the data subject.
    RequestFile,
    /// Request and decision of a destruction, sealed file.
    DestructionFile,
    /// Consent to treatment.
    MedicalConsent,
    /// Other consent.
    Consent,
    /// Images made for care.
    CareImages,
    /// Images for other use (website, teaching).
    OtherImages,
    /// Issue date and number of a certificate of conduct.
    Vog,
    /// File of a member of staff.
    PersonnelFile,
    /// Wage tax statements and copy of the identity document of staff.
    WageTax,
    /// Payroll.
    Payroll,
    /// File of an applicant; with consent a year.
    Applicant,
    /// Camera images.
    Camera,
    /// Personal working notes.
    WorkingNotes,
    /// Processing register and contracts that were replaced.
    ReplacedRegister,
    /// Backup of keys.
    KeyBackup,
}

/// How long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// A length from the start.
    For(Length),
    /// A length from the end of the (book) year of the start.
    ForAfterYear(Length),
    /// As long as the dossier it belongs to.
    AsDossier,
    /// Until consent is withdrawn or the agreed term ends.
    UntilWithdrawn,
    /// Until the purpose is gone; at the latest the end of treatment.
    UntilPurposeGone,
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct RetentionRow {
    /// The category.
    pub class: RetentionClass,
    /// How long.
    pub keep: Keep,
    /// What starts it.
    pub starts: &'static str,
    /// Whether the practice may set another number.
    pub setting: Setting,
    /// Who asks for it.
    pub basis: Basis,
    /// Where it is found.
    pub article: &'static str,
    /// The rule of the rule table with the same term.
    pub rule: Option<RuleId>,
}

/// The row of a category.
pub fn retention(class: RetentionClass) -> Option<&'static RetentionRow> {
    ROWS.iter().find(|row| row.class == class)
}

impl RetentionRow {
    /// The last day of keeping, the end day included, never shifted. `None` where the row has no
    /// length of its own, or `count` is not allowed.
    pub fn last_day(&self, start: NaiveDate, count: Option<u16>) -> Option<NaiveDate> {
        let set = |length: Length| match (count, self.setting) {
            (None, _) => Some(length),
            (Some(n), Setting::Between(least, most)) if (least..=most).contains(&n) => {
                Some(length.with_count(n))
            }
            (Some(n), Setting::Free) => Some(length.with_count(n)),
            (Some(_), _) => None,
        };
        match self.keep {
            Keep::For(length) => set(length)?.after(start),
            Keep::ForAfterYear(length) => set(length)?.after(end_of_book_year(start)?),
            Keep::AsDossier | Keep::UntilWithdrawn | Keep::UntilPurposeGone => None,
        }
    }

    /// The first day of destruction: the day after the last.
    pub fn destroy_from(&self, start: NaiveDate, count: Option<u16>) -> Option<NaiveDate> {
        self.last_day(start, count)?.succ_opt()
    }
}

use Basis::{Eu, OwnPolicy, Statute};
use Keep::{AsDossier, For, ForAfterYear, UntilPurposeGone, UntilWithdrawn};
use Length::{Days, Weeks, Years};
use RetentionClass as Class;
use Setting::{Between, Fixed};

/// All rows.
#[rustfmt::skip]
pub const ROWS: &[RetentionRow] = &[
    row(Class::MedicalDossier,   For(Years(20)),         "last substantive change in the dossier", Fixed,         Statute,   "BW 7:454(3)", Some(RuleId::WgboRetain)),
    row(Class::WmoData,          For(Years(15)),         "last change of those data",              Fixed,         Statute,   "Wmo 5.3.4(1)", Some(RuleId::WmoRetain)),
    row(Class::YouthDossier,     For(Years(20)),         "last change in the dossier",             Fixed,         Statute,   "Jw 7.3.8(3)", Some(RuleId::JwRetain)),
    row(Class::Financial,        ForAfterYear(Years(7)), "end of the book year",                   Fixed,         Statute,   "AWR 52(4)", Some(RuleId::TaxRetain)),
    row(Class::RealEstateVat,    ForAfterYear(Years(10)), "end of the book year",                  Fixed,         Statute,   "Wet OB", None),
    row(Class::ComplaintFile,    For(Years(2)),          "closing",                                Between(2, 5), OwnPolicy, "AVG 5(1)(e)", Some(RuleId::ComplaintRetain)),
    row(Class::DisputeFile,      For(Years(2)),          "final ruling",                           Fixed,         OwnPolicy, "AVG 5(1)(e)", None),
    row(Class::BreachRegister,   For(Years(5)),          "closing",                                Fixed,         OwnPolicy, "AVG 33(5), 5(2)", None),
    row(Class::IncidentReport,   For(Years(2)),          "closing",                                Between(0, 2), OwnPolicy, "Wkkgz 7, 9", None),
    row(Class::CalamityFile,     For(Years(5)),          "closing",                                Fixed,         OwnPolicy, "Wkkgz 7, 9", None),
    row(Class::IncidentNote,     AsDossier,              "as the dossier",                         Fixed,         Statute,   "Wkkgz 10(3)", None),
    row(Class::AccessLogLine,    For(Years(5)),          "the line was written",                   Between(5, 20), Statute,  "Stcrt. 2019, 38007", Some(RuleId::LogRetain)),
    row(Class::RequestFile,      For(Years(5)),          "closing",                                Fixed,         OwnPolicy, "AVG 5(2)", None),
    row(Class::DestructionFile,  For(Years(5)),          "decision",                               Fixed,         OwnPolicy, "AVG 5(2)", None),
    row(Class::MedicalConsent,   AsDossier,              "as the dossier",                         Fixed,         Eu,        "AVG 7(1)", None),
    row(Class::Consent,          UntilWithdrawn,         "withdrawal or end of the processing",    Fixed,         Eu,        "AVG 7(1)", None),
    row(Class::CareImages,       AsDossier,              "as the dossier",                         Fixed,         Statute,   "BW 7:454", None),
    row(Class::OtherImages,      UntilWithdrawn,         "withdrawal or end of the agreed term",   Fixed,         Eu,        "AVG 6(1)(a)", None),
    row(Class::Vog,              For(Years(2)),          "leaving",                                Fixed,         OwnPolicy, "AVG", None),
    row(Class::PersonnelFile,    For(Years(2)),          "leaving",                                Fixed,         OwnPolicy, "AVG", None),
    row(Class::WageTax,          ForAfterYear(Years(5)), "end of the calendar year of leaving",    Fixed,         Statute,   "Wet LB", None),
    row(Class::Payroll,          ForAfterYear(Years(7)), "end of the book year",                   Fixed,         Statute,   "AWR", None),
    row(Class::Applicant,        For(Weeks(4)),          "end of the procedure",                   Between(4, 52), OwnPolicy, "AVG", None),
    row(Class::Camera,           For(Weeks(4)),          "recording",                              Fixed,         OwnPolicy, "AVG", None),
    row(Class::WorkingNotes,     UntilPurposeGone,       "end of treatment at the latest",         Fixed,         OwnPolicy, "KNMG", None),
    row(Class::ReplacedRegister, For(Years(5)),          "replaced",                               Between(5, 7), OwnPolicy, "AVG 30", None),
    row(Class::KeyBackup,        For(Days(14)),          "backup was made",                        Between(0, 14), OwnPolicy, "AVG 17, 32", None),
];

const fn row(
    class: RetentionClass,
    keep: Keep,
    starts: &'static str,
    setting: Setting,
    basis: Basis,
    article: &'static str,
    rule: Option<RuleId>,
) -> RetentionRow {
    RetentionRow { class, keep, starts, setting, basis, article, rule }
}
