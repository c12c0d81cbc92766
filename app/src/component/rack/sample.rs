//! A group and a stay for the tests of the chart.

use chrono::NaiveDate;

use hotel::domain::housekeeping::HousekeepingStatus;
use hotel::domain::id::{ReservationId, RoomId, RoomTypeId};
use hotel::domain::money::{Currency, Money};
use hotel::domain::reference::Reference;
use hotel::domain::reservation::Status;
use hotel::view::rack::{RackRoom, RackType, StayBar};
use uuid::Uuid;

pub fn group() -> RackType {
    RackType {
        id: RoomTypeId(Uuid::nil()),
        code: "DBL".to_owned(),
        name: "Double".to_owned(),
    }
}

pub fn stay(arrival: &str, departure: &str) -> StayBar {
    let day = |text: &str| text.parse::<NaiveDate>().expect("a date");
    StayBar {
        id: ReservationId(Uuid::nil()),
        reference: Reference::from_random("AUR", 7),
        status: Status::Confirmed,
        room_type: group().id,
        rooms: Vec::new(),
        arrival: day(arrival),
        departure: day(departure),
        guest: "Elena Rossi".to_owned(),
        adults: 2,
        children: 0,
        vip: false,
        balance: Money::zero(Currency::EUR),
        source: "web".to_owned(),
        hold_until: None,
        attention: None,
        version: 1,
    }
}

pub fn room(housekeeping: HousekeepingStatus) -> RackRoom {
    let number = "204".to_owned();
    RackRoom {
        id: RoomId(Uuid::nil()),
        room_type: group().id,
        number,
        floor: 2,
        housekeeping,
    }
}
