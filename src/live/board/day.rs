//! Counts and lists of the board: how full the nights are and what today brings.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;

use super::Board;
use crate::domain::business_date::BusinessDate;
use crate::domain::housekeeping::{HousekeepingStatus, OutageKind};
use crate::domain::id::{RoomId, RoomTypeId};
use crate::domain::reservation::{Movement, Status};
use crate::view::rack::StayBar;

/// How full one night is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    /// Which night.
    pub date: NaiveDate,
    /// Rooms sold: confirmed, in house or slept in.
    pub sold: u32,
    /// Rooms held while a payment runs.
    pub held: u32,
    /// Rooms the house has.
    pub rooms: u32,
    /// Rooms out of order.
    pub out_of_order: u32,
}

impl Night {
    /// Sold rooms per hundred rooms of the house, rounded down; over 100 when overbooked.
    pub fn percent(&self) -> u32 {
        (self.sold * 100).checked_div(self.rooms).unwrap_or(0)
    }

    /// Rooms that are neither sold nor held nor out of order; never below zero.
    pub fn free(&self) -> u32 {
        self.rooms
            .saturating_sub(self.out_of_order + self.sold + self.held)
    }
}

/// What today brings. Complete when the board shows the business date.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Expected, overdue and arrived, by guest.
    pub arrivals: Vec<(Movement, Arc<StayBar>)>,
    /// Due out, overdue and departed, by guest.
    pub departures: Vec<(Movement, Arc<StayBar>)>,
    /// Everybody who has checked in and not left, by guest.
    pub in_house: Vec<Arc<StayBar>>,
}

impl Day {
    /// How many of the day's stays stand at this point.
    pub fn count(&self, movement: Movement) -> usize {
        let moving = self.arrivals.iter().chain(&self.departures);
        moving.filter(|(is, _)| *is == movement).count()
    }

    /// Guests still to arrive, overdue ones with them.
    pub fn due_in(&self) -> usize {
        self.count(Movement::DueIn) + self.count(Movement::ArrivalOverdue)
    }

    /// Guests still to leave, overdue ones with them.
    pub fn due_out(&self) -> usize {
        self.count(Movement::DueOut) + self.count(Movement::DepartureOverdue)
    }
}

/// Rooms by condition.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoomCounts {
    /// Made up, not looked at.
    pub clean: u32,
    /// To be cleaned.
    pub dirty: u32,
    /// To be touched up.
    pub pickup: u32,
    /// Looked at and released.
    pub inspected: u32,
    /// With a guest who has checked in.
    pub occupied: u32,
}

impl Board {
    /// How full each night shown is.
    pub fn nights(&self) -> Vec<Night> {
        self.nights_where(|_| true, |_| true)
    }

    /// The same for the rooms and sales of one group.
    pub fn nights_of(&self, room_type: RoomTypeId) -> Vec<Night> {
        let mine: BTreeSet<RoomId> = self.rooms_of(room_type).map(|room| room.id).collect();
        self.nights_where(
            |stay| stay.room_type == room_type,
            |room| mine.contains(&room),
        )
    }

    fn nights_where(
        &self,
        counts: impl Fn(&StayBar) -> bool,
        is_mine: impl Fn(RoomId) -> bool,
    ) -> Vec<Night> {
        let rooms = self.rooms.iter().filter(|room| is_mine(room.id)).count();
        let rooms = u32::try_from(rooms).unwrap_or(u32::MAX);
        let empty = |date| Night {
            date,
            sold: 0,
            held: 0,
            rooms,
            out_of_order: 0,
        };
        let days = self.from.iter_days().take_while(|day| *day < self.to);
        let mut nights: Vec<Night> = days.map(empty).collect();
        for stay in self.stays.values().filter(|stay| counts(stay)) {
            for night in self.within(&mut nights, stay.arrival, stay.departure) {
                night.sold += u32::from(stay.status.occupies());
                night.held += u32::from(stay.status.holds());
            }
        }
        let broken = self
            .outages
            .values()
            .filter(|outage| outage.kind == OutageKind::OutOfOrder);
        for outage in broken.filter(|outage| is_mine(outage.room)) {
            for night in self.within(&mut nights, outage.from, outage.to) {
                night.out_of_order += 1;
            }
        }
        nights
    }

    /// The nights of `[from, to)` that are shown.
    fn within<'n>(
        &self,
        nights: &'n mut [Night],
        from: NaiveDate,
        to: NaiveDate,
    ) -> &'n mut [Night] {
        let place = |day: NaiveDate| usize::try_from((day - self.from).num_days()).unwrap_or(0);
        let end = place(to).min(nights.len());
        nights.get_mut(place(from)..end).unwrap_or_default()
    }

    /// Arrivals, departures and everybody in house.
    pub fn day(&self) -> Day {
        let today = BusinessDate::new(self.business_date);
        let mut stays: Vec<_> = self.stays.values().cloned().collect();
        stays.sort_by(|a, b| (&a.guest, a.id).cmp(&(&b.guest, b.id)));
        let mut day = Day::default();
        for stay in stays {
            if stay.status == Status::InHouse {
                day.in_house.push(Arc::clone(&stay));
            }
            match Movement::of(stay.status, stay.arrival, stay.departure, today) {
                Some(
                    movement @ (Movement::DueIn | Movement::ArrivalOverdue | Movement::Arrived),
                ) => day.arrivals.push((movement, stay)),
                Some(
                    movement @ (Movement::DueOut | Movement::DepartureOverdue | Movement::Departed),
                ) => day.departures.push((movement, stay)),
                Some(Movement::Stayover) | None => {}
            }
        }
        day
    }

    /// Rooms by condition, and how many have a guest.
    pub fn room_counts(&self) -> RoomCounts {
        let mut counts = RoomCounts::default();
        for room in &self.rooms {
            match room.housekeeping {
                HousekeepingStatus::Clean => counts.clean += 1,
                HousekeepingStatus::Dirty => counts.dirty += 1,
                HousekeepingStatus::Pickup => counts.pickup += 1,
                HousekeepingStatus::Inspected => counts.inspected += 1,
            }
            counts.occupied += u32::from(self.is_occupied(room.id));
        }
        counts
    }

    /// Whether a guest who has checked in lives in the room tonight, or is about to leave it.
    pub fn is_occupied(&self, room: RoomId) -> bool {
        let lives_here = |stay: &Arc<StayBar>| {
            let now = stay
                .rooms
                .iter()
                .rfind(|span| span.from <= self.business_date);
            stay.status == Status::InHouse && now.is_some_and(|span| span.room == room)
        };
        let tenants = self.tenants.get(&room).into_iter().flatten();
        tenants
            .filter_map(|tenant| self.stays.get(tenant))
            .any(lives_here)
    }
}
