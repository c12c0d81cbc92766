//! The hotel itself: what it is called, which day it is there, how it taxes.

use chrono::{NaiveDate, NaiveTime};
use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::id::HotelId;
use crate::domain::tax::{CityTax, Taxes};

/// What never changes within a day.
pub struct PropertyRow {
    /// IANA name.
    pub zone: String,
    /// ISO 4217.
    pub currency: String,
    /// The accounting day.
    pub business_date: NaiveDate,
    /// The name on the door.
    pub name: String,
    /// Street.
    pub street: String,
    /// City.
    pub city: String,
    /// ISO 3166.
    pub country: String,
    /// For guests.
    pub email: String,
    /// For guests.
    pub phone: String,
    /// From when the room is ready.
    pub check_in_from: NaiveTime,
    /// Until when to leave.
    pub check_out_until: NaiveTime,
}

/// The hotel in scope.
pub async fn get(conn: &mut PgConnection, hotel: HotelId) -> Result<PropertyRow, StoreError> {
    Ok(sqlx::query_as!(
        PropertyRow,
        r#"
        SELECT zone, currency AS "currency!", business_date, name, street, city, country AS "country!"
             , email, phone, check_in_from, check_out_until
        FROM property
        WHERE hotel_id = $1
        "#,
        hotel.0
    )
    .fetch_one(conn)
    .await?)
}

/// The accounting day.
pub async fn business_date(
    conn: &mut PgConnection,
    hotel: HotelId,
) -> Result<NaiveDate, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT business_date FROM property WHERE hotel_id = $1",
        hotel.0
    )
    .fetch_one(conn)
    .await?)
}

/// VAT on rooms (`ROOM`) and meals (`MEAL`), and the city tax (`CITY`) where there is one.
pub async fn taxes(conn: &mut PgConnection, hotel: HotelId) -> Result<Taxes, StoreError> {
    let rows = sqlx::query!(
        "SELECT code, rate_bp, per_person_night_minor, exempt_under_age, max_nights FROM tax WHERE hotel_id = $1",
        hotel.0
    )
    .fetch_all(conn)
    .await?;
    let mut taxes = Taxes {
        room_vat_bp: 0,
        meal_vat_bp: 0,
        city: None,
    };
    for row in rows {
        match row.code.as_str() {
            "ROOM" => taxes.room_vat_bp = row.rate_bp,
            "MEAL" => taxes.meal_vat_bp = row.rate_bp,
            "CITY" => {
                taxes.city = Some(CityTax {
                    per_person_night_minor: row.per_person_night_minor,
                    exempt_under_age: u8::try_from(row.exempt_under_age).unwrap_or(0),
                    max_nights: row.max_nights.and_then(|nights| u16::try_from(nights).ok()),
                });
            }
            other => return Err(StoreError::inconsistent("tax", "code", other)),
        }
    }
    Ok(taxes)
}
