//! The card, and what follows from its answer.

use super::super::ctx::Ctx;
use super::super::services::Services;
use super::super::tx::Tx;
use super::order::Order;
use super::place::{Held, finished};
use super::{Answer, release};
use crate::domain::business_date::BusinessDate;
use crate::domain::id::{FolioId, HotelId, PaymentId};
use crate::domain::ledger::{PaymentMethod, prepayment_lines};
use crate::domain::reservation::Status;
use crate::error::{AppError, Code};
use crate::integration::payment::{Charge, ChargeOutcome, Settlement};
use crate::live::{Change, kind};
use crate::store;
use crate::store::error::StoreError;
use crate::store::folio::Posting;
use crate::store::inventory::Shift;
use crate::store::payment::{Outcome, PaymentRow};
use crate::store::reservation::HeldRow;
use crate::view::booking::{BookingMade, PaymentState, PaymentStatus, ReservationMade};

/// Charges the card of a held booking, outside of any transaction, and settles the answer.
pub(super) async fn charge(
    services: &Services,
    ctx: &Ctx,
    order: &Order,
    held: Held,
) -> Result<Answer, AppError> {
    let charge = Charge {
        key: held.payment.to_string(),
        token: order.token.clone().unwrap_or_default(),
        amount: held.amount,
        description: format!("{} {}", ctx.hotel.name, held.made.booking),
    };
    match services.gateway().charge(&charge).await {
        ChargeOutcome::Succeeded { reference } => {
            settled(
                services,
                ctx,
                held.payment,
                Settlement::Succeeded { reference },
            )
            .await
        }
        ChargeOutcome::Declined { reason } => {
            settled(services, ctx, held.payment, Settlement::Declined { reason }).await
        }
        ChargeOutcome::NotSent { detail } => {
            tracing::warn!(detail, payment = %held.payment, "a charge was not sent");
            settled(services, ctx, held.payment, Settlement::NeverArrived).await
        }
        ChargeOutcome::Unknown { detail } => unknown(services, ctx, held, &detail).await,
    }
}

async fn settled(
    services: &Services,
    ctx: &Ctx,
    payment: PaymentId,
    settlement: Settlement,
) -> Result<Answer, AppError> {
    match settle(services, ctx, payment, settlement).await? {
        Some(answer) => answer,
        // Somebody else settled it between the gateway's answer and ours.
        None => Err(AppError::new(
            Code::KeyInProgress,
            "This booking is still being made. Ask again with the same key in a moment.",
        )),
    }
}

/// Nobody knows: the room stays held, the guest is told so, a job asks the gateway later.
async fn unknown(
    services: &Services,
    ctx: &Ctx,
    held: Held,
    detail: &str,
) -> Result<Answer, AppError> {
    let made = BookingMade {
        payment: PaymentState {
            status: PaymentStatus::Unknown,
        },
        ..held.made
    };
    let answer = finished(&made, 202)?;
    let mut tx = Tx::begin(services, ctx).await?;
    let hotel = ctx.hotel.id;
    let Some(payment) = store::payment::lock(tx.conn(), hotel, held.payment).await? else {
        return Err(AppError::internal());
    };
    let outcome = Outcome {
        status: PaymentStatus::Unknown,
        attempt: "unknown",
        reference: None,
        detail,
    };
    let now = tx.now();
    if payment.status == PaymentStatus::Pending {
        store::payment::finish(tx.conn(), hotel, held.payment, &outcome, now).await?;
    }
    store::idempotency::answer(tx.conn(), hotel, payment.booking, 202, &answer.body).await?;
    tx.audit("payment.unknown", "payment", held.payment, None, None);
    tx.commit().await?;
    Ok(answer)
}

