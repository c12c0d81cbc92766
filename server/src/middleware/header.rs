//! The headers of a careful site.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use leptos::nonce::Nonce;

/// Mints the nonce of a page and sets what browsers should know about the answer.
pub async fn protect(mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    let path = request.uri().path().to_owned();
    let opened = request.method() == Method::GET;
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let status = response.status();
    let headers = response.headers_mut();
    set(headers, "x-content-type-options", "nosniff");
    set(headers, "referrer-policy", "same-origin");
    set(headers, "cross-origin-opener-policy", "same-origin");
    set(headers, "cross-origin-resource-policy", "same-origin");
    set(
        headers,
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    );
    let html = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.starts_with("text/html"));
    if html {
        set(headers, "content-security-policy", &policy(&nonce));
    }
    if let Some(value) = caching(&path, opened && status.is_success(), html, headers) {
        set(headers, "cache-control", value);
    }
    response
}

/// Hashed files never change; whatever a person or a program is told is told once. Except the
/// booking page: somebody who goes back to it must find the form with the key it was sent with, or
/// sending it again would book again.
fn caching(path: &str, found: bool, html: bool, headers: &HeaderMap) -> Option<&'static str> {
    if headers.contains_key(header::CACHE_CONTROL) {
        return None;
    }
    if path.starts_with("/pkg/") && found {
        return Some("public, max-age=31536000, immutable");
    }
    if path.starts_with("/font/") && found {
        return Some("public, max-age=604800");
    }
    if html && found && path.starts_with("/book/") {
        return Some("private, no-cache");
    }
    (html || super::problem::is_for_programs(path)).then_some("no-store")
}

/// No script without the nonce, nothing from elsewhere. `wasm-unsafe-eval` lets WebAssembly
/// compile and nothing else; positions on the rack are style attributes.
fn policy(nonce: &Nonce) -> String {
    // While watching, the page listens for rebuilds on a port of its own.
    let reload = std::env::var("LEPTOS_RELOAD_PORT")
        .ok()
        .filter(|_| std::env::var_os("LEPTOS_WATCH").is_some())
        .map(|port| format!(" ws://127.0.0.1:{port} ws://localhost:{port}"))
        .unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'{reload}; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
         object-src 'none'; frame-ancestors 'none'"
    )
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}
