//! Which databases there are, how each role reaches them, and bringing them up to date.
//!
//! * Without `DATABASE_URL` they are those of the [own cluster](crate::cluster).
//! * With it, its user migrates; requests and the relay connect to the same server as
//!   `keyrack_app` and `keyrack_relay`, which the migrations make. Their password is
//!   `KEYRACK_APP_PASSWORD`; `migrate_all` sets it. Without it the server has to let them in by
//!   its own rules (trust, peer, a certificate).
//! * `KEYRACK_DATABASES` adds further ones: `north=postgres://…,south=postgres://…`.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection};

use crate::cluster::{APP, Cluster, OWNER, RELAY};

/// All migrations, in the order of their numbers; the same for every database.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../migrations");

/// The name of the database that holds the directory.
pub const HOME: &str = "home";

/// Connections for requests in the home database; half as many in each other one.
const APP_CONNECTIONS: u32 = 16;
/// Connections for the relay and the job workers, per database.
const RELAY_CONNECTIONS: u32 = 4;

/// Why the databases cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// `DATABASE_URL` or a part of `KEYRACK_DATABASES` cannot be read. Does not repeat the
    /// address: there may be a password in it.
    #[error(
        "The address of the database `{name}` cannot be read. It should look like postgres://user@host:5432/database."
    )]
    Address {
        /// Which database.
        name: String,
    },
    /// A part of `KEYRACK_DATABASES` is no `name=url`.
    #[error(
        "KEYRACK_DATABASES should look like north=postgres://…,south=postgres://…; its part number {part} does not, or names a database twice."
    )]
    List {
        /// Counted from 1.
        part: usize,
    },
    /// Nobody answers.
    #[error("The database `{name}` cannot be reached as {role}: {source}.")]
    Unreachable {
        /// Which database.
        name: String,
        /// As whom.
        role: String,
        /// What happened.
        source: sqlx::Error,
    },
    /// A migration failed; the database is as it was before that migration.
    #[error("The database `{name}` could not be brought up to date: {source}.{hint}")]
    Migration {
        /// Which database.
        name: String,
        /// What happened.
        source: sqlx::migrate::MigrateError,
        /// What to do, where we know it.
        hint: &'static str,
    },
}

/// One database and the three ways into it.
#[derive(Clone)]
pub struct Database {
    /// `home`, `north`, …; the word in `directory.hotel.database`.
    pub name: String,
    /// Owns the tables: for migrations, demo data and checks.
    pub owner: PgConnectOptions,
    /// For requests.
    pub app: PgConnectOptions,
    /// For the relay and the job workers.
    pub relay: PgConnectOptions,
    /// Set on the two roles by [`Databases::migrate_all`].
    password: Option<String>,
}

impl std::fmt::Debug for Database {
    /// Without the options: they may hold a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Database {
    /// One at `url`, whose user is the owner.
    fn at(name: &str, url: &str, password: Option<&str>) -> Result<Self, DatabaseError> {
        // sqlx takes any scheme for its own.
        let ours = url.starts_with("postgres://") || url.starts_with("postgresql://");
        let owner = ours.then(|| PgConnectOptions::from_str(url).ok()).flatten();
        let owner = owner.ok_or_else(|| DatabaseError::Address {
            name: name.to_owned(),
        })?;
        let owner = owner.application_name("keyrack");
        let login = |role: &str| {
            let options = owner.clone().username(role);
            match password {
                Some(password) => options.password(password),
                None => options,
            }
        };
        Ok(Self {
            name: name.to_owned(),
            app: login(APP),
            relay: login(RELAY),
            owner,
            password: password.map(str::to_owned),
        })
    }

    /// A small pool of the owner: for loading demo data and for checks.
    pub async fn owner_pool(&self) -> Result<PgPool, DatabaseError> {
        self.pool(&self.owner, 1, 4).await
    }

    /// A connection of the owner, outside any pool.
    async fn connect(&self) -> Result<PgConnection, DatabaseError> {
        let connected = PgConnection::connect_with(&self.owner).await;
        connected.map_err(|source| self.unreachable(&self.owner, source))
    }

