//! The queue of work for later.
//!
//! A job is claimed for a while by a lease; whoever loses the lease (a crash, a job that takes too
//! long) cannot finish it any more, because every end of a job names the lease it was done under.
//! Jobs of one lane run one after the other in the order in which they came in.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;

use super::error::StoreError;
use super::lease::interval;
use crate::domain::id::{HotelId, JobId};

/// Work to order.
#[derive(Clone, Debug)]
pub struct NewJob<'a> {
    /// Identifies the job.
    pub id: JobId,
    /// What is to be done.
    pub kind: &'a str,
    /// At most one waiting job of a kind has the same key.
    pub key: &'a str,
    /// Jobs of one lane run one after the other.
    pub lane: &'a str,
    /// What the work needs to know.
    pub payload: &'a Value,
}

/// A job in somebody's hands.
#[derive(Clone, Debug)]
pub struct Claimed {
    /// In which hotel.
    pub hotel: HotelId,
    /// Identifies the job.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// Says what it is about.
    pub key: String,
    /// What the work needs to know.
    pub payload: Value,
    /// Until when it is ours; also the mark by which we know that it still is.
    pub lease_until: DateTime<Utc>,
    /// Which try this is, from 1.
    pub attempt: i32,
    /// After how many tries it is given up.
    pub max_attempts: i32,
}

/// A job that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadJob {
    /// Identifies the job.
    pub id: JobId,
    /// What was to be done.
    pub kind: String,
    /// Says what it is about.
    pub key: String,
    /// How often it was tried.
    pub attempts: i32,
    /// Why it failed the last time.
    pub last_error: String,
    /// Since when it is given up.
    pub dead_at: DateTime<Utc>,
}

