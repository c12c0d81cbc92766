//! A stay: the nights from arrival up to, and not including, the day of departure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// `[arrival, departure)` in the hotel's civil dates; at least one night, at most a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Stay {
    arrival: NaiveDate,
    departure: NaiveDate,
}

/// Why two dates are no stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StayError {
    /// Departure is on the day of arrival or before it.
    #[error("The departure must be after the arrival.")]
    NotAfterArrival,
    /// More nights than [`Stay::MAX_NIGHTS`].
    #[error("A stay can have 90 nights at most.")]
    TooLong,
}

impl Stay {
    /// The longest stay that can be booked at once.
    pub const MAX_NIGHTS: i64 = 90;

    /// The stay between two dates.
    pub fn new(arrival: NaiveDate, departure: NaiveDate) -> Result<Self, StayError> {
        match (departure - arrival).num_days() {
            ..=0 => Err(StayError::NotAfterArrival),
            1..=Self::MAX_NIGHTS => Ok(Self { arrival, departure }),
            _ => Err(StayError::TooLong),
        }
    }

    /// The first night's date.
    pub fn arrival(&self) -> NaiveDate {
        self.arrival
    }

    /// The day the room is free again.
    pub fn departure(&self) -> NaiveDate {
        self.departure
    }

    /// How many nights, 1 to [`Stay::MAX_NIGHTS`].
    pub fn len(&self) -> u16 {
        u16::try_from((self.departure - self.arrival).num_days()).unwrap_or(u16::MAX)
    }

    /// Never true; a stay has a night.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Every night's date, in order.
    pub fn nights(&self) -> impl Iterator<Item = NaiveDate> + use<> {
        self.arrival.iter_days().take(usize::from(self.len()))
    }

    /// Whether the two share a night. A turnover day is no overlap.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.arrival < other.departure && other.arrival < self.departure
    }
}

impl<'de> Deserialize<'de> for Stay {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Dates {
            arrival: NaiveDate,
            departure: NaiveDate,
        }
        let dates = Dates::deserialize(deserializer)?;
        Self::new(dates.arrival, dates.departure).map_err(serde::de::Error::custom)
    }
}
