//! The thread that keeps PostgreSQL running.

use std::path::{Path, PathBuf};
use std::process::Child;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use tokio::sync::{oneshot, watch};

use super::ClusterError;
use super::account::Account;
use super::pid_file::PidFile;
use super::place::Place;
use super::postgres::Postgres;

/// How often the keeper looks whether its child is alive.
const ROUND: Duration = Duration::from_millis(100);
/// So many deaths within [`DEATHS_WITHIN`] are too many.
const TOO_MANY_DEATHS: usize = 6;
const DEATHS_WITHIN: Duration = Duration::from_mins(10);
/// How long we wait for a server that another process is starting.
const PATIENCE_WITH_OTHERS: Duration = Duration::from_mins(1);

type Outcome = Result<(), ClusterError>;
/// Where the outcome of a stop goes.
type Answer = oneshot::Sender<Outcome>;
/// Why the server is gone for good, once it is.
type Failure = Option<Arc<ClusterError>>;

/// Our end of the keeper. Dropping it stops the server, without waiting for it.
#[derive(Debug)]
pub(super) struct Keeper {
    stop: mpsc::Sender<Answer>,
    failure: watch::Receiver<Failure>,
}

impl Keeper {
    /// Starts the server of a data folder on a thread of its own; answers when it is ready,
    /// with the socket's folder.
    pub(super) async fn start(data_dir: PathBuf) -> Result<(Self, PathBuf), ClusterError> {
        let (stop, stop_asked) = mpsc::channel();
        let (report, failure) = watch::channel(None);
        let (started, wait) = oneshot::channel();
        let thread = std::thread::Builder::new().name("postgres-keeper".to_owned());
        let spawned = thread.spawn(move || match begin(&data_dir) {
            Ok((lock, server, child)) => {
                // If nobody waits any more, `stop` is closed and the server ends at once.
                drop(started.send(Ok(server.place.socket_dir.clone())));
                let last = keep(&server, child, &stop_asked, &report);
                // Free for the next before anybody hears that this one is gone.
                drop(lock);
                if let Some((answer, outcome)) = last {
                    drop(answer.send(outcome));
                }
            }
            Err(error) => drop(started.send(Err(error))),
        });
        spawned.map_err(|error| ClusterError::Program {
            program: "starting a thread".to_owned(),
            said: error.to_string(),
        })?;
        let socket_dir = wait.await.map_err(|_| ClusterError::KeeperGone)??;
        Ok((Self { stop, failure }, socket_dir))
    }

    /// Answers when the server is gone for good.
    pub(super) async fn failed(&self) -> Arc<ClusterError> {
        let mut failure = self.failure.clone();
        let found = failure.wait_for(Option::is_some).await;
        found
            .ok()
            .and_then(|found| found.clone())
            .unwrap_or(Arc::new(ClusterError::KeeperGone))
    }

    /// Stops the server and waits for it. A server that is gone for good counts as stopped.
    pub(super) async fn stop(self) -> Outcome {
        let (answer, wait) = oneshot::channel();
        drop(self.stop.send(answer));
        let gone = || match *self.failure.borrow() {
            Some(_) => Ok(()),
            None => Err(ClusterError::KeeperGone),
        };
        wait.await.unwrap_or_else(|_| gone())
    }
}

/// Waits until the server that another process keeps is ready; gives the socket's folder.
pub(super) async fn join_running(data_dir: PathBuf) -> Result<PathBuf, ClusterError> {
    let looked = tokio::task::spawn_blocking(move || {
        let place = Place::find(&data_dir, Account::of_server()?)?;
        let started = Instant::now();
        loop {
            match PidFile::read(&place.cluster) {
                Some(file) if file.ready => return Ok(file.socket_dir),
                _ if started.elapsed() > PATIENCE_WITH_OTHERS => {
                    let said = "It is kept by another process and does not get ready.".to_owned();
                    return Err(ClusterError::NotReady {
                        log: place.log,
                        said,
                    });
                }
                _ => super::pause(ROUND),
            }
        }
    });
    looked.await.unwrap_or(Err(ClusterError::KeeperGone))
}

fn begin(data_dir: &Path) -> Result<(std::fs::File, Postgres, Child), ClusterError> {
    let account = Account::of_server()?;
    let place = Place::find(data_dir, account)?;
    let lock = place.lock()?;
    let server = Postgres::new(place, account)?;
    server.initialise()?;
    let child = server.launch()?;
    Ok((lock, server, child))
}

/// Until asked to stop: look after the child, and start another when it dies. Gives what to answer
/// to whom.
fn keep(
    server: &Postgres,
    mut child: Child,
    stop_asked: &mpsc::Receiver<Answer>,
    report: &watch::Sender<Failure>,
) -> Option<(Answer, Outcome)> {
    let mut deaths: Vec<Instant> = Vec::new();
    loop {
        match stop_asked.recv_timeout(ROUND) {
            Ok(answer) => return Some((answer, end(server, &mut child))),
            Err(RecvTimeoutError::Disconnected) => {
                if let Err(error) = end(server, &mut child) {
                    tracing::error!("{error}");
                }
                return None;
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        let Ok(Some(status)) = child.try_wait() else {
            continue;
        };
        tracing::error!("PostgreSQL ended unexpectedly ({status})");
        deaths.retain(|death| death.elapsed() < DEATHS_WITHIN);
        deaths.push(Instant::now());
        match revive(server, deaths.len()) {
            Ok(next) => child = next,
            Err(error) => {
                tracing::error!("{error}");
                report.send_replace(Some(Arc::new(error)));
                return None;
            }
        }
    }
}

fn end(server: &Postgres, child: &mut Child) -> Outcome {
    server.end(child)?;
    tracing::info!("PostgreSQL has stopped");
    Ok(())
}

fn revive(server: &Postgres, deaths: usize) -> Result<Child, ClusterError> {
    if deaths >= TOO_MANY_DEATHS {
        let log = server.place.log.clone();
        return Err(ClusterError::KeepsDying { times: deaths, log });
    }
    tracing::info!("starting PostgreSQL again");
    server.launch()
}
