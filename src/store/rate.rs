//! Prices, restrictions and counters of nights, as a search reads them.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::id::{HotelId, RatePlanId, RoomTypeId};
use crate::domain::inventory::NightCount;
use crate::domain::rate::NightRate;
use crate::domain::restriction::Restrictions;

/// One night of one room type under one base plan.
pub struct NightRow {
    /// The base plan.
    pub rate_plan: RatePlanId,
    /// The room type.
    pub room_type: RoomTypeId,
    /// Price and restrictions.
    pub rate: NightRate,
    /// The counters; all zero where the type has none for that night.
    pub count: NightCount,
}

/// The nights of a search, and the day it is in the hotel.
pub struct Nights {
    /// The accounting day.
    pub business_date: NaiveDate,
    /// Every base plan and room type, nights `[from, to]`.
    pub rows: Vec<NightRow>,
}

/// All base plans and room types for the nights from `from` up to and including `to`.
pub async fn nights(
    conn: &mut PgConnection,
    hotel: HotelId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Nights, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT p.business_date
             , r.rate_plan_id AS "rate_plan_id?", r.room_type_id AS "room_type_id?", r.night AS "night?"
             , r.price_minor AS "price_minor?", r.extra_adult_minor AS "extra_adult_minor?"
             , r.extra_child_minor AS "extra_child_minor?", r.min_stay_arrival, r.min_stay_through
             , r.max_stay_arrival, r.closed_to_arrival AS "closed_to_arrival?"
             , r.closed_to_departure AS "closed_to_departure?", r.stop_sell AS "stop_sell?"
             , i.sellable AS "sellable?", i.sold AS "sold?", i.held AS "held?", i.overbooking AS "overbooking?"
        FROM property p
        LEFT JOIN rate r ON r.hotel_id = p.hotel_id AND r.night BETWEEN $2 AND $3
        LEFT JOIN inventory i
            ON i.hotel_id = r.hotel_id AND i.room_type_id = r.room_type_id AND i.night = r.night
        WHERE p.hotel_id = $1
        "#,
        hotel.0,
        from,
        to,
    )
    .fetch_all(conn)
    .await?;
    let business_date = rows
        .first()
        .map(|row| row.business_date)
        .ok_or(StoreError::Other(sqlx::Error::RowNotFound))?;
    let mut nights = Vec::with_capacity(rows.len());
    for row in rows {
        let (Some(plan), Some(room_type), Some(night)) =
            (row.rate_plan_id, row.room_type_id, row.night)
        else {
            continue;
        };
        nights.push(NightRow {
            rate_plan: RatePlanId(plan),
            room_type: RoomTypeId(room_type),
            rate: NightRate {
                night,
                price_minor: row.price_minor.unwrap_or(0),
                extra_adult_minor: row.extra_adult_minor.unwrap_or(0),
                extra_child_minor: row.extra_child_minor.unwrap_or(0),
                restrictions: Restrictions {
                    min_stay_arrival: stay_length(row.min_stay_arrival),
                    min_stay_through: stay_length(row.min_stay_through),
                    max_stay_arrival: stay_length(row.max_stay_arrival),
                    closed_to_arrival: row.closed_to_arrival.unwrap_or(false),
                    closed_to_departure: row.closed_to_departure.unwrap_or(false),
                    stop_sell: row.stop_sell.unwrap_or(false),
                },
            },
            count: NightCount {
                night,
                sellable: row.sellable.unwrap_or(0),
                sold: row.sold.unwrap_or(0),
                held: row.held.unwrap_or(0),
                overbooking: row.overbooking.unwrap_or(0),
            },
        });
    }
    Ok(Nights {
        business_date,
        rows: nights,
    })
}

/// A stored length of stay; nonsense is no rule.
pub(super) fn stay_length(nights: Option<i16>) -> Option<u16> {
    nights
        .and_then(|nights| u16::try_from(nights).ok())
        .filter(|nights| *nights > 0)
}
