//! Databases copied from a template that is made once per schema and fixture.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use sha2::{Digest as _, Sha256};
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgPool};

static MIGRATOR: Migrator = sqlx::migrate!("./migrations");
/// The hotels, rooms, prices and people of the test house, for `home` and for `north`.
const FIXTURE: &str = include_str!("fixture.sql");
static COPIES: AtomicU32 = AtomicU32::new(0);

/// The kind of a database that is migrated and holds nothing.
pub(super) const BARE: &str = "bare";

/// A copy and the ways into it.
pub(super) struct Copy {
    pub owner: PgPool,
    pub app: PgPool,
    pub relay: PgPool,
}

/// A fresh copy of the template of `home` or `north`, or of the bare one.
#[expect(clippy::expect_used, reason = "a test fails here")]
pub(super) async fn copy(kind: &str) -> Copy {
    let url = std::env::var("DATABASE_URL")
        .expect("DATABASE_URL names a superuser of a throw-away cluster: run through make test");
    let options: PgConnectOptions = url.parse().expect("DATABASE_URL is a PostgreSQL address");
    let template = template(&options, kind).await;
    let number = COPIES.fetch_add(1, Ordering::Relaxed);
    let name = format!("t_{kind}_{}_{number}", std::process::id());
    let mut admin = PgConnection::connect_with(&options)
        .await
        .expect("the cluster answers");
    run(
        &mut admin,
        &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
    )
    .await;
    run(
        &mut admin,
        &format!("CREATE DATABASE {name} TEMPLATE {template}"),
    )
    .await;
    admin.close().await.expect("the connection closes");
    let options = options.database(&name);
    Copy {
        owner: pool(options.clone(), 2).await,
        app: pool(options.clone().username("keyrack_app"), 12).await,
        relay: pool(options.username("keyrack_relay"), 3).await,
    }
}

/// The template's name, after making it where it is missing.
#[expect(clippy::expect_used, reason = "a test fails here")]
async fn template(options: &PgConnectOptions, kind: &str) -> String {
    let mut hash = Sha256::new();
    for migration in MIGRATOR.iter() {
        hash.update(&migration.checksum);
    }
    hash.update(FIXTURE);
    let hash = crate::auth::secret::base32(&hash.finalize()[..8]);
    let name = format!("tpl_{kind}_{hash}");
    let mut admin = PgConnection::connect_with(options)
        .await
        .expect("the cluster answers");
    run(
        &mut admin,
        "SELECT pg_advisory_lock(hashtext('keyrack templates'))",
    )
    .await;
    let made: bool = sqlx::query_scalar(
        "SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)",
    )
    .bind(&name)
    .fetch_one(&mut admin)
    .await
    .expect("the catalogue answers");
    if !made {
        run(
            &mut admin,
            &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        )
        .await;
        run(&mut admin, &format!("CREATE DATABASE {name}")).await;
        let inside = options.clone().database(&name);
        let mut conn = PgConnection::connect_with(&inside)
            .await
            .expect("the template answers");
        MIGRATOR.run(&mut conn).await.expect("the migrations run");
        if kind != BARE {
            let password = crate::auth::password::hash(super::PASSWORD).expect("a hash");
            let fixture = FIXTURE
                .replace(":password", &password)
                .replace(":kind", kind);
            run(&mut conn, &fixture).await;
        }
        conn.close().await.expect("the connection closes");
        let seal = format!("ALTER DATABASE {name} IS_TEMPLATE true ALLOW_CONNECTIONS false");
        run(&mut admin, &seal).await;
    }
    run(
        &mut admin,
        "SELECT pg_advisory_unlock(hashtext('keyrack templates'))",
    )
    .await;
    admin.close().await.expect("the connection closes");
    name
}

#[expect(clippy::expect_used, reason = "a test fails here")]
async fn pool(options: PgConnectOptions, size: u32) -> PgPool {
    PgPoolOptions::new()
        .max_connections(size)
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(20))
        .connect_with(options)
        .await
        .expect("the copy answers")
}

#[expect(clippy::expect_used, reason = "a test fails here")]
#[expect(
    clippy::disallowed_methods,
    reason = "names and fixtures of the harness itself"
)]
async fn run(conn: &mut PgConnection, statements: &str) {
    conn.execute(sqlx::raw_sql(AssertSqlSafe(statements.to_owned())))
        .await
        .expect(statements);
}
