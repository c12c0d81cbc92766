//! Requests that change something come from our own pages, or from programs that are no browser.

use app::request::RequestId;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hotel::error::{AppError, Code};
use http::{HeaderMap, HeaderValue, Method, header};

use super::problem::Problem;

/// Refuses what a foreign page makes a browser send, and bodies that are not what they must be.
/// Partners' webhooks carry a credential of their own in every message.
pub async fn check(mut request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let reads = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let webhook = path.starts_with("/webhooks/");
    if !reads && !webhook && is_foreign(request.headers()) {
        return refuse(
            &request,
            Code::Forbidden,
            "This request came from a different site.",
        );
    }
    let json = path.starts_with("/api/") || path.starts_with("/auth/");
    if json && !reads && !is_json(request.headers()) && says_something(request.headers()) {
        return refuse(
            &request,
            Code::UnsupportedMediaType,
            "Send application/json.",
        );
    }
    if json {
        // A server function that sees text/html answers with a redirect for forms.
        let value = HeaderValue::from_static("application/json");
        request.headers_mut().insert(header::ACCEPT, value);
    }
    next.run(request).await
}

/// `Sec-Fetch-Site` where the browser sends it, otherwise `Origin` against `Host`. A request with
/// neither is no browser's: every browser sends `Origin` with a POST.
pub fn is_foreign(headers: &HeaderMap) -> bool {
    let text = |name| {
        headers
            .get(name)
            .and_then(|value: &HeaderValue| value.to_str().ok())
    };
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return false,
        Some("cross-site") => return true,
        _ => {}
    }
    let Some(origin) = text("origin") else {
        return false;
    };
    let host = origin.split_once("://").map(|(_, host)| host);
    host.is_none() || host != text("host")
}

/// Whether there is a body, or at least a word about one.
fn says_something(headers: &HeaderMap) -> bool {
    headers.contains_key(header::CONTENT_TYPE)
        || headers.contains_key(header::TRANSFER_ENCODING)
        || headers
            .get(header::CONTENT_LENGTH)
            .is_some_and(|length| length != "0")
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.is_some_and(|value| {
        value
            .split(';')
            .next()
            .is_some_and(|kind| kind.trim() == "application/json")
    })
}

fn refuse(request: &Request, code: Code, message: &str) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.to_string());
    Problem(AppError::new(code, message).with_request_id(id.unwrap_or_default())).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    http::HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn foreign_pages_are_told_from_our_own() {
        let host = ("host", "keyrack.example");
        assert!(is_foreign(&headers(&[
            host,
            ("sec-fetch-site", "cross-site")
        ])));
        assert!(is_foreign(&headers(&[
            host,
            ("origin", "https://evil.example")
        ])));
        assert!(is_foreign(&headers(&[host, ("origin", "null")])));
        let sibling = [
            host,
            ("sec-fetch-site", "same-site"),
            ("origin", "https://a.keyrack.example"),
        ];
        assert!(is_foreign(&headers(&sibling)));
        assert!(!is_foreign(&headers(&[
            host,
            ("sec-fetch-site", "same-origin")
        ])));
        assert!(!is_foreign(&headers(&[
            host,
            ("origin", "https://keyrack.example")
        ])));
        assert!(!is_foreign(&headers(&[host])), "no browser at all");
    }
}
