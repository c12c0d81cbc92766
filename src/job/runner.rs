//! The runner: claims jobs that are due and sees them through.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tracing::Instrument as _;

use super::handler::{JobError, Registry};
use crate::error::AppError;
use crate::service::ctx::Ctx;
use crate::service::directory;
use crate::service::services::{Database, Services};
use crate::store;
use crate::store::error::StoreError;
use crate::store::job::Claimed;

/// The longest wait between two tries.
const LONGEST_WAIT: Duration = Duration::from_mins(10);
/// As much of an error as is kept.
const ERROR_CHARS: usize = 500;

/// How the runner keeps time.
#[derive(Clone, Debug)]
pub struct RunnerConfig {
    /// How many jobs run at once.
    pub at_once: usize,
    /// How long one try may take. After it the job is anybody's again.
    pub lease: Duration,
    /// How often the queue is looked at when nobody rings.
    pub poll: Duration,
    /// The wait before the second try; it doubles, give or take half of it.
    pub backoff: Duration,
    /// How long work under way may take to finish at the end.
    pub grace: Duration,
}

impl Default for RunnerConfig {
    fn default() -> Self {
        Self {
            at_once: 4,
            lease: Duration::from_mins(1),
            poll: Duration::from_millis(500),
            backoff: Duration::from_secs(2),
            grace: Duration::from_secs(10),
        }
    }
}

/// See the module.
#[derive(Clone)]
pub struct Runner {
    services: Services,
    database: Database,
    registry: Arc<Registry>,
    kinds: Arc<[String]>,
    config: RunnerConfig,
}

impl Runner {
    /// A runner for one database.
    pub fn new(
        services: &Services,
        database: &Database,
        registry: &Arc<Registry>,
        config: RunnerConfig,
    ) -> Self {
        Self {
            services: services.clone(),
            database: database.clone(),
            kinds: registry.kinds().map(str::to_owned).collect(),
            registry: Arc::clone(registry),
            config,
        }
    }

    /// Works until `closing`, then finishes what is under way. `bell` rings when there may be
    /// something new.
    pub async fn run(self, bell: Arc<Notify>, closing: CancellationToken) {
        let mut running = JoinSet::new();
        while !closing.is_cancelled() {
            let free = self.config.at_once.saturating_sub(running.len());
            let claimed = self.claim(free).await.unwrap_or_else(|error| {
                tracing::warn!(%error, database = %self.database.name, "the job runner waits");
                Vec::new()
            });
            for job in claimed {
                let runner = self.clone();
                running.spawn(async move { runner.see_through(job).await });
            }
            let rung = async {
                tokio::select! {
                    () = closing.cancelled() => {}
                    // A place is free, and perhaps the next one in its lane is too.
                    Some(_) = running.join_next() => {}
                    () = bell.notified() => {}
                }
            };
            // Time is over or somebody rang: either way, another look.
            drop(timeout(self.config.poll, rung).await);
        }
        while running.join_next().await.is_some() {}
    }

    /// Claims as many jobs as may run at once and sees them through. Answers how many.
    pub async fn step(&self) -> Result<usize, AppError> {
        let claimed = self.claim(self.config.at_once).await?;
        let count = claimed.len();
        let mut running = JoinSet::new();
        for job in claimed {
            let runner = self.clone();
            running.spawn(async move { runner.see_through(job).await });
        }
        while running.join_next().await.is_some() {}
        Ok(count)
    }

    async fn claim(&self, free: usize) -> Result<Vec<Claimed>, StoreError> {
        if free == 0 {
            return Ok(Vec::new());
        }
        let limit = i64::try_from(free).unwrap_or(i64::MAX);
        let mut conn = self.database.relay.acquire().await?;
        store::job::claim(&mut conn, &self.kinds, limit, self.config.lease).await
    }

    /// Does one job and writes down how it ended. If that cannot be written, the lease runs out
    /// and the job is done again.
    async fn see_through(&self, job: Claimed) {
        let span = tracing::info_span!("job", kind = job.kind, key = job.key, hotel = %job.hotel);
        let end = async {
            let result = self.attempt(&job).await;
            if let Err(error) = self.close(&job, result).await {
                tracing::warn!(%error, "how the job ended could not be written down");
            }
        };
        end.instrument(span).await;
    }

    /// One try, in a task of its own so that a panic stays there.
    async fn attempt(&self, job: &Claimed) -> Result<(), JobError> {
        let (services, registry) = (self.services.clone(), Arc::clone(&self.registry));
        let (hotel, kind, payload) = (job.hotel, job.kind.clone(), job.payload.clone());
        let task = tokio::spawn(
            async move {
                let name = registry
                    .kind(&kind)
                    .ok_or_else(|| JobError::Later(format!("nobody here does {kind}")))?;
                let scope = directory::scope_of(&services, hotel).await?;
                registry
                    .run(&services, &Ctx::system(name, scope), &kind, payload)
                    .await
            }
            .in_current_span(),
        );
        let abort = task.abort_handle();
        // A little before the lease ends: whoever claims it next must not meet us at it.
        let limit = self.config.lease * 9 / 10;
        match timeout(limit, task).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(JobError::Later("the handler panicked".to_owned())),
            Err(_) => {
                abort.abort();
                Err(JobError::Later(format!("not done within {limit:?}")))
            }
        }
    }

    async fn close(&self, job: &Claimed, result: Result<(), JobError>) -> Result<(), StoreError> {
        let mut conn = self.database.relay.acquire().await?;
        match result {
            Ok(()) => {
                if !store::job::finish(&mut conn, job).await? {
                    tracing::warn!("the job was done after its lease had ended");
                }
                Ok(())
            }
            Err(JobError::Early(wait)) => store::job::postpone(&mut conn, job, wait).await,
            Err(JobError::Later(error)) if job.attempt < job.max_attempts => {
                tracing::warn!(error, attempt = job.attempt, "the job is tried again");
                let wait = self.wait_after(job);
                store::job::try_again(&mut conn, job, wait, &shortened(&error)).await
            }
            Err(JobError::Later(error) | JobError::Never(error)) => {
                tracing::error!(error, attempt = job.attempt, "the job is given up");
                store::job::bury(&mut conn, job, &shortened(&error)).await
            }
        }
    }

    /// Doubling, and spread by the job so that what failed together does not come back together.
    fn wait_after(&self, job: &Claimed) -> Duration {
        let doublings = u32::try_from(job.attempt.saturating_sub(1))
            .unwrap_or(0)
            .min(16);
        let wait = self
            .config
            .backoff
            .saturating_mul(1 << doublings)
            .min(LONGEST_WAIT);
        let mut hasher = DefaultHasher::new();
        (job.id, job.attempt).hash(&mut hasher);
        let percent = u32::try_from(hasher.finish() % 100).unwrap_or(0);
        wait / 2 + wait * percent / 100
    }
}

fn shortened(error: &str) -> String {
    error.chars().take(ERROR_CHARS).collect()
}
