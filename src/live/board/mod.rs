//! The picture a desk screen holds, and how it stays true.
//!
//! A [`Board`] begins with a picture (a [`Rack`] or a [`Today`]) and then takes events in the
//! order of their numbers. Whatever order the network delivers things in, once every number up to
//! `n` has arrived the board equals a picture taken at `n`: events that come early wait, events
//! that come twice are known, and an older picture never undoes what is applied already.

mod change;
mod day;
mod row;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use chrono::{Days, NaiveDate};

pub use self::day::{Day, Night, RoomCounts};
pub use self::row::{Bar, Row};
use super::{Event, Snapshot, Subscribe, Topic};
use crate::domain::business_date::BusinessDate;
use crate::domain::id::{OutageId, ReservationId, RoomId};
use crate::domain::reservation::Movement;
use crate::view::rack::{OutageBar, Rack, RackRoom, RackType, StayBar};
use crate::view::today::Today;

/// How many events may wait for a missing one. More than this is no gap but a lost connection.
const MOST_PARKED: usize = 512;
/// How many applied events are kept, for pictures that were taken a moment before them.
const MOST_RECENT: usize = 256;

/// Which stays belong on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Those that touch the days shown.
    Days,
    /// Those that arrive, leave or are in house today.
    Today,
}

/// What an event did to the board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applied {
    /// It was the next one; it and those that waited for it are in. An event that shows nothing
    /// of this board moves the version only.
    Changed(Changes),
    /// It was in already, or is another hotel's.
    Known,
    /// Events before it are missing: ask for everything after `have`. It waits until then.
    Gap {
        /// Number of the last event that is in.
        have: i64,
    },
    /// Too many events wait: ask for a new picture.
    Lost,
}

/// What a new picture did to the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replaced {
    /// The board shows the picture, with everything that is known to have happened since.
    Taken,
    /// What stood there is newer and shows the same days; nothing was changed.
    Known,
    /// The picture is older than what stood there by more than can be made up for. Nothing was
    /// changed; ask for another one.
    Behind,
}

/// What to draw again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Rows whose bars, outages or room changed.
    pub rooms: BTreeSet<RoomId>,
    /// Stays that came, changed or left.
    pub stays: BTreeSet<ReservationId>,
    /// Outages that came, changed or left.
    pub outages: BTreeSet<OutageId>,
    /// The stays without a room changed.
    pub unassigned: bool,
    /// Rooms came, or changed their place in the order.
    pub layout: bool,
    /// A day was closed.
    pub business_date: bool,
}

impl Changes {
    /// Whether nothing on the board looks different.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The picture, kept current.
#[derive(Clone, Debug)]
pub struct Board {
    hotel: String,
    version: i64,
    business_date: NaiveDate,
    scope: Scope,
    from: NaiveDate,
    to: NaiveDate,
    room_types: Vec<RackType>,
    rooms: Vec<RackRoom>,
    stays: BTreeMap<ReservationId, Arc<StayBar>>,
    outages: BTreeMap<OutageId, Arc<OutageBar>>,
    /// Which stays have a span in a room.
    tenants: BTreeMap<RoomId, BTreeSet<ReservationId>>,
    /// Events whose predecessor has not arrived.
    parked: BTreeMap<i64, Event>,
    /// The last events applied, oldest first, without a hole, ending with `version`.
    recent: VecDeque<Event>,
}

impl From<Rack> for Board {
    fn from(rack: Rack) -> Self {
        Self::new(rack)
    }
}

impl From<Today> for Board {
    fn from(today: Today) -> Self {
        Self::of_today(today)
    }
}

impl From<Snapshot> for Board {
    fn from(snapshot: Snapshot) -> Self {
        match snapshot {
            Snapshot::Rack(rack) => Self::new(rack),
            Snapshot::Today(today) => Self::of_today(today),
        }
    }
}

impl Board {
    /// A board that shows this picture.
    pub fn new(rack: Rack) -> Self {
        Self::with_scope(rack, Scope::Days)
    }

