//! The gateway's three calls.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::rejection::JsonRejection;
use axum::extract::{DefaultBodyLimit, FromRequestParts, Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use hotel::domain::money::{Currency, Money};
use http::StatusCode;
use http::request::Parts;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio_util::sync::CancellationToken;

use super::ledger::{Entry, Ledger, LedgerError};

const MAX_BODY: usize = 16 * 1024;
const MAX_KEY: usize = 255;

#[derive(Clone)]
struct Gateway {
    ledger: Arc<Mutex<Ledger>>,
    closing: CancellationToken,
}

/// The gateway over these books. Whoever waits for an answer that never comes is let go when
/// `closing` is cancelled.
pub fn router(ledger: Ledger, closing: CancellationToken) -> Router {
    Router::new()
        .route("/v1/charges", post(charge))
        .route("/v1/charges/{key}", get(lookup))
        .route("/v1/refunds", post(refund))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .with_state(Gateway {
            ledger: Arc::new(Mutex::new(ledger)),
            closing,
        })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChargeOrder {
    amount: i64,
    currency: Currency,
    token: String,
    #[serde(default)]
    description: String,
}

impl ChargeOrder {
    /// Knows the order again without keeping the card.
    fn digest(&self) -> String {
        let mut hash = Sha256::new();
        for part in [
            &self.amount.to_string(),
            self.currency.code(),
            &self.token,
            &self.description,
        ] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        hash.finalize().iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RefundOrder {
    charge_key: String,
    amount: i64,
    currency: Currency,
}

/// The `Idempotency-Key` of the request.
struct Key(String);

impl<S: Sync> FromRequestParts<S> for Key {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let key = parts
            .headers
            .get("Idempotency-Key")
            .and_then(|value| value.to_str().ok());
        match key.map(str::trim) {
            Some(key) if (1..=MAX_KEY).contains(&key.len()) => Ok(Self(key.to_owned())),
            _ => Err(Refusal::bad_request(
                "Send an Idempotency-Key of 1 to 255 characters with this order.",
            )),
        }
    }
}

/// An error as the gateway tells it.
struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
        }
    }

    fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "The gateway could not take the order; nothing was charged.",
        )
    }
}

impl From<JsonRejection> for Refusal {
    fn from(rejection: JsonRejection) -> Self {
        Self::new(rejection.status(), "bad_request", rejection.body_text())
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        let (status, code) = match &error {
            LedgerError::KeyReused => (StatusCode::BAD_REQUEST, "key_reused"),
            LedgerError::NoSuchCharge => (StatusCode::NOT_FOUND, "no_such_charge"),
            LedgerError::ExceedsCharge => (StatusCode::UNPROCESSABLE_ENTITY, "exceeds_charge"),
            LedgerError::Disk(cause) => {
                tracing::error!(%cause, "the sandbox gateway could not write its books");
                return Self::internal();
            }
        };
        Self::new(status, code, error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = json!({"error": {"code": self.code, "message": self.message}});
        (self.status, Json(body)).into_response()
    }
}

type Answer = Result<Response, Refusal>;

async fn charge(
    State(gateway): State<Gateway>,
    Key(key): Key,
    order: Result<Json<ChargeOrder>, JsonRejection>,
) -> Answer {
    let Json(order) = order?;
    let amount = positive(order.amount, order.currency)?;
    let digest = order.digest();
    let token = order.token.as_str();
    let declined = match token {
        "tok_ok" | "tok_charged_then_timeout" => None,
        "tok_declined" => Some("The card was declined."),
        "tok_timeout" => return gateway.never_answer().await,
        "tok_error" => return Err(Refusal::internal()),
        _ => Some("The card is unknown."),
    };
    let (entry, first) = gateway
        .write(move |ledger| ledger.charge(&key, &digest, amount, declined))
        .await?;
    if first && token == "tok_charged_then_timeout" {
        return gateway.never_answer().await;
    }
    match &entry.declined {
        Some(reason) => Err(Refusal::new(
            StatusCode::PAYMENT_REQUIRED,
            "card_declined",
            reason.as_str(),
        )),
        None => Ok(told(&entry, 0).into_response()),
    }
}

async fn lookup(State(gateway): State<Gateway>, Path(key): Path<String>) -> Answer {
    gateway.books(|ledger| match ledger.lookup(&key) {
        Some((entry, refunded)) => Ok(told(entry, refunded).into_response()),
        None => Err(LedgerError::NoSuchCharge.into()),
    })
}

async fn refund(
    State(gateway): State<Gateway>,
    Key(key): Key,
    order: Result<Json<RefundOrder>, JsonRejection>,
) -> Answer {
    let Json(order) = order?;
    let amount = positive(order.amount, order.currency)?;
    let entry = gateway
        .write(move |ledger| ledger.refund(&key, &order.charge_key, amount))
        .await?;
    let body = json!({
        "id": entry.id, "key": entry.key, "charge_key": entry.charge_key, "status": "succeeded",
        "amount": entry.amount.minor, "currency": entry.amount.currency,
    });
    Ok(Json(body).into_response())
}

impl Gateway {
    /// Looks into the books.
    fn books<T>(&self, read: impl FnOnce(&Ledger) -> T) -> T {
        read(&self.ledger.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes into the books, off the async threads: it waits for the disk. Goes through to the
    /// end even if the caller hangs up.
    async fn write<T: Send + 'static>(
        &self,
        write: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, Refusal> {
        let ledger = Arc::clone(&self.ledger);
        let written = tokio::task::spawn_blocking(move || {
            write(&mut ledger.lock().unwrap_or_else(PoisonError::into_inner))
        });
        written
            .await
            .map_err(|_| Refusal::internal())?
            .map_err(Refusal::from)
    }

    /// Keeps the caller waiting for as long as the gateway is there.
    async fn never_answer(&self) -> Answer {
        self.closing.cancelled().await;
        Err(Refusal::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "closing",
            "The gateway is closing.",
        ))
    }
}

fn positive(minor: i64, currency: Currency) -> Result<Money, Refusal> {
    if minor > 0 {
        Ok(Money::new(minor, currency))
    } else {
        Err(Refusal::bad_request(
            "The amount must be more than nothing.",
        ))
    }
}

fn told(entry: &Entry, refunded: i64) -> Json<serde_json::Value> {
    let status = if entry.declined.is_some() {
        "declined"
    } else {
        "succeeded"
    };
    Json(json!({
        "id": entry.id, "key": entry.key, "status": status, "reason": entry.declined,
        "amount": entry.amount.minor, "currency": entry.amount.currency, "refunded": refunded,
    }))
}
