//! Sessions seen a moment ago, so that a page full of requests asks the database once.

use std::time::Duration;

use super::principal::Principal;
use crate::domain::id::SessionId;

/// How long a revocation on another node may go unnoticed; on this node it works at once.
const FRESH: Duration = Duration::from_secs(3);

/// What a credential is looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SessionKey {
    /// SHA-256 of a cookie's secret.
    Cookie([u8; 32]),
    /// The session a token names.
    Id(SessionId),
}

/// Principals by credential, for a few seconds.
#[derive(Clone)]
pub struct SessionCache {
    known: moka::future::Cache<SessionKey, Principal>,
}

impl Default for SessionCache {
    fn default() -> Self {
        Self {
            known: moka::future::Cache::builder()
                .max_capacity(50_000)
                .time_to_live(FRESH)
                .support_invalidation_closures()
                .build(),
        }
    }
}

impl SessionCache {
    /// The principal, if it was looked up a moment ago.
    pub async fn get(&self, key: &SessionKey) -> Option<Principal> {
        self.known.get(key).await
    }

    /// Remembers a look-up.
    pub async fn put(&self, key: SessionKey, principal: Principal) {
        self.known.insert(key, principal).await;
    }

    /// Forgets a session under every key, at once.
    pub fn forget(&self, session: SessionId) {
        // Refused only by a cache built without closures, which this one is not.
        let forgotten = self
            .known
            .invalidate_entries_if(move |_, p| p.session == session);
        debug_assert!(forgotten.is_ok());
    }
}
