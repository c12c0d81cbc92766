//! The counters per room type and night: the first guard against double booking.
//!
//! Rows are always locked in the order of nights, so two bookings of overlapping nights cannot
//! wait for each other in a circle. `inventory_not_oversold` has the last word.

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use super::rate::stay_length;
use crate::domain::id::{BookingId, HotelId, RatePlanId, RoomTypeId};
use crate::domain::rate::NightRate;
use crate::domain::restriction::Restrictions;

/// Which counter a claim raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// A payment is still to come.
    Held,
    /// Sold at once.
    Sold,
}

/// A claim on the nights `[arrival, departure)` under an idempotency key.
pub struct Claim<'a> {
    /// The hotel.
    pub hotel: HotelId,
    /// The request's key; claimed in the same statement.
    pub key: &'a str,
    /// SHA-256 of the request.
    pub body_hash: &'a [u8],
    /// The booking to be.
    pub booking: BookingId,
    /// The type to take.
    pub room_type: RoomTypeId,
    /// The base plan whose prices are asked for.
    pub base_plan: RatePlanId,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// Which counter.
    pub counter: Counter,
    /// For the key's row.
    pub now: chrono::DateTime<chrono::Utc>,
}

/// What a claim got.
pub struct Claimed {
    /// Whether the key was free; otherwise nothing else was done.
    pub key_was_free: bool,
    /// The accounting day.
    pub business_date: NaiveDate,
    /// Nights whose counter was raised.
    pub nights: Vec<NaiveDate>,
    /// Prices and restrictions of `[arrival, departure]`.
    pub rates: Vec<NightRate>,
}

/// Claims key and nights and reads their prices, in one round trip. Fewer nights than asked for:
/// sold out; the caller drops the transaction.
pub async fn claim(conn: &mut PgConnection, claim: &Claim<'_>) -> Result<Claimed, StoreError> {
    let (held, sold) = match claim.counter {
        Counter::Held => (1, 0),
        Counter::Sold => (0, 1),
    };
    let rows = sqlx::query!(
        r#"
        WITH claimed_key AS (
            INSERT INTO idempotency (hotel_id, key, body_hash, booking_id, created_at)
            VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            RETURNING key
        )
        , locked AS MATERIALIZED (
            SELECT night
            FROM inventory
            WHERE hotel_id = $1 AND room_type_id = $6 AND night >= $7 AND night < $8
              AND EXISTS (SELECT FROM claimed_key)
            ORDER BY night
            FOR NO KEY UPDATE
        )
        , raised AS (
            UPDATE inventory i
            SET held = i.held + $9, sold = i.sold + $10
            FROM locked l
            WHERE i.hotel_id = $1 AND i.room_type_id = $6 AND i.night = l.night
              AND i.sold + i.held < i.sellable + i.overbooking
            RETURNING i.night
        )
        SELECT EXISTS (SELECT FROM claimed_key) AS "key_was_free!"
             , p.business_date
             , r.night AS "night?"
             , n.night IS NOT NULL AS "raised!"
             , r.price_minor AS "price_minor?", r.extra_adult_minor AS "extra_adult_minor?"
             , r.extra_child_minor AS "extra_child_minor?", r.min_stay_arrival, r.min_stay_through
             , r.max_stay_arrival, r.closed_to_arrival AS "closed_to_arrival?"
             , r.closed_to_departure AS "closed_to_departure?", r.stop_sell AS "stop_sell?"
        FROM property p
        LEFT JOIN rate r
            ON r.hotel_id = p.hotel_id AND r.rate_plan_id = $11 AND r.room_type_id = $6
           AND r.night >= $7 AND r.night <= $8
        LEFT JOIN raised n ON n.night = r.night
        WHERE p.hotel_id = $1
        ORDER BY r.night
        "#,
        claim.hotel.0,
        claim.key,
        claim.body_hash,
        claim.booking.0,
        claim.now,
        claim.room_type.0,
        claim.arrival,
        claim.departure,
        held,
        sold,
        claim.base_plan.0,
    )
    .fetch_all(conn)
    .await?;
    let first = rows
        .first()
        .ok_or(StoreError::Other(sqlx::Error::RowNotFound))?;
    let mut claimed = Claimed {
        key_was_free: first.key_was_free,
        business_date: first.business_date,
        nights: Vec::with_capacity(rows.len()),
        rates: Vec::with_capacity(rows.len()),
    };
    for row in rows {
        let Some(night) = row.night else { continue };
        if row.raised {
            claimed.nights.push(night);
        }
        claimed.rates.push(NightRate {
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
        });
    }
    Ok(claimed)
}

