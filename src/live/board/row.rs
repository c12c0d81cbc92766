//! Rows of the rack: a room and what stands in it.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Board;
use crate::domain::id::{ReservationId, RoomId, RoomTypeId};
use crate::view::rack::{OutageBar, RackRoom, RackType, RoomSpan, StayBar};

/// A room with its bars, as far as they touch the days shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The room.
    pub room: RackRoom,
    /// Stays, by first night in this room.
    pub bars: Vec<Bar>,
    /// Outages, by first day.
    pub outages: Vec<Arc<OutageBar>>,
}

/// One stay's time in one room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The whole stay.
    pub stay: Arc<StayBar>,
    /// The nights in this room.
    pub span: RoomSpan,
}

impl Bar {
    /// Whether the guest arrives in this room, rather than moving in from another one.
    pub fn arrives_here(&self) -> bool {
        self.span.from <= self.stay.arrival
    }

    /// Whether the guest leaves from this room, rather than moving on to another one.
    pub fn leaves_from_here(&self) -> bool {
        self.span.to >= self.stay.departure
    }

    /// Where the bar stands in the days `[from, to)`, in half days from their beginning: it runs
    /// from the middle of its first day to the middle of its last, cut off at the edges.
    pub fn halves(&self, from: NaiveDate, to: NaiveDate) -> (i64, i64) {
        let end = (to - from).num_days() * 2;
        let middle = |day: NaiveDate| ((day - from).num_days() * 2 + 1).clamp(0, end);
        (middle(self.span.from), middle(self.span.to))
    }
}

impl Board {
    /// The groups, in the hotel's order.
    pub fn room_types(&self) -> &[RackType] {
        &self.room_types
    }

    /// All rooms, by group and number.
    pub fn rooms(&self) -> &[RackRoom] {
        &self.rooms
    }

    /// The rooms of one group, by number.
    pub fn rooms_of(&self, room_type: RoomTypeId) -> impl Iterator<Item = &RackRoom> {
        self.rooms
            .iter()
            .filter(move |room| room.room_type == room_type)
    }

    /// A room, if the hotel has it.
    pub fn room(&self, id: RoomId) -> Option<&RackRoom> {
        self.rooms.iter().find(|room| room.id == id)
    }

    /// A stay, if it is on the board.
    pub fn stay(&self, id: ReservationId) -> Option<&Arc<StayBar>> {
        self.stays.get(&id)
    }

    /// Every stay on the board, in no order that matters.
    pub fn stays(&self) -> impl Iterator<Item = &Arc<StayBar>> {
        self.stays.values()
    }

    /// What stands in a room during the days shown.
    pub fn row(&self, id: RoomId) -> Option<Row> {
        let room = self.room(id)?.clone();
        let tenants = self.tenants.get(&id).into_iter().flatten();
        let stays = tenants.filter_map(|tenant| self.stays.get(tenant));
        let mut bars: Vec<Bar> = stays
            .flat_map(|stay| stay.rooms.iter().map(move |span| (stay, span)))
            .filter(|(_, span)| span.room == id && span.from < self.to && span.to >= self.from)
            .map(|(stay, span)| Bar {
                stay: Arc::clone(stay),
                span: span.clone(),
            })
            .collect();
        bars.sort_by_key(|bar| (bar.span.from, bar.stay.id));
        let outages = self.outages.values().filter(|bar| bar.room == id);
        let mut outages: Vec<_> = outages.cloned().collect();
        outages.sort_by_key(|bar| (bar.from, bar.id));
        Some(Row {
            room,
            bars,
            outages,
        })
    }

    /// Stays that have no room yet, by arrival.
    pub fn unassigned(&self) -> Vec<Arc<StayBar>> {
        let waiting = self.stays.values().filter(|stay| stay.rooms.is_empty());
        let mut waiting: Vec<_> = waiting.cloned().collect();
        waiting.sort_by_key(|stay| (stay.arrival, stay.id));
        waiting
    }
}
