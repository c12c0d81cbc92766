//! Users and their sessions, in the directory of the home database.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::error::StoreError;
use crate::auth::principal::{Membership, Principal};
use crate::auth::session::SessionKey;
use crate::domain::id::{HotelId, SessionId, UserId};
use crate::domain::role::Role;
use crate::error::AppError;

/// What a log-in needs of a user.
pub struct UserRow {
    /// Identifies the user.
    pub id: UserId,
    /// argon2id, in PHC form.
    pub password_hash: String,
}

/// A session to open.
pub struct NewSession {
    /// Identifies the session.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// SHA-256 of the cookie's secret.
    pub token_hash: [u8; 32],
    /// When it begins.
    pub now: DateTime<Utc>,
    /// When it ends in any case.
    pub expires_at: DateTime<Utc>,
    /// The browser.
    pub user_agent: String,
}

/// A pool without a free connection, in public words.
pub fn unavailable(error: sqlx::Error) -> AppError {
    StoreError::from(error).into()
}

/// The user with this e-mail address, unless disabled.
pub async fn lookup_user(
    conn: &mut PgConnection,
    email: &str,
) -> Result<Option<UserRow>, StoreError> {
    let row = sqlx::query!(
        "SELECT id, password_hash FROM directory.app_user WHERE email = $1 AND disabled_at IS NULL",
        email
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| UserRow {
        id: UserId(row.id),
        password_hash: row.password_hash,
    }))
}

/// Opens a session.
pub async fn insert_session(conn: &mut PgConnection, new: &NewSession) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO directory.session (id, user_id, token_hash, created_at, last_seen_at, expires_at, user_agent)
        VALUES ($1, $2, $3, $4, $4, $5, $6)
        "#,
        new.id.0,
        new.user.0,
        &new.token_hash,
        new.now,
        new.expires_at,
        new.user_agent,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The person behind a living session.
pub async fn lookup_principal(
    conn: &mut PgConnection,
    key: SessionKey,
    now: DateTime<Utc>,
    seen_after: DateTime<Utc>,
) -> Result<Option<Principal>, StoreError> {
    let (id, hash) = match key {
        SessionKey::Id(id) => (Some(id.0), None),
        SessionKey::Cookie(hash) => (None, Some(hash.to_vec())),
    };
    let rows = sqlx::query!(
        r#"
        SELECT s.id AS session_id, u.id AS user_id, u.name, u.email
             , h.id AS "hotel_id?", h.code AS "code?", h.name AS "hotel_name?", m.role AS "role?"
        FROM directory.session s
        JOIN directory.app_user u ON u.id = s.user_id AND u.disabled_at IS NULL
        LEFT JOIN directory.membership m ON m.user_id = u.id
        LEFT JOIN directory.hotel h ON h.id = m.hotel_id
        WHERE (s.id = $1 OR s.token_hash = $2)
          AND s.revoked_at IS NULL AND s.expires_at > $3 AND s.last_seen_at > $4
        ORDER BY h.code
        "#,
        id,
        hash,
        now,
        seen_after,
    )
    .fetch_all(conn)
    .await?;
    let Some(first) = rows.first() else {
        return Ok(None);
    };
    let (session, user) = (SessionId(first.session_id), UserId(first.user_id));
    let (name, email) = (
        Arc::from(first.name.as_str()),
        Arc::from(first.email.as_str()),
    );
    let mut memberships = Vec::with_capacity(rows.len());
    for row in rows {
        let (Some(hotel), Some(code), Some(name), Some(role)) =
            (row.hotel_id, row.code, row.hotel_name, row.role)
        else {
            continue;
        };
        let role = Role::parse(&role)
            .ok_or_else(|| StoreError::inconsistent("membership", "role", &role))?;
        memberships.push(Membership {
            hotel: HotelId(hotel),
            code,
            name,
            role,
        });
    }
    Ok(Some(Principal {
        session,
        user,
        name,
        email,
        memberships: memberships.into(),
    }))
}

/// Notes that the session is in use, at most once a minute.
pub async fn touch_session(
    conn: &mut PgConnection,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE directory.session SET last_seen_at = $2 WHERE id = $1 AND last_seen_at < $2::timestamptz - interval '1 minute'",
        session.0,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends a session.
pub async fn revoke_session(
    conn: &mut PgConnection,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE directory.session SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL",
        session.0,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a user, or finds the one with this e-mail address.
pub async fn insert_user(
    conn: &mut PgConnection,
    id: UserId,
    email: &str,
    name: &str,
    password_hash: &str,
) -> Result<UserId, StoreError> {
    let id = sqlx::query_scalar!(
        r#"
        INSERT INTO directory.app_user (id, email, name, password_hash)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (email) DO UPDATE SET email = EXCLUDED.email
        RETURNING id
        "#,
        id.0,
        email,
        name,
        password_hash
    )
    .fetch_one(conn)
    .await?;
    Ok(UserId(id))
}

/// Gives a user a role at a hotel.
pub async fn insert_membership(
    conn: &mut PgConnection,
    user: UserId,
    hotel: HotelId,
    role: Role,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"
        INSERT INTO directory.membership (user_id, hotel_id, role)
        VALUES ($1, $2, $3)
        ON CONFLICT (user_id, hotel_id) DO UPDATE SET role = EXCLUDED.role
        "#,
        user.0,
        hotel.0,
        role.as_str()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Log-in names made by the demo.
pub async fn list_demo_emails(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    Ok(
        sqlx::query_scalar!("SELECT email FROM directory.app_user WHERE demo ORDER BY email")
            .fetch_all(conn)
            .await?,
    )
}
