//! Reservations: locking, changing and reading them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::cancellation::CancelFee;
use crate::domain::id::{BookingId, HotelId, RatePlanId, ReservationId, RoomTypeId};
use crate::domain::money::{Currency, Money};
use crate::domain::rate::NightPrice;
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;

/// A reservation locked for a change of its state.
#[derive(Clone, Debug)]
pub struct HeldRow {
    /// Identifies the reservation.
    pub id: ReservationId,
    /// Its booking.
    pub booking: BookingId,
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub status: Status,
    /// Who stays.
    pub guest: String,
}

/// Locks every reservation of a booking, oldest first.
pub async fn lock_booking(
    conn: &mut PgConnection,
    hotel: HotelId,
    booking: BookingId,
) -> Result<Vec<HeldRow>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT r.id, r.booking_id, r.reference, r.status, g.name AS guest
        FROM reservation r
        JOIN guest g ON g.hotel_id = r.hotel_id AND g.id = r.guest_id
        WHERE r.hotel_id = $1 AND r.booking_id = $2
        ORDER BY r.id
        FOR UPDATE OF r
        "#,
        hotel.0,
        booking.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            held(
                row.id,
                row.booking_id,
                &row.reference,
                &row.status,
                row.guest,
            )
        })
        .collect()
}

/// Locks a hold whose time is over and whose booking waits for no payment.
pub async fn lock_expired(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: ReservationId,
) -> Result<Option<HeldRow>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT r.id, r.booking_id, r.reference, r.status, g.name AS guest
        FROM reservation r
        JOIN guest g ON g.hotel_id = r.hotel_id AND g.id = r.guest_id
        WHERE r.hotel_id = $1 AND r.id = $2 AND r.status = 'tentative' AND r.hold_until < now()
          AND NOT EXISTS (
              SELECT FROM payment p
              WHERE p.hotel_id = r.hotel_id AND p.booking_id = r.booking_id
                AND p.status IN ('pending', 'unknown')
          )
        FOR UPDATE OF r
        "#,
        hotel.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    row.map(|row| {
        held(
            row.id,
            row.booking_id,
            &row.reference,
            &row.status,
            row.guest,
        )
    })
    .transpose()
}

fn held(
    id: Uuid,
    booking: Uuid,
    reference: &str,
    status: &str,
    guest: String,
) -> Result<HeldRow, StoreError> {
    Ok(HeldRow {
        id: ReservationId(id),
        booking: BookingId(booking),
        reference: parse_reference(reference)?,
        status: parse_status(status)?,
        guest,
    })
}

