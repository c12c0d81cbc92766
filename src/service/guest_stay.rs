//! The guest's own view of a stay.

use super::catalog::catalog;
use super::clock_time::local;
use super::ctx::Ctx;
use super::services::Services;
use super::tx::Tx;
use crate::domain::calendar;
use crate::domain::cancellation;
use crate::domain::money::Money;
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;
use crate::domain::role::Capability;
use crate::error::AppError;
use crate::store;
use crate::store::reservation::ReservationRow;
use crate::view::guest_stay::GuestStay;

/// The stay, for staff of the hotel or whoever holds its key. To everybody else it is not there.
#[tracing::instrument(name = "service.guest_stay.get", skip_all)]
pub async fn get(
    services: &Services,
    ctx: &Ctx,
    reference: &Reference,
    key: Option<&str>,
) -> Result<GuestStay, AppError> {
    let mut tx = Tx::begin(services, ctx).await?;
    let row = find(services, ctx, &mut tx, reference, key, false).await?;
    let view = describe(services, ctx, &mut tx, &row).await?;
    tx.finish_reading().await?;
    Ok(view)
}

/// The reservation, if the actor may see it.
pub(super) async fn find(
    services: &Services,
    ctx: &Ctx,
    tx: &mut Tx,
    reference: &Reference,
    key: Option<&str>,
    lock: bool,
) -> Result<ReservationRow, AppError> {
    let row = store::reservation::lookup(tx.conn(), ctx.hotel.id, reference, lock).await?;
    let may = |row: &ReservationRow| {
        ctx.is_staff_with(Capability::ViewReservations)
            || key.is_some_and(|key| services.secrets().opens_stay(row.booking, key))
    };
    row.filter(may)
        .ok_or_else(|| AppError::not_found("reservation"))
}

/// What the guest sees of a reservation.
pub(super) async fn describe(
    services: &Services,
    ctx: &Ctx,
    tx: &mut Tx,
    row: &ReservationRow,
) -> Result<GuestStay, AppError> {
    let catalog = catalog(services, ctx).await?;
    let hotel = ctx.hotel.id;
    let property = store::property::get(tx.conn(), hotel).await?;
    let (payment, paid) = store::payment::summary(tx.conn(), hotel, row.booking.0).await?;
    let (room_type, room_type_name) = catalog
        .room_type_of(row.room_type)
        .map_or_else(Default::default, |found| {
            (found.code.clone(), found.name.clone())
        });
    let plan = catalog.rate_plan_of(row.rate_plan);
    let now = local(ctx.hotel.zone, services.clock().now());
    Ok(GuestStay {
        reference: row.reference.clone(),
        booking: row.booking_reference.clone(),
        status: row.status,
        hotel: ctx.hotel.code.to_string(),
        hotel_name: property.name,
        hotel_address: format!(
            "{}, {}, {}",
            property.street, property.city, property.country
        ),
        hotel_phone: property.phone,
        check_in_from: calendar::time(property.check_in_from),
        check_out_until: calendar::time(property.check_out_until),
        room_type,
        room_type_name,
        rate_plan: plan.map(|plan| plan.code.clone()).unwrap_or_default(),
        rate_plan_name: plan.map(|plan| plan.name.clone()).unwrap_or_default(),
        arrival: row.arrival,
        departure: row.departure,
        adults: row.adults,
        children: row.children,
        guest: row.guest.clone(),
        nights: row.nights.clone(),
        city_tax: row.city_tax,
        total: row.total,
        paid: Money::new(paid, row.total.currency),
        payment,
        hold_until: row.hold_until,
        cancellation: plan
            .map(|plan| plan.cancellation.sentence(row.arrival, now))
            .unwrap_or_default(),
        can_cancel: row.status == Status::Confirmed,
        cancel_fee: fee_now(services, row),
    })
}

/// What cancelling costs right now, or what it did cost.
pub(super) fn fee_now(services: &Services, row: &ReservationRow) -> Money {
    if let Some(minor) = row.cancel_fee_minor {
        return Money::new(minor, row.total.currency);
    }
    let first_night = row
        .nights
        .first()
        .map_or(Money::zero(row.total.currency), |night| night.price);
    let now = services.clock().now();
    // The city taxes nights slept, not nights cancelled.
    let total = Money::new(row.total.minor - row.city_tax.minor, row.total.currency);
    cancellation::fee(
        row.cancel_fee,
        row.free_cancel_until,
        now,
        first_night,
        total,
    )
}
