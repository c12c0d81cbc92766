//! The bus carries events to whoever listens now. It is transport, never the record: a listener
//! that missed something reads table `event` by number.

pub mod in_process;

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::broadcast;

use crate::domain::id::{EventId, HotelId};

/// Takes events of the relay to all listeners.
#[async_trait]
pub trait Bus: Send + Sync + 'static {
    /// Hands one event on. Nobody listening is no error.
    async fn publish(&self, event: BusEvent);

    /// Listens to one hotel, from now on.
    fn subscribe(&self, hotel: HotelId) -> BusReceiver;

    /// Listens to every hotel, from now on.
    fn subscribe_all(&self) -> BusReceiver;
}

/// One event on its way. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BusEvent {
    /// Whose event.
    pub hotel: HotelId,
    /// Its number in the hotel, without gaps; what a listener asks table `event` for.
    pub number: i64,
    /// The event's own name, the same wherever it is seen.
    pub id: EventId,
    /// What happened, like `reservation.confirmed`.
    pub kind: Arc<str>,
    /// The message for browsers, encoded once for all of them.
    pub frame: Bytes,
}

/// What a listener gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Received {
    /// The next event.
    Event(BusEvent),
    /// The listener was too slow and this many events are gone from the bus; table `event` has
    /// them.
    Missed(u64),
}

/// A listener's end. Dropping it ends the subscription.
#[derive(Debug)]
pub struct BusReceiver(broadcast::Receiver<BusEvent>);

impl BusReceiver {
    /// Waits for what comes next; `None` when the bus is gone. Safe to cancel: nothing is lost.
    pub async fn next(&mut self) -> Option<Received> {
        match self.0.recv().await {
            Ok(event) => Some(Received::Event(event)),
            Err(broadcast::error::RecvError::Lagged(count)) => Some(Received::Missed(count)),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}

impl From<broadcast::Receiver<BusEvent>> for BusReceiver {
    /// For adapters.
    fn from(receiver: broadcast::Receiver<BusEvent>) -> Self {
        Self(receiver)
    }
}
