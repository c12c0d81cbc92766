//! The directory: which hotels there are and where each one's rows live.

use sqlx::PgConnection;

use super::error::StoreError;
use crate::domain::id::{HotelId, PartnerId, UserId};
use crate::domain::role::Role;
use crate::view::hotel::HotelChoice;

/// A hotel as the directory knows it.
pub struct HotelRow {
    /// Identifies the hotel.
    pub id: HotelId,
    /// Stands in addresses.
    pub code: String,
    /// The name on the door.
    pub name: String,
    /// Where it is.
    pub city: String,
    /// The database with its rows.
    pub database: String,
    /// Open to guests.
    pub public: bool,
}

/// The hotel with this code.
pub async fn lookup_hotel(
    conn: &mut PgConnection,
    code: &str,
) -> Result<Option<HotelRow>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, code, name, city, database, public FROM directory.hotel WHERE code = $1",
        code
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| HotelRow {
        id: HotelId(row.id),
        code: row.code,
        name: row.name,
        city: row.city,
        database: row.database,
        public: row.public,
    }))
}

/// The hotel with this id.
pub async fn lookup_hotel_code(
    conn: &mut PgConnection,
    id: HotelId,
) -> Result<Option<String>, StoreError> {
    Ok(
        sqlx::query_scalar!("SELECT code FROM directory.hotel WHERE id = $1", id.0)
            .fetch_optional(conn)
            .await?,
    )
}

/// Codes of all hotels, or of the public ones.
pub async fn list_hotel_codes(
    conn: &mut PgConnection,
    public_only: bool,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        "SELECT code FROM directory.hotel WHERE public OR NOT $1 ORDER BY name",
        public_only
    )
    .fetch_all(conn)
    .await?)
}

/// A partner as the directory knows it.
pub struct PartnerRow {
    /// Identifies the partner.
    pub id: PartnerId,
    /// As shown.
    pub name: String,
    /// SHA-256 of its password.
    pub password_hash: Vec<u8>,
}

/// The partner with this user name.
pub async fn lookup_partner(
    conn: &mut PgConnection,
    username: &str,
) -> Result<Option<PartnerRow>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, name, password_hash FROM directory.partner WHERE username = $1",
        username
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| PartnerRow {
        id: PartnerId(row.id),
        name: row.name,
        password_hash: row.password_hash,
    }))
}

/// Codes of all hotels that a partner serves.
pub async fn list_partner_hotels(
    conn: &mut PgConnection,
    partner: PartnerId,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT DISTINCT h.code
        FROM directory.partner_hotel p
        JOIN directory.hotel h ON h.id = p.hotel_id
        WHERE p.partner_id = $1
        ORDER BY h.code
        "#,
        partner.0
    )
    .fetch_all(conn)
    .await?)
}

/// The code of the hotel a partner means by its own code.
pub async fn lookup_partner_hotel(
    conn: &mut PgConnection,
    partner: PartnerId,
    external_code: &str,
) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        SELECT h.code
        FROM directory.partner_hotel p
        JOIN directory.hotel h ON h.id = p.hotel_id
        WHERE p.partner_id = $1 AND p.external_code = $2
        "#,
        partner.0,
        external_code
    )
    .fetch_optional(conn)
    .await?)
}

/// Where a user works, by the hotels' names.
pub async fn list_hotel_choices(
    conn: &mut PgConnection,
    user: UserId,
) -> Result<Vec<HotelChoice>, StoreError> {
    let rows = sqlx::query!(
        r#"
        SELECT h.code, h.name, m.role
        FROM directory.membership m
        JOIN directory.hotel h ON h.id = m.hotel_id
        WHERE m.user_id = $1
        ORDER BY h.name
        "#,
        user.0
    )
    .fetch_all(conn)
    .await?;
    let mut choices = Vec::with_capacity(rows.len());
    for row in rows {
        let role = Role::parse(&row.role)
            .ok_or_else(|| StoreError::inconsistent("membership", "role", &row.role))?;
        choices.push(HotelChoice {
            code: row.code,
            name: row.name,
            role,
        });
    }
    Ok(choices)
}
