//! Who stays: adults and children with their ages.

use serde::{Deserialize, Serialize};

/// The people of one reservation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
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

impl<'de> Deserialize<'de> for Party {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct People {
            adults: u8,
            child_ages: Vec<u8>,
        }
        let people = People::deserialize(deserializer)?;
        Self::new(people.adults, people.child_ages).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_brings_no_impossible_party() {
        let party = Party::new(2, vec![3]).unwrap();
        let text = serde_json::to_string(&party).unwrap();
        assert_eq!(serde_json::from_str::<Party>(&text).unwrap(), party);
        for text in [
            r#"{"adults":0,"child_ages":[3]}"#,
            r#"{"adults":-1,"child_ages":[]}"#,
            r#"{"adults":13,"child_ages":[]}"#,
            r#"{"adults":1}"#,
        ] {
            assert!(serde_json::from_str::<Party>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_room_is_let_to_adults() {
        assert_eq!(Party::new(0, vec![8]), Err(PartyError::NoAdult));
        assert_eq!(Party::new(255, vec![]), Err(PartyError::TooMany));
        assert_eq!(Party::of_counts(1, 255), Err(PartyError::TooMany));
        assert!(Party::of_counts(12, 0).is_ok());
    }

    #[test]
    fn everybody_counts() {
        let party = Party::new(2, vec![3, 11]).unwrap();
        assert_eq!(
            (party.adults(), party.children(), party.guests()),
            (2, 2, 4)
        );
    }
}
