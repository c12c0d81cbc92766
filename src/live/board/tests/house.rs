//! The house of the tests: deeds make events, and the truth of every moment is kept.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use uuid::Uuid;

use super::super::{Board, is_on_rack};
use crate::domain::business_date::BusinessDate;
use crate::domain::housekeeping::{HousekeepingStatus, OutageKind};
use crate::domain::id::{OutageId, ReservationId, RoomId, RoomTypeId};
use crate::domain::money::{Currency, Money};
use crate::domain::reference::Reference;
use crate::domain::reservation::{Movement, Status};
use crate::live::{Change, Event, kind};
use crate::view::rack::{OutageBar, Rack, RackRoom, RackType, RoomSpan, StayBar};
use crate::view::today::Today;

pub const ROOMS: u8 = 6;

pub fn id<T: From<Uuid>>(kind: u8, number: u8) -> T {
    T::from(Uuid::from_u128(
        (u128::from(kind) << 64) | u128::from(number),
    ))
}

pub fn room_type(number: u8) -> RoomTypeId {
    id(1, number)
}

pub fn room(number: u8) -> RoomId {
    id(2, number)
}

pub fn day(offset: u8) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(2026, 11, 20).expect("a date");
    first + Days::new(u64::from(offset))
}

/// Everything true of the house at one moment, whatever a window shows of it.
#[derive(Clone)]
pub struct State {
    pub business_date: NaiveDate,
    pub rooms: Vec<RackRoom>,
    pub stays: BTreeMap<ReservationId, StayBar>,
    pub outages: BTreeMap<OutageId, OutageBar>,
}

impl State {
    pub fn first() -> Self {
        let rooms = (0..ROOMS).map(|number| RackRoom {
            id: room(number),
            room_type: room_type(number / 3),
            number: format!("{}", 101 + u16::from(number)),
            floor: 1,
            housekeeping: HousekeepingStatus::Clean,
        });
        let (stays, outages) = (BTreeMap::new(), BTreeMap::new());
        Self {
            business_date: day(8),
            rooms: rooms.collect(),
            stays,
            outages,
        }
    }

    pub fn picture(&self, version: usize, (from, to): (u8, u8)) -> Rack {
        let (from, to) = (day(from), day(to));
        let mut stays: Vec<_> = self.stays.values().cloned().collect();
        stays.retain(|bar| is_on_rack(bar) && bar.arrival < to && bar.departure >= from);
        stays.sort_by_key(|bar| (bar.arrival, bar.id));
        let mut outages: Vec<_> = self.outages.values().cloned().collect();
        outages.retain(|bar| bar.from < bar.to && bar.from < to && bar.to > from);
        outages.sort_by_key(|bar| (bar.from, bar.id));
        let group = |number: u8, code: &str| RackType {
            id: room_type(number),
            code: code.to_owned(),
            name: code.to_owned(),
        };
        Rack {
            hotel: "AUR".to_owned(),
            version: i64::try_from(version).expect("a small number"),
            business_date: self.business_date,
            from,
            to,
            room_types: vec![group(0, "SGL"), group(1, "DBL")],
            rooms: self.rooms.clone(),
            stays,
            outages,
        }
    }

    pub fn today(&self, version: usize) -> Today {
        let mut rack = self.picture(version, (0, 60));
        let today = BusinessDate::new(self.business_date);
        rack.stays
            .retain(|bar| Movement::of(bar.status, bar.arrival, bar.departure, today).is_some());
        Today {
            hotel: rack.hotel,
            version: rack.version,
            business_date: rack.business_date,
            stays: rack.stays,
            room_types: rack.room_types,
            rooms: rack.rooms,
            outages: self.outages_on(self.business_date),
        }
    }

    fn outages_on(&self, day: NaiveDate) -> Vec<OutageBar> {
        let mut outages: Vec<_> = self.outages.values().cloned().collect();
        outages.retain(|bar| bar.from <= day && day < bar.to);
        outages.sort_by_key(|bar| (bar.from, bar.id));
        outages
    }
}

/// What happens in the house; small numbers, taken round the corner where they are too big.
#[derive(Clone, Copy, Debug)]
pub enum Deed {
    Book {
        stay: u8,
        room: Option<u8>,
        arrival: u8,
        nights: u8,
    },
    Status {
        stay: u8,
        status: Status,
    },
    Move {
        stay: u8,
        room: u8,
    },
    Clean {
        room: u8,
        status: HousekeepingStatus,
    },
    Renumber {
        room: u8,
        room_type: u8,
    },
    Outage {
        outage: u8,
        room: u8,
        from: u8,
        days: u8,
    },
    CloseDay,
    Nothing,
}

pub fn deed() -> impl Strategy<Value = Deed> {
    let status = proptest::sample::select(Status::ALL.to_vec());
    let condition = proptest::sample::select(vec![
        HousekeepingStatus::Clean,
        HousekeepingStatus::Dirty,
        HousekeepingStatus::Inspected,
    ]);
    let a_room = 0..ROOMS;
    prop_oneof![
        5 => (0..12_u8, proptest::option::of(a_room.clone()), 0..20_u8, 1..9_u8)
            .prop_map(|(stay, room, arrival, nights)| Deed::Book { stay, room, arrival, nights }),
        5 => (0..12_u8, status).prop_map(|(stay, status)| Deed::Status { stay, status }),
        3 => (0..12_u8, a_room.clone()).prop_map(|(stay, room)| Deed::Move { stay, room }),
        2 => (a_room.clone(), condition).prop_map(|(room, status)| Deed::Clean { room, status }),
        1 => (0..=ROOMS, 0..2_u8).prop_map(|(room, room_type)| Deed::Renumber { room, room_type }),
        2 => (0..3_u8, a_room, 0..20_u8, 0..5_u8)
            .prop_map(|(outage, room, from, days)| Deed::Outage { outage, room, from, days }),
        1 => Just(Deed::CloseDay),
        1 => Just(Deed::Nothing),
    ]
}

