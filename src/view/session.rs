//! Logging in: `POST /auth/login`.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::hotel::HotelChoice;

/// What a person types.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The log-in name.
    pub email: String,
    /// Never logged, never echoed.
    pub password: String,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credentials")
            .field("email", &self.email)
            .finish_non_exhaustive()
    }
}

/// A fresh log-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoggedIn {
    /// For API clients: `Authorization: Bearer`. Browsers use the cookie.
    pub token: String,
    /// When the token ends; the cookie lives on.
    pub expires_at: DateTime<Utc>,
    /// Who it is.
    pub user: Me,
}

/// The person behind a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Identifies the user.
    pub id: Uuid,
    /// As shown.
    pub name: String,
    /// The log-in name.
    pub email: String,
    /// Where this user works.
    pub hotels: Vec<HotelChoice>,
}
