//! One principal, whichever credential came: a cookie or a bearer token.

use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use super::secret::{base32, fingerprint};
use super::session::SessionKey;
use super::token::{self, Claims};
use crate::domain::id::{HotelId, SessionId, UserId};
use crate::domain::role::Role;
use crate::error::{AppError, Code};
use crate::service::services::Services;
use crate::store::session as store;
use crate::view::hotel::HotelChoice;
use crate::view::session::{Credentials, LoggedIn, Me};

/// The cookie's name; the prefix makes browsers keep it to this host, over TLS, for all paths.
pub const COOKIE: &str = "__Host-sid";
/// A session ends after this long without a request, never because of a day close.
const IDLE: Duration = Duration::days(7);
/// A session ends after this long in any case.
const ABSOLUTE: Duration = Duration::days(30);

/// Somebody who is logged in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The log-in.
    pub session: SessionId,
    /// The person.
    pub user: UserId,
    /// As shown.
    pub name: Arc<str>,
    /// The log-in name.
    pub email: Arc<str>,
    /// Where this person works.
    pub memberships: Arc<[Membership]>,
}

/// A place of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The hotel.
    pub hotel: HotelId,
    /// The hotel's code.
    pub code: String,
    /// The hotel's name.
    pub name: String,
    /// The role there.
    pub role: Role,
}

impl Principal {
    /// The membership in a hotel, by its code.
    pub fn membership(&self, code: &str) -> Option<&Membership> {
        self.memberships
            .iter()
            .find(|membership| membership.code == code)
    }

    /// As the browser sees it.
    pub fn me(&self) -> Me {
        let choice = |m: &Membership| HotelChoice {
            code: m.code.clone(),
            name: m.name.clone(),
            role: m.role,
        };
        Me {
            id: self.user.0,
            name: self.name.to_string(),
            email: self.email.to_string(),
            hotels: self.memberships.iter().map(choice).collect(),
        }
    }
}

/// Where a log-in comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The client's address, for slowing down guesses.
    pub address: String,
    /// The browser, for the list of sessions.
    pub user_agent: String,
}

/// A fresh log-in: the answer, and the secret for the cookie.
pub struct LogIn {
    /// For the client.
    pub answer: LoggedIn,
    /// For the cookie only.
    pub cookie: String,
}

/// Checks e-mail and password; the same words and the same time whether the user exists or not.
pub async fn login(
    services: &Services,
    credentials: Credentials,
    origin: &Origin,
) -> Result<LogIn, AppError> {
    let email = credentials.email.trim().to_lowercase();
    services.throttle().check(&email, &origin.address)?;
    let mut conn = services
        .home()?
        .app
        .acquire()
        .await
        .map_err(store::unavailable)?;
    let user = store::lookup_user(&mut conn, &email).await?;
    // The connection goes back before the slow part.
    drop(conn);
    let hash = user.as_ref().map(|user| user.password_hash.clone());
    let matches = services.hashing().verify(credentials.password, hash).await;
    let Some(user) = user.filter(|_| matches) else {
        services.throttle().wrong(&email, &origin.address);
        return Err(AppError::new(
            Code::InvalidCredentials,
            "E-mail and password do not match. Please check both and try again.",
        ));
    };
    services.throttle().right(&email, &origin.address);
    open_session(services, user.id, origin).await
}

async fn open_session(
    services: &Services,
    user: UserId,
    origin: &Origin,
) -> Result<LogIn, AppError> {
    let now = services.clock().now();
    let cookie = base32(&services.ids().secret());
    let session = SessionId(services.ids().uuid());
    let mut conn = services
        .home()?
        .app
        .acquire()
        .await
        .map_err(store::unavailable)?;
    store::insert_session(
        &mut conn,
        &store::NewSession {
            id: session,
            user,
            token_hash: fingerprint(cookie.as_bytes()),
            now,
            expires_at: now + ABSOLUTE,
            user_agent: origin.user_agent.chars().take(200).collect(),
        },
    )
    .await?;
    let principal = store::lookup_principal(&mut conn, SessionKey::Id(session), now, now - IDLE)
        .await?
        .ok_or_else(AppError::internal)?;
    let (token, expires_at) = token::issue(services.secrets(), Claims { user, session }, now)?;
    Ok(LogIn {
        answer: LoggedIn {
            token,
            expires_at,
            user: principal.me(),
        },
        cookie,
    })
}

/// Ends the session everywhere; cookie and tokens are dead at once.
pub async fn logout(services: &Services, principal: &Principal) -> Result<(), AppError> {
    let mut conn = services
        .home()?
        .app
        .acquire()
        .await
        .map_err(store::unavailable)?;
    store::revoke_session(&mut conn, principal.session, services.clock().now()).await?;
    services.sessions().forget(principal.session);
    Ok(())
}

/// Whoever the cookie's secret belongs to, if the session still lives.
pub async fn of_cookie(services: &Services, secret: &str) -> Result<Option<Principal>, AppError> {
    find(services, SessionKey::Cookie(fingerprint(secret.as_bytes()))).await
}

/// Whoever the token belongs to, if it is good and its session still lives.
pub async fn of_bearer(services: &Services, token: &str) -> Result<Option<Principal>, AppError> {
    match token::read(services.secrets(), token, services.clock().now()) {
        Some(claims) => find(services, SessionKey::Id(claims.session)).await,
        None => Ok(None),
    }
}

/// Whoever holds a session, with today's roles, if it still lives: asked by long-lived connections.
pub async fn of_session(
    services: &Services,
    session: SessionId,
) -> Result<Option<Principal>, AppError> {
    find(services, SessionKey::Id(session)).await
}

async fn find(services: &Services, key: SessionKey) -> Result<Option<Principal>, AppError> {
    if let Some(principal) = services.sessions().get(&key).await {
        return Ok(Some(principal));
    }
    let now: DateTime<Utc> = services.clock().now();
    let mut conn = services
        .home()?
        .app
        .acquire()
        .await
        .map_err(store::unavailable)?;
    let found = store::lookup_principal(&mut conn, key, now, now - IDLE).await?;
    if let Some(principal) = &found {
        store::touch_session(&mut conn, principal.session, now).await?;
        services.sessions().put(key, principal.clone()).await;
    }
    Ok(found)
}