/// Orders work. Answers `false` when a job of this kind and key is there already.
pub async fn insert(
    conn: &mut PgConnection,
    hotel: HotelId,
    job: &NewJob<'_>,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"
        INSERT INTO job (hotel_id, id, kind, key, lane, payload, run_at)
        VALUES ($1, $2, $3, $4, $5, $6, now())
        ON CONFLICT ON CONSTRAINT job_key_uq DO NOTHING
        "#,
        hotel.0,
        job.id.0,
        job.kind,
        job.key,
        job.lane,
        job.payload
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Claims up to `limit` jobs of these kinds that are due, in all hotels, for as long as `lease`.
/// Of each lane only the oldest job can be claimed.
pub async fn claim(
    conn: &mut PgConnection,
    kinds: &[String],
    limit: i64,
    lease: Duration,
) -> Result<Vec<Claimed>, StoreError> {
    let rows = sqlx::query!(
        r#"
        WITH due AS (
            SELECT j.hotel_id, j.id
            FROM job j
            WHERE j.dead_at IS NULL AND j.run_at <= now()
              AND (j.lease_until IS NULL OR j.lease_until <= now())
              AND j.attempts < j.max_attempts
              AND j.kind = ANY ($1)
              AND NOT EXISTS (
                  SELECT FROM job older
                  WHERE older.hotel_id = j.hotel_id AND older.lane = j.lane
                    AND older.seq < j.seq AND older.dead_at IS NULL
              )
            ORDER BY j.run_at, j.seq
            LIMIT $2
            FOR UPDATE OF j SKIP LOCKED
        )
        UPDATE job
        SET lease_until = now() + $3::interval, attempts = job.attempts + 1
        FROM due
        WHERE job.hotel_id = due.hotel_id AND job.id = due.id
        RETURNING job.hotel_id, job.id, job.kind, job.key, job.payload
                , job.lease_until AS "lease_until!", job.attempts, job.max_attempts
        "#,
        kinds,
        limit,
        interval(lease)
    )
    .fetch_all(conn)
    .await?;
    let claimed = rows.into_iter().map(|row| Claimed {
        hotel: HotelId(row.hotel_id),
        id: JobId(row.id),
        kind: row.kind,
        key: row.key,
        payload: row.payload,
        lease_until: row.lease_until,
        attempt: row.attempts,
        max_attempts: row.max_attempts,
    });
    Ok(claimed.collect())
}

/// The work is done. Answers `false` when it was no longer ours.
pub async fn finish(conn: &mut PgConnection, job: &Claimed) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "DELETE FROM job WHERE hotel_id = $1 AND id = $2 AND lease_until = $3",
        job.hotel.0,
        job.id.0,
        job.lease_until
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The try failed: another one after `wait`.
pub async fn try_again(
    conn: &mut PgConnection,
    job: &Claimed,
    wait: Duration,
    error: &str,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE job
        SET lease_until = NULL, run_at = now() + $4::interval, last_error = $5
        WHERE hotel_id = $1 AND id = $2 AND lease_until = $3
        "#,
        job.hotel.0,
        job.id.0,
        job.lease_until,
        interval(wait),
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// It is too early: again after `wait`, and this was no try.
pub async fn postpone(
    conn: &mut PgConnection,
    job: &Claimed,
    wait: Duration,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE job
        SET lease_until = NULL, run_at = now() + $4::interval, attempts = attempts - 1
        WHERE hotel_id = $1 AND id = $2 AND lease_until = $3
        "#,
        job.hotel.0,
        job.id.0,
        job.lease_until,
        interval(wait)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The work is given up and kept for a person to see. Its lane goes on.
pub async fn bury(conn: &mut PgConnection, job: &Claimed, error: &str) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        UPDATE job
        SET lease_until = NULL, dead_at = now(), last_error = $4
        WHERE hotel_id = $1 AND id = $2 AND lease_until = $3
        "#,
        job.hotel.0,
        job.id.0,
        job.lease_until,
        error
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives up jobs whose last try took its worker down with it. Answers how many.
pub async fn bury_lost(conn: &mut PgConnection) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"
        UPDATE job
        SET lease_until = NULL, dead_at = now()
          , last_error = 'the last try did not come back' || coalesce('; before: ' || last_error, '')
        WHERE dead_at IS NULL AND attempts >= max_attempts AND lease_until <= now()
        "#
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The hotel's jobs that were given up, the latest first, at most `limit`.
pub async fn list_dead(
    conn: &mut PgConnection,
    hotel: HotelId,
    limit: i64,
) -> Result<Vec<DeadJob>, StoreError> {
    Ok(sqlx::query_as!(
        DeadJob,
        r#"
        SELECT id, kind, key, attempts, coalesce(last_error, '') AS "last_error!", dead_at AS "dead_at!"
        FROM job
        WHERE hotel_id = $1 AND dead_at IS NOT NULL
        ORDER BY dead_at DESC, seq DESC
        LIMIT $2
        "#,
        hotel.0,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// Sends a job that was given up again, with all its tries. Answers `false` when there is none.
pub async fn revive(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: JobId,
) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"
        UPDATE job
        SET dead_at = NULL, attempts = 0, run_at = now()
        WHERE hotel_id = $1 AND id = $2 AND dead_at IS NOT NULL
        "#,
        hotel.0,
        id.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Orders the release of every hold whose time is over, in all hotels. A hold with an open
/// payment is left to the payment. Answers how many were ordered.
pub async fn order_releases(conn: &mut PgConnection, kind: &str) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"
        INSERT INTO job (hotel_id, id, kind, key, lane, payload, run_at, max_attempts)
        SELECT r.hotel_id, gen_random_uuid(), $1, r.id::text, 'hold:' || r.id
             , jsonb_build_object('reservation', r.id), now(), 1000000
        FROM reservation r
        WHERE r.status = 'tentative' AND r.hold_until < now()
          AND NOT EXISTS (
              SELECT FROM payment p
              WHERE p.hotel_id = r.hotel_id AND p.booking_id = r.booking_id
                AND p.status IN ('pending', 'unknown')
          )
        ON CONFLICT ON CONSTRAINT job_key_uq DO NOTHING
        "#,
        kind
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Orders the settling of every payment nobody knows the end of: unknown ones, and those pending
/// since before `since` (whoever made them is gone). Answers how many were ordered.
pub async fn order_settlements(
    conn: &mut PgConnection,
    kind: &str,
    since: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"
        INSERT INTO job (hotel_id, id, kind, key, lane, payload, run_at, max_attempts)
        SELECT p.hotel_id, gen_random_uuid(), $1, p.id::text, 'payment:' || p.id
             , jsonb_build_object('payment', p.id, 'since', p.created_at), now(), 1000000
        FROM payment p
        WHERE p.status = 'unknown'
           OR (p.status = 'pending' AND p.created_at < $2)
        ON CONFLICT ON CONSTRAINT job_key_uq DO NOTHING
        "#,
        kind,
        since
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
