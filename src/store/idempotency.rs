//! The first answer to a request, kept for every repetition of it.

use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::id::{BookingId, HotelId};

/// What is known of a key.
pub struct KeyRow {
    /// SHA-256 of the request it belongs to.
    pub body_hash: Vec<u8>,
    /// HTTP status of the answer; empty while the request runs.
    pub status: Option<i16>,
    /// The answer, byte for byte.
    pub body: Option<String>,
}

/// The key's row.
pub async fn lookup(
    conn: &mut PgConnection,
    hotel: HotelId,
    key: &str,
) -> Result<Option<KeyRow>, StoreError> {
    Ok(sqlx::query_as!(
        KeyRow,
        "SELECT body_hash, status, body FROM idempotency WHERE hotel_id = $1 AND key = $2",
        hotel.0,
        key
    )
    .fetch_optional(conn)
    .await?)
}

/// Keeps the first answer to a booking's request; a later one changes nothing.
pub async fn answer(
    conn: &mut PgConnection,
    hotel: HotelId,
    booking: BookingId,
    status: i16,
    body: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE idempotency
        SET status = $3, body = $4
        WHERE hotel_id = $1 AND booking_id = $2 AND status IS NULL
        "#,
        hotel.0,
        booking.0,
        status,
        body
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Frees the key: nothing came of the request, the same one may start anew.
pub async fn free(
    conn: &mut PgConnection,
    hotel: HotelId,
    booking: BookingId,
) -> Result<(), StoreError> {
    sqlx::query!(
        "DELETE FROM idempotency WHERE hotel_id = $1 AND booking_id = $2 AND status IS NULL",
        hotel.0,
        booking.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
