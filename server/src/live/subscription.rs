//! What a socket follows, and how far it has come.

use std::sync::Arc;

use hotel::domain::role::Capability;
use hotel::error::AppError;
use hotel::live::{Snapshot, Subscribe, Topic};
use hotel::service::ctx::Ctx;
use hotel::service::live::Missing;
use hotel::service::{live, rack, today};
use tokio::sync::broadcast::Receiver;

use super::LiveHub;
use super::feed::{Feed, Frame};

/// A client that misses more than this gets a new picture sooner than the events.
pub const MOST_MISSING: i64 = 5_000;
/// Events read from the database at once.
pub const BATCH: i64 = 256;

/// One hotel followed by one socket.
pub struct Subscription {
    /// Who follows which hotel.
    pub ctx: Ctx,
    /// The events as they happen.
    pub frames: Receiver<Frame>,
    /// The number of the last event sent.
    pub last: i64,
    feed: Arc<Feed>,
}

impl Subscription {
    /// Joins the hotel's feed, for somebody who may see its rack.
    pub fn new(hub: &LiveHub, ctx: Ctx, have: i64) -> Result<Self, AppError> {
        ctx.require(Capability::ViewRack)?;
        let feed = hub.0.feeds.of(&ctx.hotel);
        Ok(Self {
            frames: feed.listen(),
            last: have,
            feed,
            ctx,
        })
    }

    /// The next event as it happens.
    pub async fn next(
        subscription: &mut Option<Self>,
    ) -> Result<Frame, tokio::sync::broadcast::error::RecvError> {
        match subscription {
            Some(subscription) => subscription.frames.recv().await,
            None => std::future::pending().await,
        }
    }

    /// Whether something happened that did not come by the feed.
    pub fn is_behind(&self) -> bool {
        self.last < self.feed.head()
    }

    /// The next events from the record.
    ///
    /// Listens anew before it reads: what the record does not hold yet will come by the feed, and
    /// a feed that overflowed while this client was catching up is no reason to send it away.
    pub async fn missing(&mut self, hub: &LiveHub) -> Result<Missing, AppError> {
        self.frames = self.feed.listen();
        let _turn = hub.0.loads.acquire().await;
        live::missing(&hub.0.services, &self.ctx, self.last, BATCH).await
    }

    /// The whole picture somebody asks for.
    pub async fn picture(&self, hub: &LiveHub, wish: &Subscribe) -> Result<Snapshot, AppError> {
        let _turn = hub.0.loads.acquire().await;
        let services = &hub.0.services;
        Ok(match wish.topic {
            Topic::Rack => rack::rack(services, &self.ctx, wish.from, wish.to)
                .await?
                .into(),
            Topic::Today => today::today(services, &self.ctx).await?.into(),
        })
    }
}
