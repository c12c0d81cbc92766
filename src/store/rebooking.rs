//! A reservation whose content changes after it was booked.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::booking::NewReservationRow;
use super::error::StoreError;
use crate::domain::id::{BookingId, GuestId, HotelId, ReservationId};

/// Replaces dates, type, plan, people, prices and notes of a reservation; its id, reference and
/// status stay. Counters are the caller's business. Without `keep_room` it leaves its room.
pub async fn rebook(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: ReservationId,
    new: &NewReservationRow,
    keep_room: bool,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // Before the new nights come, in a statement of its own: they have the same keys.
    sqlx::query!(
        "DELETE FROM reservation_night WHERE hotel_id = $1 AND reservation_id = $2",
        hotel.0,
        id.0
    )
    .execute(&mut *conn)
    .await?;
    let nights: Vec<NaiveDate> = new.nights.iter().map(|night| night.date).collect();
    let prices: Vec<i64> = new.nights.iter().map(|night| night.price.minor).collect();
    let ages: Vec<i16> = new
        .party
        .child_ages()
        .iter()
        .map(|age| i16::from(*age))
        .collect();
    sqlx::query!(
        r#"
        WITH left_room AS (
            DELETE FROM room_assignment WHERE hotel_id = $1 AND reservation_id = $2 AND NOT $3
        )
        , new_nights AS (
            INSERT INTO reservation_night (hotel_id, reservation_id, night, room_type_id, price_minor)
            SELECT $1, $2, n.night, $4, n.price
            FROM UNNEST($5::date[], $6::bigint[]) AS n (night, price)
        )
        UPDATE reservation
        SET room_type_id = $4, rate_plan_id = $7, arrival = $8, departure = $9, adults = $10
          , child_ages = $11, total_minor = $12, city_tax_minor = $13, currency = $14
          , free_cancel_until = $15, cancel_fee = $16, notes = $17, attention = $18
          , version = version + 1, updated_at = $19
        WHERE hotel_id = $1 AND id = $2
        "#,
        hotel.0,
        id.0,
        keep_room,
        new.room_type.0,
        &nights,
        &prices,
        new.rate_plan.0,
        new.arrival,
        new.departure,
        i16::from(new.party.adults()),
        &ages,
        new.total.minor,
        new.city_tax.minor,
        new.total.currency.code(),
        new.free_cancel_until,
        new.cancel_fee.as_str(),
        new.notes,
        new.attention,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds something to look at to what is there already. Answers whether it was new.
pub async fn add_attention(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: ReservationId,
    note: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"
        UPDATE reservation
        SET attention = concat_ws(' ', attention, $3::text), version = version + 1, updated_at = $4
        WHERE hotel_id = $1 AND id = $2 AND position($3 IN COALESCE(attention, '')) = 0
        "#,
        hotel.0,
        id.0,
        note,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Who made the booking.
pub async fn booker(
    conn: &mut PgConnection,
    hotel: HotelId,
    booking: BookingId,
) -> Result<GuestId, StoreError> {
    let id: Uuid = sqlx::query_scalar!(
        "SELECT booker_id FROM booking WHERE hotel_id = $1 AND id = $2",
        hotel.0,
        booking.0
    )
    .fetch_one(conn)
    .await?;
    Ok(GuestId(id))
}

/// What is known anew about a guest; what is not known keeps what was.
pub struct GuestUpdate<'a> {
    /// Full name.
    pub name: &'a str,
    /// E-mail address.
    pub email: Option<&'a str>,
    /// Telephone.
    pub phone: Option<&'a str>,
    /// ISO 3166.
    pub country: Option<&'a str>,
    /// ISO 639.
    pub language: Option<&'a str>,
}

/// Brings a guest's profile up to date. Answers whether anything was different.
pub async fn update_guest(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: GuestId,
    guest: &GuestUpdate<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"
        UPDATE guest
        SET name = $3, email = COALESCE($4, email), phone = COALESCE($5, phone)
          , country = COALESCE($6, country), language = COALESCE($7, language)
        WHERE hotel_id = $1 AND id = $2
          AND (name, email, phone, country, language) IS DISTINCT FROM
              ($3, COALESCE($4, email), COALESCE($5, phone), COALESCE($6, country), COALESCE($7, language))
        "#,
        hotel.0,
        id.0,
        guest.name,
        guest.email,
        guest.phone,
        guest.country,
        guest.language
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
