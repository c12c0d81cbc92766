//! Taxes: value added tax inside gross prices, city tax on top of them.

use serde::{Deserialize, Serialize};

use super::money::share;
use super::party::Party;
use super::stay::Stay;

/// A tax per person and night, on top of the price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CityTax {
    /// Minor units per person and night.
    pub per_person_night_minor: i64,
    /// Children younger than this pay nothing; 0: everybody pays.
    pub exempt_under_age: u8,
    /// Only so many nights of a stay are taxed; `None`: all.
    pub max_nights: Option<u16>,
}

/// The taxes of one hotel.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxes {
    /// On the room, in basis points of the net price.
    pub room_vat_bp: i32,
    /// On meals, in basis points of the net price.
    pub meal_vat_bp: i32,
    /// Where the city asks for one.
    pub city: Option<CityTax>,
}

/// The value added tax that a gross price contains, in minor units, rounded half away from zero.
/// `rate_bp` is the rate on the net price (1000 = 10 %); a negative one counts as 0.
pub fn vat_inside(gross_minor: i64, rate_bp: i32) -> i64 {
    let rate = i64::from(rate_bp.max(0));
    share(gross_minor, rate, 10_000 + rate)
}

impl CityTax {
    /// City tax of the whole stay, in minor units.
    pub fn total(&self, stay: &Stay, party: &Party) -> i64 {
        let nights = self
            .max_nights
            .map_or(stay.len(), |most| most.min(stay.len()));
        let children = party
            .child_ages()
            .iter()
            .filter(|age| **age >= self.exempt_under_age);
        let payers = i64::from(party.adults())
            .saturating_add(i64::try_from(children.count()).unwrap_or(i64::MAX));
        self.per_person_night_minor
            .saturating_mul(payers)
            .saturating_mul(nights.into())
    }
}
