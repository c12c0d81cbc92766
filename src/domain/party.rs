//! Who stays: adults and children with their ages.

use serde::{Deserialize, Serialize};

/// The people of one reservation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Party {
    adults: u8,
    child_ages: Vec<u8>,
}

/// Why these people are no party.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartyError {
    /// A room is not let without an adult.
    #[error("At least one adult must stay.")]
    NoAdult,
    /// More people than any room holds.
    #[error("At most 12 people fit into one reservation.")]
    TooMany,
}

impl Party {
    /// The age assumed for a child of whom only the number is known: pays as a child everywhere.
    pub const ASSUMED_CHILD_AGE: u8 = 8;

    /// Adults, and one age per child.
    pub fn new(adults: u8, child_ages: Vec<u8>) -> Result<Self, PartyError> {
        if adults == 0 {
            return Err(PartyError::NoAdult);
        }
        if usize::from(adults) + child_ages.len() > 12 {
            return Err(PartyError::TooMany);
        }
        Ok(Self { adults, child_ages })
    }

    /// Adults and a number of children of unknown age.
    pub fn of_counts(adults: u8, children: u8) -> Result<Self, PartyError> {
        Self::new(adults, vec![Self::ASSUMED_CHILD_AGE; usize::from(children)])
    }

    /// How many adults, at least one.
    pub fn adults(&self) -> u8 {
        self.adults
    }

    /// The children's ages.
    pub fn child_ages(&self) -> &[u8] {
        &self.child_ages
    }

    /// How many children.
    pub fn children(&self) -> u8 {
        u8::try_from(self.child_ages.len()).unwrap_or(u8::MAX)
    }

    /// Everybody.
    pub fn guests(&self) -> u8 {
        self.adults.saturating_add(self.children())
    }
}
