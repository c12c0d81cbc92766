//! The relay: takes events out of the outbox, gives each its number in its hotel, orders the work
//! that follows and tells the bus. One leads per database; the others wait.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::{FOLLOWS, hold, payment};
use crate::domain::id::HotelId;
use crate::error::AppError;
use crate::integration::bus::BusEvent;
use crate::live::ServerFrame;
use crate::service::services::{Database, Services};
use crate::service::{directory, live};
use crate::store;
use crate::store::error::StoreError;
use crate::store::event::EventRow;
use crate::store::outbox::Recorded;

/// The office the leader holds.
const LEASE: &str = "relay";

/// How the relay keeps time.
#[derive(Clone, Debug)]
pub struct RelayConfig {
    /// How long the leader may be silent before another one takes over.
    pub lease: Duration,
    /// How often the outbox is looked at when no local commit rings.
    pub poll: Duration,
    /// How often what waits for the clock is looked for: holds, payments.
    pub sweep: Duration,
    /// After which time a payment nobody answered for is asked about.
    pub payment_patience: Duration,
    /// Events moved by one statement at most.
    pub batch: i64,
}

impl Default for RelayConfig {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(2),
            poll: Duration::from_millis(50),
            sweep: Duration::from_secs(1),
            payment_patience: payment::PATIENCE,
            batch: 1_000,
        }
    }
}

/// See the module.
pub struct Relay {
    services: Services,
    database: Database,
    config: RelayConfig,
    holder: String,
    /// The fencing token and when the lease was last renewed; empty while another one leads.
    led: Option<(i64, Instant)>,
    codes: HashMap<HotelId, Arc<str>>,
    bell: Arc<Notify>,
}

impl Relay {
    /// A relay for one database. It leads as soon as nobody else does.
    pub fn new(services: &Services, database: &Database, config: RelayConfig) -> Self {
        Self {
            services: services.clone(),
            database: database.clone(),
            config,
            holder: services.ids().uuid().to_string(),
            led: None,
            codes: HashMap::new(),
            bell: Arc::new(Notify::new()),
        }
    }

    /// Rings `bell` whenever there may be new work.
    #[must_use]
    pub fn ringing(self, bell: Arc<Notify>) -> Self {
        Self { bell, ..self }
    }

    /// Works until `closing`, whatever happens to the database meanwhile.
    pub async fn run(mut self, closing: CancellationToken) {
        let mut swept: Option<Instant> = None;
        while !closing.is_cancelled() {
            let sweep_due = swept.is_none_or(|at| at.elapsed() >= self.config.sweep);
            let wait = match self.round(sweep_due).await {
                // A full batch: there is more.
                Ok(moved) if i64::try_from(moved) == Ok(self.config.batch) => continue,
                Ok(_) if self.led.is_some() => self.config.poll,
                Ok(_) => self.config.lease / 4,
                Err(error) => {
                    tracing::warn!(%error, database = %self.database.name, "the relay waits");
                    self.config.lease / 4
                }
            };
            if sweep_due {
                swept = Some(Instant::now());
            }
            let rung = async {
                tokio::select! {
                    () = closing.cancelled() => {}
                    () = self.database.wake.notified(), if self.led.is_some() => {}
                }
            };
            // Time is over or somebody rang: either way, another round.
            drop(timeout(wait, rung).await);
        }
        if let Err(error) = self.give_up().await {
            tracing::warn!(%error, database = %self.database.name, "the relay kept its lease");
        }
    }

    async fn round(&mut self, sweep: bool) -> Result<usize, AppError> {
        let moved = self.step().await?;
        if sweep {
            self.sweep().await?;
        }
        Ok(moved)
    }

