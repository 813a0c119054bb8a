//! Measurements, and the device they were made with.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{Fields, Texts, texts_of};
use crate::domain::provenance::check_past_day;
use crate::domain::text::{Decimal, Line, Text};
use crate::domain::violation::{FieldPath, Reason, Violations};

/// What was measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Weight of the body, in grams.
    BodyWeight,
    /// Length of the body.
    BodyHeight,
    /// Circumference of the head.
    HeadCircumference,
    /// Temperature of the body.
    BodyTemperature,
    /// Pain, as a score.
    PainScore,
    /// Intake at a feed by weighing before and after (voor- en nawegen), in grams.
    FeedIntake,
    /// Volume of milk expressed (kolfopbrengst).
    MilkVolume,
    /// Vacuum of a breast pump.
    PumpVacuum,
    /// Something else, named in the measurement.
    Other,
}

/// The device a measurement was made with (rule HANDBOOK-CALIBRATE).
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Device {
    /// What it is.
    pub name: Line,
    /// Its serial number or own mark.
    pub serial: Option<Line>,
    /// When it was last calibrated (geijkt).
    pub calibrated_on: Option<NaiveDate>,
}

/// A measurement.
#[skip_serializing_none]
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// What was measured.
    pub quantity: Quantity,
    /// Its name, where the quantity is another one.
    pub named: Option<Line>,
    /// The value as it was read off.
    pub value: Decimal,
    /// The unit (UCUM): `g`, `cm`, `Cel`, `mL`.
    pub unit: Line,
    /// The device.
    pub device: Option<Device>,
    /// Circumstances: clothed, before or after the feed.
    pub note: Option<Text>,
}

impl Fields for Measurement {
    texts_of!(named, device, note);

    fn check(&self, now: DateTime<Utc>, path: &FieldPath, violations: &mut Violations) {
        let is_weight = matches!(self.quantity, Quantity::BodyWeight | Quantity::FeedIntake);
        if is_weight && (self.unit.as_str() != "g" || self.value.as_str().contains('.')) {
            // Kilograms and grams in one list of weights is how a baby is mistreated.
            violations.add(path.join("unit"), Reason::WeightNotInGrams);
        }
        if self.quantity == Quantity::Other && self.named.is_none() {
            violations.add(path.join("named"), Reason::Missing);
        }
        if let Some(day) = self.device.as_ref().and_then(|device| device.calibrated_on) {
            check_past_day(day, now, path.join("device").join("calibrated_on"), violations);
        }
    }
}

impl Texts for Device {
    fn add_to<'a>(&'a self, into: &mut Vec<&'a str>) {
        self.name.add_to(into);
        self.serial.add_to(into);
    }
}