    async fn pool(
        &self,
        options: &PgConnectOptions,
        min: u32,
        max: u32,
    ) -> Result<PgPool, DatabaseError> {
        let pool = PgPoolOptions::new()
            // The pool pings on release already; a ping before use costs a tenth of the speed.
            .test_before_acquire(false)
            .min_connections(min)
            .max_connections(max)
            .acquire_timeout(Duration::from_secs(3))
            // Whatever state a connection is in, it does not last.
            .max_lifetime(Duration::from_mins(10));
        let connected = pool.connect_with(options.clone()).await;
        connected.map_err(|source| self.unreachable(options, source))
    }

    fn unreachable(&self, options: &PgConnectOptions, source: sqlx::Error) -> DatabaseError {
        let role = options.get_username().to_owned();
        DatabaseError::Unreachable {
            name: self.name.clone(),
            role,
            source,
        }
    }

    /// Applies what is missing; says how much that was.
    async fn migrate(&self) -> Result<usize, DatabaseError> {
        let mut conn = self.connect().await?;
        let before = applied(&mut conn).await;
        let done = MIGRATIONS.run(&mut conn).await;
        done.map_err(|source| {
            let hint = hint_for(&source);
            DatabaseError::Migration {
                name: self.name.clone(),
                source,
                hint,
            }
        })?;
        let steps = applied(&mut conn).await.saturating_sub(before);
        if let Some(password) = &self.password {
            let set = set_passwords(&mut conn, password).await;
            set.map_err(|source| self.unreachable(&self.owner, source))?;
        }
        // All that could still fail is saying goodbye.
        drop(conn.close().await);
        Ok(steps)
    }
}

/// All databases of this installation, the home database first.
#[derive(Clone, Debug)]
pub struct Databases {
    list: Vec<Database>,
}

impl Databases {
    /// Those of the own cluster.
    pub fn of_cluster(cluster: &Cluster) -> Self {
        let list = cluster.databases().map(|name| Database {
            name: name.to_owned(),
            owner: cluster.connect_options(OWNER, name),
            app: cluster.connect_options(APP, name),
            relay: cluster.connect_options(RELAY, name),
            password: None,
        });
        Self {
            list: list.collect(),
        }
    }

    /// Those of other servers: `DATABASE_URL`, `KEYRACK_DATABASES`, `KEYRACK_APP_PASSWORD`.
    pub fn of_addresses(
        home: &str,
        further: Option<&str>,
        app_password: Option<&str>,
    ) -> Result<Self, DatabaseError> {
        let mut list = vec![Database::at(HOME, home, app_password)?];
        let parts = further.unwrap_or_default().split(',').map(str::trim);
        for (index, part) in parts.enumerate().filter(|(_, part)| !part.is_empty()) {
            let wrong = DatabaseError::List { part: index + 1 };
            let Some((name, url)) = part.split_once('=') else {
                return Err(wrong);
            };
            if name.is_empty() || list.iter().any(|known| known.name == name) {
                return Err(wrong);
            }
            list.push(Database::at(name, url, app_password)?);
        }
        Ok(Self { list })
    }

    /// All, the home database first.
    pub fn iter(&self) -> impl Iterator<Item = &Database> {
        self.list.iter()
    }

    /// The one of this name.
    pub fn lookup(&self, name: &str) -> Option<&Database> {
        self.list.iter().find(|database| database.name == name)
    }

    /// Brings every database up to date, one after the other: they share the server's roles.
    pub async fn migrate_all(&self) -> Result<(), DatabaseError> {
        for database in &self.list {
            let steps = database.migrate().await?;
            match steps {
                0 => tracing::info!("database {}: up to date", database.name),
                1 => tracing::info!("database {}: 1 migration applied", database.name),
                _ => tracing::info!("database {}: {steps} migrations applied", database.name),
            }
        }
        Ok(())
    }