    /// Moves one batch if this relay leads, and publishes it. Answers how many events it moved.
    #[tracing::instrument(name = "job.relay.step", level = "debug", skip_all)]
    pub async fn step(&mut self) -> Result<usize, AppError> {
        let Some(token) = self.lead().await? else {
            return Ok(0);
        };
        let mut conn = self
            .database
            .relay
            .acquire()
            .await
            .map_err(StoreError::from)?;
        let batch = self.config.batch;
        let recorded = store::outbox::record(&mut conn, LEASE, token, batch, FOLLOWS).await?;
        drop(conn);
        let moved = recorded.len();
        if moved > 0 {
            self.bell.notify_one();
        }
        for event in recorded {
            self.publish(event).await;
        }
        Ok(moved)
    }

    /// Orders what the clock makes due, if this relay leads. Answers how much.
    #[tracing::instrument(name = "job.relay.sweep", level = "debug", skip_all)]
    pub async fn sweep(&mut self) -> Result<usize, AppError> {
        if self.lead().await?.is_none() {
            return Ok(0);
        }
        let mut conn = self
            .database
            .relay
            .acquire()
            .await
            .map_err(StoreError::from)?;
        let lost = store::job::bury_lost(&mut conn).await?;
        if lost > 0 {
            tracing::error!(lost, database = %self.database.name, "work was given up");
        }
        let since = self.services.clock().now() - self.config.payment_patience;
        let releases = store::job::order_releases(&mut conn, hold::KIND).await?;
        let settlements = store::job::order_settlements(&mut conn, payment::KIND, since).await?;
        let ordered = releases + settlements;
        if ordered > 0 {
            self.bell.notify_one();
        }
        Ok(usize::try_from(ordered).unwrap_or(usize::MAX))
    }

    /// Lets another relay lead at once.
    pub async fn give_up(&mut self) -> Result<(), AppError> {
        if self.led.take().is_some() {
            let mut conn = self
                .database
                .relay
                .acquire()
                .await
                .map_err(StoreError::from)?;
            store::lease::give_up(&mut conn, LEASE, &self.holder).await?;
        }
        Ok(())
    }

    /// The fencing token, renewed in good time; `None` while another one leads.
    async fn lead(&mut self) -> Result<Option<i64>, StoreError> {
        if let Some((token, renewed)) = self.led
            && renewed.elapsed() < self.config.lease / 4
        {
            return Ok(Some(token));
        }
        let mut conn = self.database.relay.acquire().await?;
        let asked = Instant::now();
        let token = store::lease::take(&mut conn, LEASE, &self.holder, self.config.lease).await?;
        if self.led.is_some() != token.is_some() {
            let leads = token.is_some();
            tracing::info!(leads, database = %self.database.name, "the lead has changed hands");
        }
        self.led = token.map(|token| (token, asked));
        Ok(token)
    }

    /// Tells the bus. The event is in the record already: should this fail, a listener that finds
    /// a gap in the numbers reads it there.
    async fn publish(&mut self, event: Recorded) {
        let code = match self.code(event.hotel).await {
            Ok(code) => code,
            Err(error) => {
                tracing::warn!(%error, hotel = %event.hotel, "an event was not published");
                return;
            }
        };
        let (hotel, number, id) = (event.hotel, event.number, event.id);
        let kind: Arc<str> = event.kind.as_str().into();
        let row = EventRow {
            number,
            kind: event.kind,
            data: event.data,
        };
        let frame = ServerFrame::Event(live::event(&code, row));
        match serde_json::to_vec(&frame) {
            Ok(bytes) => {
                let event = BusEvent {
                    hotel,
                    number,
                    id,
                    kind,
                    frame: bytes.into(),
                };
                self.services.bus().publish(event).await;
            }
            Err(error) => tracing::error!(%error, %hotel, number, "an event cannot be written"),
        }
    }

    /// A hotel's code never changes, so it is asked for once.
    async fn code(&mut self, hotel: HotelId) -> Result<Arc<str>, AppError> {
        if let Some(code) = self.codes.get(&hotel) {
            return Ok(Arc::clone(code));
        }
        let code = directory::scope_of(&self.services, hotel).await?.code;
        self.codes.insert(hotel, Arc::clone(&code));
        Ok(code)
    }
}
