//! The part of the public JSON interface whose addresses carry a name; server functions have fixed
//! addresses and do the rest.

mod reservation;

use axum::Router;
use axum::routing::{get, post};

use crate::state::AppState;

/// Addresses with a reference in them.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/reservations/{reference}", get(reservation::get))
        .route(
            "/api/reservations/{reference}/cancel",
            post(reservation::cancel),
        )
}
