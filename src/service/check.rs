//! `keyrack check`: does everything hold that must hold?

use std::collections::BTreeMap;

use sqlx::PgPool;

use super::services::HOME;
use crate::store::check::{self as store, Answer};
use crate::store::error::StoreError;

pub use crate::store::check::Patience;

/// What one check of one database found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub database: String,
    /// The check's name: `room_overlap`.
    pub check: &'static str,
    /// What must hold.
    pub rule: &'static str,
    /// The rows for which it does not, in words; empty when all is well.
    pub offences: Vec<String>,
}

impl Finding {
    /// Whether the rule holds.
    pub fn is_clean(&self) -> bool {
        self.offences.is_empty()
    }
}

/// Why nothing can be said.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Row-level security hides rows, so every check would pass.
    #[error(
        "The user of the database `{0}` sees only what row-level security shows, so a check would find nothing. Use the owner's address."
    )]
    Blind(String),
    /// A database did not answer as it should.
    #[error("The database `{database}` could not be checked: {source}.")]
    Store {
        /// Which one.
        database: String,
        /// What happened.
        source: StoreError,
    },
}

/// Asks every database everything. `owner` holds the owner's pools by name; `found` hears of each
/// check as it is done. The answer holds all of them, clean or not.
pub async fn run(
    owner: &BTreeMap<String, PgPool>,
    patience: Patience,
    found: &(dyn Fn(&Finding) + Sync),
) -> Result<Vec<Finding>, CheckError> {
    let mut findings = Vec::new();
    let mut places = Vec::new();
    for (database, pool) in owner {
        let failed = |source| CheckError::Store {
            database: database.clone(),
            source,
        };
        let mut conn = pool.acquire().await.map_err(|error| failed(error.into()))?;
        if store::is_blind(&mut conn).await.map_err(failed)? {
            return Err(CheckError::Blind(database.clone()));
        }
        let answers = check_database(&mut conn, patience).await.map_err(failed)?;
        let properties = store::list_properties(&mut conn).await.map_err(failed)?;
        places.extend(
            properties
                .into_iter()
                .map(|(id, code)| (id, code, database.clone())),
        );
        for answer in answers {
            findings.push(named(database, answer));
            findings.last().into_iter().for_each(found);
        }
    }
    if let Some(pool) = owner.get(HOME) {
        let failed = |source| CheckError::Store {
            database: HOME.to_owned(),
            source,
        };
        let mut conn = pool.acquire().await.map_err(|error| failed(error.into()))?;
        let directory = store::list_directory(&mut conn).await.map_err(failed)?;
        findings.push(named(HOME, compare(&directory, &places)));
        findings.last().into_iter().for_each(found);
    }
    Ok(findings)
}

/// Asks one database everything it can answer by itself.
pub async fn check_database(
    conn: &mut sqlx::PgConnection,
    patience: Patience,
) -> Result<Vec<Answer>, StoreError> {
    let mut answers = store::inventory(conn).await?;
    answers.extend(store::reservations(conn, patience).await?);
    answers.extend(store::money(conn, patience).await?);
    answers.extend(store::isolation(conn).await?);
    Ok(answers)
}

fn named(database: &str, answer: Answer) -> Finding {
    let Answer {
        check,
        rule,
        offences,
    } = answer;
    Finding {
        database: database.to_owned(),
        check,
        rule,
        offences,
    }
}

/// The directory and the databases must name the same hotels in the same places.
fn compare(
    directory: &[(uuid::Uuid, String, String)],
    places: &[(uuid::Uuid, String, String)],
) -> Answer {
    let lost = directory
        .iter()
        .filter(|hotel| !places.contains(hotel))
        .map(|(_, code, place)| {
            format!("{code} should be in {place} and is not, or has another id or code there")
        });
    let unknown = places
        .iter()
        .filter(|hotel| !directory.contains(hotel))
        .map(|(_, code, place)| format!("{code} is in {place} and the directory does not say so"));
    Answer {
        check: "directory",
        rule: "Every hotel is where the directory says.",
        offences: lost.chain(unknown).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hotel_that_is_lost_or_unknown_is_named() {
        let hotel =
            |code: &str, place: &str| (uuid::Uuid::nil(), code.to_owned(), place.to_owned());
        let directory = [hotel("AUR", "home"), hotel("MER", "north")];
        assert!(compare(&directory, &directory).offences.is_empty());
        let moved = compare(&directory, &[hotel("AUR", "home"), hotel("MER", "home")]);
        assert_eq!(moved.offences.len(), 2);
        assert!(
            moved.offences[0].contains("MER should be in north"),
            "{moved:?}"
        );
        assert!(moved.offences[1].contains("MER is in home"), "{moved:?}");
    }
}