    /// Opens the pools of a serving process.
    pub async fn connect(&self) -> Result<Pools, DatabaseError> {
        let mut pools = Pools {
            app: BTreeMap::new(),
            relay: BTreeMap::new(),
        };
        for database in &self.list {
            let size = if database.name == HOME {
                APP_CONNECTIONS
            } else {
                APP_CONNECTIONS / 2
            };
            let app = database.pool(&database.app, size, size).await?;
            let relay = database.pool(&database.relay, 1, RELAY_CONNECTIONS).await?;
            pools.app.insert(database.name.clone(), app);
            pools.relay.insert(database.name.clone(), relay);
        }
        Ok(pools)
    }

    /// Opens a small pool of the owner for every database, by name.
    pub async fn connect_as_owner(&self) -> Result<BTreeMap<String, PgPool>, DatabaseError> {
        let mut pools = BTreeMap::new();
        for database in &self.list {
            pools.insert(database.name.clone(), database.owner_pool().await?);
        }
        Ok(pools)
    }
}

/// The pools of a serving process, by the name of the database.
#[derive(Clone, Debug)]
pub struct Pools {
    /// For requests.
    pub app: BTreeMap<String, PgPool>,
    /// For the relay and the job workers.
    pub relay: BTreeMap<String, PgPool>,
}

impl Pools {
    /// Waits until every connection has done its work and is closed.
    pub async fn close(&self) {
        for pool in self.app.values().chain(self.relay.values()) {
            pool.close().await;
        }
    }
}

async fn applied(conn: &mut PgConnection) -> usize {
    // Fails only where no migration ever ran.
    conn.list_applied_migrations("_sqlx_migrations")
        .await
        .map_or(0, |list| list.len())
}

/// PostgreSQL quotes the password itself; role names are ours.
#[expect(
    clippy::disallowed_methods,
    reason = "the statement was written by PostgreSQL's own format()"
)]
async fn set_passwords(conn: &mut PgConnection, password: &str) -> Result<(), sqlx::Error> {
    for role in [APP, RELAY] {
        let statement: String =
            sqlx::query_scalar("SELECT format('ALTER ROLE %I PASSWORD %L', $1, $2)")
                .bind(role)
                .bind(password)
                .fetch_one(&mut *conn)
                .await?;
        sqlx::query(AssertSqlSafe(statement))
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

fn hint_for(error: &sqlx::migrate::MigrateError) -> &'static str {
    let text = error.to_string();
    if text.contains("extension") {
        " Install PostgreSQL's additional modules on its machine (Debian, Ubuntu: apt-get install postgresql-contrib)."
    } else if text.contains("permission denied") || text.contains("must be") {
        " The user of DATABASE_URL needs to be a superuser for the first migration, which makes the roles."
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME_URL: &str = "postgres://boss:secret@db.example:5433/keyrack";

    #[test]
    fn the_same_server_is_reached_as_three_roles() {
        let further = Some("north=postgres://boss@north.example/keyrack,");
        let databases = Databases::of_addresses(HOME_URL, further, Some("hush")).expect("fine");
        let names: Vec<&str> = databases
            .iter()
            .map(|database| database.name.as_str())
            .collect();
        assert_eq!(names, ["home", "north"]);
        let home = databases.lookup(HOME).expect("always there");
        assert_eq!(home.owner.get_username(), "boss");
        assert_eq!(home.app.get_username(), APP);
        assert_eq!(home.relay.get_username(), RELAY);
        assert_eq!(
            (home.app.get_host(), home.app.get_port()),
            ("db.example", 5433)
        );
        assert!(!format!("{databases:?}").contains("secret"));
        assert!(!format!("{databases:?}").contains("hush"));
    }

    #[test]
    fn what_cannot_be_read_is_named_and_not_repeated() {
        let error = |home, further| {
            let read = Databases::of_addresses(home, further, None);
            read.expect_err("wrong").to_string()
        };
        let message = error("mysql://boss:secret@db.example/keyrack", None);
        assert!(
            message.contains("`home`") && !message.contains("secret"),
            "{message}"
        );
        let message = error(
            HOME_URL,
            Some("north=postgres://a/b,postgres://boss:secret@c/d"),
        );
        assert!(
            message.contains("part number 2") && !message.contains("secret"),
            "{message}"
        );
        assert!(error(HOME_URL, Some("home=postgres://a/b")).contains("twice"));
    }
}
