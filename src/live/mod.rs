//! The live protocol: what travels on `/live`, and how a screen keeps its picture current.
//!
//! A picture (a snapshot) carries the number of the last event it contains. Events carry
//! their own number; per hotel there is no gap. Whoever holds picture `n` applies `n+1`, `n+2`, …
//! A gap asks for the missing events only. All functions here are pure, so any interleaving of
//! pictures and events can be tested to end in the same state.

pub mod board;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::view::rack::{OutageBar, Rack, RackRoom, StayBar};
use crate::view::today::Today;

/// What can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Rooms, stays and outages of some days.
    Rack,
    /// Today's stays, and the rooms.
    Today,
}

/// From the browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ClientFrame {
    /// Follow a hotel from the event after `have`; `have: 0` asks for a snapshot. A socket follows
    /// one hotel: a new subscription takes the place of the one before.
    Subscribe(Subscribe),
    /// Follow it no longer.
    Unsubscribe {
        /// The hotel's code.
        hotel: String,
    },
}

/// Which hotel, which topic, and what is known already.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subscribe {
    /// The hotel's code.
    pub hotel: String,
    /// What to follow.
    pub topic: Topic,
    /// Number of the last event already applied.
    #[serde(default)]
    pub have: i64,
    /// First day of a rack's window; the server chooses when it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// The day after its last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<NaiveDate>,
}

/// From the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServerFrame {
    /// The whole picture.
    Snapshot(Snapshot),
    /// One change.
    Event(Event),
    /// Everything up to `version` has been sent. Comes after catching up, and every now and then
    /// as a sign of life.
    Current {
        /// The hotel's code.
        hotel: String,
        /// Number of the hotel's last event.
        version: i64,
    },
    /// The server cannot continue from where the client is; subscribe again with `have: 0`.
    Resync {
        /// The hotel's code.
        hotel: String,
        /// Why, in words.
        reason: String,
    },
    /// The subscription was refused.
    Refused {
        /// The hotel's code.
        hotel: String,
        /// Why, in words.
        reason: String,
    },
}

/// A picture of one topic: `topic`, `hotel`, `version` and the picture itself, side by side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "topic", rename_all = "snake_case")]
pub enum Snapshot {
    /// Rooms by nights.
    Rack(Rack),
    /// Who comes, who goes, who is here.
    Today(Today),
}

impl Snapshot {
    /// Number of the last event it contains.
    pub fn version(&self) -> i64 {
        match self {
            Self::Rack(rack) => rack.version,
            Self::Today(today) => today.version,
        }
    }
}

impl From<Rack> for Snapshot {
    fn from(rack: Rack) -> Self {
        Self::Rack(rack)
    }
}

impl From<Today> for Snapshot {
    fn from(today: Today) -> Self {
        Self::Today(today)
    }
}

/// One change of one hotel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The hotel's code.
    pub hotel: String,
    /// The event's number: one more than the last.
    pub seq: i64,
    /// What happened: `reservation.created`, `room.changed`, …
    pub kind: String,
    /// The new state of everything that changed.
    pub data: Change,
}

/// The new state of what an event changed. Whole things, never differences: applying a change
/// twice or after a newer snapshot does no harm.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Stays as they are now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stays: Vec<StayBar>,
    /// Rooms as they are now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rooms: Vec<RackRoom>,
    /// Outages as they are now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<OutageBar>,
    /// The business date, when a day was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_date: Option<NaiveDate>,
}

/// The words of `Event::kind`.
pub mod kind {
    /// A reservation was booked and is confirmed.
    pub const RESERVATION_CREATED: &str = "reservation.created";
    /// Rooms are held while a payment runs.
    pub const RESERVATION_HELD: &str = "reservation.held";
    /// A held reservation was confirmed.
    pub const RESERVATION_CONFIRMED: &str = "reservation.confirmed";
    /// A hold ended without a booking.
    pub const RESERVATION_RELEASED: &str = "reservation.released";
    /// A reservation was cancelled.
    pub const RESERVATION_CANCELLED: &str = "reservation.cancelled";
    /// Anything else about a reservation.
    pub const RESERVATION_CHANGED: &str = "reservation.changed";
    /// A room's condition changed.
    pub const ROOM_CHANGED: &str = "room.changed";
}
