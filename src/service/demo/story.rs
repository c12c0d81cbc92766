//! The life of every reservation, from its booking to its last payment.

mod account;
mod history;

use std::collections::HashSet;
use std::ops::Range;

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::brochure::{House, NOTES};
use super::chance::Chance;
use super::furnish::{Furnished, PARTNER};
use super::people;
use crate::domain::cancellation::fee;
use crate::domain::housekeeping::HousekeepingStatus;
use crate::domain::id::{AssignmentId, BookingId, GuestId, ReservationId};
use crate::domain::money::Money;
use crate::domain::party::Party;
use crate::domain::rate::{Quote, quote};
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;
use crate::domain::stay::Stay;
use crate::service::clock_time::to_utc;
use crate::store::booking::{NewGuestRow, NewReservationRow};
use crate::store::demo::{AssignmentRow, BookingRow, GuestRow, Sheets, StayRow};

/// A reservation in outline.
pub(super) struct Sketch {
    /// Index of the room type.
    pub kind: usize,
    /// Index of the room, if one was chosen.
    pub room: Option<usize>,
    pub days: Range<NaiveDate>,
    pub status: Status,
    /// Index of the rate plan.
    pub plan: usize,
    pub created: DateTime<Utc>,
    pub source: &'static str,
    /// Paid on the page when it was booked.
    pub prepaid: bool,
    /// When and why it was given up.
    pub ended: Option<(DateTime<Utc>, &'static str)>,
    pub notes: String,
    pub attention: Option<String>,
}

/// A guest who is known to the house.
#[derive(Clone)]
pub(super) struct Known {
    pub id: GuestId,
    pub name: String,
}

/// Writes lives down.
pub(super) struct Story<'a> {
    pub house: &'a House,
    pub place: Furnished,
    pub sheets: &'a mut Sheets,
    pub chance: Chance,
    /// Guests who come again, and when they are here.
    regulars: Vec<(Known, Vec<Range<NaiveDate>>)>,
    references: HashSet<String>,
    guests: usize,
    /// What today's guests did to each room.
    conditions: Vec<HousekeepingStatus>,
}

/// When a guest came and left, as far as that has happened.
type Visit = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

impl<'a> Story<'a> {
    /// The first page.
    pub(super) fn new(
        house: &'a House,
        place: Furnished,
        sheets: &'a mut Sheets,
        chance: Chance,
    ) -> Self {
        let (regulars, references) = (Vec::new(), HashSet::new());
        let conditions = vec![HousekeepingStatus::Inspected; place.rooms.len()];
        Self {
            house,
            place,
            sheets,
            chance,
            regulars,
            references,
            guests: 0,
            conditions,
        }
    }

    /// A minute of a day on the hotel's wall clock.
    pub(super) fn at(&self, date: NaiveDate, minute: u32) -> DateTime<Utc> {
        let local = date
            .and_hms_opt(minute / 60 % 24, minute % 60, 0)
            .unwrap_or_default();
        to_utc(self.house.zone, local)
    }

    fn date_of(&self, instant: DateTime<Utc>) -> NaiveDate {
        instant.with_timezone(&self.house.zone).date_naive()
    }

    /// A reference nobody has yet.
    fn reference(&mut self) -> Reference {
        loop {
            let reference = Reference::from_random(self.house.code, self.chance.bits());
            if self.references.insert(reference.as_str().to_owned()) {
                return reference;
            }
        }
    }

    /// Somebody new, or somebody who has been here before.
    pub(super) fn guest(&mut self, created: DateTime<Utc>, days: &Range<NaiveDate>) -> Known {
        if self.chance.permille(120) && !self.regulars.is_empty() {
            let count = u32::try_from(self.regulars.len()).unwrap_or(0);
            let index = usize::try_from(self.chance.below(count)).unwrap_or(0);
            let (known, stays) = &mut self.regulars[index];
            if stays
                .iter()
                .all(|other| days.end < other.start || other.end < days.start)
            {
                stays.push(days.clone());
                return known.clone();
            }
        }
        self.new_guest(created, Some(days))
    }

