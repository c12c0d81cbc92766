//! The sandbox payment gateway: a real HTTP server on a port of its own, so that a demo and a
//! test take the road real money takes. It keeps its books on disk like a bank would: a crash
//! of the whole process forgets no charge.
//!
//! | call | answer |
//! |---|---|
//! | `POST /v1/charges {amount, currency, token, description}`, `Idempotency-Key` | 200 `{id, key, status, amount, currency, refunded}` · 402 `card_declined` |
//! | `GET /v1/charges/{key}` | 200 the same, or with `status: "declined"` and `reason` · 404 `no_such_charge` |
//! | `POST /v1/refunds {charge_key, amount, currency}`, `Idempotency-Key` | 200 `{id, ..}` · 404 · 422 `exceeds_charge` |
//!
//! A key again with the same order gives the first answer, with another order 400 `key_reused`.
//! What a card does stands in its token: `tok_ok`, `tok_declined`, `tok_timeout` (never answers),
//! `tok_charged_then_timeout` (charges, then never answers), `tok_error` (500 before charging);
//! every other card is unknown and declined.

mod ledger;
mod route;
#[cfg(test)]
mod test;

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use ledger::Ledger;

/// How long open connections may take to close.
const CLOSING_TIME: Duration = Duration::from_secs(2);

/// The gateway could not start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// Its books cannot be read.
    #[error("the sandbox gateway cannot use its books at {}: {source}", path.display())]
    Books {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// No port to listen on.
    #[error("the sandbox gateway found no port to listen on: {0}")]
    Port(io::Error),
}

/// A running gateway. Dropping it leaves it running until the runtime ends.
#[derive(Debug)]
pub struct SandboxServer {
    address: SocketAddr,
    closing: CancellationToken,
    task: JoinHandle<()>,
}

impl SandboxServer {
    /// Where it is, like `http://127.0.0.1:41234`.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no more orders, lets those under way finish and hangs up on those that would never
    /// be answered.
    pub async fn shutdown(self) {
        self.closing.cancel();
        let abort = self.task.abort_handle();
        if tokio::time::timeout(CLOSING_TIME, self.task).await.is_err() {
            abort.abort();
        }
    }
}

/// Opens the books in `<data>/sandbox/charges.jsonl` and serves on a free port of this machine.
pub async fn serve(data: &Path) -> Result<SandboxServer, SandboxError> {
    let path = data.join("sandbox").join("charges.jsonl");
    let opening = path.clone();
    let ledger = tokio::task::spawn_blocking(move || Ledger::open(&opening))
        .await
        .map_err(io::Error::other)
        .and_then(|opened| opened)
        .map_err(|source| SandboxError::Books { path, source })?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .map_err(SandboxError::Port)?;
    let address = listener.local_addr().map_err(SandboxError::Port)?;
    let closing = CancellationToken::new();
    let router = route::router(ledger, closing.clone());
    let closed = closing.clone().cancelled_owned();
    let task = tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router)
            .with_graceful_shutdown(closed)
            .await
        {
            tracing::error!(%error, "the sandbox gateway stopped");
        }
    });
    Ok(SandboxServer {
        address,
        closing,
        task,
    })
}