/// Moves a reservation on; a hold that is confirmed has no end any more.
pub async fn set_status(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: ReservationId,
    status: Status,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE reservation
        SET status = $3, hold_until = NULL, version = version + 1, updated_at = $4
        WHERE hotel_id = $1 AND id = $2
        "#,
        hotel.0,
        id.0,
        status.as_str(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a reservation as cancelled: says why and what it costs, and gives its room back.
pub async fn end(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: ReservationId,
    status: Status,
    reason: &str,
    fee_minor: i64,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        WITH left_room AS (
            DELETE FROM room_assignment WHERE hotel_id = $1 AND reservation_id = $2
        )
        UPDATE reservation
        SET status = $3, hold_until = NULL, cancelled_at = $6, cancel_reason = $4
          , cancel_fee_minor = $5, version = version + 1, updated_at = $6
        WHERE hotel_id = $1 AND id = $2
        "#,
        hotel.0,
        id.0,
        status.as_str(),
        reason,
        fee_minor,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Marks a reservation for a person's eyes.
pub async fn set_attention(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: ReservationId,
    attention: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE reservation
        SET attention = $3, version = version + 1, updated_at = $4
        WHERE hotel_id = $1 AND id = $2
        "#,
        hotel.0,
        id.0,
        attention,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The reference of a booking.
pub async fn booking_reference(
    conn: &mut PgConnection,
    hotel: HotelId,
    booking: BookingId,
) -> Result<Reference, StoreError> {
    let text = sqlx::query_scalar!(
        "SELECT reference FROM booking WHERE hotel_id = $1 AND id = $2",
        hotel.0,
        booking.0
    )
    .fetch_one(conn)
    .await?;
    parse_reference(&text)
}

/// Everything a page or a command needs of one reservation.
#[derive(Clone, Debug)]
pub struct ReservationRow {
    /// Identifies the reservation.
    pub id: ReservationId,
    /// Its booking.
    pub booking: BookingId,
    /// The booking's reference.
    pub booking_reference: Reference,
    /// Its reference.
    pub reference: Reference,
    /// Where it stands.
    pub status: Status,
    /// What was booked.
    pub room_type: RoomTypeId,
    /// At which plan.
    pub rate_plan: RatePlanId,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// Adults.
    pub adults: i16,
    /// Children.
    pub children: i16,
    /// Everything included.
    pub total: Money,
    /// The part that is city tax.
    pub city_tax: Money,
    /// Until when it is held; only while it is.
    pub hold_until: Option<DateTime<Utc>>,
    /// Until when cancelling is free.
    pub free_cancel_until: Option<DateTime<Utc>>,
    /// What it costs afterwards.
    pub cancel_fee: CancelFee,
    /// The fee that was charged.
    pub cancel_fee_minor: Option<i64>,
    /// The desk's notes.
    pub notes: String,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// Who stays.
    pub guest: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Price of each night.
    pub nights: Vec<NightPrice>,
}

/// The reservation with this reference. With `lock`, nobody else changes it until the
/// transaction ends.
pub async fn lookup(
    conn: &mut PgConnection,
    hotel: HotelId,
    reference: &Reference,
    lock: bool,
) -> Result<Option<ReservationRow>, StoreError> {
    if lock {
        sqlx::query!(
            "SELECT id FROM reservation WHERE hotel_id = $1 AND reference = $2 FOR UPDATE",
            hotel.0,
            reference.as_str()
        )
        .fetch_optional(&mut *conn)
        .await?;
    }
    let row = sqlx::query!(
        r#"
        SELECT r.id, r.booking_id, b.reference AS booking_reference, r.reference, r.status
             , r.room_type_id, r.rate_plan_id, r.arrival, r.departure, r.adults
             , coalesce(cardinality(r.child_ages), 0)::smallint AS "children!"
             , r.total_minor, r.city_tax_minor, r.currency AS "currency!", r.hold_until
             , r.free_cancel_until, r.cancel_fee, r.cancel_fee_minor, r.notes, r.created_at
             , g.name AS guest, g.email, g.phone
        FROM reservation r
        JOIN booking b ON b.hotel_id = r.hotel_id AND b.id = r.booking_id
        JOIN guest g ON g.hotel_id = r.hotel_id AND g.id = r.guest_id
        WHERE r.hotel_id = $1 AND r.reference = $2
        "#,
        hotel.0,
        reference.as_str()
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let currency: Currency = row
        .currency
        .parse()
        .map_err(|_| StoreError::inconsistent("reservation", "currency", &row.currency))?;
    let nights = nights(conn, hotel, row.id, currency).await?;
    Ok(Some(ReservationRow {
        id: ReservationId(row.id),
        booking: BookingId(row.booking_id),
        booking_reference: parse_reference(&row.booking_reference)?,
        reference: parse_reference(&row.reference)?,
        status: parse_status(&row.status)?,
        room_type: RoomTypeId(row.room_type_id),
        rate_plan: RatePlanId(row.rate_plan_id),
        arrival: row.arrival,
        departure: row.departure,
        adults: row.adults,
        children: row.children,
        total: Money::new(row.total_minor, currency),
        city_tax: Money::new(row.city_tax_minor, currency),
        hold_until: row.hold_until,
        free_cancel_until: row.free_cancel_until,
        cancel_fee: CancelFee::parse(&row.cancel_fee).ok_or_else(|| {
            StoreError::inconsistent("reservation", "cancel_fee", &row.cancel_fee)
        })?,
        cancel_fee_minor: row.cancel_fee_minor,
        notes: row.notes,
        created_at: row.created_at,
        guest: row.guest,
        email: row.email,
        phone: row.phone,
        nights,
    }))
}

async fn nights(
    conn: &mut PgConnection,
    hotel: HotelId,
    reservation: Uuid,
    currency: Currency,
) -> Result<Vec<NightPrice>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT night, price_minor
        FROM reservation_night
        WHERE hotel_id = $1 AND reservation_id = $2
        ORDER BY night
        "#,
        hotel.0,
        reservation
    )
    .fetch_all(conn)
    .await?;
    let price = |minor| Money::new(minor, currency);
    Ok(rows
        .into_iter()
        .map(|row| NightPrice {
            date: row.night,
            price: price(row.price_minor),
        })
        .collect())
}

/// Numbers of the rooms a reservation lives in, in order.
pub async fn room_numbers(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: ReservationId,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT m.number
        FROM room_assignment a
        JOIN room m ON m.hotel_id = a.hotel_id AND m.id = a.room_id
        WHERE a.hotel_id = $1 AND a.reservation_id = $2
        ORDER BY lower(a.period)
        "#,
        hotel.0,
        id.0
    )
    .fetch_all(conn)
    .await?)
}

/// A stored word as a status.
pub fn parse_status(word: &str) -> Result<Status, StoreError> {
    Status::parse(word).ok_or_else(|| StoreError::inconsistent("reservation", "status", word))
}

/// A stored text as a reference.
pub fn parse_reference(text: &str) -> Result<Reference, StoreError> {
    text.parse()
        .map_err(|_| StoreError::inconsistent("reservation", "reference", text))
}
