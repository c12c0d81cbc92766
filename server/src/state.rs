//! What every handler can reach.

use axum::extract::FromRef;
use hotel::service::services::Services;
use leptos::config::LeptosOptions;
use tokio_util::sync::CancellationToken;

/// Cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// Where pages find their files.
    pub options: LeptosOptions,
    /// The house.
    pub services: Services,
    /// Set when the process drains.
    pub closing: CancellationToken,
}
