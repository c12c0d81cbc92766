//! What a night asks of a stay, and why a stay is refused.
//!
//! Restrictions have three scopes: those of the *arrival* day count when the guest arrives on it,
//! those *through* a night count for every stay that covers it, those of the *departure* day count
//! when the guest leaves on it.

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::calendar;
use super::rate::NightRate;
use super::stay::Stay;

/// The rules of one night (and of the day it begins on); the default forbids nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restrictions {
    /// Guests who arrive on this day stay at least so many nights.
    pub min_stay_arrival: Option<u16>,
    /// Every stay that covers this night has at least so many nights.
    pub min_stay_through: Option<u16>,
    /// Guests who arrive on this day stay at most so many nights.
    pub max_stay_arrival: Option<u16>,
    /// Nobody arrives on this day.
    pub closed_to_arrival: bool,
    /// Nobody leaves on this day.
    pub closed_to_departure: bool,
    /// This night is not sold at all.
    pub stop_sell: bool,
}

/// One reason why a stay cannot be sold, with the facts of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Refusal {
    /// The stay begins before the hotel's business date.
    Past {
        /// The day of arrival asked for.
        date: NaiveDate,
    },
    /// More adults than the room type takes.
    TooManyAdults {
        /// How many it takes.
        max: u8,
    },
    /// More people than the room type takes.
    TooManyGuests {
        /// How many it takes.
        max: u8,
    },
    /// No room of the type is left.
    SoldOut {
        /// The night that is full.
        night: NaiveDate,
    },
    /// The night is not on sale: it has no price or no rooms yet.
    NoPrice {
        /// The night without a price.
        night: NaiveDate,
    },
    /// The hotel has closed the night.
    StopSell {
        /// The night that is closed.
        night: NaiveDate,
    },
    /// Nobody arrives on this day.
    ClosedToArrival {
        /// The day of arrival asked for.
        date: NaiveDate,
    },
    /// Nobody leaves on this day.
    ClosedToDeparture {
        /// The day of departure asked for.
        date: NaiveDate,
    },
    /// Too short for an arrival on this day.
    MinStay {
        /// The day of arrival.
        date: NaiveDate,
        /// The fewest nights.
        nights: u16,
        /// The nights asked for.
        asked: u16,
    },
    /// Too short for a stay that covers this night.
    MinStayThrough {
        /// The night that asks for more.
        date: NaiveDate,
        /// The fewest nights.
        nights: u16,
        /// The nights asked for.
        asked: u16,
    },
    /// Too long for an arrival on this day.
    MaxStay {
        /// The day of arrival.
        date: NaiveDate,
        /// The most nights.
        nights: u16,
        /// The nights asked for.
        asked: u16,
    },
}

impl Refusal {
    /// The reason in words a guest can act on.
    pub fn sentence(&self) -> String {
        use calendar::{day, nights as count};
        match *self {
            Self::Past { date } => {
                format!("{} has passed; please choose a later arrival.", day(date))
            }
            Self::TooManyAdults { max: 1 } => "This room takes one adult.".to_owned(),
            Self::TooManyAdults { max } => {
                format!(
                    "This room takes {} adults at most.",
                    calendar::number(max.into())
                )
            }
            Self::TooManyGuests { max: 1 } => "This room takes one guest.".to_owned(),
            Self::TooManyGuests { max } => {
                format!(
                    "This room takes {} guests at most.",
                    calendar::number(max.into())
                )
            }
            Self::SoldOut { night } => {
                format!(
                    "No room of this type is left for the night of {}.",
                    day(night)
                )
            }
            Self::NoPrice { night } => {
                format!("The night of {} is not on sale yet.", day(night))
            }
            Self::StopSell { night } => {
                format!(
                    "The hotel has closed the night of {} for new bookings.",
                    day(night)
                )
            }
            Self::ClosedToArrival { date } => {
                format!(
                    "Guests cannot arrive on {}; please choose another day.",
                    day(date)
                )
            }
            Self::ClosedToDeparture { date } => {
                format!(
                    "Guests cannot leave on {}; please choose another day.",
                    day(date)
                )
            }
            Self::MinStay { date, nights, .. } => {
                format!(
                    "On {} guests can only arrive for {} or more.",
                    day(date),
                    count(nights)
                )
            }
            Self::MinStayThrough { date, nights, .. } => {
                format!(
                    "A stay over {} must have {} or more.",
                    day(date),
                    count(nights)
                )
            }
            Self::MaxStay { date, nights, .. } => {
                format!(
                    "On {} guests can arrive for {} at most.",
                    day(date),
                    count(nights)
                )
            }
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence())
    }
}

/// All restrictions that forbid the stay, in order of their days; empty when none does.
///
/// `nights` are the rows of one plan and room type in any order. The row of the departure day
/// may be among them: only its rule for departures counts. A missing row forbids nothing here;
/// [`quote`](super::rate::quote) refuses it for the lack of a price.
pub fn refusals(stay: &Stay, nights: &[NightRate]) -> Vec<Refusal> {
    let on = |date: NaiveDate| {
        nights
            .iter()
            .find(|row| row.night == date)
            .map_or_else(Restrictions::default, |row| row.restrictions)
    };
    let mut found = on_arrival(*stay, on(stay.arrival()));
    for night in stay.nights() {
        found.extend(on_night(night, stay.len(), on(night)));
    }
    if on(stay.departure()).closed_to_departure {
        found.push(Refusal::ClosedToDeparture {
            date: stay.departure(),
        });
    }
    found
}

fn on_arrival(stay: Stay, rules: Restrictions) -> Vec<Refusal> {
    let (date, asked) = (stay.arrival(), stay.len());
    let closed = rules
        .closed_to_arrival
        .then_some(Refusal::ClosedToArrival { date });
    let short = rules
        .min_stay_arrival
        .filter(|nights| asked < *nights)
        .map(|nights| Refusal::MinStay {
            date,
            nights,
            asked,
        });
    let long = rules
        .max_stay_arrival
        .filter(|nights| asked > *nights)
        .map(|nights| Refusal::MaxStay {
            date,
            nights,
            asked,
        });
    [closed, short, long].into_iter().flatten().collect()
}

fn on_night(
    night: NaiveDate,
    asked: u16,
    rules: Restrictions,
) -> impl Iterator<Item = Refusal> + use<> {
    let stopped = rules.stop_sell.then_some(Refusal::StopSell { night });
    let short = rules
        .min_stay_through
        .filter(|nights| asked < *nights)
        .map(|nights| Refusal::MinStayThrough {
            date: night,
            nights,
            asked,
        });
    [stopped, short].into_iter().flatten()
}

#[cfg(test)]
mod tests;
