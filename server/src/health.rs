//! Is it up, is it ready, how does it do: `/healthz`, `/readyz`, `/metrics`.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use hotel::service::services::Services;
use http::{StatusCode, header};
use serde_json::json;

use crate::live::LiveHub;
use crate::state::AppState;

/// What the trace layer counts.
pub static REQUESTS: Requests = Requests::new();

/// Bounds of the latency histogram, in milliseconds.
const BUCKETS: [u64; 9] = [1, 2, 5, 10, 25, 50, 100, 500, 2_500];

/// Requests by class of status, and how long they took.
pub struct Requests {
    classes: [AtomicU64; 6],
    buckets: [AtomicU64; BUCKETS.len()],
    micros: AtomicU64,
}

impl Requests {
    const fn new() -> Self {
        Self {
            classes: [const { AtomicU64::new(0) }; 6],
            buckets: [const { AtomicU64::new(0) }; BUCKETS.len()],
            micros: AtomicU64::new(0),
        }
    }

    /// One more request.
    pub fn count(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).min(self.classes.len() - 1);
        self.classes[class].fetch_add(1, Ordering::Relaxed);
        let millis = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        for (bound, bucket) in BUCKETS.iter().zip(&self.buckets) {
            if millis <= *bound {
                bucket.fetch_add(1, Ordering::Relaxed);
            }
        }
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        writeln!(text, "# TYPE keyrack_http_requests_total counter")?;
        let mut all = 0;
        for (class, count) in self.classes.iter().enumerate() {
            let count = count.load(Ordering::Relaxed);
            all += count;
            if count > 0 {
                writeln!(
                    text,
                    "keyrack_http_requests_total{{status=\"{class}xx\"}} {count}"
                )?;
            }
        }
        writeln!(text, "# TYPE keyrack_http_request_milliseconds histogram")?;
        for (bound, bucket) in BUCKETS.iter().zip(&self.buckets) {
            let count = bucket.load(Ordering::Relaxed);
            writeln!(
                text,
                "keyrack_http_request_milliseconds_bucket{{le=\"{bound}\"}} {count}"
            )?;
        }
        writeln!(
            text,
            "keyrack_http_request_milliseconds_bucket{{le=\"+Inf\"}} {all}"
        )?;
        let sum = self.micros.load(Ordering::Relaxed) / 1_000;
        writeln!(text, "keyrack_http_request_milliseconds_sum {sum}")?;
        writeln!(text, "keyrack_http_request_milliseconds_count {all}")
    }
}

/// The process is up.
pub async fn healthz() -> &'static str {
    "ok"
}

/// 200 only when every database answers and is migrated; 503 otherwise, and while draining.
pub async fn readyz(State(state): State<AppState>) -> Response {
    let mut ready = !state.closing.is_cancelled();
    let mut databases = serde_json::Map::new();
    for database in state.services.databases() {
        let answers = hotel::store::health::is_migrated(&database.app).await;
        let word = match answers {
            Ok(true) => "ready",
            Ok(false) => "not migrated",
            Err(_) => "not answering",
        };
        ready &= word == "ready";
        databases.insert(database.name.to_string(), json!(word));
    }
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let body = json!({
        "ready": ready,
        "databases": databases,
        "payment_gateway": state.services.gateway().name(),
        "mail": state.services.mailer().name(),
    });
    (status, Json(body)).into_response()
}

/// Prometheus text.
pub async fn metrics(State(state): State<AppState>) -> Response {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let written = REQUESTS
        .write(&mut text)
        .and_then(|()| pools(&state.services, &mut text));
    let written = written.and_then(|()| sockets(&state.live, &mut text));
    if written.is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}

fn sockets(live: &LiveHub, text: &mut String) -> std::fmt::Result {
    let numbers = live.numbers();
    writeln!(text, "# TYPE keyrack_live_sockets gauge")?;
    writeln!(text, "keyrack_live_sockets {}", numbers.sockets)?;
    writeln!(text, "# TYPE keyrack_live_frames_total counter")?;
    writeln!(text, "keyrack_live_frames_total {}", numbers.frames)?;
    writeln!(text, "# TYPE keyrack_live_resyncs_total counter")?;
    writeln!(text, "keyrack_live_resyncs_total {}", numbers.resyncs)
}

fn pools(services: &Services, text: &mut String) -> std::fmt::Result {
    writeln!(text, "# TYPE keyrack_pool_connections gauge")?;
    for database in services.databases() {
        for (role, pool) in [("app", &database.app), ("relay", &database.relay)] {
            let name = &database.name;
            let (all, idle) = (pool.size(), pool.num_idle());
            writeln!(
                text,
                "keyrack_pool_connections{{database=\"{name}\",role=\"{role}\",state=\"open\"}} {all}"
            )?;
            writeln!(
                text,
                "keyrack_pool_connections{{database=\"{name}\",role=\"{role}\",state=\"idle\"}} {idle}"
            )?;
        }
    }
    Ok(())
}
