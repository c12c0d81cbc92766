//! Does the database answer, and is it the one this program was built for.

use sqlx::PgPool;

use super::error::StoreError;

/// Whether the tables of the newest migration are there. Asked as the app role, which cannot read
/// the migrator's own table.
pub async fn is_migrated(pool: &PgPool) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT to_regclass('public.channel_booking') IS NOT NULL AND has_table_privilege('audit', 'INSERT') AS "ready!""#
    )
    .fetch_one(pool)
    .await?)
}
