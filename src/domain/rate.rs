//! What a stay costs: a base plan's nightly prices, a plan derived from it, the people in the
//! room, meals and city tax. All prices are gross; value added tax stands inside them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cancellation::CancellationPolicy;
use super::id::{RatePlanId, RoomTypeId};
use super::money::{Currency, Money, share};
use super::party::Party;
use super::restriction::{Refusal, Restrictions, refusals};
use super::stay::Stay;
use super::tax::{Taxes, vat_inside};

/// A sellable category of rooms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomType {
    /// Its name for programs.
    pub id: RoomTypeId,
    /// Its name on the wire and for staff: `DBL`.
    pub code: String,
    /// Its name for guests.
    pub name: String,
    /// A few sentences for guests.
    pub description: String,
    /// Floor space in square metres.
    pub size_m2: i16,
    /// The most adults.
    pub max_adults: u8,
    /// The most people, children among them.
    pub max_guests: u8,
    /// People whom the base price covers; further ones pay supplements.
    pub base_guests: u8,
    /// Its place in lists.
    pub position: i16,
}

/// A named price with conditions; base, or derived from a base plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatePlan {
    /// Its name for programs.
    pub id: RatePlanId,
    /// Its name on the wire and for staff: `FLEX`.
    pub code: String,
    /// Its name for guests.
    pub name: String,
    /// A few sentences for guests.
    pub description: String,
    /// The base plan whose nights it takes; `None` for a base plan.
    pub parent_id: Option<RatePlanId>,
    /// Added to the room's price, in basis points of it: −1200 is 12 % off.
    pub adjust_bp: i32,
    /// Added to the room's price per night after `adjust_bp`, in minor units.
    pub adjust_minor: i64,
    /// Price of the meals per guest and night, in minor units.
    pub meal_minor: i64,
    /// What is served: `Breakfast`; empty without meals.
    pub meal_name: String,
    /// Whether the whole stay is paid when it is booked.
    pub prepaid: bool,
    /// Until when a guest may cancel, and what it costs afterwards.
    pub cancellation: CancellationPolicy,
    /// Whether guests see it; otherwise only the desk and channels sell it.
    pub public: bool,
    /// Its place in lists.
    pub position: i16,
}

/// Price and restrictions of one night, for one base plan and one room type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightRate {
    /// The date the night begins on.
    pub night: NaiveDate,
    /// Gross price for [`RoomType::base_guests`] people, in minor units.
    pub price_minor: i64,
    /// Supplement for every further adult, in minor units.
    pub extra_adult_minor: i64,
    /// Supplement for every further child, in minor units.
    pub extra_child_minor: i64,
    /// Who may arrive, stay and leave.
    pub restrictions: Restrictions,
}

/// What one night of a stay costs, room and meals, for everybody in the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NightPrice {
    /// The date the night begins on.
    pub date: NaiveDate,
    /// Gross.
    pub price: Money,
}

/// The price of a whole stay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Every night in order.
    pub nights: Vec<NightPrice>,
    /// On top of the nights.
    pub city_tax: Money,
    /// All nights and the city tax.
    pub total: Money,
    /// Value added tax contained in the nights.
    pub vat: Money,
}

impl RatePlan {
    /// The room's price under this plan, from the base plan's price: adjusted by basis points,
    /// rounded to a minor unit, then by the fixed amount; never below nothing.
    pub fn adjust(&self, base_minor: i64) -> i64 {
        let factor = (10_000 + i64::from(self.adjust_bp)).max(0);
        share(base_minor, factor, 10_000)
            .saturating_add(self.adjust_minor)
            .max(0)
    }

    /// What everybody's meals of one day cost, in minor units; never below nothing.
    pub fn meals(&self, party: &Party) -> i64 {
        self.meal_minor.max(0).saturating_mul(party.guests().into())
    }
}

impl NightRate {
    /// The base plan's price for these people. Adults take the places that the base price covers
    /// first; whoever is left pays the supplement of an adult or a child.
    pub fn for_party(&self, base_guests: u8, party: &Party) -> i64 {
        let extra_adults = party.adults().saturating_sub(base_guests);
        let free_places = base_guests.saturating_sub(party.adults());
        let extra_children = party.children().saturating_sub(free_places);
        self.price_minor
            .saturating_add(self.extra_adult_minor.saturating_mul(extra_adults.into()))
            .saturating_add(self.extra_child_minor.saturating_mul(extra_children.into()))
    }
}

/// What the stay costs, or every reason why it cannot be sold under this plan.
///
/// `base_rates` are the rows of the base plan (the plan's parent, where it has one) for this room
/// type, in any order; the departure day's row may be among them. Inventory and the business date
/// are not looked at here: see [`available`](super::inventory::available) and
/// [`BusinessDate`](super::business_date::BusinessDate).
pub fn quote(
    room_type: &RoomType,
    plan: &RatePlan,
    stay: &Stay,
    party: &Party,
    base_rates: &[NightRate],
    taxes: &Taxes,
    currency: Currency,
) -> Result<Quote, Vec<Refusal>> {
    let mut reasons = too_many(room_type, party);
    let mut nights = Vec::with_capacity(stay.len().into());
    let mut sum = 0_i64;
    let mut vat = 0_i64;
    let meals = plan.meals(party);
    for date in stay.nights() {
        let Some(row) = base_rates.iter().find(|row| row.night == date) else {
            reasons.push(Refusal::NoPrice { night: date });
            continue;
        };
        let room = plan.adjust(row.for_party(room_type.base_guests, party));
        let price = room.saturating_add(meals);
        sum = sum.saturating_add(price);
        vat = vat
            .saturating_add(vat_inside(room, taxes.room_vat_bp))
            .saturating_add(vat_inside(meals, taxes.meal_vat_bp));
        nights.push(NightPrice {
            date,
            price: Money::new(price, currency),
        });
    }
    reasons.extend(refusals(stay, base_rates));
    if !reasons.is_empty() {
        return Err(reasons);
    }
    let city_tax = taxes.city.as_ref().map_or(0, |tax| tax.total(stay, party));
    Ok(Quote {
        nights,
        city_tax: Money::new(city_tax, currency),
        total: Money::new(sum.saturating_add(city_tax), currency),
        vat: Money::new(vat, currency),
    })
}

fn too_many(room_type: &RoomType, party: &Party) -> Vec<Refusal> {
    let adults = (party.adults() > room_type.max_adults).then_some(Refusal::TooManyAdults {
        max: room_type.max_adults,
    });
    let guests = (party.guests() > room_type.max_guests).then_some(Refusal::TooManyGuests {
        max: room_type.max_guests,
    });
    [adults, guests].into_iter().flatten().collect()
}

#[cfg(test)]
mod tests;
