//! The door of `/live`: who may open a socket, and from where.

use std::sync::Arc;

use app::request::RequestId;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Extension, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use hotel::auth::principal::Principal;
use hotel::error::{AppError, Code};

use super::LiveHub;
use super::socket::Socket;
use crate::middleware::problem::Problem;

/// What a connection reads at once; the default of 128 KiB would be reserved per socket.
const READ_BUFFER: usize = 4096;
/// The longest message a client may send.
const LONGEST_MESSAGE: usize = 64 * 1024;

/// Opens a socket for somebody who is logged in, from a page of this house.
pub async fn upgrade(
    State(hub): State<LiveHub>,
    headers: HeaderMap,
    uri: Uri,
    principal: Option<Extension<Principal>>,
    request_id: Option<Extension<RequestId>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let request_id = request_id.map_or_else(|| Arc::from(""), |Extension(RequestId(id))| id);
    match admit(&headers, &uri, principal, upgrade) {
        Ok((principal, upgrade)) => upgrade
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_message_size(LONGEST_MESSAGE)
            .on_upgrade(|socket| Socket::new(hub, principal, request_id, socket).run()),
        Err(error) => Problem(error.with_request_id(&*request_id)).into_response(),
    }
}

fn admit(
    headers: &HeaderMap,
    uri: &Uri,
    principal: Option<Extension<Principal>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<(Principal, WebSocketUpgrade), AppError> {
    if !comes_from_here(headers, uri) {
        return Err(AppError::new(
            Code::Forbidden,
            "Live updates can be opened from this house's own pages only.",
        ));
    }
    let Extension(principal) = principal.ok_or_else(AppError::unauthenticated)?;
    let upgrade = upgrade.map_err(|_| {
        AppError::new(
            Code::BadRequest,
            "This address speaks WebSocket only (version 13, GET).",
        )
    })?;
    Ok((principal, upgrade))
}

/// A browser names the page that asks, and sends its cookies from any page; so the page must be
/// ours. A program with a bearer token has no page.
fn comes_from_here(headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    if !headers.contains_key(header::ORIGIN) {
        let credential = text(header::AUTHORIZATION).and_then(|value| value.split_once(' '));
        return credential.is_some_and(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    }
    let origin = text(header::ORIGIN).and_then(|origin| origin.split_once("://"));
    let host = text(header::HOST).or_else(|| uri.authority().map(Authority::as_str));
    match (origin, host) {
        (Some((_, origin)), Some(host)) => origin.eq_ignore_ascii_case(host),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(headers: &[(&'static str, &'static str)]) -> bool {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (
                header::HeaderName::from_static(name),
                header::HeaderValue::from_static(value),
            )
        };
        comes_from_here(
            &headers.iter().map(pair).collect(),
            &Uri::from_static("/live"),
        )
    }

    #[test]
    fn only_our_own_pages_and_programs_with_a_token_may_ask() {
        let host = ("host", "keyrack.example:3000");
        assert!(asks(&[host, ("origin", "https://keyrack.example:3000")]));
        assert!(asks(&[host, ("origin", "http://Keyrack.Example:3000")]));
        assert!(asks(&[host, ("authorization", "Bearer abc")]));
        for foreign in [
            vec![host],
            vec![host, ("origin", "https://keyrack.example")],
            vec![
                host,
                ("origin", "https://keyrack.example:3000.evil.example"),
            ],
            vec![host, ("origin", "https://evil.example")],
            vec![host, ("origin", "null")],
            vec![host, ("origin", "")],
            vec![("origin", "https://keyrack.example:3000")],
            vec![
                host,
                ("origin", "https://evil.example"),
                ("authorization", "Bearer abc"),
            ],
            vec![host, ("authorization", "Basic abc")],
        ] {
            assert!(!asks(&foreign), "{foreign:?}");
        }
    }
}
