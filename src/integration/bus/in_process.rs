//! The bus of a single process: one bounded channel per hotel that somebody listens to, and one
//! for all hotels. A busy hotel therefore never makes listeners of another one lag.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use tokio::sync::broadcast;

use super::{Bus, BusEvent, BusReceiver};
use crate::domain::id::HotelId;

/// Events a listener may fall behind before it misses some.
pub const DEFAULT_CAPACITY: usize = 1024;

/// See the module.
#[derive(Debug)]
pub struct InProcessBus {
    capacity: usize,
    all: broadcast::Sender<BusEvent>,
    hotels: Mutex<HashMap<HotelId, broadcast::Sender<BusEvent>>>,
}

impl InProcessBus {
    /// A bus whose listeners may fall behind by `capacity` events (at least one).
    pub fn new(capacity: usize) -> Self {
        let capacity = capacity.max(1);
        Self {
            capacity,
            all: broadcast::Sender::new(capacity),
            hotels: Mutex::default(),
        }
    }

    fn hotels(&self) -> MutexGuard<'_, HashMap<HotelId, broadcast::Sender<BusEvent>>> {
        // The map is whole after every single operation, so a poisoned lock holds good data.
        self.hotels.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for InProcessBus {
    fn default() -> Self {
        Self::new(DEFAULT_CAPACITY)
    }
}

#[async_trait]
impl Bus for InProcessBus {
    async fn publish(&self, event: BusEvent) {
        let mut hotels = self.hotels();
        if let Some(sender) = hotels.get(&event.hotel)
            && sender.send(event.clone()).is_err()
        {
            // The last listener has gone; the next one makes a new channel.
            hotels.remove(&event.hotel);
        }
        drop(hotels);
        // An error only says that nobody listens.
        drop(self.all.send(event));
    }

    fn subscribe(&self, hotel: HotelId) -> BusReceiver {
        let mut hotels = self.hotels();
        let sender = hotels
            .entry(hotel)
            .or_insert_with(|| broadcast::Sender::new(self.capacity));
        sender.subscribe().into()
    }

    fn subscribe_all(&self) -> BusReceiver {
        self.all.subscribe().into()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::integration::bus::Received;

    fn event(hotel: u128, number: i64) -> BusEvent {
        BusEvent {
            hotel: HotelId(Uuid::from_u128(hotel)),
            number,
            id: Uuid::from_u128(u128::from(number.unsigned_abs())).into(),
            kind: "reservation.confirmed".into(),
            frame: format!("{hotel}/{number}").into(),
        }
    }

    #[tokio::test]
    async fn a_listener_hears_its_hotel_only_and_in_order() {
        let bus = InProcessBus::default();
        let mut one = bus.subscribe(HotelId(Uuid::from_u128(1)));
        let mut all = bus.subscribe_all();
        for published in [event(1, 1), event(2, 1), event(1, 2)] {
            bus.publish(published).await;
        }
        assert_eq!(one.next().await, Some(Received::Event(event(1, 1))));
        assert_eq!(one.next().await, Some(Received::Event(event(1, 2))));
        for expected in [event(1, 1), event(2, 1), event(1, 2)] {
            assert_eq!(all.next().await, Some(Received::Event(expected)));
        }
        drop(bus);
        assert_eq!(one.next().await, None);
    }

    #[tokio::test]
    async fn a_slow_listener_learns_how_much_it_missed() {
        let bus = InProcessBus::new(4);
        let mut slow = bus.subscribe(HotelId(Uuid::from_u128(1)));
        let mut other = bus.subscribe(HotelId(Uuid::from_u128(2)));
        bus.publish(event(2, 1)).await;
        for number in 1..=10 {
            bus.publish(event(1, number)).await;
        }
        assert_eq!(slow.next().await, Some(Received::Missed(6)));
        assert_eq!(slow.next().await, Some(Received::Event(event(1, 7))));
        assert_eq!(other.next().await, Some(Received::Event(event(2, 1))));
    }

    #[tokio::test]
    async fn listeners_come_and_go() {
        let bus = InProcessBus::new(4);
        let hotel = HotelId(Uuid::from_u128(1));
        bus.publish(event(1, 1)).await;
        drop(bus.subscribe(hotel));
        bus.publish(event(1, 2)).await;
        assert!(bus.hotels().is_empty());
        let mut late = bus.subscribe(hotel);
        bus.publish(event(1, 3)).await;
        assert_eq!(late.next().await, Some(Received::Event(event(1, 3))));
    }
}
