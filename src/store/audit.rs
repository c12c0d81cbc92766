//! The audit trail, and the statement that closes a transaction.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use super::outbox::OutboxRow;
use crate::domain::id::HotelId;

/// One command to record.
#[derive(Clone, Debug)]
pub struct AuditRow {
    /// Identifies the line.
    pub id: Uuid,
    /// What was done: `reservation.create`.
    pub action: &'static str,
    /// To what kind of thing.
    pub entity: &'static str,
    /// To which one.
    pub entity_id: Uuid,
    /// The thing before.
    pub before: Option<serde_json::Value>,
    /// The thing after.
    pub after: Option<serde_json::Value>,
}

/// Who did it, where and when.
#[derive(Clone, Copy, Debug)]
pub struct By<'a> {
    /// In which hotel.
    pub hotel: HotelId,
    /// `user`, `guest`, `partner` or `system`.
    pub actor_kind: &'a str,
    /// The name.
    pub actor: &'a str,
    /// Under which request.
    pub request_id: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// Writes audit and outbox rows in one statement, the last before COMMIT. Outbox rows come last of
/// all so that whoever depends on this transaction gets a higher number.
pub async fn close(
    conn: &mut PgConnection,
    by: &By<'_>,
    audit: &[AuditRow],
    outbox: &[OutboxRow],
) -> Result<(), StoreError> {
    if audit.is_empty() && outbox.is_empty() {
        // Fails when an earlier error aborted the transaction; COMMIT alone would not.
        sqlx::query!("SELECT 1 AS checked").fetch_one(conn).await?;
        return Ok(());
    }
    let audit_ids: Vec<Uuid> = audit.iter().map(|row| row.id).collect();
    let actions: Vec<String> = audit.iter().map(|row| row.action.to_owned()).collect();
    let entities: Vec<String> = audit.iter().map(|row| row.entity.to_owned()).collect();
    let entity_ids: Vec<Uuid> = audit.iter().map(|row| row.entity_id).collect();
    let before: Vec<Option<serde_json::Value>> =
        audit.iter().map(|row| row.before.clone()).collect();
    let after: Vec<Option<serde_json::Value>> = audit.iter().map(|row| row.after.clone()).collect();
    let event_ids: Vec<Uuid> = outbox.iter().map(|row| row.id).collect();
    let kinds: Vec<String> = outbox.iter().map(|row| row.kind.to_owned()).collect();
    let data: Vec<serde_json::Value> = outbox.iter().map(|row| row.data.clone()).collect();
    sqlx::query!(
        r#"
        WITH recorded AS (
            INSERT INTO audit (hotel_id, id, at, actor_kind, actor, action, entity, entity_id, before, after, request_id)
            SELECT $1, a.id, $2, $3, $4, a.action, a.entity, a.entity_id, a.before, a.after, $5
            FROM UNNEST($6::uuid[], $7::text[], $8::text[], $9::uuid[], $10::jsonb[], $11::jsonb[])
                AS a (id, action, entity, entity_id, before, after)
        )
        INSERT INTO outbox (hotel_id, id, kind, data, at)
        SELECT $1, o.id, o.kind, o.data, $2
        FROM UNNEST($12::uuid[], $13::text[], $14::jsonb[]) WITH ORDINALITY AS o (id, kind, data, position)
        ORDER BY o.position
        "#,
        by.hotel.0,
        by.at,
        by.actor_kind,
        by.actor,
        by.request_id,
        &audit_ids,
        &actions,
        &entities,
        &entity_ids,
        &before as &[Option<serde_json::Value>],
        &after as &[Option<serde_json::Value>],
        &event_ids,
        &kinds,
        &data,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One line of a thing's history.
pub struct HistoryRow {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// What: `reservation.cancel`.
    pub action: String,
    /// The thing afterwards.
    pub after: Option<serde_json::Value>,
}

/// What happened to a reservation and to its booking's payments, newest first.
pub async fn history(
    conn: &mut PgConnection,
    hotel: HotelId,
    reservation: Uuid,
    booking: Uuid,
) -> Result<Vec<HistoryRow>, StoreError> {
    Ok(sqlx::query_as!(
        HistoryRow,
        r#"
        SELECT at, actor, action, after
        FROM audit
        WHERE hotel_id = $1
          AND entity_id = ANY (ARRAY(
              SELECT $2::uuid
              UNION ALL
              SELECT id FROM payment WHERE hotel_id = $1 AND booking_id = $3
          ))
        ORDER BY at DESC, id DESC
        LIMIT 200
        "#,
        hotel.0,
        reservation,
        booking
    )
    .fetch_all(conn)
    .await?)
}
