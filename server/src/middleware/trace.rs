//! Every request gets a name, and a line in the log.

use std::sync::Arc;
use std::time::Instant;

use app::request::RequestId;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use hotel::service::services::Services;
use http::HeaderValue;
use tracing::Instrument as _;

use crate::health::REQUESTS;

/// Names the request and logs how it went. A name sent along by a client is not taken over: it
/// would let strangers write into the log.
pub async fn trace(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    let id: Arc<str> = services.ids().uuid().simple().to_string().into();
    request.extensions_mut().insert(RequestId(Arc::clone(&id)));
    // The path only: a query may carry a guest's key.
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", %id, %method, path);
    let begun = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, millis) = (response.status().as_u16(), begun.elapsed().as_millis());
    REQUESTS.count(status, begun.elapsed());
    span.in_scope(|| {
        if status >= 500 {
            tracing::warn!(status, millis, "answered");
        } else {
            tracing::debug!(status, millis, "answered");
        }
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
