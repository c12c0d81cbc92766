//! A hotel with everything in it but guests.

use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};

use super::brochure::House;
use super::calendar::{Calendar, NIGHTS};
use super::chance::Chance;
use super::season;
use crate::domain::cancellation::{CancelFee, CancellationPolicy};
use crate::domain::housekeeping::HousekeepingStatus;
use crate::domain::id::{HotelId, RatePlanId, RoomId, RoomTypeId};
use crate::domain::inventory::NightCount;
use crate::domain::rate::{NightRate, RatePlan, RoomType};
use crate::domain::restriction::Restrictions;
use crate::domain::tax::{CityTax, Taxes};
use crate::store::demo::{PropertySheet, Sheets};

/// The partner of the demo, who also sells rooms.
pub(super) const PARTNER: &str = "demo-channel";

/// A physical room.
pub(super) struct Room {
    pub id: RoomId,
    /// Index of its type.
    pub kind: usize,
    pub number: u32,
    pub floor: i16,
}

/// What guests find.
pub(super) struct Furnished {
    pub hotel: HotelId,
    pub today: NaiveDate,
    pub types: Vec<RoomType>,
    pub rooms: Vec<Room>,
    /// `FLEX`, `NREF`, `BB`.
    pub plans: Vec<RatePlan>,
    pub taxes: Taxes,
    /// Prices of every type and night, without rules: who has booked was not refused.
    pub prices: Vec<Vec<NightRate>>,
    /// The counters of every type and night.
    pub counts: Vec<Vec<NightCount>>,
    first: NaiveDate,
}

/// The instant at which everything was made that has no date of its own.
pub(super) fn opening() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2020, 1, 1, 0, 0, 0)
        .single()
        .unwrap_or_default()
}

/// The hotel's id: the same on every day.
pub(super) fn hotel_id(seed: u64, code: &str) -> HotelId {
    HotelId(Chance::new(seed, code).uuid(opening()))
}

impl Furnished {
    /// Furnishes a hotel and writes it down, all but its rooms' condition and its counters.
    pub(super) fn new(
        house: &House,
        seed: u64,
        today: NaiveDate,
        calendar: &Calendar,
        sheets: &mut Sheets,
    ) -> Self {
        let hotel = hotel_id(seed, house.code);
        let mut chance = Chance::new(seed, &format!("{} furniture", house.code));
        let mut id = || chance.uuid(opening());
        let types = room_types(house, &mut id);
        let rooms = rooms(house, &mut id);
        let plans = plans(house, &mut id);
        let first = calendar.date(0);
        let mut furnished = Self {
            hotel,
            today,
            types,
            rooms,
            plans,
            taxes: taxes(house),
            prices: Vec::new(),
            counts: Vec::new(),
            first,
        };
        furnished.write_house(house, sheets);
        furnished.write_rates(house, calendar, &mut chance, sheets);
        furnished.count_rooms(calendar);
        furnished
    }

    fn write_house(&self, house: &House, sheets: &mut Sheets) {
        let hotel = self.hotel;
        sheets.property(
            hotel,
            &PropertySheet {
                code: house.code,
                name: house.name,
                city: house.city,
                country: house.country,
                street: house.street,
                email: house.email,
                phone: house.phone,
                legal_name: house.legal_name,
                zone: house.zone.name(),
                currency: house.currency.code(),
                business_date: self.today,
            },
        );
        let (name, rate) = house.taxes.room;
        sheets.vat(hotel, "ROOM", name, rate);
        let (name, rate) = house.taxes.meal;
        sheets.vat(hotel, "MEAL", name, rate);
        if let Some(city) = &self.taxes.city {
            sheets.city_tax(hotel, "City tax", city);
        }
        for room_type in &self.types {
            sheets.room_type(hotel, room_type);
        }
        for plan in &self.plans {
            sheets.rate_plan(hotel, plan);
        }
        if house.code == "AUR" {
            self.write_mappings(sheets);
        }
    }

    /// The codes that stand in the samples of AlpineBits.
    fn write_mappings(&self, sheets: &mut Sheets) {
        for code in ["bigsuite", "double", "DOUBLE", "DBL"] {
            let double = self.types[1].id.0;
            sheets.mapping(self.hotel, PARTNER, "room_type", code, double);
        }
        for code in ["123456-xyz", "Rate1-4-HB", "FLEX"] {
            sheets.mapping(self.hotel, PARTNER, "rate_plan", code, self.plans[0].id.0);
        }
    }

    fn write_rates(
        &mut self,
        house: &House,
        calendar: &Calendar,
        chance: &mut Chance,
        sheets: &mut Sheets,
    ) {
        let soon = self
            .today
            .checked_add_days(Days::new(4))
            .unwrap_or(self.today);
        for (kind, room_type) in house.kinds.iter().zip(&self.types) {
            // The day after the last night can still be departed on.
            let dates = (0..=NIGHTS).map(|night| calendar.date(night));
            let rates = season::rates(house, kind, dates, &(self.today..soon), chance);
            for rate in &rates {
                sheets.rate(self.hotel, self.plans[0].id, room_type.id, rate);
            }
            let free = |rate| NightRate {
                restrictions: Restrictions::default(),
                ..rate
            };
            self.prices.push(rates.into_iter().map(free).collect());
        }
    }

