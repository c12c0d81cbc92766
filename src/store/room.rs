//! Rooms, their types, and what takes a room out.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::housekeeping::{HousekeepingStatus, OutageKind};
use crate::domain::id::{HotelId, OutageId, RoomId, RoomTypeId};
use crate::view::rack::{OutageBar, RackRoom, RackType};

/// The rooms of the house and the groups they stand in.
pub struct House {
    /// In the hotel's order.
    pub room_types: Vec<RackType>,
    /// By type, then by number as people count: 9 before 10.
    pub rooms: Vec<RackRoom>,
}

/// The whole house. A type without a room is in it, too.
pub async fn house(conn: &mut PgConnection, hotel: HotelId) -> Result<House, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT t.id AS type_id, t.code, t.name
             , r.id AS "room_id?", r.number AS "number?", r.floor AS "floor?", r.housekeeping AS "housekeeping?"
        FROM room_type t
        LEFT JOIN room r ON r.hotel_id = t.hotel_id AND r.room_type_id = t.id
        WHERE t.hotel_id = $1
        ORDER BY t.position, t.code, length(r.number), r.number
        "#,
        hotel.0
    )
    .fetch_all(conn)
    .await?;
    let mut house = House {
        room_types: Vec::new(),
        rooms: Vec::with_capacity(rows.len()),
    };
    for row in rows {
        let room_type = RoomTypeId(row.type_id);
        if house
            .room_types
            .last()
            .is_none_or(|last| last.id != room_type)
        {
            house.room_types.push(RackType {
                id: room_type,
                code: row.code,
                name: row.name,
            });
        }
        let (Some(id), Some(number), Some(floor), Some(word)) =
            (row.room_id, row.number, row.floor, row.housekeeping)
        else {
            continue;
        };
        let housekeeping = HousekeepingStatus::parse(&word)
            .ok_or_else(|| StoreError::inconsistent("room", "housekeeping", &word))?;
        house.rooms.push(RackRoom {
            id: RoomId(id),
            room_type,
            number,
            floor,
            housekeeping,
        });
    }
    Ok(house)
}

/// Every outage on one of the days `[from, to)`.
pub async fn outages(
    conn: &mut PgConnection,
    hotel: HotelId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<OutageBar>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT id, room_id, kind, lower(period) AS "since!", upper(period) AS "until!", reason
        FROM room_outage
        WHERE hotel_id = $1 AND lower(period) < $3 AND upper(period) > $2
        ORDER BY lower(period), id
        "#,
        hotel.0,
        from,
        to
    )
    .fetch_all(conn)
    .await?;
    let mut bars = Vec::with_capacity(rows.len());
    for row in rows {
        let kind = OutageKind::parse(&row.kind)
            .ok_or_else(|| StoreError::inconsistent("room_outage", "kind", &row.kind))?;
        bars.push(OutageBar {
            id: OutageId(row.id),
            room: RoomId(row.room_id),
            kind,
            from: row.since,
            to: row.until,
            reason: row.reason,
        });
    }
    Ok(bars)
}