/// Ends a payment whose outcome is known now: confirms or releases what it held. Called with the
/// gateway's answer, or later by the job that asked for it. `None`: it was settled before, or the
/// gateway still does not know.
#[tracing::instrument(name = "service.booking.settle", skip_all, fields(payment = %payment))]
pub async fn settle(
    services: &Services,
    ctx: &Ctx,
    payment: PaymentId,
    settlement: Settlement,
) -> Result<Option<Result<Answer, AppError>>, AppError> {
    let mut tx = Tx::begin(services, ctx).await?;
    let Some(row) = store::payment::lock(tx.conn(), ctx.hotel.id, payment).await? else {
        return Err(AppError::not_found("payment"));
    };
    let open = matches!(row.status, PaymentStatus::Pending | PaymentStatus::Unknown);
    // A charge given up as never sent that was made after all: that money must not get lost.
    let late =
        row.status == PaymentStatus::Failed && matches!(settlement, Settlement::Succeeded { .. });
    if !open && !late {
        return Ok(None);
    }
    match settlement {
        Settlement::Succeeded { reference } => {
            succeed(services, ctx, tx, &row, &reference).await.map(Some)
        }
        Settlement::Declined { reason } => {
            let error = AppError::new(
                Code::PaymentDeclined,
                format!(
                    "{reason} Nothing was booked and nothing was charged; please try another card."
                ),
            )
            .with_request_id(&*ctx.request_id);
            let outcome = Outcome {
                status: PaymentStatus::Declined,
                attempt: "declined",
                reference: None,
                detail: &reason,
            };
            fail(ctx, tx, &row, &outcome, Some(&error)).await?;
            Ok(Some(Err(error)))
        }
        Settlement::NeverArrived => {
            let outcome = Outcome {
                status: PaymentStatus::Failed,
                attempt: "not_sent",
                reference: None,
                detail: "the gateway never saw the charge",
            };
            // The key is freed: the same request may be made again.
            fail(ctx, tx, &row, &outcome, None).await?;
            Ok(Some(Err(AppError::new(
                Code::Unavailable,
                "The payment service does not answer. Nothing was booked and nothing was charged; please try again in a few minutes.",
            ))))
        }
        Settlement::Unknown { .. } => Ok(None),
    }
}

