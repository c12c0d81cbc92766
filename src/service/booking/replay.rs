//! The key is known: wait for the first request's answer and repeat it.

use std::time::Duration;

use super::super::ctx::Ctx;
use super::super::services::Services;
use super::super::tx::Tx;
use super::{Answer, IdempotencyKey};
use crate::error::{AppError, Code};
use crate::store;

/// How often the answer is looked for.
const LOOK: Duration = Duration::from_millis(40);

/// The first answer, as soon as there is one. `None`: the first request came to nothing and freed
/// the key.
pub(super) async fn wait(
    services: &Services,
    ctx: &Ctx,
    key: &IdempotencyKey,
    body_hash: &[u8],
) -> Result<Option<Answer>, AppError> {
    let looks = services.settings().replay_wait.as_millis() / LOOK.as_millis();
    for _ in 0..=looks {
        let mut tx = Tx::begin(services, ctx).await?;
        let row = store::idempotency::lookup(tx.conn(), ctx.hotel.id, key.as_str()).await?;
        tx.finish_reading().await?;
        let Some(row) = row else { return Ok(None) };
        if row.body_hash != body_hash {
            return Err(AppError::new(
                Code::KeyReused,
                "This key was used for a different booking. Use a new key for a new booking.",
            ));
        }
        if let (Some(status), Some(body)) = (row.status, row.body) {
            return repeat(status, body).map(Some);
        }
        wait_a_moment().await;
    }
    Err(AppError::new(
        Code::KeyInProgress,
        "This booking is still being made. Ask again with the same key in a moment.",
    ))
}

#[expect(
    clippy::disallowed_methods,
    reason = "waits for another request, not for a guess of time"
)]
async fn wait_a_moment() {
    tokio::time::sleep(LOOK).await;
}

/// A stored answer is a booking or, byte for byte as it was, a refusal.
fn repeat(status: i16, body: String) -> Result<Answer, AppError> {
    let status = u16::try_from(status).unwrap_or(500);
    if status < 400 {
        return Ok(Answer {
            status,
            body,
            replayed: true,
        });
    }
    Err(serde_json::from_str(&body).unwrap_or_else(|_| AppError::internal()))
}
