//! Time, identity and chance, as parameters: a test decides what they say.

use chrono::{DateTime, Utc};
use rand::Rng as _;
use uuid::Uuid;

/// What time it is.
pub trait Clock: Send + Sync + 'static {
    /// Now.
    fn now(&self) -> DateTime<Utc>;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// New identifiers and secrets.
pub trait Ids: Send + Sync + 'static {
    /// A UUID of version 7: new ones sort after old ones.
    fn uuid(&self) -> Uuid;

    /// Unpredictable bits for references.
    fn random(&self) -> u64;

    /// Unpredictable bytes for secrets.
    fn secret(&self) -> [u8; 32];
}

/// Identifiers from the operating system's randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemIds;

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that draws from the system"
)]
impl Ids for SystemIds {
    fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }

    fn random(&self) -> u64 {
        rand::rng().next_u64()
    }

    fn secret(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        rand::rng().fill_bytes(&mut bytes);
        bytes
    }
}
