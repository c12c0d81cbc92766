//! A transaction as a value: what it writes, tells and records is committed together or not at all.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::{AssertSqlSafe, PgConnection, PgPool, Postgres, Transaction};
use tokio::sync::Notify;
use uuid::Uuid;

use super::ctx::Ctx;
use super::services::Services;
use crate::domain::id::HotelId;
use crate::store::audit::{self, AuditRow};
use crate::store::error::StoreError;
use crate::store::outbox::OutboxRow;

/// How long one statement may run.
const STATEMENT_TIMEOUT_MS: u32 = 5_000;
/// How long one statement may wait for a lock.
const LOCK_TIMEOUT_MS: u32 = 2_000;

/// An open transaction in one hotel's scope. Dropping it rolls everything back.
#[must_use = "a transaction that is not committed is rolled back"]
pub struct Tx {
    inner: Transaction<'static, Postgres>,
    hotel: HotelId,
    actor_kind: &'static str,
    actor: String,
    request_id: Arc<str>,
    now: DateTime<Utc>,
    audit: Vec<AuditRow>,
    outbox: Vec<OutboxRow>,
    ids: Arc<dyn super::determinism::Ids>,
    wake: Arc<Notify>,
}

impl Tx {
    /// Opens a transaction in the hotel's database, scoped to the hotel: one round trip.
    pub async fn begin(services: &Services, ctx: &Ctx) -> Result<Self, StoreError> {
        let database = services.database(&ctx.hotel.database)?;
        let inner = begin_scoped(&database.app, ctx.hotel.id).await?;
        Ok(Self {
            inner,
            hotel: ctx.hotel.id,
            actor_kind: ctx.actor.kind(),
            actor: ctx.actor.name().to_owned(),
            request_id: Arc::clone(&ctx.request_id),
            now: services.clock().now(),
            audit: Vec::new(),
            outbox: Vec::new(),
            ids: services.ids_arc(),
            wake: Arc::clone(&database.wake),
        })
    }

    /// The connection, for the store.
    pub fn conn(&mut self) -> &mut PgConnection {
        &mut self.inner
    }

    /// The instant this transaction began, for every row it writes.
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Tells the house what happened; the relay carries it on after the commit.
    pub fn emit(&mut self, kind: &'static str, data: &impl Serialize) -> Result<(), StoreError> {
        let data = to_json(data)?;
        let id = self.ids.uuid();
        self.outbox.push(OutboxRow { id, kind, data });
        Ok(())
    }

    /// Records the command in the audit trail.
    pub fn audit(
        &mut self,
        action: &'static str,
        entity: &'static str,
        entity_id: impl Into<Uuid>,
        before: Option<serde_json::Value>,
        after: Option<serde_json::Value>,
    ) {
        let id = self.ids.uuid();
        self.audit.push(AuditRow {
            id,
            action,
            entity,
            entity_id: entity_id.into(),
            before,
            after,
        });
    }

    /// Writes audit and outbox as the last, checked statement and commits.
    ///
    /// The check matters: PostgreSQL answers COMMIT of an aborted transaction with a rollback
    /// that the driver reports as success.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        let by = audit::By {
            hotel: self.hotel,
            actor_kind: self.actor_kind,
            actor: &self.actor,
            request_id: &self.request_id,
            at: self.now,
        };
        audit::close(&mut self.inner, &by, &self.audit, &self.outbox).await?;
        self.inner.commit().await?;
        if !self.outbox.is_empty() {
            self.wake.notify_one();
        }
        Ok(())
    }

    /// For a transaction that only read: nothing to write, nothing to check.
    pub async fn finish_reading(self) -> Result<(), StoreError> {
        debug_assert!(self.audit.is_empty() && self.outbox.is_empty());
        Ok(self.inner.commit().await?)
    }
}

/// BEGIN, scope and time-outs in one simple-protocol message.
///
/// Spawned, so that a caller who goes away cannot leave a half-begun transaction in the pool;
/// the orphaned transaction is dropped, which rolls it back.
async fn begin_scoped(
    pool: &PgPool,
    hotel: HotelId,
) -> Result<Transaction<'static, Postgres>, StoreError> {
    let pool = pool.clone();
    let begun = tokio::spawn(async move {
        // A typed UUID and two constants: nothing anybody typed reaches this text. It must be
        // a literal SET LOCAL because poolers and Citus forward that and not set_config().
        #[expect(
            clippy::disallowed_methods,
            reason = "built from a UUID and constants only"
        )]
        let statement = AssertSqlSafe(format!(
            "BEGIN; SET LOCAL app.hotel_id = '{hotel}'; \
             SET LOCAL statement_timeout = {STATEMENT_TIMEOUT_MS}; \
             SET LOCAL lock_timeout = {LOCK_TIMEOUT_MS}"
        ));
        pool.begin_with(statement).await
    });
    match begun.await {
        Ok(transaction) => Ok(transaction?),
        Err(_) => Err(StoreError::Unavailable("the begin was cut off".to_owned())),
    }
}

fn to_json(data: &impl Serialize) -> Result<serde_json::Value, StoreError> {
    serde_json::to_value(data).map_err(|error| StoreError::inconsistent("outbox", "data", error))
}
