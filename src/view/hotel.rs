//! The hotels a guest can choose, and the frame of every desk page.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::role::Role;

/// A hotel on the public page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicHotel {
    /// Stands in addresses: `/book/{code}`.
    pub code: String,
    /// The name on the door.
    pub name: String,
    /// Where it is.
    pub city: String,
    /// The hotel's business date: no guest arrives before it.
    pub business_date: NaiveDate,
}

/// The frame of a desk page: which hotel, which day, who looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskFrame {
    /// The hotel's code.
    pub code: String,
    /// The hotel's name.
    pub name: String,
    /// The hotel's city.
    pub city: String,
    /// The accounting day.
    pub business_date: NaiveDate,
    /// Rooms sold tonight.
    pub sold_tonight: i32,
    /// Rooms of the house.
    pub rooms: i32,
    /// Who looks.
    pub user: String,
    /// In which role.
    pub role: Role,
    /// Every hotel this user may switch to.
    pub hotels: Vec<HotelChoice>,
}

/// A line of the hotel switch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HotelChoice {
    /// The hotel's code.
    pub code: String,
    /// The hotel's name.
    pub name: String,
    /// The user's role there.
    pub role: Role,
}
