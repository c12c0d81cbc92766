//! Payments and every try of them.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::error::StoreError;
use crate::domain::id::{AttemptId, BookingId, HotelId, PaymentId};
use crate::domain::money::{Currency, Money};
use crate::view::booking::PaymentStatus;

/// A payment as stored.
#[derive(Clone, Debug)]
pub struct PaymentRow {
    /// Identifies the payment; also the gateway's idempotency key.
    pub id: PaymentId,
    /// What it pays.
    pub booking: BookingId,
    /// How much.
    pub amount: Money,
    /// Where it stands.
    pub status: PaymentStatus,
}

/// Writes a payment and its first attempt, before the gateway hears of either.
pub async fn insert(
    conn: &mut PgConnection,
    hotel: HotelId,
    payment: &PaymentRow,
    attempt: AttemptId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        WITH paying AS (
            INSERT INTO payment (hotel_id, id, booking_id, method, amount_minor, currency, status, created_at)
            VALUES ($1, $2, $3, 'card', $4, $5, 'pending', $6)
        )
        INSERT INTO payment_attempt (hotel_id, id, payment_id, gateway_key, started_at)
        VALUES ($1, $7, $2, $8, $6)
        "#,
        hotel.0,
        payment.id.0,
        payment.booking.0,
        payment.amount.minor,
        payment.amount.currency.code(),
        now,
        attempt.0,
        payment.id.to_string(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks the payment for settling.
pub async fn lock(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: PaymentId,
) -> Result<Option<PaymentRow>, StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT id, booking_id, amount_minor, currency AS "currency!", status
        FROM payment
        WHERE hotel_id = $1 AND id = $2
        FOR UPDATE
        "#,
        hotel.0,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let currency: Currency = row
        .currency
        .parse()
        .map_err(|_| StoreError::inconsistent("payment", "currency", &row.currency))?;
    Ok(Some(PaymentRow {
        id: PaymentId(row.id),
        booking: BookingId(row.booking_id),
        amount: Money::new(row.amount_minor, currency),
        status: parse_status(&row.status)?,
    }))
}

/// How an attempt ended, in the words of the table.
pub struct Outcome<'a> {
    /// Of the payment.
    pub status: PaymentStatus,
    /// Of the attempt: `succeeded`, `declined`, `not_sent` or `unknown`.
    pub attempt: &'a str,
    /// What the gateway calls the charge.
    pub reference: Option<&'a str>,
    /// For the log and the desk.
    pub detail: &'a str,
}

/// Writes down how the payment and its open attempt ended.
pub async fn finish(
    conn: &mut PgConnection,
    hotel: HotelId,
    id: PaymentId,
    outcome: &Outcome<'_>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let settled = !matches!(outcome.status, PaymentStatus::Unknown);
    let failure = matches!(
        outcome.status,
        PaymentStatus::Declined | PaymentStatus::Failed
    )
    .then_some(outcome.detail);
    sqlx::query!(
        r#"
        WITH tried AS (
            UPDATE payment_attempt
            SET outcome = $3, detail = $4, finished_at = $5
            WHERE hotel_id = $1 AND payment_id = $2 AND outcome IN ('started', 'unknown')
        )
        UPDATE payment
        SET status = $6
          , gateway_reference = coalesce($7, gateway_reference)
          , failure = $8
          , settled_at = CASE WHEN $9 THEN $5::timestamptz END
        WHERE hotel_id = $1 AND id = $2
        "#,
        hotel.0,
        id.0,
        outcome.attempt,
        outcome.detail,
        now,
        status_word(outcome.status),
        outcome.reference,
        failure,
        settled,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The state of a booking's last payment, and what was paid in all.
pub async fn summary(
    conn: &mut PgConnection,
    hotel: HotelId,
    booking: Uuid,
) -> Result<(PaymentStatus, i64), StoreError> {
    let row = sqlx::query!(
        r#"
        SELECT (SELECT status FROM payment WHERE hotel_id = $1 AND booking_id = $2 ORDER BY created_at DESC LIMIT 1) AS status
             , coalesce((SELECT sum(amount_minor) FROM payment WHERE hotel_id = $1 AND booking_id = $2 AND status = 'succeeded'), 0)::bigint AS "paid!"
        "#,
        hotel.0,
        booking
    )
    .fetch_one(conn)
    .await?;
    let status = row
        .status
        .as_deref()
        .map_or(Ok(PaymentStatus::None), parse_status)?;
    Ok((status, row.paid))
}

fn parse_status(word: &str) -> Result<PaymentStatus, StoreError> {
    Ok(match word {
        "pending" => PaymentStatus::Pending,
        "succeeded" => PaymentStatus::Succeeded,
        "declined" => PaymentStatus::Declined,
        "failed" => PaymentStatus::Failed,
        "unknown" => PaymentStatus::Unknown,
        other => return Err(StoreError::inconsistent("payment", "status", other)),
    })
}

fn status_word(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::None | PaymentStatus::Pending => "pending",
        PaymentStatus::Succeeded => "succeeded",
        PaymentStatus::Declined => "declined",
        PaymentStatus::Failed => "failed",
        PaymentStatus::Unknown => "unknown",
    }
}
