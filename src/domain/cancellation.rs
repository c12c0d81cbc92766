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

    /// The rule for one arrival, as a guest reads it.
    pub fn sentence(&self, arrival: NaiveDate) -> String {
        match (self.fee, self.free_until_local(arrival)) {
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
