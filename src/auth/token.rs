//! Access tokens for API clients: ten minutes, one algorithm, and a session that can be revoked.

use chrono::{DateTime, Duration, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::secret::Secrets;
use crate::domain::id::{SessionId, UserId};
use crate::error::AppError;

const ISSUER: &str = "keyrack";
const AUDIENCE: &str = "keyrack-api";
const KIND: &str = "at+jwt";
/// How long a token is good.
const LIFETIME: Duration = Duration::minutes(10);

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Whose it is.
    pub user: UserId,
    /// Under which log-in; revoking that ends the token.
    pub session: SessionId,
}

#[derive(Serialize, Deserialize)]
struct Wire {
    iss: String,
    aud: String,
    sub: Uuid,
    sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A token for a session, and when it ends.
pub fn issue(
    secrets: &Secrets,
    claims: Claims,
    now: DateTime<Utc>,
) -> Result<(String, DateTime<Utc>), AppError> {
    let expires_at = now + LIFETIME;
    let wire = Wire {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: claims.user.0,
        sid: claims.session.0,
        iat: now.timestamp(),
        nbf: now.timestamp(),
        exp: expires_at.timestamp(),
    };
    let header = Header {
        typ: Some(KIND.to_owned()),
        ..Header::new(Algorithm::HS256)
    };
    let key = EncodingKey::from_secret(secrets.jwt_key());
    let token = encode(&header, &wire, &key).map_err(|error| {
        tracing::error!(%error, "could not sign a token");
        AppError::internal()
    })?;
    Ok((token, expires_at))
}

/// What a token says, if it is ours, of the right kind and good at `now`.
pub fn read(secrets: &Secrets, token: &str, now: DateTime<Utc>) -> Option<Claims> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    // Times are compared below, against the injected clock.
    validation.validate_exp = false;
    validation.validate_nbf = false;
    let key = DecodingKey::from_secret(secrets.jwt_key());
    let data = decode::<Wire>(token, &key, &validation).ok()?;
    let kind_is_right = data.header.typ.as_deref() == Some(KIND);
    let in_time = (data.claims.nbf - 60..data.claims.exp).contains(&now.timestamp());
    (kind_is_right && in_time).then_some(Claims {
        user: UserId(data.claims.sub),
        session: SessionId(data.claims.sid),
    })
}
