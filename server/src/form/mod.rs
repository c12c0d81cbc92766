//! Forms of pages without JavaScript: posted to the page's own address, answered with 303 or with
//! the page again, the values kept.

mod book;
mod cancel;
mod desk;
mod page;
mod session;
mod theme;

use axum::Router;
use axum::extract::Form;
use axum::extract::rejection::FormRejection;
use axum::routing::post;
use hotel::error::{AppError, Code};
use http::StatusCode;

use app::form::Values;

use crate::state::AppState;

/// Every address that takes a form.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/book/{hotel}", post(book::book))
        .route("/stay/{reference}", post(cancel::cancel))
        .route("/desk/{hotel}/reservations/{reference}", post(desk::cancel))
        .route("/login", post(session::login))
        .route("/logout", post(session::logout))
        .route("/theme", post(theme::choose))
}

/// A form's fields, or why the body is no form.
type Sent = Result<Form<Values>, FormRejection>;

fn values(sent: Sent) -> Result<Values, AppError> {
    match sent {
        Ok(Form(values)) => Ok(values),
        Err(refused) if refused.status() == StatusCode::PAYLOAD_TOO_LARGE => Err(AppError::new(
            Code::TooLarge,
            "The form is larger than this page takes. Nothing was stored.",
        )),
        Err(_) => Err(AppError::new(
            Code::BadRequest,
            "The form could not be read. Nothing was stored; please fill it in again.",
        )),
    }
}
