//! Where a hotel stands: how far its events have come, which day it is, how full tonight is.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::id::HotelId;

/// What a picture is dated with.
pub struct Standing {
    /// Number of the hotel's last event; 0 before the first.
    pub version: i64,
    /// The accounting day.
    pub business_date: NaiveDate,
}

/// Read this before the rest of a picture. Each statement sees what was committed when it began,
/// so a picture read afterwards holds at least the events up to `version`. Events that it holds
/// already do no harm when they are applied again; one that is missing would never come.
pub async fn standing(conn: &mut PgConnection, hotel: HotelId) -> Result<Standing, StoreError> {
    Ok(sqlx::query_as!(
        Standing,
        r#"
        SELECT COALESCE((SELECT h.number FROM event_head h WHERE h.hotel_id = $1), 0) AS "version!"
             , p.business_date
        FROM property p
        WHERE p.hotel_id = $1
        "#,
        hotel.0
    )
    .fetch_one(conn)
    .await?)
}

/// Tonight in two figures.
pub struct Tonight {
    /// The accounting day.
    pub business_date: NaiveDate,
    /// Rooms sold for the night of that day.
    pub sold: i32,
    /// Rooms of the house.
    pub rooms: i32,
}

/// Tonight in two figures, for the frame of every desk page.
pub async fn tonight(conn: &mut PgConnection, hotel: HotelId) -> Result<Tonight, StoreError> {
    Ok(sqlx::query_as!(
        Tonight,
        r#"
        SELECT p.business_date
             , (SELECT count(*)
                FROM reservation_night n
                JOIN reservation r ON r.hotel_id = n.hotel_id AND r.id = n.reservation_id
                WHERE n.hotel_id = $1 AND n.night = p.business_date
                  AND r.status IN ('confirmed', 'in_house', 'checked_out'))::integer AS "sold!"
             , (SELECT count(*) FROM room WHERE hotel_id = $1)::integer AS "rooms!"
        FROM property p
        WHERE p.hotel_id = $1
        "#,
        hotel.0
    )
    .fetch_one(conn)
    .await?)
}
