//! Everything a use case can reach, in one cheap handle. Built by the server, read everywhere.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::Notify;

use super::catalog::Catalog;
use super::ctx::HotelScope;
use super::determinism::{Clock, Ids};
use crate::auth::password::Hashing;
use crate::auth::secret::Secrets;
use crate::auth::session::SessionCache;
use crate::auth::throttle::Throttle;
use crate::domain::id::HotelId;
use crate::integration::bus::Bus;
use crate::integration::mail::Mailer;
use crate::integration::payment::PaymentGateway;
use crate::store::error::StoreError;

/// The database that holds the directory.
pub const HOME: &str = "home";

/// One database and the ways into it.
#[derive(Clone, Debug)]
pub struct Database {
    /// The name hotels are mapped to.
    pub name: Arc<str>,
    /// Requests: the app role, bound by row-level security.
    pub app: PgPool,
    /// The relay and the job runner: sees the queues of all hotels and nothing else.
    pub relay: PgPool,
    /// Rung after a commit that told something.
    pub wake: Arc<Notify>,
}

/// What differs between a hotel in earnest, a demo and a test.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How long a room is held while the payment runs.
    pub hold: Duration,
    /// Where guests reach us, for links in mails: `http://127.0.0.1:3000`.
    pub public_url: String,
    /// How long a repetition of a running request waits for its answer.
    pub replay_wait: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hold: Duration::from_mins(15),
            public_url: "http://127.0.0.1:3000".to_owned(),
            replay_wait: Duration::from_secs(20),
        }
    }
}

/// The parts a server puts together.
pub struct Parts {
    /// By name; [`HOME`] must be there.
    pub databases: BTreeMap<String, Database>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// New identifiers and secrets.
    pub ids: Arc<dyn Ids>,
    /// Takes cards.
    pub gateway: Arc<dyn PaymentGateway>,
    /// Sends mails.
    pub mailer: Arc<dyn Mailer>,
    /// Carries events to whoever listens.
    pub bus: Arc<dyn Bus>,
    /// Keys for tokens and links.
    pub secrets: Secrets,
    /// What differs between installations.
    pub settings: Settings,
}

struct Inner {
    parts: Parts,
    scopes: moka::future::Cache<String, HotelScope>,
    catalogs: moka::future::Cache<HotelId, Arc<Catalog>>,
    sessions: SessionCache,
    hashing: Hashing,
    throttle: Throttle,
}

/// Everything a use case can reach.
#[derive(Clone)]
pub struct Services(Arc<Inner>);

impl Services {
    /// Puts the parts together.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(Inner {
            parts,
            scopes: moka::future::Cache::builder()
                .max_capacity(10_000)
                .time_to_live(Duration::from_mins(1))
                .build(),
            catalogs: moka::future::Cache::builder()
                .max_capacity(10_000)
                .time_to_live(Duration::from_secs(30))
                .build(),
            sessions: SessionCache::default(),
            hashing: Hashing::default(),
            throttle: Throttle::default(),
        }))
    }

    /// The database of this name.
    pub fn database(&self, name: &str) -> Result<&Database, StoreError> {
        self.0.parts.databases.get(name).ok_or_else(|| {
            StoreError::Unavailable(format!("no database named {name} is configured"))
        })
    }

    /// Every database, by name.
    pub fn databases(&self) -> impl Iterator<Item = &Database> {
        self.0.parts.databases.values()
    }

    /// The database that holds the directory.
    pub fn home(&self) -> Result<&Database, StoreError> {
        self.database(HOME)
    }

    /// What time it is.
    pub fn clock(&self) -> &dyn Clock {
        self.0.parts.clock.as_ref()
    }

    /// New identifiers and secrets.
    pub fn ids(&self) -> &dyn Ids {
        self.0.parts.ids.as_ref()
    }

    /// The same, to keep.
    pub fn ids_arc(&self) -> Arc<dyn Ids> {
        Arc::clone(&self.0.parts.ids)
    }

    /// Takes cards.
    pub fn gateway(&self) -> &dyn PaymentGateway {
        self.0.parts.gateway.as_ref()
    }

    /// Sends mails.
    pub fn mailer(&self) -> &dyn Mailer {
        self.0.parts.mailer.as_ref()
    }

    /// Carries events to whoever listens.
    pub fn bus(&self) -> &dyn Bus {
        self.0.parts.bus.as_ref()
    }

    /// Keys for tokens and links.
    pub fn secrets(&self) -> &Secrets {
        &self.0.parts.secrets
    }

    /// What differs between installations.
    pub fn settings(&self) -> &Settings {
        &self.0.parts.settings
    }

    /// Hotels by code, remembered for a minute.
    pub(crate) fn scopes(&self) -> &moka::future::Cache<String, HotelScope> {
        &self.0.scopes
    }

    /// Catalogues by hotel, remembered for half a minute.
    pub(crate) fn catalogs(&self) -> &moka::future::Cache<HotelId, Arc<Catalog>> {
        &self.0.catalogs
    }

    /// Sessions seen a moment ago.
    pub(crate) fn sessions(&self) -> &SessionCache {
        &self.0.sessions
    }

    /// Password hashing, never more at once than there are cores.
    pub(crate) fn hashing(&self) -> &Hashing {
        &self.0.hashing
    }

    /// Slows down guessing.
    pub(crate) fn throttle(&self) -> &Throttle {
        &self.0.throttle
    }
}
