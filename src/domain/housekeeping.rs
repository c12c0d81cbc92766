//! The condition of a room. Whether somebody lives in it is derived from the stays.

use serde::{Deserialize, Serialize};

/// Condition only; occupancy is a question for the reservations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HousekeepingStatus {
    /// Made up, not looked at.
    Clean,
    /// Needs cleaning.
    Dirty,
    /// Needs a touch only.
    Pickup,
    /// Looked at and released.
    Inspected,
}

impl HousekeepingStatus {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::Dirty => "dirty",
            Self::Pickup => "pickup",
            Self::Inspected => "inspected",
        }
    }

    /// As shown.
    pub fn title(self) -> &'static str {
        match self {
            Self::Clean => "Clean",
            Self::Dirty => "Dirty",
            Self::Pickup => "Pickup",
            Self::Inspected => "Inspected",
        }
    }

    /// The status stored under this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "clean" => Self::Clean,
            "dirty" => Self::Dirty,
            "pickup" => Self::Pickup,
            "inspected" => Self::Inspected,
            _ => return None,
        })
    }
}

/// Why a room is out, and whether it may still be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutageKind {
    /// Not sellable: leaves the inventory.
    OutOfOrder,
    /// Still sellable: a lamp, an inspection.
    OutOfService,
}

impl OutageKind {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutOfOrder => "out_of_order",
            Self::OutOfService => "out_of_service",
        }
    }

    /// The kind stored under this word.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "out_of_order" => Self::OutOfOrder,
            "out_of_service" => Self::OutOfService,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample::{schema_words, sorted};

    const SQL: &str = include_str!("../../migrations/0003_house.sql");

    #[test]
    fn the_words_are_those_of_the_schema() {
        use HousekeepingStatus::{Clean, Dirty, Inspected, Pickup};
        let conditions = [Clean, Dirty, Pickup, Inspected];
        let words = conditions.map(HousekeepingStatus::as_str);
        assert_eq!(schema_words(SQL, "room_housekeeping_known"), sorted(words));
        for condition in conditions {
            assert_eq!(
                HousekeepingStatus::parse(condition.as_str()),
                Some(condition)
            );
        }
        let kinds = [OutageKind::OutOfOrder, OutageKind::OutOfService];
        let words = kinds.map(OutageKind::as_str);
        assert_eq!(schema_words(SQL, "room_outage_kind_known"), sorted(words));
        for kind in kinds {
            assert_eq!(OutageKind::parse(kind.as_str()), Some(kind));
        }
    }
}
