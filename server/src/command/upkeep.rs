//! `keyrack migrate`, `demo` and `check`.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::ExitCode;

use hotel::service::check::{Finding, Patience};
use hotel::service::demo::{DemoSummary, PASSWORD, Progress};
use hotel::service::determinism::{Clock as _, SystemClock};
use hotel::service::services::{HOME, Services};
use indicatif::{ProgressBar, ProgressStyle};
use sqlx::PgPool;

use crate::Failure;
use crate::config::Config;
use crate::house::Storage;

/// Brings every database up to date.
pub async fn migrate(config: &Config) -> Result<ExitCode, Failure> {
    let storage = Storage::open(config).await?;
    storage.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Loads the demo hotels, or says why not.
pub async fn demo(config: &Config) -> Result<ExitCode, Failure> {
    let storage = Storage::open(config).await?;
    let owner = storage.databases.connect_as_owner().await?;
    let loaded = load(&owner).await;
    close(owner).await;
    storage.close().await?;
    let summary = loaded?;
    for hotel in &summary.hotels {
        println!(
            "{} {}: {} rooms, {} reservations in {}",
            hotel.code, hotel.name, hotel.rooms, hotel.reservations, hotel.database
        );
    }
    for log_in in &summary.log_ins {
        println!("log-in: {} (password {PASSWORD})", log_in.email);
    }
    println!("partner: {} (password {PASSWORD})", summary.partner);
    println!("signing secret: {}", summary.signing_secret);
    Ok(ExitCode::SUCCESS)
}

/// Loads the demo hotels where the directory is empty.
pub async fn load_demo_if_empty(storage: &Storage) -> Result<(), Failure> {
    let owner = storage.databases.connect_as_owner().await?;
    let outcome = match is_empty(&owner).await {
        Ok(true) => load(&owner).await.map(drop),
        Ok(false) => Ok(()),
        Err(failure) => Err(failure),
    };
    close(owner).await;
    outcome
}

async fn is_empty(owner: &BTreeMap<String, PgPool>) -> Result<bool, Failure> {
    let home = owner
        .get(HOME)
        .ok_or_else(|| Failure::plain("There is no home database."))?;
    Ok(hotel::service::demo::is_empty(home).await?)
}

/// Loads with a bar on a terminal, and with a line per hotel elsewhere.
async fn load(owner: &BTreeMap<String, PgPool>) -> Result<DemoSummary, Failure> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    tracing::info!("loading the demo hotels");
    let show = |progress: Progress| {
        bar.set_length(progress.total as u64);
        bar.set_position(progress.done as u64);
        bar.set_message(format!("{} {}", progress.hotel, progress.table));
    };
    let summary = hotel::service::demo::load(owner, SystemClock.now(), &show).await?;
    bar.finish_and_clear();
    let reservations: u64 = summary.hotels.iter().map(|hotel| hotel.reservations).sum();
    tracing::info!(reservations, "the demo hotels are loaded");
    Ok(summary)
}

async fn close(owner: BTreeMap<String, PgPool>) {
    for pool in owner.into_values() {
        pool.close().await;
    }
}

/// Verifies invariants and isolation of every database; names the rows of a rule that is broken.
pub async fn check(config: &Config) -> Result<ExitCode, Failure> {
    let storage = Storage::open(config).await?;
    let owner = storage.databases.connect_as_owner().await?;
    let found = hotel::service::check::run(&owner, Patience::default(), &report).await;
    close(owner).await;
    storage.close().await?;
    let findings = found?;
    let failed = findings
        .iter()
        .filter(|finding| !finding.is_clean())
        .count();
    println!("{} passed, {failed} failed", findings.len() - failed);
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// A broken rule and its rows, as soon as they are found.
fn report(finding: &Finding) {
    if finding.is_clean() {
        return;
    }
    println!(
        "{} in {}: {}",
        finding.check, finding.database, finding.rule
    );
    for offence in &finding.offences {
        println!("  {offence}");
    }
}

/// Says where the house is and, for a demo, how to come in.
pub async fn greet(services: &Services, address: SocketAddr) {
    println!("listening on http://{address}");
    match hotel::service::staff::demo_log_ins(services).await {
        Ok(emails) if emails.is_empty() => {}
        Ok(emails) => {
            println!("demo log-ins, for trying out only (password {PASSWORD}):");
            for email in emails {
                println!("  {email}");
            }
        }
        Err(error) => tracing::warn!(%error, "the demo log-ins could not be listed"),
    }
}