    /// Somebody new.
    pub(super) fn new_guest(
        &mut self,
        created: DateTime<Utc>,
        days: Option<&Range<NaiveDate>>,
    ) -> Known {
        self.guests += 1;
        let chance = &mut self.chance;
        let person = people::somebody(chance, self.house.country, self.guests);
        let known = Known {
            id: GuestId(chance.uuid(created)),
            name: person.name.clone(),
        };
        let vip = chance.permille(30);
        let notes = if vip {
            "Welcome drink and a handwritten card."
        } else {
            ""
        };
        let row = GuestRow {
            profile: NewGuestRow {
                id: known.id,
                name: person.name,
                email: chance.permille(930).then_some(person.email),
                phone: chance.permille(700).then_some(person.phone),
                country: Some(person.country.to_owned()),
                language: Some(person.language.to_owned()),
            },
            vip,
            notes: notes.to_owned(),
            created_at: created,
        };
        self.sheets.guest(self.place.hotel, &row);
        if let Some(days) = days
            && self.regulars.len() < 60
            && self.chance.permille(200)
        {
            self.regulars.push((known.clone(), vec![days.clone()]));
        }
        known
    }

    /// Opens a booking.
    pub(super) fn booking(
        &mut self,
        created: DateTime<Utc>,
        source: &'static str,
        booker: GuestId,
        cancelled: bool,
    ) -> BookingId {
        let id = BookingId(self.chance.uuid(created));
        let number = format!("{:016x}", self.chance.bits());
        let row = BookingRow {
            id,
            reference: self.reference().as_str().to_owned(),
            booker,
            source,
            sold_by: (source == "channel").then_some((PARTNER, number)),
            cancelled,
            created_at: created,
        };
        self.sheets.booking(self.place.hotel, &row);
        id
    }

    /// A reservation of a booking, with its whole life.
    pub(super) fn tell(&mut self, sketch: &Sketch, booking: BookingId, guest: &Known) {
        let Some(party) = self.party(sketch) else {
            return;
        };
        let Some(quote) = self.quote(sketch, &party) else {
            return;
        };
        let id = ReservationId(self.chance.uuid(sketch.created));
        let (came, left) = self.came_and_left(sketch);
        let owed = sketch
            .ended
            .map(|(at, why)| (at, why, self.fee(sketch, &quote, at)));
        let changes = [came, left, sketch.ended.map(|(at, _)| at)];
        let changes: Vec<DateTime<Utc>> = changes.into_iter().flatten().collect();
        let row = StayRow {
            booking,
            guest: guest.id,
            hold_until: self.hold_until(sketch),
            cancelled: owed.filter(|_| sketch.status == Status::Cancelled),
            checked_in_at: came,
            checked_out_at: left,
            version: 1 + i32::try_from(changes.len()).unwrap_or(0),
            created_at: sketch.created,
            updated_at: changes.last().copied().unwrap_or(sketch.created),
            booked: self.booked(id, sketch, &party, &quote),
        };
        self.sheets.stay(self.place.hotel, &row);
        self.count(sketch);
        self.assign(sketch, id);
        let fee = owed.map_or(0, |(_, _, fee)| fee);
        let ledger = self.account(sketch, &party, &quote, (came, left), fee);
        self.write_account(sketch, booking, id, guest, left, &ledger);
        self.write_history(sketch, id, &quote, (came, left));
    }

    fn booked(
        &mut self,
        id: ReservationId,
        sketch: &Sketch,
        party: &Party,
        quote: &Quote,
    ) -> NewReservationRow {
        let plan = &self.place.plans[sketch.plan];
        let until = plan.cancellation.free_until_local(sketch.days.start);
        let (rate_plan, cancel_fee) = (plan.id, plan.cancellation.fee);
        NewReservationRow {
            id,
            reference: self.reference(),
            status: sketch.status,
            room_type: self.place.types[sketch.kind].id,
            rate_plan,
            arrival: sketch.days.start,
            departure: sketch.days.end,
            party: party.clone(),
            nights: quote.nights.clone(),
            city_tax: quote.city_tax,
            total: quote.total,
            hold_seconds: None,
            free_cancel_until: until.map(|local| to_utc(self.house.zone, local)),
            cancel_fee,
            notes: sketch.notes.clone(),
            attention: sketch.attention.clone(),
        }
    }

