//! The page again, as the answer to a form that was refused.

use app::api::problem::Problem;
use app::form::{Posted, Values};
use app::request::RequestId;
use app::{response, shell};
use axum::body::Body;
use axum::response::Response;
use hotel::error::{AppError, Code};
use http::Request;
use http::request::Parts;
use leptos::prelude::provide_context;
use leptos_axum::render_app_async_with_context;

use crate::router::context;
use crate::state::AppState;

/// Renders the page at the form's address with what was typed and why it was refused.
pub async fn again(state: &AppState, parts: Parts, values: Values, error: AppError) -> Response {
    let status = status_of(&error);
    let problem = Problem(error.with_request_id(request_id(&parts).as_ref()));
    let posted = Posted {
        values,
        problem: Some(problem),
    };
    let provide = context(state);
    let options = state.options.clone();
    let render = render_app_async_with_context(
        move || {
            provide();
            provide_context(posted.clone());
            response::set_status(status);
        },
        move || shell(options.clone()),
    );
    render(Request::from_parts(parts, Body::empty())).await
}

/// Names the request, for errors and the audit trail.
pub fn request_id(parts: &Parts) -> std::sync::Arc<str> {
    parts
        .extensions
        .get::<RequestId>()
        .map_or_else(|| "".into(), |id| id.0.clone())
}

/// What a person can put right is 422, whichever status a program would get.
fn status_of(error: &AppError) -> u16 {
    match error.code {
        Code::BadRequest
        | Code::InvalidCredentials
        | Code::PaymentDeclined
        | Code::NoAvailability
        | Code::KeyInProgress
        | Code::Conflict => 422,
        _ => error.status(),
    }
}
