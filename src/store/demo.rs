//! Whole hotels at once: rows are written into sheets, one per table, and copied in together.
//!
//! Only the owner may do this; COPY does not work below row-level security.

mod field;
mod house;
mod sheet;
mod stay;

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

pub use self::house::{OutageRow, PropertySheet};
pub use self::sheet::Sheets;
pub use self::stay::{
    AssignmentRow, AuditLine, BookingRow, FolioRow, GuestRow, PaymentLine, PostingRow, StayRow,
};
use super::error::StoreError;
use crate::domain::id::HotelId;

/// Sent in one message to the server.
const CHUNK: usize = 256 * 1024;

/// Until the transaction ends, foreign keys are taken on trust: looking each of them up takes as
/// long as all the rest. A test looks them up. Exclusion and check constraints hold all the time.
pub async fn trust_foreign_keys(conn: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        SELECT set_config('session_replication_role', 'replica', true) AS role
        FROM pg_roles
        WHERE rolname = current_user AND rolsuper
        "#
    )
    .fetch_optional(conn)
    .await?;
    Ok(())
}

/// Copies every sheet in, in an order that satisfies the foreign keys. `copied` hears of each.
pub async fn copy_in(
    conn: &mut PgConnection,
    sheets: &Sheets,
    mut copied: impl FnMut(&'static str),
) -> Result<(), StoreError> {
    for sheet in sheets.in_order() {
        let mut copy = conn.copy_in_raw(sheet.statement()).await?;
        for chunk in sheet.text().as_bytes().chunks(CHUNK) {
            copy.send(chunk).await?;
        }
        let rows = copy.finish().await?;
        if rows != sheet.rows() {
            return Err(StoreError::inconsistent(sheet.table(), "rows copied", rows));
        }
        copied(sheet.table());
    }
    Ok(())
}

/// Fresh statistics; the planner would guess badly until the next autovacuum.
pub async fn analyze(conn: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query("ANALYZE").execute(conn).await?;
    Ok(())
}

/// Whether the directory names no hotel at all.
pub async fn directory_is_empty(conn: &mut PgConnection) -> Result<bool, StoreError> {
    let empty =
        sqlx::query_scalar!(r#"SELECT NOT EXISTS (SELECT FROM directory.hotel) AS "empty!""#);
    Ok(empty.fetch_one(conn).await?)
}

/// Whether the hotel's rows are in this database.
pub async fn has_property(conn: &mut PgConnection, hotel: HotelId) -> Result<bool, StoreError> {
    let there = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM property WHERE hotel_id = $1) AS "there!""#,
        hotel.0
    );
    Ok(there.fetch_one(conn).await?)
}

/// The company that owns the hotels.
pub async fn insert_portfolio(
    conn: &mut PgConnection,
    id: Uuid,
    name: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO directory.portfolio (id, name) VALUES ($1, $2)",
        id,
        name
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A hotel, and the name of the database that holds its rows.
pub async fn insert_hotel(
    conn: &mut PgConnection,
    portfolio: Uuid,
    hotel: HotelId,
    code: &str,
    name: &str,
    city: &str,
    database: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO directory.hotel (id, portfolio_id, code, name, city, database)
        VALUES ($1, $2, $3, $4, $5, $6)
        "#,
        hotel.0,
        portfolio,
        code,
        name,
        city,
        database
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Somebody who logs in, marked as belonging to the demo.
pub async fn insert_user(
    conn: &mut PgConnection,
    id: Uuid,
    email: &str,
    name: &str,
    password_hash: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO directory.app_user (id, email, name, password_hash, demo)
        VALUES ($1, $2, $3, $4, true)
        "#,
        id,
        email,
        name,
        password_hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A user's role at a hotel.
pub async fn insert_membership(
    conn: &mut PgConnection,
    user: Uuid,
    hotel: HotelId,
    role: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO directory.membership (user_id, hotel_id, role) VALUES ($1, $2, $3)",
        user,
        hotel.0,
        role
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A partner that sends bookings for one hotel, which it calls `external_code`.
pub struct PartnerSheet<'a> {
    /// Identifies the partner.
    pub id: Uuid,
    /// Its log-in name.
    pub username: &'a str,
    /// As shown.
    pub name: &'a str,
    /// SHA-256 of its password.
    pub password_hash: [u8; 32],
    /// Signs its webhooks.
    pub signing_secret: &'a str,
    /// What it calls our hotel.
    pub external_code: &'a str,
    /// Our hotel.
    pub hotel: HotelId,
}

/// Writes a partner.
pub async fn insert_partner(
    conn: &mut PgConnection,
    partner: &PartnerSheet<'_>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        WITH known AS (
            INSERT INTO directory.partner (id, username, name, password_hash, signing_secret)
            VALUES ($1, $2, $3, $4, $5)
        )
        INSERT INTO directory.partner_hotel (partner_id, external_code, hotel_id)
        VALUES ($1, $6, $7)
        "#,
        partner.id,
        partner.username,
        partner.name,
        &partner.password_hash,
        partner.signing_secret,
        partner.external_code,
        partner.hotel.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The share of rooms sold between two nights (the second is not counted), in thousandths.
pub async fn occupancy_permille(
    conn: &mut PgConnection,
    hotel: HotelId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<i64, StoreError> {
    let share = sqlx::query_scalar!(
        r#"
        SELECT coalesce(sum(sold) * 1000 / nullif(sum(sellable), 0), 0) AS "share!"
        FROM inventory
        WHERE hotel_id = $1 AND night >= $2 AND night < $3
        "#,
        hotel.0,
        from,
        to
    );
    Ok(share.fetch_one(conn).await?)
}
