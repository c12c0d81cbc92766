//! What every handler can reach.

use axum::extract::FromRef;
use hotel::service::services::Services;
use leptos::config::LeptosOptions;
use tokio_util::sync::CancellationToken;

use crate::live::LiveHub;

/// Cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// Where pages find their files.
    pub options: LeptosOptions,
    /// The house.
    pub services: Services,
    /// Everybody who follows a hotel.
    pub live: LiveHub,
    /// Set when the process drains.
    pub closing: CancellationToken,
}
