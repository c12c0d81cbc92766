//! What a hotel sells: room types and rate plans.

use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::cancellation::{CancelFee, CancellationPolicy};
use crate::domain::id::{HotelId, RatePlanId, RoomTypeId};
use crate::domain::rate::{RatePlan, RoomType};

/// All room types, in the hotel's order.
pub async fn room_types(
    conn: &mut PgConnection,
    hotel: HotelId,
) -> Result<Vec<RoomType>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT id, code, name, description, size_m2, max_adults, max_guests, base_guests, position
        FROM room_type
        WHERE hotel_id = $1
        ORDER BY position, code
        "#,
        hotel.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(RoomType {
                id: RoomTypeId(row.id),
                code: row.code,
                name: row.name,
                description: row.description,
                size_m2: row.size_m2,
                max_adults: people("max_adults", row.max_adults)?,
                max_guests: people("max_guests", row.max_guests)?,
                base_guests: people("base_guests", row.base_guests)?,
                position: row.position,
            })
        })
        .collect()
}

/// All rate plans, in the hotel's order.
pub async fn rate_plans(
    conn: &mut PgConnection,
    hotel: HotelId,
) -> Result<Vec<RatePlan>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT id, code, name, description, parent_id, adjust_bp, adjust_minor, meal_minor, meal_name
             , prepaid, free_cancel_days, free_cancel_time, cancel_fee, public, position
        FROM rate_plan
        WHERE hotel_id = $1
        ORDER BY position, code
        "#,
        hotel.0
    )
    .fetch_all(conn)
    .await?;
    rows.into_iter()
        .map(|row| {
            let fee = CancelFee::parse(&row.cancel_fee).ok_or_else(|| {
                StoreError::inconsistent("rate_plan", "cancel_fee", &row.cancel_fee)
            })?;
            Ok(RatePlan {
                id: RatePlanId(row.id),
                code: row.code,
                name: row.name,
                description: row.description,
                parent_id: row.parent_id.map(RatePlanId),
                adjust_bp: row.adjust_bp,
                adjust_minor: row.adjust_minor,
                meal_minor: row.meal_minor,
                meal_name: row.meal_name,
                prepaid: row.prepaid,
                cancellation: CancellationPolicy {
                    free_days: row.free_cancel_days,
                    free_time: row.free_cancel_time,
                    fee,
                },
                public: row.public,
                position: row.position,
            })
        })
        .collect()
}

fn people(column: &'static str, number: i16) -> Result<u8, StoreError> {
    u8::try_from(number).map_err(|_| StoreError::inconsistent("room_type", column, number))
}
