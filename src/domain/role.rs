//! Who may do what: roles are bundles of capabilities, services ask for a capability.

use serde::{Deserialize, Serialize};

/// What a person is at one hotel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owns the hotel; may do everything there.
    Owner,
    /// Runs the hotel.
    Manager,
    /// Works at the desk.
    FrontDesk,
    /// Keeps the rooms.
    Housekeeping,
}

/// A right that a service asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// See the board: rooms, stays and their guests' names.
    ViewRack,
    /// See a reservation whole: guest, prices, folio, history.
    ViewReservations,
    /// Make, change and cancel reservations.
    ManageReservations,
    /// Change the condition of rooms.
    ManageRooms,
    /// See figures of the hotel.
    ViewNumbers,
    /// See channel messages and their answers.
    ViewChannels,
    /// Users, rates, settings.
    ManageHotel,
}

impl Role {
    /// Whether the role carries the capability.
    pub fn can(self, capability: Capability) -> bool {
        use Capability as C;
        match self {
            Self::Owner | Self::Manager => true,
            Self::FrontDesk => !matches!(capability, C::ManageHotel),
            Self::Housekeeping => matches!(capability, C::ViewRack | C::ManageRooms),
        }
    }

    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Manager => "manager",
            Self::FrontDesk => "front_desk",
            Self::Housekeeping => "housekeeping",
        }
    }

    /// As shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Owner => "Owner",
            Self::Manager => "Manager",
            Self::FrontDesk => "Front desk",
            Self::Housekeeping => "Housekeeping",
        }
    }

    /// The role stored under this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "owner" => Self::Owner,
            "manager" => Self::Manager,
            "front_desk" => Self::FrontDesk,
            "housekeeping" => Self::Housekeeping,
            _ => return None,
        })
    }
}