    fn party(&mut self, sketch: &Sketch) -> Option<Party> {
        let kind = &self.place.types[sketch.kind];
        let (most_adults, most) = (kind.max_adults, kind.max_guests);
        let alone = if self.house.business { 550 } else { 220 };
        let adults = match most_adults {
            1 => 1,
            _ if self.chance.permille(alone) => 1,
            2 => 2,
            _ if self.chance.permille(250) => 3,
            _ => 2,
        };
        let with_children = if self.house.business { 40 } else { 180 };
        let mut ages = Vec::new();
        if adults > 1 && self.chance.permille(with_children) {
            let room_for = u32::from(most.saturating_sub(adults)).min(2);
            for _ in 0..self.chance.between(1, 2).min(room_for) {
                ages.push(u8::try_from(self.chance.between(2, 13)).unwrap_or(8));
            }
        }
        Party::new(adults, ages).ok()
    }

    fn quote(&self, sketch: &Sketch, party: &Party) -> Option<Quote> {
        let stay = Stay::new(sketch.days.start, sketch.days.end).ok()?;
        let (kind, plan) = (
            &self.place.types[sketch.kind],
            &self.place.plans[sketch.plan],
        );
        let rates = self.place.prices_of(sketch.kind, &sketch.days);
        let currency = self.house.currency;
        quote(kind, plan, &stay, party, rates, &self.place.taxes, currency).ok()
    }

    /// When the guest came and left, as far as that has happened.
    fn came_and_left(&mut self, sketch: &Sketch) -> Visit {
        let today = self.place.today;
        let arriving = if sketch.days.start == today {
            // Late travellers, just after midnight: today's other arrivals are still to come.
            self.chance.between(6, 35)
        } else {
            self.chance.between(15 * 60, 21 * 60)
        };
        let leaving = if sketch.days.end == today {
            self.chance.between(4 * 60 + 30, 5 * 60 + 50)
        } else {
            self.chance.between(7 * 60, 11 * 60)
        };
        let came = matches!(sketch.status, Status::InHouse | Status::CheckedOut);
        let left = sketch.status == Status::CheckedOut;
        let came = came.then(|| self.at(sketch.days.start, arriving).max(sketch.created));
        (came, left.then(|| self.at(sketch.days.end, leaving)))
    }

    fn hold_until(&mut self, sketch: &Sketch) -> Option<DateTime<Utc>> {
        let days = u64::from(self.chance.between(2, 6));
        let day = self
            .place
            .today
            .checked_add_days(Days::new(days))
            .unwrap_or_default();
        sketch.status.holds().then(|| self.at(day, 18 * 60))
    }

    fn fee(&self, sketch: &Sketch, quote: &Quote, at: DateTime<Utc>) -> i64 {
        let policy = &self.place.plans[sketch.plan].cancellation;
        let until = policy.free_until_local(sketch.days.start);
        let until = until.map(|local| to_utc(self.house.zone, local));
        let first = quote
            .nights
            .first()
            .map_or(Money::zero(quote.total.currency), |n| n.price);
        fee(policy.fee, until, at, first, quote.total).minor
    }

    fn count(&mut self, sketch: &Sketch) {
        let (sold, held) = (sketch.status.occupies(), sketch.status.holds());
        self.place.recount(sketch.kind, &sketch.days, |count| {
            count.sold += i32::from(sold);
            count.held += i32::from(held);
        });
    }

    fn assign(&mut self, sketch: &Sketch, id: ReservationId) {
        let Some(room) = sketch.room else { return };
        let today = self.place.today;
        let slept_here = sketch.days.start < today && sketch.days.end >= today;
        if slept_here && (sketch.status == Status::CheckedOut || self.chance.permille(600)) {
            self.conditions[room] = HousekeepingStatus::Dirty;
        }
        let row = AssignmentRow {
            id: AssignmentId(self.chance.uuid(sketch.created)),
            room: self.place.rooms[room].id,
            days: sketch.days.clone(),
            of: Ok(id),
        };
        self.sheets.assignment(self.place.hotel, &row);
    }

    /// What the desk wrote down, now and then.
    pub(super) fn notes(&mut self) -> String {
        if self.chance.permille(80) {
            (*self.chance.pick(&NOTES)).to_owned()
        } else {
            String::new()
        }
    }

    /// Writes what only stands when all guests have been told of.
    pub(super) fn close(mut self) {
        use HousekeepingStatus::{Clean, Inspected, Pickup};
        for condition in self.conditions.iter_mut().filter(|c| **c == Inspected) {
            *condition = self
                .chance
                .weighted(&[(Inspected, 60), (Clean, 32), (Pickup, 8)]);
        }
        let Self {
            place,
            sheets,
            conditions,
            ..
        } = self;
        place.write_rooms(sheets, |room| conditions[room]);
        place.write_counts(sheets);
    }
}
