//! What can be booked, and why not: `GET /api/availability` and the guest's page.

use chrono::{Days, NaiveDate, NaiveDateTime};

use super::catalog::{Catalog, catalog};
use super::clock_time::local;
use super::ctx::Ctx;
use super::services::Services;
use super::tx::Tx;
use crate::domain::business_date::BusinessDate;

use crate::domain::inventory::{self, NightCount};
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::rate::{NightRate, Quote, RatePlan, RoomType, quote};
use crate::domain::restriction::Refusal;
use crate::domain::stay::Stay;
use crate::error::{AppError, FieldErrors};
use crate::store;
use crate::store::rate::{NightRow, Nights};
use crate::view::availability::{Availability, DayPrice, Offer, Refused, Search};

/// Days of the strip before the arrival.
const STRIP_BEFORE: u64 = 2;
/// Days of the strip in all.
const STRIP_DAYS: usize = 9;

/// Everything the hotel can offer for these dates and people.
pub async fn search(
    services: &Services,
    ctx: &Ctx,
    search: &Search,
) -> Result<Availability, AppError> {
    let (stay, party) = read(search)?;
    find(services, ctx, stay, party, None).await
}

/// The same, with the prices of the days around.
pub async fn search_around(
    services: &Services,
    ctx: &Ctx,
    search: &Search,
) -> Result<Availability, AppError> {
    let (stay, party) = read(search)?;
    let from = stay.arrival() - Days::new(STRIP_BEFORE);
    find(services, ctx, stay, party, Some(from)).await
}

/// Reads no more nights than are asked for: a program that searches all day wants no strip.
async fn find(
    services: &Services,
    ctx: &Ctx,
    stay: Stay,
    party: Party,
    strip: Option<NaiveDate>,
) -> Result<Availability, AppError> {
    let catalog = catalog(services, ctx).await?;
    let from = strip.unwrap_or(stay.arrival());
    let strip_to = strip.map(|from| from + Days::new(STRIP_DAYS as u64));
    let to = strip_to.unwrap_or(stay.departure()).max(stay.departure());
    let mut tx = Tx::begin(services, ctx).await?;
    let nights = store::rate::nights(tx.conn(), ctx.hotel.id, from, to).await?;
    tx.finish_reading().await?;
    let asked = Asked {
        ctx,
        catalog: &catalog,
        stay,
        party,
        nights: &nights,
        now: local(ctx.hotel.zone, services.clock().now()),
    };
    let (offers, refused) = asked.offers();
    Ok(Availability {
        hotel: ctx.hotel.code.to_string(),
        arrival: stay.arrival(),
        departure: stay.departure(),
        offers,
        refused,
        days: strip.map(|from| asked.strip(from)).unwrap_or_default(),
    })
}

/// Dates and people of a search, or which fields are wrong.
pub(crate) fn read(search: &Search) -> Result<(Stay, Party), AppError> {
    let mut fields = FieldErrors::new();
    let stay = Stay::new(search.arrival, search.departure)
        .map_err(|problem| fields.insert("departure".to_owned(), problem.to_string()));
    let party = Party::of_counts(search.adults, search.children)
        .map_err(|problem| fields.insert("adults".to_owned(), problem.to_string()));
    match (stay, party) {
        (Ok(stay), Ok(party)) => Ok((stay, party)),
        _ => Err(AppError::invalid(fields)),
    }
}

struct Asked<'a> {
    ctx: &'a Ctx,
    catalog: &'a Catalog,
    stay: Stay,
    party: Party,
    nights: &'a Nights,
    /// By the hotel's clock.
    now: NaiveDateTime,
}

