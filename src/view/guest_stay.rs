//! The guest's own page of a stay.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::booking::PaymentStatus;
use crate::domain::money::Money;
use crate::domain::rate::NightPrice;
use crate::domain::reference::Reference;
use crate::domain::reservation::Status;

/// What `GET /api/reservations/{reference}` and `/stay/{reference}` show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestStay {
    /// The reservation's reference.
    pub reference: Reference,
    /// The booking's reference.
    pub booking: Reference,
    /// Where it stands.
    pub status: Status,
    /// The hotel's code.
    pub hotel: String,
    /// The hotel's name.
    pub hotel_name: String,
    /// Street, city and country in one line.
    pub hotel_address: String,
    /// The hotel's telephone.
    pub hotel_phone: String,
    /// From when the room is ready, `15:00`.
    pub check_in_from: String,
    /// Until when to leave, `11:00`.
    pub check_out_until: String,
    /// The room type's code.
    pub room_type: String,
    /// The room type's name.
    pub room_type_name: String,
    /// The rate plan's code.
    pub rate_plan: String,
    /// The rate plan's name.
    pub rate_plan_name: String,
    /// First night.
    pub arrival: NaiveDate,
    /// Day of leaving.
    pub departure: NaiveDate,
    /// Adults.
    pub adults: i16,
    /// Children.
    pub children: i16,
    /// Who stays.
    pub guest: String,
    /// Price of each night, without city tax.
    pub nights: Vec<NightPrice>,
    /// City tax of the stay.
    pub city_tax: Money,
    /// Everything included.
    pub total: Money,
    /// Paid so far.
    pub paid: Money,
    /// The last payment's state.
    pub payment: PaymentStatus,
    /// Only while held: until when the room is kept for this guest.
    pub hold_until: Option<DateTime<Utc>>,
    /// The cancellation rule as a sentence.
    pub cancellation: String,
    /// Whether the guest may still cancel here.
    pub can_cancel: bool,
    /// What cancelling now costs.
    pub cancel_fee: Money,
}

/// The answer to a cancellation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// The reservation's reference.
    pub reference: Reference,
    /// `cancelled`.
    pub status: Status,
    /// What it costs; zero while cancellation is free.
    pub fee: Money,
}
