//! A booking: hold, charge, confirm.
//!
//! ```text
//! book ─ order (what is asked, checked) ─ place (one transaction: key, counters, rows)
//!          │                                 ├─ without a card: confirmed, done
//!          │                                 └─ with a card: held ─ charge (no transaction) ─ settle
//!          └─ replay (the key is known: wait for the first answer and repeat it)
//! ```
//!
//! The card is charged outside of any transaction. An outcome nobody knows leaves the room held;
//! a job asks the gateway later and settles it here. Settling is the only way out of a hold with a
//! payment, and it locks the payment first, so a hold is confirmed or released, never both.

mod order;
mod place;
mod release;
mod replay;
mod resale;
mod sale;
mod settle;

use sha2::{Digest as _, Sha256};

use self::order::Order;
use self::place::Placed;
use super::ctx::Ctx;
use super::services::Services;
use crate::error::{AppError, Code};
use crate::view::booking::{BookingMade, NewReservation};

pub use self::release::release_expired;
pub(in crate::service) use self::resale::mark;
pub use self::resale::{ChangedSale, change_sale};
pub use self::sale::{ChannelGuest, ChannelSale, SoldRoom, take_over};
pub use self::settle::settle;

/// Chosen by the client; the same key means the same booking. 1 to 255 printable characters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// The key in a header.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let sane = (1..=255).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
        if sane {
            return Ok(Self(text.to_owned()));
        }
        Err(AppError::field(
            "Idempotency-Key",
            "The key must have 1 to 255 printable characters without blanks.",
        ))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The answer to a booking request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// 201 when booked, 202 while the payment's outcome is unknown.
    pub status: u16,
    /// JSON of [`BookingMade`]; the same bytes for every repetition.
    pub body: String,
    /// Whether this repeats an earlier answer.
    pub replayed: bool,
}

impl Answer {
    /// The body, read.
    pub fn made(&self) -> Result<BookingMade, AppError> {
        serde_json::from_str(&self.body).map_err(|error| {
            tracing::error!(%error, "a stored answer cannot be read");
            AppError::internal()
        })
    }
}

/// Books a room, once per key however often it is asked.
///
/// # Errors
/// `invalid` with fields, `no_availability`, `payment_declined` (nothing is booked then),
/// `key_reused`, `key_in_progress`, `unavailable`.
#[tracing::instrument(name = "service.booking.book", skip_all, fields(hotel = %ctx.hotel.code))]
pub async fn book(
    services: &Services,
    ctx: &Ctx,
    new: NewReservation,
    key: Option<IdempotencyKey>,
) -> Result<Answer, AppError> {
    let key = key.unwrap_or_else(|| IdempotencyKey(services.ids().uuid().to_string()));
    let body_hash = hash(&new);
    let order = Order::read(services, ctx, new).await?;
    // A request that came to nothing frees its key; whoever waited for it starts anew.
    for _ in 0..3 {
        match place::place(services, ctx, &order, &key, &body_hash).await? {
            Placed::Done(answer) => return Ok(answer),
            Placed::Held(held) => return settle::charge(services, ctx, &order, held).await,
            Placed::KeyKnown => {}
        }
        if let Some(answer) = replay::wait(services, ctx, &key, &body_hash).await? {
            return Ok(answer);
        }
    }
    Err(AppError::new(
        Code::KeyInProgress,
        "This booking is still being made. Ask again with the same key in a moment.",
    ))
}

fn hash(new: &NewReservation) -> [u8; 32] {
    // Serialising our own type cannot fail; an empty text would only make keys collide loudly.
    Sha256::digest(serde_json::to_vec(new).unwrap_or_default()).into()
}
