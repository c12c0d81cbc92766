//! Taking the new state of rooms, outages and stays.

use std::sync::Arc;

use super::{Board, Changes};
use crate::domain::id::ReservationId;
use crate::live::Change;
use crate::view::rack::{OutageBar, RackRoom, StayBar};

impl Board {
    /// Takes the new state of everything an event changed.
    pub(super) fn change(&mut self, change: &Change, changes: &mut Changes) {
        if let Some(date) = change.business_date
            && date != self.business_date
        {
            self.business_date = date;
            changes.business_date = true;
        }
        for room in &change.rooms {
            self.change_room(room, changes);
        }
        for outage in &change.outages {
            self.change_outage(outage, changes);
        }
        for bar in &change.stays {
            self.change_stay(bar, changes);
        }
    }

    fn change_room(&mut self, room: &RackRoom, changes: &mut Changes) {
        let place = self.rooms.iter().position(|known| known.id == room.id);
        let known = place.and_then(|place| self.rooms.get_mut(place));
        let moved = match known {
            Some(known) if known == room => return,
            Some(known) => {
                let moved = known.room_type != room.room_type || known.number != room.number;
                known.clone_from(room);
                moved
            }
            None => {
                self.rooms.push(room.clone());
                true
            }
        };
        changes.rooms.insert(room.id);
        if moved {
            changes.layout = true;
            self.sort_rooms();
        }
    }

    /// By type, in the hotel's order, and by number, 9 before 10: as a picture has them.
    fn sort_rooms(&mut self) {
        let types = &self.room_types;
        let place = |room: &RackRoom| types.iter().position(|known| known.id == room.room_type);
        self.rooms.sort_by(|a, b| {
            let key = |room| place(room).unwrap_or(usize::MAX);
            let by_number = || (a.number.len(), &a.number).cmp(&(b.number.len(), &b.number));
            key(a).cmp(&key(b)).then_with(by_number)
        });
    }

    fn change_outage(&mut self, outage: &OutageBar, changes: &mut Changes) {
        let shown = outage.from < outage.to && outage.from < self.to && outage.to > self.from;
        let before = self.outages.remove(&outage.id);
        let after = shown.then(|| Arc::new(outage.clone()));
        if let Some(after) = &after {
            self.outages.insert(outage.id, Arc::clone(after));
        }
        if before != after {
            changes.outages.insert(outage.id);
            changes
                .rooms
                .extend([&before, &after].into_iter().flatten().map(|bar| bar.room));
        }
    }

    fn change_stay(&mut self, bar: &StayBar, changes: &mut Changes) {
        if self
            .stays
            .get(&bar.id)
            .is_some_and(|held| held.version > bar.version)
        {
            return;
        }
        let before = self.unseat(bar.id);
        let after = Arc::new(bar.clone());
        self.seat(Arc::clone(&after));
        let after = self.stays.contains_key(&bar.id).then_some(after);
        if before == after {
            return;
        }
        changes.stays.insert(bar.id);
        for bar in [before, after].into_iter().flatten() {
            changes.unassigned |= bar.rooms.is_empty();
            changes.rooms.extend(bar.rooms.iter().map(|span| span.room));
        }
    }

    /// Puts a stay on the board if it belongs there.
    pub(super) fn seat(&mut self, bar: Arc<StayBar>) {
        if !self.shows(&bar) {
            return;
        }
        for span in &bar.rooms {
            self.tenants.entry(span.room).or_default().insert(bar.id);
        }
        self.stays.insert(bar.id, bar);
    }

    fn unseat(&mut self, id: ReservationId) -> Option<Arc<StayBar>> {
        let bar = self.stays.remove(&id)?;
        for span in &bar.rooms {
            if let Some(tenants) = self.tenants.get_mut(&span.room) {
                tenants.remove(&id);
            }
        }
        Some(bar)
    }
}
