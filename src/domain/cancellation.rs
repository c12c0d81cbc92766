//! Until when a guest may cancel, and what it costs afterwards.

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::calendar;
use super::money::Money;

/// What a late cancellation costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CancelFee {
    /// Nothing.
    None,
    /// The first night.
    FirstNight,
    /// The whole stay.
    Full,
}

impl CancelFee {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::FirstNight => "first_night",
            Self::Full => "full",
        }
    }

    /// The fee stored under this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "none" => Self::None,
            "first_night" => Self::FirstNight,
            "full" => Self::Full,
            _ => return None,
        })
    }

    /// As shown, after the words "a cancellation costs".
    pub fn title(self) -> &'static str {
        match self {
            Self::None => "nothing",
            Self::FirstNight => "the first night",
            Self::Full => "the whole stay",
        }
    }
}

/// A rate plan's rule for cancellations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct CancellationPolicy {
    /// Free until so many days before arrival; `None`: never free.
    pub free_days: Option<i16>,
    /// The time of that day, on the hotel's clock.
    pub free_time: NaiveTime,
    /// What it costs later.
    pub fee: CancelFee,
}

impl CancellationPolicy {
    /// The last moment of free cancellation, on the hotel's own clock; `None`: never free.
    pub fn free_until_local(&self, arrival: NaiveDate) -> Option<NaiveDateTime> {
        let days = self.free_days?;
        let distance = Days::new(days.unsigned_abs().into());
        let day = if days < 0 {
            arrival.checked_add_days(distance)
        } else {
            arrival.checked_sub_days(distance)
        };
        Some(day?.and_time(self.free_time))
    }

    /// Whether somebody who books at `now`, by the hotel's clock, can still cancel for nothing.
    pub fn is_free_at(&self, arrival: NaiveDate, now: NaiveDateTime) -> bool {
        let until = self.free_until_local(arrival);
        self.fee == CancelFee::None || until.is_some_and(|until| now <= until)
    }

    /// The rule for one arrival, as a guest reads it who books at `now` by the hotel's clock: a
    /// deadline that has passed is no promise.
    pub fn sentence(&self, arrival: NaiveDate, now: NaiveDateTime) -> String {
        let until = self.free_until_local(arrival).filter(|until| now <= *until);
        match (self.fee, until) {
            (CancelFee::None, _) => "Free cancellation".to_owned(),
            (_, Some(until)) => format!(
                "Free cancellation until {}, {}",
                calendar::short(until.date()),
                calendar::time(until.time())
            ),
            (CancelFee::FirstNight, None) => "A cancellation costs the first night".to_owned(),
            (CancelFee::Full, None) => "Not refundable".to_owned(),
        }
    }
}

/// What a cancellation at `now` costs. It is free up to and including `free_until`; afterwards,
/// or where that is `None`, `fee` says what is owed, and never more than `total`.
pub fn fee(
    fee: CancelFee,
    free_until: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
    first_night: Money,
    total: Money,
) -> Money {
    let nothing = Money::zero(total.currency);
    if free_until.is_some_and(|until| now <= until) {
        return nothing;
    }
    match fee {
        CancelFee::None => nothing,
        CancelFee::FirstNight => Money::new(first_night.minor.min(total.minor), total.currency),
        CancelFee::Full => total,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::money::Currency;
    use crate::domain::sample::{date, schema_words, sorted};

    const ALL: [CancelFee; 3] = [CancelFee::None, CancelFee::FirstNight, CancelFee::Full];

    fn policy(free_days: Option<i16>, fee: CancelFee) -> CancellationPolicy {
        let free_time = NaiveTime::from_hms_opt(18, 0, 0).unwrap();
        CancellationPolicy {
            free_days,
            free_time,
            fee,
        }
    }

    fn euros(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn the_words_are_those_of_the_schema() {
        let sql = include_str!("../../migrations/0003_house.sql");
        assert_eq!(
            schema_words(sql, "rate_plan_fee_known"),
            sorted(ALL.map(CancelFee::as_str))
        );
        for fee in ALL {
            assert_eq!(CancelFee::parse(fee.as_str()), Some(fee));
        }
        assert_eq!(CancelFee::parse("half"), None);
    }

    #[test]
    fn a_guest_reads_until_when() {
        let tuesday = date(2026, 11, 24);
        let noon = date(2026, 11, 22).and_time(NaiveTime::from_hms_opt(12, 0, 0).unwrap());
        let sentence = |days, fee| policy(days, fee).sentence(tuesday, noon);
        assert_eq!(
            sentence(Some(1), CancelFee::FirstNight),
            "Free cancellation until Mon 23 Nov, 18:00"
        );
        assert_eq!(
            sentence(Some(0), CancelFee::Full),
            "Free cancellation until Tue 24 Nov, 18:00"
        );
        assert_eq!(sentence(None, CancelFee::Full), "Not refundable");
        assert_eq!(
            sentence(None, CancelFee::FirstNight),
            "A cancellation costs the first night"
        );
        assert_eq!(sentence(None, CancelFee::None), "Free cancellation");
    }

    #[test]
    fn a_deadline_that_has_passed_is_no_promise() {
        let today = date(2026, 11, 22);
        let at = |hour| today.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap());
        let first_night = policy(Some(0), CancelFee::FirstNight);
        assert!(first_night.is_free_at(today, at(18)));
        assert!(!first_night.is_free_at(today, at(19)));
        assert_eq!(
            first_night.sentence(today, at(19)),
            "A cancellation costs the first night"
        );
        let all = policy(Some(1), CancelFee::Full);
        assert_eq!(all.sentence(today, at(8)), "Not refundable");
        assert!(policy(None, CancelFee::None).is_free_at(today, at(23)));
    }

    #[test]
    fn the_last_moment_is_on_the_hotels_clock() {
        let first_of_march = date(2028, 3, 1);
        let until = policy(Some(1), CancelFee::Full).free_until_local(first_of_march);
        assert_eq!(until, date(2028, 2, 29).and_hms_opt(18, 0, 0));
        assert_eq!(
            policy(None, CancelFee::Full).free_until_local(first_of_march),
            None
        );
        let never = policy(Some(i16::MAX), CancelFee::Full).free_until_local(NaiveDate::MIN);
        assert_eq!(never, None);
    }

    #[test]
    fn the_last_moment_is_free_and_the_next_is_not() {
        let until = DateTime::UNIX_EPOCH;
        let at = |now| {
            fee(
                CancelFee::FirstNight,
                Some(until),
                now,
                euros(100),
                euros(300),
            )
        };
        assert_eq!(at(until), euros(0));
        assert_eq!(at(until + TimeDelta::milliseconds(1)), euros(100));
    }

    proptest! {
        #[test]
        fn a_fee_is_never_more_than_the_stay(
            first in 0_i64..100_000, total in 0_i64..100_000, late in -5_i64..5, kind in 0_usize..3,
        ) {
            let (until, kind) = (DateTime::UNIX_EPOCH, ALL[kind]);
            let now = until + TimeDelta::hours(late);
            let owed = fee(kind, Some(until), now, euros(first), euros(total)).minor;
            prop_assert!((0..=total).contains(&owed));
            prop_assert!(late > 0 || owed == 0);
            let never_free = fee(kind, None, now, euros(first), euros(total)).minor;
            prop_assert!(owed <= never_free, "a deadline only helps the guest");
            let later = now + TimeDelta::hours(1);
            let owed_later = fee(kind, Some(until), later, euros(first), euros(total)).minor;
            prop_assert!(owed <= owed_later, "waiting never helps");
        }
    }
}
