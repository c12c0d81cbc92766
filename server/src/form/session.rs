//! `POST /login` and `POST /logout`.

use app::form::{Values, return_to};
use app::request::{ended_cookie, origin_of, session_cookie};
use axum::extract::State;
use axum::response::{IntoResponse as _, Redirect, Response};
use hotel::auth::principal::{self, Principal};
use hotel::error::AppError;
use hotel::view::session::Credentials;
use http::header::SET_COOKIE;
use http::request::Parts;

use super::page::again;
use super::{Sent, values};
use crate::state::AppState;

/// Logs in, and leads to where the person wanted to go.
pub async fn login(State(state): State<AppState>, parts: Parts, sent: Sent) -> Response {
    let mut values = match values(sent) {
        Ok(values) => values,
        Err(error) => return again(&state, parts, Values::new(), error).await,
    };
    let password = values.remove("password").unwrap_or_default();
    match enter(&state, &parts, &values, password).await {
        Ok((cookie, to)) => ([(SET_COOKIE, cookie)], Redirect::to(&to)).into_response(),
        Err(error) => again(&state, parts, values, error).await,
    }
}

/// The session's cookie, and where to go.
async fn enter(
    state: &AppState,
    parts: &Parts,
    values: &Values,
    password: String,
) -> Result<(String, String), AppError> {
    let text = |name: &str| values.get(name).cloned().unwrap_or_default();
    let credentials = Credentials {
        email: text("email"),
        password,
    };
    let fresh = principal::login(&state.services, credentials, &origin_of(parts)).await?;
    let first = fresh.answer.user.hotels.first();
    let desk = first.map_or_else(|| "/".to_owned(), |hotel| format!("/desk/{}", hotel.code));
    let to = text("to");
    Ok((
        session_cookie(&fresh.cookie),
        return_to(&to).map_or(desk, str::to_owned),
    ))
}

/// Ends the session everywhere, and leads to the log-in.
pub async fn logout(State(state): State<AppState>, parts: Parts) -> Response {
    if let Some(principal) = parts.extensions.get::<Principal>()
        && let Err(error) = principal::logout(&state.services, principal).await
    {
        return again(&state, parts, Values::new(), error).await;
    }
    ([(SET_COOKIE, ended_cookie())], Redirect::to("/login")).into_response()
}
