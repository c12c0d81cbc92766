//! The first transaction of a booking: key, counters, rows. Five round trips.

use chrono::{DateTime, Utc};

use super::super::catalog::Catalog;
use super::super::clock_time::to_utc;
use super::super::ctx::Ctx;
use super::super::services::Services;
use super::super::tx::Tx;
use super::order::Order;
use super::{Answer, IdempotencyKey};
use crate::domain::business_date::BusinessDate;
use crate::domain::id::{AttemptId, BookingId, GuestId, PaymentId, ReservationId};
use crate::domain::money::Money;
use crate::domain::rate::{Quote, quote};
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;
use crate::domain::restriction::Refusal;
use crate::error::{AppError, Code};
use crate::live::{Change, kind};
use crate::store;
use crate::store::booking::{NewBooking, NewGuestRow, NewReservationRow};
use crate::store::inventory::{Claim, Claimed, Counter};
use crate::store::payment::PaymentRow;
use crate::view::booking::{BookingMade, PaymentState, PaymentStatus, ReservationMade};
use crate::view::rack::StayBar;

/// How the first transaction ended.
pub(super) enum Placed {
    /// Confirmed and committed.
    Done(Answer),
    /// Held and committed; the card comes next.
    Held(Held),
    /// Somebody used the key before; nothing was done.
    KeyKnown,
}

/// A committed hold that waits for its payment.
pub(super) struct Held {
    pub payment: PaymentId,
    pub amount: Money,
    pub made: BookingMade,
}

/// Holds or sells the room, or says why not.
pub(super) async fn place(
    services: &Services,
    ctx: &Ctx,
    order: &Order,
    key: &IdempotencyKey,
    body_hash: &[u8],
) -> Result<Placed, AppError> {
    let booking = BookingId(services.ids().uuid());
    let counter = if order.token.is_some() {
        Counter::Held
    } else {
        Counter::Sold
    };
    let mut tx = Tx::begin(services, ctx).await?;
    let claim = Claim {
        hotel: ctx.hotel.id,
        key: key.as_str(),
        body_hash,
        booking,
        room_type: order.room_type.id,
        base_plan: Catalog::base_of(&order.plan),
        arrival: order.stay.arrival(),
        departure: order.stay.departure(),
        counter,
        now: tx.now(),
    };
    let claimed = match store::inventory::claim(tx.conn(), &claim).await {
        Ok(claimed) => claimed,
        // Waited too long for the same key's first request: it is known, and still running.
        Err(store::error::StoreError::Busy) => return Ok(Placed::KeyKnown),
        Err(error) => return Err(error.into()),
    };
    if !claimed.key_was_free {
        return Ok(Placed::KeyKnown);
    }
    let quote = price(ctx, order, &claimed)?;
    let new = compose(services, ctx, order, booking, quote, tx.now());
    let hold_until = store::booking::insert(tx.conn(), &new).await?;
    let made = answer_of(services, &new, PaymentStatus::None);
    tell(&mut tx, &new, hold_until)?;
    if order.token.is_none() {
        let answer = finished(&made, 201)?;
        store::idempotency::answer(tx.conn(), ctx.hotel.id, booking, 201, &answer.body).await?;
        tx.commit().await?;
        return Ok(Placed::Done(answer));
    }
    let payment = PaymentRow {
        id: PaymentId(services.ids().uuid()),
        booking,
        amount: new.reservation.total,
        status: PaymentStatus::Pending,
    };
    let attempt = AttemptId(services.ids().uuid());
    let now = tx.now();
    store::payment::insert(tx.conn(), ctx.hotel.id, &payment, attempt, now).await?;
    tx.commit().await?;
    Ok(Placed::Held(Held {
        payment: payment.id,
        amount: payment.amount,
        made,
    }))
}

/// The price of what was claimed; refuses what the rules or the counters refuse.
fn price(ctx: &Ctx, order: &Order, claimed: &Claimed) -> Result<Quote, AppError> {
    let mut reasons: Vec<Refusal> = Vec::new();
    reasons.extend(
        BusinessDate::new(claimed.business_date)
            .accept(&order.stay)
            .err(),
    );
    let quote = quote(
        &order.room_type,
        &order.plan,
        &order.stay,
        &order.party,
        &claimed.rates,
        &order.catalog.taxes,
        ctx.hotel.currency,
    );
    match quote {
        Ok(quote) if reasons.is_empty() => {
            let missing = order
                .stay
                .nights()
                .find(|night| !claimed.nights.contains(night));
            match missing {
                None => Ok(quote),
                Some(night) => Err(AppError::new(
                    Code::NoAvailability,
                    format!(
                        "{} Please choose other dates or another room; nothing was booked.",
                        Refusal::SoldOut { night }.sentence()
                    ),
                )),
            }
        }
        other => {
            reasons.extend(other.err().unwrap_or_default());
            Err(refuse(&reasons))
        }
    }
}

