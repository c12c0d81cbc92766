//! A hold ends without a booking.

use super::super::ctx::Ctx;
use super::super::services::Services;
use super::super::tx::Tx;
use crate::domain::id::ReservationId;
use crate::domain::reservation::Status;
use crate::error::AppError;
use crate::live::{Change, kind};
use crate::store;
use crate::store::error::StoreError;
use crate::store::inventory::Shift;
use crate::store::reservation::HeldRow;

/// Releases a hold whose time is over by the database's clock, unless a payment is still open on
/// its booking (settling decides then). Answers whether it was released.
#[tracing::instrument(name = "service.booking.release_expired", skip_all)]
pub async fn release_expired(
    services: &Services,
    ctx: &Ctx,
    reservation: ReservationId,
) -> Result<bool, AppError> {
    let mut tx = Tx::begin(services, ctx).await?;
    let expired = store::reservation::lock_expired(tx.conn(), ctx.hotel.id, reservation).await?;
    let Some(row) = expired else { return Ok(false) };
    give_back(&mut tx, ctx, &row, "hold expired").await?;
    store::idempotency::free(tx.conn(), ctx.hotel.id, row.booking).await?;
    tx.commit().await?;
    Ok(true)
}

/// Held nights go back on sale; the reservation ends as cancelled.
pub(super) async fn give_back(
    tx: &mut Tx,
    ctx: &Ctx,
    row: &HeldRow,
    reason: &str,
) -> Result<(), StoreError> {
    let (hotel, now) = (ctx.hotel.id, tx.now());
    store::inventory::shift(tx.conn(), hotel, row.id.0, Shift::Release).await?;
    store::reservation::end(tx.conn(), hotel, row.id, Status::Cancelled, reason, 0, now).await?;
    let stays = store::stay_bar::by_ids(tx.conn(), hotel, &[row.id.0]).await?;
    tx.emit(
        kind::RESERVATION_RELEASED,
        &Change {
            stays,
            ..Change::default()
        },
    )?;
    tx.audit(
        "reservation.release",
        "reservation",
        row.id,
        Some(serde_json::json!({ "status": row.status })),
        Some(serde_json::json!({ "status": Status::Cancelled, "reason": reason })),
    );
    Ok(())
}
