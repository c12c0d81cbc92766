//! The record of what happened in a hotel, numbered without a gap. The relay writes it; here it
//! is read.

use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::id::HotelId;

/// One recorded event.
pub struct EventRow {
    /// Its number in the hotel, from 1.
    pub number: i64,
    /// What happened, like `reservation.created`.
    pub kind: String,
    /// The new state of what changed.
    pub data: serde_json::Value,
}

/// The number of the hotel's last event; 0 before the first.
pub async fn head(conn: &mut PgConnection, hotel: HotelId) -> Result<i64, StoreError> {
    let number = sqlx::query_scalar!("SELECT number FROM event_head WHERE hotel_id = $1", hotel.0)
        .fetch_optional(conn)
        .await?;
    Ok(number.unwrap_or(0))
}

/// The hotel's events after number `have`, oldest first, at most `limit`.
pub async fn list_after(
    conn: &mut PgConnection,
    hotel: HotelId,
    have: i64,
    limit: i64,
) -> Result<Vec<EventRow>, StoreError> {
    Ok(sqlx::query_as!(
        EventRow,
        r#"
        SELECT number, kind, data
        FROM event
        WHERE hotel_id = $1 AND number > $2
        ORDER BY number
        LIMIT $3
        "#,
        hotel.0,
        have,
        limit,
    )
    .fetch_all(conn)
    .await?)
}
