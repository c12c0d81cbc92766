//! Bookings that partners send.
//!
//! ```text
//! receive ─ which hotel ─ keep (one transaction: the message as it came)
//!                           └─ work (one transaction: every item, the answer beside it)
//!                                └─ or: somebody has it, wait for the answer
//! ```
//!
//! A message is kept before it is understood further, and worked off in one transaction together
//! with its answer: the same message again finds the answer, however often and from however many
//! sides it comes. If we fail in between, nothing is acknowledged and the partner sends it again.

mod item;
mod mapping;
mod partner;

use std::sync::Arc;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use self::item::Desk;
use self::mapping::Mapping;
use super::catalog::catalog;
use super::ctx::Ctx;
use super::services::Services;
use super::tx::Tx;
use crate::domain::id::MessageId;
use crate::error::{AppError, Code};
use crate::integration::channel::{ChannelMessage, ItemOutcome};
use crate::store;
use crate::store::channel::NewMessage;
use crate::store::error::StoreError;

pub use self::partner::{Partner, authenticate};

/// How often an answer that somebody else is making is looked for.
const LOOK: Duration = Duration::from_millis(40);
/// How often crossed transactions are tried again.
const TRIES: u32 = 4;

/// A message of a partner, read.
pub struct Delivery {
    /// What it asked for, in the protocol's word.
    pub action: &'static str,
    /// As it came, card data masked.
    pub masked: Vec<u8>,
    /// What it says.
    pub message: ChannelMessage,
}

impl Delivery {
    /// Tells the message from every other one. The masked bytes are hashed, for a hash of the
    /// whole would give the masked digits away to anybody with patience; the booking numbers
    /// beside them, in case one of them looked like a card.
    fn hash(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(&self.masked);
        for item in &self.message.items {
            hash.update([0]);
            hash.update(&item.external_id);
        }
        hash.finalize().into()
    }
}

/// Writes the answer of a protocol from what became of the items.
pub type WriteAnswer = fn(&[ItemOutcome]) -> String;

/// Takes a message: keeps it, books what it says, and answers. The same message again gets the
/// same answer.
///
/// # Errors
/// `not_found` for a hotel that is not this partner's, `invalid` when the hotel cannot be told:
/// nothing is kept then. `unavailable` or `internal` when we failed: the partner sends it again.
#[tracing::instrument(name = "service.channel.receive", skip_all, fields(partner = %partner.username, action = delivery.action))]
pub async fn receive(
    services: &Services,
    partner: &Partner,
    delivery: Delivery,
    request_id: Arc<str>,
    write_answer: WriteAnswer,
) -> Result<String, AppError> {
    let ctx = partner::hotel_ctx(services, partner, &delivery.message, request_id).await?;
    let id = keep(services, &ctx, partner, &delivery).await?;
    let looks = services.settings().replay_wait.as_millis() / LOOK.as_millis();
    let mut tries = 0;
    for _ in 0..=looks {
        match work(services, &ctx, partner, id, &delivery, write_answer).await {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => wait_a_moment().await,
            Err(Fault::Store(StoreError::Retry | StoreError::Busy)) if tries < TRIES => tries += 1,
            Err(fault) => return Err(fail(services, &ctx, id, fault).await),
        }
    }
    Err(AppError::new(
        Code::Unavailable,
        "This message is still being worked on. Send it again in a moment.",
    ))
}

#[expect(
    clippy::disallowed_methods,
    reason = "waits for another request, not for a guess of time"
)]
async fn wait_a_moment() {
    tokio::time::sleep(LOOK).await;
}

/// Why a message could not be worked off.
enum Fault {
    Store(StoreError),
    App(AppError),
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<AppError> for Fault {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

/// The message as it came, in a transaction of its own.
async fn keep(
    services: &Services,
    ctx: &Ctx,
    partner: &Partner,
    delivery: &Delivery,
) -> Result<MessageId, AppError> {
    let mut tx = Tx::begin(services, ctx).await?;
    let new = NewMessage {
        hotel: ctx.hotel.id,
        id: MessageId(services.ids().uuid()),
        partner: &partner.username,
        action: delivery.action,
        body_hash: &delivery.hash(),
        raw: &delivery.masked,
        now: tx.now(),
    };
    let id = store::channel::keep_message(tx.conn(), &new).await?;
    tx.commit().await?;
    Ok(id)
}

/// Every item and the answer, or nothing. `None`: somebody else is working on this message.
async fn work(
    services: &Services,
    ctx: &Ctx,
    partner: &Partner,
    id: MessageId,
    delivery: &Delivery,
    write_answer: WriteAnswer,
) -> Result<Option<String>, Fault> {
    let catalog = catalog(services, ctx).await?;
    let hotel = ctx.hotel.id;
    let mut tx = Tx::begin(services, ctx).await?;
    let Some(message) = store::channel::lock_message(tx.conn(), hotel, id).await? else {
        return Ok(None);
    };
    if let Some(answer) = message.answer {
        tx.finish_reading().await?;
        return Ok(Some(answer));
    }
    let codes = store::channel::list_mappings(tx.conn(), hotel, &partner.username).await?;
    let mapping = Mapping::new(&catalog, ctx.hotel.currency, codes);
    let desk = Desk {
        services,
        ctx,
        partner: &partner.username,
        mapping: &mapping,
    };
    let mut outcomes = Vec::with_capacity(delivery.message.items.len());
    let mut remarks = Vec::new();
    for item in &delivery.message.items {
        let taken = desk.take(&mut tx, item).await?;
        let remark = taken.outcome.refusal.clone().or(taken.remark);
        remarks.extend(remark.map(|remark| format!("{}: {remark}", item.external_id)));
        outcomes.push(taken.outcome);
    }
    let answer = write_answer(&outcomes);
    let remark = (!remarks.is_empty()).then(|| remarks.join("\n"));
    let now = tx.now();
    store::channel::answer_message(tx.conn(), hotel, id, &answer, remark.as_deref(), now).await?;
    let refused = outcomes
        .iter()
        .filter(|outcome| outcome.refusal.is_some())
        .count();
    let after = serde_json::json!({
        "partner": &*partner.username, "action": delivery.action, "items": outcomes.len(),
        "refused": refused,
    });
    tx.audit("channel.receive", "channel_message", id, None, Some(after));
    tx.commit().await?;
    Ok(Some(answer))
}

/// Leaves a note beside the message, as far as the database lets us, and says it in public words.
async fn fail(services: &Services, ctx: &Ctx, id: MessageId, fault: Fault) -> AppError {
    let error = match fault {
        Fault::Store(error) => AppError::from(error),
        Fault::App(error) => error,
    };
    let noted = async {
        let mut tx = Tx::begin(services, ctx).await?;
        let note = format!("Not worked off ({}).", error.code.as_str());
        store::channel::note_failure(tx.conn(), ctx.hotel.id, id, &note).await?;
        tx.commit().await
    };
    if let Err(cause) = noted.await {
        tracing::warn!(%cause, message = %id, "a failed channel message could not be marked");
    }
    // To a partner every failure of ours is one to try again, never a verdict on the booking.
    if error.status() >= 500 {
        return error;
    }
    tracing::error!(%error, message = %id, "a channel message could not be worked off");
    AppError::internal()
}