    /// A board of the stays that matter today, in a window of one day.
    ///
    /// When a day is closed it needs a new picture: the next day's stays are not on it.
    pub fn of_today(today: Today) -> Self {
        Self::with_scope(today_as_rack(today), Scope::Today)
    }

    fn with_scope(rack: Rack, scope: Scope) -> Self {
        let mut board = Self {
            hotel: String::new(),
            version: 0,
            business_date: rack.business_date,
            scope,
            from: rack.from,
            to: rack.to,
            room_types: Vec::new(),
            rooms: Vec::new(),
            stays: BTreeMap::new(),
            outages: BTreeMap::new(),
            tenants: BTreeMap::new(),
            parked: BTreeMap::new(),
            recent: VecDeque::new(),
        };
        board.fill(rack);
        board
    }

    /// The hotel's code.
    pub fn hotel(&self) -> &str {
        &self.hotel
    }

    /// Number of the last event that is in.
    pub fn version(&self) -> i64 {
        self.version
    }

    /// The accounting day.
    pub fn business_date(&self) -> NaiveDate {
        self.business_date
    }

    /// The days shown, `[from, to)`.
    pub fn window(&self) -> (NaiveDate, NaiveDate) {
        (self.from, self.to)
    }

    /// Whether it shows today's stays rather than those of some days.
    pub fn is_of_today(&self) -> bool {
        self.scope == Scope::Today
    }

    /// Whether events wait for one that is missing.
    pub fn has_gap(&self) -> bool {
        !self.parked.is_empty()
    }

    /// Takes an event, or keeps it until its turn comes.
    pub fn apply(&mut self, event: Event) -> Applied {
        if event.hotel != self.hotel || event.seq <= self.version {
            return Applied::Known;
        }
        if event.seq > self.version + 1 {
            return self.park(event);
        }
        let mut changes = Changes::default();
        self.take(event, &mut changes);
        self.unpark(&mut changes);
        Applied::Changed(changes)
    }

    /// Shows another picture: of other days, or of the same ones after a while away.
    ///
    /// Events that are known and newer than the picture are put on top of it, so the board never
    /// goes back behind what it has shown.
    pub fn replace(&mut self, picture: impl Into<Snapshot>) -> Replaced {
        match picture.into() {
            Snapshot::Rack(rack) => self.replace_with(rack, Scope::Days),
            Snapshot::Today(today) => self.replace_with(today_as_rack(today), Scope::Today),
        }
    }

    /// What to say to follow this board from where it stands, or (with `have` 0) from a new
    /// picture of the same days on.
    pub fn subscription(&self, have: i64) -> Subscribe {
        let hotel = self.hotel.clone();
        match self.scope {
            Scope::Days => {
                let (from, to) = (Some(self.from), Some(self.to));
                Subscribe {
                    hotel,
                    topic: Topic::Rack,
                    have,
                    from,
                    to,
                }
            }
            Scope::Today => Subscribe {
                hotel,
                topic: Topic::Today,
                have,
                from: None,
                to: None,
            },
        }
    }

    fn replace_with(&mut self, rack: Rack, scope: Scope) -> Replaced {
        if rack.hotel != self.hotel {
            *self = Self::with_scope(rack, scope);
            return Replaced::Taken;
        }
        let shows_the_same = scope == self.scope && (rack.from, rack.to) == (self.from, self.to);
        if rack.version < self.version {
            if shows_the_same {
                return Replaced::Known;
            }
            let oldest = self.recent.front().map_or(i64::MAX, |event| event.seq);
            if oldest > rack.version + 1 {
                return Replaced::Behind;
            }
        }
        if rack.version > self.version {
            // The picture steps over events that were never seen, so the tail would have a hole.
            self.recent.clear();
        }
        self.scope = scope;
        let since: Vec<Event> = self
            .recent
            .iter()
            .filter(|event| event.seq > rack.version)
            .cloned()
            .collect();
        self.recent.retain(|event| event.seq <= rack.version);
        self.fill(rack);
        let mut changes = Changes::default();
        for event in since {
            self.take(event, &mut changes);
        }
        self.unpark(&mut changes);
        Replaced::Taken
    }

