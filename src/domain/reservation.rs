//! The life of a reservation. Filled in by the state machine below.

use serde::{Deserialize, Serialize};

/// As stored. Due in and due out are questions of status and business date, not statuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A wish; takes no inventory.
    Inquiry,
    /// Held until an instant; takes inventory as held.
    Tentative,
    /// Waits for a room; takes no inventory.
    Waitlisted,
    /// Sold.
    Confirmed,
    /// The guest is here.
    InHouse,
    /// The guest has left.
    CheckedOut,
    /// Given up, by either side.
    Cancelled,
    /// The guest never came.
    NoShow,
}