/// How the counters of a reservation's nights change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shift {
    /// Held becomes sold.
    Confirm,
    /// Held is given back.
    Release,
    /// Sold is given back.
    Cancel,
}

/// Changes the counters of every night of a reservation.
pub async fn shift(
    conn: &mut PgConnection,
    hotel: HotelId,
    reservation: Uuid,
    shift: Shift,
) -> Result<(), StoreError> {
    let (held, sold) = match shift {
        Shift::Confirm => (-1, 1),
        Shift::Release => (-1, 0),
        Shift::Cancel => (0, -1),
    };
    sqlx::query!(
        r#"
        WITH locked AS MATERIALIZED (
            SELECT i.room_type_id, i.night
            FROM inventory i
            JOIN reservation_night n
                ON n.hotel_id = i.hotel_id AND n.room_type_id = i.room_type_id AND n.night = i.night
            WHERE i.hotel_id = $1 AND n.reservation_id = $2
            ORDER BY i.night
            FOR NO KEY UPDATE OF i
        )
        UPDATE inventory i
        SET held = i.held + $3
          , sold = i.sold + $4
          , forced = greatest(0, least(i.forced, i.sold + $4 + i.held + $3 - i.sellable - i.overbooking))
        FROM locked l
        WHERE i.hotel_id = $1 AND i.room_type_id = l.room_type_id AND i.night = l.night
        "#,
        hotel.0,
        reservation,
        held,
        sold,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes nights that a channel has sold already, raising `forced` where none is left.
/// Answers the nights that were overbooked and those that have no counter at all.
pub async fn take_over(
    conn: &mut PgConnection,
    hotel: HotelId,
    room_type: RoomTypeId,
    arrival: NaiveDate,
    departure: NaiveDate,
) -> Result<TakenOver, StoreError> {
    let rows = sqlx::query!(
        r#"
        WITH locked AS MATERIALIZED (
            SELECT night
            FROM inventory
            WHERE hotel_id = $1 AND room_type_id = $2 AND night >= $3 AND night < $4
            ORDER BY night
            FOR NO KEY UPDATE
        )
        UPDATE inventory i
        SET sold = i.sold + 1
          , forced = greatest(i.forced, i.sold + i.held + 1 - i.sellable - i.overbooking)
        FROM locked l
        WHERE i.hotel_id = $1 AND i.room_type_id = $2 AND i.night = l.night
        RETURNING i.night, i.forced > 0 AS "overbooked!"
        "#,
        hotel.0,
        room_type.0,
        arrival,
        departure,
    )
    .fetch_all(conn)
    .await?;
    let overbooked = rows
        .iter()
        .filter(|row| row.overbooked)
        .map(|row| row.night)
        .collect();
    let counted: Vec<NaiveDate> = rows.iter().map(|row| row.night).collect();
    let uncounted = arrival
        .iter_days()
        .take_while(|night| *night < departure)
        .filter(|night| !counted.contains(night))
        .collect();
    Ok(TakenOver {
        overbooked,
        uncounted,
    })
}

/// What taking over a sold booking did to the counters.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenOver {
    /// Nights with more rooms sold than there are.
    pub overbooked: Vec<NaiveDate>,
    /// Nights outside the calendar.
    pub uncounted: Vec<NaiveDate>,
}
