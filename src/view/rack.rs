//! The rack, or tape chart: rooms by nights.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::domain::housekeeping::{HousekeepingStatus, OutageKind};
use crate::domain::id::{OutageId, ReservationId, RoomId, RoomTypeId};
use crate::domain::money::Money;
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;

/// Everything the rack shows for the days `[from, to)`, as of event number `version`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rack {
    /// The hotel's code.
    pub hotel: String,
    /// The number of the last event this picture contains.
    pub version: i64,
    /// The accounting day.
    pub business_date: NaiveDate,
    /// First day shown.
    pub from: NaiveDate,
    /// The day after the last one shown.
    pub to: NaiveDate,
    /// Groups of rooms, in the hotel's order.
    pub room_types: Vec<RackType>,
    /// Rooms, by type and number.
    pub rooms: Vec<RackRoom>,
    /// Every stay that touches the window and is not cancelled.
    pub stays: Vec<StayBar>,
    /// Every outage that touches the window.
    pub outages: Vec<OutageBar>,
}

/// A group of the rack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RackType {
    /// Identifies the type.
    pub id: RoomTypeId,
    /// Short: `DBL`.
    pub code: String,
    /// Long: `Double`.
    pub name: String,
}

/// A row of the rack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RackRoom {
    /// Identifies the room.
    pub id: RoomId,
    /// Its group.
    pub room_type: RoomTypeId,
    /// On the door.
    pub number: String,
    /// The floor.
    pub floor: i16,
    /// The room's condition.
    pub housekeeping: HousekeepingStatus,
}

/// One reservation on the rack, and the data of every `reservation.*` event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StayBar {
    /// Identifies the reservation.
    pub id: ReservationId,
    /// Opens its page.
    pub reference: Reference,
    /// Where it stands; `cancelled` and `no_show` leave the rack.
    pub status: Status,
    /// What was booked.
    pub room_type: RoomTypeId,
    /// The rooms it lives in, in order; empty while unassigned.
    pub rooms: Vec<RoomSpan>,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// Who stays.
    pub guest: String,
    /// Adults.
    pub adults: i16,
    /// Children.
    pub children: i16,
    /// A guest to look after.
    pub vip: bool,
    /// What is still to pay.
    pub balance: Money,
    /// Where the booking came from: `web`, `desk`, a partner's name.
    pub source: String,
    /// Only while held.
    pub hold_until: Option<DateTime<Utc>>,
    /// Something to look at.
    pub attention: Option<String>,
    /// Grows with every change; an older one never overwrites a newer one.
    pub version: i32,
}

/// Part of a stay in one room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomSpan {
    /// The room.
    pub room: RoomId,
    /// First night there.
    pub from: NaiveDate,
    /// The day it is left.
    pub to: NaiveDate,
}

/// A room taken out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutageBar {
    /// Identifies the outage.
    pub id: OutageId,
    /// Which room.
    pub room: RoomId,
    /// Sellable or not.
    pub kind: OutageKind,
    /// First day.
    pub from: NaiveDate,
    /// The day it is back.
    pub to: NaiveDate,
    /// Why.
    pub reason: String,
}
