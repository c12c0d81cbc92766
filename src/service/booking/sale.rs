//! Taking over what a channel has sold already. Such a booking is never refused for price, rules
//! or rooms: the guest has it in hand. Where no room is left the night is overbooked, counted and
//! marked for a person.

use chrono::NaiveDate;
use uuid::Uuid;

use super::super::clock_time::to_utc;
use super::super::ctx::Ctx;
use super::super::services::Services;
use super::super::tx::Tx;
use crate::domain::calendar;
use crate::domain::id::{BookingId, GuestId, HotelId, ReservationId};
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::rate::{NightPrice, RatePlan, RoomType};
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;
use crate::live::{Change, kind};
use crate::store;
use crate::store::booking::{NewBooking, NewGuestRow, NewReservationRow};
use crate::store::error::StoreError;
use crate::store::inventory::TakenOver;

/// A booking as a channel sold it.
pub struct ChannelSale {
    /// The partner's name.
    pub partner: String,
    /// The partner's own number.
    pub external_id: String,
    /// Who booked.
    pub guest: ChannelGuest,
    /// One per room, at least one.
    pub rooms: Vec<SoldRoom>,
    /// What the guest wrote.
    pub notes: String,
}

/// A guest as a channel knows one.
pub struct ChannelGuest {
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// ISO 3166.
    pub country: Option<String>,
    /// ISO 639.
    pub language: Option<String>,
}

/// One room of a channel's booking, with our own type and plan.
pub struct SoldRoom {
    /// Our room type.
    pub room_type: RoomType,
    /// Our rate plan.
    pub plan: RatePlan,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving; after the arrival, by a year at most.
    pub departure: NaiveDate,
    /// Who stays.
    pub party: Party,
    /// Price of each night as sold.
    pub nights: Vec<NightPrice>,
    /// Everything included, as sold.
    pub total: Money,
    /// What could not be mapped, in words.
    pub attention: Option<String>,
}

/// Writes the booking into the caller's transaction, which records the message beside it.
pub async fn take_over(
    services: &Services,
    ctx: &Ctx,
    tx: &mut Tx,
    sale: ChannelSale,
) -> Result<BookingId, StoreError> {
    let booking = BookingId(services.ids().uuid());
    let guest = GuestId(services.ids().uuid());
    let mut ids = Vec::with_capacity(sale.rooms.len());
    let mut rooms = Vec::with_capacity(sale.rooms.len());
    for room in sale.rooms {
        let taken = store::inventory::take_over(
            tx.conn(),
            ctx.hotel.id,
            room.room_type.id,
            room.arrival,
            room.departure,
        )
        .await?;
        let row = compose(services, ctx, room, &taken, &sale.notes);
        ids.push(row.id.0);
        rooms.push(row);
    }
    let mut rooms = rooms.into_iter();
    let Some(first) = rooms.next() else {
        return Err(StoreError::inconsistent("booking", "rooms", "none"));
    };
    let now = tx.now();
    let new = NewBooking {
        hotel: ctx.hotel.id,
        id: booking,
        reference: Reference::from_random(&ctx.hotel.code, services.ids().random()),
        source: "channel",
        partner: Some(sale.partner),
        external_id: Some(sale.external_id),
        guest: NewGuestRow {
            id: guest,
            name: sale.guest.name,
            email: sale.guest.email,
            phone: sale.guest.phone,
            country: sale.guest.country,
            language: sale.guest.language,
        },
        now,
        reservation: first,
    };
    store::booking::insert(tx.conn(), &new).await?;
    for row in rooms {
        store::booking::insert_reservation(tx.conn(), ctx.hotel.id, booking, guest, now, &row)
            .await?;
    }
    announce(tx, ctx.hotel.id, &ids).await?;
    Ok(booking)
}

/// Adds a room that a channel has sold to a booking we have.
pub(super) async fn add_room(
    services: &Services,
    ctx: &Ctx,
    tx: &mut Tx,
    booking: BookingId,
    room: SoldRoom,
    notes: &str,
) -> Result<(), StoreError> {
    let (hotel, now) = (ctx.hotel.id, tx.now());
    let guest = store::rebooking::booker(tx.conn(), hotel, booking).await?;
    let (arrival, departure) = (room.arrival, room.departure);
    let taken =
        store::inventory::take_over(tx.conn(), hotel, room.room_type.id, arrival, departure)
            .await?;
    let row = compose(services, ctx, room, &taken, notes);
    store::booking::insert_reservation(tx.conn(), hotel, booking, guest, now, &row).await?;
    announce(tx, hotel, &[row.id.0]).await
}

/// Tells the house and the audit trail of new reservations.
async fn announce(tx: &mut Tx, hotel: HotelId, ids: &[Uuid]) -> Result<(), StoreError> {
    let stays = store::stay_bar::by_ids(tx.conn(), hotel, ids).await?;
    for bar in &stays {
        let after = serde_json::json!({
            "status": bar.status, "arrival": bar.arrival, "departure": bar.departure,
            "source": bar.source, "attention": bar.attention,
        });
        tx.audit(
            "reservation.create",
            "reservation",
            bar.id,
            None,
            Some(after),
        );
    }
    tx.emit(
        kind::RESERVATION_CREATED,
        &Change {
            stays,
            ..Change::default()
        },
    )
}

pub(super) fn compose(
    services: &Services,
    ctx: &Ctx,
    room: SoldRoom,
    taken: &TakenOver,
    notes: &str,
) -> NewReservationRow {
    let policy = &room.plan.cancellation;
    NewReservationRow {
        id: ReservationId(services.ids().uuid()),
        reference: Reference::from_random(&ctx.hotel.code, services.ids().random()),
        status: Status::Confirmed,
        room_type: room.room_type.id,
        rate_plan: room.plan.id,
        arrival: room.arrival,
        departure: room.departure,
        party: room.party,
        nights: room.nights,
        city_tax: Money::zero(room.total.currency),
        total: room.total,
        hold_seconds: None,
        free_cancel_until: policy
            .free_until_local(room.arrival)
            .map(|local| to_utc(ctx.hotel.zone, local)),
        cancel_fee: policy.fee,
        notes: notes.to_owned(),
        attention: attention(room.attention, taken),
    }
}

/// Everything a person should look at, in one line.
fn attention(unmapped: Option<String>, taken: &TakenOver) -> Option<String> {
    let days = |nights: &[NaiveDate]| {
        nights
            .iter()
            .map(|night| calendar::short(*night))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let overbooked = (!taken.overbooked.is_empty())
        .then(|| format!("Overbooked on {}.", days(&taken.overbooked)));
    let outside = (!taken.uncounted.is_empty())
        .then(|| format!("Nights outside the calendar: {}.", taken.uncounted.len()));
    let parts: Vec<String> = [unmapped, overbooked, outside]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}
