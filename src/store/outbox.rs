//! Events on their way out, written with the business rows they tell of.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::id::{EventId, HotelId};

/// One event to tell.
#[derive(Clone, Debug)]
pub struct OutboxRow {
    /// Identifies the event for ever.
    pub id: Uuid,
    /// What happened.
    pub kind: &'static str,
    /// The new state of what changed.
    pub data: serde_json::Value,
}

/// Work that follows from an event: which event kind leads to which job kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follow {
    /// The event's kind.
    pub event: &'static str,
    /// The job's kind.
    pub job: &'static str,
}

/// An event that just got its number.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Whose event.
    pub hotel: HotelId,
    /// Its number in the hotel.
    pub number: i64,
    /// Identifies it.
    pub id: EventId,
    /// What happened.
    pub kind: String,
    /// The new state of what changed.
    pub data: serde_json::Value,
    /// When.
    pub at: DateTime<Utc>,
}

/// Moves up to `limit` events into the record, in the order in which they were told, and orders
/// the work that follows from them, all in one statement: an event is in the outbox, or in the
/// record with its number and its jobs.
///
/// Moves nothing unless `token` is the current one of `lease`. The lease row stays locked for
/// the statement, so a new leader waits for it to end. Rows are taken away and not passed by a
/// cursor: what commits late is moved late and never skipped.
///
/// A job's key is its event; jobs of one reservation (the first of the event's stays) share a
/// lane. Answers the events in order, hotel by hotel without a gap.
pub async fn record(
    conn: &mut PgConnection,
    lease: &str,
    token: i64,
    limit: i64,
    follows: &[Follow],
) -> Result<Vec<Recorded>, StoreError> {
    let events: Vec<String> = follows
        .iter()
        .map(|follow| follow.event.to_owned())
        .collect();
    let jobs: Vec<String> = follows.iter().map(|follow| follow.job.to_owned()).collect();
    let mut rows = sqlx::query!(
        r#"
        WITH fence AS MATERIALIZED (
            SELECT 1 FROM lease WHERE name = $1 AND token = $2 FOR SHARE
        ), taken AS (
            DELETE FROM outbox
            WHERE seq = ANY (ARRAY(
                SELECT seq FROM outbox WHERE EXISTS (SELECT FROM fence) ORDER BY seq LIMIT $3
            ))
            RETURNING seq, hotel_id, id, kind, data, at
        ), ranked AS (
            SELECT *, row_number() OVER (PARTITION BY hotel_id ORDER BY seq) AS rank FROM taken
        ), counted AS (
            SELECT hotel_id, max(rank) AS count FROM ranked GROUP BY hotel_id
        ), head AS (
            INSERT INTO event_head AS h (hotel_id, number)
            SELECT hotel_id, count FROM counted ORDER BY hotel_id
            ON CONFLICT (hotel_id) DO UPDATE SET number = h.number + EXCLUDED.number
            RETURNING hotel_id, number
        ), numbered AS (
            SELECT r.*, h.number - c.count + r.rank AS number
            FROM ranked r
            JOIN head h USING (hotel_id)
            JOIN counted c USING (hotel_id)
        ), ordered AS (
            INSERT INTO job (hotel_id, id, kind, key, lane, payload, run_at)
            SELECT n.hotel_id, gen_random_uuid(), f.job, n.id::text
                 , 'reservation:' || coalesce(n.data #>> '{stays,0,id}', n.id::text)
                 , jsonb_build_object('event', n.id, 'at', n.at, 'data', n.data)
                 , now()
            FROM numbered n
            JOIN UNNEST($4::text[], $5::text[]) AS f (event, job) ON f.event = n.kind
            ORDER BY n.seq
            ON CONFLICT ON CONSTRAINT job_key_uq DO NOTHING
        )
        INSERT INTO event (hotel_id, number, id, kind, data, at)
        SELECT hotel_id, number, id, kind, data, at FROM numbered
        RETURNING hotel_id, number, id, kind, data, at
        "#,
        lease,
        token,
        limit,
        &events,
        &jobs
    )
    .fetch_all(conn)
    .await?;
    // RETURNING promises no order.
    rows.sort_unstable_by_key(|row| (row.hotel_id, row.number));
    let recorded = rows.into_iter().map(|row| Recorded {
        hotel: HotelId(row.hotel_id),
        number: row.number,
        id: EventId(row.id),
        kind: row.kind,
        data: row.data,
        at: row.at,
    });
    Ok(recorded.collect())
}
