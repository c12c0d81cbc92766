//! A channel changed what it had sold. Its message tells the whole booking as it is now; what
//! differs from ours is brought in line, and never refused. What has begun already is only marked.

use uuid::Uuid;

use super::super::ctx::Ctx;
use super::super::reservation::cancel_in;
use super::super::services::Services;
use super::super::tx::Tx;
use super::sale::{self, ChannelGuest, SoldRoom};
use crate::domain::calendar;
use crate::domain::id::{BookingId, HotelId, ReservationId};
use crate::domain::money::Money;
use crate::domain::reservation::Status;
use crate::error::AppError;
use crate::live::{Change, kind};
use crate::store;
use crate::store::error::StoreError;
use crate::store::inventory::Shift;
use crate::store::rebooking::GuestUpdate;
use crate::store::reservation::ReservationRow;

/// A booking as the channel tells it now.
pub struct ChangedSale {
    /// Ours.
    pub booking: BookingId,
    /// Who booked, where the channel says so.
    pub guest: Option<ChannelGuest>,
    /// Every room that is sold now.
    pub rooms: Vec<SoldRoom>,
    /// What the guest wrote.
    pub notes: String,
    /// Whether the channel told it later than what we knew. Only then a booking that ended here
    /// begins anew.
    pub newer: bool,
}

/// Brings our booking in line within the caller's transaction. The same content changes nothing.
pub async fn change_sale(
    services: &Services,
    ctx: &Ctx,
    tx: &mut Tx,
    change: ChangedSale,
) -> Result<(), AppError> {
    let mut rows = rows_of(ctx, tx, change.booking).await?;
    if rows.is_empty() && !change.newer {
        return Ok(());
    }
    let mut touched: Vec<Uuid> = Vec::new();
    if update_guest(ctx, tx, &change).await? {
        touched.extend(rows.iter().map(|row| row.id.0));
    }
    let mut rooms = change.rooms;
    rooms.retain(
        |room| match rows.iter().position(|row| is_same(row, room)) {
            Some(index) => {
                rows.remove(index);
                false
            }
            None => true,
        },
    );
    let mut rooms = rooms.into_iter();
    for row in rows {
        match rooms.next() {
            Some(room) => {
                change_room(services, ctx, tx, &row, room, &change.notes).await?;
                touched.push(row.id.0);
            }
            None if row.status.cancel().is_ok() => {
                let free = Money::zero(row.total.currency);
                cancel_in(ctx, tx, &row, "taken out by the channel", free).await?;
            }
            None => {
                mark(
                    tx,
                    ctx.hotel.id,
                    row.id,
                    "The channel took this stay out of the booking.",
                )
                .await?;
                touched.push(row.id.0);
            }
        }
    }
    for room in rooms {
        sale::add_room(services, ctx, tx, change.booking, room, &change.notes).await?;
    }
    if !touched.is_empty() {
        let stays = store::stay_bar::by_ids(tx.conn(), ctx.hotel.id, &touched).await?;
        tx.emit(
            kind::RESERVATION_CHANGED,
            &Change {
                stays,
                ..Change::default()
            },
        )?;
    }
    Ok(())
}

/// Every reservation of the booking that was not cancelled, locked.
async fn rows_of(
    ctx: &Ctx,
    tx: &mut Tx,
    booking: BookingId,
) -> Result<Vec<ReservationRow>, StoreError> {
    let hotel = ctx.hotel.id;
    let mut rows = Vec::new();
    for held in store::reservation::lock_booking(tx.conn(), hotel, booking).await? {
        if held.status == Status::Cancelled {
            continue;
        }
        let row = store::reservation::lookup(tx.conn(), hotel, &held.reference, false).await?;
        rows.extend(row);
    }
    Ok(rows)
}

async fn update_guest(ctx: &Ctx, tx: &mut Tx, change: &ChangedSale) -> Result<bool, StoreError> {
    let Some(guest) = &change.guest else {
        return Ok(false);
    };
    let hotel = ctx.hotel.id;
    let booker = store::rebooking::booker(tx.conn(), hotel, change.booking).await?;
    let update = GuestUpdate {
        name: &guest.name,
        email: guest.email.as_deref(),
        phone: guest.phone.as_deref(),
        country: guest.country.as_deref(),
        language: guest.language.as_deref(),
    };
    store::rebooking::update_guest(tx.conn(), hotel, booker, &update).await
}

fn is_same(row: &ReservationRow, room: &SoldRoom) -> bool {
    row.room_type == room.room_type.id
        && row.rate_plan == room.plan.id
        && (row.arrival, row.departure) == (room.arrival, room.departure)
        && row.adults == i16::from(room.party.adults())
        && row.children == i16::from(room.party.children())
        && row.total == room.total
}

/// Moves a stay to what the channel says, or marks it when the guest has come already.
async fn change_room(
    services: &Services,
    ctx: &Ctx,
    tx: &mut Tx,
    row: &ReservationRow,
    mut room: SoldRoom,
    notes: &str,
) -> Result<(), StoreError> {
    let (hotel, now) = (ctx.hotel.id, tx.now());
    let span = |arrival, departure, total: Money| {
        format!(
            "{} to {}, {total}",
            calendar::short(arrival),
            calendar::short(departure)
        )
    };
    if row.status != Status::Confirmed {
        let wanted = span(room.arrival, room.departure, room.total);
        let note = format!(
            "The channel changed this stay to {wanted} in {}.",
            room.room_type.code
        );
        return mark(tx, hotel, row.id, &note).await;
    }
    store::inventory::shift(tx.conn(), hotel, row.id.0, Shift::Cancel).await?;
    let type_id = room.room_type.id;
    let taken =
        store::inventory::take_over(tx.conn(), hotel, type_id, room.arrival, room.departure)
            .await?;
    let keep_room =
        row.room_type == type_id && (row.arrival, row.departure) == (room.arrival, room.departure);
    let was = span(row.arrival, row.departure, row.total);
    let changed = format!("Changed by the channel, was {was}.");
    room.attention = Some(
        [Some(changed), room.attention]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" "),
    );
    let notes = if row.notes.contains(notes) {
        row.notes.clone()
    } else {
        format!("{}\n{notes}", row.notes).trim().to_owned()
    };
    let new = sale::compose(services, ctx, room, &taken, &notes);
    store::rebooking::rebook(tx.conn(), hotel, row.id, &new, keep_room, now).await?;
    tx.audit(
        "reservation.change",
        "reservation",
        row.id,
        Some(serde_json::json!({
            "arrival": row.arrival, "departure": row.departure, "total": row.total,
        })),
        Some(serde_json::json!({
            "arrival": new.arrival, "departure": new.departure, "total": new.total,
        })),
    );
    Ok(())
}

/// Puts a reservation before a person's eyes.
pub(in crate::service) async fn mark(
    tx: &mut Tx,
    hotel: HotelId,
    id: ReservationId,
    note: &str,
) -> Result<(), StoreError> {
    let now = tx.now();
    if store::rebooking::add_attention(tx.conn(), hotel, id, note, now).await? {
        let after = serde_json::json!({ "attention": note });
        tx.audit("reservation.mark", "reservation", id, None, Some(after));
    }
    Ok(())
}
