//! Pages, server functions, forms, webhooks and the live board in one router.

use app::{App, shell};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use http::StatusCode;
use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes as _, file_and_error_handler_with_context, generate_route_list};

use crate::middleware::{answer, header, identity, origin, trace};
use crate::state::AppState;
use crate::{health, live, webhook};

/// The largest body a page or an API call may send.
const BODY_LIMIT: usize = 64 * 1024;

/// What every render and every server function finds in its context.
pub fn context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let services = state.services.clone();
    move || {
        provide_context(services.clone());
        // The nonce in the header and the nonce in the scripts must be one.
        let nonce =
            use_context::<Parts>().and_then(|parts| parts.extensions.get::<Nonce>().cloned());
        if let Some(nonce) = nonce {
            provide_context(nonce);
        }
    }
}

/// The whole site.
pub fn router(state: AppState) -> Router {
    let options: LeptosOptions = state.options.clone();
    let services = state.services.clone();
    Router::<AppState>::new()
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .route("/api/{*rest}", any(nothing))
        .route("/auth/{*rest}", any(nothing))
        .merge(webhook::routes())
        .route("/webhooks/{*rest}", any(nothing))
        .merge(crate::api::routes())
        .merge(crate::form::routes())
        .leptos_routes_with_context(&state, generate_route_list(App), context(&state), {
            let options = options.clone();
            move || shell(options.clone())
        })
        .merge(live::router(state.live.clone()))
        .fallback(file_and_error_handler_with_context::<AppState, _>(
            context(&state),
            shell,
        ))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(from_fn(origin::check))
        .layer(from_fn_with_state(services.clone(), identity::identify))
        .layer(from_fn(answer::mend))
        .layer(from_fn(header::protect))
        .layer(from_fn_with_state(services, trace::trace))
        .with_state(state)
}

/// Nothing is here; the answer is put into words on the way out.
async fn nothing() -> StatusCode {
    StatusCode::NOT_FOUND
}