/// Money is there: held becomes sold.
async fn succeed(
    services: &Services,
    ctx: &Ctx,
    mut tx: Tx,
    payment: &PaymentRow,
    reference: &str,
) -> Result<Result<Answer, AppError>, AppError> {
    let (hotel, now) = (ctx.hotel.id, tx.now());
    let outcome = Outcome {
        status: PaymentStatus::Succeeded,
        attempt: "succeeded",
        reference: Some(reference),
        detail: "",
    };
    store::payment::finish(tx.conn(), hotel, payment.id, &outcome, now).await?;
    let held = store::reservation::lock_booking(tx.conn(), hotel, payment.booking).await?;
    let sold = confirm(&mut tx, hotel, &held).await?;
    post_payment(services, ctx, &mut tx, payment, &held).await?;
    let ids: Vec<_> = held.iter().map(|row| row.id.0).collect();
    let stays = store::stay_bar::by_ids(tx.conn(), hotel, &ids).await?;
    let kind = if sold {
        kind::RESERVATION_CONFIRMED
    } else {
        kind::RESERVATION_CHANGED
    };
    tx.emit(
        kind,
        &Change {
            stays,
            ..Change::default()
        },
    )?;
    tx.audit(
        "payment.succeed",
        "payment",
        payment.id,
        None,
        Some(serde_json::json!({ "amount": payment.amount })),
    );
    let answer = if sold {
        Ok(booked(services, &mut tx, hotel, payment, &held).await?)
    } else {
        Err(too_late(ctx))
    };
    let (status, body) = match &answer {
        Ok(answer) => (201, answer.body.clone()),
        Err(error) => (409, serde_json::to_string(error).unwrap_or_default()),
    };
    store::idempotency::answer(tx.conn(), hotel, payment.booking, status, &body).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Makes sold what was held. False: some of it was given up meanwhile, and a person must give the
/// money back.
async fn confirm(tx: &mut Tx, hotel: HotelId, held: &[HeldRow]) -> Result<bool, AppError> {
    let now = tx.now();
    let mut sold = true;
    for row in held {
        if row.status != Status::Tentative {
            let note = "Paid after the reservation had ended: refund the guest.";
            store::reservation::set_attention(tx.conn(), hotel, row.id, note, now).await?;
            sold = false;
            continue;
        }
        store::inventory::shift(tx.conn(), hotel, row.id.0, Shift::Confirm).await?;
        store::reservation::set_status(tx.conn(), hotel, row.id, Status::Confirmed, now).await?;
        tx.audit(
            "reservation.confirm",
            "reservation",
            row.id,
            Some(serde_json::json!({ "status": row.status })),
            Some(serde_json::json!({ "status": Status::Confirmed })),
        );
    }
    Ok(sold)
}

/// What the guest is told.
async fn booked(
    services: &Services,
    tx: &mut Tx,
    hotel: HotelId,
    payment: &PaymentRow,
    held: &[HeldRow],
) -> Result<Answer, AppError> {
    let made = BookingMade {
        booking: store::reservation::booking_reference(tx.conn(), hotel, payment.booking).await?,
        reservations: held
            .iter()
            .map(|row| ReservationMade {
                reference: row.reference.clone(),
                status: Status::Confirmed,
                key: services.secrets().stay_key(payment.booking),
            })
            .collect(),
        total: payment.amount,
        payment: PaymentState {
            status: PaymentStatus::Succeeded,
        },
    };
    finished(&made, 201)
}

fn too_late(ctx: &Ctx) -> AppError {
    AppError::new(
        Code::Conflict,
        "Your card was charged after the room had been given up, so nothing is booked. The hotel knows and will give the money back.",
    )
    .with_request_id(&*ctx.request_id)
}

/// The prepayment as a deposit on the first reservation's folio.
async fn post_payment(
    services: &Services,
    ctx: &Ctx,
    tx: &mut Tx,
    payment: &PaymentRow,
    held: &[HeldRow],
) -> Result<(), StoreError> {
    let Some(first) = held.first() else {
        return Ok(());
    };
    let (hotel, now) = (ctx.hotel.id, tx.now());
    let currency = payment.amount.currency;
    let folio = if let Some(folio) = store::folio::lookup(tx.conn(), hotel, first.id).await? {
        folio
    } else {
        let folio = FolioId(services.ids().uuid());
        store::folio::open(
            tx.conn(),
            hotel,
            folio,
            first.id,
            &first.guest,
            currency,
            now,
        )
        .await?;
        folio
    };
    let lines = prepayment_lines(payment.amount.minor, PaymentMethod::Card, "Card payment");
    let ids: Vec<_> = lines.iter().map(|_| services.ids().uuid()).collect();
    let today = BusinessDate::new(store::property::business_date(tx.conn(), hotel).await?);
    let posting = Posting {
        hotel,
        folio,
        transaction: services.ids().uuid(),
        ids: &ids,
        lines: &lines,
        business_date: today.date(),
        currency,
        now,
    };
    store::folio::post(tx.conn(), &posting).await
}

/// No money: the room is free again. With an `answer` the key keeps it, without one it is freed.
async fn fail(
    ctx: &Ctx,
    mut tx: Tx,
    payment: &PaymentRow,
    outcome: &Outcome<'_>,
    answer: Option<&AppError>,
) -> Result<(), AppError> {
    let (hotel, now) = (ctx.hotel.id, tx.now());
    store::payment::finish(tx.conn(), hotel, payment.id, outcome, now).await?;
    let held = store::reservation::lock_booking(tx.conn(), hotel, payment.booking).await?;
    let reason = if outcome.status == PaymentStatus::Declined {
        "payment declined"
    } else {
        "payment failed"
    };
    for row in held.iter().filter(|row| row.status == Status::Tentative) {
        release::give_back(&mut tx, ctx, row, reason).await?;
    }
    match answer {
        Some(error) => {
            let body = serde_json::to_string(error).unwrap_or_default();
            let status = i16::try_from(error.status()).unwrap_or(500);
            store::idempotency::answer(tx.conn(), hotel, payment.booking, status, &body).await?;
        }
        None => store::idempotency::free(tx.conn(), hotel, payment.booking).await?,
    }
    let after = serde_json::json!({ "status": outcome.attempt, "detail": outcome.detail });
    tx.audit("payment.fail", "payment", payment.id, None, Some(after));
    tx.commit().await?;
    Ok(())
}
