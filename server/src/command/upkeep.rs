//! `keyrack migrate`, `demo` and `check`.

use std::net::SocketAddr;
use std::process::ExitCode;

use hotel::service::services::Services;

use crate::Failure;
use crate::config::Config;
use crate::house::Storage;

/// Brings every database up to date.
pub async fn migrate(config: &Config) -> Result<ExitCode, Failure> {
    let storage = Storage::open(config).await?;
    storage.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Loads the demo hotels.
pub async fn demo(config: &Config) -> Result<ExitCode, Failure> {
    let storage = Storage::open(config).await?;
    load_demo_if_empty(config, &storage).await?;
    storage.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Loads the demo hotels where the directory is empty.
pub async fn load_demo_if_empty(_config: &Config, _storage: &Storage) -> Result<(), Failure> {
    Ok(())
}

/// Verifies the invariants of every database.
pub async fn check(config: &Config) -> Result<ExitCode, Failure> {
    let storage = Storage::open(config).await?;
    storage.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Says where the house is and, for a demo, how to come in.
pub async fn greet(_services: &Services, address: SocketAddr) {
    println!("listening on http://{address}");
}
