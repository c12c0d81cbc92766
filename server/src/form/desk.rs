//! `POST /desk/{hotel}/reservations/{reference}`: the desk gives a stay up.

use app::form::reference;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hotel::auth::principal::Principal;
use hotel::error::AppError;
use hotel::service::directory::staff_ctx;
use hotel::service::reservation;
use http::request::Parts;

use super::page::{again, request_id};
use super::{Sent, values};
use crate::state::AppState;

/// Cancels, and leads back to the reservation's page.
pub async fn cancel(
    State(state): State<AppState>,
    Path((hotel, named)): Path<(String, String)>,
    parts: Parts,
    sent: Sent,
) -> Response {
    let outcome = match values(sent) {
        Ok(values) => match give_up(&state, &hotel, &named, &parts).await {
            Ok(address) => Ok(address),
            Err(error) => Err((values, error)),
        },
        Err(error) => Err((app::form::Values::new(), error)),
    };
    match outcome {
        Ok(address) => Redirect::to(&address).into_response(),
        Err((values, error)) => again(&state, parts, values, error).await,
    }
}

async fn give_up(
    state: &AppState,
    hotel: &str,
    named: &str,
    parts: &Parts,
) -> Result<String, AppError> {
    let reference = reference(named)?;
    let principal = parts.extensions.get::<Principal>();
    let ctx = staff_ctx(&state.services, principal, hotel, request_id(parts)).await?;
    reservation::cancel(&state.services, &ctx, &reference, None).await?;
    Ok(format!("/desk/{hotel}/reservations/{reference}"))
}
