//! What partners tell us about bookings, in our words.
//!
//! Each protocol has a folder that reads its messages into a [`ChannelMessage`] and writes the
//! answer from [`ItemOutcome`]s. Nothing in this file knows a protocol, so the service behind it
//! treats every partner alike.

pub mod alpinebits;
pub mod mask;

use chrono::{DateTime, FixedOffset, NaiveDate};

use crate::domain::money::Money;

/// One delivery of a partner: about one hotel, with one or more bookings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelMessage {
    /// The partner's code of the hotel. Messages that only change states may not name one.
    pub hotel_code: Option<String>,
    /// In the order of the message, never empty.
    pub items: Vec<ChannelItem>,
}

/// What is said about one booking: always its whole present state, never a difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelItem {
    /// The partner's number of the booking, 1 to 64 characters.
    pub external_id: String,
    /// What the adapter needs to name this item in its answer; means nothing to others.
    pub marker: String,
    /// What the partner wants.
    pub intent: Intent,
    /// The rooms of the booking. Empty where only a state is told.
    pub rooms: Vec<ChannelRoom>,
    /// The booker, where the message names one.
    pub guest: Option<ChannelGuest>,
    /// Everything a person at the desk should read, card numbers masked.
    pub comments: String,
    /// The agency or portal in between.
    pub agency: Option<String>,
    /// When the guest booked.
    pub created_at: Option<DateTime<FixedOffset>>,
    /// When the partner last changed the booking.
    pub modified_at: Option<DateTime<FixedOffset>>,
    /// What was read with an assumption; a person should look at it.
    pub doubts: Vec<String>,
    /// Why this item cannot be booked at all: it does not say what was sold.
    pub refusal: Option<String>,
}

/// What a partner wants with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Intent {
    /// Sold: new, or the present state of a booking made before.
    Reserve,
    /// A guest asks for an offer; nothing is sold.
    Inquire,
    /// Given up.
    Cancel,
    /// The booking stands; nothing else is said.
    Acknowledge,
}

/// One room of a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelRoom {
    /// The partner's code of the room type.
    pub room_type_code: Option<String>,
    /// The partner's code of the rate plan.
    pub rate_plan_code: Option<String>,
    /// The first night.
    pub arrival: NaiveDate,
    /// The day of leaving, after `arrival`.
    pub departure: NaiveDate,
    /// At least one.
    pub adults: u8,
    /// One age per child, in years.
    pub child_ages: Vec<u8>,
    /// What the guest pays for this room and stay, taxes included.
    pub total: Option<Money>,
    /// The price of each night, where the partner told all of them; else empty.
    pub nightly: Vec<Money>,
}

/// The booker as the partner knows him.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChannelGuest {
    /// Given name and surname.
    pub name: String,
    /// Contains an `@`.
    pub email: Option<String>,
    /// As written, a mobile number first.
    pub phone: Option<String>,
    /// ISO 3166, two capital letters.
    pub country: Option<String>,
    /// ISO 639, two small letters.
    pub language: Option<String>,
}

/// What became of one item, for the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemOutcome {
    /// The partner's number of the booking.
    pub external_id: String,
    /// Copied from the item.
    pub marker: String,
    /// Why it was refused; empty when it was taken.
    pub refusal: Option<String>,
}

impl ItemOutcome {
    /// The item was taken.
    pub fn accepted(item: &ChannelItem) -> Self {
        Self {
            external_id: item.external_id.clone(),
            marker: item.marker.clone(),
            refusal: None,
        }
    }

    /// The item was refused, and why.
    pub fn refused(item: &ChannelItem, reason: impl Into<String>) -> Self {
        Self {
            refusal: Some(reason.into()),
            ..Self::accepted(item)
        }
    }
}
