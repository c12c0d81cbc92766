//! Logging in and out.

use leptos::prelude::*;
use server_fn::codec::{GetUrl, Post};

use hotel::view::session::{Credentials, LoggedIn, Me};

use super::codec::{FlatJson, Json, Nothing};
use super::problem::Problem;

/// `POST /auth/login`: a token for programs, a cookie for browsers.
#[server(name = LoginJson, prefix = "/auth", endpoint = "login", input = Post<FlatJson<Credentials>>, output = Json)]
pub async fn login(
    /// What the person typed.
    credentials: Credentials,
) -> Result<LoggedIn, Problem> {
    use crate::request;
    let (services, origin) = (request::services()?, request::origin());
    let fresh = hotel::auth::principal::login(&services, credentials, &origin).await?;
    crate::response::append_header("set-cookie", &request::session_cookie(&fresh.cookie));
    Ok(fresh.answer)
}

/// `POST /auth/logout`: ends the session everywhere. Harmless when nobody is logged in.
#[server(name = LogoutJson, prefix = "/auth", endpoint = "logout", input = Post<Nothing>, output = Post<Nothing>)]
pub async fn logout() -> Result<(), Problem> {
    use crate::request;
    let (services, principal) = (request::services()?, request::principal());
    crate::response::set_status(204);
    crate::response::append_header("set-cookie", &request::ended_cookie());
    if let Some(principal) = principal {
        hotel::auth::principal::logout(&services, &principal).await?;
    }
    Ok(())
}

/// `GET /api/ui/me`: whoever is logged in.
#[server(name = GetMe, prefix = "/api", endpoint = "ui/me", input = GetUrl, output = Json)]
pub async fn me() -> Result<Option<Me>, Problem> {
    Ok(crate::request::principal().map(|principal| principal.me()))
}
