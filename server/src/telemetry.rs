//! What the process says of itself.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// Starts logging: lines for a person on a terminal, JSON elsewhere. `RUST_LOG` overrides.
pub fn start(verbose: u8) {
    let level = match verbose {
        0 => "info,sqlx=warn,tower_http=warn,hyper=warn",
        1 => "debug,sqlx=info,hyper=info,h2=info",
        _ => "trace",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let registry = tracing_subscriber::registry().with(filter);
    let lines = tracing_subscriber::fmt::layer()
        .with_target(false)
        .with_writer(std::io::stderr);
    // A second start within one process (tests) keeps the first subscriber.
    let started = if std::io::stderr().is_terminal() {
        registry.with(lines.compact()).try_init()
    } else {
        registry.with(lines.with_ansi(false)).try_init()
    };
    drop(started);
}
