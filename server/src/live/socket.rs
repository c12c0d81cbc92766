//! One socket, from its opening to its close.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use hotel::auth::principal::{self, Principal};
use hotel::domain::role::Capability;
use hotel::error::{AppError, Code};
use hotel::live::{ClientFrame, ServerFrame, Subscribe};
use hotel::service::directory;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};

use super::feed::Frame;
use super::subscription::{BATCH, MOST_MISSING, Subscription};
use super::{LiveHub, close};

/// Messages a client may send between two looks at its session.
const MOST_MESSAGES: u32 = 40;
/// How often in a row a session may fail to be looked up before the socket is closed.
const MOST_DOUBTS: u32 = 15;
/// How long a client that is sent away may take to answer.
const FAREWELL: Duration = Duration::from_millis(1_500);

/// Why a socket ends.
enum End {
    /// The client is gone, or cannot be written to any more.
    Gone,
    /// The client is told, in a code and a word.
    Close(u16, &'static str),
}

/// Why a hotel is not followed, or not any longer.
enum Stop {
    /// This client may not, or asked for something there is not.
    Refused(AppError),
    /// The client cannot go on from where it is, in words.
    Resync(&'static str),
    /// The socket ends with it.
    End(End),
}

impl From<End> for Stop {
    fn from(end: End) -> Self {
        Self::End(end)
    }
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        match error.code {
            Code::Internal | Code::Unavailable => {
                Self::End(End::Close(close::TRY_AGAIN, "try again later"))
            }
            _ => Self::Refused(error),
        }
    }
}

/// One client.
pub struct Socket {
    hub: LiveHub,
    principal: Principal,
    request_id: Arc<str>,
    wire: WebSocket,
    subscription: Option<Subscription>,
    heard: Instant,
    messages: u32,
    doubts: u32,
}

impl Socket {
    /// A socket that follows nothing yet.
    pub fn new(hub: LiveHub, principal: Principal, request_id: Arc<str>, wire: WebSocket) -> Self {
        let heard = Instant::now();
        let (subscription, messages, doubts) = (None, 0, 0);
        Self {
            hub,
            principal,
            request_id,
            wire,
            subscription,
            heard,
            messages,
            doubts,
        }
    }

    /// Serves the client until it leaves or is sent away.
    pub async fn run(mut self) {
        let hub = self.hub.clone();
        let _open = hub.0.metrics.open();
        let mut heartbeat = ticks(hub.0.pace.heartbeat);
        let mut recheck = ticks(hub.0.pace.recheck);
        let end = loop {
            if let Err(end) = self.step(&mut heartbeat, &mut recheck).await {
                break end;
            }
        };
        if let End::Close(code, word) = end {
            self.send_away(code, word).await;
        }
    }

    async fn step(&mut self, heartbeat: &mut Interval, recheck: &mut Interval) -> Result<(), End> {
        tokio::select! {
            () = self.hub.0.closing.cancelled() => Err(End::Close(close::RESTART, "restart")),
            message = self.wire.recv() => match message {
                Some(Ok(message)) => self.hear(message).await,
                Some(Err(_)) | None => Err(End::Gone),
            },
            frame = Subscription::next(&mut self.subscription) => self.forward(frame).await,
            _ = heartbeat.tick() => self.sign_of_life().await,
            _ = recheck.tick() => self.recheck().await,
        }
    }

    async fn hear(&mut self, message: Message) -> Result<(), End> {
        self.heard = Instant::now();
        self.messages += 1;
        if self.messages > MOST_MESSAGES {
            return Err(End::Close(close::TOO_MUCH, "too many messages"));
        }
        let text = match message {
            Message::Text(text) => text,
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(End::Gone),
            Message::Binary(_) => return Err(End::Close(close::UNREADABLE, "text only")),
        };
        match serde_json::from_str(&text) {
            Ok(ClientFrame::Subscribe(wish)) => self.subscribe(wish).await,
            Ok(ClientFrame::Unsubscribe { hotel }) => {
                self.subscription
                    .take_if(|followed| *followed.ctx.hotel.code == *hotel);
                Ok(())
            }
            Err(_) => Err(End::Close(
                close::UNREADABLE,
                "not a message of this protocol",
            )),
        }
    }

    /// Follows a hotel in place of what was followed before.
    async fn subscribe(&mut self, wish: Subscribe) -> Result<(), End> {
        self.subscription = None;
        let hotel = wish.hotel.clone();
        let outcome = self.follow(wish).await;
        self.keep(hotel, outcome).await
    }

    /// Joins the feed first and reads afterwards, so that nothing falls in between.
    async fn follow(&mut self, wish: Subscribe) -> Result<Subscription, Stop> {
        let hub = self.hub.clone();
        let (principal, request_id) = (Some(&self.principal), Arc::clone(&self.request_id));
        let services = &hub.0.services;
        let ctx = directory::staff_ctx(services, principal, &wish.hotel, request_id).await?;
        let mut subscription = Subscription::new(&hub, ctx, wish.have)?;
        if wish.have <= 0 {
            let picture = subscription.picture(&hub, &wish).await?;
            subscription.last = picture.version();
            self.send(&ServerFrame::Snapshot(picture)).await?;
        }
        self.catch_up(&mut subscription).await?;
        Ok(subscription)
    }

    /// Sends what the record holds after the last event sent.
    async fn catch_up(&mut self, subscription: &mut Subscription) -> Result<(), Stop> {
        loop {
            let missing = subscription.missing(&self.hub).await?;
            match missing.head - subscription.last {
                ..0 => return Err(Stop::Resync("The house's record has begun anew.")),
                MOST_MISSING.. => return Err(Stop::Resync("Too much has happened since.")),
                _ => {}
            }
            let is_all = missing.events.len() < usize::try_from(BATCH).unwrap_or(usize::MAX);
            for event in missing.events {
                if event.seq != subscription.last + 1 {
                    return Err(Stop::Resync("The record does not reach back that far."));
                }
                subscription.last = event.seq;
                self.send(&ServerFrame::Event(event)).await?;
            }
            if is_all {
                return Ok(());
            }
        }
    }

