//! Who asks: a cookie or a bearer token becomes one principal.

use app::request::{RequestId, cookie_of};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use hotel::auth::principal::{self, COOKIE, Principal};
use hotel::error::{AppError, Code};
use hotel::service::services::Services;
use http::{HeaderMap, header};

use super::problem::Problem;

/// Puts the principal into the request. A bearer token must be good; a cookie that is not is a
/// visitor who is not logged in.
pub async fn identify(
    State(services): State<Services>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = request
        .extensions()
        .get::<RequestId>()
        .map(|id| id.0.to_string());
    match find(&services, request.headers()).await {
        Ok(Some(principal)) => {
            request.extensions_mut().insert(principal);
            next.run(request).await
        }
        Ok(None) => next.run(request).await,
        Err(error) => Problem(error.with_request_id(id.unwrap_or_default())).into_response(),
    }
}

async fn find(services: &Services, headers: &HeaderMap) -> Result<Option<Principal>, AppError> {
    let cookie = cookie_of(headers, COOKIE).filter(|secret| !secret.is_empty());
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "));
    match (bearer, cookie) {
        (Some(_), Some(_)) => Err(AppError::new(
            Code::BadRequest,
            "Send a cookie or a bearer token, not both: it is not clear who asks.",
        )),
        (Some(token), None) => {
            let principal = principal::of_bearer(services, token).await?;
            principal.map(Some).ok_or_else(|| {
                AppError::new(
                    Code::Unauthenticated,
                    "The token is not valid any more; log in again.",
                )
            })
        }
        (None, Some(secret)) => principal::of_cookie(services, &secret).await,
        (None, None) => Ok(None),
    }
}
