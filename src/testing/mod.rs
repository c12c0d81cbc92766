//! The harness of the test suites: a small house on a real PostgreSQL, made in a tenth of a
//! second, with a clock that stands still and an outside world that does what a test says.
//!
//! `DATABASE_URL` names a superuser of a throw-away cluster (`.ci/with-postgres`). Databases are
//! copied from templates and never dropped: dropping costs more than the test, the cluster goes as
//! a whole.

mod database;
mod outside;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeZone as _, Utc};
use sqlx::PgPool;
use tokio::sync::Notify;

pub use self::outside::{StoppedClock, TestGateway, TestMailer};

use crate::auth::principal::{self, Origin, Principal};
use crate::auth::secret::Secrets;
use crate::domain::role::Role;
use crate::integration::bus::in_process::InProcessBus;
use crate::service::ctx::Ctx;
use crate::service::determinism::SystemIds;
use crate::service::directory;
use crate::service::services::{Database, HOME, Parts, Services, Settings};
use crate::view::booking::{NewGuest, NewPayment, NewReservation};
use crate::view::session::Credentials;

/// The password of everybody in the test house.
pub const PASSWORD: &str = "keyrack-demo";

/// The business date of every hotel in the test house.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap_or_default()
}

/// The instant at which the clock stands at first: noon in Bolzano.
pub fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 22, 11, 0, 0)
        .single()
        .unwrap_or_default()
}

/// Two databases with three hotels: `AUR` and `HAR` at home, `MER` in north. Each has the room
/// types `SGL` (one room, 101) and `DBL` (three rooms, 201 to 203), the plans `FLEX`, `NREF`
/// (−12 %, prepaid) and `BB`, 120 nights at 100.00 and 150.00, and the staff `owner@`, `manager@`,
/// `desk@` and `house@<code>.example`. The partner `demo-channel` maps hotel `123` to `AUR`.
pub struct TestHouse {
    /// For use cases.
    pub services: Services,
    /// What time it is.
    pub clock: Arc<StoppedClock>,
    /// What became of cards.
    pub gateway: Arc<TestGateway>,
    /// What was mailed.
    pub mailer: Arc<TestMailer>,
    /// The owner's way into each database, past every policy.
    pub owner: BTreeMap<String, PgPool>,
}

impl TestHouse {
    /// A fresh house.
    ///
    /// # Panics
    /// When `DATABASE_URL` is missing or the cluster refuses: a test without its database fails.
    pub async fn new() -> Self {
        Self::with(Settings {
            replay_wait: Duration::from_secs(10),
            ..Settings::default()
        })
        .await
    }

    /// A fresh house with other settings.
    ///
    /// # Panics
    /// As [`TestHouse::new`].
    pub async fn with(settings: Settings) -> Self {
        let clock = Arc::new(StoppedClock::at(now()));
        let gateway = Arc::new(TestGateway::default());
        let mailer = Arc::new(TestMailer::default());
        let mut databases = BTreeMap::new();
        let mut owner = BTreeMap::new();
        for name in [HOME, "north"] {
            let made = database::copy(name).await;
            owner.insert(name.to_owned(), made.owner);
            let database = Database {
                name: name.into(),
                app: made.app,
                relay: made.relay,
                wake: Arc::new(Notify::new()),
            };
            databases.insert(name.to_owned(), database);
        }
        let services = Services::new(Parts {
            databases,
            clock: clock.clone(),
            ids: Arc::new(SystemIds),
            gateway: gateway.clone(),
            mailer: mailer.clone(),
            bus: Arc::new(InProcessBus::default()),
            secrets: Secrets::new([7; 32], [9; 32]),
            settings,
        });
        Self {
            services,
            clock,
            gateway,
            mailer,
            owner,
        }
    }

    /// A guest on the public page of a hotel.
    ///
    /// # Panics
    /// When there is no such hotel.
    #[expect(clippy::expect_used, reason = "a test fails here")]
    pub async fn guest(&self, hotel: &str) -> Ctx {
        directory::public_ctx(&self.services, None, hotel, "test".into())
            .await
            .expect("a hotel")
    }

    /// Somebody on the staff of a hotel.
    ///
    /// # Panics
    /// When there is no such hotel.
    #[expect(clippy::expect_used, reason = "a test fails here")]
    pub async fn staff(&self, hotel: &str, role: Role) -> Ctx {
        let principal = self.principal(hotel, role).await;
        directory::staff_ctx(&self.services, Some(&principal), hotel, "test".into())
            .await
            .expect("a member of the staff")
    }

    /// Somebody on the staff of a hotel, logged in.
    ///
    /// # Panics
    /// When the log-in fails.
    #[expect(clippy::expect_used, reason = "a test fails here")]
    pub async fn principal(&self, hotel: &str, role: Role) -> Principal {
        let login = self.login(hotel, role).await;
        principal::of_cookie(&self.services, &login.cookie)
            .await
            .expect("home")
            .expect("a session")
    }

    /// Logs somebody in.
    ///
    /// # Panics
    /// When the log-in fails.
    #[expect(clippy::expect_used, reason = "a test fails here")]
    pub async fn login(&self, hotel: &str, role: Role) -> principal::LogIn {
        let credentials = Credentials {
            email: email(hotel, role),
            password: PASSWORD.to_owned(),
        };
        principal::login(&self.services, credentials, &Origin::default())
            .await
            .expect("a log-in")
    }
}

/// The owner's ways into a fresh `home` and `north` that are migrated and hold nothing.
///
/// # Panics
/// As [`TestHouse::new`].
pub async fn bare_databases() -> BTreeMap<String, PgPool> {
    let mut owner = BTreeMap::new();
    for name in [HOME, "north"] {
        owner.insert(name.to_owned(), database::copy(database::BARE).await.owner);
    }
    owner
}

/// The log-in name of somebody in the test house.
pub fn email(hotel: &str, role: Role) -> String {
    let desk = match role {
        Role::Owner => "owner",
        Role::Manager => "manager",
        Role::FrontDesk => "desk",
        Role::Housekeeping => "house",
    };
    format!("{desk}@{}.example", hotel.to_lowercase())
}

/// Two nights for two in a double of `hotel`, at `FLEX`, from `days` days after today.
pub fn order(hotel: &str, days: u64) -> NewReservation {
    NewReservation {
        hotel: hotel.to_owned(),
        room_type: "DBL".to_owned(),
        rate_plan: "FLEX".to_owned(),
        arrival: today() + chrono::Days::new(days),
        departure: today() + chrono::Days::new(days + 2),
        adults: 2,
        children: 0,
        guest: NewGuest {
            name: "Elena Rossi".to_owned(),
            email: Some("elena@example.com".to_owned()),
            phone: None,
        },
        payment: None,
    }
}

/// The same order, paid with a token.
pub fn paid_order(hotel: &str, days: u64, token: &str) -> NewReservation {
    NewReservation {
        payment: Some(NewPayment {
            token: token.to_owned(),
        }),
        ..order(hotel, days)
    }
}
