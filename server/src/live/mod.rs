//! `/live`: one WebSocket per tab, on which a hotel's events arrive.
//!
//! ```text
//! relay ─► bus ─► feed (one per hotel with a listener) ─► sockets
//!                 table `event` ──── what a socket missed ───┘
//! ```
//!
//! The bus and the feed are transport only. A socket counts the numbers it has sent and fills
//! every hole from table `event`, so a client sees every event once and in order, whatever the
//! transport loses. A client that cannot keep up is sent away with [`close::RESYNC`] and comes
//! back for what it missed; nothing is ever queued for it without bound.
//!
//! Text is encoded once per event and shared by all sockets.

pub mod close;
mod feed;
mod metric;
mod socket;
mod subscription;
mod upgrade;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use hotel::service::services::Services;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use self::feed::Feeds;
pub use self::metric::LiveNumbers;
use self::metric::Metrics;

/// How many sockets may read what they missed from the database at once: after a restart all
/// clients come back within seconds, and bookings need connections too.
const LOADS: usize = 8;

/// The rhythm of a socket.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two signs of life.
    pub heartbeat: Duration,
    /// A client not heard of for this long is gone.
    pub silence: Duration,
    /// Between two looks at the session.
    pub recheck: Duration,
    /// How long a client may take to accept one message.
    pub write: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            heartbeat: Duration::from_secs(20),
            silence: Duration::from_secs(45),
            // With the three seconds a session may be remembered, a revocation anywhere is seen
            // within five.
            recheck: Duration::from_secs(2),
            write: Duration::from_secs(10),
        }
    }
}

struct Inner {
    services: Services,
    feeds: Feeds,
    metrics: Metrics,
    loads: Semaphore,
    closing: CancellationToken,
    pace: Pace,
}

/// Every socket of this process. Cheap to clone.
#[derive(Clone)]
pub struct LiveHub(Arc<Inner>);

impl LiveHub {
    /// A hub without sockets.
    pub fn new(services: Services) -> Self {
        Self::with_pace(services, Pace::default())
    }

    /// The same in another rhythm, for tests.
    pub fn with_pace(services: Services, pace: Pace) -> Self {
        Self(Arc::new(Inner {
            feeds: Feeds::new(services.clone(), pace.heartbeat),
            services,
            metrics: Metrics::default(),
            loads: Semaphore::new(LOADS),
            closing: CancellationToken::new(),
            pace,
        }))
    }

    /// Counts for `/metrics`.
    pub fn numbers(&self) -> LiveNumbers {
        self.0.metrics.numbers()
    }

    /// Sends every client away with [`close::RESTART`] and waits until they are gone, but no
    /// longer than `patience`. New ones are turned away from now on.
    pub async fn shut_down(&self, patience: Duration) {
        self.0.closing.cancel();
        let gone = tokio::time::timeout(patience, self.0.metrics.wait_until_empty()).await;
        if gone.is_err() {
            let sockets = self.numbers().sockets;
            tracing::warn!(sockets, "clients of /live did not leave in time");
        }
    }
}

/// `GET /live`. Expects the principal of the request in its extensions.
pub fn router<S: Clone + Send + Sync + 'static>(hub: LiveHub) -> Router<S> {
    Router::new()
        .route("/live", get(upgrade::upgrade))
        .with_state(hub)
}
