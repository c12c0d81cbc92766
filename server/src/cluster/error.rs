//! What can go wrong with the cluster, in sentences that say what to do.

use std::io;
use std::path::{Path, PathBuf};

/// Why the cluster could not be made, started or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No PostgreSQL on this machine.
    #[error(
        "PostgreSQL is not installed here. Install it (Debian, Ubuntu: apt-get install postgresql postgresql-contrib; Fedora: dnf install postgresql-server postgresql-contrib), or set DATABASE_URL to use a server that runs elsewhere."
    )]
    NotInstalled,
    /// There is one, but it is too old.
    #[error(
        "The newest PostgreSQL on this machine is version {found}; version {needed} or newer is needed. Install it, or set DATABASE_URL to use a server that runs elsewhere."
    )]
    TooOld {
        /// The newest major version found.
        found: u32,
        /// The oldest that will do.
        needed: u32,
    },
    /// The data was written by a version that is not installed (any more).
    #[error(
        "The data in {} was written by PostgreSQL {wanted}, which is not installed here any more. Install postgresql-{wanted} again, or move the data over with pg_upgrade.", .cluster.display()
    )]
    OtherVersion {
        /// The folder of the data.
        cluster: PathBuf,
        /// The major version that wrote it.
        wanted: u32,
    },
    /// We are root, and PostgreSQL refuses to run as root.
    #[error(
        "PostgreSQL does not run as root, and the user `postgres` it would run as does not exist. Install postgresql (its package makes the user), or start keyrack as an ordinary user."
    )]
    NoAccount,
    /// Another process keeps this cluster.
    #[error(
        "Another keyrack (process {pid}) already runs with the data folder {}. Stop it first, or give this one a folder of its own with KEYRACK_DATA.", .data_dir.display()
    )]
    AlreadyRunning {
        /// The folder both want.
        data_dir: PathBuf,
        /// Who has it.
        pid: String,
    },
    /// The data is there, but its user cannot get to it.
    #[error(
        "The database in {} cannot be reached by the user `postgres`: the folder {} lets nobody else through. Allow it with: chmod o+x {}", .cluster.display(), .closed.display(), .closed.display()
    )]
    Unreachable {
        /// The folder of the data.
        cluster: PathBuf,
        /// The folder that stands in the way.
        closed: PathBuf,
    },
    /// A folder that should be ours belongs to somebody else.
    #[error("The folder {} belongs to another user. Remove it and start again.", .0.display())]
    NotOurs(PathBuf),
    /// A file operation failed.
    #[error("Could not {what} {}: {source}.", .path.display())]
    File {
        /// The verb: `create`, `read`, ...
        what: &'static str,
        /// Of what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A program could not be run or failed.
    #[error("{program} failed: {said}")]
    Program {
        /// Its name.
        program: String,
        /// The end of what it wrote.
        said: String,
    },
    /// PostgreSQL ended instead of getting ready.
    #[error("PostgreSQL did not start. The end of {}:\n{said}", .log.display())]
    NotReady {
        /// Its log.
        log: PathBuf,
        /// The log's last lines.
        said: String,
    },
    /// It ended again and again.
    #[error("PostgreSQL ended {times} times within ten minutes and is not started again. Its log is {}.", .log.display())]
    KeepsDying {
        /// How often.
        times: usize,
        /// Its log.
        log: PathBuf,
    },
    /// Processes of a server before this one do not end.
    #[error("Processes of an earlier PostgreSQL still work in {} and do not end: {pids}. End them and start again.", .cluster.display())]
    StillInhabited {
        /// The folder of the data.
        cluster: PathBuf,
        /// Their process ids.
        pids: String,
    },
    /// The keeper thread ended without saying why.
    #[error("The thread that keeps PostgreSQL running ended unexpectedly.")]
    KeeperGone,
    /// The server runs and does not answer as it should.
    #[error("PostgreSQL runs but refused: {0}.")]
    Sql(#[from] sqlx::Error),
}

impl ClusterError {
    /// For `map_err` after a file operation.
    pub(super) fn file(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { what, path, source }
    }
}
