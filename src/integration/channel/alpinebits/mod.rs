//! `AlpineBits` `HotelData` 2024-10: bookings pushed to us in the XML of `OpenTravel`.
//!
//! We are the server of three actions: the handshake, reservations with inquiries and
//! cancellations, and changes of state. Adapting means: [`request`] reads strictly what cannot be
//! guessed (identity, dates) and forgivingly the rest; [`answer`] writes documents that stand up
//! to the alliance's own schema.

pub mod answer;
pub mod handshake;
pub mod request;
mod room_stay;
pub mod xml;

#[cfg(test)]
mod tests;

pub use answer::{notification_answer, notification_error};
pub use handshake::answer_ping;
pub use request::read_notification;
pub use xml::ReadError;

/// The version we speak best; others are told apart in the handshake.
pub const VERSION: &str = "2024-10";

/// The plain text the standard asks for where a request names no action we know.
pub const UNKNOWN_ACTION: &str = "ERROR:unknown or missing action";

/// What a request wants, from its form field `action`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// `OTA_Ping:Handshaking`: which versions and capabilities both sides have.
    Handshake,
    /// `OTA_HotelResNotif:GuestRequests`: reservations, inquiries, cancellations.
    GuestRequests,
    /// `OTA_HotelResNotif:GuestRequests_StatusUpdate`: changes of state only.
    StatusUpdate,
}

impl Action {
    /// The action of that name; `None` for one unknown or not served here.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Handshake, Self::GuestRequests, Self::StatusUpdate]
            .into_iter()
            .find(|action| action.as_str() == name.trim())
    }

    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Handshake => "OTA_Ping:Handshaking",
            Self::GuestRequests => "OTA_HotelResNotif:GuestRequests",
            Self::StatusUpdate => "OTA_HotelResNotif:GuestRequests_StatusUpdate",
        }
    }
}