    fn fill(&mut self, rack: Rack) {
        let mut held = std::mem::take(&mut self.stays);
        self.tenants.clear();
        self.hotel = rack.hotel;
        self.version = rack.version;
        self.business_date = rack.business_date;
        (self.from, self.to) = (rack.from, rack.to);
        self.room_types = rack.room_types;
        self.rooms = rack.rooms;
        self.outages = rack
            .outages
            .into_iter()
            .map(|bar| (bar.id, Arc::new(bar)))
            .collect();
        // A picture may already show what events after its version will tell, so a stay that is
        // held may be newer than the picture's; it stays.
        for bar in rack.stays {
            let bar = match held.remove(&bar.id) {
                Some(newer) if newer.version > bar.version => newer,
                _ => Arc::new(bar),
            };
            self.seat(bar);
        }
    }

    fn park(&mut self, event: Event) -> Applied {
        if self.parked.len() >= MOST_PARKED && !self.parked.contains_key(&event.seq) {
            return Applied::Lost;
        }
        self.parked.insert(event.seq, event);
        Applied::Gap { have: self.version }
    }

    /// Takes the events whose turn has come and drops those that are in by now.
    fn unpark(&mut self, changes: &mut Changes) {
        while let Some(first) = self.parked.first_entry() {
            if *first.key() > self.version + 1 {
                break;
            }
            let event = first.remove();
            if event.seq > self.version {
                self.take(event, changes);
            }
        }
    }

    fn take(&mut self, event: Event, changes: &mut Changes) {
        self.version = event.seq;
        self.change(&event.data, changes);
        if self.recent.len() >= MOST_RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(event);
    }

    fn shows(&self, bar: &StayBar) -> bool {
        match self.scope {
            Scope::Days => is_on_rack(bar) && touches(bar, self.from, self.to),
            Scope::Today => {
                let today = BusinessDate::new(self.business_date);
                Movement::of(bar.status, bar.arrival, bar.departure, today).is_some()
            }
        }
    }

    /// The board as a picture, in the order in which the server draws one.
    pub fn picture(&self) -> Rack {
        let mut stays: Vec<StayBar> = self.stays.values().map(|bar| (**bar).clone()).collect();
        stays.sort_by_key(|bar| (bar.arrival, bar.id));
        let mut outages: Vec<OutageBar> =
            self.outages.values().map(|bar| (**bar).clone()).collect();
        outages.sort_by_key(|bar| (bar.from, bar.id));
        Rack {
            hotel: self.hotel.clone(),
            version: self.version,
            business_date: self.business_date,
            from: self.from,
            to: self.to,
            room_types: self.room_types.clone(),
            rooms: self.rooms.clone(),
            stays,
            outages,
        }
    }
}

/// Whether a stay has a place on the rack at all: one that was given up has none, nor has a wish.
pub fn is_on_rack(bar: &StayBar) -> bool {
    bar.status.holds() || bar.status.occupies()
}

/// Whether a stay touches the days `[from, to)`. The day of departure counts: the guest is still
/// there in the morning, and half the day's cell belongs to this stay.
pub fn touches(bar: &StayBar, from: NaiveDate, to: NaiveDate) -> bool {
    bar.arrival < to && bar.departure >= from
}

fn today_as_rack(today: Today) -> Rack {
    let from = today.business_date;
    Rack {
        hotel: today.hotel,
        version: today.version,
        business_date: from,
        from,
        to: from.checked_add_days(Days::new(1)).unwrap_or(from),
        room_types: today.room_types,
        rooms: today.rooms,
        stays: today.stays,
        outages: today.outages,
    }
}

#[cfg(test)]
mod tests;
