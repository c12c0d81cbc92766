//! Making a reservation: `POST /api/reservations`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::money::Money;
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;

/// What a guest, a clerk or a program asks for. Unknown fields are refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewReservation {
    /// The hotel's code.
    pub hotel: String,
    /// The room type's code.
    pub room_type: String,
    /// The rate plan's code.
    pub rate_plan: String,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// At least one.
    pub adults: u8,
    /// Children of unknown age.
    #[serde(default)]
    pub children: u8,
    /// Who books and stays.
    pub guest: NewGuest,
    /// How it is paid; may be left out where the rate plan allows payment at the hotel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<NewPayment>,
}

/// The person who books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewGuest {
    /// Full name.
    pub name: String,
    /// Where the confirmation goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// For the desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
}

/// A card as the gateway knows it. Card numbers never come here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPayment {
    /// The gateway's token.
    pub token: String,
}

/// The answer: 201 when booked, 202 while the payment's outcome is unknown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookingMade {
    /// The booking's own reference.
    pub booking: Reference,
    /// One entry per room.
    pub reservations: Vec<ReservationMade>,
    /// Everything included.
    pub total: Money,
    /// What became of the payment.
    pub payment: PaymentState,
}

/// One room of a new booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationMade {
    /// What the guest quotes.
    pub reference: Reference,
    /// `confirmed`, or `tentative` while the payment is unknown.
    pub status: Status,
    /// Opens the guest's own page: `/stay/{reference}?key={key}`.
    pub key: String,
}

/// What became of the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentState {
    /// The state's word.
    pub status: PaymentStatus,
}

/// As stored and as answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Nothing was asked; payment at the hotel.
    None,
    /// Being tried right now.
    Pending,
    /// Paid.
    Succeeded,
    /// The card was refused.
    Declined,
    /// Certainly not charged.
    Failed,
    /// Nobody knows yet; the room stays held until the gateway has been asked.
    Unknown,
}
