//! What happened in a hotel, for whoever follows it.

use super::ctx::Ctx;
use super::services::Services;
use super::tx::Tx;
use crate::domain::role::Capability;
use crate::error::AppError;
use crate::live::{Change, Event};
use crate::store;
use crate::store::event::EventRow;

/// What somebody who has seen event `have` must know to go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// The number of the hotel's last event.
    pub head: i64,
    /// The events after `have` in order, as many as were asked for.
    pub events: Vec<Event>,
}

/// The events after number `have`, oldest first, at most `limit` of them.
pub async fn events_after(
    services: &Services,
    ctx: &Ctx,
    have: i64,
    limit: i64,
) -> Result<Vec<Event>, AppError> {
    Ok(missing(services, ctx, have, limit).await?.events)
}

/// The same, together with the number of the last event.
#[tracing::instrument(name = "service.live.missing", skip_all, fields(hotel = %ctx.hotel.code))]
pub async fn missing(
    services: &Services,
    ctx: &Ctx,
    have: i64,
    limit: i64,
) -> Result<Missing, AppError> {
    ctx.require(Capability::ViewRack)?;
    let mut tx = Tx::begin(services, ctx).await?;
    let head = store::event::head(tx.conn(), ctx.hotel.id).await?;
    let rows = if have < head {
        store::event::list_after(tx.conn(), ctx.hotel.id, have, limit).await?
    } else {
        Vec::new()
    };
    tx.finish_reading().await?;
    Ok(Missing {
        head,
        events: rows
            .into_iter()
            .map(|row| event(&ctx.hotel.code, row))
            .collect(),
    })
}

/// The number of the hotel's last event; 0 before the first.
#[tracing::instrument(name = "service.live.head", skip_all, fields(hotel = %ctx.hotel.code))]
pub async fn head(services: &Services, ctx: &Ctx) -> Result<i64, AppError> {
    ctx.require(Capability::ViewRack)?;
    let mut tx = Tx::begin(services, ctx).await?;
    let head = store::event::head(tx.conn(), ctx.hotel.id).await?;
    tx.finish_reading().await?;
    Ok(head)
}

/// The event of a row, as it travels. One whose data shows nothing on a rack is an empty change:
/// its number still counts.
pub fn event(hotel_code: &str, row: EventRow) -> Event {
    let data = serde_json::from_value(row.data).unwrap_or_else(|error| {
        tracing::warn!(%error, seq = row.number, kind = row.kind, "event without a change in it");
        Change::default()
    });
    Event {
        hotel: hotel_code.to_owned(),
        seq: row.number,
        kind: row.kind,
        data,
    }
}