    /// Goes on with the subscription, or tells the client why not.
    async fn keep(
        &mut self,
        hotel: String,
        outcome: Result<Subscription, Stop>,
    ) -> Result<(), End> {
        match outcome {
            Ok(subscription) => {
                let version = subscription.last;
                self.subscription = Some(subscription);
                self.send(&ServerFrame::Current { hotel, version }).await
            }
            Err(Stop::Refused(error)) => {
                self.send(&ServerFrame::Refused {
                    hotel,
                    reason: error.message,
                })
                .await
            }
            Err(Stop::Resync(reason)) => {
                self.hub.0.metrics.resync();
                let reason = reason.to_owned();
                self.send(&ServerFrame::Resync { hotel, reason }).await
            }
            Err(Stop::End(end)) => Err(end),
        }
    }

    async fn forward(&mut self, frame: Result<Frame, RecvError>) -> Result<(), End> {
        let frame = match frame {
            Ok(frame) => frame,
            Err(RecvError::Lagged(_)) => {
                self.hub.0.metrics.resync();
                return Err(End::Close(close::RESYNC, "resync"));
            }
            Err(RecvError::Closed) => return Err(End::Close(close::RESTART, "restart")),
        };
        match &mut self.subscription {
            Some(subscription) if frame.seq == subscription.last + 1 => {
                subscription.last = frame.seq;
                self.send_message(Message::Text(frame.text)).await
            }
            Some(subscription) if frame.seq > subscription.last => self.fill_hole().await,
            _ => Ok(()),
        }
    }

    /// Fetches from the record what did not come by the feed.
    async fn fill_hole(&mut self) -> Result<(), End> {
        let Some(mut subscription) = self.subscription.take() else {
            return Ok(());
        };
        let hotel = subscription.ctx.hotel.code.to_string();
        let outcome = self.catch_up(&mut subscription).await;
        self.keep(hotel, outcome.map(|()| subscription)).await
    }

    async fn sign_of_life(&mut self) -> Result<(), End> {
        if self.heard.elapsed() > self.hub.0.pace.silence {
            return Err(End::Close(close::SILENT, "nothing heard"));
        }
        self.send_message(Message::Ping(Bytes::new())).await?;
        match &self.subscription {
            Some(subscription) if subscription.is_behind() => self.fill_hole().await,
            Some(subscription) => {
                let hotel = subscription.ctx.hotel.code.to_string();
                let version = subscription.last;
                self.send(&ServerFrame::Current { hotel, version }).await
            }
            None => Ok(()),
        }
    }

    /// Looks whether the session lives and the right to see this hotel stands.
    async fn recheck(&mut self) -> Result<(), End> {
        self.messages = 0;
        let session = self.principal.session;
        match principal::of_session(&self.hub.0.services, session).await {
            Ok(Some(principal)) => {
                (self.principal, self.doubts) = (principal, 0);
                self.recheck_right().await
            }
            Ok(None) => Err(End::Close(close::LOGGED_OUT, "logged out")),
            Err(_) if self.doubts < MOST_DOUBTS => {
                self.doubts += 1;
                Ok(())
            }
            Err(_) => Err(End::Close(close::TRY_AGAIN, "try again later")),
        }
    }

    async fn recheck_right(&mut self) -> Result<(), End> {
        let Some(subscription) = &self.subscription else {
            return Ok(());
        };
        let hotel = subscription.ctx.hotel.code.to_string();
        let refusal = match self.principal.membership(&hotel) {
            Some(membership) if membership.role.can(Capability::ViewRack) => return Ok(()),
            Some(_) => AppError::forbidden(),
            None => AppError::not_found("hotel"),
        };
        self.subscription = None;
        self.keep(hotel, Err(Stop::Refused(refusal))).await
    }

    async fn send(&mut self, frame: &ServerFrame) -> Result<(), End> {
        let text = serde_json::to_string(frame).map_err(|error| {
            tracing::error!(%error, "a live message cannot be encoded");
            End::Close(close::TRY_AGAIN, "try again later")
        })?;
        self.send_message(Message::Text(text.into())).await
    }

    async fn send_message(&mut self, message: Message) -> Result<(), End> {
        let patience = self.hub.0.pace.write;
        match timeout(patience, self.wire.send(message)).await {
            Ok(Ok(())) => {
                self.hub.0.metrics.sent();
                Ok(())
            }
            Ok(Err(_)) => Err(End::Gone),
            Err(_) => {
                // The way to the client is full, so there is no telling it either.
                self.hub.0.metrics.resync();
                Err(End::Gone)
            }
        }
    }

    /// Tells the client why, and lets it answer.
    async fn send_away(mut self, code: u16, word: &'static str) {
        let patience = self.hub.0.pace.write;
        let reason = Message::Close(Some(CloseFrame {
            code,
            reason: word.into(),
        }));
        if timeout(patience, self.wire.send(reason))
            .await
            .is_ok_and(|sent| sent.is_ok())
        {
            let last_words = async { while let Some(Ok(_)) = self.wire.recv().await {} };
            // A client that does not answer is left alone.
            drop(timeout(FAREWELL, last_words).await);
        }
    }
}

/// Ticks beginning one period from now.
fn ticks(period: Duration) -> Interval {
    let mut ticks = interval_at(Instant::now() + period, period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks
}
