//! What a guest can book for some dates, and why not.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::money::Money;
use crate::domain::rate::NightPrice;
use crate::domain::restriction::Refusal;

/// The question. Dates are the hotel's civil dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Search {
    /// The hotel's code.
    pub hotel: String,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// At least one.
    pub adults: u8,
    /// Children of unknown age.
    pub children: u8,
}

/// The answer: `GET /api/availability`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Availability {
    /// The hotel's code.
    pub hotel: String,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// What can be booked, cheapest plan of each room type first, types in the hotel's order.
    pub offers: Vec<Offer>,
    /// What cannot, each with all its reasons.
    pub refused: Vec<Refused>,
    /// The days around the arrival with the lowest price of a night, for the booking page's strip
    /// of dates; empty where only offers were asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<DayPrice>,
}

/// One room type at one rate plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// The room type's code.
    pub room_type: String,
    /// The room type's name.
    pub name: String,
    /// What the room is like.
    pub description: String,
    /// Square metres.
    pub size_m2: i16,
    /// The rate plan's code.
    pub rate_plan: String,
    /// The rate plan's name.
    pub rate_plan_name: String,
    /// Whether the whole price is due now.
    pub prepaid: bool,
    /// Meals inside, as words; empty for none.
    pub meal: String,
    /// The cancellation rule as a sentence.
    pub cancellation: String,
    /// Whether `cancellation` is good news.
    pub free_cancellation: bool,
    /// Rooms left for all nights.
    pub available: i32,
    /// Everything included.
    pub total: Money,
    /// The part of `total` that is city tax.
    pub city_tax: Money,
    /// Price of each night, without city tax.
    pub nights: Vec<NightPrice>,
}

/// A room type that cannot be booked for these dates.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The room type's code.
    pub room_type: String,
    /// The room type's name.
    pub name: String,
    /// Every reason.
    pub reasons: Vec<Refusal>,
}

/// One day of the strip.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayPrice {
    /// The night.
    pub date: NaiveDate,
    /// The lowest price of any type, if one is free.
    pub from: Option<Money>,
    /// Why there is none.
    pub reason: Option<Refusal>,
}
