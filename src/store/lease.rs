//! Who leads: one row per office, with a token that grows with every change of hands.

use std::time::Duration;

use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;

use super::error::StoreError;

/// Takes the office or keeps it for another `ttl`. Answers the token, or `None` while somebody
/// else holds it.
pub async fn take(
    conn: &mut PgConnection,
    name: &str,
    holder: &str,
    ttl: Duration,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        INSERT INTO lease AS l (name, holder, token, until)
        VALUES ($1, $2, 1, clock_timestamp() + $3::interval)
        ON CONFLICT (name) DO UPDATE
        SET token = l.token + (l.holder <> EXCLUDED.holder)::int
          , holder = EXCLUDED.holder
          , until = EXCLUDED.until
        WHERE l.holder = EXCLUDED.holder OR l.until < clock_timestamp()
        RETURNING token
        "#,
        name,
        holder,
        interval(ttl)
    )
    .fetch_optional(conn)
    .await?)
}

/// Gives the office up, so that the next one need not wait. Nothing happens if it is not ours.
pub async fn give_up(conn: &mut PgConnection, name: &str, holder: &str) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE lease SET until = '-infinity' WHERE name = $1 AND holder = $2",
        name,
        holder
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A span of time as PostgreSQL takes it.
pub(super) fn interval(span: Duration) -> PgInterval {
    let microseconds = i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
    PgInterval {
        months: 0,
        days: 0,
        microseconds,
    }
}
