//! `POST /stay/{reference}`: the guest gives the stay up.

use app::form::{Values, reference};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hotel::auth::principal::Principal;
use hotel::error::AppError;
use hotel::service::directory::public_ctx;
use hotel::service::reservation;
use http::request::Parts;

use super::page::{again, request_id};
use super::{Sent, values};
use crate::state::AppState;

/// Cancels, and leads back to the stay's page.
pub async fn cancel(
    State(state): State<AppState>,
    Path(named): Path<String>,
    parts: Parts,
    sent: Sent,
) -> Response {
    let values = values(sent).unwrap_or_default();
    match give_up(&state, &named, &parts, &values).await {
        Ok(address) => Redirect::to(&address).into_response(),
        Err(error) => again(&state, parts, values, error).await,
    }
}

async fn give_up(
    state: &AppState,
    named: &str,
    parts: &Parts,
    values: &Values,
) -> Result<String, AppError> {
    let reference = reference(named)?;
    let principal = parts.extensions.get::<Principal>();
    let code = reference.hotel_code();
    let ctx = public_ctx(&state.services, principal, code, request_id(parts)).await?;
    // Staff needs no key; anything else than letters and digits opens nothing.
    let key = values
        .get("key")
        .filter(|key| key.bytes().all(|b| b.is_ascii_alphanumeric()));
    let key = key.map(String::as_str).filter(|key| !key.is_empty());
    reservation::cancel(&state.services, &ctx, &reference, key).await?;
    let key = key.map(|key| format!("key={key}&")).unwrap_or_default();
    Ok(format!("/stay/{reference}?{key}cancelled=1"))
}
