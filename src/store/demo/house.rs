//! Sheets of the house itself: what it is and what it sells.

use std::ops::Range;

use chrono::NaiveDate;
use uuid::Uuid;

use super::Sheets;
use crate::domain::housekeeping::{HousekeepingStatus, OutageKind};
use crate::domain::id::{HotelId, OutageId, RatePlanId, RoomId, RoomTypeId};
use crate::domain::inventory::NightCount;
use crate::domain::rate::{NightRate, RatePlan, RoomType};
use crate::domain::tax::CityTax;

/// A hotel's own row.
pub struct PropertySheet<'a> {
    /// Stands in addresses.
    pub code: &'a str,
    /// The name on the door.
    pub name: &'a str,
    /// Where it is.
    pub city: &'a str,
    /// ISO 3166.
    pub country: &'a str,
    /// Where it is exactly.
    pub street: &'a str,
    /// For guests.
    pub email: &'a str,
    /// For guests.
    pub phone: &'a str,
    /// Stands on invoices.
    pub legal_name: &'a str,
    /// IANA name.
    pub zone: &'a str,
    /// ISO 4217.
    pub currency: &'a str,
    /// The accounting day.
    pub business_date: NaiveDate,
}

/// A room taken out for some days.
pub struct OutageRow<'a> {
    /// Identifies the outage.
    pub id: OutageId,
    /// Which room.
    pub room: RoomId,
    /// Whether it can still be sold.
    pub kind: OutageKind,
    /// When.
    pub days: Range<NaiveDate>,
    /// Why.
    pub reason: &'a str,
}

impl Sheets {
    /// The hotel, and its event counter at nothing.
    pub fn property(&mut self, hotel: HotelId, of: &PropertySheet<'_>) {
        self.property.row(&[
            &hotel.0,
            &of.code,
            &of.name,
            &of.city,
            &of.country,
            &of.street,
            &of.email,
            &of.phone,
            &of.legal_name,
            &of.zone,
            &of.currency,
            &of.business_date,
        ]);
        self.event_head.row(&[&hotel.0, &0_i64]);
    }

    /// A value added tax, in basis points.
    pub fn vat(&mut self, hotel: HotelId, code: &str, name: &str, rate_bp: i32) {
        let none = None::<i16>;
        self.tax.row(&[
            &hotel.0, &code, &name, &"vat", &rate_bp, &0_i64, &0_i16, &none,
        ]);
    }

    /// The city's tax.
    pub fn city_tax(&mut self, hotel: HotelId, name: &str, tax: &CityTax) {
        let most = tax.max_nights.map(i32::from);
        let (minor, age) = (tax.per_person_night_minor, i16::from(tax.exempt_under_age));
        self.tax.row(&[
            &hotel.0, &"CITY", &name, &"city", &0_i32, &minor, &age, &most,
        ]);
    }

    /// A category of rooms.
    pub fn room_type(&mut self, hotel: HotelId, of: &RoomType) {
        self.room_type.row(&[
            &hotel.0,
            &of.id.0,
            &of.code,
            &of.name,
            &of.description,
            &of.size_m2,
            &of.max_adults,
            &of.max_guests,
            &of.base_guests,
            &of.position,
        ]);
    }

    /// A room.
    pub fn room(
        &mut self,
        hotel: HotelId,
        id: RoomId,
        room_type: RoomTypeId,
        number: &str,
        floor: i16,
        condition: HousekeepingStatus,
    ) {
        let condition = condition.as_str();
        self.room
            .row(&[&hotel.0, &id.0, &room_type.0, &number, &floor, &condition]);
    }

    /// An outage; the row only, see [`Sheets::assignment`].
    pub fn outage(&mut self, hotel: HotelId, of: &OutageRow<'_>) {
        let kind = of.kind.as_str();
        self.room_outage
            .row(&[&hotel.0, &of.id.0, &of.room.0, &kind, &of.days, &of.reason]);
    }

    /// A rate plan.
    pub fn rate_plan(&mut self, hotel: HotelId, of: &RatePlan) {
        let time = of.cancellation.free_time.to_string();
        self.rate_plan.row(&[
            &hotel.0,
            &of.id.0,
            &of.code,
            &of.name,
            &of.description,
            &of.parent_id.map(|id| id.0),
            &of.adjust_bp,
            &of.adjust_minor,
            &of.meal_minor,
            &of.meal_name,
            &of.prepaid,
            &of.cancellation.free_days,
            &time,
            &of.cancellation.fee.as_str(),
            &of.public,
            &of.position,
        ]);
    }

    /// Price and rules of a night.
    pub fn rate(
        &mut self,
        hotel: HotelId,
        plan: RatePlanId,
        room_type: RoomTypeId,
        of: &NightRate,
    ) {
        let rules = &of.restrictions;
        self.rate.row(&[
            &hotel.0,
            &plan.0,
            &room_type.0,
            &of.night,
            &of.price_minor,
            &of.extra_adult_minor,
            &of.extra_child_minor,
            &rules.min_stay_arrival.map(i32::from),
            &rules.min_stay_through.map(i32::from),
            &rules.max_stay_arrival.map(i32::from),
            &rules.closed_to_arrival,
            &rules.closed_to_departure,
            &rules.stop_sell,
        ]);
    }

    /// The counter of a night.
    pub fn inventory(&mut self, hotel: HotelId, room_type: RoomTypeId, of: &NightCount) {
        self.inventory.row(&[
            &hotel.0,
            &room_type.0,
            &of.night,
            &of.sellable,
            &of.sold,
            &of.held,
            &of.overbooking,
        ]);
    }

    /// What a partner calls one of our room types (`room_type`) or rate plans (`rate_plan`).
    pub fn mapping(
        &mut self,
        hotel: HotelId,
        partner: &str,
        kind: &str,
        external_code: &str,
        target: Uuid,
    ) {
        self.channel_mapping
            .row(&[&hotel.0, &partner, &kind, &external_code, &target]);
    }
}
