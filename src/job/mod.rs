//! What happens later: the relay that carries events on, and the work that follows from them.
//!
//! ```text
//! commit ─ outbox ─ relay ─┬─ event (numbered per hotel) ─ bus ─ sockets
//!                          └─ job ─ runner ─ handler (mail, settle a payment, release a hold)
//! ```
//!
//! Each database has one relay that leads (a lease with a fencing token) and any number of
//! runners. They see the queues of all hotels and nothing else; the work itself is done through
//! the services, in one hotel's scope. Everything happens at least once: a handler that is
//! interrupted runs again, so it either asks the database whether it is still needed or makes the
//! same thing under the same name.

pub mod dead_letter;
pub mod handler;
pub mod hold;
pub mod mail;
pub mod payment;
pub mod relay;
pub mod runner;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

pub use handler::{JobError, JobHandler, Registry};
pub use relay::{Relay, RelayConfig};
pub use runner::{Runner, RunnerConfig};

use crate::error::AppError;
use crate::live::kind;
use crate::service::services::Services;
use crate::store::outbox::Follow;

/// Which work follows from which event.
pub const FOLLOWS: &[Follow] = &[
    Follow {
        event: kind::RESERVATION_CREATED,
        job: mail::CONFIRMATION,
    },
    Follow {
        event: kind::RESERVATION_CONFIRMED,
        job: mail::CONFIRMATION,
    },
    Follow {
        event: kind::RESERVATION_CANCELLED,
        job: mail::CANCELLATION,
    },
];

/// Every kind of work the house knows.
pub fn registry() -> Registry {
    Registry::default()
        .with(hold::Expire)
        .with(mail::Confirmation)
        .with(mail::Cancellation)
        .with(payment::Settle)
}

/// How patient the workers are.
#[derive(Clone, Debug, Default)]
pub struct WorkerConfig {
    /// Of the relays.
    pub relay: RelayConfig,
    /// Of the runners.
    pub runner: RunnerConfig,
}

/// A relay and a runner for each database, at work until they are stopped.
#[derive(Debug)]
pub struct Workers {
    tasks: JoinSet<()>,
    grace: Duration,
}

impl Workers {
    /// Puts everybody to work until `closing`.
    pub fn start(
        services: &Services,
        registry: Registry,
        config: &WorkerConfig,
        closing: &CancellationToken,
    ) -> Self {
        let registry = Arc::new(registry);
        let mut tasks = JoinSet::new();
        for database in services.databases() {
            let bell = Arc::new(Notify::new());
            let relay =
                Relay::new(services, database, config.relay.clone()).ringing(Arc::clone(&bell));
            let runner = Runner::new(services, database, &registry, config.runner.clone());
            tasks.spawn(relay.run(closing.clone()));
            tasks.spawn(runner.run(bell, closing.clone()));
        }
        Self {
            tasks,
            grace: config.runner.grace,
        }
    }

    /// Waits until all of them have put down their work, which they do after `closing`. Nothing new
    /// is begun then and the leases are given up; work that takes longer than the grace is cut off
    /// and done again at the next start.
    pub async fn stopped(mut self) {
        let all_home = async { while self.tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.grace, all_home).await.is_err() {
            tracing::warn!("work was cut off; it will be done again");
            self.tasks.shutdown().await;
        }
    }
}

/// Puts everybody to work on everything the house knows, until `closing` is cancelled.
pub fn start(services: &Services, closing: &CancellationToken) -> Workers {
    Workers::start(services, registry(), &WorkerConfig::default(), closing)
}

/// Carries everything on until nothing is left that is due: what the workers do in the
/// background, in the foreground. For tests and for one-off commands.
pub async fn settle_down(services: &Services, registry: Registry) -> Result<(), AppError> {
    let registry = Arc::new(registry);
    let mut pairs: Vec<(Relay, Runner)> = services
        .databases()
        .map(|database| {
            let relay = Relay::new(services, database, RelayConfig::default());
            (
                relay,
                Runner::new(services, database, &registry, RunnerConfig::default()),
            )
        })
        .collect();
    loop {
        let mut done = 0;
        for (relay, runner) in &mut pairs {
            done += relay.step().await? + relay.sweep().await? + runner.step().await?;
        }
        if done == 0 {
            break;
        }
    }
    for (relay, _) in &mut pairs {
        relay.give_up().await?;
    }
    Ok(())
}
