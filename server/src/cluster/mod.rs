//! The house's own PostgreSQL: made on first use, watched while we run, gone when we are gone.
//!
//! ```text
//! Cluster ──(channel)──▶ keeper thread ──owns──▶ postgres (own process group)
//! ```
//!
//! * It listens on a socket in a folder of mode 0700 and on nothing else.
//! * It runs as the unprivileged user `postgres` when we are root, else as ourselves.
//! * One thread makes it, waits for it and starts it again when it dies. It has to be a thread
//!   that lives as long as the process: the kernel ends a child with `pdeathsig` when the
//!   *thread* that made it ends, and the threads of the runtime come and go.
//! * When we are killed, the kernel sends postgres SIGINT: a clean, fast shutdown.

mod account;
mod binary;
mod error;
mod keeper;
mod pid_file;
mod place;
mod postgres;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Row};

pub use error::ClusterError;
use keeper::Keeper;

/// Owns every object and runs the migrations; superuser of the own cluster.
pub const OWNER: &str = "keyrack_owner";
/// What requests run as: no way around row-level security.
pub const APP: &str = "keyrack_app";
/// Moves events and finds what waits for the clock, in every hotel.
pub const RELAY: &str = "keyrack_relay";

/// The databases every cluster has, the home database first, and how each is made.
const DATABASES: [(&str, &str); 2] = [
    ("home", "CREATE DATABASE home"),
    ("north", "CREATE DATABASE north"),
];

/// A running PostgreSQL in a data folder.
#[derive(Debug)]
pub struct Cluster {
    socket_dir: PathBuf,
    /// Empty when another process of ours keeps the server and we only use it.
    keeper: Option<Keeper>,
}

impl Cluster {
    /// Makes the cluster of `data_dir` if it is not there, starts it and keeps it running.
    ///
    /// Fails with [`ClusterError::AlreadyRunning`] when another process keeps it already.
    pub async fn start(data_dir: &Path) -> Result<Self, ClusterError> {
        let (keeper, socket_dir) = Keeper::start(data_dir.to_owned()).await?;
        let cluster = Self {
            socket_dir,
            keeper: Some(keeper),
        };
        cluster.create_databases().await?;
        Ok(cluster)
    }

    /// Like [`Cluster::start`], but shares the server when another process keeps it: for
    /// commands that are given while `keyrack serve` runs.
    pub async fn open(data_dir: &Path) -> Result<Self, ClusterError> {
        match Self::start(data_dir).await {
            Err(ClusterError::AlreadyRunning { .. }) => {
                let socket_dir = keeper::join_running(data_dir.to_owned()).await?;
                tracing::info!("using the PostgreSQL that another keyrack keeps running");
                Ok(Self {
                    socket_dir,
                    keeper: None,
                })
            }
            other => other,
        }
    }

    /// Whether another process keeps the server; then [`Cluster::stop`] leaves it alone.
    pub fn is_shared(&self) -> bool {
        self.keeper.is_none()
    }

    /// The names of the databases, the home database first.
    pub fn databases(&self) -> impl Iterator<Item = &'static str> + use<> {
        DATABASES.into_iter().map(|(name, _)| name)
    }

    /// How `role` (one of [`OWNER`], [`APP`], [`RELAY`]) connects to `database`.
    pub fn connect_options(&self, role: &str, database: &str) -> PgConnectOptions {
        PgConnectOptions::new_without_pgpass()
            .socket(&self.socket_dir)
            .port(postgres::PORT)
            .username(role)
            .database(database)
            .application_name("keyrack")
    }

    /// Answers when PostgreSQL has died and could not be brought back; never before.
    pub async fn failed(&self) -> Arc<ClusterError> {
        match &self.keeper {
            Some(keeper) => keeper.failed().await,
            None => std::future::pending().await,
        }
    }

    /// Stops PostgreSQL and waits until its last process is gone. Close the pools before.
    pub async fn stop(self) -> Result<(), ClusterError> {
        match self.keeper {
            Some(keeper) => keeper.stop().await,
            None => Ok(()),
        }
    }

    async fn create_databases(&self) -> Result<(), ClusterError> {
        let options = self.connect_options(OWNER, "postgres");
        let mut conn = PgConnection::connect_with(&options).await?;
        let there = sqlx::query("SELECT datname FROM pg_database")
            .fetch_all(&mut conn)
            .await?;
        for (name, create) in DATABASES {
            if there
                .iter()
                .all(|row| row.get::<&str, _>("datname") != name)
            {
                tracing::info!("creating the database {name}");
                sqlx::query(create).execute(&mut conn).await?;
            }
        }
        conn.close().await?;
        Ok(())
    }
}

/// Waits between two looks at a process that tells nobody when it is done.
#[expect(
    clippy::disallowed_methods,
    reason = "runs on a thread of its own, beside the runtime"
)]
fn pause(time: std::time::Duration) {
    std::thread::sleep(time);
}
