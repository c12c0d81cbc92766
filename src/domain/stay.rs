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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::sample::{any_date, any_stay, date};

    #[test]
    fn a_stay_has_a_night_and_an_end() {
        let day = date(2026, 11, 24);
        assert_eq!(Stay::new(day, day), Err(StayError::NotAfterArrival));
        assert_eq!(
            Stay::new(day, date(2026, 11, 23)),
            Err(StayError::NotAfterArrival)
        );
        assert_eq!(Stay::new(day, date(2027, 12, 29)), Err(StayError::TooLong));
        assert_eq!(
            Stay::new(NaiveDate::MIN, NaiveDate::MAX),
            Err(StayError::TooLong)
        );
        assert!(Stay::new(day, day + chrono::Days::new(90)).is_ok());
        assert!(Stay::new(day, day + chrono::Days::new(91)).is_err());
    }

    #[test]
    fn the_words_name_the_limit_there_is() {
        let limit = Stay::MAX_NIGHTS.to_string();
        assert!(StayError::TooLong.to_string().contains(&limit));
    }

    #[test]
    fn a_night_is_a_night_whatever_the_clocks_do() {
        let nights = |from, to| Stay::new(from, to).unwrap().len();
        assert_eq!(
            nights(date(2026, 3, 28), date(2026, 3, 30)),
            2,
            "an hour is lost"
        );
        assert_eq!(
            nights(date(2026, 10, 24), date(2026, 10, 26)),
            2,
            "an hour comes twice"
        );
        assert_eq!(nights(date(2028, 2, 28), date(2028, 3, 1)), 2, "a leap day");
        assert_eq!(nights(date(2027, 2, 28), date(2027, 3, 1)), 1, "none");
        assert_eq!(
            nights(date(2026, 12, 31), date(2027, 1, 1)),
            1,
            "a new year"
        );
    }

    #[test]
    fn the_wire_brings_no_impossible_stay() {
        let read = |text| serde_json::from_str::<Stay>(text);
        assert!(read(r#"{"arrival":"2026-11-24","departure":"2026-11-25"}"#).is_ok());
        assert!(read(r#"{"arrival":"2026-11-25","departure":"2026-11-24"}"#).is_err());
        assert!(read(r#"{"arrival":"2026-02-29","departure":"2026-03-01"}"#).is_err());
        assert!(read(r#"{"arrival":"2026-11-24","departure":"2026-11-25","x":1}"#).is_err());
    }

    proptest! {
        #[test]
        fn its_nights_are_the_days_from_arrival_to_the_last(stay in any_stay(90)) {
            let nights: Vec<_> = stay.nights().collect();
            prop_assert_eq!(nights.len(), usize::from(stay.len()));
            prop_assert!(!stay.is_empty());
            prop_assert_eq!(nights.first(), Some(&stay.arrival()));
            prop_assert_eq!(nights.last().and_then(NaiveDate::succ_opt), Some(stay.departure()));
            prop_assert!(nights.windows(2).all(|pair| pair[0].succ_opt() == Some(pair[1])));
        }

        #[test]
        fn two_overlap_when_they_share_a_night(a in any_stay(20), shift in -30_i64..30, n in 1_u64..20) {
            let arrival = a.arrival() + chrono::Duration::days(shift);
            let b = Stay::new(arrival, arrival + chrono::Days::new(n)).unwrap();
            let shared = a.nights().any(|night| b.nights().any(|other| other == night));
            prop_assert_eq!(a.overlaps(&b), shared);
            prop_assert_eq!(b.overlaps(&a), shared);
        }

        #[test]
        fn the_next_guest_may_come_on_the_day_of_departure(a in any_stay(90), n in 1_u64..90) {
            let next = Stay::new(a.departure(), a.departure() + chrono::Days::new(n)).unwrap();
            prop_assert!(!a.overlaps(&next));
        }

        #[test]
        fn any_two_dates_are_a_stay_or_an_error(a in any_date(), b in any_date()) {
            prop_assert_eq!(Stay::new(a, b).is_ok(), (1..=90).contains(&(b - a).num_days()));
        }

        #[test]
        fn survives_the_wire(stay in any_stay(90)) {
            let text = serde_json::to_string(&stay).unwrap();
            prop_assert_eq!(serde_json::from_str::<Stay>(&text).unwrap(), stay);
        }
    }
}
