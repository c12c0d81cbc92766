//! Typed identifiers. All are UUIDs made by the application (version 7), so a row is known by
//! name before it is written.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// One hotel: the unit of isolation.
    HotelId;
    /// A person who logs in.
    UserId;
    /// One log-in of one user.
    SessionId;
    /// A partner that sends bookings.
    PartnerId;
    /// A sellable category of rooms.
    RoomTypeId;
    /// One physical room.
    RoomId;
    /// A room taken out for some days.
    OutageId;
    /// A named price with conditions.
    RatePlanId;
    /// A guest's profile.
    GuestId;
    /// One order by one booker.
    BookingId;
    /// One room for one span of nights.
    ReservationId;
    /// A stay's (or an outage's) claim on one room.
    AssignmentId;
    /// An account that collects postings.
    FolioId;
    /// One immutable line of an account.
    PostingId;
    /// One payment, however often it was tried.
    PaymentId;
    /// One call to the gateway.
    AttemptId;
    /// One event of a hotel.
    EventId;
    /// One piece of work for later.
    JobId;
    /// One line of the audit trail.
    AuditId;
    /// One message of a partner.
    MessageId;
}
