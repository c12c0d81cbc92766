//! Slows down guessing: per account and address, without ever locking out somebody else.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::error::{AppError, Code};

/// Wrong tries that are free within the window.
const FREE_TRIES: u32 = 10;
/// After the last wrong try, how long until all is forgotten.
const WINDOW: Duration = Duration::from_mins(1);

/// Counts wrong log-ins per account and address.
#[derive(Clone)]
pub struct Throttle {
    wrong: moka::sync::Cache<(String, String), Arc<AtomicU32>>,
}

impl Default for Throttle {
    fn default() -> Self {
        Self {
            wrong: moka::sync::Cache::builder()
                .max_capacity(100_000)
                .time_to_idle(WINDOW)
                .build(),
        }
    }
}

impl Throttle {
    /// Refuses when this account was tried too often from this address.
    pub fn check(&self, account: &str, address: &str) -> Result<(), AppError> {
        let tried = self.counter(account, address).load(Ordering::Relaxed);
        if tried < FREE_TRIES {
            return Ok(());
        }
        Err(AppError::new(
            Code::TooManyRequests,
            "Too many wrong tries. Please wait a minute and try again.",
        ))
    }

    /// One more wrong try.
    pub fn wrong(&self, account: &str, address: &str) {
        self.counter(account, address)
            .fetch_add(1, Ordering::Relaxed);
    }

    /// The right person came in.
    pub fn right(&self, account: &str, address: &str) {
        self.wrong
            .invalidate(&(account.to_owned(), address.to_owned()));
    }

    fn counter(&self, account: &str, address: &str) -> Arc<AtomicU32> {
        self.wrong
            .get_with((account.to_owned(), address.to_owned()), Arc::default)
    }
}
