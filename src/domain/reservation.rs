//! The life of a reservation.
//!
//! ```text
//! Inquiry ──hold──► Tentative ──confirm──► Confirmed ──check in──► InHouse ──check out──► CheckedOut
//!    │                 │ release               ▲  ▲ ◄──reverse──       ◄──reverse──
//!    └─waitlist─► Waitlisted ──confirm─────────┘  │
//! Inquiry, Tentative, Waitlisted, Confirmed ──cancel──► Cancelled ──reinstate──► Confirmed
//! Confirmed ──no-show──► NoShow ──reinstate──► Confirmed
//! ```
//!
//! Due in, due out and their like are derived from status and business date, never stored.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::business_date::BusinessDate;

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

/// What was tried does not fit the state the reservation is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("This reservation is {} and cannot be {verb}.", .from.adjective())]
pub struct InvalidTransition {
    /// The state it is in.
    pub from: Status,
    /// What was tried, as a participle: `checked in`.
    pub verb: &'static str,
}

impl Status {
    /// All of them, in the order of a life.
    pub const ALL: [Self; 8] = [
        Self::Inquiry,
        Self::Tentative,
        Self::Waitlisted,
        Self::Confirmed,
        Self::InHouse,
        Self::CheckedOut,
        Self::Cancelled,
        Self::NoShow,
    ];

    /// States in which a reservation may be made.
    pub const FIRST: [Self; 4] = [
        Self::Inquiry,
        Self::Tentative,
        Self::Waitlisted,
        Self::Confirmed,
    ];

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inquiry => "inquiry",
            Self::Tentative => "tentative",
            Self::Waitlisted => "waitlisted",
            Self::Confirmed => "confirmed",
            Self::InHouse => "in_house",
            Self::CheckedOut => "checked_out",
            Self::Cancelled => "cancelled",
            Self::NoShow => "no_show",
        }
    }

    /// As shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Inquiry => "Inquiry",
            Self::Tentative => "On hold",
            Self::Waitlisted => "Waitlisted",
            Self::Confirmed => "Confirmed",
            Self::InHouse => "In house",
            Self::CheckedOut => "Checked out",
            Self::Cancelled => "Cancelled",
            Self::NoShow => "No-show",
        }
    }

    /// The status stored under this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }

    /// Within a sentence: "This reservation is …".
    fn adjective(self) -> &'static str {
        match self {
            Self::Inquiry => "an inquiry",
            Self::Tentative => "on hold",
            Self::Waitlisted => "waitlisted",
            Self::Confirmed => "confirmed",
            Self::InHouse => "in house",
            Self::CheckedOut => "checked out",
            Self::Cancelled => "cancelled",
            Self::NoShow => "a no-show",
        }
    }

    /// Whether its nights count as sold. Nights slept stay sold after check-out.
    pub fn occupies(self) -> bool {
        matches!(self, Self::Confirmed | Self::InHouse | Self::CheckedOut)
    }

    /// Whether its nights count as held.
    pub fn holds(self) -> bool {
        matches!(self, Self::Tentative)
    }

    /// Whether the stay, or the wish for one, is still ahead or going on.
    pub fn is_live(self) -> bool {
        !matches!(self, Self::CheckedOut | Self::Cancelled | Self::NoShow)
    }

    /// A wish gets a room until an instant.
    pub fn hold(self) -> Result<Self, InvalidTransition> {
        self.step("put on hold", &[Self::Inquiry], Self::Tentative)
    }

    /// A wish waits for a room.
    pub fn waitlist(self) -> Result<Self, InvalidTransition> {
        self.step("waitlisted", &[Self::Inquiry], Self::Waitlisted)
    }

    /// Sold.
    pub fn confirm(self) -> Result<Self, InvalidTransition> {
        self.step(
            "confirmed",
            &[Self::Tentative, Self::Waitlisted],
            Self::Confirmed,
        )
    }

    /// A hold has run out.
    pub fn release(self) -> Result<Self, InvalidTransition> {
        self.step("released", &[Self::Tentative], Self::Cancelled)
    }

    /// The guest or the hotel gives it up before the stay.
    pub fn cancel(self) -> Result<Self, InvalidTransition> {
        let open = [
            Self::Inquiry,
            Self::Tentative,
            Self::Waitlisted,
            Self::Confirmed,
        ];
        self.step("cancelled", &open, Self::Cancelled)
    }

    /// The guest has come.
    pub fn check_in(self) -> Result<Self, InvalidTransition> {
        self.step("checked in", &[Self::Confirmed], Self::InHouse)
    }

    /// The guest leaves.
    pub fn check_out(self) -> Result<Self, InvalidTransition> {
        self.step("checked out", &[Self::InHouse], Self::CheckedOut)
    }

    /// The guest did not come.
    pub fn mark_no_show(self) -> Result<Self, InvalidTransition> {
        self.step("marked as a no-show", &[Self::Confirmed], Self::NoShow)
    }

    /// The guest was checked in by mistake.
    pub fn reverse_check_in(self) -> Result<Self, InvalidTransition> {
        self.step(
            "taken back from check-in",
            &[Self::InHouse],
            Self::Confirmed,
        )
    }

    /// The guest was checked out by mistake.
    pub fn reverse_check_out(self) -> Result<Self, InvalidTransition> {
        self.step(
            "taken back from check-out",
            &[Self::CheckedOut],
            Self::InHouse,
        )
    }

    /// A cancelled stay or a no-show takes place after all; inventory and price are checked anew.
    pub fn reinstate(self) -> Result<Self, InvalidTransition> {
        self.step(
            "reinstated",
            &[Self::Cancelled, Self::NoShow],
            Self::Confirmed,
        )
    }

    fn step(self, verb: &'static str, from: &[Self], to: Self) -> Result<Self, InvalidTransition> {
        if from.contains(&self) {
            Ok(to)
        } else {
            Err(InvalidTransition { from: self, verb })
        }
    }
}

