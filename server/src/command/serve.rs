//! `keyrack serve`.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use super::upkeep;
use crate::Failure;
use crate::cli::Serve;
use crate::config::Config;
use crate::house::{House, Storage};
use crate::live::LiveHub;
use crate::router::router;
use crate::site;
use crate::state::AppState;

/// How long open requests may take once the process is asked to end.
const DRAIN: Duration = Duration::from_secs(8);

/// How long followers of `/live` may take to say goodbye.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves until the process is asked to end, then drains and leaves nothing behind.
pub async fn serve(config: &Config, how: &Serve) -> Result<ExitCode, Failure> {
    let options = site::options()?;
    let storage = Storage::open(config).await?;
    if how.demo {
        upkeep::load_demo_if_empty(&storage).await?;
    }
    let house = House::build(config, &storage).await?;
    let closing = CancellationToken::new();
    let workers = hotel::job::start(&house.services, &closing);
    let listener = TcpListener::bind(config.addr).await.map_err(|error| {
        Failure::new(
            format!(
                "Nothing can listen on {}; is another Keyrack running?",
                config.addr
            ),
            error,
        )
    })?;
    let address = listener.local_addr()?;
    let live = LiveHub::new(house.services.clone());
    let state = AppState {
        options,
        services: house.services.clone(),
        live: live.clone(),
        closing: closing.clone(),
    };
    let site = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn({
        let closing = closing.clone();
        async move {
            axum::serve(listener, site)
                .with_graceful_shutdown(closing.cancelled_owned())
                .await
        }
    });
    upkeep::greet(&house.services, address).await;
    let outcome = tokio::select! {
        () = asked_to_end() => Ok(()),
        failure = storage.failed() => Err(failure),
    };
    tracing::info!("closing: no new requests, finishing the open ones");
    closing.cancel();
    live.shut_down(FAREWELL).await;
    if tokio::time::timeout(DRAIN, server).await.is_err() {
        tracing::warn!("some requests did not end in time and were cut off");
    }
    workers.stopped().await;
    house.close().await;
    storage.close().await?;
    tracing::info!("closed");
    outcome.map(|()| ExitCode::SUCCESS)
}

/// Ctrl-C or a polite kill.
async fn asked_to_end() {
    let (interrupt, terminate) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    );
    match (interrupt, terminate) {
        (Ok(mut interrupt), Ok(mut terminate)) => {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        }
        // Without handlers the default applies, which ends the process.
        _ => std::future::pending().await,
    }
}
