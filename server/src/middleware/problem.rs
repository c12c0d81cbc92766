//! An [`AppError`] as an HTTP answer.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use hotel::error::AppError;
use http::{StatusCode, header};

/// The JSON body of the contract, with the status that belongs to its code.
pub struct Problem(pub AppError);

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        Self(error)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        (
            status,
            [(header::CONTENT_TYPE, "application/json")],
            Body::from(body),
        )
            .into_response()
    }
}

/// Whether callers of this path are programs and get JSON, not pages.
pub fn is_for_programs(path: &str) -> bool {
    ["/api/", "/auth/", "/webhooks/", "/live"]
        .iter()
        .any(|prefix| path.starts_with(prefix))
}