/// The reasons of the rules, at the field each belongs to.
fn refuse(reasons: &[Refusal]) -> AppError {
    let mut fields = crate::error::FieldErrors::new();
    for reason in reasons {
        let field = match reason {
            Refusal::TooManyAdults { .. } | Refusal::TooManyGuests { .. } => "adults",
            Refusal::ClosedToDeparture { .. } => "departure",
            _ => "arrival",
        };
        let text = fields.entry(field.to_owned()).or_default();
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&reason.sentence());
    }
    AppError::invalid(fields)
}

fn compose(
    services: &Services,
    ctx: &Ctx,
    order: &Order,
    booking: BookingId,
    quote: Quote,
    now: DateTime<Utc>,
) -> NewBooking {
    let ids = services.ids();
    let reference = || Reference::from_random(&ctx.hotel.code, ids.random());
    let policy = &order.plan.cancellation;
    let held = order.token.is_some();
    NewBooking {
        hotel: ctx.hotel.id,
        id: booking,
        reference: reference(),
        source: order.source,
        partner: None,
        external_id: None,
        guest: NewGuestRow {
            id: GuestId(ids.uuid()),
            name: order.guest.name.clone(),
            email: order.guest.email.clone(),
            phone: order.guest.phone.clone(),
            country: None,
            language: None,
        },
        now,
        reservation: NewReservationRow {
            id: ReservationId(ids.uuid()),
            reference: reference(),
            status: if held {
                Status::Tentative
            } else {
                Status::Confirmed
            },
            room_type: order.room_type.id,
            rate_plan: order.plan.id,
            arrival: order.stay.arrival(),
            departure: order.stay.departure(),
            party: order.party.clone(),
            nights: quote.nights,
            city_tax: quote.city_tax,
            total: quote.total,
            hold_seconds: held.then(|| services.settings().hold.as_secs_f64()),
            free_cancel_until: policy
                .free_until_local(order.stay.arrival())
                .map(|local| to_utc(ctx.hotel.zone, local)),
            cancel_fee: policy.fee,
            notes: String::new(),
            attention: None,
        },
    }
}

/// What the client is told.
fn answer_of(services: &Services, new: &NewBooking, payment: PaymentStatus) -> BookingMade {
    BookingMade {
        booking: new.reference.clone(),
        reservations: vec![ReservationMade {
            reference: new.reservation.reference.clone(),
            status: new.reservation.status,
            key: services.secrets().stay_key(new.id),
        }],
        total: new.reservation.total,
        payment: PaymentState { status: payment },
    }
}

/// An answer's bytes, made once.
pub(super) fn finished(made: &BookingMade, status: u16) -> Result<Answer, AppError> {
    let body = serde_json::to_string(made).map_err(|error| {
        tracing::error!(%error, "an answer cannot be written");
        AppError::internal()
    })?;
    Ok(Answer {
        status,
        body,
        replayed: false,
    })
}

/// Records and tells what the transaction does.
fn tell(tx: &mut Tx, new: &NewBooking, hold_until: Option<DateTime<Utc>>) -> Result<(), AppError> {
    let bar = bar(new, hold_until);
    let after = serde_json::json!({
        "status": bar.status, "arrival": bar.arrival, "departure": bar.departure,
        "total": new.reservation.total,
    });
    let (action, event) = if hold_until.is_some() {
        ("reservation.hold", kind::RESERVATION_HELD)
    } else {
        ("reservation.create", kind::RESERVATION_CREATED)
    };
    tx.audit(action, "reservation", new.reservation.id, None, Some(after));
    tx.emit(
        event,
        &Change {
            stays: vec![bar],
            ..Change::default()
        },
    )?;
    Ok(())
}

/// The rack's bar of a booking that has just been written, without reading it back.
fn bar(new: &NewBooking, hold_until: Option<DateTime<Utc>>) -> StayBar {
    let stay = &new.reservation;
    StayBar {
        id: stay.id,
        reference: stay.reference.clone(),
        status: stay.status,
        room_type: stay.room_type,
        rooms: Vec::new(),
        arrival: stay.arrival,
        departure: stay.departure,
        guest: new.guest.name.clone(),
        adults: i16::from(stay.party.adults()),
        children: i16::from(stay.party.children()),
        vip: false,
        balance: stay.total,
        source: new.partner.clone().unwrap_or_else(|| new.source.to_owned()),
        hold_until,
        attention: stay.attention.clone(),
        version: 1,
    }
}