/// What a reservation means for one business date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// Expected today.
    DueIn,
    /// Was expected on an earlier day and has neither come nor been marked as a no-show.
    ArrivalOverdue,
    /// Came today.
    Arrived,
    /// Came on an earlier day and sleeps here tonight.
    Stayover,
    /// Leaves today.
    DueOut,
    /// Should have left on an earlier day and is still here.
    DepartureOverdue,
    /// Left; today was the day of departure.
    Departed,
}

impl Movement {
    /// What the reservation means today; `None` when it is no business of today's.
    pub fn of(
        status: Status,
        arrival: NaiveDate,
        departure: NaiveDate,
        today: BusinessDate,
    ) -> Option<Self> {
        let today = today.date();
        match status {
            Status::Confirmed if arrival == today => Some(Self::DueIn),
            Status::Confirmed if arrival < today => Some(Self::ArrivalOverdue),
            Status::InHouse if departure < today => Some(Self::DepartureOverdue),
            Status::InHouse if departure == today => Some(Self::DueOut),
            Status::InHouse if arrival == today => Some(Self::Arrived),
            Status::InHouse => Some(Self::Stayover),
            Status::CheckedOut if departure == today => Some(Self::Departed),
            _ => None,
        }
    }

    /// As shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::DueIn => "Due in",
            Self::ArrivalOverdue => "Arrival overdue",
            Self::Arrived => "Arrived",
            Self::Stayover => "Stayover",
            Self::DueOut => "Due out",
            Self::DepartureOverdue => "Departure overdue",
            Self::Departed => "Departed",
        }
    }
}

/// Whether the guest is expected on this business date.
pub fn due_in(status: Status, arrival: NaiveDate, today: BusinessDate) -> bool {
    status == Status::Confirmed && arrival == today.date()
}

/// Whether the guest leaves on this business date and has not left yet.
pub fn due_out(status: Status, departure: NaiveDate, today: BusinessDate) -> bool {
    status == Status::InHouse && departure == today.date()
}

/// Whether the arrival or the departure should have been on an earlier day.
pub fn overdue(
    status: Status,
    arrival: NaiveDate,
    departure: NaiveDate,
    today: BusinessDate,
) -> bool {
    let movement = Movement::of(status, arrival, departure, today);
    matches!(
        movement,
        Some(Movement::ArrivalOverdue | Movement::DepartureOverdue)
    )
}

/// Whether the guest slept here last night and sleeps here tonight.
pub fn stayover(
    status: Status,
    arrival: NaiveDate,
    departure: NaiveDate,
    today: BusinessDate,
) -> bool {
    Movement::of(status, arrival, departure, today) == Some(Movement::Stayover)
}

#[cfg(test)]
mod tests;
