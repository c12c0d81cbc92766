//! Who comes, and how they booked: from places in the calendar to reservations.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::calendar::{Group, HALF, NIGHTS, Outage, Slot};
use super::story::{Sketch, Story};
use crate::domain::housekeeping::OutageKind;
use crate::domain::id::{AssignmentId, OutageId};
use crate::domain::ledger::PaymentMethod;
use crate::domain::money::Money;
use crate::domain::reservation::Status;
use crate::store::demo::{AssignmentRow, OutageRow};

const FLEX: usize = 0;
const NREF: usize = 1;
const BB: usize = 2;

/// How many days before the arrival people book, and how often.
const LEADS: [(u32, u32); 10] = [
    (0, 6),
    (1, 8),
    (3, 12),
    (7, 15),
    (14, 16),
    (30, 16),
    (45, 10),
    (60, 8),
    (90, 6),
    (150, 3),
];

impl Story<'_> {
    /// Rooms that are out; out of order ones leave the counters and keep their room.
    pub(super) fn take_out(&mut self, outages: &[Outage]) {
        for outage in outages {
            let made = self.at(outage.from, 0) - TimeDelta::days(1);
            let id = OutageId(self.chance.uuid(made));
            let room = &self.place.rooms[outage.room];
            let (room, kind) = (room.id, room.kind);
            let days = outage.from..outage.to;
            let row = OutageRow {
                id,
                room,
                kind: outage.kind,
                days: days.clone(),
                reason: outage.reason,
            };
            self.sheets.outage(self.place.hotel, &row);
            if outage.kind == OutageKind::OutOfService {
                continue;
            }
            self.place.recount(kind, &days, |count| count.sellable -= 1);
            let claim = AssignmentId(self.chance.uuid(made));
            let row = AssignmentRow {
                id: claim,
                room,
                days,
                of: Err(id),
            };
            self.sheets.assignment(self.place.hotel, &row);
        }
    }

    /// A club, a congress, a wedding: one booking, many rooms.
    pub(super) fn welcome_group(&mut self, group: &Group) {
        let Some(first) = group.slots.first() else {
            return;
        };
        let lead = self.chance.between(40, 150);
        let created = self.created(first.arrival, lead);
        let leader = self.new_guest(created, None);
        let source = *self.chance.pick(&["desk", "phone"]);
        let booking = self.booking(created, source, leader.id, false);
        let plan = *self.chance.pick(&[FLEX, BB]);
        for (index, slot) in group.slots.iter().enumerate() {
            let status = self.status(slot);
            let guest = if index == 0 {
                leader.clone()
            } else {
                self.new_guest(created, None)
            };
            let sketch = Sketch {
                kind: self.place.rooms[slot.room].kind,
                room: self.room(slot, status, 300),
                days: slot.arrival..slot.departure,
                status,
                plan,
                created,
                source,
                prepaid: false,
                ended: None,
                notes: format!("Group: {}.", group.name),
                attention: None,
            };
            self.tell(&sketch, booking, &guest);
        }
    }

    /// Somebody on their own.
    pub(super) fn welcome(&mut self, slot: &Slot) {
        let mut status = self.status(slot);
        let soon = self
            .place
            .today
            .checked_add_days(Days::new(3))
            .unwrap_or(slot.arrival);
        if status == Status::Confirmed && slot.arrival > soon && self.chance.permille(14) {
            status = Status::Tentative;
        }
        let lead = self.lead();
        let created = self.created(slot.arrival, lead);
        let (source, plan) = self.how_booked(status, lead);
        let prepaid = plan == NREF || (source == "web" && self.chance.permille(200));
        let sketch = Sketch {
            kind: self.place.rooms[slot.room].kind,
            room: self.room(slot, status, 120),
            days: slot.arrival..slot.departure,
            status,
            plan,
            created,
            source,
            prepaid,
            ended: None,
            notes: self.notes(),
            attention: self.attention(source, status),
        };
        let guest = self.guest(created, &sketch.days);
        let booking = self.booking(created, source, guest.id, false);
        self.tell(&sketch, booking, &guest);
    }

    /// Somebody who booked and then did not come: cancelled, refused, or never seen.
    pub(super) fn miss(&mut self) {
        let from = self.chance.below(NIGHTS - 8);
        let arrival = self.night(from);
        let stay = self.chance.between(1, 4);
        let days = arrival..self.night(from + stay);
        let lead = self.lead().max(2);
        let created = self.created(arrival, lead);
        let unseen = arrival < self.place.today && self.chance.permille(110);
        let refused = !unseen && self.chance.permille(80);
        let (source, plan) = self.how_booked(Status::Cancelled, lead);
        let source = if refused { "web" } else { source };
        let (status, ended) = if unseen {
            (
                Status::NoShow,
                (self.at(arrival, 23 * 60 + 50), "did not come"),
            )
        } else if refused {
            (
                Status::Cancelled,
                (created + TimeDelta::seconds(4), "payment declined"),
            )
        } else {
            (Status::Cancelled, self.given_up(created, arrival))
        };
        let sketch = Sketch {
            kind: self.any_kind(),
            room: None,
            days,
            status,
            plan: if refused { FLEX } else { plan },
            created,
            source,
            prepaid: plan == NREF && !refused,
            ended: Some(ended),
            notes: String::new(),
            attention: None,
        };
        let guest = self.guest(created, &sketch.days);
        let booking = self.booking(created, source, guest.id, status == Status::Cancelled);
        self.tell(&sketch, booking, &guest);
        if refused {
            let asked = Money::new(
                self.place.prices[sketch.kind][0].price_minor,
                self.house.currency,
            );
            let why = Some("The card was declined.");
            self.write_payment(booking, PaymentMethod::Card, asked, true, why, ended.0);
        }
    }

    /// Somebody who asks, or waits for a room.
    pub(super) fn wish(&mut self, status: Status) {
        let from = HALF + self.chance.between(5, 120);
        let to = from + self.chance.between(1, 4);
        let days = self.night(from)..self.night(to);
        let lead = self.chance.between(5, 60);
        let created = self.created(days.start, lead);
        let sketch = Sketch {
            kind: self.any_kind(),
            room: None,
            days,
            status,
            plan: FLEX,
            created,
            source: "phone",
            prepaid: false,
            ended: None,
            notes: "Please call back when a room is free.".to_owned(),
            attention: None,
        };
        let guest = self.guest(created, &sketch.days);
        let booking = self.booking(created, "phone", guest.id, false);
        self.tell(&sketch, booking, &guest);
    }

    fn night(&self, night: u32) -> NaiveDate {
        let first = self.place.counts[0][0].night;
        first
            .checked_add_days(Days::new(night.into()))
            .unwrap_or(first)
    }

    fn any_kind(&mut self) -> usize {
        let rooms = u32::try_from(self.place.rooms.len()).unwrap_or(0);
        let room = usize::try_from(self.chance.below(rooms)).unwrap_or(0);
        self.place.rooms[room].kind
    }

    /// Where a stay stands on the first morning of the demo.
    fn status(&mut self, slot: &Slot) -> Status {
        let today = self.place.today;
        let early = self.chance.permille(150);
        if slot.departure < today || (slot.departure == today && early) {
            Status::CheckedOut
        } else if slot.arrival < today || (slot.arrival == today && early) {
            Status::InHouse
        } else {
            Status::Confirmed
        }
    }

    /// The room, unless nobody has chosen one yet.
    fn room(&mut self, slot: &Slot, status: Status, open: u32) -> Option<usize> {
        let chosen = !self.chance.permille(open);
        let to_come = matches!(status, Status::Confirmed | Status::Tentative);
        (chosen || !to_come).then_some(slot.room)
    }

    fn lead(&mut self) -> u32 {
        let lead = self.chance.weighted(&LEADS);
        lead + self.chance.below(lead / 2 + 1)
    }

    /// When a booking was made: so many days before the arrival, and never today or later.
    fn created(&mut self, arrival: NaiveDate, lead: u32) -> DateTime<Utc> {
        let day = arrival
            .checked_sub_days(Days::new(lead.into()))
            .unwrap_or(arrival);
        let yesterday = self.place.today.pred_opt().unwrap_or(self.place.today);
        let day = if day > yesterday {
            let before = self.chance.below(75) * self.chance.below(75) / 75;
            yesterday
                .checked_sub_days(Days::new(before.into()))
                .unwrap_or(yesterday)
        } else {
            day
        };
        let minute = if lead == 0 {
            self.chance.between(8, 14) * 60
        } else {
            self.chance.between(420, 1435)
        };
        self.at(day, minute) + TimeDelta::milliseconds(self.chance.below(60_000).into())
    }

    fn how_booked(&mut self, status: Status, lead: u32) -> (&'static str, usize) {
        if status == Status::Tentative {
            return (*self.chance.pick(&["desk", "phone"]), FLEX);
        }
        let walk_in = if lead == 0 { 40 } else { 0 };
        let source = self.chance.weighted(&[
            ("web", 40),
            ("channel", 30),
            ("phone", 12),
            ("desk", 9),
            ("api", 5),
            ("walk_in", walk_in),
        ]);
        let plan = match source {
            "web" | "api" => self.chance.weighted(&[(FLEX, 40), (NREF, 32), (BB, 28)]),
            _ => self.chance.weighted(&[(FLEX, 62), (BB, 38)]),
        };
        (source, plan)
    }

    /// When and by whom a booking was given up: between its making and the arrival, not later
    /// than yesterday.
    fn given_up(
        &mut self,
        created: DateTime<Utc>,
        arrival: NaiveDate,
    ) -> (DateTime<Utc>, &'static str) {
        let latest = self.at(arrival.min(self.place.today), 0);
        let minutes = (latest - created).num_minutes().max(1);
        let minutes = u32::try_from(minutes).unwrap_or(1);
        // Most change their minds late.
        let left = self.chance.below(minutes).min(self.chance.below(minutes));
        let at = (latest - TimeDelta::minutes(left.into())).max(created + TimeDelta::minutes(1));
        let why = [
            "cancelled by the guest",
            "cancelled by the guest",
            "cancelled at the desk",
        ];
        (at, *self.chance.pick(&why))
    }

    fn attention(&mut self, source: &str, status: Status) -> Option<String> {
        let marked = source == "channel" && status == Status::Confirmed && self.chance.permille(12);
        marked.then(|| "The channel's rate code was not known; FLEX was taken.".to_owned())
    }
}
