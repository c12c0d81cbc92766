//! What partners call. Each protocol reads a request, hands a message in our own words to the
//! service, and writes the answer it gets.

pub mod alpinebits;
#[cfg(test)]
mod tests;

use axum::Router;
use axum::extract::FromRef;
use axum::response::{IntoResponse, Response};
use hotel::error::{AppError, Code};
use hotel::service::services::Services;
use http::{HeaderValue, header};

use crate::middleware::problem::Problem;

/// Every webhook, for any state that holds the services.
pub fn routes<S>() -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    Services: FromRef<S>,
{
    alpinebits::routes()
}

/// An error as the contract has it.
fn refusal(error: AppError) -> Response {
    let unknown = matches!(error.code, Code::InvalidCredentials | Code::Unauthenticated);
    let mut response = Problem(error).into_response();
    if unknown {
        let challenge = HeaderValue::from_static("Basic realm=\"Keyrack\", charset=\"UTF-8\"");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}
