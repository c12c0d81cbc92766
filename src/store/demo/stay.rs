//! Sheets of what guests did.

use std::ops::Range;

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::Sheets;
use crate::domain::id::{
    AssignmentId, BookingId, FolioId, GuestId, HotelId, OutageId, PaymentId, ReservationId, RoomId,
};
use crate::domain::ledger::{Line, PaymentMethod};
use crate::domain::money::Money;
use crate::store::booking::{NewGuestRow, NewReservationRow};

/// A guest's profile.
pub struct GuestRow {
    /// Name and addresses.
    pub profile: NewGuestRow,
    /// Treated with special care.
    pub vip: bool,
    /// What the house knows.
    pub notes: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// A booking without its rooms.
pub struct BookingRow {
    /// Identifies the booking.
    pub id: BookingId,
    /// As the booker knows it.
    pub reference: String,
    /// Who booked.
    pub booker: GuestId,
    /// `web`, `desk`, `channel`, …
    pub source: &'static str,
    /// The partner and its own number.
    pub sold_by: Option<(&'static str, String)>,
    /// Whether the partner sees it as cancelled.
    pub cancelled: bool,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A reservation with everything that has happened to it.
pub struct StayRow {
    /// As it was booked.
    pub booked: NewReservationRow,
    /// Its booking.
    pub booking: BookingId,
    /// Who stays.
    pub guest: GuestId,
    /// The end of a hold.
    pub hold_until: Option<DateTime<Utc>>,
    /// When it was given up, why, and for how much.
    pub cancelled: Option<(DateTime<Utc>, &'static str, i64)>,
    /// When the guest came.
    pub checked_in_at: Option<DateTime<Utc>>,
    /// When the guest left.
    pub checked_out_at: Option<DateTime<Utc>>,
    /// Counts changes, from 1.
    pub version: i32,
    /// When it was booked.
    pub created_at: DateTime<Utc>,
    /// The last change.
    pub updated_at: DateTime<Utc>,
}

/// A claim on a room.
pub struct AssignmentRow {
    /// Identifies the claim.
    pub id: AssignmentId,
    /// Which room.
    pub room: RoomId,
    /// When.
    pub days: Range<NaiveDate>,
    /// Whose.
    pub of: Result<ReservationId, OutageId>,
}

/// A guest's account.
pub struct FolioRow<'a> {
    /// Identifies the folio.
    pub id: FolioId,
    /// Whose stay it pays.
    pub reservation: ReservationId,
    /// Who pays.
    pub name: &'a str,
    /// ISO 4217.
    pub currency: &'a str,
    /// When the first line came.
    pub opened_at: DateTime<Utc>,
    /// When the guest left.
    pub closed_at: Option<DateTime<Utc>>,
}

/// One line of a transaction.
pub struct PostingRow<'a> {
    /// Identifies the line.
    pub id: Uuid,
    /// Ties the lines of a transaction together.
    pub transaction: Uuid,
    /// The guest's account, for the lines that belong there.
    pub folio: FolioId,
    /// The line.
    pub line: &'a Line,
    /// The accounting day.
    pub business_date: NaiveDate,
    /// ISO 4217.
    pub currency: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// A payment that is settled.
pub struct PaymentLine {
    /// Identifies the payment.
    pub id: PaymentId,
    /// What it pays.
    pub booking: BookingId,
    /// How.
    pub method: PaymentMethod,
    /// How much.
    pub amount: Money,
    /// Why it was refused; nothing for money received.
    pub refused: Option<&'static str>,
    /// The call to the gateway, where it went through one.
    pub attempt: Option<Uuid>,
    /// When.
    pub at: DateTime<Utc>,
}

/// One line of the audit trail.
pub struct AuditLine<'a> {
    /// Identifies the line.
    pub id: Uuid,
    /// When.
    pub at: DateTime<Utc>,
    /// `user`, `guest`, `partner` or `system`, and the name.
    pub actor: (&'a str, &'a str),
    /// What was done.
    pub action: &'a str,
    /// To what kind of thing.
    pub entity: &'a str,
    /// To which one.
    pub entity_id: Uuid,
    /// The thing after, as JSON.
    pub after: String,
}

impl Sheets {
    /// A guest.
    pub fn guest(&mut self, hotel: HotelId, of: &GuestRow) {
        let who = &of.profile;
        self.guest.row(&[
            &hotel.0,
            &who.id.0,
            &who.name,
            &who.email,
            &who.phone,
            &who.country,
            &who.language,
            &of.vip,
            &of.notes,
            &of.created_at,
        ]);
    }

