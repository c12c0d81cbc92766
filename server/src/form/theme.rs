//! `POST /theme`: light or dark, for browsers without JavaScript.

use app::component::theme::Theme;
use app::form::return_to;
use axum::response::{IntoResponse as _, Redirect, Response};
use http::header::SET_COOKIE;

use super::{Sent, values};

/// Keeps the choice in a cookie and leads back.
pub async fn choose(sent: Sent) -> Response {
    let values = values(sent).unwrap_or_default();
    let text = |name: &str| values.get(name).map(String::as_str).unwrap_or_default();
    let back = Redirect::to(return_to(text("to")).unwrap_or("/"));
    match Theme::parse(text("theme")) {
        Some(theme) => ([(SET_COOKIE, theme.cookie())], back).into_response(),
        None => back.into_response(),
    }
}
