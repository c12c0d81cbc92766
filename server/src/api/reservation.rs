//! `GET /api/reservations/{reference}` and `POST /api/reservations/{reference}/cancel`, for staff
//! of the hotel and for whoever holds the stay's key.

use app::form::reference;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use hotel::auth::principal::Principal;
use hotel::domain::reference::Reference;
use hotel::error::{AppError, Code};
use hotel::service::ctx::Ctx;
use hotel::service::directory::public_ctx;
use hotel::service::{guest_stay, reservation};
use hotel::view::guest_stay::{Cancelled, GuestStay};
use http::request::Parts;
use serde::Deserialize;

use crate::middleware::problem::Problem;
use crate::state::AppState;

/// What the query may carry.
#[derive(Deserialize)]
pub struct Opening {
    key: Option<String>,
}

/// Nothing more is needed to cancel, so nothing more is taken.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

/// The stay as its guest sees it.
pub async fn get(
    State(state): State<AppState>,
    Path(named): Path<String>,
    Query(Opening { key }): Query<Opening>,
    parts: Parts,
) -> Result<Json<GuestStay>, Problem> {
    let (ctx, reference) = open(&state, &parts, &named).await?;
    let stay = guest_stay::get(&state.services, &ctx, &reference, key.as_deref()).await;
    stay.map(Json).map_err(|error| named_problem(&ctx, error))
}

/// Cancels, and says what it costs.
pub async fn cancel(
    State(state): State<AppState>,
    Path(named): Path<String>,
    Query(Opening { key }): Query<Opening>,
    parts: Parts,
    body: Bytes,
) -> Result<Json<Cancelled>, Problem> {
    let (ctx, reference) = open(&state, &parts, &named).await?;
    if !body.is_empty() {
        serde_json::from_slice::<Nothing>(&body).map_err(|error| {
            let message = format!("The request could not be read: {error}.");
            named_problem(&ctx, AppError::new(Code::BadRequest, message))
        })?;
    }
    let done = reservation::cancel(&state.services, &ctx, &reference, key.as_deref()).await;
    done.map(Json).map_err(|error| named_problem(&ctx, error))
}

async fn open(state: &AppState, parts: &Parts, named: &str) -> Result<(Ctx, Reference), Problem> {
    let id = parts.extensions.get::<app::request::RequestId>();
    let id = id.map_or_else(|| "".into(), |id| id.0.clone());
    let missing = |error: AppError| Problem(error.with_request_id(id.as_ref()));
    let reference = reference(named).map_err(&missing)?;
    let principal = parts.extensions.get::<Principal>();
    let ctx = public_ctx(
        &state.services,
        principal,
        reference.hotel_code(),
        id.clone(),
    )
    .await;
    // A hotel that is not there has no reservations either: the same words.
    let ctx = ctx.map_err(|error| match error.code {
        Code::NotFound => missing(AppError::not_found("reservation")),
        _ => missing(error),
    })?;
    Ok((ctx, reference))
}

fn named_problem(ctx: &Ctx, error: AppError) -> Problem {
    Problem(error.with_request_id(ctx.request_id.as_ref()))
}
