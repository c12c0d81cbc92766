//! `POST /book/{hotel}`.

use app::form::{Values, booking};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use hotel::auth::principal::Principal;
use hotel::error::AppError;
use hotel::service::booking::{IdempotencyKey, book as book_room};
use hotel::service::directory::public_ctx;
use http::request::Parts;

use super::page::{again, request_id};
use super::{Sent, values};
use crate::state::AppState;

/// Books, and leads to the stay's own page.
pub async fn book(
    State(state): State<AppState>,
    Path(hotel): Path<String>,
    parts: Parts,
    sent: Sent,
) -> Response {
    let values = match values(sent) {
        Ok(values) => values,
        Err(error) => return again(&state, parts, Values::new(), error).await,
    };
    match make(&state, &hotel, &parts, &values).await {
        Ok(address) => Redirect::to(&address).into_response(),
        Err(error) => again(&state, parts, values, error).await,
    }
}

/// The address of the fresh stay.
async fn make(
    state: &AppState,
    hotel: &str,
    parts: &Parts,
    values: &Values,
) -> Result<String, AppError> {
    let principal = parts.extensions.get::<Principal>();
    let ctx = public_ctx(&state.services, principal, hotel, request_id(parts)).await?;
    let key = values.get("key").filter(|key| !key.is_empty());
    let key = key.map(|key| IdempotencyKey::parse(key)).transpose()?;
    let new = booking::read(hotel, values)?;
    let answer = book_room(&state.services, &ctx, new, key)
        .await
        .map_err(booking::for_guest)?;
    Ok(booking::address_of(&answer.made()?))
}
