//! What the desk does with one reservation, and its page.

use super::clock_time::wall;
use super::ctx::Ctx;
use super::guest_stay::{describe, fee_now, find};
use super::services::Services;
use super::tx::Tx;
use crate::domain::calendar;
use crate::domain::money::Money;
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;
use crate::domain::role::Capability;
use crate::error::{AppError, Code};
use crate::live::{Change, kind};
use crate::store;
use crate::store::audit::HistoryRow;
use crate::store::inventory::Shift;
use crate::store::reservation::ReservationRow;
use crate::view::guest_stay::Cancelled;
use crate::view::reservation::{FolioLine, HistoryLine, ReservationPage};

/// Cancels a confirmed reservation, for staff who may or whoever holds its key. The nights go
/// back on sale at once; the fee is the one the rate's rule asks for at this moment.
#[tracing::instrument(name = "service.reservation.cancel", skip_all)]
pub async fn cancel(
    services: &Services,
    ctx: &Ctx,
    reference: &Reference,
    key: Option<&str>,
) -> Result<Cancelled, AppError> {
    let mut tx = Tx::begin(services, ctx).await?;
    let row = find(services, ctx, &mut tx, reference, key, true).await?;
    let has_key = key.is_some_and(|key| services.secrets().opens_stay(row.booking, key));
    if !has_key {
        ctx.require(Capability::ManageReservations)?;
    }
    let fee = fee_now(services, &row);
    let reason = if has_key {
        "cancelled by the guest"
    } else {
        "cancelled at the desk"
    };
    cancel_in(ctx, &mut tx, &row, reason, fee).await?;
    tx.commit().await?;
    Ok(Cancelled {
        reference: row.reference,
        status: Status::Cancelled,
        fee,
    })
}

/// Cancels a locked reservation within the caller's transaction.
pub(super) async fn cancel_in(
    ctx: &Ctx,
    tx: &mut Tx,
    row: &ReservationRow,
    reason: &str,
    fee: Money,
) -> Result<(), AppError> {
    let after = row.status.cancel().map_err(|refused| {
        AppError::new(Code::Conflict, format!("{refused} Nothing was changed."))
    })?;
    let (hotel, now) = (ctx.hotel.id, tx.now());
    let shift = if row.status.holds() {
        Some(Shift::Release)
    } else {
        None
    };
    let shift = if row.status.occupies() {
        Some(Shift::Cancel)
    } else {
        shift
    };
    if let Some(shift) = shift {
        store::inventory::shift(tx.conn(), hotel, row.id.0, shift).await?;
    }
    store::reservation::end(tx.conn(), hotel, row.id, after, reason, fee.minor, now).await?;
    let stays = store::stay_bar::by_ids(tx.conn(), hotel, &[row.id.0]).await?;
    tx.emit(
        kind::RESERVATION_CANCELLED,
        &Change {
            stays,
            ..Change::default()
        },
    )?;
    tx.audit(
        "reservation.cancel",
        "reservation",
        row.id,
        Some(serde_json::json!({ "status": row.status })),
        Some(serde_json::json!({ "status": after, "reason": reason, "fee": fee })),
    );
    Ok(())
}

/// Everything the desk sees of a reservation.
#[tracing::instrument(name = "service.reservation.page", skip_all)]
pub async fn page(
    services: &Services,
    ctx: &Ctx,
    reference: &Reference,
) -> Result<ReservationPage, AppError> {
    ctx.require(Capability::ViewReservations)?;
    let hotel = ctx.hotel.id;
    let mut tx = Tx::begin(services, ctx).await?;
    let row = find(services, ctx, &mut tx, reference, None, false).await?;
    let stay = describe(services, ctx, &mut tx, &row).await?;
    let bar = store::stay_bar::by_ids(tx.conn(), hotel, &[row.id.0]).await?;
    let rooms = store::reservation::room_numbers(tx.conn(), hotel, row.id).await?;
    let lines = store::folio::lines(tx.conn(), hotel, row.id).await?;
    let history = store::audit::history(tx.conn(), hotel, row.id.0, row.booking.0).await?;
    tx.finish_reading().await?;
    let bar = bar.into_iter().next().ok_or_else(AppError::internal)?;
    let currency = row.total.currency;
    let folio = lines
        .into_iter()
        .map(|line| FolioLine {
            date: calendar::short(line.business_date),
            description: line.description,
            amount: Money::new(line.amount_minor, currency),
        })
        .collect();
    Ok(ReservationPage {
        stay,
        balance: bar.balance,
        bar,
        rooms,
        email: row.email,
        phone: row.phone,
        notes: row.notes,
        created_at: row.created_at,
        zone: ctx.hotel.zone.to_string(),
        folio,
        history: history
            .into_iter()
            .map(|line| in_words(ctx, line))
            .collect(),
    })
}

/// A line of the audit trail as a person would say it.
fn in_words(ctx: &Ctx, row: HistoryRow) -> HistoryLine {
    let text = |name: &str| {
        row.after
            .as_ref()
            .and_then(|after| after.get(name))
            .and_then(|value| value.as_str())
    };
    let what = match row.action.as_str() {
        "reservation.create" => "Booked".to_owned(),
        "reservation.hold" => "Held while the card is charged".to_owned(),
        "reservation.confirm" => "Confirmed".to_owned(),
        "reservation.release" => {
            format!("Released: {}", text("reason").unwrap_or("hold ended"))
        }
        "reservation.cancel" => {
            format!("Cancelled: {}", text("reason").unwrap_or("no reason given"))
        }
        "reservation.check_in" => "Checked in".to_owned(),
        "reservation.check_out" => "Checked out".to_owned(),
        "payment.succeed" => "Card charged".to_owned(),
        "payment.unknown" => "Card: outcome not known yet".to_owned(),
        "payment.fail" => format!("Card not charged: {}", text("detail").unwrap_or("")),
        other => other.replace(['.', '_'], " "),
    };
    HistoryLine {
        at: wall(ctx.hotel.zone, row.at),
        what,
        who: row.actor,
    }
}
