//! Today at the desk.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::rack::{OutageBar, RackRoom, RackType, StayBar};

/// Arrivals, departures, who is here and how the rooms are; as of event number `version`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Today {
    /// The hotel's code.
    pub hotel: String,
    /// The number of the last event this picture contains.
    pub version: i64,
    /// The accounting day.
    pub business_date: NaiveDate,
    /// Every stay that arrives, leaves or is in house on that day.
    pub stays: Vec<StayBar>,
    /// Groups of rooms.
    pub room_types: Vec<RackType>,
    /// All rooms.
    pub rooms: Vec<RackRoom>,
    /// Every outage on that day.
    pub outages: Vec<OutageBar>,
}
