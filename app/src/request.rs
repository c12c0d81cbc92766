//! Who asks, and under which name: read from the request that is being answered.
//!
//! The server's middleware puts a [`RequestId`] and, for somebody who is logged in, a
//! `hotel::auth::principal::Principal` into the request's extensions. Everything here must be
//! called before the first `.await` of a server function: afterwards the context may be gone.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::ConnectInfo;
use http::request::Parts;
use http::{HeaderMap, header};
use leptos::prelude::{use_context, with_context};

use hotel::auth::principal::{COOKIE, Origin, Principal};
use hotel::error::AppError;
use hotel::service::ctx::Ctx;
use hotel::service::directory;
use hotel::service::services::Services;

use crate::api::problem::Problem;

/// Names one request in the log, in errors and in the audit trail. An extension of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub Arc<str>);

/// The house, as the server put it into the context.
pub fn services() -> Result<Services, Problem> {
    use_context::<Services>().ok_or_else(|| AppError::internal().into())
}

/// Whoever is logged in, by cookie or bearer token.
pub fn principal() -> Option<Principal> {
    extension::<Principal>()
}

/// The name of this request; empty outside of one.
pub fn id() -> Arc<str> {
    extension::<RequestId>().map_or_else(|| Arc::from(""), |RequestId(id)| id)
}

/// A header's text, when it is there and readable.
pub fn header(name: &str) -> Option<String> {
    with_context::<Parts, _>(|parts| text(&parts.headers, name)).flatten()
}

/// A cookie's value.
pub fn cookie(name: &str) -> Option<String> {
    with_context::<Parts, _>(|parts| cookie_of(&parts.headers, name)).flatten()
}

/// A cookie's value, from these headers.
pub fn cookie_of(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
}

/// Where the request comes from, for slowing down guesses and for the list of sessions.
pub fn origin() -> Origin {
    with_context::<Parts, _>(origin_of).unwrap_or_default()
}

/// The same, of these parts.
pub fn origin_of(parts: &Parts) -> Origin {
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>();
    Origin {
        address: address
            .map(|ConnectInfo(peer)| peer.ip().to_string())
            .unwrap_or_default(),
        user_agent: text(&parts.headers, header::USER_AGENT.as_str()).unwrap_or_default(),
    }
}

/// The `Set-Cookie` line of a fresh log-in. The session's own end is kept by the server; the
/// browser keeps the cookie as long as it may live.
pub fn session_cookie(secret: &str) -> String {
    format!("{COOKIE}={secret}; Path=/; Max-Age=2592000; Secure; HttpOnly; SameSite=Lax")
}

/// The `Set-Cookie` line that takes the log-in away.
pub fn ended_cookie() -> String {
    format!("{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax")
}

/// The context of a page anybody may open. Staff of the hotel stays staff.
pub async fn public_ctx(code: &str) -> Result<(Services, Ctx), Problem> {
    let (services, principal, id) = (services()?, principal(), id());
    let ctx = directory::public_ctx(&services, principal.as_ref(), code, id).await;
    Ok((services, ctx?))
}

/// The context of a desk page: for staff of this hotel only.
pub async fn staff_ctx(code: &str) -> Result<(Services, Ctx), Problem> {
    let (services, principal, id) = (services()?, principal(), id());
    let ctx = directory::staff_ctx(&services, principal.as_ref(), code, id).await;
    Ok((services, ctx?))
}

fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    with_context::<Parts, _>(|parts| parts.extensions.get::<T>().cloned()).flatten()
}

fn text(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .map(str::to_owned)
}