pub fn bar(number: u8, place: Option<u8>, arrival: u8, nights: u8) -> StayBar {
    let (arrival, departure) = (day(arrival), day(arrival + nights));
    let span = |number| RoomSpan {
        room: room(number),
        from: arrival,
        to: departure,
    };
    StayBar {
        id: id(3, number),
        reference: Reference::from_random("AUR", u64::from(number)),
        status: Status::Confirmed,
        room_type: room_type(0),
        rooms: place.map(span).into_iter().collect(),
        arrival,
        departure,
        guest: format!("Guest {number}"),
        adults: 2,
        children: 0,
        vip: false,
        balance: Money {
            minor: 0,
            currency: Currency::EUR,
        },
        source: "web".to_owned(),
        hold_until: None,
        attention: None,
        version: 1,
    }
}

/// All events, and the state before the first and after each.
pub struct House {
    pub events: Vec<Event>,
    pub states: Vec<State>,
}

impl House {
    pub fn of(deeds: &[Deed]) -> Self {
        let mut state = State::first();
        let (mut events, mut states) = (Vec::new(), vec![state.clone()]);
        for (index, deed) in deeds.iter().enumerate() {
            let data = act(&mut state, *deed);
            let seq = i64::try_from(index).expect("a small number") + 1;
            let kind = kind::RESERVATION_CHANGED.to_owned();
            events.push(Event {
                hotel: "AUR".to_owned(),
                seq,
                kind,
                data,
            });
            states.push(state.clone());
        }
        Self { events, states }
    }

    /// As a picture numbered `at` shows it when it is drawn `late` events afterwards.
    pub fn picture(&self, at: usize, late: usize, window: (u8, u8)) -> Rack {
        let at = at.min(self.events.len());
        self.states[(at + late).min(self.events.len())].picture(at, window)
    }

    pub fn last(&self, window: (u8, u8)) -> Rack {
        self.picture(self.events.len(), 0, window)
    }

    /// The truth about what the board claims to show.
    pub fn truth(&self, board: &Board, window: (u8, u8)) -> Rack {
        self.picture(
            usize::try_from(board.version()).expect("not negative"),
            0,
            window,
        )
    }

    pub fn missing(&self, board: &Board) -> Vec<Event> {
        self.events
            .iter()
            .filter(|event| event.seq > board.version())
            .cloned()
            .collect()
    }
}

pub fn act(state: &mut State, deed: Deed) -> Change {
    let mut change = Change::default();
    match deed {
        Deed::Book {
            stay,
            room,
            arrival,
            nights,
        } => {
            let mut new = bar(stay, room, arrival, nights);
            new.version = state.stays.get(&new.id).map_or(1, |old| old.version + 1);
            change.stays.push(new);
        }
        Deed::Status { stay, status } => {
            change
                .stays
                .extend(state.stays.get(&id(3, stay)).map(|old| StayBar {
                    status,
                    version: old.version + 1,
                    ..old.clone()
                }));
        }
        Deed::Move { stay, room: to } => {
            change
                .stays
                .extend(state.stays.get(&id(3, stay)).map(|old| moved(old, to)));
        }
        Deed::Clean {
            room: number,
            status,
        } => {
            let old = &state.rooms[usize::from(number)];
            change.rooms.push(RackRoom {
                housekeeping: status,
                ..old.clone()
            });
        }
        Deed::Renumber {
            room: number,
            room_type: group,
        } => {
            let room_type = room_type(group);
            let (id, number) = (room(number), format!("{}", 90 + u16::from(number)));
            let housekeeping = HousekeepingStatus::Dirty;
            change.rooms.push(RackRoom {
                id,
                room_type,
                number,
                floor: 2,
                housekeeping,
            });
        }
        Deed::Outage {
            outage,
            room: number,
            from,
            days,
        } => change.outages.push(OutageBar {
            id: id(4, outage),
            room: room(number),
            kind: OutageKind::OutOfOrder,
            from: day(from),
            to: day(from + days),
            reason: "Paint".to_owned(),
        }),
        Deed::CloseDay => change.business_date = state.business_date.succ_opt(),
        Deed::Nothing => {}
    }
    remember(state, &change);
    change
}

/// The second half of the stay moves to another room.
pub fn moved(old: &StayBar, to: u8) -> StayBar {
    let mut new = old.clone();
    new.version += 1;
    let middle = old.arrival + Days::new(1);
    let span = |room, from, to| RoomSpan { room, from, to };
    new.rooms = match old.rooms.first() {
        Some(first) if middle < old.departure => vec![
            span(first.room, old.arrival, middle),
            span(room(to), middle, old.departure),
        ],
        _ => vec![span(room(to), old.arrival, old.departure)],
    };
    new
}

pub fn remember(state: &mut State, change: &Change) {
    state.business_date = change.business_date.unwrap_or(state.business_date);
    for new in &change.rooms {
        state.rooms.retain(|old| old.id != new.id);
        state.rooms.push(new.clone());
    }
    state
        .rooms
        .sort_by_key(|room| (room.room_type, room.number.len(), room.number.clone()));
    state
        .stays
        .extend(change.stays.iter().map(|bar| (bar.id, bar.clone())));
    state
        .outages
        .extend(change.outages.iter().map(|bar| (bar.id, bar.clone())));
}