    fn count_rooms(&mut self, calendar: &Calendar) {
        for kind in 0..self.types.len() {
            let rooms = self.rooms.iter().filter(|room| room.kind == kind).count();
            let sellable = i32::try_from(rooms).unwrap_or(i32::MAX);
            let count = |night| NightCount {
                night: calendar.date(night),
                sellable,
                sold: 0,
                held: 0,
                overbooking: 0,
            };
            self.counts.push((0..NIGHTS).map(count).collect());
        }
    }

    /// The prices of a stay's nights and of its departure day.
    pub(super) fn prices_of(&self, kind: usize, days: &Range<NaiveDate>) -> &[NightRate] {
        let (from, to) = (self.index(days.start), self.index(days.end));
        self.prices[kind].get(from..=to).unwrap_or_default()
    }

    /// Changes the counters of some nights.
    pub(super) fn recount(
        &mut self,
        kind: usize,
        days: &Range<NaiveDate>,
        change: impl Fn(&mut NightCount),
    ) {
        let (from, to) = (self.index(days.start), self.index(days.end));
        self.counts[kind]
            .iter_mut()
            .take(to)
            .skip(from)
            .for_each(change);
    }

    fn index(&self, date: NaiveDate) -> usize {
        usize::try_from((date - self.first).num_days()).unwrap_or(usize::MAX)
    }

    /// Writes every room with its condition.
    pub(super) fn write_rooms(
        &self,
        sheets: &mut Sheets,
        condition: impl Fn(usize) -> HousekeepingStatus,
    ) {
        for (index, room) in self.rooms.iter().enumerate() {
            let (number, kind) = (room.number.to_string(), self.types[room.kind].id);
            sheets.room(
                self.hotel,
                room.id,
                kind,
                &number,
                room.floor,
                condition(index),
            );
        }
    }

    /// Writes every counter.
    pub(super) fn write_counts(&self, sheets: &mut Sheets) {
        for (room_type, counts) in self.types.iter().zip(&self.counts) {
            for count in counts {
                sheets.inventory(self.hotel, room_type.id, count);
            }
        }
    }
}

fn taxes(house: &House) -> Taxes {
    let city = |minor| CityTax {
        per_person_night_minor: minor,
        exempt_under_age: 14,
        max_nights: None,
    };
    Taxes {
        room_vat_bp: house.taxes.room.1,
        meal_vat_bp: house.taxes.meal.1,
        city: house.taxes.city_minor.map(city),
    }
}

fn room_types(house: &House, id: &mut impl FnMut() -> uuid::Uuid) -> Vec<RoomType> {
    let room_type = |(position, kind): (i16, &super::brochure::Kind)| RoomType {
        id: RoomTypeId(id()),
        code: kind.code.to_owned(),
        name: kind.name.to_owned(),
        description: kind.description.to_owned(),
        size_m2: kind.size_m2,
        max_adults: kind.max_adults,
        max_guests: kind.max_guests,
        base_guests: kind.base_guests,
        position,
    };
    (1..).zip(house.kinds).map(room_type).collect()
}

fn rooms(house: &House, id: &mut impl FnMut() -> uuid::Uuid) -> Vec<Room> {
    let mut rooms = Vec::new();
    for (kind, of) in house.kinds.iter().enumerate() {
        for (floor, first, count) in of.rooms {
            for number in *first..first + count {
                rooms.push(Room {
                    id: RoomId(id()),
                    kind,
                    number,
                    floor: *floor,
                });
            }
        }
    }
    rooms
}

fn plans(house: &House, id: &mut impl FnMut() -> uuid::Uuid) -> Vec<RatePlan> {
    let flexible = CancellationPolicy {
        free_days: Some(1),
        free_time: NaiveTime::from_hms_opt(18, 0, 0).unwrap_or_default(),
        fee: CancelFee::FirstNight,
    };
    let base = RatePlan {
        id: RatePlanId(id()),
        code: "FLEX".to_owned(),
        name: "Flexible".to_owned(),
        description: "Pay at the hotel. Free cancellation until 18:00 the day before arrival."
            .to_owned(),
        parent_id: None,
        adjust_bp: 0,
        adjust_minor: 0,
        meal_minor: 0,
        meal_name: String::new(),
        prepaid: false,
        cancellation: flexible,
        public: true,
        position: 1,
    };
    let saver = RatePlan {
        id: RatePlanId(id()),
        code: "NREF".to_owned(),
        name: "Saver".to_owned(),
        description: "Twelve per cent less, paid when you book. Not refundable.".to_owned(),
        parent_id: Some(base.id),
        adjust_bp: -1_200,
        prepaid: true,
        cancellation: CancellationPolicy {
            free_days: None,
            fee: CancelFee::Full,
            ..flexible
        },
        position: 2,
        ..base.clone()
    };
    let breakfast = RatePlan {
        id: RatePlanId(id()),
        code: "BB".to_owned(),
        name: "Bed & Breakfast".to_owned(),
        description: "The flexible rate with breakfast every morning.".to_owned(),
        parent_id: Some(base.id),
        meal_minor: house.breakfast_minor,
        meal_name: "Breakfast".to_owned(),
        position: 3,
        ..base.clone()
    };
    vec![base, saver, breakfast]
}