impl Asked<'_> {
    /// Per room type every plan that can be sold, or the reasons why none can.
    fn offers(&self) -> (Vec<Offer>, Vec<Refused>) {
        let mut offers = Vec::new();
        let mut refused = Vec::new();
        for room_type in &self.catalog.room_types {
            let mut reasons: Vec<Refusal> = Vec::new();
            let before = offers.len();
            for plan in self.catalog.rate_plans.iter().filter(|plan| plan.public) {
                match self.offer(room_type, plan) {
                    Ok(offer) => offers.push(offer),
                    Err(why) => reasons.extend(why),
                }
            }
            if offers.len() == before {
                let mut seen = Vec::new();
                reasons.retain(|reason| {
                    let new = !seen.contains(reason);
                    seen.push(*reason);
                    new
                });
                refused.push(Refused {
                    room_type: room_type.code.clone(),
                    name: room_type.name.clone(),
                    reasons,
                });
            }
            offers[before..].sort_by_key(|offer| offer.total.minor);
        }
        (offers, refused)
    }

    fn offer(&self, room_type: &RoomType, plan: &RatePlan) -> Result<Offer, Vec<Refusal>> {
        let (rates, counts) = self.rows(room_type, plan);
        let mut reasons = Vec::new();
        let today = BusinessDate::new(self.nights.business_date);
        reasons.extend(today.accept(&self.stay).err());
        let available = inventory::available(&self.stay, &counts);
        let quote = quote(
            room_type,
            plan,
            &self.stay,
            &self.party,
            &rates,
            &self.catalog.taxes,
            self.ctx.hotel.currency,
        );
        match (available, quote) {
            (Ok(available), Ok(quote)) if reasons.is_empty() && available > 0 => {
                Ok(self.describe(room_type, plan, available, quote))
            }
            (available, quote) => {
                reasons.extend(available.err());
                reasons.extend(quote.err().unwrap_or_default());
                Err(reasons)
            }
        }
    }

    fn describe(
        &self,
        room_type: &RoomType,
        plan: &RatePlan,
        available: i32,
        quote: Quote,
    ) -> Offer {
        let policy = &plan.cancellation;
        let cancellation = policy.sentence(self.stay.arrival(), self.now);
        let free_cancellation = policy.is_free_at(self.stay.arrival(), self.now);
        Offer {
            room_type: room_type.code.clone(),
            name: room_type.name.clone(),
            description: room_type.description.clone(),
            size_m2: room_type.size_m2,
            rate_plan: plan.code.clone(),
            rate_plan_name: plan.name.clone(),
            prepaid: plan.prepaid,
            meal: plan.meal_name.clone(),
            cancellation,
            free_cancellation,
            available,
            total: quote.total,
            city_tax: quote.city_tax,
            nights: quote.nights,
        }
    }

    fn rows(&self, room_type: &RoomType, plan: &RatePlan) -> (Vec<NightRate>, Vec<NightCount>) {
        let base = Catalog::base_of(plan);
        let of_stay = |row: &&NightRow| {
            row.room_type == room_type.id
                && row.rate_plan == base
                && row.rate.night >= self.stay.arrival()
                && row.rate.night <= self.stay.departure()
        };
        self.nights
            .rows
            .iter()
            .filter(of_stay)
            .map(|row| (row.rate, row.count))
            .unzip()
    }

    /// The lowest price of one night for each day of the strip, over all public plans.
    fn strip(&self, from: NaiveDate) -> Vec<DayPrice> {
        from.iter_days()
            .take(STRIP_DAYS)
            .map(|date| self.day(date))
            .collect()
    }

    fn day(&self, date: NaiveDate) -> DayPrice {
        let currency = self.ctx.hotel.currency;
        let mut lowest: Option<i64> = None;
        let mut reason = Refusal::NoPrice { night: date };
        for row in self.nights.rows.iter().filter(|row| row.rate.night == date) {
            let Some(room_type) = self.catalog.room_type_of(row.room_type) else {
                continue;
            };
            if row.rate.restrictions.stop_sell {
                reason = Refusal::StopSell { night: date };
            } else if row.count.available() < 1 {
                reason = Refusal::SoldOut { night: date };
            } else if self.fits(room_type) {
                let base = row.rate.for_party(room_type.base_guests, &self.party);
                let prices = self
                    .public_plans(row)
                    .map(|plan| plan.adjust(base).saturating_add(plan.meals(&self.party)));
                lowest = prices.chain(lowest).min();
            }
        }
        if BusinessDate::new(self.nights.business_date).is_past(date) {
            return DayPrice {
                date,
                from: None,
                reason: Some(Refusal::Past { date }),
            };
        }
        DayPrice {
            date,
            from: lowest.map(|minor| Money::new(minor, currency)),
            reason: lowest.is_none().then_some(reason),
        }
    }

    fn fits(&self, room_type: &RoomType) -> bool {
        self.party.adults() <= room_type.max_adults && self.party.guests() <= room_type.max_guests
    }

    fn public_plans<'s>(&'s self, row: &'s NightRow) -> impl Iterator<Item = &'s RatePlan> {
        self.catalog
            .rate_plans
            .iter()
            .filter(|plan| plan.public && Catalog::base_of(plan) == row.rate_plan)
    }
}
