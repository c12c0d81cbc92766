//! Writing a booking: one statement for everything it consists of.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::cancellation::CancelFee;
use crate::domain::id::{BookingId, GuestId, HotelId, RatePlanId, ReservationId, RoomTypeId};
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::rate::NightPrice;
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;

/// A booking with one reservation, ready to be written.
pub struct NewBooking {
    /// The hotel.
    pub hotel: HotelId,
    /// Identifies the booking.
    pub id: BookingId,
    /// The booking's reference.
    pub reference: Reference,
    /// `web`, `desk`, `api`, `channel`, …
    pub source: &'static str,
    /// The partner that sold it.
    pub partner: Option<String>,
    /// The partner's own number.
    pub external_id: Option<String>,
    /// Who books.
    pub guest: NewGuestRow,
    /// When.
    pub now: DateTime<Utc>,
    /// The room.
    pub reservation: NewReservationRow,
}

/// A guest's profile, ready to be written.
pub struct NewGuestRow {
    /// Identifies the guest.
    pub id: GuestId,
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// ISO 3166.
    pub country: Option<String>,
    /// ISO 639.
    pub language: Option<String>,
}

/// A reservation, ready to be written.
pub struct NewReservationRow {
    /// Identifies the reservation.
    pub id: ReservationId,
    /// The reservation's reference.
    pub reference: Reference,
    /// Tentative while a payment runs, confirmed otherwise.
    pub status: Status,
    /// What was booked.
    pub room_type: RoomTypeId,
    /// At which plan.
    pub rate_plan: RatePlanId,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// Who stays.
    pub party: Party,
    /// Price of each night.
    pub nights: Vec<NightPrice>,
    /// City tax of the stay.
    pub city_tax: Money,
    /// Everything included.
    pub total: Money,
    /// Seconds of hold, by the database's clock; only while tentative.
    pub hold_seconds: Option<f64>,
    /// Until when cancelling is free.
    pub free_cancel_until: Option<DateTime<Utc>>,
    /// What it costs afterwards.
    pub cancel_fee: CancelFee,
    /// For the desk.
    pub notes: String,
    /// Something to look at.
    pub attention: Option<String>,
}

/// Writes guest, booking, reservation and nights in one round trip. Answers when the hold ends.
pub async fn insert(
    conn: &mut PgConnection,
    new: &NewBooking,
) -> Result<Option<DateTime<Utc>>, StoreError> {
    let stay = &new.reservation;
    let nights: Vec<NaiveDate> = stay.nights.iter().map(|night| night.date).collect();
    let prices: Vec<i64> = stay.nights.iter().map(|night| night.price.minor).collect();
    let ages: Vec<i16> = stay
        .party
        .child_ages()
        .iter()
        .map(|age| i16::from(*age))
        .collect();
    Ok(sqlx::query_scalar!(
        r#"
        WITH new_guest AS (
            INSERT INTO guest (hotel_id, id, name, email, phone, country, language, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        )
        , new_booking AS (
            INSERT INTO booking (hotel_id, id, reference, booker_id, source, partner, external_id, created_at)
            VALUES ($1, $9, $10, $2, $11, $12, $13, $8)
        )
        , new_nights AS (
            INSERT INTO reservation_night (hotel_id, reservation_id, night, room_type_id, price_minor)
            SELECT $1, $14, n.night, $17, n.price
            FROM UNNEST($30::date[], $31::bigint[]) AS n (night, price)
        )
        INSERT INTO reservation
            ( hotel_id, id, booking_id, reference, status, room_type_id, rate_plan_id, guest_id
            , arrival, departure, adults, child_ages, total_minor, city_tax_minor, currency
            , hold_until, free_cancel_until, cancel_fee, notes, attention, created_at, updated_at )
        VALUES
            ( $1, $14, $9, $15, $16, $17, $18, $2
            , $19, $20, $21, $22, $23, $24, $25
            , now() + make_interval(secs => $26), $27, $28, $29, $32, $8, $8 )
        RETURNING hold_until
        "#,
        new.hotel.0,
        new.guest.id.0,
        new.guest.name,
        new.guest.email,
        new.guest.phone,
        new.guest.country,
        new.guest.language,
        new.now,
        new.id.0,
        new.reference.as_str(),
        new.source,
        new.partner,
        new.external_id,
        stay.id.0,
        stay.reference.as_str(),
        stay.status.as_str(),
        stay.room_type.0,
        stay.rate_plan.0,
        stay.arrival,
        stay.departure,
        i16::from(stay.party.adults()),
        &ages,
        stay.total.minor,
        stay.city_tax.minor,
        stay.total.currency.code(),
        stay.hold_seconds as Option<f64>,
        stay.free_cancel_until,
        stay.cancel_fee.as_str(),
        stay.notes,
        &nights,
        &prices,
        stay.attention,
    )
    .fetch_one(conn)
    .await?)
}

/// Adds a further reservation to a booking that exists.
pub async fn insert_reservation(
    conn: &mut PgConnection,
    hotel: HotelId,
    booking: BookingId,
    guest: GuestId,
    now: DateTime<Utc>,
    stay: &NewReservationRow,
) -> Result<(), StoreError> {
    let nights: Vec<NaiveDate> = stay.nights.iter().map(|night| night.date).collect();
    let prices: Vec<i64> = stay.nights.iter().map(|night| night.price.minor).collect();
    let ages: Vec<i16> = stay
        .party
        .child_ages()
        .iter()
        .map(|age| i16::from(*age))
        .collect();
    sqlx::query!(
        r#"
        WITH new_nights AS (
            INSERT INTO reservation_night (hotel_id, reservation_id, night, room_type_id, price_minor)
            SELECT $1, $2, n.night, $6, n.price
            FROM UNNEST($19::date[], $20::bigint[]) AS n (night, price)
        )
        INSERT INTO reservation
            ( hotel_id, id, booking_id, reference, status, room_type_id, rate_plan_id, guest_id
            , arrival, departure, adults, child_ages, total_minor, city_tax_minor, currency
            , free_cancel_until, cancel_fee, notes, attention, created_at, updated_at )
        VALUES
            ( $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $21, $22, $22 )
        "#,
        hotel.0,
        stay.id.0,
        booking.0,
        stay.reference.as_str(),
        stay.status.as_str(),
        stay.room_type.0,
        stay.rate_plan.0,
        guest.0,
        stay.arrival,
        stay.departure,
        i16::from(stay.party.adults()),
        &ages,
        stay.total.minor,
        stay.city_tax.minor,
        stay.total.currency.code(),
        stay.free_cancel_until,
        stay.cancel_fee.as_str(),
        stay.notes,
        &nights,
        &prices,
        stay.attention,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The booking a partner knows by its own number.
pub async fn lookup_external(
    conn: &mut PgConnection,
    hotel: HotelId,
    partner: &str,
    external_id: &str,
) -> Result<Option<BookingId>, StoreError> {
    let id: Option<Uuid> = sqlx::query_scalar!(
        "SELECT id FROM booking WHERE hotel_id = $1 AND partner = $2 AND external_id = $3",
        hotel.0,
        partner,
        external_id
    )
    .fetch_optional(conn)
    .await?;
    Ok(id.map(BookingId))
}
