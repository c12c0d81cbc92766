//! On the way out: programs get the contract's error body with its status, whatever layer spoke.

use app::request::RequestId;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hotel::error::{AppError, Code};
use http::{HeaderMap, StatusCode, header};

use super::problem::{Problem, is_for_programs};

/// More than any error of ours.
const ERROR_SIZE: usize = 64 * 1024;

/// Mends what the layers below cannot say themselves: server functions answer every error with
/// 500, the router answers a wrong method or address with nothing.
pub async fn mend(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.to_string())
        .unwrap_or_default();
    let mut response = next.run(request).await;
    if response.headers_mut().remove("serverfnerror").is_some() {
        return restate(response, &id).await;
    }
    if is_for_programs(&path) && !is_said(&path, response.headers()) {
        return speak(response, &id);
    }
    response
}

/// A server function's error: its body says which status it has.
async fn restate(response: Response, id: &str) -> Response {
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, ERROR_SIZE).await.unwrap_or_default();
    match serde_json::from_slice::<AppError>(&bytes) {
        Ok(error) if error.request_id.is_empty() => {
            Problem(error.with_request_id(id)).into_response()
        }
        Ok(error) => {
            parts.status = StatusCode::from_u16(error.status()).unwrap_or(parts.status);
            Response::from_parts(parts, Body::from(bytes))
        }
        Err(_) => Problem(AppError::internal().with_request_id(id)).into_response(),
    }
}

/// An empty or plain refusal of the router or an extractor, in our words.
fn speak(response: Response, id: &str) -> Response {
    let error = match response.status() {
        StatusCode::NOT_FOUND => AppError::new(Code::NotFound, "There is nothing at this address."),
        StatusCode::METHOD_NOT_ALLOWED => AppError::new(
            Code::MethodNotAllowed,
            "This address does not take this method.",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => AppError::new(
            Code::TooLarge,
            "The request is larger than this address takes. Nothing was stored.",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => {
            AppError::new(Code::UnsupportedMediaType, "Send application/json.")
        }
        StatusCode::BAD_REQUEST => AppError::new(
            Code::BadRequest,
            "The request could not be read. Nothing was stored.",
        ),
        StatusCode::INTERNAL_SERVER_ERROR => AppError::internal(),
        _ => return response,
    };
    Problem(error.with_request_id(id)).into_response()
}

/// Whether the answer has its words already. XML and text of webhooks are answers of their own
/// kind; text elsewhere comes from an extractor.
fn is_said(path: &str, headers: &HeaderMap) -> bool {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    value.is_some_and(|value| {
        let kinds = ["application/json", "text/xml", "application/xml"];
        kinds.iter().any(|kind| value.starts_with(kind))
            || (path.starts_with("/webhooks/") && value.starts_with("text/plain"))
    })
}