    /// A booking, and what its partner knows of it.
    pub fn booking(&mut self, hotel: HotelId, of: &BookingRow) {
        let (partner, number) = match &of.sold_by {
            Some((partner, number)) => (Some(*partner), Some(number.as_str())),
            None => (None, None),
        };
        self.booking.row(&[
            &hotel.0,
            &of.id.0,
            &of.reference,
            &of.booker.0,
            &of.source,
            &partner,
            &number,
            &of.created_at,
        ]);
        if let (Some(partner), Some(number)) = (partner, number) {
            let status = if of.cancelled {
                "cancelled"
            } else {
                "reserved"
            };
            let at = &of.created_at;
            self.channel_booking
                .row(&[&hotel.0, &partner, &number, &of.id.0, &status, at]);
        }
    }

    /// A reservation and its nights.
    pub fn stay(&mut self, hotel: HotelId, of: &StayRow) {
        let booked = &of.booked;
        let (cancelled_at, reason, fee) = match of.cancelled {
            Some((at, reason, fee)) => (Some(at), Some(reason), Some(fee)),
            None => (None, None, None),
        };
        self.reservation.row(&[
            &hotel.0,
            &booked.id.0,
            &of.booking.0,
            &booked.reference.as_str(),
            &booked.status.as_str(),
            &booked.room_type.0,
            &booked.rate_plan.0,
            &of.guest.0,
            &booked.arrival,
            &booked.departure,
            &booked.party.adults(),
            &booked.party.child_ages(),
            &booked.total.minor,
            &booked.city_tax.minor,
            &booked.total.currency.code(),
            &of.hold_until,
            &booked.free_cancel_until,
            &booked.cancel_fee.as_str(),
            &cancelled_at,
            &reason,
            &fee,
            &booked.notes,
            &booked.attention,
            &of.checked_in_at,
            &of.checked_out_at,
            &of.version,
            &of.created_at,
            &of.updated_at,
        ]);
        for night in &booked.nights {
            let (date, minor) = (night.date, night.price.minor);
            let (id, room_type) = (booked.id.0, booked.room_type.0);
            self.reservation_night
                .row(&[&hotel.0, &id, &date, &room_type, &minor]);
        }
    }

    /// A stay's or an outage's claim on a room.
    pub fn assignment(&mut self, hotel: HotelId, of: &AssignmentRow) {
        let (stay, outage) = (of.of.ok().map(|id| id.0), of.of.err().map(|id| id.0));
        self.room_assignment
            .row(&[&hotel.0, &of.id.0, &of.room.0, &of.days, &stay, &outage]);
    }

    /// A folio without its lines.
    pub fn folio(&mut self, hotel: HotelId, of: &FolioRow<'_>) {
        self.folio.row(&[
            &hotel.0,
            &of.id.0,
            &of.reservation.0,
            &of.name,
            &of.currency,
            &of.opened_at,
            &of.closed_at,
        ]);
    }

    /// A line of a transaction.
    pub fn posting(&mut self, hotel: HotelId, of: &PostingRow<'_>) {
        let line = of.line;
        self.posting.row(&[
            &hotel.0,
            &of.id,
            &of.transaction,
            &line.account.is_on_folio().then_some(of.folio.0),
            &line.account.as_str(),
            &line.kind.as_str(),
            &line.description,
            &of.business_date,
            &line.debit_minor,
            &line.credit_minor,
            &of.currency,
            &of.at,
        ]);
    }

    /// A payment, and its call to the gateway where there was one.
    pub fn payment(&mut self, hotel: HotelId, of: &PaymentLine) {
        let status = if of.refused.is_some() {
            "declined"
        } else {
            "succeeded"
        };
        let through_gateway = of.attempt.is_some() && of.refused.is_none();
        let gateway = through_gateway.then(|| format!("ch_demo_{}", of.id.0.simple()));
        self.payment.row(&[
            &hotel.0,
            &of.id.0,
            &of.booking.0,
            &of.method.as_str(),
            &of.amount.minor,
            &of.amount.currency.code(),
            &status,
            &gateway,
            &of.refused,
            &of.at,
            &of.at,
        ]);
        let Some(attempt) = of.attempt else { return };
        self.payment_attempt.row(&[
            &hotel.0,
            &attempt,
            &of.id.0,
            &of.id.0,
            &status,
            &of.refused.unwrap_or_default(),
            &of.at,
            &of.at,
        ]);
    }

    /// A line of the audit trail.
    pub fn audit(&mut self, hotel: HotelId, of: &AuditLine<'_>) {
        let (kind, name) = of.actor;
        self.audit.row(&[
            &hotel.0,
            &of.id,
            &of.at,
            &kind,
            &name,
            &of.action,
            &of.entity,
            &of.entity_id,
            &of.after,
            &"demo",
        ]);
    }
}
