//! Which room is taken when: outages first, then groups, then everybody else.

use chrono::{Days, NaiveDate};

use super::brochure::{FLAWS, GROUPS, House, REPAIRS};
use super::chance::Chance;
use super::season;
use crate::domain::housekeeping::OutageKind;

/// Nights before today, and as many from today on.
pub(super) const HALF: u32 = 365;
/// Nights of a calendar.
pub(super) const NIGHTS: u32 = 2 * HALF;

/// One stay's place in the calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    /// Index of the room.
    pub room: usize,
    pub arrival: NaiveDate,
    pub departure: NaiveDate,
}

/// Rooms that are booked together.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub name: &'static str,
    pub slots: Vec<Slot>,
}

/// A room that is out for some days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outage {
    /// Index of the room.
    pub room: usize,
    pub kind: OutageKind,
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub reason: &'static str,
}

/// The calendar of one hotel: every room for two years.
pub(super) struct Calendar {
    first: NaiveDate,
    /// Room by room: whether the night is taken.
    taken: Vec<Vec<bool>>,
}

impl Calendar {
    /// An empty calendar for so many rooms.
    pub(super) fn new(today: NaiveDate, rooms: usize) -> Self {
        let first = today
            .checked_sub_days(Days::new(HALF.into()))
            .unwrap_or(today);
        let nights = usize::try_from(NIGHTS).unwrap_or(0);
        let taken = vec![vec![false; nights]; rooms];
        Self { first, taken }
    }

    /// The date of a night.
    pub(super) fn date(&self, night: u32) -> NaiveDate {
        self.first
            .checked_add_days(Days::new(night.into()))
            .unwrap_or(self.first)
    }

    /// Takes rooms out: about two outages in three rooms, one of them today, one soon.
    pub(super) fn take_out(&mut self, chance: &mut Chance) -> Vec<Outage> {
        let rooms = u32::try_from(self.taken.len()).unwrap_or(0);
        let mut outages = Vec::new();
        for number in 0..rooms * 2 / 3 {
            let (reason, shortest, longest) = *chance.pick(&REPAIRS);
            let room = chance.below(rooms);
            let nights = chance.between(shortest, longest);
            let from = match number {
                0 => HALF - 1,
                1 => HALF + 4,
                _ => chance.below(NIGHTS - nights),
            };
            let nights = if number < 2 { nights.max(3) } else { nights };
            outages.extend(self.outage(room, from, nights, OutageKind::OutOfOrder, reason));
        }
        for _ in 0..rooms / 4 {
            let (room, from) = (chance.below(rooms), chance.below(NIGHTS - 7));
            let (nights, reason) = (chance.between(1, 6), *chance.pick(&FLAWS));
            outages.extend(self.outage(room, from, nights, OutageKind::OutOfService, reason));
        }
        outages
    }

    fn outage(
        &mut self,
        room: u32,
        from: u32,
        nights: u32,
        kind: OutageKind,
        reason: &'static str,
    ) -> Option<Outage> {
        let room = usize::try_from(room).ok()?;
        if kind == OutageKind::OutOfOrder && !self.take(room, from, nights) {
            return None;
        }
        Some(Outage {
            room,
            kind,
            from: self.date(from),
            to: self.date(from + nights),
            reason,
        })
    }

    /// Groups: a tenth to a fifth of the house, every two or three weeks.
    pub(super) fn take_groups(&mut self, chance: &mut Chance) -> Vec<Group> {
        let rooms = u32::try_from(self.taken.len()).unwrap_or(0);
        let mut groups = Vec::new();
        let mut from = chance.between(3, 12);
        while from + 5 < NIGHTS {
            let nights = chance.between(2, 4);
            let size = chance.between(rooms / 10, rooms / 5).max(3);
            let name = *chance.pick(&GROUPS);
            let start = chance.below(rooms);
            let mut slots = Vec::new();
            for step in 0..rooms {
                if u32::try_from(slots.len()).unwrap_or(size) == size {
                    break;
                }
                let room = usize::try_from((start + step) % rooms).unwrap_or(0);
                if self.take(room, from, nights) {
                    slots.push(self.slot(room, from, nights));
                }
            }
            groups.push(Group { name, slots });
            from += chance.between(12, 22);
        }
        groups
    }

    /// Everybody else: each room's free nights fill up as far as the season wants it.
    pub(super) fn take_singles(&mut self, house: &House, chance: &mut Chance) -> Vec<Slot> {
        let lengths: &[(u32, u32)] = if house.business {
            &[(1, 42), (2, 30), (3, 16), (4, 7), (5, 5)]
        } else {
            &[(1, 22), (2, 30), (3, 22), (4, 12), (5, 6), (7, 6), (10, 2)]
        };
        let mean_tenths = if house.business { 20 } else { 28 };
        let mut slots = Vec::new();
        for room in 0..self.taken.len() {
            let mut night = 0;
            while night < NIGHTS {
                let wanted = season::demand(house, self.date(night));
                // A room that is free tonight is let tonight so often that in the long run
                // `wanted` of its nights are taken.
                let begins = 10_000 * wanted / (10 * wanted + mean_tenths * (1000 - wanted));
                if self.is_taken(room, night) || !chance.permille(begins) {
                    night += 1;
                    continue;
                }
                let longest = self.free_from(room, night);
                let nights = chance.weighted(lengths).min(longest);
                self.take(room, night, nights);
                slots.push(self.slot(room, night, nights));
                night += nights;
            }
        }
        slots
    }

    fn slot(&self, room: usize, from: u32, nights: u32) -> Slot {
        Slot {
            room,
            arrival: self.date(from),
            departure: self.date(from + nights),
        }
    }

    fn is_taken(&self, room: usize, night: u32) -> bool {
        let night = usize::try_from(night).unwrap_or(usize::MAX);
        self.taken[room].get(night).copied().unwrap_or(true)
    }

    /// How many nights in a row are free, at least 1 where the first one is.
    fn free_from(&self, room: usize, night: u32) -> u32 {
        let busy = (night..NIGHTS).find(|night| self.is_taken(room, *night));
        busy.unwrap_or(NIGHTS) - night
    }

    /// Takes the nights if all of them are free.
    fn take(&mut self, room: usize, from: u32, nights: u32) -> bool {
        let to = from + nights;
        if to > NIGHTS || (from..to).any(|night| self.is_taken(room, night)) {
            return false;
        }
        for night in from..to {
            if let Some(taken) = usize::try_from(night)
                .ok()
                .and_then(|night| self.taken[room].get_mut(night))
            {
                *taken = true;
            }
        }
        true
    }
}
