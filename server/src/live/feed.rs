//! Feeds: for every hotel somebody follows, one listener on the bus that hands its events to all
//! sockets.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::extract::ws::Utf8Bytes;
use hotel::domain::id::HotelId;
use hotel::integration::bus::{BusEvent, BusReceiver, Received};
use hotel::service::ctx::{Ctx, HotelScope};
use hotel::service::live;
use hotel::service::services::Services;
use tokio::sync::broadcast;
use tokio::time::{MissedTickBehavior, interval};

/// How many events a socket may fall behind before it is sent away.
const QUEUE: usize = 128;

/// One event, encoded for clients.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The event's number.
    pub seq: i64,
    /// The whole message.
    pub text: Utf8Bytes,
}

/// The events of one hotel from the moment of joining on.
#[derive(Debug)]
pub struct Feed {
    frames: broadcast::Sender<Frame>,
    /// The number of the last event known to have happened.
    head: AtomicI64,
}

impl Feed {
    /// Listens from now on.
    pub fn listen(&self) -> broadcast::Receiver<Frame> {
        self.frames.subscribe()
    }

    /// The number of the last event known to have happened; 0 while none is known.
    pub fn head(&self) -> i64 {
        self.head.load(Relaxed)
    }
}

type Hotels = Arc<Mutex<HashMap<HotelId, Arc<Feed>>>>;

/// The feeds of this process.
pub struct Feeds {
    services: Services,
    look: Duration,
    hotels: Hotels,
}

impl Feeds {
    /// No feed yet. `look` is the time between two looks at the database, for events the bus lost.
    pub fn new(services: Services, look: Duration) -> Self {
        Self {
            services,
            look,
            hotels: Hotels::default(),
        }
    }

    /// The hotel's feed. It listens to the bus when this returns, so whatever is recorded from
    /// now on arrives.
    pub fn of(&self, hotel: &HotelScope) -> Arc<Feed> {
        let mut hotels = lock(&self.hotels);
        if let Some(feed) = hotels.get(&hotel.id) {
            return Arc::clone(feed);
        }
        let feed = Arc::new(Feed {
            frames: broadcast::Sender::new(QUEUE),
            head: AtomicI64::new(0),
        });
        hotels.insert(hotel.id, Arc::clone(&feed));
        let pump = Pump {
            services: self.services.clone(),
            ctx: Ctx::system("live", hotel.clone()),
            hotels: Arc::clone(&self.hotels),
            feed: Arc::clone(&feed),
        };
        tokio::spawn(pump.run(self.services.bus().subscribe(hotel.id), self.look));
        feed
    }
}

fn lock(hotels: &Hotels) -> MutexGuard<'_, HashMap<HotelId, Arc<Feed>>> {
    // The map is whole after every single operation, so a poisoned lock holds good data.
    hotels.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Carries one hotel's events from the bus to its feed, for as long as somebody follows it.
struct Pump {
    services: Services,
    ctx: Ctx,
    hotels: Hotels,
    feed: Arc<Feed>,
}

impl Pump {
    async fn run(self, mut bus: BusReceiver, look: Duration) {
        let mut look = interval(look);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                received = bus.next() => match received {
                    Some(Received::Event(event)) => self.forward(event),
                    // The sockets see the hole and fill it.
                    Some(Received::Missed(_)) => {}
                    None => {
                        lock(&self.hotels).remove(&self.ctx.hotel.id);
                        return;
                    }
                },
                _ = look.tick() => {
                    if self.leave_if_alone() {
                        return;
                    }
                    self.look().await;
                }
            }
        }
    }

    fn forward(&self, event: BusEvent) {
        self.feed.head.fetch_max(event.number, Relaxed);
        let Ok(text) = Utf8Bytes::try_from(event.frame) else {
            tracing::error!(seq = event.number, "an event on the bus is no text");
            return;
        };
        // An error only says that nobody listens.
        drop(self.feed.frames.send(Frame {
            seq: event.number,
            text,
        }));
    }

    /// Learns of events that never came over the bus; the sockets fetch them with their next sign
    /// of life.
    async fn look(&self) {
        match live::head(&self.services, &self.ctx).await {
            Ok(head) => {
                self.feed.head.fetch_max(head, Relaxed);
            }
            Err(error) => tracing::warn!(%error, "the live feed could not look for lost events"),
        }
    }

    /// Ends the feed when nobody follows it: then only the map and this pump hold it.
    fn leave_if_alone(&self) -> bool {
        let mut hotels = lock(&self.hotels);
        let alone = Arc::strong_count(&self.feed) <= 2;
        if alone {
            hotels.remove(&self.ctx.hotel.id);
        }
        alone
    }
}
