//! What nights cost, how full they get, and what they forbid.

use chrono::{Datelike, NaiveDate};

use super::brochure::{House, Kind};
use super::chance::Chance;
use crate::domain::rate::NightRate;
use crate::domain::restriction::Restrictions;

/// The month's and the weekday's place in a [`Year`](super::brochure::Year).
fn place(date: NaiveDate) -> (usize, usize) {
    let month = usize::try_from(date.month0()).unwrap_or(0);
    let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(0);
    (month, weekday)
}

/// The nights around New Year.
fn is_new_year(date: NaiveDate) -> bool {
    matches!((date.month(), date.day()), (12, 29..=31) | (1, 1))
}

/// The share of rooms that get sold, in thousandths.
pub(super) fn demand(house: &House, date: NaiveDate) -> u32 {
    let (month, weekday) = place(date);
    let event = if is_new_year(date) { 150 } else { 0 };
    let share = house.year.demand[month] + house.year.week_demand[weekday] + event;
    u32::try_from(share.clamp(300, 940)).unwrap_or(300)
}

/// Price and rules of every night of `dates`, for one room type. `near` is a time close enough to
/// today that no rule should stand in the way of whoever tries the product.
pub(super) fn rates(
    house: &House,
    kind: &Kind,
    dates: impl Iterator<Item = NaiveDate>,
    near: &std::ops::Range<NaiveDate>,
    chance: &mut Chance,
) -> Vec<NightRate> {
    let supplement = (kind.price * 20).max(2_000) / 500 * 500;
    dates
        .map(|night| {
            let rules = rules(house, night, chance);
            NightRate {
                night,
                price_minor: price(house, kind, night, chance),
                extra_adult_minor: supplement,
                extra_child_minor: supplement / 2,
                restrictions: if near.contains(&night) {
                    Restrictions::default()
                } else {
                    rules
                },
            }
        })
        .collect()
}

/// In minor units, whole units of the currency.
fn price(house: &House, kind: &Kind, night: NaiveDate, chance: &mut Chance) -> i64 {
    let (month, weekday) = place(night);
    let event = if is_new_year(night) { 350 } else { 0 };
    let whim = i64::from(chance.below(41)) - 20;
    let factor = house.year.price[month] + house.year.week_price[weekday] + event + whim;
    (kind.price * factor + 500) / 1000 * 100
}

fn rules(house: &House, night: NaiveDate, chance: &mut Chance) -> Restrictions {
    let (month, weekday) = place(night);
    let weekend = (4..=5).contains(&weekday);
    let high_season = house.year.price[month] >= 1100;
    // Every draw is made for every night, so one rule does not change the nights after it.
    let (two_nights, no_arrival) = (chance.permille(400), chance.permille(12));
    let (no_departure, stopped) = (chance.permille(6), chance.permille(8));
    let min_stay_arrival = if is_new_year(night) && night.month() == 12 {
        Some(3)
    } else {
        (weekend && high_season && two_nights).then_some(2)
    };
    Restrictions {
        min_stay_arrival,
        min_stay_through: None,
        max_stay_arrival: (month == 7 && !house.business).then_some(21),
        closed_to_arrival: no_arrival,
        closed_to_departure: no_departure,
        stop_sell: stopped,
    }
}
