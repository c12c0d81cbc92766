//! A partner's rooms in our own terms. What cannot be translated is assumed and said aloud: a
//! sold booking is never refused for it.

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::booking::SoldRoom;
use super::super::catalog::Catalog;
use crate::domain::money::{Currency, Money};
use crate::domain::party::Party;
use crate::domain::rate::{NightPrice, RatePlan, RoomType};
use crate::error::AppError;
use crate::integration::channel::{ChannelItem, ChannelRoom};
use crate::store::channel::MappingRow;

/// The plan for bookings whose own is unknown: the one with the fewest conditions.
const DEFAULT_PLAN: &str = "FLEX";
/// As many people as one reservation takes.
const MAX_PARTY: u8 = 12;

/// A partner's codes and what they stand for.
pub(super) struct Mapping<'a> {
    catalog: &'a Catalog,
    currency: Currency,
    codes: Vec<MappingRow>,
}

impl<'a> Mapping<'a> {
    pub fn new(catalog: &'a Catalog, currency: Currency, codes: Vec<MappingRow>) -> Self {
        Self {
            catalog,
            currency,
            codes,
        }
    }

    /// All rooms of an item, with what was assumed for each.
    pub fn sold_rooms(&self, item: &ChannelItem) -> Result<Vec<SoldRoom>, AppError> {
        item.rooms
            .iter()
            .map(|room| self.sold_room(room, &item.doubts))
            .collect()
    }

    fn sold_room(&self, room: &ChannelRoom, doubts: &[String]) -> Result<SoldRoom, AppError> {
        let mut doubts = doubts.to_vec();
        let room_type = self.room_type(room.room_type_code.as_deref(), &mut doubts)?;
        let plan = self.plan(room.rate_plan_code.as_deref(), &mut doubts)?;
        let party = party(room, &mut doubts)?;
        let (nights, total) = self.prices(room, &mut doubts);
        Ok(SoldRoom {
            room_type,
            plan,
            arrival: room.arrival,
            departure: room.departure,
            party,
            nights,
            total,
            attention: sentence(&doubts),
        })
    }

    fn target(&self, kind: &str, code: &str) -> Option<Uuid> {
        let row = self
            .codes
            .iter()
            .find(|row| row.kind == kind && row.external_code == code)?;
        Some(row.target)
    }

    /// The mapped type, the one with the same code, or the first one.
    fn room_type(
        &self,
        code: Option<&str>,
        doubts: &mut Vec<String>,
    ) -> Result<RoomType, AppError> {
        let found = code.and_then(|code| {
            let mapped = self.target("room_type", code);
            let by_id = mapped.and_then(|id| self.catalog.room_type_of(id.into()));
            by_id.or_else(|| self.catalog.room_type(code))
        });
        if let Some(room_type) = found {
            return Ok(room_type.clone());
        }
        let first = self
            .catalog
            .room_types
            .first()
            .ok_or_else(AppError::internal)?;
        let code = code.unwrap_or_default();
        doubts.push(format!(
            "the room type \"{code}\" is not mapped, {} assumed",
            first.code
        ));
        Ok(first.clone())
    }

    /// The mapped plan, the one with the same code, or the most flexible one.
    fn plan(&self, code: Option<&str>, doubts: &mut Vec<String>) -> Result<RatePlan, AppError> {
        let found = code.and_then(|code| {
            let mapped = self.target("rate_plan", code);
            let by_id = mapped.and_then(|id| self.catalog.rate_plan_of(id.into()));
            by_id.or_else(|| self.catalog.rate_plan(code))
        });
        if let Some(plan) = found {
            return Ok(plan.clone());
        }
        let default = self.catalog.rate_plan(DEFAULT_PLAN);
        let plan = default
            .or(self.catalog.rate_plans.first())
            .ok_or_else(AppError::internal)?;
        let code = code.unwrap_or_default();
        doubts.push(format!(
            "the rate \"{code}\" is not mapped, {} assumed",
            plan.code
        ));
        Ok(plan.clone())
    }

    /// The price of each night and their sum, in the hotel's own money.
    fn prices(&self, room: &ChannelRoom, doubts: &mut Vec<String>) -> (Vec<NightPrice>, Money) {
        let total = match room.total {
            Some(total) if total.currency == self.currency => total,
            Some(foreign) => {
                doubts.push(format!("the channel's price is {foreign}"));
                Money::zero(self.currency)
            }
            None => {
                doubts.push("the channel sent no price".to_owned());
                Money::zero(self.currency)
            }
        };
        let dates = nights(room.arrival, room.departure);
        let told = room.nightly.len() == dates.len()
            && room
                .nightly
                .iter()
                .all(|price| price.currency == total.currency);
        let prices = if told {
            room.nightly.clone()
        } else {
            spread(total, dates.len())
        };
        let nights = dates.into_iter().zip(prices);
        (
            nights
                .map(|(date, price)| NightPrice { date, price })
                .collect(),
            total,
        )
    }
}

/// A total over so many nights, alike; what does not divide goes on the first one.
fn spread(total: Money, nights: usize) -> Vec<Money> {
    let count = i64::try_from(nights.max(1)).unwrap_or(i64::MAX);
    let each = total.minor / count;
    let mut prices = vec![Money::new(each, total.currency); nights];
    if let Some(first) = prices.first_mut() {
        first.minor += total.minor - each * count;
    }
    prices
}

fn nights(arrival: NaiveDate, departure: NaiveDate) -> Vec<NaiveDate> {
    arrival
        .iter_days()
        .take_while(|night| *night < departure)
        .collect()
}

/// The people, as many of them as fit into one reservation.
fn party(room: &ChannelRoom, doubts: &mut Vec<String>) -> Result<Party, AppError> {
    let adults = room.adults.clamp(1, MAX_PARTY);
    let mut ages = room.child_ages.clone();
    ages.truncate(usize::from(MAX_PARTY - adults));
    if adults != room.adults || ages.len() != room.child_ages.len() {
        let (adults, children) = (room.adults, room.child_ages.len());
        doubts.push(format!(
            "the channel sold it to {adults} adults and {children} children"
        ));
    }
    Party::new(adults, ages).map_err(|_| AppError::internal())
}

/// Doubts in one sentence, each said once.
fn sentence(doubts: &[String]) -> Option<String> {
    let mut said: Vec<&str> = Vec::new();
    for doubt in doubts {
        if !said.contains(&doubt.as_str()) {
            said.push(doubt);
        }
    }
    (!said.is_empty()).then(|| format!("Please check: {}.", said.join("; ")))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_spread_total_loses_nothing(minor in 0_i64..10_000_000_000, nights in 1_usize..366) {
            let prices = spread(Money::new(minor, Currency::EUR), nights);
            prop_assert_eq!(prices.len(), nights);
            prop_assert_eq!(prices.iter().map(|price| price.minor).sum::<i64>(), minor);
            let rest = &prices[1..];
            prop_assert!(rest.windows(2).all(|two| two[0] == two[1]));
            prop_assert!(rest.iter().all(|price| prices[0].minor >= price.minor && price.minor >= 0));
        }
    }

    #[test]
    fn doubts_are_said_once() {
        let doubts = ["a", "b", "a"].map(str::to_owned);
        assert_eq!(sentence(&doubts).as_deref(), Some("Please check: a; b."));
        assert_eq!(sentence(&[]), None);
    }
}
